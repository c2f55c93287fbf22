-- why: clues from the field go through five steps; disputes are mediated by consent; both are walled off from health codes
-- locks: evidence for as long as one check over it takes to read it (validated apart, readers and writers go on)
-- old code can run: yes

-- Family: county. Something seen or told that somebody must deal with: gathered → assessed → warned → assigned → reported
-- back. About a thing and a place, never a person: there is no person's key here, and none may be added (the wall,
-- docs/decisions/0031). What was said, the grievance to be solved and what was done are sealed.
create table clue (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null check (length(place) >= 6),
  category text not null,
  state text not null check (state in ('GATHERED', 'ASSESSED', 'ASSIGNED', 'ACCEPTED', 'REPORTED', 'CLOSED', 'REJECTED')),
  source text not null check (source in ('grid', 'hotline', 'court', 'employer', 'resident')),
  sealed bytea not null,
  key_id text not null,
  happened_at timestamptz not null,
  gathered_at timestamptz not null,
  by_post uuid not null,
  -- Roughly where, when the worker agreed: thousandths of a degree.
  latitude_thousandths integer check (latitude_thousandths between -90000 and 90000),
  longitude_thousandths integer check (longitude_thousandths between -180000 and 180000),
  -- The earlier one that it repeats (same grid, category, two hours): dealt with together, its reporter told of both.
  like_of uuid,
  -- The centre whose it is now.
  desk place_code not null,
  level smallint check (level between 1 and 4),
  assigned_by uuid,
  assigned_by_account uuid,
  owner_post uuid,
  assigned_at timestamptz,
  accept_by timestamptz,
  due_at timestamptz,
  accepted_at timestamptz,
  reported_at timestamptz,
  -- What was done, sealed and bound to the clue.
  sealed_done bytea,
  reopened smallint not null default 0 check (reopened between 0 and 2),
  rejected_why text check (rejected_why in ('not-a-fact', 'out-of-scope', 'solved-already')),
  closed_at timestamptz,
  escalated_to place_code,
  look_at timestamptz,
  version integer not null default 1,
  primary key (id, county),
  check (state in ('GATHERED', 'REJECTED') or level is not null),
  check (state not in ('ASSIGNED', 'ACCEPTED', 'REPORTED') or (owner_post is not null and due_at is not null)),
  check ((state in ('CLOSED', 'REJECTED')) = (closed_at is not null)),
  check ((latitude_thousandths is null) = (longitude_thousandths is null))
);
-- For a centre's list, and the day's report.
create index clue_by_place on clue (place, gathered_at);
-- For near-duplicates: same grid, category, two hours.
create index clue_by_likeness on clue (place, category, happened_at) where like_of is null;
-- For the reporters of what repeats one.
create index clue_like_of on clue (like_of) where like_of is not null;
-- For what a post has in hand, and what it reported.
create index clue_by_owner on clue (owner_post) where owner_post is not null;
-- For a reporter's own page.
create index clue_by_post on clue (by_post, gathered_at);
-- For the clockwork.
create index clue_to_look_at on clue (look_at) where look_at is not null;
alter table clue enable row level security;
-- Centres, police and the auditor of the area; besides who reported it, and who has to deal with it. Never a health worker
-- as such (separation of duties: reference of the domain, §6.14).
create policy clue_seen on clue
  using ((in_my_area(place) and my_role() in ('operator', 'police-officer', 'auditor'))
      or (by_post = my_post() and my_role() <> 'resident') or owner_post = my_post() or my_role() = 'system')
  with check (true);
grant select, insert, update on clue to wangge_server;

-- May the actor see this clue? What the policies of its tables ask.
create function sees_clue(clue_id uuid) returns boolean
language sql stable parallel safe as $$
  select exists (select from clue c where c.id = clue_id)
$$;

-- Family: county. How grave one person finds it, and why (sealed): two at least, each once a round.
create table clue_assessment (
  county text collate "C" not null,
  clue_id uuid not null,
  account_id uuid not null,
  post_id uuid not null,
  impact smallint not null check (impact between 1 and 4),
  likelihood smallint not null check (likelihood between 1 and 4),
  sealed_reason bytea not null,
  at timestamptz not null,
  primary key (clue_id, account_id, county)
);
alter table clue_assessment enable row level security;
create policy clue_assessment_seen on clue_assessment using (sees_clue(clue_id)) with check (true);
grant select, insert on clue_assessment to wangge_server;

-- Family: county. Which centres must know of it, and when each said that it does.
create table clue_warning (
  county text collate "C" not null,
  id uuid not null,
  clue_id uuid not null,
  desk place_code not null,
  at timestamptz not null,
  by_post uuid not null,
  received_at timestamptz,
  received_by uuid,
  primary key (id, county),
  unique (clue_id, desk, county)
);
alter table clue_warning enable row level security;
create policy clue_warning_seen on clue_warning using (sees_clue(clue_id)) with check (true);
grant select, insert, update on clue_warning to wangge_server;

