-- why: many reports of many workers in one transaction, each checked against its own post, with everything that follows
-- locks: short, one new column without a default on task
-- old code can run: yes

-- A fever or a symptom was reported at this door: the centre's desk looks at it first.
alter table task add column alarm_at timestamptz;

-- The lowest centre with an operator that covers a place; without any, the county (or the place itself when coarser).
create function desk_of(place text, at timestamptz) returns text language sql stable as $$
  select coalesce(
    (select p.area from post p
      where p.area = any (array[left(place, 12), left(place, 9), left(place, 6), left(place, 4), left(place, 2)])
        and p.role = 'operator' and p.valid_from <= at and (p.valid_until is null or p.valid_until > at)
      order by length(p.area) desc limit 1),
    left(place, 6))
$$;

-- One report as the function takes it; names as in capabilities/visits/store.ts.
create type visit_item as (
  n integer, id uuid, post uuid, role text, terminal uuid, county text, place text, task_county text, task uuid,
  person uuid, household uuid, visited timestamptz, on_day date, manner text, result text, to_place text,
  spoken text, temperature smallint, symptoms text[], asked text[], done text[], met smallint, corrects uuid,
  clues smallint, disputes smallint, sealed text, alarm boolean
);

-- Takes a batch of reports (`n` the number of each) and does all that follows from each: the visit,
-- the contact, the task with its event, the verified place, the household, the counters, the inboxes and their pokes.
--
-- Why security definer: reports of many workers are written in one transaction, because a commit each would cost ten
-- times as much. Row-level security knows one actor a transaction, so this function does its job row by row: a report
-- is taken only when its post stands at this moment, in the role that it says, and covers the place (or holds the task,
-- for a substitute who works on another's grid). Nobody else may insert into `visit` and `contact`.
--
-- What the caller promises: no id, no task and no corrected report twice in one batch (capabilities/visits/waves.ts).
-- What it is told of the results (`rules`: capabilities/visits/rules/results.ts) is data: result, tier, step, again_ms,
-- tries_limit, afterwards, verifies. Locks are taken in one order everywhere: tasks, corrected reports, households,
-- doors, inboxes, each by key; so two batches wait for each other and never lock up.
create function record_visits(items visit_item[], rules json, at timestamptz)
  returns table (n integer, answer text, reason text, step text, again_at timestamptz)
  language plpgsql security definer set search_path = public, pg_temp
  -- Every table is read by a unique id, one row a report.
  set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  has_corrections boolean := exists (select from unnest(items) as i where i.corrects is not null);
begin
  perform 1 from task t
    join (select distinct i.task_county, i.task from unnest(items) as i where i.task is not null) i
      on t.id = i.task and t.county is not distinct from i.task_county
   order by t.county, t.id for update of t;

  if has_corrections then
    perform 1 from visit v
      join (select distinct i.county, i.corrects from unnest(items) as i where i.corrects is not null) i
        on v.id = i.corrects and v.county is not distinct from i.county
     order by v.county, v.id for update of v;
  end if;

  -- A door that the register lacks is added by whoever stands before it (design/field.md, "Coverage").
  with found as (
    insert into household (county, household_key, place, persons, recorded_at)
    select distinct on (i.county, i.household) i.county, i.household, i.place, i.met, at
      from unnest(items) as i
      join post p on p.id = i.post and starts_with(i.place, p.area) and p.valid_from <= at
                 and (p.valid_until is null or p.valid_until > at)
     where i.household is not null
       and not exists (select from household h
                         where h.household_key = i.household and h.county is not distinct from i.county)
     order by i.county, i.household, i.place
        on conflict do nothing returning place
  )
  insert into counter_pending (place, day, metric, delta)
  select left(f.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.registered', count(*) from found f
   group by 1;
  perform 1 from household h
    join (select distinct i.county, i.household from unnest(items) as i where i.household is not null) i
      on h.household_key = i.household and h.county is not distinct from i.county
   order by h.county, h.household_key for update of h;

  return query
  with fact as materialized (
    select i.*, coalesce(i.person, t.person_key) as subject,
           t.id is not null as has_task, t.place as task_place, t.day as task_day, t.tier, t.state as now_state,
           t.holder_post as now_holder, t.desk as now_desk, t.version, t.is_overdue, t.place as now_place,
           o.id as o_id, o.place as o_place, o.visited_on as o_day, o.result as o_result, o.persons_met as o_met,
           cardinality(o.services_asked) as o_asked, cardinality(o.services_done) as o_done, o.clues as o_clues,
           o.disputes as o_disputes, o.door_key as o_door, o.manner as o_manner, o.household_key as o_household,
           case
             when e.id is not null then case when e.by_post = i.post then 'already' else 'id-taken' end
             when p.id is null then 'post-ended'
             -- Nulls must not open a door: `is not true` refuses what is not known to be allowed.
             when (starts_with(i.place, p.area)
                   or (t.holder_post = p.id and starts_with(i.place, left(t.place, 12)))
                   -- Whoever made a report may put it right, also when its task has gone to a desk since.
                   or (o.by_post = p.id and i.place = o.place)) is not true then 'not-your-place'
             when i.task is not null and (starts_with(t.place, p.area) or t.holder_post = p.id
                   or starts_with(t.desk, p.area) or starts_with(t.offered_to, p.area)
                   or (o.by_post = p.id and o.task_id = t.id)) is not true then 'task-not-found'
             when i.person <> t.person_key then 'person-mismatch'
             -- The register may know only the village: its doors are those of every grid of it.
             when h.place is not null and (starts_with(h.place, p.area) or starts_with(p.area, h.place)
                   or (t.holder_post = p.id and starts_with(h.place, left(t.place, 12)))) is not true
             then 'household-elsewhere'
             when i.corrects is not null and (o.by_post = p.id or starts_with(o.place, p.area)) is not true
             then 'corrected-unknown'
             when i.corrects is not null and exists (
                    select from visit c where c.corrects = i.corrects and c.county is not distinct from i.county) then 'corrected-already'
           end as refusal,
           -- The correction of the report that changed the task last goes back to before that report.
           case when o.effect is not null and o.task_id = t.id and t.version = (o.effect->>'version')::integer
                 and (t.ended_at is null or not exists (
                        select from task k where k.person_key = t.person_key and k.county = t.county
                           and k.ended_at is null))
                then o.effect end as undo,
           t.hops as now_hops, t.queue as now_queue, t.due_at as now_due, t.escalate_at as now_escalate,
           t.result as now_result, p.area as post_area
      from unnest(items) as i
      left join visit e on e.id = i.id and e.county is not distinct from i.county
      left join post p on p.id = i.post and p.role = i.role and p.valid_from <= at
                      and (p.valid_until is null or p.valid_until > at)
      left join task t on t.id = i.task and t.county is not distinct from i.task_county
      left join visit o on o.id = i.corrects and o.county is not distinct from i.county
      left join household h on h.household_key = i.household and h.county is not distinct from i.county
  ), base as (
    -- The task as it stands, or as it stood before the report that is being corrected.
    select f.*,
           case when f.undo is null then f.now_state else f.undo->>'state' end as state,
           case when f.undo is null then f.now_holder else (f.undo->>'holder')::uuid end as holder,
           case when f.undo is null then f.now_desk else f.undo->>'desk' end as desk,
           case when f.undo is null then f.now_place else f.undo->>'place' end as at_place,
           case when f.undo is null then f.now_hops else (f.undo->>'hops')::smallint end as hops,
           case when f.undo is null then f.now_queue else f.undo->>'queue' end as queue,
           case when f.undo is null then f.now_due else (f.undo->>'due')::timestamptz end as due,
           case when f.undo is null then f.now_escalate else (f.undo->>'escalate')::timestamptz end as escalate
      from fact f where f.refusal is null
  ), acting as (
    -- Who holds a task acts on it; anybody else's report is a contact that the holder sees (tasks/rules/states.ts).
    select b.*,
           case when not b.has_task then null
                when b.holder = b.post and b.state in ('issued', 'delivered', 'read', 'accepted') then 'holder'
                when b.role = 'operator' and starts_with(b.desk, b.post_area)
                 and b.state in ('issued', 'delivered', 'read', 'accepted', 'returned') then 'desk'
           end as doer,
           case when b.result in ('LEFT', 'MOVED') and exists (
                  select from place l where l.code = b.to_place
                     and (l.valid_until is null or l.valid_until > (at at time zone 'Asia/Shanghai')::date))
                then b.to_place end as known_to
      from base b
  ), decided as (
    select a.*, r.verifies,
           case when a.doer is null then null
                when a.known_to is not null then case when a.hops >= 2 then 'desk' else 'transfer' end
                when r.tries_limit is not null and r.tries_limit <= 1 + (
                       select count(*) from visit v
                        where v.task_id = a.task and v.task_county = a.task_county and v.result = a.result
                          and v.id is distinct from a.corrects
                          and not exists (select from visit c where c.corrects = v.id and c.county is not distinct from v.county))
                then r.afterwards
                else r.step end as step,
           greatest(a.visited + make_interval(secs => r.again_ms / 1000.0), at) as again
      from acting a
      left join json_to_recordset(rules) as r (result text, tier text, step text, again_ms bigint, tries_limit integer,
                                               afterwards text, verifies boolean)
             on r.result = a.result and r.tier = coalesce(a.tier, 'blue')
  ), routed as materialized (
    -- holders_of() is asked only when somebody moved within his county.
    select h.place, h.holder_post, h.desk
      from (select array_agg(distinct d.known_to) as places from decided d
             where d.step = 'transfer' and left(d.known_to, 6) = left(d.at_place, 6)) w
     cross join lateral holders_of(w.places, at) h
     where w.places is not null
  ), desks as materialized (
    -- Once a place, not once a report.
    select w.place, desk_of(w.place, at) as desk
      from (select distinct d.at_place as place from decided d
             where d.step in ('desk', 'unlocated') or (d.step = 'transfer' and left(d.known_to, 6) <> left(d.at_place, 6))
             union select distinct left(d.at_place, 6) from decided d where d.step = 'desk' and d.known_to is not null) w
  ), settled as (
    select d.*, case
             when d.step is null then null
             when d.step in ('done', 'closed') then 'done'
             when d.step = 'try-again' then case d.doer when 'holder' then 'accepted' else d.state end
             when d.step = 'transfer' and left(d.known_to, 6) <> left(d.at_place, 6) then 'transferred'
             when d.step = 'transfer' and u.holder_post is not null then 'issued'
             else 'returned' end as new_state,
           case when d.step = 'transfer' and left(d.known_to, 6) = left(d.at_place, 6) then d.known_to
                else d.at_place end as new_place,
           case when d.step in ('done', 'closed', 'try-again') then d.holder
                when d.step = 'transfer' then u.holder_post end as new_holder,
           case when d.step in ('done', 'closed', 'try-again') then d.desk
                when d.step = 'transfer' and u.place is not null then u.desk
                when d.step is null then null
                when d.known_to is not null and d.hops >= 2
                then (select k.desk from desks k where k.place = left(d.at_place, 6))
                when d.doer = 'desk' then d.desk
                else (select k.desk from desks k where k.place = d.at_place) end as new_desk,
           case when d.step = 'unlocated' then 'unlocated'
                when d.known_to is not null and d.hops >= 2 and d.step = 'desk' then 'arbitration'
                when d.step in ('done', 'closed', 'try-again') then d.queue
                else 'ordinary' end as new_queue
      from decided d left join routed u on d.step = 'transfer' and u.place = d.known_to
  ), taken as (
    insert into visit (county, id, task_county, task_id, person_key, household_key, door_key, place, visited_at,
                       visited_on, recorded_at, by_post, by_role, terminal_id, manner, result, to_place, spoken_to,
                       corrects, temperature_tenths, symptoms, services_asked, services_done, persons_met, clues,
                       disputes, sealed_note, effect)
    select s.county, s.id, s.task_county, s.task, s.subject, s.household, coalesce(s.household, s.subject, s.id),
           s.place, s.visited, s.on_day, at, s.post, s.role, s.terminal, s.manner, s.result, s.to_place, s.spoken,
           s.corrects, s.temperature, s.symptoms, s.asked, s.done, s.met, s.clues, s.disputes, s.sealed::bytea,
           case when s.new_state is not null then jsonb_build_object(
             'version', s.version + 1, 'state', s.state, 'holder', s.holder, 'desk', s.desk, 'place', s.at_place,
             'hops', s.hops, 'queue', s.queue, 'due', s.due, 'escalate', s.escalate) end
      from settled s order by s.county, s.id
        on conflict do nothing
    returning county, id
  ), ok as materialized (
    -- A report that another transaction took meanwhile is not among these: nothing follows from it twice.
    select s.*, s.new_state is not null or s.undo is not null as changes_task
      -- `is true` keeps this a hash lookup: planned as a join, wrong estimates would make it quadratic.
      from settled s where ((s.county, s.id) in (select k.county, k.id from taken k)) is true
  ), contacts as (
    insert into contact (person_key, visit_id, at, by_post, role, place, result)
    select o.subject, o.id, o.visited, o.post, o.role, o.place, o.result from ok o where o.subject is not null
  ), verified as (
    -- Only a task's own subject, and only from the report that settled it: what stands here moves tomorrow's task.
    insert into verified_place (person_key, visit_id, place, verified_at, recorded_at)
    select o.subject, o.id, o.place, o.visited, at from ok o
     where o.has_task and o.verifies and o.doer is not null and o.subject is not null
  ), tasks as (
    update task t
       set state = coalesce(o.new_state, o.state),
           place = case when o.new_state is null then o.at_place else o.new_place end,
           holder_post = case when o.new_state is null then o.holder else o.new_holder end,
           desk = case when o.new_state is null then o.desk else o.new_desk end,
           queue = case when o.new_state is null then o.queue else o.new_queue end,
           offered_to = case when o.new_state = 'transferred' then o.known_to end,
           decide_by = case when o.new_state = 'transferred' or o.new_queue = 'arbitration'
                            then at + interval '2 hours' end,
           hops = o.hops + case when o.known_to is not null and o.step in ('transfer', 'desk') then 1 else 0 end,
           result = case when o.new_state is null then null else o.result end,
           due_at = case when o.step = 'try-again' then o.again else o.due end,
           escalate_at = case when o.step = 'try-again' then o.again else o.escalate end,
           escalated_to = case when o.step = 'try-again' then null else t.escalated_to end,
           is_overdue = t.is_overdue and coalesce(o.new_state, '') not in ('done') and coalesce(o.step, '') <> 'try-again',
           accepted_at = case when o.new_state in ('accepted', 'done') then coalesce(t.accepted_at, at)
                              when o.new_state in ('returned', 'transferred', 'issued') then null
                              else t.accepted_at end,
           ended_at = case when o.new_state = 'done' then at end,
           alarm_at = case when o.alarm then at else t.alarm_at end,
           version = t.version + 1
      from ok o
     where o.changes_task and t.id = o.task and t.county is not distinct from o.task_county
  ), alarms as (
    update task t set alarm_at = at from ok o
     where o.alarm and o.has_task and not o.changes_task and t.id = o.task and t.county is not distinct from o.task_county
  ), events as (
    insert into task_event (county, id, task_id, at, kind, by_post, from_holder, to_holder, reason, detail)
    select o.task_county, o.id, o.task, at,
           case when o.new_state is null then 'reported'
                when o.new_state = 'done' then 'done'
                when o.step = 'try-again' then 'tried'
                when o.step = 'unlocated' then 'cannot-locate'
                when o.new_state = 'transferred' then 'offered'
                else 'returned' end,
           o.post, coalesce(o.now_holder::text, 'desk:' || o.now_desk),
           case when o.new_state is null then coalesce(o.holder::text, 'desk:' || o.desk)
                else coalesce(o.new_holder::text, 'desk:' || o.new_desk) end,
           o.result,
           jsonb_build_object('visitId', o.id, 'from', o.now_state, 'to', coalesce(o.new_state, o.state),
                             'alarm', o.alarm, 'corrects', o.corrects)
      from ok o where o.has_task
  ), alarm_events as (
    insert into task_event (county, id, task_id, at, kind, by_post, detail)
    select o.task_county, new_id(at), o.task, at, 'alarm', o.post,
           jsonb_build_object('visitId', o.id, 'temperatureTenths', o.temperature, 'symptoms', o.symptoms)
      from ok o where o.has_task and o.alarm
  ), door as (
    select x.county, x.place, x.door_key, x.day, sum(x.delta)::integer as delta
      from (select o.county, d.* from ok o cross join lateral (values
              (left(o.place, 12), coalesce(o.household, o.subject, o.id), o.on_day, 1, o.manner),
              (left(o.o_place, 12), o.o_door, o.o_day, -1, o.o_manner)) as d (place, door_key, day, delta, manner)
             where d.manner = 'door') x
     group by 1, 2, 3, 4 having sum(x.delta) <> 0
  ), doors as (
    -- What was already there is only ever taken away by a correction, so a first insert is never negative.
    insert into door_day as y (county, place, door_key, day, reports)
    select d.county, d.place, d.door_key, d.day, greatest(d.delta, 0) from door d
     order by d.county, d.door_key, d.day, d.place
        on conflict (county, door_key, day, place) do update
       set reports = y.reports + (select d.delta from door d
                                   where d.county = y.county and d.door_key = y.door_key and d.day = y.day
                                     and d.place = y.place)
    returning y.county, y.place, y.door_key, y.day, y.reports
  ), opened as (
    select o.county, o.household, min(o.visited) filter (where o.spoken in ('self', 'household')) as opened_at,
           max(o.visited) as last_at
      from ok o where o.household is not null and o.manner = 'door' group by 1, 2
  ), unopened as materialized (
    -- Read before it is written: the rows are locked, so that this is the state before this batch.
    select h.county, h.household_key, h.place from household h join opened p
        on p.household = h.household_key and p.county is not distinct from h.county
     where h.first_visited_at is null and p.opened_at is not null
  ), households as (
    update household h
       set first_visited_at = least(h.first_visited_at, p.opened_at),
           last_visited_at = greatest(h.last_visited_at, p.last_at)
      from opened p where h.household_key = p.household and h.county is not distinct from p.county
  ), change as (
    -- A report, and what it puts right taken away. One pass over the wide rows each, here and below: they are most of
    -- what this statement reads.
    select c.* from ok o cross join lateral (values
      (left(o.place, 12), o.on_day, 1, o.result, o.met::integer, cardinality(o.asked), cardinality(o.done),
       o.clues::integer, o.disputes::integer),
      (left(o.o_place, 12), o.o_day, -1, o.o_result, -o.o_met, -o.o_asked, -o.o_done, -o.o_clues, -o.o_disputes))
      as c (place, day, visits, result, met, asked, done, clues, disputes)
     where c.day is not null
  ), task_change as (
    select left(c.place, 12) as place, o.task_day as day, o.tier, c.state, c.delta
      from ok o
     cross join lateral (select case when o.new_state is null then o.at_place else o.new_place end as place,
                                coalesce(o.new_state, o.state) as state,
                                o.is_overdue and coalesce(o.new_state, '') <> 'done'
                                             and coalesce(o.step, '') <> 'try-again' as is_overdue) a
     cross join lateral (values
       (o.now_place::text, o.now_state, -1, true),
       (a.place::text, a.state, 1, true),
       (o.now_place::text, 'overdue', -1, o.is_overdue),
       (a.place::text, 'overdue', 1, a.is_overdue)) as c (place, state, delta, is_counted)
     where o.changes_task and c.is_counted
  ), counted as (
    insert into counter_pending (place, day, metric, delta)
    select x.place, x.day, x.metric, sum(x.delta) from (
      select c.place, c.day, m.metric, m.delta from (
        select c.place, c.day, sum(c.visits) as visits, sum(c.met) as met, sum(c.asked) as asked, sum(c.done) as done,
               sum(c.clues) as clues, sum(c.disputes) as disputes from change c group by 1, 2) c
       cross join lateral (values ('visit', c.visits), ('visit.person', c.met), ('service.asked', c.asked),
                                  ('service.done', c.done), ('clue', c.clues), ('dispute', c.disputes)) m (metric, delta)
       union all
      select c.place, c.day, 'visit.result.' || c.result, sum(c.visits) from change c group by 1, 2, 3
       union all
      -- First report at the door that day: +1. Last one taken away: -1. Brought together by grouping, not by a join.
      select b.place, b.day, 'visit.household',
             case when max(b.reports) = max(b.delta) then 1 when max(b.reports) = 0 then -1 else 0 end
        from (select d.county, d.place, d.door_key, d.day, d.delta, null::integer as reports from door d
               union all
              select y.county, y.place, y.door_key, y.day, null, y.reports from doors y) b
       group by b.county, b.place, b.door_key, b.day
       union all
      select left(u.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.reached', count(*)
        from unopened u group by 1
       union all
      select k.place, k.day, 'task.' || k.tier || '.' || k.state, sum(k.delta) from task_change k group by 1, 2, 3
    ) x group by 1, 2, 3 having sum(x.delta) <> 0
  ), touched as (
    select distinct x.county, x.holder
      from ok o
     cross join lateral (values
       (o.task_county, case when o.changes_task then coalesce(o.now_holder::text, 'desk:' || o.now_desk) end),
       (left(o.new_place, 6), case when o.new_state is not null
                                   then coalesce(o.new_holder::text, 'desk:' || o.new_desk) end),
       (left(o.at_place, 6), case when o.undo is not null then coalesce(o.holder::text, 'desk:' || o.desk) end),
       (left(o.known_to, 6), case when o.new_state = 'transferred' then 'desk:' || left(o.known_to, 6) end),
       (o.county, case when o.alarm then 'desk:' || desk_of(o.place, at) end)) as x (county, holder)
     where x.holder is not null
  ), inboxes as (
    insert into inbox as b (county, holder, version, changed_at)
    select t.county, t.holder, 1, at from touched t order by t.county, t.holder
        on conflict (county, holder) do update set version = b.version + 1, changed_at = excluded.changed_at
  ), pokes as (
    insert into outbox (topic, key, at) select distinct 'inbox', t.holder, at from touched t
  )
  select f.n, case when f.refusal = 'already' then 'already' when f.refusal is not null then 'refused'
                   when o.id is null then 'already' else 'accepted' end,
         nullif(f.refusal, 'already'), o.step, case when o.step = 'try-again' then o.again end
    from fact f left join ok o on o.n = f.n;

  if has_corrections then perform take_back_corrected(items, at); end if;
end $$;

-- After corrections: the report that was put right is no contact and verifies no place any more, and a household whose
-- only opened visit it was, was never reached.
create function take_back_corrected(items visit_item[], at timestamptz) returns void
  language plpgsql set search_path = public, pg_temp as $$
begin
  delete from contact c using unnest(items) as i
    join visit k on k.id = i.id and k.county = i.county and k.corrects = i.corrects
    join visit v on v.id = i.corrects and v.county = i.county
   where c.person_key = v.person_key and c.visit_id = v.id;
  delete from verified_place p using unnest(items) as i
    join visit k on k.id = i.id and k.county = i.county and k.corrects = i.corrects
    join visit v on v.id = i.corrects and v.county = i.county
   where p.person_key = v.person_key and p.visit_id = v.id;
  with asked as (
    select distinct v.county, v.household_key
      from unnest(items) as i
      join visit v on v.id = i.corrects and v.county = i.county
     where i.corrects is not null and v.household_key is not null
  ), closed as (
    update household h set first_visited_at = null from asked a
     where h.county = a.county and h.household_key = a.household_key and h.first_visited_at is not null
       and not exists (
         select from door_day y join visit v on v.county = y.county and v.visited_on = y.day and v.place >= y.place
                                            and v.place < y.place || ':'
          where y.door_key = h.household_key and y.county = h.county and v.household_key = h.household_key
            and v.manner = 'door' and v.spoken_to in ('self', 'household')
            and not exists (select from visit c where c.corrects = v.id and c.county is not distinct from v.county))
    returning h.place
  )
  insert into counter_pending (place, day, metric, delta)
  select left(c.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.reached', -count(*) from closed c
   group by 1;
end $$;

revoke all on function record_visits(visit_item[], json, timestamptz) from public;
revoke all on function take_back_corrected(visit_item[], timestamptz) from public;
grant execute on function record_visits(visit_item[], json, timestamptz) to wangge_server;
