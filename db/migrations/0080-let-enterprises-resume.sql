-- why: enterprises register, apply to resume work, keep a roster whose people decide themselves what the employer sees
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. An organisation by its unified social credit code (GB 32100). Address and contact are sealed.
create table enterprise (
  id uuid primary key,
  uscc text not null unique check (uscc ~ '^[0-9A-Z]{18}$'),
  name text not null check (length(name) between 2 and 100),
  kind text not null check (kind in ('company', 'school', 'care-home', 'institution', 'lessor')),
  -- Section of GB/T 4754.
  industry text not null check (industry ~ '^[A-T]$'),
  -- The township or finer.
  place place_code not null check (length(place) >= 9),
  headcount integer not null check (headcount between 1 and 500000),
  dormitories integer not null check (dormitories between 0 and 10000),
  sealed bytea not null,
  key_id text not null,
  -- Which column of the last roster file was which: the next upload proposes the same.
  roster_columns jsonb,
  created_at timestamptz not null,
  created_by uuid not null references resident,
  closed_at timestamptz
);
-- For an area's register, in order of registration.
create index enterprise_by_place on enterprise (place, id);
-- For its foreign key: what a resident registered.
create index enterprise_by_creator on enterprise (created_by);

-- Family: reference. Residents who act for an enterprise; invited by the key of a phone, confirmed by its holder.
create table enterprise_manager (
  id uuid primary key,
  enterprise_id uuid not null references enterprise,
  phone_key uuid not null,
  -- Null until the invited resident confirms.
  resident_id uuid references resident,
  invited_by uuid not null,
  invited_at timestamptz not null,
  confirmed_at timestamptz,
  ended_at timestamptz,
  check ((resident_id is null) = (confirmed_at is null))
);
-- A phone stands for one manager of an enterprise; and for its list of managers.
create unique index enterprise_manager_once on enterprise_manager (enterprise_id, phone_key) where ended_at is null;
-- For "my enterprises" and is_my_enterprise().
create index enterprise_manager_by_resident on enterprise_manager (resident_id) where ended_at is null;
-- For invitations to a phone.
create index enterprise_manager_by_phone on enterprise_manager (phone_key) where ended_at is null;

-- Family: person. The roster: who an employer says works there, and what the person said to it. The row (name, number,
-- phone) is sealed; a person who is unknown to the platform has a row like everybody.
create table enterprise_staff (
  person_key uuid not null,
  enterprise_id uuid not null references enterprise,
  id uuid not null,
  sealed bytea not null,
  key_id text not null,
  dormitory text,
  arrives_on date,
  added_at timestamptz not null,
  ended_at timestamptz,
  -- Null: not asked or not answered. What the employer sees is the same for null and false.
  agrees boolean,
  answered_at timestamptz,
  answered_by uuid,
  primary key (person_key, enterprise_id)
);
-- For an employer's list, page by page.
create unique index enterprise_staff_by_enterprise on enterprise_staff (enterprise_id, id);

