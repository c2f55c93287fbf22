-- why: a household that the feed had in another grid of the village stayed there when a worker tied it to a door of his own:
--   his visits and marks at that door were refused ("household-elsewhere"), and the neighbour's coverage counted it
-- locks: rows of household whose door stands in another grid of the village
-- old code can run: yes

create or replace function tie_door(of_door uuid, to_key uuid, at timestamptz) returns boolean
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
  -- Whoever stood before the door knows its grid; the feed guessed it.
  update household h set place = d.place where h.household_key = to_key and h.county = d.county and h.place <> d.place;
  if own.household_key is not null then
    delete from household h where h.household_key = d.id and h.county = d.county;
    insert into counter_pending (place, day, metric, delta)
    values (left(own.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.registered', -1);
  end if;
  return true;
end $$;

update household h set place = d.place
  from door d
 where d.household_key = h.household_key and d.county = h.county and d.ended_at is null
   and d.place <> h.place and left(d.place, 12) = left(h.place, 12);
