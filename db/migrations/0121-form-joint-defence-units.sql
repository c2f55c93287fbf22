-- why: ten households, a building, ten shops look out for one another; one of them answers for the unit, by consent
-- locks: purpose, for one row
-- old code can run: yes

insert into purpose (id, event_id, aim, title_zh, title_en, legal_basis, data_kinds, retention_days, proposed_at, in_force_from)
values ('neighbour.watch', 'covid-19', 'isolation-care', '十户联防：责任人自愿登记、每日一报、转告通知',
        'Joint-defence units: heads by consent, a word a day, notices to read out',
        '[{"title":"中华人民共和国传染病防治法","article":"第九条"},{"title":"突发公共卫生事件应急条例","article":"第四十条"}]'::jsonb,
        '{name,phone,door-number}', 30, '2020-01-23T00:00:00Z', '2020-01-23T00:00:00Z');

-- Family: county. A unit of a grid. Its code is the grid's, U, three digits; a number is never used again.
create table watch_unit (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null check (length(place) >= 15),
  number smallint not null check (number between 1 and 999),
  kind text not null check (kind in ('rural', 'building', 'lane', 'street', 'market')),
  -- First and last door, as people say it.
  label text not null check (length(label) between 1 and 200),
  formed_at timestamptz not null,
  ended_at timestamptz,
  primary key (id, county),
  unique (place, number, county)
);
-- For a grid's units, and a phone's copy.
create index watch_unit_by_place on watch_unit (county, place, id) where ended_at is null;
alter table watch_unit enable row level security;

-- Family: county. Which unit a door belongs to. `label`: the door's number as its neighbours read it, nothing else.
create table watch_unit_door (
  county text collate "C" not null,
  door_id uuid not null,
  unit_id uuid not null,
  place place_code not null,
  ordinal integer not null,
  label text not null check (length(label) between 1 and 200),
  -- Put here by a person with a reason (watch_move): no later run takes it away.
  is_by_hand boolean not null,
  primary key (door_id, county),
  foreign key (unit_id, county) references watch_unit (id, county)
);
-- For the doors of a unit.
create index watch_unit_door_by_unit on watch_unit_door (unit_id, county, ordinal);
-- For the doors of a grid.
create index watch_unit_door_by_place on watch_unit_door (county, place);
alter table watch_unit_door enable row level security;

-- Family: county. Doors moved by hand.
create table watch_move (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  door_ids uuid[] not null,
  to_unit uuid not null,
  reason text not null check (length(reason) between 4 and 200),
  by_post uuid not null references post,
  at timestamptz not null,
  primary key (id, county),
  foreign key (to_unit, county) references watch_unit (id, county)
);
-- For the moves of a grid, and of a unit.
create index watch_move_by_place on watch_move (county, place, at);
create index watch_move_by_unit on watch_move (to_unit, county);
create index watch_move_by_post on watch_move (by_post);
alter table watch_move enable row level security;
create policy watch_move_in_area on watch_move using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on watch_move to wangge_server;

-- Family: county. Who answers for a unit, or stands in: by consent, for thirty days. Name and phone are sealed, and gone
-- in the moment in which consent is withdrawn or the seat ends.
create table watch_head (
  county text collate "C" not null,
  id uuid not null,
  unit_id uuid not null,
  place place_code not null,
  seat text not null check (seat in ('head', 'deputy')),
  -- HMAC of the phone: how the resident who signs in with it is known. Null once the seat ended.
  phone_key uuid,
  sealed bytea,
  proposed_at timestamptz not null,
  proposed_by uuid not null references post,
  -- Null: asked, has not agreed yet.
  consented_at timestamptz,
  consent text check (consent in ('in-writing', 'on-own-page')),
  until_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('withdrawn', 'declined', 'replaced', 'term-over', 'moved-away', 'unit-ended', 'other')),
  primary key (id, county),
  foreign key (unit_id, county) references watch_unit (id, county),
  check ((ended_at is null) = (end_reason is null)),
  check (ended_at is null or (phone_key is null and sealed is null)),
  check ((consented_at is null) = (consent is null))
);
-- One head and one deputy a unit.
create unique index watch_head_seat on watch_head (unit_id, seat, county) where ended_at is null;
-- For "which seats does this phone hold".
create index watch_head_by_phone on watch_head (phone_key) where ended_at is null;
-- For seats whose term is over.
create index watch_head_by_term on watch_head (until_at) where ended_at is null;
create index watch_head_by_unit on watch_head (unit_id, county);
create index watch_head_by_proposer on watch_head (proposed_by);
alter table watch_head enable row level security;

