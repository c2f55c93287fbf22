-- why: a door's page says where the reports of visits to it were used, as it says of facts
-- locks: none, a new function
-- old code can run: yes

-- The latest reports about these doors, of one's area, at most 100: by the days on which a door was reported of (door_day,
-- which nobody else reads), so that the hot path of reports keeps no index more.
create function visits_of_doors(doors uuid[]) returns table (door_id uuid, county text, visit_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select d.id, v.county, v.id
    from door d
    join door_day y on y.door_key = d.household_key and y.county = d.county
    join visit v on v.county = y.county and v.visited_on = y.day and v.place >= y.place and v.place < y.place || ':'
                and v.household_key = d.household_key
   where d.id = any (doors) and in_my_area(d.place)
   order by v.visited_at desc limit 100
$$;
revoke all on function visits_of_doors(uuid[]) from public;
grant execute on function visits_of_doors(uuid[]) to wangge_server;
