-- why: alarms and withdrawals of workers, their daily self-check, rest, protective equipment, the centres' telephone
--   numbers, infections among workers, and why a task could not be done
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. The telephone number of a place's centre: what a worker and a resident are told to ring.
create table centre_line (
  id uuid primary key,
  place place_code not null unique,
  name text not null check (length(name) between 2 and 60),
  phone text not null check (phone ~ '^[0-9-]{3,20}$'),
  set_by uuid not null references post,
  set_at timestamptz not null
);
create index centre_line_by_post on centre_line (set_by);
grant select, insert, update on centre_line to wangge_server;

-- Family: county. A worker's silent alarm, or that he left a door because it was not safe. The id was made on the phone.
create table field_alarm (
  county text collate "C" not null,
  id uuid not null,
  kind text not null check (kind in ('alarm', 'withdraw')),
  because text check (because in ('threatened', 'unsafe-place', 'no-equipment', 'feeling-ill')),
  post_id uuid not null,
  place place_code not null,
  -- The tasks that went back to the desk: nobody is sent there alone.
  task_ids uuid[] not null default '{}',
  -- Where the phone was at that moment, when it said so (AES-256-GCM).
  sealed_position bytea,
  made_at timestamptz not null,
  received_at timestamptz not null,
  -- The centre whose turn it is to answer, and until when; null once somebody has.
  turn_of place_code not null,
  answer_by timestamptz,
  accepted_by uuid,
  accepted_at timestamptz,
  safe_by uuid,
  safe_at timestamptz,
  -- What was done, in words that may name people.
  sealed_report bytea,
  reported_by uuid,
  reported_at timestamptz,
  closed_at timestamptz,
  primary key (id, county),
  check ((answer_by is null) = (accepted_at is not null or closed_at is not null)),
  check (closed_at is null or (safe_at is not null and reported_at is not null))
);
-- For the alarms of an area, open ones and those of the last days.
create index field_alarm_by_place on field_alarm (place, received_at desc);
-- For a worker's own.
create index field_alarm_by_post on field_alarm (post_id, received_at desc);
-- For the clock that takes it one level up.
create index field_alarm_unanswered on field_alarm (answer_by) where answer_by is not null;
alter table field_alarm enable row level security;
create policy field_alarm_of_helpers on field_alarm
  using (post_id = my_post() or my_role() = 'system'
         or (in_my_area(place) and my_role() in ('operator', 'grid-leader', 'police-officer')))
  with check (true);
grant select, insert, update on field_alarm to wangge_server;

-- Family: county. A worker's daily self-check: his own, and the health seat's, nobody else's.
create table self_check (
  county text collate "C" not null,
  id uuid not null,
  post_id uuid not null,
  place place_code not null,
  checked_on date not null,
  checked_at timestamptz not null,
  -- Temperature, symptoms, whether the equipment was complete (AES-256-GCM).
  sealed bytea not null,
  contacts smallint not null check (contacts between 0 and 1000),
  outcome text not null check (outcome in ('well', 'contact', 'exposed', 'ill')),
  primary key (id, county)
);
-- For a worker's last one, and the sweep of what is old.
create index self_check_by_post on self_check (post_id, checked_on desc);
create index self_check_by_day on self_check (checked_on);
alter table self_check enable row level security;
create policy self_check_private on self_check
  using (post_id = my_post() or my_role() = 'system' or (my_role() = 'health-worker' and in_my_area(place)))
  with check (true);
grant select, insert, delete on self_check to wangge_server;

-- Family: county. A worker who rests for the sake of health, by the rule or by the health seat; private as the self-check.
create table worker_rest (
  county text collate "C" not null,
  id uuid not null,
  post_id uuid not null,
  place place_code not null,
  because text not null check (because in ('ill', 'exposed')),
  state text not null check (state in ('proposed', 'resting', 'fit', 'not-needed')),
  proposed_at timestamptz not null,
  until_at timestamptz,
  substitute_post_id uuid,
  absence_id uuid,
  decided_by uuid,
  decided_at timestamptz,
  primary key (id, county)
);
-- For what the health seat of an area has to decide.
create index worker_rest_by_place on worker_rest (place) where state in ('proposed', 'resting');
-- One open rest a worker.
create unique index worker_rest_open on worker_rest (post_id, county) where state in ('proposed', 'resting');
alter table worker_rest enable row level security;
create policy worker_rest_private on worker_rest
  using (post_id = my_post() or my_role() = 'system' or (my_role() = 'health-worker' and in_my_area(place)))
  with check (true);
grant select, insert, update on worker_rest to wangge_server;

-- Family: county. Protective equipment that lies at a centre.
create table equipment_stock (
  county text collate "C" not null,
  place place_code not null,
  item text not null,
  quantity integer not null check (quantity between 0 and 10000000),
  changed_at timestamptz not null,
  primary key (place, item, county)
);
alter table equipment_stock enable row level security;
create policy equipment_stock_in_area on equipment_stock using (in_my_area(place)) with check (true);
grant select, insert, update on equipment_stock to wangge_server;

-- Family: county. A worker asks for equipment: asked → allotted → handed over → received, or refused with a reason.
create table equipment_request (
  county text collate "C" not null,
  id uuid not null,
  post_id uuid not null,
  place place_code not null,
  item text not null,
  asked integer not null check (asked between 1 and 10000),
  allotted integer check (allotted between 1 and 10000),
  from_place place_code,
  state text not null check (state in ('asked', 'allotted', 'refused', 'handed-over', 'received')),
  reason text,
  asked_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (id, county)
);
-- For the requests of an area that wait.
create index equipment_request_open on equipment_request (place, asked_at) where state in ('asked', 'allotted', 'handed-over');
-- For a worker's own.
create index equipment_request_by_post on equipment_request (post_id, asked_at desc);
alter table equipment_request enable row level security;
create policy equipment_request_seen on equipment_request
  using (post_id = my_post() or in_my_area(place)) with check (true);
grant select, insert, update on equipment_request to wangge_server;

-- Family: person. The key of a worker's own document, with his consent: only to count infections among workers.
create table worker_key (
  person_key uuid not null,
  account_id uuid not null references account,
  consented_at timestamptz not null,
  primary key (person_key, account_id),
  unique (account_id)
);
alter table worker_key enable row level security;
create policy worker_key_own on worker_key
  using (my_role() = 'system' or account_id = (select p.account_id from post p where p.id = my_post()))
  with check (my_role() <> 'resident');
grant select, insert, delete on worker_key to wangge_server;

-- Family: county. A worker who is a case by the health department's own feed: counted, never named.
create table worker_case (
  county text collate "C" not null,
  account_id uuid not null references account,
  place place_code not null,
  found_at timestamptz not null,
  primary key (account_id, county)
);
-- For the figure of an area.
create index worker_case_by_place on worker_case (place);
alter table worker_case enable row level security;
create policy worker_case_counted on worker_case
  using (my_role() = 'system' or (in_my_area(place) and my_role() in ('operator', 'analyst', 'health-worker', 'auditor')))
  with check (my_role() = 'system');
grant select, insert on worker_case to wangge_server;

-- Family: county. Why a task could not be done. No post stands here: a reason is counted, nobody's mark.
create table task_refusal (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  because text not null check (because in ('unsafe', 'not-my-duty', 'no-equipment', 'ill')),
  refused_on date not null,
  primary key (id, county)
);
-- For the reasons of an area over some days.
create index task_refusal_by_place on task_refusal (place, refused_on);
alter table task_refusal enable row level security;
create policy task_refusal_in_area on task_refusal using (in_my_area(place)) with check (true);
grant select, insert on task_refusal to wangge_server;
