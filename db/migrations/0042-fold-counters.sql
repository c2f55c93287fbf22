-- why: folding booked changes into the ledger and into the sums of every level, as one statement in the database
-- locks: none, a new function
-- old code can run: yes

-- Takes what is pending (at most `at_most` rows), gives it the next fold, adds it up for every level. One fold at a time
-- over all processes; returns the fold, or null when there was nothing or another process is folding. It commits as a
-- whole or not at all, so that a crash neither loses nor doubles a change.
create function fold_counters(now_at timestamptz, at_most integer, mark_after interval) returns bigint
  language plpgsql as $$
declare
  fold bigint;
  fold_at timestamptz;
  marked bigint;
  marked_at timestamptz;
  marks boolean;
begin
  -- The number is arbitrary and ours alone.
  if not pg_try_advisory_xact_lock(7294422) then return null; end if;
  if not exists (select from counter_pending) then return null; end if;
  -- Times of folds never run backward, even when a clock does.
  select coalesce(max(f.fold_id), 0) + 1, greatest(now_at, max(f.at)) into fold, fold_at
    from (select * from counter_fold order by fold_id desc limit 1) f;
  fold_at := coalesce(fold_at, now_at);
  select f.fold_id, f.at into marked, marked_at from counter_fold f where f.is_mark order by f.fold_id desc limit 1;
  marks := marked is null or fold_at - marked_at >= mark_after;

  insert into counter_fold (fold_id, at, is_mark) values (fold, fold_at, marks);

  with taken as (
    delete from counter_pending where id in (select p.id from counter_pending p order by p.id limit at_most)
    returning place, day, metric, delta
  )
  insert into counter_entry (fold_id, place, day, metric, delta)
  select fold, left(t.place, 12), t.day, t.metric, sum(t.delta) from taken t
   group by 2, 3, 4 having sum(t.delta) <> 0;

  with changed as (
    select * from counter_places_of(fold, fold)
  ), totals as (
    insert into counter_total as c (parent, place, day, metric, value)
    select parent, place, day, metric, delta from changed
        on conflict (parent, metric, day, place) do update set value = c.value + excluded.value
    returning place
  )
  insert into outbox (topic, key, at)
  select distinct 'rollup', place, fold_at from totals where length(place) <= 6;

  if marks then
    insert into counter_mark (parent, metric, day, place, fold_id, value)
    select c.parent, c.metric, c.day, c.place, fold, c.value
      from counter_places_of(coalesce(marked, 0) + 1, fold) p
      join counter_total c on c.parent = p.parent and c.metric = p.metric and c.day = p.day and c.place = p.place;
  end if;
  return fold;
end $$;

-- The entries of the folds `first` to `last`, added up for each place, its ancestors, and the days that a metric is kept
-- under: stocks (households, workers) only over all days; tasks of their list's day and over all lists; all else its day.
create function counter_places_of(first bigint, last bigint)
  returns table (parent place_code, place place_code, day date, metric text, delta bigint)
  language sql stable as $$
  select (case level.digits when 2 then left(e.place, 2) when 4 then left(e.place, 2) when 6 then left(e.place, 4)
               when 9 then left(e.place, 6) else left(e.place, 9) end)::place_code,
         left(e.place, level.digits)::place_code, kept.day, e.metric, sum(e.delta)::bigint
    from (select x.place, x.day, x.metric, sum(x.delta) as delta from counter_entry x
           where x.fold_id between first and last group by x.place, x.day, x.metric) e
    cross join (values (2), (4), (6), (9), (12)) as level (digits)
    cross join lateral (
      select e.day where e.metric not like 'household.%' and e.metric not like 'worker.%'
      union all
      select date '1970-01-01'
       where e.metric like 'task.%' or e.metric like 'household.%' or e.metric like 'worker.%') as kept (day)
   where length(e.place) >= level.digits
   group by 1, 2, 3, 4
$$;
