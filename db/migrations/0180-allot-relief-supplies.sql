-- why: relief supplies lie at centres, are asked for by homes and by the centres below, allotted, brought, and confirmed by
--   whoever asked; residents are told how their requests go
-- locks: notice, for its list of kinds (not valid, then validated); message_due, for a column with a constant default
-- old code can run: yes

-- Family: county. Relief supplies that lie at a centre, in whole pieces; never below none.
create table supply_stock (
  county text collate "C" not null,
  place place_code not null,
  item text not null,
  quantity integer not null check (quantity between 0 and 10000000),
  changed_at timestamptz not null,
  primary key (place, item, county)
);
alter table supply_stock enable row level security;
create policy supply_stock_in_area on supply_stock using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on supply_stock to wangge_server;

-- Family: county. The ledger: every change of a stock with its reason, and what was there after it. Never changed.
create table supply_movement (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  item text not null,
  change integer not null,
  because text not null check (because in ('received', 'allotted', 'handed-back', 'written-off', 'counted')),
  stock_after integer not null check (stock_after >= 0),
  at timestamptz not null,
  by_post uuid not null,
  -- The request of a home, or the order of a centre, that it was for or came from.
  request_id uuid,
  order_id uuid,
  -- From whom it came, why it was written off, who counted: about things.
  note text check (length(note) between 2 and 200),
  primary key (id, county),
  check (num_nonnulls(request_id, order_id) <= 1),
  check (because not in ('allotted', 'handed-back') or num_nonnulls(request_id, order_id) = 1),
  check (because not in ('allotted', 'written-off') or change < 0),
  check (because not in ('received', 'handed-back') or change > 0)
);
-- For a place's ledger, newest first.
create index supply_movement_by_place on supply_movement (place, at desc, id desc);
alter table supply_movement enable row level security;
create policy supply_movement_in_area on supply_movement using (in_my_area(place)) with check (in_my_area(place));
grant select, insert on supply_movement to wangge_server;

-- Family: county. A centre asks the levels above for stock: asked → allotted → received, or refused with a reason.
create table supply_order (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  item text not null,
  asked integer not null check (asked between 1 and 1000000),
  allotted integer check (allotted between 1 and 1000000),
  -- What came; less than was allotted is missing on the way, and stays visible.
  received integer check (received between 0 and allotted),
  from_place place_code,
  state text not null check (state in ('asked', 'allotted', 'refused', 'received')),
  note text check (length(note) between 2 and 200),
  reason text check (length(reason) between 2 and 200),
  asked_at timestamptz not null,
  asked_by uuid not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (id, county),
  check ((state in ('allotted', 'received')) = (from_place is not null)),
  check ((from_place is null) = (allotted is null)),
  check ((state = 'received') = (received is not null)),
  check (state <> 'refused' or reason is not null)
);
-- For the orders of an area, newest first.
create index supply_order_by_place on supply_order (place, changed_at desc);
alter table supply_order enable row level security;
create policy supply_order_in_area on supply_order using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on supply_order to wangge_server;

-- Family: county. Relief supplies that a home asked for with a request: what was asked, allotted, and came back unused.
create table service_goods (
  county text collate "C" not null,
  request_id uuid not null,
  item text not null,
  asked integer not null check (asked between 1 and 100),
  allotted integer check (allotted between 0 and asked),
  from_place place_code,
  allotted_at timestamptz,
  returned integer check (returned between 0 and allotted),
  primary key (request_id, county, item),
  foreign key (request_id, county) references service_request (id, county),
  check ((allotted is null) = (from_place is null) and (allotted is null) = (allotted_at is null)),
  check (returned is null or allotted is not null)
);
alter table service_goods enable row level security;
-- Whoever sees the request sees what it asks for.
create policy service_goods_seen on service_goods
  using (exists (select from service_request r where r.id = request_id and r.county = service_goods.county))
  with check (true);
grant select, insert, update on service_goods to wangge_server;

-- Residents are told how their requests go.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('colour', 'case', 'appeal',
  'scan-register', 'mass', 'enterprise', 'declaration', 'observation', 'service')) not valid;
alter table notice validate constraint notice_kind_check;

-- What the message to the phone is about; never more than that there is news of it.
alter table message_due add column about text not null default 'code' check (about in ('code', 'service'));
