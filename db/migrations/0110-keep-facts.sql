-- why: a fact is entered once: every form asks only for what is missing or stale, every report is made from facts, and
--   whoever collected one sees where it was used
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. What was said or seen of a person, a household or a door, when, by whom. Append-only: a later value is
-- a new row, and both are kept. What is about a person is sealed (AES-256-GCM, bound to the row's id).
create table fact (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  subject_kind text not null check (subject_kind in ('person', 'household', 'door')),
  subject_id uuid not null,
  attribute text collate "C" not null check (length(attribute) between 3 and 120),
  value jsonb,
  sealed_value bytea,
  key_id text,
  source text not null check (source in ('visit', 'form', 'register', 'declaration', 'observation')),
  source_id uuid not null,
  -- When it was so in the world, and when the platform knew.
  observed_at timestamptz not null,
  recorded_at timestamptz not null,
  -- Null: said by the resident himself.
  by_post uuid,
  is_verified boolean not null,
  primary key (id, county),
  check ((value is null) <> (sealed_value is null)),
  check ((sealed_value is null) = (key_id is null))
);
-- One source says one thing of an attribute: taken again it changes nothing.
create unique index fact_of_source on fact (source_id, subject_id, attribute, county);
-- For all that is known of a subject, the latest first.
create index fact_by_subject on fact (subject_id, attribute, observed_at desc);
-- For a report: one attribute over an area.
create index fact_by_place on fact (county, attribute, place);
-- For "where did my records go".
create index fact_by_post on fact (by_post, recorded_at desc) where by_post is not null;
alter table fact enable row level security;
grant select, insert on fact to wangge_server;

-- Family: county. Subjects of which something is known, and where they are now: what a phone copies page by page.
create table fact_subject (
  county text collate "C" not null,
  subject_id uuid not null,
  subject_kind text not null check (subject_kind in ('person', 'household', 'door')),
  place place_code not null,
  changed_at timestamptz not null,
  primary key (subject_id, county)
);
-- For the subjects of a phone's area.
create index fact_subject_by_place on fact_subject (county, place);
alter table fact_subject enable row level security;
create policy fact_subject_in_area on fact_subject using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on fact_subject to wangge_server;
-- What is known of a subject follows it to the area where it is now.
create policy fact_in_area on fact
  using (in_my_area(place) or by_post = my_post()
         or exists (select from fact_subject s where s.subject_id = fact.subject_id and s.county = fact.county))
  with check (in_my_area(place) or by_post = my_post());

-- Family: county. Where a record was used (数据回流): which form it prefilled, which report printed it, what counted it.
create table fact_use (
  county text collate "C" not null,
  record_id uuid not null,
  record_kind text not null check (record_kind in ('fact', 'visit')),
  used_kind text not null check (used_kind in ('form', 'report', 'list', 'assessment', 'figure', 'register', 'task', 'campaign')),
  used_id uuid not null,
  title_zh text not null check (length(title_zh) between 1 and 200),
  title_en text not null check (length(title_en) between 1 and 200),
  place place_code not null,
  -- Who collected the record, and who used it.
  collected_by uuid,
  used_by uuid,
  at timestamptz not null,
  primary key (record_id, used_kind, used_id, county)
);
-- For a collector's page, the latest first.
create index fact_use_by_collector on fact_use (collected_by, at desc) where collected_by is not null;
alter table fact_use enable row level security;
create policy fact_use_of_collector on fact_use using (collected_by = my_post() or in_my_area(place)) with check (true);
grant select, insert on fact_use to wangge_server;

-- Family: reference. Up to where the clockwork has read the visits: one row.
create table fact_cursor (
  is_one boolean primary key default true check (is_one),
  recorded_at timestamptz not null,
  visit_id uuid not null
);
insert into fact_cursor (recorded_at, visit_id) values ('-infinity', '00000000-0000-0000-0000-000000000000');
grant select, update on fact_cursor to wangge_server;
