-- why: a list of persons leaves by two approvals, with a watermark, for a day (reference/domain.md 6.14); until now it could
--   not leave at all, and went by photographs of screens
-- locks: none, new tables
-- old code can run: yes

-- Family: person. A list of persons asked for: who, for what; made once when two have approved. The file lies sealed
-- (AES-256-GCM, bound to the row's id) and is erased when its day is over; the row says that it was made.
create table person_list (
  id uuid primary key,
  template_id uuid not null references report_template,
  area place_code not null,
  day date not null,
  purpose text not null check (purpose in ('case-finding', 'isolation-care', 'screening', 'relief')),
  reason text not null check (length(reason) between 10 and 300),
  asked_by uuid not null references post,
  asked_by_account uuid not null,
  asked_at timestamptz not null,
  refused_at timestamptz,
  made_at timestamptz,
  -- Persons in it; null until it was made.
  persons integer check (persons between 0 and 500),
  missing jsonb check (jsonb_typeof(missing) = 'array'),
  expires_at timestamptz,
  sealed_file bytea,
  key_id text,
  downloads integer not null default 0,
  check ((made_at is null) = (expires_at is null)),
  check (made_at is null or refused_at is null),
  check (sealed_file is null or made_at is not null)
);
-- For the lists of an area, the latest first.
create index person_list_by_area on person_list (area, asked_at desc);
-- For its template, and for who asked.
create index person_list_by_template on person_list (template_id);
create index person_list_by_post on person_list (asked_by);
-- For the clockwork: files whose day is over.
create index person_list_to_erase on person_list (expires_at) where sealed_file is not null;
alter table person_list enable row level security;
create policy person_list_of_area on person_list using (in_my_area(area) or my_role() = 'system')
  with check (in_my_area(area) or my_role() = 'system');
grant select, insert on person_list to wangge_server;
grant update (refused_at, made_at, persons, missing, expires_at, sealed_file, key_id, downloads) on person_list to wangge_server;

-- Family: person. Who approved or refused it: one decision a human being, and never whoever asked (by trigger as by rule).
create table person_list_decision (
  list_id uuid not null references person_list,
  account_id uuid not null,
  post uuid not null references post,
  department text not null check (department in ('health', 'police', 'centre')),
  decision text not null check (decision in ('approve', 'refuse')),
  reason text check (length(reason) between 4 and 300),
  at timestamptz not null,
  primary key (list_id, account_id),
  check (decision = 'approve' or reason is not null)
);
-- For who decided.
create index person_list_decision_by_post on person_list_decision (post);
alter table person_list_decision enable row level security;
create policy person_list_decision_of_list on person_list_decision
  using (exists (select from person_list l where l.id = list_id)) with check (exists (select from person_list l where l.id = list_id));
grant select, insert on person_list_decision to wangge_server;

create function person_list_needs_others() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from person_list l where l.id = new.list_id and l.asked_by_account = new.account_id) then
    raise exception 'whoever asked for a list of persons does not decide on it';
  end if;
  return new;
end $$;
create trigger person_list_decided before insert on person_list_decision
  for each row execute function person_list_needs_others();

-- No file without two who approved, of two departments.
create function person_list_needs_two() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if (select count(distinct d.department) from person_list_decision d
       where d.list_id = new.id and d.decision = 'approve') < 2 then
    raise exception 'a list of persons is made when two have approved it';
  end if;
  return new;
end $$;
create trigger person_list_made before update of made_at, sealed_file on person_list
  for each row when (new.sealed_file is not null) execute function person_list_needs_two();
