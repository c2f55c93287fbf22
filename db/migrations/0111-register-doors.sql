-- why: the register of doors, households and persons of a grid: who lives where since when, landlords and their duties
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. A door of the register: a dwelling, a shop, a dormitory. What stands in its columns is what stands in
-- the facts about it (capabilities/facts), kept here so that thousands are read at once. Its household_key is the unit of
-- coverage (`household`): every door has one.
create table door (
  county text collate "C" not null,
  id uuid not null,
  household_key uuid not null,
  place place_code not null check (length(place) >= 12),
  kind text not null check (kind in ('dwelling', 'shop', 'dormitory', 'other')),
  building text, stair text, floor text, room text,
  villager_group text,
  side text check (side in ('left', 'right')),
  door_number text,
  walk_order integer check (walk_order between 0 and 1000000),
  is_vacant boolean not null default false,
  is_rented boolean not null default false,
  is_shared boolean not null default false,
  -- The building, stair, floor, room, group and number as one text without blanks: the same door is found again by it.
  address_key text collate "C" not null,
  added_at timestamptz not null,
  recorded_at timestamptz not null,
  by_post uuid,
  -- Pulled down, entered twice or by mistake; the row stays.
  ended_at timestamptz,
  end_reason text check (end_reason in ('gone', 'twice', 'mistake')),
  primary key (id, county),
  check ((ended_at is null) = (end_reason is null))
);
-- For the doors of an area.
create index door_by_place on door (county, place) where ended_at is null;
-- One unit of coverage is one door.
create unique index door_by_household on door (household_key, county) where ended_at is null;
-- For "is this door in the register already" of an import.
create index door_by_address on door (county, place, address_key) where ended_at is null;
alter table door enable row level security;
create policy door_in_area on door using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on door to wangge_server;

-- Family: county. Who lives together behind a door, from when until when. Bitemporal: since_on and until_on are the days
-- in the world; a row that turned out otherwise gets superseded_at and another row says what is known now.
create table door_household (
  county text collate "C" not null,
  id uuid not null,
  version integer not null,
  door_id uuid not null,
  place place_code not null,
  kind text not null check (kind in ('family', 'shared', 'collective')),
  tenure text not null check (tenure in ('owner', 'tenant', 'other')),
  -- Null: from before anybody asked.
  since_on date,
  -- Exclusive: the first day on which they no longer live here.
  until_on date,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  by_post uuid,
  command_id uuid not null,
  primary key (id, version, county),
  check (until_on is null or since_on is null or until_on >= since_on)
);
-- For who lives behind a door, and who did.
create index door_household_by_door on door_household (door_id) where superseded_at is null;
-- For an area's households.
create index door_household_by_place on door_household (county, place) where superseded_at is null;
-- One version of a household stands.
create unique index door_household_standing on door_household (id, county) where superseded_at is null;
alter table door_household enable row level security;
create policy door_household_in_area on door_household using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on door_household to wangge_server;
grant update (superseded_at) on door_household to wangge_server;

-- Family: county. A person lives in a household, from when until when; bitemporal as above.
create table stay (
  county text collate "C" not null,
  person_id uuid not null,
  household_id uuid not null,
  version integer not null,
  door_id uuid not null,
  place place_code not null,
  relation text not null check (relation in ('head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent',
                                             'sibling', 'other-family', 'tenant', 'colleague', 'other')),
  since_on date,
  until_on date,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  by_post uuid,
  command_id uuid not null,
  primary key (person_id, household_id, version, county),
  check (until_on is null or since_on is null or until_on >= since_on)
);
-- For the people of a household.
create index stay_by_household on stay (household_id) where superseded_at is null;
-- For the people of a door.
create index stay_by_door on stay (door_id) where superseded_at is null;
-- For the people of an area.
create index stay_by_place on stay (county, place) where superseded_at is null;
alter table stay enable row level security;
create policy stay_in_area on stay using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on stay to wangge_server;
grant update (superseded_at) on stay to wangge_server;

-- Family: county. A person of the register. The name, the document's number and the phone are sealed (AES-256-GCM, bound
-- to the id); person_key is the HMAC of the document, the same as everywhere. What stands here is what stands in the facts.
create table register_person (
  county text collate "C" not null,
  id uuid not null,
  person_key uuid,
  sealed bytea not null,
  key_id text not null,
  sex text check (sex in ('female', 'male')),
  born_year smallint check (born_year between 1850 and 2200),
  -- Kinds of residence that hold: hukou, resident, floating, shared-tenant.
  residence text[] not null default '{}',
  recorded_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (id, county)
);
-- One person a document within a county's register.
create unique index register_person_by_key on register_person (person_key, county) where person_key is not null;
alter table register_person enable row level security;
-- Whoever sees where a person lives or lived sees the person.
create policy register_person_of_stay on register_person
  using (exists (select from stay s where s.person_id = register_person.id and s.county = register_person.county))
  with check (true);
grant select, insert, update on register_person to wangge_server;

