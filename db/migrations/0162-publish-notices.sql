-- why: law and health notices and training cards on every phone, approved by a second person; receipts counted
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. A notice to residents, or a card for workers (what to do when …); a new version replaces the old one.
create table publicity_item (
  id uuid primary key,
  kind text not null check (kind in ('notice', 'card')),
  area place_code not null,
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  legal_basis text not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  version integer not null check (version >= 1),
  replaces uuid references publicity_item,
  drafted_by uuid not null references post,
  drafted_at timestamptz not null,
  -- A second person of the centre, never the one who drafted it.
  approved_by uuid references post,
  approved_at timestamptz,
  ended_at timestamptz,
  check (valid_until > valid_from),
  check (approved_by is distinct from drafted_by)
);
-- For what stands for an area, and what waits for approval there.
create index publicity_item_by_area on publicity_item (area, drafted_at desc) where ended_at is null;
create index publicity_item_replaces on publicity_item (replaces);
create index publicity_item_drafted on publicity_item (drafted_by);
create index publicity_item_approved on publicity_item (approved_by);
grant select, insert, update on publicity_item to wangge_server;

-- Family: county. Shown at a door, read aloud, paper left: counted by place and day. Who did it does not stand here.
create table publicity_receipt (
  county text collate "C" not null,
  id uuid not null,
  item_id uuid not null,
  place place_code not null,
  way text not null check (way in ('shown', 'read-aloud', 'paper-left', 'talk')),
  listeners smallint not null check (listeners between 1 and 500),
  given_on date not null,
  primary key (id, county)
);
-- For the receipts of an item by place.
create index publicity_receipt_by_item on publicity_receipt (item_id, place);
alter table publicity_receipt enable row level security;
create policy publicity_receipt_in_area on publicity_receipt using (in_my_area(place)) with check (true);
grant select, insert on publicity_receipt to wangge_server;
