-- why: a centre screens an area door by door with an honest denominator; groups share the doors; nothing known is asked again
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. One screening of an area: which questions, until when. No person stands here.
create table campaign (
  id uuid primary key,
  area place_code not null,
  name text not null check (length(name) between 2 and 60),
  -- Attributes of capabilities/facts that are asked at each door.
  questions text[] not null check (cardinality(questions) <= 20),
  -- A form of capabilities/forms, filled at each door besides or instead.
  form_id text check (length(form_id) <= 80),
  started_at timestamptz not null,
  started_by uuid not null references post,
  until_at timestamptz not null check (until_at > started_at),
  closed_at timestamptz,
  closed_by uuid references post,
  close_reason text check (length(close_reason) between 4 and 200),
  check ((closed_at is null) = (close_reason is null))
);
-- For "campaigns of this area", of those above and below it.
create index campaign_by_area on campaign (area, started_at desc);
create index campaign_by_starter on campaign (started_by);
create index campaign_by_closer on campaign (closed_by);
alter table campaign enable row level security;
-- A township's campaign is its grids' too.
create policy campaign_seen on campaign for select
  using (in_my_area(area) or starts_with(my_area(), area) or my_role() = 'system');
create policy campaign_written on campaign for insert with check (in_my_area(area));
create policy campaign_closed on campaign for update using (in_my_area(area)) with check (in_my_area(area));
grant select, insert, update on campaign to wangge_server;

-- Family: reference. A comprehensive group: posts that share the doors of a place in a campaign.
create table campaign_group (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  place place_code not null,
  name text not null check (length(name) between 1 and 40),
  members uuid[] not null check (cardinality(members) between 1 and 20),
  made_at timestamptz not null,
  made_by uuid not null references post,
  ended_at timestamptz
);
-- For a campaign's groups; for those of a phone's place.
create index campaign_group_by_campaign on campaign_group (campaign_id, place);
create index campaign_group_by_maker on campaign_group (made_by);
alter table campaign_group enable row level security;
create policy campaign_group_seen on campaign_group for select
  using (in_my_area(place) or starts_with(my_area(), place) or my_role() = 'system');
create policy campaign_group_written on campaign_group for insert with check (in_my_area(place));
create policy campaign_group_ended on campaign_group for update using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on campaign_group to wangge_server;

-- Family: county. Villages whose doors are (to be) frozen into a campaign's universe; null: the clockwork does it next.
create table campaign_village (
  county text collate "C" not null,
  campaign_id uuid not null references campaign,
  village place_code not null,
  frozen_at timestamptz,
  primary key (campaign_id, village, county)
);
-- For the clockwork's next village.
create index campaign_village_waiting on campaign_village (campaign_id, village) where frozen_at is null;
alter table campaign_village enable row level security;
create policy campaign_village_in_area on campaign_village using (in_my_area(village)) with check (in_my_area(village));
grant select, insert, update on campaign_village to wangge_server;

-- Family: county. One door of a campaign's universe: where it is, as the register said at the freeze, and how it stands:
-- the fold of its marks (capabilities/campaigns/rules/doors.ts).
create table campaign_door (
  county text collate "C" not null,
  id uuid not null,
  campaign_id uuid not null references campaign,
  door_id uuid not null,
  household_key uuid,
  place place_code not null,
  ordinal integer not null,
  kind text not null,
  name text not null check (length(name) between 1 and 200),
  cluster text not null,
  is_vacant_on_register boolean not null,
  -- The register lacked it when the campaign began.
  is_found boolean not null,
  group_id uuid references campaign_group,
  state text not null check (state in ('NOT_VISITED', 'OPENED', 'NO_ANSWER', 'REFUSED', 'VACANT_CONFIRMED', 'MOVED',
                                       'NOT_FOUND', 'DONE_BY_PHONE')),
  tries smallint not null,
  windows smallint[] not null,
  is_phoned boolean not null,
  neighbour text check (neighbour in ('vacant', 'lives-here', 'away')),
  revisit_at timestamptz,
  last_at timestamptz,
  last_by uuid references post,
  primary key (id, county),
  unique (campaign_id, door_id, county)
);
-- For a grid's list in walking order, and a phone's copy.
create index campaign_door_by_place on campaign_door (campaign_id, place, ordinal);
-- For a phone's copy of its area, in order of id.
create index campaign_door_copy on campaign_door (county, place, id);
-- For the last group that had a door.
create index campaign_door_by_door on campaign_door (door_id, campaign_id);
create index campaign_door_by_group on campaign_door (group_id);
create index campaign_door_by_last on campaign_door (last_by);
alter table campaign_door enable row level security;
create policy campaign_door_in_area on campaign_door using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on campaign_door to wangge_server;

