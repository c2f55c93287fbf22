-- why: the colour of a code follows from recorded evidence, and from nothing else (docs/decisions/0011)
-- locks: none, all tables are new
-- old code can run: yes

-- Family: reference. The closed list of kinds of evidence, as capabilities/codes/rules/evidence.ts has it (a test
-- compares). `rank`: 0 red, 1 yellow, 2 pending, 3 green. Who may record: roles, `two-health`, `two-posts`.
create table evidence_kind (
  kind text primary key,
  colour text not null check (colour in ('red', 'yellow', 'pending', 'green')),
  rank smallint not null check (rank between 0 and 3),
  class text not null check (class in ('E1', 'E2', 'E3', 'E4', 'E5', 'E6')),
  recorded_by text[] not null,
  -- One person of the health role may end it alone: a clinician's exclusion, the signature under an observation.
  ends_by_release boolean not null
);
insert into evidence_kind (kind, colour, rank, class, recorded_by, ends_by_release) values
  ('assessment-red', 'red', 0, 'E1', '{system}', false),
  ('measure', 'red', 0, 'E1', '{system,health-worker}', true),
  ('declared-high-area', 'red', 0, 'E6', '{system,resident,grid-leader,grid-worker,health-worker}', false),
  ('declared-contact', 'red', 0, 'E6', '{system,resident,grid-leader,grid-worker,health-worker}', false),
  ('hand-red', 'red', 0, 'E1', '{two-health}', false),
  ('recognised-red', 'red', 0, 'E1', '{system}', false),
  ('assessment-yellow', 'yellow', 1, 'E1', '{system}', false),
  ('declared-medium-area', 'yellow', 1, 'E6', '{system,resident,grid-leader,grid-worker,health-worker}', false),
  ('declared-symptom', 'yellow', 1, 'E6', '{system,resident,grid-leader,grid-worker,health-worker}', true),
  ('checkpoint-fever', 'yellow', 1, 'E3', '{system,checkpoint-staff,health-worker,grid-worker,grid-leader}', true),
  ('field-symptom', 'yellow', 1, 'E5', '{two-posts}', true),
  ('household-fever-clinic', 'yellow', 1, 'E1', '{system,health-worker}', true),
  ('hand-yellow', 'yellow', 1, 'E1', '{two-health}', false),
  ('recognised-yellow', 'yellow', 1, 'E1', '{system}', false),
  ('short-stay', 'pending', 2, 'E6', '{system,resident,grid-leader,grid-worker,health-worker}', false),
  ('unchecked-declaration', 'pending', 2, 'E6', '{system,resident,grid-leader,grid-worker,health-worker}', false),
  ('assessment-blue', 'green', 3, 'E1', '{system}', false);
grant select on evidence_kind to wangge_server;

-- Family: person. What is known of a person that can hold a colour; append-only. `mac`: HMAC by the server's key, so that
-- a row which somebody wrote into the table counts for nothing.
create table evidence (
  id uuid primary key,
  person_key uuid not null,
  kind text not null,
  source text not null check (length(source) between 1 and 40),
  source_id text not null check (length(source_id) <= 100),
  since timestamptz not null,
  -- Exclusive; null: until withdrawn.
  until timestamptz,
  -- When a measure is planned to end; it ends by a signature, and an alarm says when that is overdue.
  planned_until timestamptz,
  facts jsonb not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  recorded_role text not null,
  mac bytea not null,
  check (until is null or until > since)
);
-- For "what stands for these persons", every evaluation.
create index evidence_by_person on evidence (person_key);
-- For what ends together with other evidence: the household of somebody at a fever clinic.
create index evidence_linked on evidence (source_id) where source = 'household';
-- For releases that are overdue.
create index evidence_planned on evidence (planned_until) where planned_until is not null;

-- Family: person. Evidence that no longer counts, why and by whom; append-only.
create table evidence_withdrawal (
  evidence_id uuid primary key references evidence,
  person_key uuid not null,
  at timestamptz not null,
  because text not null check (because in ('appeal', 'release', 'source', 'two-health')),
  source_id text not null check (length(source_id) <= 100),
  reason text not null check (length(reason) between 1 and 500),
  by_post uuid,
  by_role text not null,
  mac bytea not null
);
-- For a person's page.
create index evidence_withdrawal_by_person on evidence_withdrawal (person_key);

-- Family: person. The holders of a code and what the latest decision says: a projection of colour_decision, rewritten by
-- record_decisions() alone. `seq` 0: enrolled in this transaction, not decided yet.
create table code_current (
  person_key uuid primary key,
  place place_code not null check (length(place) >= 6),
  seq integer not null check (seq >= 0),
  colour text not null check (colour in ('red', 'yellow', 'pending', 'green')),
  until timestamptz
) with (fillfactor = 70);
-- For codes whose time has come (codes-expire), each to the minute.
create index code_current_until on code_current (until) where until is not null;

-- Family: person. Every change of a colour, immutable: from these and the evidence any past colour is recomputed.
create table colour_decision (
  person_key uuid not null,
  -- The person's own count of decisions, without gaps.
  seq integer not null check (seq >= 1),
  id uuid not null,
  place place_code not null,
  -- Null: the first.
  old_colour text,
  new_colour text not null check (new_colour in ('red', 'yellow', 'pending', 'green')),
  rule text not null,
  rule_set text not null,
  evidence_ids uuid[] not null,
  since timestamptz,
  until timestamptz,
  at timestamptz not null,
  cause text not null check (cause in ('enrol', 'evidence', 'withdrawal', 'list', 'time', 'settled', 'hold', 'repair')),
  -- HMAC-SHA-256 under the decision key over the canonical text (capabilities/codes/mac.ts).
  mac bytea not null,
  primary key (person_key, seq)
);
-- For the clockwork that checks what was decided lately.
create index colour_decision_by_time on colour_decision using brin (at);

-- Family: person. What failed its check, for the auditor: an edited decision, evidence from nowhere, a release overdue,
-- a hold. Evidence named here counts for nothing.
create table code_alarm (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('decision-unsound', 'evidence-unsound', 'withdrawal-unsound', 'held', 'release-overdue',
                                     'hand-review')),
  object_id text not null,
  person_key uuid,
  place place_code,
  detail jsonb not null default '{}',
  seen_at timestamptz,
  seen_by uuid,
  unique (kind, object_id)
);
-- For the list of alarms, newest first.
create index code_alarm_by_time on code_alarm (at desc, id);

alter table code_current enable row level security;
create policy code_current_seen on code_current for select using (in_my_area(place) or is_my_person(person_key));
alter table evidence enable row level security;
create policy evidence_seen on evidence for select
  using (exists (select from code_current c where c.person_key = evidence.person_key));
alter table evidence_withdrawal enable row level security;
create policy evidence_withdrawal_seen on evidence_withdrawal for select
  using (exists (select from code_current c where c.person_key = evidence_withdrawal.person_key));
alter table colour_decision enable row level security;
create policy colour_decision_seen on colour_decision for select
  using (in_my_area(place) or exists (select from code_current c where c.person_key = colour_decision.person_key));
alter table code_alarm enable row level security;
create policy code_alarm_seen on code_alarm for select
  using ((my_role() in ('auditor', 'signatory', 'health-worker', 'system'))
         and (in_my_area(place) or (place is null and length(my_area()) = 2)));

-- Reading only. There is no way to write a colour: the server's role may call the functions of 0061 and no more.
grant select on code_current, evidence, evidence_withdrawal, colour_decision, code_alarm to wangge_server;
