-- why: checkpoints with their banner, roster and shifts; what was scanned, measured and registered there
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. Where codes are checked, set up by a centre.
create table checkpoint (
  id uuid primary key,
  place place_code not null,
  name text not null,
  kind text not null check (kind in ('estate-gate', 'road', 'station', 'venue', 'market', 'enterprise-gate')),
  lanes smallint not null check (lanes between 1 and 30),
  set_up_by uuid not null references post,
  set_up_at timestamptz not null,
  closed_at timestamptz
);
-- For the checkpoints of an area.
create index checkpoint_by_place on checkpoint (place);
create index checkpoint_by_post on checkpoint (set_up_by);
grant select, insert, update on checkpoint to wangge_server;

-- Family: reference. The rule of the day, shown on every screen of a county; a new text is a new version.
create table checkpoint_banner (
  county place_code not null,
  version integer not null check (version >= 1),
  valid_on date not null,
  text_zh text not null,
  text_en text not null,
  published_by uuid not null references post,
  published_at timestamptz not null,
  primary key (county, version)
);
create index checkpoint_banner_by_post on checkpoint_banner (published_by);
grant select, insert on checkpoint_banner to wangge_server;

-- Family: reference. Who stands when. A new plan of a day replaces that day's; nothing is deleted.
create table checkpoint_roster (
  checkpoint_id uuid not null references checkpoint,
  day date not null,
  version integer not null,
  -- [{postId, lane, from, until}]
  turns jsonb not null,
  planned_by uuid not null references post,
  planned_at timestamptz not null,
  primary key (checkpoint_id, day, version)
);
create index checkpoint_roster_by_post on checkpoint_roster (planned_by);
grant select, insert on checkpoint_roster to wangge_server;

-- Family: county. One stretch of one person at one lane; opened and closed on the phone, with or without a network. The
-- hand-over is signed by who leaves (closing) and by who comes (taking over).
create table checkpoint_shift (
  county text collate "C" not null,
  id uuid not null,
  checkpoint_id uuid not null,
  place place_code not null,
  lane smallint not null,
  post_id uuid not null,
  opened_at timestamptz not null,
  -- The shift that this one took over.
  takes_over uuid,
  close_id uuid,
  closed_at timestamptz,
  headcount integer,
  -- Notes and open matters may name people: sealed like names (AES-256-GCM).
  sealed_notes bytea,
  open_matters smallint,
  taken_by uuid,
  taken_at timestamptz,
  primary key (id, county)
);
-- For hand-overs that wait, and for who stands where now.
create index checkpoint_shift_by_checkpoint on checkpoint_shift (checkpoint_id, opened_at desc);
-- For signing a hand-over whichever half arrives first.
create index checkpoint_shift_taking_over on checkpoint_shift (takes_over) where takes_over is not null;
alter table checkpoint_shift enable row level security;
create policy checkpoint_shift_in_area on checkpoint_shift
  using (in_my_area(place) or post_id = my_post()) with check (true);
grant select, insert, update, delete on checkpoint_shift to wangge_server;