-- Family: county. What somebody found at a door: appended, never changed. Its id is the command's.
create table campaign_mark (
  county text collate "C" not null,
  id uuid not null,
  campaign_door_id uuid not null,
  place place_code not null,
  outcome text not null check (outcome in ('opened', 'no-answer', 'refused', 'vacant', 'moved', 'not-found', 'by-phone',
                                           'phone-no-answer', 'no-phone-known')),
  -- Who was seen: how many people; no names.
  seen smallint check (seen between 0 and 99),
  revisit_at timestamptz,
  neighbour text check (neighbour in ('vacant', 'lives-here', 'away')),
  left_note boolean not null,
  made_at timestamptz not null,
  recorded_at timestamptz not null,
  -- Who stood there; of a paper sheet the one who filled it, with who keyed it in.
  by_post uuid not null references post,
  keyed_by uuid references post,
  sheet_id uuid,
  primary key (id, county)
);
-- For a door's marks.
create index campaign_mark_by_door on campaign_mark (campaign_door_id, made_at);
create index campaign_mark_by_post on campaign_mark (by_post);
create index campaign_mark_by_keyer on campaign_mark (keyed_by);
create index campaign_mark_by_sheet on campaign_mark (sheet_id);
alter table campaign_mark enable row level security;
create policy campaign_mark_in_area on campaign_mark using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on campaign_mark to wangge_server;

-- Family: county. How many doors of a grid stand how: kept with every change, so that coverage of a province is a sum of
-- rows, not of doors. `REVISIT`: an appointment is open; `FOUND`: the register lacked it.
create table campaign_tally (
  county text collate "C" not null,
  campaign_id uuid not null references campaign,
  place place_code not null,
  figure text not null,
  doors integer not null,
  primary key (campaign_id, place, figure, county)
);
alter table campaign_tally enable row level security;
create policy campaign_tally_in_area on campaign_tally using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on campaign_tally to wangge_server;

-- Family: county. Doors given to a group by hand, with the reason.
create table campaign_move (
  county text collate "C" not null,
  id uuid not null,
  campaign_id uuid not null references campaign,
  place place_code not null,
  door_ids uuid[] not null,
  -- Null: back to the grid's own workers.
  to_group uuid references campaign_group,
  reason text not null check (length(reason) between 4 and 200),
  by_post uuid not null references post,
  at timestamptz not null,
  primary key (id, county)
);
-- For the history of a campaign's plan.
create index campaign_move_by_campaign on campaign_move (campaign_id, place, at);
create index campaign_move_by_group on campaign_move (to_group);
create index campaign_move_by_post on campaign_move (by_post);
alter table campaign_move enable row level security;
create policy campaign_move_in_area on campaign_move using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on campaign_move to wangge_server;

-- Family: county. "Nothing found" said out loud, with how far the speaker had come.
create table campaign_zero (
  county text collate "C" not null,
  id uuid not null,
  campaign_id uuid not null references campaign,
  place place_code not null,
  on_day date not null,
  covered integer not null,
  doors integer not null,
  by_post uuid not null references post,
  at timestamptz not null,
  primary key (id, county)
);
-- For a place's zero reports of a day, and a phone's copy.
create index campaign_zero_by_campaign on campaign_zero (campaign_id, place, on_day);
create index campaign_zero_by_post on campaign_zero (by_post);
alter table campaign_zero enable row level security;
create policy campaign_zero_in_area on campaign_zero using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on campaign_zero to wangge_server;

-- Family: county. A printed form: its number and its doors in the order of its lines; keyed in later.
create table campaign_sheet (
  county text collate "C" not null,
  id uuid not null,
  number text not null check (number ~ '^[0-9]{10}$'),
  campaign_id uuid not null references campaign,
  place place_code not null,
  door_ids uuid[] not null check (cardinality(door_ids) between 1 and 40),
  printed_at timestamptz not null,
  printed_by uuid not null references post,
  keyed_at timestamptz,
  keyed_by uuid references post,
  primary key (id, county),
  unique (number, county)
);
-- For a campaign's sheets that are still out.
create index campaign_sheet_by_campaign on campaign_sheet (campaign_id, place, printed_at);
create index campaign_sheet_by_printer on campaign_sheet (printed_by);
create index campaign_sheet_by_keyer on campaign_sheet (keyed_by);
alter table campaign_sheet enable row level security;
create policy campaign_sheet_in_area on campaign_sheet using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on campaign_sheet to wangge_server;
