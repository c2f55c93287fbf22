-- why: nothing ever wrote the sources "unit" and "form": a need becomes an order by a worker's tap, whoever noted it
-- locks: service_request, for its list of sources (not valid, then validated)
-- old code can run: yes

alter table service_request drop constraint service_request_source_check;
alter table service_request add constraint service_request_source_check
  check (source in ('resident', 'worker', 'observation')) not valid;
alter table service_request validate constraint service_request_source_check;
