-- why: what phones say offline is applied once, held when it comes too early, and answered for ever; what changed since
--   a phone's last contact is known without looking through everything
-- locks: none, all tables are new
-- old code can run: yes

-- Family: county. One command of a phone and what became of it: sent again, it gets the same answer. `held`: it waits for
-- the one it follows (`after_id`), with its body sealed until then.
create table field_command (
  county text collate "C" not null,
  id uuid not null,
  kind text not null,
  post_id uuid not null,
  terminal_id uuid,
  -- By the phone's clock, put right by its offset.
  made_at timestamptz not null,
  received_at timestamptz not null,
  answer text not null check (answer in ('applied', 'refused', 'held')),
  after_id uuid,
  -- Of a refusal: the code and the fields at fault. Of an applied one: what its phone should know.
  facts jsonb not null default '{}',
  sealed_body text,
  primary key (id, county),
  check ((answer = 'held') = (sealed_body is not null)),
  check (answer <> 'held' or after_id is not null)
);
-- For "which of this post's commands wait for this one", and its page of what is held.
create index field_command_held on field_command (post_id, after_id) where answer = 'held';
-- For the sweep that forgets answers nobody can ask for any more.
create index field_command_by_time on field_command (received_at);
alter table field_command enable row level security;
create policy field_command_of_post on field_command using (post_id = my_post() or my_role() = 'system')
  with check (post_id = my_post() or my_role() = 'system');
grant select, insert, update, delete on field_command to wangge_server;

-- Family: county. What changed of which phones hold copies; kind and key only. `tx` is the writing transaction: a reader
-- takes everything that began before the oldest one still under way, so that nothing that commits late is missed.
create table copy_change (
  county text collate "C" not null,
  kind text not null,
  id uuid not null,
  place place_code not null,
  at timestamptz not null,
  tx xid8 not null default pg_current_xact_id()
);
-- For "what changed here since transaction n".
create index copy_change_by_tx on copy_change (county, tx);
-- For the sweep of what no phone can ask for any more.
create index copy_change_by_time on copy_change (at);
alter table copy_change enable row level security;
-- A change above one's area (a township's campaign) is everybody's below; one outside is nobody's.
create policy copy_change_of_area on copy_change
  using (in_my_area(place) or starts_with(my_area(), place) or my_role() = 'system') with check (true);
grant select, insert, delete on copy_change to wangge_server;

-- Family: reference. One row: changes up to and with this transaction are forgotten; a phone that is older starts over.
create table copy_floor (is_one boolean primary key default true check (is_one), value xid8 not null);
insert into copy_floor (value) values ('0');
grant select, update on copy_floor to wangge_server;
