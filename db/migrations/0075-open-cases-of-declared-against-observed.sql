-- why: what was declared is compared with what was observed; a conflict is a case for people and never a colour
-- locks: the index on evidence is built under a share lock, on a table that is new in the same release
-- old code can run: yes

-- Family: reference. Weights of the twelve rules, versioned; the code's own are version 1.
create table false_green_rule_set (
  version integer primary key,
  -- {rule: weight}
  weights jsonb not null,
  reason text not null,
  published_at timestamptz not null
);
insert into false_green_rule_set (version, weights, reason, published_at) values (1,
  '{"F1": 1, "F2": 0.9, "F3": 0.95, "F4": 0.6, "F5": 0.6, "F6": 0.5, "F7": 0.5, "F8": 0.4, "F9": 0.6, "F10": 0.2,
    "F11": 0.8, "F12": 0.3}', 'shipped with the platform (domain.md §6.7)', '2020-01-23T00:00:00Z');
grant select on false_green_rule_set to wangge_server;

-- Family: reference. When a rule went to shadow or came back, why and by whom; the latest row of a rule stands.
create table false_green_rule_mode (
  id uuid primary key,
  rule text not null check (rule ~ '^F([1-9]|1[0-2])$'),
  mode text not null check (mode in ('active', 'shadow', 'asked-back')),
  at timestamptz not null,
  because text not null,
  -- Closed cases and how many of them were right, when it was shadowed.
  closed integer,
  confirmed integer,
  -- Null: the platform itself.
  by_post uuid references post
);
-- For how a rule stands now.
create index false_green_rule_mode_by_rule on false_green_rule_mode (rule, at desc);
create index false_green_rule_mode_by_post on false_green_rule_mode (by_post) where by_post is not null;
grant select, insert on false_green_rule_mode to wangge_server;

-- Family: person. A declaration that is being verified. Its state and outcome say nothing about a colour.
create table false_green_case (
  id uuid primary key,
  person_key uuid not null,
  place place_code not null,
  state text not null check (state in ('SUSPECTED', 'TRIAGED', 'FIELD_VERIFIED', 'DECIDED', 'SETTLED', 'APPEALED')),
  rules text[] not null,
  score real not null check (score between 0 and 1),
  opened_at timestamptz not null,
  -- The declaration that it is about.
  declared_version integer not null,
  -- When the next step is due, and who was told that it was missed.
  due_at timestamptz,
  escalated_to text,
  field_result text check (field_result in ('as-declared', 'as-observed', 'not-the-person', 'unclear')),
  refiled_at timestamptz,
  task_id uuid,
  outcome text check (outcome in ('INTENTIONAL', 'MISTAKE', 'DATA_ERROR', 'STALE', 'UNDETERMINED')),
  decided_at timestamptz,
  decided_by uuid references post,
  check ((outcome is null) = (state in ('SUSPECTED', 'TRIAGED', 'FIELD_VERIFIED'))),
  check ((outcome is null) = (decided_at is null))
);
-- One open case a person.
create unique index false_green_case_open on false_green_case (person_key) where outcome is null;
-- For a person's cases.
create index false_green_case_by_person on false_green_case (person_key);
-- For the list of an area by what is due, and for the clockwork.
create index false_green_case_due on false_green_case (due_at, id) where outcome is null;
create index false_green_case_decided on false_green_case (decided_at desc, id) where outcome is not null;
create index false_green_case_by_decider on false_green_case (decided_by) where decided_by is not null;
alter table false_green_case enable row level security;
-- A resident's appeal marks his case; what was decided in it is kept by the trigger below.
create policy false_green_case_seen on false_green_case
  using (in_my_area(place) or is_my_person(person_key)) with check (in_my_area(place) or is_my_person(person_key));
grant select, insert, update on false_green_case to wangge_server;

-- INTENTIONAL, MISTAKE and the like are the health department's word, or the clock's in the subject's favour: also for
-- whoever writes into the table by hand with the server's role.
create function keep_false_green_decisions() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.outcome is not null and new.outcome is distinct from old.outcome then
    raise exception 'false-greens: a decision stands' using errcode = '42501';
  end if;
  if new.outcome is not null and old.outcome is null
     and not (my_role() = 'system' and new.outcome <> 'INTENTIONAL') and not is_health(new.decided_at) then
    raise exception 'false-greens: only health decides' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger false_green_decisions before update on false_green_case
  for each row execute function keep_false_green_decisions();
create function refuse_decided_cases() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.outcome is not null then raise exception 'false-greens: a case opens undecided' using errcode = '42501'; end if;
  return new;
end $$;
create trigger false_green_opens before insert on false_green_case for each row execute function refuse_decided_cases();

-- Family: person. One pair of declared and observed, in codes and figures. Never edited.
create table false_green_finding (
  id uuid primary key,
  person_key uuid not null,
  place place_code not null,
  -- Null: of a rule in shadow, or too weak to open a case.
  case_id uuid references false_green_case,
  rule text not null check (rule ~ '^F([1-9]|1[0-2])$'),
  -- What tells this conflict from another of the same rule: the declaration's version and the observation.
  fingerprint text not null check (length(fingerprint) <= 120),
  source text not null,
  strength real not null check (strength between 0 and 1),
  is_shadow boolean not null,
  -- {declared, observed: {source, at, says}, lowered: []}
  detail jsonb not null,
  found_at timestamptz not null,
  unique (person_key, rule, fingerprint)
);
-- For the findings of a case.
create index false_green_finding_by_case on false_green_finding (case_id) where case_id is not null;
alter table false_green_finding enable row level security;
create policy false_green_finding_seen on false_green_finding
  using (in_my_area(place) or is_my_person(person_key)) with check (my_role() = 'system' or in_my_area(place));
grant select, insert on false_green_finding to wangge_server;
grant update (case_id) on false_green_finding to wangge_server;

-- Family: person. What was done in a case, by whom; append-only.
create table false_green_step (
  id uuid primary key,
  case_id uuid not null references false_green_case,
  step text not null check (step in ('opened', 'triaged', 'verified', 'refiled', 'decided', 'escalated', 'appealed', 'settled',
                                     'exported')),
  at timestamptz not null,
  by_post uuid,
  by_role text not null,
  by_organisation text,
  words text check (length(words) <= 1000)
);
-- For what was done in a case, in order.
create index false_green_step_by_case on false_green_step (case_id, at);
alter table false_green_step enable row level security;
create policy false_green_step_of_case on false_green_step
  using (exists (select from false_green_case c where c.id = false_green_step.case_id)) with check (true);
grant select, insert on false_green_step to wangge_server;

-- Family: reference. Up to when new evidence was looked at, and which published list the batch has seen.
create table false_green_cursor (
  name text primary key,
  at timestamptz not null,
  session_id uuid
);
grant select, insert, update on false_green_cursor to wangge_server;

-- For "whose declaration waits for its check" (at most ten minutes' worth), and for evidence recorded lately.
create index evidence_unchecked on evidence (until) where kind = 'unchecked-declaration';
create index evidence_recorded on evidence using brin (recorded_at);
