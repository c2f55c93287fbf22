-- why: help at home (food, medicine, rubbish …) is a work order with an owner and a due time, confirmed by who asked for it;
--   residents volunteer for it
-- locks: none, all tables are new
-- old code can run: yes

-- Published as every use of residents' data is (capabilities/purposes).
insert into purpose (id, event_id, aim, title_zh, title_en, legal_basis, data_kinds, retention_days, proposed_at, in_force_from)
select id, 'covid-19', 'isolation-care', title_zh, title_en,
       '[{"title":"中华人民共和国传染病防治法","article":"第四十一条"},{"title":"突发公共卫生事件应急条例","article":"第四十条"}]'::jsonb,
       data_kinds, retention_days, '2020-01-23T00:00:00Z', '2020-01-23T00:00:00Z'
  from (values
    ('care.help', '居家群众的生活服务：求助、代办、确认', 'Help for people at home: asked for, done, confirmed',
     '{address,phone,errand}'::text[], 30),
    ('care.volunteer', '居民志愿者登记与服务匹配（经本人同意，可随时退出）',
     'Residents register as volunteers and are matched to errands, by consent, until they withdraw', '{name,skills}', 30)
  ) as shipped (id, title_zh, title_en, data_kinds, retention_days);

-- Family: person. A resident who offers help; the name (of his identity document) is sealed. Withdrawn, never deleted
-- before the sunset: errands done say by whom.
create table volunteer (
  id uuid primary key,
  resident_id uuid not null references resident,
  -- What a door is shown and a worker can look up: eight digits, no one's identity number.
  number text not null unique check (number ~ '^\d{8}$'),
  place place_code not null check (length(place) between 9 and 15),
  skills text[] not null check (cardinality(skills) > 0),
  slots text[] not null check (cardinality(slots) > 0),
  sealed bytea not null,
  key_id text not null,
  consented_at timestamptz not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz
);
-- A resident is one volunteer at a time; and for "am I one".
create unique index volunteer_once on volunteer (resident_id) where withdrawn_at is null;
-- For its foreign key: all times that a resident was one.
create index volunteer_by_resident on volunteer (resident_id);
-- For the volunteers of an area.
create index volunteer_by_place on volunteer (place) where withdrawn_at is null;
alter table volunteer enable row level security;
-- The resident himself; the workers and the centre of his place and of the grids within it.
create policy volunteer_seen on volunteer
  using ((my_role() = 'resident' and resident_id = my_post()) or my_role() = 'system'
      or (my_role() in ('grid-worker', 'grid-leader', 'operator') and (in_my_area(place) or starts_with(my_area(), place))))
  with check (true);
grant select, insert, update on volunteer to wangge_server;

-- May the acting resident, as a volunteer, see what is asked for at this place?
create function is_volunteer_at(asked_at_place text) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_role() = 'resident'
     and exists (select from volunteer v
                  where v.resident_id = my_post() and v.withdrawn_at is null and starts_with(asked_at_place, v.place))
$$;

