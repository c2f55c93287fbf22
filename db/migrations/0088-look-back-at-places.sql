-- why: a case was at a place: whoever was there with evidence of presence is told and asked, by decision of two of health
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. Who was at a checkpoint's place in a stretch of time; asked by one person of health, decided by another.
create table look_back (
  county text collate "C" not null,
  id uuid not null,
  checkpoint_id uuid not null,
  place place_code not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- The event or case number of the health department; no name.
  event text not null,
  reason text not null check (length(reason) >= 20),
  persons integer not null,
  asked_by uuid not null references post,
  asked_organisation text not null,
  asked_at timestamptz not null,
  state text not null check (state in ('asked', 'confirmed', 'rejected')),
  decided_by uuid references post,
  decided_at timestamptz,
  decided_reason text,
  primary key (id, county),
  check (until_at > from_at and until_at <= from_at + interval '1 day'),
  check ((state = 'asked') = (decided_at is null)),
  check (decided_by is null or decided_by <> asked_by)
);
-- For the look-backs of an area, newest first.
create index look_back_by_place on look_back (place, asked_at desc);
create index look_back_by_post on look_back (asked_by);
create index look_back_decided_by_post on look_back (decided_by);
alter table look_back enable row level security;
create policy look_back_of_health on look_back
  using (in_my_area(place) and my_role() in ('health-worker', 'signatory', 'auditor', 'system')) with check (true);
grant select, insert, update on look_back to wangge_server;
