-- why: a department's own workbook is filled from what was recorded; nobody types a figure again
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. One version of a department's workbook; it never changes.
create table report_template (
  id uuid primary key,
  area place_code not null,
  department text not null check (length(department) between 2 and 40),
  title text not null check (length(title) between 2 and 60),
  version integer not null check (version >= 1),
  workbook bytea not null check (length(workbook) <= 2097152),
  -- What stands in which cell, for the page.
  markers jsonb not null check (jsonb_typeof(markers) = 'array'),
  -- Made each day at this time (Shanghai) for its area; null: by hand only.
  daily_at text check (daily_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  brought_by uuid not null,
  brought_at timestamptz not null,
  -- Replaced by a newer version, or retired.
  ended_at timestamptz
);
-- For the templates of an area, and its next version.
create unique index report_template_version on report_template (area, department, title, version);
-- For the clockwork: what is to be made today.
create index report_template_daily on report_template (daily_at) where daily_at is not null and ended_at is null;
alter table report_template enable row level security;
-- A template of a place above may be used for one's own area.
create policy report_template_of_area on report_template
  using (in_my_area(area) or starts_with(my_area(), area) or my_role() = 'system') with check (in_my_area(area));
grant select, insert, update on report_template to wangge_server;

-- Family: reference. A report as it was made: sums only, no persons; the file as it was handed out.
create table report_made (
  id uuid primary key,
  template_id uuid not null references report_template,
  area place_code not null,
  day date not null,
  -- What was known: the figures up to this fold, the rest up to this instant.
  as_of timestamptz not null,
  as_of_fold bigint not null,
  made_at timestamptz not null,
  -- Null: by the clockwork.
  made_by uuid,
  missing jsonb not null check (jsonb_typeof(missing) = 'array'),
  -- Definitions of the figures that it prints.
  definitions jsonb not null check (jsonb_typeof(definitions) = 'array'),
  workbook bytea not null
);
-- For the reports of an area, the latest first.
create index report_made_by_area on report_made (area, made_at desc);
-- For the reports of a template.
create index report_made_by_template on report_made (template_id, day);
-- The clockwork makes one a day.
create unique index report_made_daily on report_made (template_id, area, day) where made_by is null;
alter table report_made enable row level security;
create policy report_made_of_area on report_made using (in_my_area(area) or my_role() = 'system') with check (in_my_area(area));
grant select, insert on report_made to wangge_server;
