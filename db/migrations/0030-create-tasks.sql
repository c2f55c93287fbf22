-- why: one name to one door: tasks with exactly one holder, their events, and instructions from above with receipts
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. An item in one holder's inbox. `county` is the first six digits of the place (fewer when coarser) and
-- never changes: a task that goes to another county gets a row there under the same id, and this one ends as `moved`.
create table task (
  county text collate "C" not null,
  id uuid not null,
  kind text not null check (kind in ('verification')),
  person_key uuid not null,
  tier text not null check (tier in ('red', 'yellow', 'blue')),
  rules text[] not null,
  -- The published list that issued it, and its day: counters of tasks belong to that day.
  session_id uuid not null,
  day date not null,
  place place_code not null,
  -- Exactly one holder: a person's post, or the desk of a centre.
  holder_post uuid,
  desk place_code,
  queue text not null default 'ordinary' check (queue in ('ordinary', 'unlocated', 'arbitration')),
  -- A transfer waits here for the other side; until it accepts, the holder is still the sender.
  offered_to place_code,
  state text not null check (state in ('issued', 'delivered', 'read', 'accepted', 'returned', 'transferred',
                                       'done', 'closed', 'moved')),
  result text,
  hops smallint not null default 0,
  issued_at timestamptz not null,
  due_at timestamptz not null,
  delivered_at timestamptz,
  read_at timestamptz,
  accepted_at timestamptz,
  ended_at timestamptz,
  -- Overdue is a clock, not a state: when to look again, and how far up it has gone.
  escalate_at timestamptz,
  escalated_to place_code,
  -- Set by the clock together with +1 on `task.TIER.overdue`; whoever ends the task counts -1 when it is set.
  is_overdue boolean not null default false,
  -- Until when the other side answers an offer, or the county decides what came back for the third time.
  decide_by timestamptz,
  -- Grows with every change of holder, tier or end (not with receipts): undo restores only what has not moved on.
  version integer not null default 1,
  -- Found by its id alone (and by the start of it), while the county stays in the key for the day of sharding.
  primary key (id, county),
  check (num_nonnulls(holder_post, desk) = 1),
  check ((state = 'transferred') = (offered_to is not null)),
  check ((state in ('done', 'closed', 'moved')) = (ended_at is not null))
);
-- One open task a person in a county: a new list attaches to it. The same index finds all tasks of a person.
create unique index task_by_person on task
  (person_key, (case when ended_at is null then '00000000-0000-0000-0000-000000000000' else id end), county);
-- For a worker's inbox. Each open task is in this index or in the next one: publishing pays for one of them.
create index task_by_holder on task (holder_post, due_at, id) where ended_at is null and holder_post is not null;
-- For a desk's lists: filter by tier or state, keyset by (due_at, id).
create index task_by_desk on task (desk, due_at, id) where ended_at is null and desk is not null;
-- For the lists of a village or township over all below it.
create index task_by_place on task (place, due_at, id) where ended_at is null;
-- For the lists of a county and above (one ordered run a county), keyset by (due_at, id).
create index task_by_county_due on task (county, due_at, id) where ended_at is null;
-- For the lists of those who cannot be located and of what the county must decide: few among many.
create index task_by_queue on task (county, queue, due_at, id) where ended_at is null and queue <> 'ordinary';
-- For what waits for this side's acceptance.
create index task_offered on task (offered_to) where offered_to is not null;
-- For offers and third returns that nobody has answered in time.
create index task_to_decide on task (decide_by) where ended_at is null and decide_by is not null;
-- For the escalation clock.
create index task_to_escalate on task (escalate_at) where ended_at is null and escalate_at is not null;
alter table task enable row level security;
create policy task_in_area on task
  using (in_my_area(place) or holder_post = my_post() or in_my_area(desk) or in_my_area(offered_to))
  with check (true);
grant select, insert, update on task to wangge_server;

-- Family: county. Every change of a task: when, what, by whom, from whom to whom, why. Append-only.
create table task_event (
  county text collate "C" not null,
  id uuid not null,
  task_id uuid not null,
  at timestamptz not null,
  kind text not null,
  by_post uuid,
  from_holder text,
  to_holder text,
  reason text,
  detail jsonb not null default '{}',
  -- A task's history in order (ids are UUIDv7), whichever counties it went through.
  primary key (task_id, id, county)
);
alter table task_event enable row level security;
create policy task_event_of_task on task_event
  using (exists (select from task t where t.county = task_event.county and t.id = task_event.task_id))
  with check (true);
grant select, insert on task_event to wangge_server;

-- Family: reference. Text from above to many. Who gets it follows from area and roles, so that one row reaches 300,000.
create table instruction (
  id uuid primary key,
  issuer_post uuid not null references post,
  issuer_area place_code not null,
  target_area place_code not null,
  roles text[] not null,
  title text not null,
  body text not null,
  legal_basis text not null,
  priority text not null check (priority in ('ordinary', 'urgent')),
  issued_at timestamptz not null,
  due_at timestamptz,
  recalled_at timestamptz,
  superseded_by uuid references instruction
);
-- For "what stands for me": instructions whose area contains mine.
create index instruction_by_target on instruction (target_area, issued_at desc);
create index instruction_by_issuer on instruction (issuer_post);
create index instruction_superseded_by on instruction (superseded_by);
grant select, insert, update on instruction to wangge_server;

-- Family: county. What one recipient did with an instruction.
create table instruction_receipt (
  county text collate "C" not null,
  instruction_id uuid not null,
  post_id uuid not null,
  place place_code not null,
  delivered_at timestamptz not null,
  read_at timestamptz,
  accepted_at timestamptz,
  done_at timestamptz,
  answer text check (answer in ('done', 'cannot', 'not-mine')),
  reason text,
  primary key (county, instruction_id, post_id)
);
-- For each level's counts of one instruction.
create index instruction_receipt_by_place on instruction_receipt (instruction_id, place);
alter table instruction_receipt enable row level security;
create policy instruction_receipt_in_area on instruction_receipt
  using (in_my_area(place) or post_id = my_post()) with check (post_id = my_post());
grant select, insert, update on instruction_receipt to wangge_server;