-- Family: county. The id that a phone gave to somebody whom the register had already under another one.
create table register_person_alias (
  county text collate "C" not null,
  given_id uuid not null,
  person_id uuid not null,
  primary key (given_id, county)
);
alter table register_person_alias enable row level security;
create policy register_person_alias_all on register_person_alias using (true) with check (true);
grant select, insert on register_person_alias to wangge_server;

-- Family: county. Who lets a door, from when until when; name and phone sealed. Bitemporal as above.
create table landlord (
  county text collate "C" not null,
  door_id uuid not null,
  version integer not null,
  place place_code not null,
  person_key uuid,
  sealed bytea not null,
  key_id text not null,
  since_on date not null,
  until_on date,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  -- The day on which the clockwork last looked for duties that are late.
  checked_on date not null default '-infinity',
  by_post uuid,
  command_id uuid not null,
  primary key (door_id, version, county)
);
-- For the clockwork: whose duties nobody looked at today.
create index landlord_to_check on landlord (checked_on) where superseded_at is null and until_on is null;
-- For a door's landlord.
create index landlord_standing on landlord (door_id) where superseded_at is null;
-- For the doors of an area that are let.
create index landlord_by_place on landlord (county, place) where superseded_at is null;
alter table landlord enable row level security;
create policy landlord_in_area on landlord using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on landlord to wangge_server;
grant update (superseded_at, checked_on) on landlord to wangge_server;

-- Family: county. What a landlord did of his duties: reported tenants, showed the list, reported that they left.
create table landlord_report (
  county text collate "C" not null,
  id uuid not null,
  door_id uuid not null,
  place place_code not null,
  duty text not null check (duty in ('report-tenants', 'keep-list', 'report-leaving')),
  done_on date not null,
  recorded_at timestamptz not null,
  by_post uuid,
  primary key (id, county)
);
-- For a door's duties.
create index landlord_report_by_door on landlord_report (door_id, done_on desc);
alter table landlord_report enable row level security;
create policy landlord_report_in_area on landlord_report using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on landlord_report to wangge_server;

-- Family: county. A file of the register that was taken: the same content again changes nothing; the columns are
-- remembered for the next one.
create table register_import (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  sha256 bytea not null,
  columns jsonb not null,
  headings text[] not null,
  rows integer not null,
  accepted integer not null,
  rejected integer not null,
  doors_added integer not null,
  persons_added integer not null,
  recorded_at timestamptz not null,
  by_post uuid not null,
  primary key (id, county)
);
-- For "was this file taken already", and for the last mapping of a place.
create unique index register_import_by_content on register_import (county, place, sha256);
alter table register_import enable row level security;
create policy register_import_in_area on register_import using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on register_import to wangge_server;

-- Ties a door to the household that the residents' feed knows: the unit of coverage stays one. Only a unit that was made
-- for this very door, was never visited and stands in the same village goes; the register then counts one less.
create function tie_door(of_door uuid, to_key uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  d record;
  own record;
  other record;
begin
  select * into d from door x where x.id = of_door and x.ended_at is null for update;
  if d.id is null or not in_my_area(d.place) or d.household_key = to_key or d.household_key <> d.id then return false; end if;
  if exists (select from door x where x.household_key = to_key and x.county = d.county and x.ended_at is null) then return false; end if;
  select * into own from household h where h.household_key = d.household_key and h.county = d.county for update;
  select * into other from household h where h.household_key = to_key and h.county = d.county for update;
  if other.household_key is null or left(other.place, 12) <> left(d.place, 12) or own.first_visited_at is not null then return false; end if;
  update door set household_key = to_key where id = of_door and county = d.county;
  if own.household_key is not null then
    delete from household h where h.household_key = d.id and h.county = d.county;
    insert into counter_pending (place, day, metric, delta)
    values (left(own.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.registered', -1);
  end if;
  return true;
end $$;
revoke all on function tie_door(uuid, uuid, timestamptz) from public;
grant execute on function tie_door(uuid, uuid, timestamptz) to wangge_server;

-- A door that is gone, entered twice or by mistake is no longer counted.
create function untie_door(of_door uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  d record;
  gone record;
begin
  select * into d from door x where x.id = of_door for update;
  if d.id is null or not in_my_area(d.place) then return false; end if;
  delete from household h where h.household_key = d.household_key and h.county = d.county returning * into gone;
  if gone.household_key is null then return false; end if;
  insert into counter_pending (place, day, metric, delta)
  select left(gone.place, 12), (at at time zone 'Asia/Shanghai')::date, m.metric, -1
    from (values ('household.registered', true), ('household.reached', gone.first_visited_at is not null)) as m (metric, counts)
   where m.counts;
  return true;
end $$;
revoke all on function untie_door(uuid, timestamptz) from public;
grant execute on function untie_door(uuid, timestamptz) to wangge_server;

-- Of these people those who live behind several doors now, by the register of any area: a question for whoever asks.
create function elsewhere_of(persons uuid[], today date) returns table (person_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.person_id from stay s
   where s.person_id = any (persons) and s.superseded_at is null and (s.until_on is null or s.until_on > today)
   group by 1 having count(distinct s.door_id) > 1
$$;
revoke all on function elsewhere_of(uuid[], date) from public;
grant execute on function elsewhere_of(uuid[], date) to wangge_server;