-- Family: county. One person, visitor, vehicle or count at a gate; the id was made on the phone. Erased after 16 days.
create table scan (
  county text collate "C" not null,
  id uuid not null,
  kind text not null check (kind in ('code', 'card', 'visitor', 'vehicle', 'count')),
  checkpoint_id uuid not null,
  place place_code not null,
  lane smallint not null,
  shift_id uuid,
  post_id uuid not null,
  scanned_at timestamptz not null,
  scanned_on date not null,
  recorded_at timestamptz not null,
  direction text not null check (direction in ('in', 'out')),
  outcome text check (outcome in ('pass', 'ask', 'stop', 'cannot-verify')),
  why text,
  form text check (form in ('phone', 'refreshed', 'paper', 'short-code', 'card', 'register')),
  issuer text,
  code_id integer,
  -- Found by the server from the code's id or the card's number; null: kept without a person.
  person_key uuid,
  colour text check (colour in ('red', 'yellow', 'pending', 'green')),
  -- Tenths of a degree Celsius; an ordinary one is erased after a day.
  temperature_tenths smallint check (temperature_tenths between 340 and 425),
  fever text not null default 'none' check (fever in ('none', 'waiting', 'too-soon', 'false-alarm', 'confirmed')),
  visitor_id uuid,
  -- A vehicle's: key and sealed text of its plate, its kind, where it came from.
  plate_key uuid,
  sealed_plate bytea,
  plate_kind text,
  from_place text,
  -- A vehicle's passengers; a count's people and queue.
  headcount integer,
  queue integer,
  primary key (id, county)
);
-- For a checkpoint's day.
create index scan_by_checkpoint on scan (checkpoint_id, scanned_on, lane);
-- For a person's own log, and for presence.
create index scan_by_person on scan (person_key, scanned_at) where person_key is not null;
-- For erasing what is over: temperatures after a day, rows after sixteen.
create index scan_with_temperature on scan (scanned_at) where temperature_tenths is not null and fever <> 'confirmed';
create index scan_by_time on scan (scanned_at);
-- For the last time that a visitor came.
create index scan_by_visitor on scan (visitor_id, scanned_at) where visitor_id is not null;
alter table scan enable row level security;
create policy scan_in_area on scan
  using (in_my_area(place) or post_id = my_post() or is_my_person(person_key)) with check (true);
grant select, insert, update, delete on scan to wangge_server;

-- Family: county. The second reading of a temperature; it may arrive before the first.
create table scan_recheck (
  county text collate "C" not null,
  id uuid not null,
  scan_id uuid not null,
  post_id uuid not null,
  place place_code not null,
  at timestamptz not null,
  temperature_tenths smallint not null check (temperature_tenths between 340 and 425),
  primary key (id, county)
);
-- For deciding a fever, and for erasing it with its scan.
create index scan_recheck_by_scan on scan_recheck (scan_id);
-- For erasing the lonely ones.
create index scan_recheck_by_time on scan_recheck (at);
alter table scan_recheck enable row level security;
create policy scan_recheck_in_area on scan_recheck
  using (in_my_area(place) or post_id = my_post()) with check (true);
grant select, insert, delete on scan_recheck to wangge_server;

-- Family: county. A visitor without a code or a phone, as the form took him in; sealed, found again by the last four of
-- his number and his name. Erased 16 days after he came last.
create table visitor (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null,
  -- Null: a child or foreigner without a number that was readable.
  person_key uuid,
  -- HMAC of name and last four: how he is found again, and nothing else.
  find_key uuid not null,
  sealed bytea not null,
  key_id text not null,
  is_child boolean not null,
  by_post uuid not null,
  registered_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (id, county)
);
-- For a visitor who comes again.
create index visitor_to_find on visitor (county, find_key);
-- For erasing those who have not come again.
create index visitor_by_last_seen on visitor (last_seen_at);
alter table visitor enable row level security;
create policy visitor_in_area on visitor
  using (in_my_area(place) or by_post = my_post() or is_my_person(person_key)) with check (true);
grant select, insert, update, delete on visitor to wangge_server;

-- Family: person. A resident's own check-in at a place. `weak` proves nothing: it is there for the person alone.
create table own_check_in (
  person_key uuid not null,
  id uuid not null,
  checkpoint_id uuid not null,
  place place_code not null,
  at timestamptz not null,
  strength text not null check (strength in ('present', 'weak')),
  primary key (person_key, id)
);
-- For erasing what is over.
create index own_check_in_by_time on own_check_in (at);
alter table own_check_in enable row level security;
create policy own_check_in_of_person on own_check_in
  using (is_my_person(person_key) or my_role() = 'system')
  with check (is_my_person(person_key) or my_role() = 'system');
grant select, insert, delete on own_check_in to wangge_server;

-- Who was where with evidence of presence: what rules may read, and the only thing. Weak check-ins are not in it.
create view venue_presence with (security_invoker = true) as
  select person_key, checkpoint_id, place, scanned_at as at, 'staff'::text as evidence
    from scan where person_key is not null and kind in ('code', 'card', 'visitor')
  union all
  select person_key, checkpoint_id, place, at, 'screen' from own_check_in where strength = 'present';
grant select on venue_presence to wangge_server;