-- Is this volunteer the acting resident?
create function is_me_as_volunteer(volunteer_id uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_role() = 'resident'
     and exists (select from volunteer v
                  where v.id = volunteer_id and v.resident_id = my_post() and v.withdrawn_at is null)
$$;

-- Family: county. Help that was asked for: requested → taken → delivered → confirmed by who asked. What is needed, the
-- door and the telephone are sealed; only kind, place and times can be searched.
create table service_request (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null check (length(place) >= 12),
  kind text not null,
  state text not null check (state in ('REQUESTED', 'TAKEN', 'DELIVERED', 'CONFIRMED', 'WITHDRAWN')),
  sealed bytea not null,
  key_id text not null,
  -- Where it came from, and its record there (an observation, a unit): read by the capability that asked.
  source text not null check (source in ('resident', 'worker', 'observation', 'unit', 'form')),
  source_id uuid,
  household_key uuid,
  person_key uuid,
  asked_by_post uuid,
  asked_by_resident uuid,
  -- Who asked agrees that a volunteer may do it and read what the errand needs.
  may_volunteer boolean not null,
  -- Left at the door, nobody met.
  is_contactless boolean not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  -- The grid's worker at the time, or nobody: then the village's centre; until somebody takes it, it is his.
  owner_post uuid,
  -- Whom a worker asked to do it.
  asked_volunteer uuid references volunteer,
  taken_by_post uuid,
  taken_by_volunteer uuid references volunteer,
  taken_at timestamptz,
  delivered_at timestamptz,
  confirmed_at timestamptz,
  -- In the app by who asked; by a signature at the door; by telephone, by another post than the one who did it.
  confirmed_how text check (confirmed_how in ('app', 'signed', 'called')),
  confirmed_by_post uuid,
  signature text check (length(signature) <= 6000),
  -- How often who asked said that it was not done.
  reopened integer not null default 0 check (reopened >= 0),
  escalated_to place_code,
  -- When the clockwork looks again: overdue, or delivered and not confirmed.
  look_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  primary key (id, county),
  check (num_nonnulls(asked_by_post, asked_by_resident) = 1),
  check (state not in ('TAKEN', 'DELIVERED') or num_nonnulls(taken_by_post, taken_by_volunteer) = 1),
  check ((state = 'CONFIRMED') = (confirmed_at is not null) and (confirmed_at is null) = (confirmed_how is null)),
  check (confirmed_how is distinct from 'called' or confirmed_by_post is distinct from taken_by_post)
);
-- For an area's list: what is open first.
create index service_request_by_place on service_request (place, ended_at);
-- For the copies of phones, in order of id.
create index service_request_for_phones on service_request (place, id);
-- For "what did this observation, this unit ask for".
create index service_request_by_source on service_request (source_id) where source_id is not null;
-- For "what was asked for this household".
create index service_request_by_household on service_request (household_key) where household_key is not null;
-- For "what was asked for this person".
create index service_request_by_person on service_request (person_key) where person_key is not null;
-- For a resident's own page.
create index service_request_by_resident on service_request (asked_by_resident) where asked_by_resident is not null;
-- For its foreign key, and a volunteer's own errands.
create index service_request_by_volunteer on service_request (taken_by_volunteer);
-- For its foreign key: what a volunteer was asked to do.
create index service_request_asked_volunteer on service_request (asked_volunteer);
-- For the clockwork.
create index service_request_to_look_at on service_request (look_at) where look_at is not null;
alter table service_request enable row level security;
create policy service_request_seen on service_request
  using ((in_my_area(place) and my_role() in ('grid-worker', 'grid-leader', 'police-officer', 'health-worker', 'operator'))
      or (my_role() = 'resident' and asked_by_resident = my_post())
      or (person_key is not null and is_my_person(person_key))
      or is_me_as_volunteer(taken_by_volunteer)
      or (state = 'REQUESTED' and may_volunteer and is_volunteer_at(place))
      or my_role() = 'system')
  with check (true);
grant select, insert, update on service_request to wangge_server;

-- Family: county. What happened to a request: who, when, and why (sealed). Never changed.
create table service_event (
  county text collate "C" not null,
  id uuid not null,
  object_id uuid not null,
  kind text not null,
  at timestamptz not null,
  by_post uuid,
  by_resident uuid,
  sealed_reason bytea,
  detail jsonb not null default '{}',
  primary key (id, county)
);
-- For the course of a request.
create index service_event_by_request on service_event (object_id, at, id);
alter table service_event enable row level security;
create policy service_event_seen on service_event
  using (exists (select from service_request r where r.id = object_id and r.county = service_event.county))
  with check (true);
grant select, insert on service_event to wangge_server;

-- The number of a volunteer, for whoever sees the request that he took: it is on the proof that he shows at the door.
create function volunteer_number(volunteer_id uuid) returns text
language sql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp as $$
  select v.number from volunteer v where v.id = volunteer_id
$$;