-- Family: county. The course of a clue. Never changed.
create table clue_event (
  county text collate "C" not null,
  id uuid not null,
  object_id uuid not null,
  kind text not null,
  at timestamptz not null,
  by_post uuid,
  by_resident uuid,
  sealed_reason bytea,
  detail jsonb not null default '{}',
  primary key (id, county)
);
-- For the course of a clue.
create index clue_event_by_object on clue_event (object_id, at, id);
alter table clue_event enable row level security;
create policy clue_event_seen on clue_event using (sees_clue(object_id) or my_role() = 'system') with check (true);
grant select, insert on clue_event to wangge_server;

-- Family: county. A quarrel that both sides let somebody mediate (People's Mediation Law). Who they are, what it is about
-- and what was agreed are sealed; there is no person's key and nothing of health.
create table dispute (
  county text collate "C" not null,
  id uuid not null,
  place place_code not null check (length(place) >= 12),
  category text not null,
  state text not null check (state in ('FOUND', 'CONSENTED', 'MEDIATING', 'AGREED', 'CONFIRMED', 'PERFORMED', 'FAILED')),
  level text not null check (level in ('grid', 'village', 'township', 'county')),
  sealed bytea not null,
  key_id text not null,
  found_at timestamptz not null,
  found_by uuid not null,
  -- A party's agreement to be mediated: by a signature, or by word of mouth before who wrote it down.
  consent_a text check (consent_a in ('signed', 'told')),
  consent_b text check (consent_b in ('signed', 'told')),
  mediator_post uuid,
  form text check (form in ('oral', 'written')),
  agreed_at timestamptz,
  -- Both sides' signatures under the record, strokes as the text of a path.
  signature_a text check (length(signature_a) <= 6000),
  signature_b text check (length(signature_b) <= 6000),
  -- Joint application to the court: within thirty days of the agreement (People's Mediation Law, art. 33).
  court_until timestamptz,
  court_applied_on date,
  court_confirmed_on date,
  referred_to text check (referred_to in ('court', 'labour-arbitration', 'housing', 'market-regulation', 'police', 'hotline-12345')),
  due_at timestamptz,
  ended_at timestamptz,
  escalated_to place_code,
  look_at timestamptz,
  version integer not null default 1,
  primary key (id, county),
  check (state in ('FOUND', 'FAILED') or (consent_a is not null and consent_b is not null)),
  check (form is distinct from 'written' or (signature_a is not null and signature_b is not null)),
  check ((state = 'FAILED') = (referred_to is not null)),
  check ((state in ('PERFORMED', 'FAILED')) = (ended_at is not null))
);
-- For the disputes of an area, open ones first.
create index dispute_by_place on dispute (place, ended_at);
-- For the copies of phones, in order of id.
create index dispute_for_phones on dispute (place, id);
-- For the clockwork.
create index dispute_to_look_at on dispute (look_at) where look_at is not null;
alter table dispute enable row level security;
create policy dispute_seen on dispute
  using ((in_my_area(place) and my_role() in ('grid-worker', 'grid-leader', 'police-officer', 'operator', 'auditor'))
      or my_role() = 'system')
  with check (in_my_area(place) or my_role() = 'system');
grant select, insert, update on dispute to wangge_server;

-- Family: county. The course of a dispute. Never changed.
create table dispute_event (
  county text collate "C" not null,
  id uuid not null,
  object_id uuid not null,
  kind text not null,
  at timestamptz not null,
  by_post uuid,
  by_resident uuid,
  sealed_reason bytea,
  detail jsonb not null default '{}',
  primary key (id, county)
);
-- For the course of a dispute.
create index dispute_event_by_object on dispute_event (object_id, at, id);
alter table dispute_event enable row level security;
create policy dispute_event_seen on dispute_event
  using (exists (select from dispute d where d.id = object_id) or my_role() = 'system') with check (true);
grant select, insert on dispute_event to wangge_server;

-- The wall from the other side: nothing that came from a clue, a dispute, a complaint or a petition is evidence for a
-- colour, whoever writes it (Zhengzhou, June 2022).
alter table evidence add constraint evidence_beyond_the_wall
  check (source !~ '^(clue|dispute|complaint|petition)') not valid;
alter table evidence validate constraint evidence_beyond_the_wall;

-- The main clue that a new one repeats. Past row-level security: a worker does not see what another one of the same grid
-- reported, and learns from this no more than that somebody did.
create function find_clue_alike(at_place text, of_category text, from_at timestamptz, until_at timestamptz) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.id from clue c
   where c.place = at_place and c.category = of_category and c.like_of is null and c.closed_at is null
     and c.happened_at between from_at and until_at
   order by c.happened_at, c.id limit 1
$$;
revoke all on function find_clue_alike(text, text, timestamptz, timestamptz) from public;
grant execute on function find_clue_alike(text, text, timestamptz, timestamptz) to wangge_server;
