-- why: a worker who adds a door learns at once when the address list has its building in another grid of the village
-- locks: none
-- old code can run: yes

-- The grids of a village that hold doors whose address begins so, with their names: codes, names and nothing else, although a
-- worker's own rows end with his grid. A function of the owner therefore. Reads door_by_address, place_pkey.
create function grids_of_block(village text, block text) returns table (grid text, name text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select d.place, p.name
    from (select distinct place from door
           where county = left(village, 6) and place >= village and place < village || ':'
             and starts_with(address_key, block) and ended_at is null) d
    join place p on p.code = d.place and p.valid_until is null
   where length(village) = 12
   order by d.place
$$;
revoke all on function grids_of_block(text, text) from public;
grant execute on function grids_of_block(text, text) to wangge_server;
