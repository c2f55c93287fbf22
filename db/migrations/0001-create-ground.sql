-- why: what every capability stands on: roles, codes of places, the actor of row-level security, audit, outbox, inbox, jobs
-- locks: none, all tables are new
-- old code can run: yes

-- The server's role owns nothing and cannot bypass row-level security; the sequencer alone may move audit entries
-- into the log. Both get their passwords from `wangge migrate`, never from a file in the repository.
do $$ begin
  if not exists (select from pg_roles where rolname = 'wangge_server') then create role wangge_server login; end if;
  if not exists (select from pg_roles where rolname = 'wangge_sequencer') then create role wangge_sequencer login; end if;
end $$;
grant usage on schema public to wangge_server, wangge_sequencer;

-- Digits whose prefixes are the ancestors (kernel/places.ts). Collation "C", so that "inside an area" is one range.
create domain place_code as text collate "C"
  check (value ~ '^[1-9][0-9]+$' and length(value) in (2, 4, 6, 9, 12, 15, 18));

-- The actor of the transaction, set by platform/database.ts with SET LOCAL. Unset means nobody: no row is visible.
create function my_area() returns text language sql stable parallel safe
  return current_setting('wangge.area', true);
create function my_post() returns uuid language sql stable parallel safe
  return nullif(current_setting('wangge.post', true), '')::uuid;
create function my_role() returns text language sql stable parallel safe
  return current_setting('wangge.role', true);

-- "In my jurisdiction" is "starts with my code"; ':' follows '9' in collation "C".
create function in_my_area(place text) returns boolean language sql stable parallel safe
  return place collate "C" >= current_setting('wangge.area', true)
     and place collate "C" < current_setting('wangge.area', true) || ':';

-- Family: reference. The audit log: entries wait here until the sequencer gives them their place in the Merkle tree.
create table audit_pending (
  id uuid primary key,
  at timestamptz not null,
  actor_post uuid,
  actor_role text not null,
  actor_area text not null,
  action text not null,
  object_kind text not null,
  object_id text not null,
  place place_code,
  detail jsonb not null
);

-- Family: reference. Append-only; leaf_hash = SHA-256(0x00 ‖ canonical entry), RFC 6962.
create table audit_entry (
  leaf_index bigint primary key,
  id uuid not null unique,
  at timestamptz not null,
  actor_post uuid,
  actor_role text not null,
  actor_area text not null,
  action text not null,
  object_kind text not null,
  object_id text not null,
  place place_code,
  detail jsonb not null,
  leaf_hash bytea not null
);
-- For "who did what to this object", the auditor's page.
create index audit_entry_by_object on audit_entry (object_kind, object_id, leaf_index);
-- For "what did this post do", the auditor's page.
create index audit_entry_by_actor on audit_entry (actor_post, leaf_index);

-- Family: reference. Signed tree heads: an outside auditor keeps them and checks later logs against them.
create table audit_head (
  tree_size bigint primary key,
  at timestamptz not null,
  root_hash bytea not null,
  key_id text not null,
  signature bytea not null,
  -- The right edge of the tree: 32-byte hashes of the perfect subtrees, largest first, from which the next head grows.
  frontier bytea not null
);

grant insert on audit_pending to wangge_server;
grant select on audit_entry, audit_head to wangge_server;
grant select, delete on audit_pending to wangge_sequencer;
grant select, insert on audit_entry, audit_head to wangge_sequencer;

-- Family: reference. Pokes written in the transaction that changed something, sent by the relay after its commit:
-- NOTIFY inside hot transactions cuts writes tenfold (stack.md).
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  at timestamptz not null
);
grant select, insert, delete on outbox to wangge_server;

-- Family: county. One row a holder (a post's uuid, or `desk:CODE` of a centre): its version grows with every change
-- of what lies in its inbox. A terminal that has seen version n asks again when it hears of a larger one.
create table inbox (
  county text collate "C" not null,
  holder text not null,
  version bigint not null,
  changed_at timestamptz not null,
  primary key (county, holder)
);
grant select, insert, update on inbox to wangge_server;

-- Family: reference. Long work with progress and undo; taken with SKIP LOCKED by any server process.
create table job (
  id uuid primary key,
  kind text not null,
  params jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'undone')),
  run_at timestamptz not null,
  created_at timestamptz not null,
  created_by uuid,
  area place_code not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- A running job whose lease has passed belongs to a process that died: the next one takes it up again.
  lease_until timestamptz,
  attempts integer not null default 0,
  done_count integer not null default 0,
  total_count integer,
  result jsonb,
  problem text
);
-- For the runner: what may start now.
create index job_to_run on job (run_at) where state in ('waiting', 'running');
-- For the page that shows a person his own jobs, newest first.
create index job_by_creator on job (created_by, created_at desc);
grant select, insert, update on job to wangge_server;

-- Family: reference. Facts about this deployment, such as the demo's clock offset; one row a name.
create table deployment (
  name text primary key,
  value jsonb not null,
  set_at timestamptz not null
);
grant select, insert, update on deployment to wangge_server;
