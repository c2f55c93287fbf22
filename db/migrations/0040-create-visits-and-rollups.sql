-- why: what came back from the doors, and the figures that every level sees
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. One report from the field, made on a phone (the id too), never edited: a correction is a new report.
create table visit (
  county text collate "C" not null,
  id uuid not null,
  task_county text collate "C",
  task_id uuid,
  person_key uuid,
  household_key uuid,
  -- What counts as one door: the household, else the person, else this report alone.
  door_key uuid not null,
  place place_code not null,
  visited_at timestamptz not null,
  visited_on date not null,
  recorded_at timestamptz not null,
  by_post uuid not null,
  by_role text not null,
  terminal_id uuid,
  manner text not null check (manner in ('door', 'phone')),
  result text not null,
  -- Where to, for LEFT and MOVED.
  to_place place_code,
  spoken_to text not null check (spoken_to in ('self', 'household', 'neighbour', 'nobody')),
  corrects uuid,
  -- Tenths of a degree Celsius.
  temperature_tenths smallint check (temperature_tenths between 300 and 450),
  symptoms text[] not null,
  services_asked text[] not null,
  services_done text[] not null,
  persons_met smallint not null check (persons_met between 0 and 50),
  clues smallint not null check (clues between 0 and 20),
  disputes smallint not null check (disputes between 0 and 20),
  -- Free text and what was told, sealed like identities (AES-256-GCM): it may name people.
  sealed_note bytea,
  -- What the task was before this report changed it, and the task's version after: what a correction goes back to.
  -- Null when the report changed no task.
  effect jsonb,
  -- The id first: found by it alone whatever the statistics say, while the county stays in the key (sharding).
  primary key (id, county),
  check ((task_id is null) = (task_county is null))
);
-- For a task's page, and for how often it was tried.
create index visit_by_task on visit (task_id) where task_id is not null;
-- For a person's page.
create index visit_by_person on visit (person_key, visited_at desc) where person_key is not null;
-- For a place's reports of a day.
create index visit_by_place on visit (county, visited_on, place);
-- A report is corrected once; the next correction corrects the correction.
create unique index visit_correction on visit (corrects, county) where corrects is not null;
alter table visit enable row level security;
create policy visit_in_area on visit using (in_my_area(place) or by_post = my_post()) with check (false);
-- Reports are written by record_visits() (0041) alone.
grant select on visit to wangge_server;

-- Family: county. Reports at one door on one day: 走访户次 counts a door once a day, however often it was knocked at.
create table door_day (
  county text collate "C" not null,
  place place_code not null,
  door_key uuid not null,
  day date not null,
  reports integer not null check (reports >= 0),
  primary key (door_key, county, day, place)
);
-- No grant at all: record_visits() alone reads and writes it, and a recount takes the doors from the reports.

-- Family: person. Who has already been in touch with a person: what every team sees before it rings again. It holds no
-- more than that; the page that shows it asks first whether the reader has to do with the person.
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
grant select on contact to wangge_server;

-- Family: county. Changes of counters, written in the transaction that caused them and folded within a second.
create table counter_pending (
  id bigint generated always as identity primary key,
  place place_code not null,
  day date not null,
  metric text collate "C" not null,
  delta integer not null
);
grant select, insert, delete on counter_pending to wangge_server;

-- Family: reference. One fold: everything with fold_id <= this was what the figures knew at that instant. At a mark,
-- running values were kept (counter_mark).
create table counter_fold (
  fold_id bigint primary key,
  at timestamptz not null,
  is_mark boolean not null
);
-- For "what was known at an instant".
create index counter_fold_by_time on counter_fold (at);
-- For the latest mark before a fold.
create index counter_fold_marks on counter_fold (fold_id) where is_mark;
grant select, insert on counter_fold to wangge_server;

-- Family: reference. The ledger of folded changes, append-only: any figure as known at any past fold is their sum.
create table counter_entry (
  fold_id bigint not null,
  place place_code not null,
  day date not null,
  metric text collate "C" not null,
  delta integer not null,
  primary key (fold_id, place, day, metric)
);
grant select, insert on counter_entry to wangge_server;

-- Family: reference. Sums for every place of every level, so that a dashboard reads one place and its children only. A
-- province is its own parent. The day 1970-01-01 stands for "over all days": stocks, and tasks over all lists.
-- Half-full pages: a value changes in place without touching the index (HOT).
create table counter_total (
  parent place_code not null,
  place place_code not null,
  day date not null,
  metric text collate "C" not null,
  value bigint not null,
  primary key (parent, metric, day, place)
) with (fillfactor = 50);
grant select, insert, update on counter_total to wangge_server;

-- Family: reference. Running values of what changed since the mark before, every two minutes: a figure as of any fold is
-- the latest mark before it plus the ledger's entries since, at most two minutes of them.
create table counter_mark (
  parent place_code not null,
  metric text collate "C" not null,
  day date not null,
  place place_code not null,
  fold_id bigint not null,
  value bigint not null,
  primary key (parent, metric, day, place, fold_id)
);
grant select, insert on counter_mark to wangge_server;
