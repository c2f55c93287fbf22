-- why: coverage is visited / (register - vacant) (design/field.md), and the standing figures never took vacant doors away
-- locks: door and household for an instant (triggers); the count reads the vacant doors once, some seconds at 30 million doors
-- old code can run: yes

-- A door's unit of coverage is its household. It counts as vacant while the door stands, the register calls it vacant and
-- nobody ever opened it: a door that was opened and stands empty since is one that was visited, above and below the line.
-- Every writer of doors and households books it by these triggers, which fire for vacant doors alone.
create function book_vacancy(of_household uuid, of_county text, delta integer) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into counter_pending (place, day, metric, delta)
  select left(h.place, 12), date '1970-01-01', 'household.vacant', delta from household h
   where h.household_key = of_household and h.county = of_county and h.first_visited_at is null
$$;
revoke all on function book_vacancy(uuid, text, integer) from public;

create function book_vacancy_of_door() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.is_vacant and old.ended_at is null then
    perform book_vacancy(old.household_key, old.county, -1);
  end if;
  if new.is_vacant and new.ended_at is null then perform book_vacancy(new.household_key, new.county, 1); end if;
  return null;
end $$;
revoke all on function book_vacancy_of_door() from public;

create function book_vacancy_of_household() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  doors integer;
begin
  select count(*) into doors from door d
   where d.household_key = old.household_key and d.county = old.county and d.is_vacant and d.ended_at is null;
  if doors > 0 and old.first_visited_at is null then
    insert into counter_pending (place, day, metric, delta)
    values (left(old.place, 12), date '1970-01-01', 'household.vacant', -doors);
  end if;
  if doors > 0 and tg_op = 'UPDATE' and new.first_visited_at is null then
    insert into counter_pending (place, day, metric, delta)
    values (left(new.place, 12), date '1970-01-01', 'household.vacant', doors);
  end if;
  return null;
end $$;
revoke all on function book_vacancy_of_household() from public;

create trigger door_added_vacant after insert on door
  for each row when (new.is_vacant) execute function book_vacancy_of_door();
create trigger door_vacancy_changed after update of is_vacant, ended_at, household_key on door
  for each row when ((old.is_vacant or new.is_vacant)
    and (old.is_vacant, old.ended_at is null, old.household_key)
        is distinct from (new.is_vacant, new.ended_at is null, new.household_key))
  execute function book_vacancy_of_door();
create trigger household_vacancy_changed after update of place, first_visited_at on household
  for each row when ((left(old.place, 12), old.first_visited_at is null)
    is distinct from (left(new.place, 12), new.first_visited_at is null))
  execute function book_vacancy_of_household();
create trigger household_vacancy_gone after delete on household
  for each row when (old.first_visited_at is null) execute function book_vacancy_of_household();

-- What is there.
insert into counter_pending (place, day, metric, delta)
select left(h.place, 12), date '1970-01-01', 'household.vacant', count(*)
  from door d join household h on h.household_key = d.household_key and h.county = d.county
 where d.is_vacant and d.ended_at is null and h.first_visited_at is null group by 1;