-- The seats of the resident who is signed in: by the key of the phone with which he signed in, however he got it.
create function my_watch_seats() returns table (head_id uuid, unit_id uuid, has_consented boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select h.id, h.unit_id, h.consented_at is not null
    from resident r join watch_head h on h.phone_key = r.phone_key
   where my_role() = 'resident' and r.id = my_post() and r.closed_at is null and h.ended_at is null
$$;
-- Whoever agreed sees his unit; whoever was only asked sees which one it is.
create policy watch_unit_seen on watch_unit for select
  using (in_my_area(place) or my_role() = 'system' or id in (select unit_id from my_watch_seats()));
create policy watch_unit_written on watch_unit for insert with check (in_my_area(place));
create policy watch_unit_changed on watch_unit for update using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on watch_unit to wangge_server;
create policy watch_unit_door_seen on watch_unit_door for select
  using (in_my_area(place) or unit_id in (select unit_id from my_watch_seats() where has_consented));
create policy watch_unit_door_made on watch_unit_door for insert with check (in_my_area(place));
create policy watch_unit_door_changed on watch_unit_door for update using (in_my_area(place)) with check (in_my_area(place));
create policy watch_unit_door_gone on watch_unit_door for delete using (in_my_area(place));
grant select, insert, update, delete on watch_unit_door to wangge_server;
create policy watch_head_seen on watch_head for select
  using (in_my_area(place) or my_role() = 'system' or unit_id in (select unit_id from my_watch_seats() where has_consented)
         or id in (select head_id from my_watch_seats()));
create policy watch_head_written on watch_head for insert with check (in_my_area(place));
create policy watch_head_changed on watch_head for update
  using (in_my_area(place) or my_role() = 'system' or id in (select head_id from my_watch_seats())) with check (true);
grant select, insert, update on watch_head to wangge_server;

-- Family: county. One tap a day of a head or deputy. What is said in words is sealed.
create table watch_tap (
  county text collate "C" not null,
  id uuid not null,
  unit_id uuid not null,
  head_id uuid not null,
  place place_code not null,
  on_day date not null,
  word text not null check (word in ('NORMAL', 'HELP', 'NOTICE')),
  sealed_words bytea,
  at timestamptz not null,
  primary key (id, county),
  foreign key (unit_id, county) references watch_unit (id, county),
  foreign key (head_id, county) references watch_head (id, county)
);
-- For a unit's taps of a day, the latest of which stands.
create index watch_tap_by_unit on watch_tap (unit_id, county, on_day, at);
create index watch_tap_by_head on watch_tap (head_id, county);
alter table watch_tap enable row level security;
create policy watch_tap_seen on watch_tap for select
  using (in_my_area(place) or unit_id in (select unit_id from my_watch_seats() where has_consented));
create policy watch_tap_made on watch_tap for insert
  with check (head_id in (select head_id from my_watch_seats() where has_consented));
grant select, insert on watch_tap to wangge_server;

-- Family: reference. A text for heads to read out to their neighbours. Never about a person.
create table watch_notice (
  id uuid primary key,
  area place_code not null,
  title text not null check (length(title) between 2 and 100),
  body text not null check (length(body) between 2 and 2000),
  -- The instruction that it passes on.
  instruction_id uuid references instruction,
  by_post uuid not null references post,
  at timestamptz not null,
  until_at timestamptz not null,
  recalled_at timestamptz
);
-- For what stands for a unit: its area and those above.
create index watch_notice_by_area on watch_notice (area, at desc);
create index watch_notice_by_instruction on watch_notice (instruction_id);
create index watch_notice_by_post on watch_notice (by_post);
alter table watch_notice enable row level security;
create policy watch_notice_seen on watch_notice for select
  using (in_my_area(area) or starts_with(my_area(), area) or my_role() = 'resident');
create policy watch_notice_written on watch_notice for insert with check (in_my_area(area));
create policy watch_notice_changed on watch_notice for update using (in_my_area(area)) with check (in_my_area(area));
grant select, insert, update on watch_notice to wangge_server;

-- Family: county. A notice was read out in a unit.
create table watch_reading (
  county text collate "C" not null,
  notice_id uuid not null references watch_notice,
  unit_id uuid not null,
  place place_code not null,
  head_id uuid not null,
  at timestamptz not null,
  primary key (notice_id, unit_id, county),
  foreign key (unit_id, county) references watch_unit (id, county),
  foreign key (head_id, county) references watch_head (id, county)
);
-- For what a unit has read out, and a head.
create index watch_reading_by_unit on watch_reading (unit_id, county);
create index watch_reading_by_head on watch_reading (head_id, county);
alter table watch_reading enable row level security;
create policy watch_reading_seen on watch_reading for select
  using (in_my_area(place) or unit_id in (select unit_id from my_watch_seats() where has_consented));
create policy watch_reading_made on watch_reading for insert
  with check (head_id in (select head_id from my_watch_seats() where has_consented));
grant select, insert on watch_reading to wangge_server;
