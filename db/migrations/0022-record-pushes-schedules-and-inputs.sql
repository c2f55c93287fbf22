-- why: which files a run read, when the schedule last ran, who took part in a session, what was pushed where
-- locks: none, the tables are empty before the first release
-- old code can run: yes

-- The inputs are fixed when the run is ordered (started_at is the cut-off), so that a repeat after a crash reads the same files.
alter table assessment
  add column started_by uuid,
  add column inputs uuid[] not null default '{}';
-- One run of a day at a time.
create unique index assessment_running on assessment (day) where state = 'running';
-- For the runs of late, newest first.
create index assessment_by_time on assessment (started_at desc);

-- For the days that have files, newest first, and a name's standing file.
create unique index feed_file_standing on feed_file (day, name) where superseded_by is null;
drop index feed_file_by_day;

alter table joint_session
  add column participants text[] not null default '{}',
  -- How often a source led to the wrong door lately: [{feed, checked, wrong}], as known at the cut-off.
  add column sources jsonb not null default '[]';

-- Family: reference. Each push of a published list: its batch number, and where how much of it went.
create table list_push (
  session_id uuid not null references joint_session,
  batch integer not null check (batch >= 1),
  pushed_at timestamptz not null,
  pushed_by uuid not null references post,
  -- [{place, issued, changed, closed, holders}], one a county, or the desk of a city or the province.
  destinations jsonb not null,
  primary key (session_id, batch)
);
create index list_push_by_post on list_push (pushed_by);
grant select, insert on list_push to wangge_server;

-- Family: reference. Days on which the scheduled assessment was ordered: once a day, whatever number of servers runs.
create table assessment_schedule (
  ran_on date primary key,
  ran_at timestamptz not null,
  assessment_id uuid
);
grant select, insert, update on assessment_schedule to wangge_server;
