-- why: whose inbox is a place's; ids made in SQL; what bulk actions did, so that they can be undone
-- locks: none, functions and a new table
-- old code can run: yes

-- A UUIDv7 made in SQL (PostgreSQL 15 has none of its own): the instant, then `n`, so that the ids of one statement
-- stand in the order of `n` and their index grows at its end, then 30 random bits.
create function new_id(at timestamptz, n bigint) returns uuid language sql volatile parallel safe as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' ||
          lpad(to_hex((n >> 28) & 4095), 3, '0') || to_hex(8 + ((n >> 26) & 3)) || lpad(to_hex((n >> 14) & 4095), 3, '0') ||
          lpad(to_hex(((n & 16383) << 34) | (random() * 17179869183)::bigint), 12, '0'))::uuid
$$;

-- The same for a single row.
create function new_id(at timestamptz) returns uuid language sql volatile parallel safe as $$
  select new_id(at, (random() * 1099511627775)::bigint)
$$;

-- The desk of each place at an instant: the lowest centre that covers it and has an operator; without any, the county's
-- (or the place's own).
create function desks_of(places text[], at timestamptz) returns table (place text, desk text)
  language sql stable as $$
  with wanted as (
    select distinct w.place collate "C" as place from unnest(places) as w (place)
  ), centre as (
    select distinct p.area as code from post p
     where p.role = 'operator' and length(p.area) <= 12
       and p.valid_from <= at and (p.valid_until is null or p.valid_until > at)
  ), found as (
    select distinct on (w.place) w.place, c.code
      from wanted w cross join (values (12), (9), (6), (4), (2)) as l (digits)
      join centre c on c.code = left(w.place, l.digits) collate "C"
     order by w.place, length(c.code) desc
  )
  select w.place, coalesce(f.code, left(w.place, 6)) from wanted w left join found f on f.place = w.place
$$;

-- Who holds what belongs to each place at an instant: exactly one of a worker's post and a centre's desk.
-- A grid: its worker (else its village's, else its township's) on duty, the primary one first; an absent one's
-- substitute in his stead. A village: the worker of its only grid, or of the village. Else, and for anything coarser:
-- its desk.
-- `except_post` is passed over: the one who hands over.
create function holders_of(places text[], at timestamptz, except_post uuid default null)
  returns table (place text, holder_post uuid, desk text)
  language sql stable as $$
  with wanted as (
    select distinct w.place collate "C" as place from unnest(places) as w (place)
  ), only_grid as (
    -- A village with exactly one grid is that grid.
    select w.place, min(g.code) as grid
      from wanted w join place g on g.parent = w.place
     where length(w.place) = 12 and length(g.code) = 15
       and g.valid_from <= (at at time zone 'Asia/Shanghai')::date
       and (g.valid_until is null or g.valid_until > (at at time zone 'Asia/Shanghai')::date)
     group by w.place having count(*) = 1
  ), area as (
    -- The areas whose workers may hold it, and the fewest digits that count.
    select w.place, left(coalesce(o.grid, w.place), l.digits) collate "C" as code
      from wanted w left join only_grid o on o.place = w.place
      cross join (values (18), (15), (12), (9)) as l (digits)
     where length(coalesce(o.grid, w.place)) >= l.digits
       and length(w.place) >= 12
       and (l.digits >= 12 or length(w.place) >= 15)
  ), needed as (
    select distinct code from area
  ), away as (
    select a.post_id, (array_agg(a.substitute_post_id order by a.recorded_at desc))[1] as substitute
      from absence a where a.from_at <= at and (a.until_at is null or a.until_at > at)
     group by a.post_id
  ), on_duty as (
    -- The post itself, or its substitute when that one is in post and not away too.
    select distinct on (n.code) n.code, coalesce(s.id, p.id) as id
      from needed n
      join post p on p.area = n.code and p.role in ('grid-worker', 'grid-leader')
                 and p.valid_from <= at and (p.valid_until is null or p.valid_until > at)
      left join away a on a.post_id = p.id
      left join post s on s.id = a.substitute
                 and s.valid_from <= at and (s.valid_until is null or s.valid_until > at)
                 and not exists (select from away b where b.post_id = s.id)
     where (a.post_id is null or s.id is not null)
       and coalesce(s.id, p.id) is distinct from except_post
     order by n.code, p.is_primary desc, (p.role = 'grid-worker') desc, p.id
  ), worker as (
    select distinct on (a.place) a.place, d.id
      from area a join on_duty d on d.code = a.code
     order by a.place, length(a.code) desc
  )
  select w.place, k.id, case when k.id is null then d.desk end
    from wanted w join desks_of(places, at) d on d.place = w.place left join worker k on k.place = w.place
$$;

-- Family: county. What a bulk action did to each task; undo restores from here what has not moved on since.
create table task_bulk_item (
  county text collate "C" not null,
  job_id uuid not null,
  task_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'skipped', 'restored', 'not-restored')),
  -- Before.
  place place_code,
  holder_post uuid,
  desk place_code,
  queue text,
  -- The task's version and county after it: a later one has moved on.
  version_after integer,
  county_after text collate "C",
  primary key (job_id, task_id, county)
);
-- For the next batch of a job.
create index task_bulk_item_waiting on task_bulk_item (job_id, task_id) where state = 'waiting';
grant select, insert, update on task_bulk_item to wangge_server;
