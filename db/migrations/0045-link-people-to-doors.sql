-- why: a report about a listed person at his door is a visit to his household, without the phone knowing which that is
-- locks: none, the table is new
-- old code can run: yes

-- Family: person. The household of a listed person, from the residents register: two keys, nothing else.
create table person_household (
  person_key uuid primary key,
  household_key uuid not null,
  recorded_at timestamptz not null
);
alter table person_household enable row level security;
-- No select policy: only doors_of() reads it. The link comes in with the sealed identity.
create policy person_household_insert on person_household for insert with check (true);
grant insert on person_household to wangge_server;

-- Keeps the links, the newer over the older; the server cannot read the table, so it cannot upsert by itself.
create function keep_households(person_keys uuid[], household_keys uuid[], at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into person_household as p (person_key, household_key, recorded_at)
  select person_key, household_key, at from unnest(person_keys, household_keys) as handed (person_key, household_key)
   order by person_key
      on conflict (person_key) do update set household_key = excluded.household_key, recorded_at = excluded.recorded_at
       where p.household_key <> excluded.household_key
$$;
revoke all on function keep_households(uuid[], uuid[], timestamptz) from public;
grant execute on function keep_households(uuid[], uuid[], timestamptz) to wangge_server;
revoke insert on person_household from wangge_server;
drop policy person_household_insert on person_household;

-- The doors behind reports that name a person or a task and no household: [{n, county, place, task_county, task, person}].
-- Only a door that the register has in the village of the report is named: a person met elsewhere opens no door there.
create function doors_of(batch json) returns table (n integer, household uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select i.n, h.household_key
    from json_to_recordset(batch) as i (n integer, county text, place text, task_county text, task uuid, person uuid)
    left join task t on i.person is null and t.county = i.task_county and t.id = i.task
    join person_household l on l.person_key = coalesce(i.person, t.person_key)
    join household h on h.county = i.county and h.household_key = l.household_key
     and (starts_with(h.place, left(i.place, 12)) or starts_with(i.place, h.place))
$$;
revoke all on function doors_of(json) from public;
grant execute on function doors_of(json) to wangge_server;
