-- why: a recolouring of too many at once waits for two people of health; what is typed by hand takes two people
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. How many may change colour by evidence in an hour before it is held: a published document, by level.
-- `persons` or `percent` of the holders, whichever is fewer, but never fewer than `atLeast`.
create table recolouring_limit (
  version integer primary key,
  document jsonb not null,
  reason text not null,
  published_at timestamptz not null
);
insert into recolouring_limit (version, document, reason, published_at) values (1,
  '{"county": {"persons": 500, "percent": 2, "atLeast": 20}, "city": {"persons": 3000, "percent": 1, "atLeast": 60},
    "province": {"persons": 15000, "percent": 0.5, "atLeast": 120}}',
  'shipped with the platform (docs/decisions/0012)', '2020-01-23T00:00:00Z');
grant select on recolouring_limit to wangge_server;

-- Family: county. How many changed colour by evidence in a place in a minute. Several rows a minute (`shard`), so that two
-- transactions rarely wait for one another.
create table recolouring_tally (
  place place_code not null,
  minute timestamptz not null,
  shard smallint not null,
  changed integer not null,
  primary key (place, minute, shard)
);
-- Family: county. How many hold a code in a place, in shards.
create table holder_tally (
  place place_code not null,
  shard smallint not null,
  holders integer not null,
  primary key (place, shard)
);
grant select on recolouring_tally, holder_tally to wangge_server;

-- Family: county. A recolouring that waits: nothing of it is decided for that place until two people of health say so.
create table recolouring_hold (
  id uuid primary key,
  place place_code not null,
  cause text not null,
  opened_at timestamptz not null,
  -- How many would have changed in the hour, of how many holders, against which limit.
  would_change integer not null,
  holders integer not null,
  limit_persons integer not null,
  limit_version integer not null references recolouring_limit,
  state text not null check (state in ('open', 'released', 'rejected')),
  ended_at timestamptz,
  check ((state = 'open') = (ended_at is null))
);
-- For the holds under a version of the limits.
create index recolouring_hold_by_limit on recolouring_hold (limit_version);
-- One open hold a place: what comes after joins it.
create unique index recolouring_hold_open on recolouring_hold (place) where state = 'open';
-- Family: person. The evidence, or the withdrawals, that a hold keeps from counting.
create table recolouring_hold_item (
  evidence_id uuid not null,
  is_withdrawal boolean not null,
  hold_id uuid not null references recolouring_hold,
  person_key uuid not null,
  released_at timestamptz,
  primary key (evidence_id, is_withdrawal)
);
-- For recomputing everybody of a released hold, in order of keys.
create index recolouring_hold_item_by_hold on recolouring_hold_item (hold_id, person_key);
-- For a person's page and for recomputing a past colour.
create index recolouring_hold_item_by_person on recolouring_hold_item (person_key);
-- Family: reference. What each person of health said of a hold, with a reason; two that agree end it.
create table recolouring_hold_decision (
  id uuid primary key,
  hold_id uuid not null references recolouring_hold,
  decision text not null check (decision in ('release', 'reject')),
  reason text not null check (length(reason) >= 10),
  post_id uuid not null references post,
  at timestamptz not null,
  unique (hold_id, post_id)
);
-- For what a post has said.
create index recolouring_hold_decision_by_post on recolouring_hold_decision (post_id);
alter table recolouring_hold enable row level security;
create policy recolouring_hold_seen on recolouring_hold for select
  using (in_my_area(place) or place = left(my_area(), 4) or place = left(my_area(), 2));
alter table recolouring_hold_item enable row level security;
create policy recolouring_hold_item_seen on recolouring_hold_item for select
  using (exists (select from code_current c where c.person_key = recolouring_hold_item.person_key));
grant select on recolouring_hold, recolouring_hold_item, recolouring_hold_decision to wangge_server;

-- Family: person. Evidence (or its withdrawal) that waits for a second person: typed by hand (two people of health), seen
-- at a visit (two posts of the field).
create table evidence_proposal (
  id uuid primary key,
  person_key uuid not null,
  place place_code not null,
  what text not null check (what in ('record', 'withdraw')),
  kind text not null references evidence_kind,
  -- For a withdrawal: which.
  evidence_id uuid references evidence,
  -- The event of the epidemic it belongs to: an outbreak's or a case's number.
  event_id text check (length(event_id) between 3 and 60),
  reason text not null,
  hours integer not null check (hours between 1 and 168),
  source text not null,
  source_id text not null,
  since timestamptz not null,
  proposed_by uuid,
  proposed_role text not null,
  proposed_organisation text not null,
  proposed_at timestamptz not null,
  -- More than 200 a day and county: the province's health signatory too.
  needs_province boolean not null default false,
  state text not null check (state in ('open', 'confirmed', 'rejected', 'lapsed')),
  ended_at timestamptz,
  review_at timestamptz,
  check ((what = 'withdraw') = (evidence_id is not null)),
  check (kind not like 'hand-%' or what = 'withdraw' or (event_id is not null and length(reason) >= 20 and hours <= 72))
);
-- For the key of kinds.
create index evidence_proposal_by_kind on evidence_proposal (kind);
-- For proposals to withdraw a piece of evidence.
create index evidence_proposal_by_evidence on evidence_proposal (evidence_id);
-- For a person's page.
create index evidence_proposal_by_person on evidence_proposal (person_key);
-- For the page of what waits, and for the daily limit of a county.
create index evidence_proposal_open on evidence_proposal (place, proposed_at) where state = 'open';
-- For the public count by day and the county's daily limit.
create index evidence_proposal_by_day on evidence_proposal (proposed_at);
-- A visit proposes once.
create unique index evidence_proposal_source on evidence_proposal (source, source_id, person_key) where source = 'visit';
-- Family: person. Who said yes or no to a proposal.
create table evidence_proposal_decision (
  proposal_id uuid not null references evidence_proposal,
  post_id uuid not null references post,
  decision text not null check (decision in ('confirm', 'reject')),
  organisation text not null,
  area place_code not null,
  reason text,
  at timestamptz not null,
  primary key (proposal_id, post_id)
);
-- For what a post has said.
create index evidence_proposal_decision_by_post on evidence_proposal_decision (post_id);
alter table evidence_proposal enable row level security;
create policy evidence_proposal_seen on evidence_proposal for select
  using ((in_my_area(place) or length(my_area()) = 2)
         and my_role() in ('signatory', 'health-worker', 'auditor', 'system', 'grid-worker', 'grid-leader'));
alter table evidence_proposal_decision enable row level security;
create policy evidence_proposal_decision_seen on evidence_proposal_decision for select
  using (exists (select from evidence_proposal p where p.id = evidence_proposal_decision.proposal_id));
grant select on evidence_proposal, evidence_proposal_decision to wangge_server;
