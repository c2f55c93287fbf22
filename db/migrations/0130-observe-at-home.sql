-- why: people observed at home are looked after in seven steps by a team of four seats, and are released to the hour
-- locks: notice, for its list of kinds (not valid, then validated); all else is new
-- old code can run: yes

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('colour', 'case', 'appeal',
  'scan-register', 'mass', 'enterprise', 'declaration', 'observation')) not valid;
alter table notice validate constraint notice_kind_check;

insert into purpose (id, event_id, aim, title_zh, title_en, legal_basis, data_kinds, retention_days, proposed_at, in_force_from)
values ('observation.care', 'covid-19', 'case-finding', '居家观察：每日体温与身体情况、代办服务、按时解除',
        'Home observation: two checks a day, errands, release in time',
        '[{"title":"中华人民共和国传染病防治法","article":"第三十九条、第四十一条"},{"title":"突发公共卫生事件应急条例","article":"第四十一条"}]',
        '{identity,phone,address,temperature,symptoms,needs,signature}', 30, '2020-01-23T00:00:00Z', '2020-01-23T00:00:00Z');

-- Family: reference. A city's own variant of the seven steps: names, limits, windows; append-only, the newest counts.
create table observation_profile (
  area place_code not null,
  version integer not null check (version >= 1),
  document jsonb not null,
  legal_basis text not null check (length(legal_basis) between 2 and 300),
  published_at timestamptz not null,
  by_post uuid not null references post,
  primary key (area, version)
);
-- For the foreign key.
create index observation_profile_by_post on observation_profile (by_post);
grant select, insert on observation_profile to wangge_server;

-- Family: county. One home observation of one person, from file to follow-up (reference: domain.md §6.16).
create table observation (
  county text collate "C" not null,
  id uuid not null,
  -- Null: another person was meant, and all that led to him is erased.
  person_key uuid,
  place place_code not null,
  household_key uuid,
  basis text not null check (basis in ('list-red', 'list-yellow', 'health-order')),
  -- The variant under which it was filed; version 0: the platform's own.
  profile_area place_code,
  profile_version integer not null default 0,
  d_zero date not null,
  days smallint not null check (days between 1 and 60),
  is_minor boolean not null,
  state text not null check (state in ('PROPOSED', 'NOTICED', 'ACTIVE', 'ABNORMAL', 'COMPLETED_PENDING_SIGN', 'RELEASED',
    'FOLLOWED_UP', 'TRANSFERRED', 'CONVERTED', 'ENDED_EARLY', 'ENDED_ERROR')),
  filed_at timestamptz not null,
  due_at timestamptz not null,
  noticed_at timestamptz,
  started_at timestamptz,
  abnormal_since timestamptz,
  transfer_since timestamptz,
  -- Who is to take the person over.
  transfer_to uuid references post,
  signed_at timestamptz,
  signed_by uuid references post,
  released_at timestamptz,
  delivered_at timestamptz,
  followed_up_at timestamptz,
  ended_at timestamptz,
  rung text not null default 'none' check (rung in ('none', 'missed', 'called', 'visited', 'exit-confirmed', 'explained', 'legal')),
  exits smallint not null default 0 check (exits >= 0),
  has_statement boolean not null default false,
  last_call_at timestamptz,
  last_visit_at timestamptz,
  care_days smallint[] not null default '{}',
  -- The measure that holds the colour; null: the list alone holds it.
  evidence_id uuid,
  obstacles text[] not null default '{}',
  needs text[] not null default '{}',
  persons smallint not null default 1 check (persons between 1 and 30),
  -- Free text about the home; AES-256-GCM bound to the row.
  sealed_note bytea,
  -- When the clock looks again.
  next_look_at timestamptz,
  primary key (id, county),
  check ((state = 'ENDED_ERROR') = (person_key is null)),
  check (released_at is null or state in ('RELEASED', 'FOLLOWED_UP', 'ENDED_EARLY'))
);
-- One open observation a person.
create unique index observation_open_person on observation (county, person_key)
  where state in ('PROPOSED', 'NOTICED', 'ACTIVE', 'ABNORMAL', 'COMPLETED_PENDING_SIGN');
