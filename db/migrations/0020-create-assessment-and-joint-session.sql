-- why: what the departments handed in, what the assessment found, who signed it
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. One file that a department handed in, and its receipt. The same content is taken once; a corrected
-- file of the same name and day supersedes the old one, which stays on record.
create table feed_file (
  id uuid primary key,
  day date not null,
  name text not null,
  sha256 bytea not null,
  bytes bigint not null,
  received_at timestamptz not null,
  received_by uuid,
  channel text not null check (channel in ('upload', 'folder', 'simulator')),
  -- Filled by the assessment that read it: rows read, taken, later, rejected by reason.
  receipt jsonb,
  superseded_by uuid references feed_file,
  unique (day, sha256)
);
-- For the standing files of a day.
create index feed_file_by_day on feed_file (day, name) where superseded_by is null;
create index feed_file_superseded_by on feed_file (superseded_by);
grant select, insert, update on feed_file to wangge_server;

-- Family: reference. Versioned rule documents; published when two people of the health seat have signed.
create table rule_set (
  id text not null,
  version integer not null,
  document jsonb not null,
  sha256 bytea not null,
  proposed_by uuid,
  proposed_at timestamptz not null,
  published_at timestamptz,
  primary key (id, version)
);
create table rule_set_signature (
  id text not null,
  version integer not null,
  post_id uuid not null references post,
  signed_at timestamptz not null,
  primary key (id, version, post_id),
  foreign key (id, version) references rule_set
);
create index rule_set_signature_by_post on rule_set_signature (post_id);
grant select, insert on rule_set_signature to wangge_server;
grant select, insert, update on rule_set to wangge_server;

-- Family: reference. One run of the assessment of a day.
create table assessment (
  id uuid primary key,
  day date not null,
  version integer not null,
  state text not null check (state in ('running', 'draft', 'failed')),
  engine text not null check (engine in ('duckdb', 'postgres')),
  rule_set_id text not null,
  rule_set_version integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  summary jsonb,
  problem text,
  unique (day, version)
);
grant select, insert, update on assessment to wangge_server;

-- Family: person. What an assessment says of one subject, with reasons and evidence; never edited.
create table assessment_result (
  person_key uuid not null,
  assessment_id uuid not null,
  day date not null,
  kind text not null check (kind in ('person', 'phone')),
  tier text not null check (tier in ('red', 'yellow', 'blue')),
  rules text[] not null,
  latest_exposure_at timestamptz,
  exposure_tenths integer not null check (exposure_tenths >= 0),
  managed boolean not null,
  shared_phone boolean not null,
  place place_code,
  place_source text not null,
  evidence jsonb not null,
  primary key (person_key, assessment_id)
);
-- For the draft's samples and lists by tier and place, keyset by (place, person_key).
create index assessment_result_by_place on assessment_result (assessment_id, tier, place, person_key);
alter table assessment_result enable row level security;
create policy assessment_result_in_area on assessment_result using (in_my_area(place)) with check (true);
grant select, insert on assessment_result to wangge_server;

-- Family: reference. The daily joint session over one draft: three signatures and the chair, then published, not before.
create table joint_session (
  id uuid primary key,
  day date not null,
  version integer not null,
  assessment_id uuid not null references assessment,
  state text not null check (state in ('draft', 'published', 'superseded')),
  cut_off_at timestamptz not null,
  opened_at timestamptz not null,
  opened_by uuid,
  minutes text not null default '',
  -- Against the list published before: counts of new, up, down, left, same, by tier.
  changes jsonb not null,
  published_at timestamptz,
  published_by uuid,
  unique (day, version),
  check ((state = 'draft') = (published_at is null) or state = 'superseded')
);
create index joint_session_by_assessment on joint_session (assessment_id);
-- For "the list that stands": at most one published list a day.
create unique index joint_session_published on joint_session (day) where state = 'published';
grant select, insert, update on joint_session to wangge_server;

-- Family: reference. Every signature and objection ever given, with its reason; the latest of a seat stands.
create table joint_session_decision (
  id uuid primary key,
  session_id uuid not null references joint_session,
  seat text not null check (seat in ('police', 'telecom', 'health', 'chair')),
  decision text not null check (decision in ('sign', 'object')),
  reason text,
  post_id uuid not null references post,
  at timestamptz not null,
  check (decision = 'sign' or length(reason) >= 4)
);
create index joint_session_decision_by_session on joint_session_decision (session_id, seat, at);
create index joint_session_decision_by_post on joint_session_decision (post_id);
grant select, insert on joint_session_decision to wangge_server;

-- Family: person. Names, numbers, phones and addresses, sealed with AES-256-GCM; the key is not in the database.
create table sealed_identity (
  person_key uuid primary key,
  sealed bytea not null,
  key_id text not null,
  recorded_at timestamptz not null
);
alter table sealed_identity enable row level security;
-- No select policy at all: a row is opened through open_identity() (0021), which writes to the audit log.
create policy sealed_identity_insert on sealed_identity for insert with check (true);
grant insert on sealed_identity to wangge_server;

-- Family: person. Where a field report found someone: the first rung of tomorrow's placement ladder. The latest stands.
create table verified_place (
  person_key uuid not null,
  visit_id uuid not null,
  place place_code not null,
  verified_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (person_key, visit_id)
);
alter table verified_place enable row level security;
create policy verified_place_in_area on verified_place using (in_my_area(place)) with check (true);
grant select, insert on verified_place to wangge_server;
