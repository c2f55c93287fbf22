-- why: what came back from the doors, and the figures that every level sees
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. One report from the field, made on a phone (the id too), never edited: a correction is a new report.
create table visit (
  county text collate "C" not null,
  id uuid not null,
  task_id uuid,
  person_key uuid,
  household_key uuid,
  place place_code not null,
  visited_at timestamptz not null,
  visited_on date not null,
  recorded_at timestamptz not null,
  by_post uuid not null,
  terminal_id uuid,
  result text not null,
  corrects uuid,
  -- Tenths of a degree Celsius.
  temperature_tenths smallint check (temperature_tenths between 300 and 450),
  symptoms text[] not null,
  services text[] not null,
  persons_met smallint not null check (persons_met between 0 and 50),
  -- Free text and what was told, sealed like identities (AES-256-GCM): it may name people.
  sealed_note bytea,
  detail jsonb not null,
  primary key (county, id)
);
-- For a task's and a person's page.
create index visit_by_task on visit (county, task_id) where task_id is not null;
create index visit_by_person on visit (person_key, visited_at desc) where person_key is not null;
-- For a place's reports of a day.
create index visit_by_place on visit (county, visited_on, place);
create index visit_correction on visit (county, corrects) where corrects is not null;
alter table visit enable row level security;
create policy visit_in_area on visit using (in_my_area(place) or by_post = my_post()) with check (true);
grant select, insert on visit to wangge_server;

-- Family: person. Who has already been in touch with a person: what every team sees before it rings again.
create table contact (
  person_key uuid not null,
  visit_id uuid not null,
  at timestamptz not null,
  by_post uuid not null,
  role text not null,
  place place_code not null,
  result text not null,
  primary key (person_key, visit_id)
);
grant select, insert on contact to wangge_server;

-- Family: county. Changes of counters, written in the transaction that caused them and folded within a second.
create table counter_pending (
  id bigint generated always as identity primary key,
  place place_code not null,
  day date not null,
  metric text collate "C" not null,
  delta integer not null
);
grant select, insert, delete on counter_pending to wangge_server;

-- Family: reference. One fold: everything with fold_id <= this was what the figures knew at that instant.
create table counter_fold (
  fold_id bigint primary key,
  at timestamptz not null
);
create index counter_fold_by_time on counter_fold (at);
grant select, insert on counter_fold to wangge_server;

-- Family: reference. The ledger of folded changes, append-only: any figure as known at any past instant.
create table counter_entry (
  fold_id bigint not null,
  place place_code not null,
  day date not null,
  metric text collate "C" not null,
  delta integer not null,
  primary key (day, place, metric, fold_id)
);
grant select, insert on counter_entry to wangge_server;

-- Family: reference. Sums for every place of every level, so that a dashboard reads one place and its children only.
create table counter_total (
  parent place_code not null,
  place place_code not null,
  day date not null,
  metric text collate "C" not null,
  value bigint not null,
  primary key (parent, day, place, metric)
);
grant select, insert, update on counter_total to wangge_server;