-- For "is this person observed", and his own page.
create index observation_by_person on observation (person_key);
-- For the board of a place and the copies of a phone.
create index observation_by_place on observation (place, id);
-- For the clock.
create index observation_next_look on observation (next_look_at) where next_look_at is not null;
-- For the foreign keys.
create index observation_by_signer on observation (signed_by);
create index observation_by_receiver on observation (transfer_to);
alter table observation enable row level security;
create policy observation_seen on observation
  using (my_role() = 'system' or is_my_person(person_key)
         or (in_my_area(place) and my_role() in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker', 'operator', 'auditor')))
  with check (my_role() <> 'auditor');
grant select, insert, update on observation to wangge_server;

-- Family: county. A check of temperature and symptoms. Police and centres never see one (domain.md §6.14).
create table observation_check (
  county text collate "C" not null,
  id uuid not null,
  observation_id uuid not null,
  day date not null,
  part text not null check (part in ('morning', 'evening')),
  at timestamptz not null,
  manner text not null check (manner in ('self', 'door', 'phone', 'robot')),
  temperature_tenths smallint not null check (temperature_tenths between 340 and 430),
  symptoms text[] not null,
  is_abnormal boolean not null,
  by_post uuid,
  primary key (id, county),
  foreign key (observation_id, county) references observation (id, county)
);
-- For the chart of one observation, and the foreign key.
create index observation_check_by_observation on observation_check (observation_id, county, day);
alter table observation_check enable row level security;
create policy observation_check_seen on observation_check
  using (my_role() in ('system', 'resident', 'grid-leader', 'grid-worker', 'health-worker')
         and exists (select from observation o where o.id = observation_id and o.county = observation_check.county))
  with check (true);
grant select, insert, delete on observation_check to wangge_server;

-- Family: county. What happened, in order; append-only but for the erasure of somebody who was not meant.
create table observation_line (
  county text collate "C" not null,
  id uuid not null,
  observation_id uuid not null,
  at timestamptz not null,
  kind text not null check (length(kind) between 2 and 30),
  by_role text not null,
  by_post uuid,
  -- Codes and numbers; no name, number, phone or address.
  facts jsonb not null default '{}',
  -- The person's statement, a hand-over note; AES-256-GCM bound to the row.
  sealed bytea,
  primary key (id, county),
  foreign key (observation_id, county) references observation (id, county)
);
-- For the timeline, and the foreign key.
create index observation_line_by_observation on observation_line (observation_id, county, at, id);
alter table observation_line enable row level security;
create policy observation_line_seen on observation_line
  using (exists (select from observation o where o.id = observation_id and o.county = observation_line.county))
  with check (true);
grant select, insert, delete on observation_line to wangge_server;

-- Family: county. What is late in a home, while it is late and after: raised and cleared by the clock and by every deed.
create table observation_alarm (
  county text collate "C" not null,
  observation_id uuid not null,
  kind text not null,
  subject text not null,
  place place_code not null,
  due_at timestamptz not null,
  raised_at timestamptz not null,
  level smallint not null,
  cleared_at timestamptz,
  primary key (observation_id, kind, subject, raised_at, county),
  foreign key (observation_id, county) references observation (id, county)
);
-- One open alarm of a kind and subject.
create unique index observation_alarm_open on observation_alarm (observation_id, kind, subject, county) where cleared_at is null;
-- For the alarms of one observation, and the foreign key.
create index observation_alarm_by_observation on observation_alarm (observation_id, county);
-- For the board of a place.
create index observation_alarm_by_place on observation_alarm (place) where cleared_at is null;
alter table observation_alarm enable row level security;
create policy observation_alarm_seen on observation_alarm
  using (exists (select from observation o where o.id = observation_id and o.county = observation_alarm.county))
  with check (true);
grant select, insert, update on observation_alarm to wangge_server;

-- Family: county. Notice and pledge, release notice, apology: the words as they were, and the signature, both sealed.
create table observation_document (
  county text collate "C" not null,
  id uuid not null,
  observation_id uuid not null,
  kind text not null check (kind in ('notice', 'release', 'apology')),
  made_at timestamptz not null,
  sealed_text bytea not null,
  signed_at timestamptz,
  -- Who put his name: the person, a guardian; or nobody, with the reason.
  signed_by text check (signed_by in ('person', 'guardian', 'declined')),
  sealed_signature bytea,
  primary key (id, county),
  unique (observation_id, kind, county),
  foreign key (observation_id, county) references observation (id, county)
);
-- For the foreign key.
create index observation_document_by_observation on observation_document (observation_id, county);
alter table observation_document enable row level security;
create policy observation_document_seen on observation_document
  using (my_role() in ('system', 'resident', 'grid-leader', 'grid-worker', 'health-worker')
         and exists (select from observation o where o.id = observation_id and o.county = observation_document.county))
  with check (true);
grant select, insert, update, delete on observation_document to wangge_server;

-- Family: county. A seat of the team around a subject. A core seat always has one open row: filled, or empty since `from_at`.
create table care_seat (
  county text collate "C" not null,
  id uuid not null,
  -- What the team is around: an observation.
  subject_id uuid not null,
  person_key uuid,
  place place_code not null,
  seat text not null check (seat in ('CADRE', 'POLICE', 'HEALTH', 'GRID', 'VOLUNTEER', 'PROPERTY', 'LANDLORD', 'EMPLOYER',
                                     'INTERPRETER', 'MINOR_CONTACT')),
  post_id uuid references post,
  resident_id uuid references resident,
  -- How a supporter wants to be called; sealed, and erased the moment he withdraws (scenario 30).
  sealed_name bytea,
  consent_at timestamptz,
  from_at timestamptz not null,
  until_at timestamptz,
  why_ended text check (why_ended in ('filled', 'replaced', 'off-duty', 'withdrawn', 'removed', 'over')),
  primary key (id, county),
  check (num_nonnulls(post_id, resident_id) <= 1),
  check ((resident_id is null) or (consent_at is not null)),
  check (sealed_name is null or until_at is null)
);
-- One open row a core seat.
create unique index care_seat_core on care_seat (subject_id, seat, county)
  where until_at is null and seat in ('CADRE', 'POLICE', 'HEALTH', 'GRID');
-- For the team of a subject.
create index care_seat_by_subject on care_seat (subject_id, county, from_at);
-- For the load of a post, its own work list, and its hand-over.
create index care_seat_by_post on care_seat (post_id, until_at);
-- For a supporter's own page.
create index care_seat_by_resident on care_seat (resident_id, until_at);
-- For empty seats, oldest first.
create index care_seat_vacant on care_seat (from_at)
  where until_at is null and post_id is null and resident_id is null;
-- For the right to open the person's name.
create index care_seat_by_person on care_seat (person_key) where until_at is null;
alter table care_seat enable row level security;
create policy care_seat_seen on care_seat
  using (my_role() = 'system' or is_my_person(person_key) or (my_role() = 'resident' and resident_id = my_post())
         or (in_my_area(place) and my_role() in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker', 'operator', 'auditor')))
  with check (my_role() <> 'auditor');
grant select, insert, update on care_seat to wangge_server;

-- Family: county. A code told to a supporter: he takes his seat with it, through his own account.
create table care_invitation (
  county text collate "C" not null,
  id uuid not null,
  subject_id uuid not null,
  seat text not null,
  -- SHA-256 of the code and the deployment's key: eight digits could be tried out otherwise.
  code_hash bytea not null,
  until timestamptz not null,
  by_post uuid not null references post,
  used_at timestamptz,
  primary key (id, county)
);
-- For the code that somebody typed.
create index care_invitation_by_code on care_invitation (code_hash) where used_at is null;
-- For the foreign key.
create index care_invitation_by_post on care_invitation (by_post);
alter table care_invitation enable row level security;
create policy care_invitation_system on care_invitation using (my_role() = 'system') with check (true);
grant select, insert, update on care_invitation to wangge_server;

-- Family: person. Wrong codes of an account, to stop trying out.
create table care_code_try (
  resident_id uuid not null references resident,
  at timestamptz not null
);
-- For the limit of an account an hour, and the foreign key.
create index care_code_try_by_resident on care_code_try (resident_id, at);
alter table care_code_try enable row level security;
create policy care_code_try_system on care_code_try using (my_role() = 'system') with check (true);
grant select, insert on care_code_try to wangge_server;

-- Does the acting post sit on the team of this person: then it may open his name, one look at a time, on record.
create function is_on_team_of(person uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.place::text from care_seat s
   where s.person_key = person and s.until_at is null and s.post_id = my_post()
     and s.seat in ('CADRE', 'POLICE', 'HEALTH', 'GRID')
   limit 1
$$;
revoke all on function is_on_team_of(uuid) from public;

-- The same as in 0021, and besides: who sits on the person's team opens the name for his care, with or without a task.
create or replace function open_identity(entry_id uuid, at timestamptz, person uuid, form text, purpose text, reason text, task uuid)
returns table (outcome text, sealed bytea, key_id text, place text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  has_task boolean;
  known_at text;
  is_break_glass boolean := purpose is not distinct from 'break-glass';
begin
  if coalesce(my_role(), '') not in ('operator', 'grid-leader', 'grid-worker', 'police-officer', 'health-worker') then
    raise exception 'open_identity: no such duty' using errcode = 'insufficient_privilege';
  end if;
  if form not in ('masked', 'full') or (form = 'full' and purpose is null)
     or (is_break_glass and length(btrim(coalesce(reason, ''))) < 10) then
    raise exception 'open_identity: purpose or reason missing' using errcode = 'check_violation';
  end if;
  select t.place into known_at from task t
   where t.person_key = person and t.ended_at is null and (task is null or t.id = task)
     and (t.holder_post = my_post() or in_my_area(t.place) or in_my_area(t.desk) or in_my_area(t.offered_to))
   limit 1;
  has_task := found;
  if not has_task and purpose is not distinct from 'care' then
    known_at := is_on_team_of(person);
    has_task := known_at is not null;
  end if;
  if not has_task then
    select t.place into known_at from task t
     where t.person_key = person and (t.holder_post = my_post() or in_my_area(t.place) or in_my_area(t.desk))
     limit 1;
    if not found then
      -- Listed here on a published list (a draft gives nobody a right to a name).
      select r.place into known_at from assessment_result r
       where r.person_key = person and in_my_area(r.place)
         and exists (select from joint_session s where s.assessment_id = r.assessment_id and s.published_at is not null)
       limit 1;
    end if;
  end if;
  if known_at is null then outcome := 'not-found';
  elsif not has_task and not is_break_glass then outcome := 'no-open-task';
  else
    select i.sealed, i.key_id into sealed, key_id from sealed_identity i where i.person_key = person;
    outcome := case when found then 'opened' else 'not-recorded' end;
  end if;
  place := known_at;
  insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
  values (entry_id, at, my_post(), my_role(), my_area(), 'identity.open', 'person', person::text, known_at,
          jsonb_strip_nulls(jsonb_build_object('outcome', outcome, 'form', form, 'purpose', purpose,
            'reason', nullif(btrim(reason), ''), 'taskId', task, 'breakGlass', is_break_glass)));
  return next;
end
$$;
