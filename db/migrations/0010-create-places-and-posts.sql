-- why: the five levels, grids below them with their history, and the people who hold posts over them
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. Divisions and grids, bitemporal: valid_* is when it was so in the world, recorded_at when we knew.
create table place (
  code place_code primary key,
  parent place_code generated always as (
    case length(code) when 2 then null when 4 then left(code, 2) when 6 then left(code, 4) when 9 then left(code, 6)
      when 12 then left(code, 9) when 15 then left(code, 12) else left(code, 15) end) stored,
  name text not null check (length(name) between 1 and 100),
  kind text check (kind in ('comprehensive', 'dedicated')),
  -- Households on the register, the denominator of coverage; null = not known.
  households integer check (households >= 0),
  source text not null,
  valid_from date not null,
  -- Exclusive. A retired code is never used again.
  valid_until date,
  recorded_at timestamptz not null,
  check (valid_until is null or valid_until >= valid_from)
);
-- For the drill-down: the places directly below one, in order of code.
create index place_by_parent on place (parent, code);
grant select, insert, update on place to wangge_server;

-- Family: reference. How grids came and went, so that old reports stay attributable.
create table place_change (
  id uuid primary key,
  kind text not null check (kind in ('create', 'split', 'merge', 'retire', 'rename', 'import')),
  from_codes text[] not null,
  to_codes text[] not null,
  effective_on date not null,
  reason text not null,
  by_post uuid,
  recorded_at timestamptz not null
);
-- For "where did this grid come from, where did it go".
create index place_change_from on place_change using gin (from_codes);
create index place_change_to on place_change using gin (to_codes);
grant select, insert on place_change to wangge_server;

-- Family: reference. Someone who signs in. Names of staff are shown to staff; they are not subjects.
create table account (
  id uuid primary key,
  username text not null unique check (username = lower(username)),
  display_name text not null,
  password_hash text,
  phone_last4 text,
  state text not null check (state in ('invited', 'active', 'locked', 'closed')),
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);
grant select, insert, update on account to wangge_server;

-- Family: reference. A post acts: role + area, from–until. Bitemporal: a closed post stays, so that old deeds stay attributable.
create table post (
  id uuid primary key,
  account_id uuid not null references account,
  role text not null check (role in ('analyst', 'signatory', 'operator', 'grid-leader', 'grid-worker',
                                     'police-officer', 'health-worker', 'auditor')),
  area place_code not null,
  -- The department that a signatory signs for; `centre` chairs.
  department text check (department in ('police', 'telecom', 'health', 'centre')),
  organisation text not null,
  -- Exactly one worker of a grid is its primary one: tasks go to him while he is on duty.
  is_primary boolean not null default false,
  valid_from timestamptz not null,
  valid_until timestamptz,
  recorded_at timestamptz not null,
  recorded_by uuid,
  check (role <> 'signatory' or department is not null)
);
-- For "which posts does this account hold".
create index post_by_account on post (account_id);
-- For "who works in this area", routing and the duty board.
create index post_by_area on post (area, role);
grant select, insert, update on post to wangge_server;

-- Family: reference. A stretch of absence of a post (leave, illness, off duty), with the substitute who takes its tasks.
create table absence (
  id uuid primary key,
  post_id uuid not null references post,
  from_at timestamptz not null,
  until_at timestamptz,
  substitute_post_id uuid references post,
  reason text not null,
  recorded_at timestamptz not null,
  recorded_by uuid
);
-- For "is this post on duty now".
create index absence_by_post on absence (post_id, from_at);
-- For the duties that a substitute has taken on.
create index absence_by_substitute on absence (substitute_post_id);
grant select, insert, update on absence to wangge_server;

-- Family: reference. A worker's phone. It is registered with an activation code that the township's centre issued.
create table terminal (
  id uuid primary key,
  post_id uuid not null references post,
  activation_hash bytea not null unique,
  activation_until timestamptz not null,
  issued_by uuid not null,
  issued_at timestamptz not null,
  registered_at timestamptz,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text
);
-- For the terminals of a post.
create index terminal_by_post on terminal (post_id);
grant select, insert, update on terminal to wangge_server;

-- Family: reference. A signed-in browser or terminal; only the hash of its token is kept.
create table session (
  token_hash bytea primary key,
  account_id uuid not null references account,
  post_id uuid not null references post,
  terminal_id uuid references terminal,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
-- For ending all sessions of an account, and for erasing expired ones.
create index session_by_account on session (account_id);
create index session_by_expiry on session (expires_at);
create index session_by_post on session (post_id);
create index session_by_terminal on session (terminal_id);
grant select, insert, update, delete on session to wangge_server;

-- Family: county. The households of a grid, from the residents feed and from field reports; the register of coverage.
create table household (
  county text collate "C" not null,
  household_key uuid not null,
  place place_code not null,
  persons integer not null check (persons >= 0),
  first_visited_at timestamptz,
  last_visited_at timestamptz,
  recorded_at timestamptz not null,
  primary key (household_key, county)
);
-- For a grid's doors, and for those never visited.
create index household_by_place on household (county, place, first_visited_at);
alter table household enable row level security;
create policy household_in_area on household using (in_my_area(place)) with check (in_my_area(place));
grant select, insert, update on household to wangge_server;