-- Is the acting resident a confirmed manager of the enterprise? What policies of its tables ask beside the area.
create function is_my_enterprise(enterprise uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_role() = 'resident'
     and exists (select from enterprise_manager m
                  where m.enterprise_id = enterprise and m.resident_id = my_post() and m.ended_at is null)
$$;
-- Does the enterprise claim a person of the acting resident, or invite him? He may then know its name.
create function knows_me(enterprise uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_role() = 'resident'
     and (exists (select from enterprise_staff s join resident_person p on p.person_key = s.person_key
                   where s.enterprise_id = enterprise and p.resident_id = my_post()
                     and s.ended_at is null and p.ended_at is null)
       or exists (select from enterprise_manager m join resident r on r.phone_key = m.phone_key
                   where m.enterprise_id = enterprise and r.id = my_post() and m.ended_at is null))
$$;
-- Is the enterprise in the area of the acting post?
create function enterprise_in_my_area(enterprise uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from enterprise e where e.id = enterprise and in_my_area(e.place))
$$;

alter table enterprise enable row level security;
create policy enterprise_seen on enterprise
  using (in_my_area(place) or is_my_enterprise(id) or knows_me(id)) with check (true);
grant select, insert, update on enterprise to wangge_server;

alter table enterprise_manager enable row level security;
create policy enterprise_manager_seen on enterprise_manager
  using (resident_id = my_post() or is_my_enterprise(enterprise_id) or enterprise_in_my_area(enterprise_id)
      or (my_role() = 'resident' and phone_key = (select r.phone_key from resident r where r.id = my_post())))
  with check (true);
grant select, insert, update on enterprise_manager to wangge_server;

alter table enterprise_staff enable row level security;
-- The employer his list, the person his own rows, the clockwork all; a post none: the register shows numbers only.
create policy enterprise_staff_seen on enterprise_staff
  using (is_my_enterprise(enterprise_id) or is_my_person(person_key) or my_role() = 'system') with check (true);
grant select, insert, update on enterprise_staff to wangge_server;

-- Family: county. An application to resume work, or a filing where the county asks for no more.
create table resumption (
  county text collate "C" not null,
  id uuid not null,
  enterprise_id uuid not null references enterprise,
  place place_code not null,
  mode text not null check (mode in ('approval', 'filing')),
  state text not null check (state in ('draft', 'at-township', 'at-county', 'approved', 'filed', 'returned', 'rejected',
                                       'withdrawn', 'revoked')),
  -- Grows with every change: a writer who saw an older one is told so.
  version integer not null default 1,
  content jsonb not null,
  -- People on the roster when it was submitted.
  roster_count integer not null default 0,
  created_at timestamptz not null,
  submitted_at timestamptz,
  state_since timestamptz not null,
  due_at timestamptz,
  -- When the clockwork looks again.
  look_at timestamptz,
  site_check text check (site_check in ('done', 'missed')),
  -- The centre above that was told of a missed clock.
  escalated_to place_code,
  -- Approved because nobody answered in time, and recorded as that.
  is_silent boolean not null default false,
  conditions text,
  reason text,
  helper_name text,
  helper_phone text,
  helper_by uuid,
  primary key (id, county)
);
-- One application of an enterprise is open or in force.
create unique index resumption_open on resumption (enterprise_id, county)
  where state not in ('rejected', 'withdrawn', 'revoked');
-- For the work list of an area.
create index resumption_by_place on resumption (place, state, due_at);
-- For the clockwork.
create index resumption_to_look_at on resumption (look_at) where look_at is not null;
alter table resumption enable row level security;
create policy resumption_seen on resumption
  using ((in_my_area(place) and state <> 'draft') or is_my_enterprise(enterprise_id) or my_role() = 'system')
  with check (true);
grant select, insert, update on resumption to wangge_server;

-- Family: county. What was saved, version by version; never changed.
create table resumption_version (
  county text collate "C" not null,
  resumption_id uuid not null,
  version integer not null,
  content jsonb not null,
  saved_at timestamptz not null,
  saved_by uuid not null,
  primary key (resumption_id, version, county)
);
-- Family: county. What happened to an application: who, when, from which state to which, why.
create table resumption_event (
  county text collate "C" not null,
  id uuid not null,
  resumption_id uuid not null,
  at timestamptz not null,
  kind text not null,
  by_post uuid,
  by_resident uuid,
  reason text,
  detail jsonb not null,
  primary key (id, county)
);
-- For the history on an application's page.
create index resumption_event_by_application on resumption_event (resumption_id, at, id);
-- Family: county. Photos as evidence, sealed: of the enterprise for an item of its self-check, of the township on site.
create table resumption_photo (
  county text collate "C" not null,
  id uuid not null,
  resumption_id uuid not null,
  item text not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
  bytes integer not null check (bytes between 1 and 2097152),
  sealed bytea not null,
  key_id text not null,
  taken_by text not null check (taken_by in ('enterprise', 'township')),
  at timestamptz not null,
  removed_at timestamptz,
  primary key (id, county)
);
-- For the photos of an application.
create index resumption_photo_by_application on resumption_photo (resumption_id, at);
-- Family: county. Problems that the helper or a check found, followed until they are mended.
create table resumption_problem (
  county text collate "C" not null,
  id uuid not null,
  resumption_id uuid not null,
  text text not null check (length(text) between 2 and 500),
  raised_at timestamptz not null,
  raised_by uuid,
  due_on date not null,
  mended_at timestamptz,
  mended_note text,
  closed_at timestamptz,
  closed_by uuid,
  primary key (id, county)
);
-- For the list of problems of an application.
create index resumption_problem_by_application on resumption_problem (resumption_id, raised_at);

alter table resumption_version enable row level security;
alter table resumption_event enable row level security;
alter table resumption_photo enable row level security;
alter table resumption_problem enable row level security;
-- Whoever sees the application sees what belongs to it.
create policy resumption_version_seen on resumption_version
  using (exists (select from resumption r where r.id = resumption_id)) with check (true);
create policy resumption_event_seen on resumption_event
  using (exists (select from resumption r where r.id = resumption_id)) with check (true);
create policy resumption_photo_seen on resumption_photo
  using (exists (select from resumption r where r.id = resumption_id)) with check (true);
create policy resumption_problem_seen on resumption_problem
  using (exists (select from resumption r where r.id = resumption_id)) with check (true);
grant select, insert on resumption_version, resumption_event to wangge_server;
grant select, insert, update on resumption_photo, resumption_problem to wangge_server;

-- Family: reference. How a county takes applications: approval, or filing only where the risk is low. The latest counts.
create table resumption_policy (
  county place_code not null check (length(county) = 6),
  at timestamptz not null,
  mode text not null check (mode in ('approval', 'filing')),
  by_post uuid not null references post,
  reason text not null,
  primary key (county, at)
);
-- For its foreign key: what a post decided.
create index resumption_policy_by_post on resumption_policy (by_post);
grant select, insert on resumption_policy to wangge_server;

-- Family: person. The day's health of one employee, as the gate took it: fit or not, no more. Own check-ins are read
-- where they are, not copied: consent withdrawn counts at once.
create table enterprise_staff_day (
  person_key uuid not null,
  enterprise_id uuid not null references enterprise,
  day date not null,
  is_fit boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  primary key (person_key, enterprise_id, day)
);
-- For the day's counts of an enterprise.
create index enterprise_staff_day_by_enterprise on enterprise_staff_day (enterprise_id, day);
alter table enterprise_staff_day enable row level security;
create policy enterprise_staff_day_seen on enterprise_staff_day
  using (is_my_enterprise(enterprise_id) or is_my_person(person_key) or my_role() = 'system') with check (true);
grant select, insert, update on enterprise_staff_day to wangge_server;

-- Family: county. The figures of one enterprise and day: filled in from its staff's reports, confirmed by a manager.
create table enterprise_day (
  county text collate "C" not null,
  enterprise_id uuid not null references enterprise,
  day date not null,
  place place_code not null,
  industry text not null,
  on_roster integer not null check (on_roster >= 0),
  agreed integer not null check (agreed >= 0),
  on_site integer not null check (on_site >= 0),
  -- Of those who agreed: may not come to work on this day.
  held integer not null check (held >= 0),
  fever integer not null check (fever >= 0),
  isolated integer not null check (isolated >= 0),
  note text,
  confirmed_at timestamptz,
  confirmed_by uuid,
  recorded_at timestamptz not null,
  primary key (enterprise_id, day, county)
);
-- For an area's figures of a day.
create index enterprise_day_by_place on enterprise_day (day, place);
alter table enterprise_day enable row level security;
create policy enterprise_day_seen on enterprise_day
  using (in_my_area(place) or is_my_enterprise(enterprise_id) or my_role() = 'system') with check (true);
grant select, insert, update on enterprise_day to wangge_server;
