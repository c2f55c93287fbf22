table absence
  id uuid not null
  post_id uuid not null
  from_at timestamp with time zone not null
  until_at timestamp with time zone
  substitute_post_id uuid
  reason text not null
  recorded_at timestamp with time zone not null
  recorded_by uuid
  state text not null default 'planned'::text
  absence_check CHECK (((until_at IS NULL) OR (until_at >= from_at)))
  absence_pkey PRIMARY KEY (id)
  absence_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  absence_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'begun'::text, 'over'::text])))
  absence_substitute_post_id_fkey FOREIGN KEY (substitute_post_id) REFERENCES post(id)
  CREATE INDEX absence_by_post ON public.absence USING btree (post_id, from_at)
  CREATE INDEX absence_by_substitute ON public.absence USING btree (substitute_post_id)
  CREATE UNIQUE INDEX absence_pkey ON public.absence USING btree (id)
  CREATE INDEX absence_to_settle ON public.absence USING btree (from_at, until_at) WHERE (state <> 'over'::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table account
  id uuid not null
  username text not null
  display_name text not null
  password_hash text
  phone_last4 text
  state text not null
  failed_sign_ins integer not null default 0
  locked_until timestamp with time zone
  created_at timestamp with time zone not null
  account_pkey PRIMARY KEY (id)
  account_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'locked'::text, 'closed'::text])))
  account_username_check CHECK ((username = lower(username)))
  account_username_key UNIQUE (username)
  CREATE UNIQUE INDEX account_pkey ON public.account USING btree (id)
  CREATE UNIQUE INDEX account_username_key ON public.account USING btree (username)
  grant INSERT, SELECT, UPDATE to wangge_server

table assessment
  id uuid not null
  day date not null
  version integer not null
  state text not null
  engine text not null
  rule_set_id text not null
  rule_set_version integer not null
  started_at timestamp with time zone not null
  finished_at timestamp with time zone
  summary jsonb
  problem text
  started_by uuid
  inputs uuid[] not null default '{}'::uuid[]
  assessment_day_version_key UNIQUE (day, version)
  assessment_engine_check CHECK ((engine = ANY (ARRAY['duckdb'::text, 'postgres'::text])))
  assessment_pkey PRIMARY KEY (id)
  assessment_state_check CHECK ((state = ANY (ARRAY['running'::text, 'draft'::text, 'failed'::text])))
  CREATE INDEX assessment_by_time ON public.assessment USING btree (started_at DESC)
  CREATE UNIQUE INDEX assessment_day_version_key ON public.assessment USING btree (day, version)
  CREATE UNIQUE INDEX assessment_pkey ON public.assessment USING btree (id)
  CREATE UNIQUE INDEX assessment_running ON public.assessment USING btree (day) WHERE (state = 'running'::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table assessment_result (row-level security)
  person_key uuid not null
  assessment_id uuid not null
  day date not null
  kind text not null
  tier text not null
  rules text[] not null
  latest_exposure_at timestamp with time zone
  exposure_tenths integer not null
  managed boolean not null
  shared_phone boolean not null
  place place_code
  place_source text not null
  evidence jsonb not null
  assessment_result_exposure_tenths_check CHECK ((exposure_tenths >= 0))
  assessment_result_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'phone'::text])))
  assessment_result_pkey PRIMARY KEY (person_key, assessment_id)
  assessment_result_tier_check CHECK ((tier = ANY (ARRAY['red'::text, 'yellow'::text, 'blue'::text])))
  CREATE INDEX assessment_result_by_place ON public.assessment_result USING btree (assessment_id, tier, place, person_key)
  CREATE INDEX assessment_result_managed ON public.assessment_result USING btree (assessment_id, tier) WHERE managed
  CREATE UNIQUE INDEX assessment_result_pkey ON public.assessment_result USING btree (person_key, assessment_id)
  policy assessment_result_in_area for ALL using (in_my_area((place)::text) OR ((length(my_area()) = 2) AND ((place IS NULL) OR ("left"((place)::text, 2) <> my_area())))) check true
  grant INSERT, SELECT to wangge_server

table assessment_schedule
  ran_on date not null
  ran_at timestamp with time zone not null
  assessment_id uuid
  assessment_schedule_pkey PRIMARY KEY (ran_on)
  CREATE UNIQUE INDEX assessment_schedule_pkey ON public.assessment_schedule USING btree (ran_on)
  grant INSERT, SELECT, UPDATE to wangge_server

table audit_entry
  leaf_index bigint not null
  id uuid not null
  at timestamp with time zone not null
  actor_post uuid
  actor_role text not null
  actor_area text not null
  action text not null
  object_kind text not null
  object_id text not null
  place place_code
  detail jsonb not null
  leaf_hash bytea not null
  audit_entry_id_key UNIQUE (id)
  audit_entry_pkey PRIMARY KEY (leaf_index)
  CREATE INDEX audit_entry_by_actor ON public.audit_entry USING btree (actor_post, leaf_index)
  CREATE INDEX audit_entry_by_object ON public.audit_entry USING btree (object_kind, object_id, leaf_index)
  CREATE INDEX audit_entry_by_place ON public.audit_entry USING btree (place, leaf_index)
  CREATE INDEX audit_entry_by_time ON public.audit_entry USING btree (at)
  CREATE UNIQUE INDEX audit_entry_id_key ON public.audit_entry USING btree (id)
  CREATE INDEX audit_entry_openings ON public.audit_entry USING btree (leaf_index DESC) WHERE (action = 'identity.open'::text)
  CREATE UNIQUE INDEX audit_entry_pkey ON public.audit_entry USING btree (leaf_index)
  grant INSERT, SELECT to wangge_sequencer
  grant SELECT to wangge_server

table audit_head
  tree_size bigint not null
  at timestamp with time zone not null
  root_hash bytea not null
  key_id text not null
  signature bytea not null
  frontier bytea not null
  audit_head_pkey PRIMARY KEY (tree_size)
  CREATE UNIQUE INDEX audit_head_pkey ON public.audit_head USING btree (tree_size)
  grant INSERT, SELECT to wangge_sequencer
  grant SELECT to wangge_server

table audit_pending
  id uuid not null
  at timestamp with time zone not null
  actor_post uuid
  actor_role text not null
  actor_area text not null
  action text not null
  object_kind text not null
  object_id text not null
  place place_code
  detail jsonb not null
  audit_pending_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX audit_pending_pkey ON public.audit_pending USING btree (id)
  grant DELETE, SELECT to wangge_sequencer
  grant INSERT to wangge_server

table case_figure
  place place_code not null
  day date not null
  recorded_at timestamp with time zone not null
  id uuid not null
  confirmed integer not null
  suspected integer not null
  cured integer not null
  dead integer not null
  source text not null
  case_figure_confirmed_check CHECK ((confirmed >= 0))
  case_figure_cured_check CHECK ((cured >= 0))
  case_figure_dead_check CHECK ((dead >= 0))
  case_figure_pkey PRIMARY KEY (place, day, recorded_at, id)
  case_figure_place_check CHECK ((length((place)::text) <= 6))
  case_figure_suspected_check CHECK ((suspected >= 0))
  CREATE UNIQUE INDEX case_figure_pkey ON public.case_figure USING btree (place, day, recorded_at, id)
  grant INSERT, SELECT to wangge_server

table contact
  person_key uuid not null
  visit_id uuid not null
  at timestamp with time zone not null
  by_post uuid not null
  role text not null
  place place_code not null
  result text not null
  contact_pkey PRIMARY KEY (person_key, visit_id)
  CREATE UNIQUE INDEX contact_pkey ON public.contact USING btree (person_key, visit_id)
  grant SELECT to wangge_server

table counter_entry
  fold_id bigint not null
  place place_code not null
  day date not null
  metric text not null
  delta integer not null
  counter_entry_pkey PRIMARY KEY (fold_id, place, day, metric)
  CREATE UNIQUE INDEX counter_entry_pkey ON public.counter_entry USING btree (fold_id, place, day, metric)
  grant INSERT, SELECT to wangge_server

table counter_fold
  fold_id bigint not null
  at timestamp with time zone not null
  is_mark boolean not null
  counter_fold_pkey PRIMARY KEY (fold_id)
  CREATE INDEX counter_fold_by_time ON public.counter_fold USING btree (at)
  CREATE INDEX counter_fold_marks ON public.counter_fold USING btree (fold_id) WHERE is_mark
  CREATE UNIQUE INDEX counter_fold_pkey ON public.counter_fold USING btree (fold_id)
  grant INSERT, SELECT to wangge_server

table counter_mark
  parent place_code not null
  metric text not null
  day date not null
  place place_code not null
  fold_id bigint not null
  value bigint not null
  counter_mark_pkey PRIMARY KEY (parent, metric, day, place, fold_id)
  CREATE UNIQUE INDEX counter_mark_pkey ON public.counter_mark USING btree (parent, metric, day, place, fold_id)
  grant INSERT, SELECT to wangge_server

table counter_pending
  id bigint not null
  place place_code not null
  day date not null
  metric text not null
  delta integer not null
  counter_pending_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX counter_pending_pkey ON public.counter_pending USING btree (id)
  grant DELETE, INSERT, SELECT to wangge_server

table counter_total
  parent place_code not null
  place place_code not null
  day date not null
  metric text not null
  value bigint not null
  counter_total_pkey PRIMARY KEY (parent, metric, day, place)
  CREATE UNIQUE INDEX counter_total_pkey ON public.counter_total USING btree (parent, metric, day, place)
  grant INSERT, SELECT, UPDATE to wangge_server

table deployment
  name text not null
  value jsonb not null
  set_at timestamp with time zone not null
  deployment_pkey PRIMARY KEY (name)
  CREATE UNIQUE INDEX deployment_pkey ON public.deployment USING btree (name)
  grant INSERT, SELECT, UPDATE to wangge_server

table door_day
  county text not null
  place place_code not null
  door_key uuid not null
  day date not null
  reports integer not null
  door_day_pkey PRIMARY KEY (door_key, county, day, place)
  door_day_reports_check CHECK ((reports >= 0))
  CREATE UNIQUE INDEX door_day_pkey ON public.door_day USING btree (door_key, county, day, place)

table feed_file
  id uuid not null
  day date not null
  name text not null
  sha256 bytea not null
  bytes bigint not null
  received_at timestamp with time zone not null
  received_by uuid
  channel text not null
  receipt jsonb
  superseded_by uuid
  feed_file_channel_check CHECK ((channel = ANY (ARRAY['upload'::text, 'folder'::text, 'simulator'::text])))
  feed_file_day_sha256_key UNIQUE (day, sha256)
  feed_file_pkey PRIMARY KEY (id)
  feed_file_superseded_by_fkey FOREIGN KEY (superseded_by) REFERENCES feed_file(id)
  CREATE UNIQUE INDEX feed_file_day_sha256_key ON public.feed_file USING btree (day, sha256)
  CREATE UNIQUE INDEX feed_file_pkey ON public.feed_file USING btree (id)
  CREATE UNIQUE INDEX feed_file_standing ON public.feed_file USING btree (day, name) WHERE (superseded_by IS NULL)
  CREATE INDEX feed_file_superseded_by ON public.feed_file USING btree (superseded_by)
  grant INSERT, SELECT, UPDATE to wangge_server

table household (row-level security)
  county text not null
  household_key uuid not null
  place place_code not null
  persons integer not null
  first_visited_at timestamp with time zone
  last_visited_at timestamp with time zone
  recorded_at timestamp with time zone not null
  household_persons_check CHECK ((persons >= 0))
  household_pkey PRIMARY KEY (household_key, county)
  CREATE INDEX household_by_place ON public.household USING btree (county, place, first_visited_at)
  CREATE UNIQUE INDEX household_pkey ON public.household USING btree (household_key, county)
  policy household_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table inbox
  county text not null
  holder text not null
  version bigint not null
  changed_at timestamp with time zone not null
  inbox_pkey PRIMARY KEY (county, holder)
  CREATE INDEX inbox_by_holder ON public.inbox USING btree (holder)
  CREATE UNIQUE INDEX inbox_pkey ON public.inbox USING btree (county, holder)
  grant INSERT, SELECT, UPDATE to wangge_server

table instruction
  id uuid not null
  issuer_post uuid not null
  issuer_area place_code not null
  target_area place_code not null
  roles text[] not null
  title text not null
  body text not null
  legal_basis text not null
  priority text not null
  issued_at timestamp with time zone not null
  due_at timestamp with time zone
  recalled_at timestamp with time zone
  superseded_by uuid
  instruction_issuer_post_fkey FOREIGN KEY (issuer_post) REFERENCES post(id)
  instruction_pkey PRIMARY KEY (id)
  instruction_priority_check CHECK ((priority = ANY (ARRAY['ordinary'::text, 'urgent'::text])))
  instruction_superseded_by_fkey FOREIGN KEY (superseded_by) REFERENCES instruction(id)
  CREATE INDEX instruction_by_issuer ON public.instruction USING btree (issuer_post)
  CREATE INDEX instruction_by_target ON public.instruction USING btree (target_area, issued_at DESC)
  CREATE UNIQUE INDEX instruction_pkey ON public.instruction USING btree (id)
  CREATE INDEX instruction_superseded_by ON public.instruction USING btree (superseded_by)
  grant INSERT, SELECT, UPDATE to wangge_server

table instruction_receipt (row-level security)
  county text not null
  instruction_id uuid not null
  post_id uuid not null
  place place_code not null
  delivered_at timestamp with time zone not null
  read_at timestamp with time zone
  accepted_at timestamp with time zone
  done_at timestamp with time zone
  answer text
  reason text
  instruction_receipt_answer_check CHECK ((answer = ANY (ARRAY['done'::text, 'cannot'::text, 'not-mine'::text])))
  instruction_receipt_pkey PRIMARY KEY (county, instruction_id, post_id)
  CREATE INDEX instruction_receipt_by_place ON public.instruction_receipt USING btree (instruction_id, place)
  CREATE UNIQUE INDEX instruction_receipt_pkey ON public.instruction_receipt USING btree (county, instruction_id, post_id)
  policy instruction_receipt_in_area for ALL using (in_my_area((place)::text) OR (post_id = my_post())) check (post_id = my_post())
  grant INSERT, SELECT, UPDATE to wangge_server

table job
  id uuid not null
  kind text not null
  params jsonb not null
  state text not null
  run_at timestamp with time zone not null
  created_at timestamp with time zone not null
  created_by uuid
  area place_code not null
  started_at timestamp with time zone
  finished_at timestamp with time zone
  lease_until timestamp with time zone
  attempts integer not null default 0
  done_count integer not null default 0
  total_count integer
  result jsonb
  problem text
  job_pkey PRIMARY KEY (id)
  job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'undone'::text])))
  CREATE INDEX job_by_creator ON public.job USING btree (created_by, created_at DESC)
  CREATE UNIQUE INDEX job_pkey ON public.job USING btree (id)
  CREATE INDEX job_to_run ON public.job USING btree (run_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]))
  grant INSERT, SELECT, UPDATE to wangge_server

table joint_session
  id uuid not null
  day date not null
  version integer not null
  assessment_id uuid not null
  state text not null
  cut_off_at timestamp with time zone not null
  opened_at timestamp with time zone not null
  opened_by uuid
  minutes text not null default ''::text
  changes jsonb not null
  published_at timestamp with time zone
  published_by uuid
  participants text[] not null default '{}'::text[]
  sources jsonb not null default '[]'::jsonb
  joint_session_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES assessment(id)
  joint_session_check CHECK ((((state = 'draft'::text) = (published_at IS NULL)) OR (state = 'superseded'::text)))
  joint_session_day_version_key UNIQUE (day, version)
  joint_session_pkey PRIMARY KEY (id)
  joint_session_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'superseded'::text])))
  CREATE INDEX joint_session_by_assessment ON public.joint_session USING btree (assessment_id)
  CREATE UNIQUE INDEX joint_session_day_version_key ON public.joint_session USING btree (day, version)
  CREATE UNIQUE INDEX joint_session_pkey ON public.joint_session USING btree (id)
  CREATE UNIQUE INDEX joint_session_published ON public.joint_session USING btree (day) WHERE (state = 'published'::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table joint_session_decision
  id uuid not null
  session_id uuid not null
  seat text not null
  decision text not null
  reason text
  post_id uuid not null
  at timestamp with time zone not null
  joint_session_decision_check CHECK (((decision = 'sign'::text) OR (length(reason) >= 4)))
  joint_session_decision_decision_check CHECK ((decision = ANY (ARRAY['sign'::text, 'object'::text])))
  joint_session_decision_pkey PRIMARY KEY (id)
  joint_session_decision_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  joint_session_decision_seat_check CHECK ((seat = ANY (ARRAY['police'::text, 'telecom'::text, 'health'::text, 'chair'::text])))
  joint_session_decision_session_id_fkey FOREIGN KEY (session_id) REFERENCES joint_session(id)
  CREATE INDEX joint_session_decision_by_post ON public.joint_session_decision USING btree (post_id)
  CREATE INDEX joint_session_decision_by_session ON public.joint_session_decision USING btree (session_id, seat, at)
  CREATE UNIQUE INDEX joint_session_decision_pkey ON public.joint_session_decision USING btree (id)
  grant INSERT, SELECT to wangge_server

table list_push
  session_id uuid not null
  batch integer not null
  pushed_at timestamp with time zone not null
  pushed_by uuid not null
  destinations jsonb not null
  list_push_batch_check CHECK ((batch >= 1))
  list_push_pkey PRIMARY KEY (session_id, batch)
  list_push_pushed_by_fkey FOREIGN KEY (pushed_by) REFERENCES post(id)
  list_push_session_id_fkey FOREIGN KEY (session_id) REFERENCES joint_session(id)
  CREATE INDEX list_push_by_post ON public.list_push USING btree (pushed_by)
  CREATE UNIQUE INDEX list_push_pkey ON public.list_push USING btree (session_id, batch)
  grant INSERT, SELECT to wangge_server

table outbox
  id bigint not null
  topic text not null
  key text not null
  at timestamp with time zone not null
  outbox_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (id)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table person_household (row-level security)
  person_key uuid not null
  household_key uuid not null
  recorded_at timestamp with time zone not null
  person_household_pkey PRIMARY KEY (person_key)
  CREATE UNIQUE INDEX person_household_pkey ON public.person_household USING btree (person_key)

table person_phone (row-level security)
  phone_key uuid not null
  person_key uuid not null
  recorded_at timestamp with time zone not null
  person_phone_pkey PRIMARY KEY (phone_key, person_key)
  CREATE UNIQUE INDEX person_phone_pkey ON public.person_phone USING btree (phone_key, person_key)
  policy person_phone_all for ALL using true check true
  grant INSERT, SELECT to wangge_server

table place
  code place_code not null
  parent place_code generated as 
CASE length((code)::text)
    WHEN 2 THEN NULL::text
    WHEN 4 THEN "left"((code)::text, 2)
    WHEN 6 THEN "left"((code)::text, 4)
    WHEN 9 THEN "left"((code)::text, 6)
    WHEN 12 THEN "left"((code)::text, 9)
    WHEN 15 THEN "left"((code)::text, 12)
    ELSE "left"((code)::text, 15)
END
  name text not null
  kind text
  households integer
  source text not null
  valid_from date not null
  valid_until date
  recorded_at timestamp with time zone not null
  place_check CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  place_households_check CHECK ((households >= 0))
  place_kind_check CHECK ((kind = ANY (ARRAY['comprehensive'::text, 'dedicated'::text])))
  place_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  place_pkey PRIMARY KEY (code)
  CREATE INDEX place_by_parent ON public.place USING btree (parent, code)
  CREATE UNIQUE INDEX place_pkey ON public.place USING btree (code)
  grant INSERT, SELECT, UPDATE to wangge_server

table place_change
  id uuid not null
  kind text not null
  from_codes text[] not null
  to_codes text[] not null
  effective_on date not null
  reason text not null
  by_post uuid
  recorded_at timestamp with time zone not null
  detail jsonb not null default '{}'::jsonb
  place_change_kind_check CHECK ((kind = ANY (ARRAY['create'::text, 'split'::text, 'merge'::text, 'retire'::text, 'rename'::text, 'import'::text])))
  place_change_pkey PRIMARY KEY (id)
  CREATE INDEX place_change_from ON public.place_change USING gin (from_codes)
  CREATE UNIQUE INDEX place_change_pkey ON public.place_change USING btree (id)
  CREATE INDEX place_change_to ON public.place_change USING gin (to_codes)
  grant INSERT, SELECT to wangge_server

table post
  id uuid not null
  account_id uuid not null
  role text not null
  area place_code not null
  department text
  organisation text not null
  is_primary boolean not null default false
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  recorded_at timestamp with time zone not null
  recorded_by uuid
  is_counted boolean not null default false
  is_counted_on_duty boolean not null default false
  continues uuid
  post_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
  post_check CHECK (((role <> 'signatory'::text) OR (department IS NOT NULL)))
  post_continues_fkey FOREIGN KEY (continues) REFERENCES post(id)
  post_department_check CHECK ((department = ANY (ARRAY['police'::text, 'telecom'::text, 'health'::text, 'centre'::text])))
  post_pkey PRIMARY KEY (id)
  post_role_check CHECK ((role = ANY (ARRAY['analyst'::text, 'signatory'::text, 'operator'::text, 'grid-leader'::text, 'grid-worker'::text, 'police-officer'::text, 'health-worker'::text, 'auditor'::text, 'checkpoint-staff'::text])))
  CREATE INDEX post_by_account ON public.post USING btree (account_id)
  CREATE INDEX post_by_area ON public.post USING btree (area, role)
  CREATE INDEX post_continues ON public.post USING btree (continues) WHERE (continues IS NOT NULL)
  CREATE UNIQUE INDEX post_held_once ON public.post USING btree (account_id, role, area) WHERE (valid_until IS NULL)
  CREATE UNIQUE INDEX post_pkey ON public.post USING btree (id)
  CREATE INDEX post_to_begin ON public.post USING btree (valid_from) WHERE (NOT is_counted)
  CREATE INDEX post_to_end ON public.post USING btree (valid_until) WHERE (is_counted AND (valid_until IS NOT NULL))
  grant INSERT, SELECT, UPDATE to wangge_server

table post_fact
  id uuid not null
  post_id uuid not null
  kind text not null
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  reason text
  substitute_post_id uuid
  recorded_at timestamp with time zone not null
  recorded_by uuid
  post_fact_kind_check CHECK ((kind = ANY (ARRAY['appointed'::text, 'ended'::text, 'absent'::text, 'back'::text, 'moved'::text])))
  post_fact_pkey PRIMARY KEY (id)
  post_fact_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  post_fact_substitute_post_id_fkey FOREIGN KEY (substitute_post_id) REFERENCES post(id)
  CREATE INDEX post_fact_by_post ON public.post_fact USING btree (post_id, recorded_at)
  CREATE INDEX post_fact_by_substitute ON public.post_fact USING btree (substitute_post_id)
  CREATE UNIQUE INDEX post_fact_pkey ON public.post_fact USING btree (id)
  grant INSERT, SELECT to wangge_server

table resident
  id uuid not null
  phone_key uuid not null
  epoch integer not null default 1
  created_at timestamp with time zone not null
  closed_at timestamp with time zone
  resident_epoch_check CHECK ((epoch >= 1))
  resident_phone_key_key UNIQUE (phone_key)
  resident_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX resident_phone_key_key ON public.resident USING btree (phone_key)
  CREATE UNIQUE INDEX resident_pkey ON public.resident USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table resident_person (row-level security)
  resident_id uuid not null
  person_key uuid not null
  relation text not null
  added_at timestamp with time zone not null
  added_by_post uuid
  added_by_resident uuid
  ended_at timestamp with time zone
  resident_person_pkey PRIMARY KEY (resident_id, person_key)
  resident_person_relation_check CHECK ((relation = ANY (ARRAY['self'::text, 'child'::text, 'elder'::text, 'spouse'::text, 'other-family'::text, 'ward'::text])))
  resident_person_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  CREATE INDEX resident_person_by_person ON public.resident_person USING btree (person_key) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX resident_person_one_self ON public.resident_person USING btree (resident_id) WHERE ((relation = 'self'::text) AND (ended_at IS NULL))
  CREATE UNIQUE INDEX resident_person_pkey ON public.resident_person USING btree (resident_id, person_key)
  CREATE UNIQUE INDEX resident_person_self ON public.resident_person USING btree (person_key) WHERE ((relation = 'self'::text) AND (ended_at IS NULL))
  policy resident_person_own for ALL using (((my_role() = 'resident'::text) AND (resident_id = my_post())) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table rule_set
  id text not null
  version integer not null
  document jsonb not null
  sha256 bytea not null
  proposed_by uuid
  proposed_at timestamp with time zone not null
  published_at timestamp with time zone
  rule_set_pkey PRIMARY KEY (id, version)
  CREATE UNIQUE INDEX rule_set_pkey ON public.rule_set USING btree (id, version)
  grant INSERT, SELECT, UPDATE to wangge_server

table rule_set_signature
  id text not null
  version integer not null
  post_id uuid not null
  signed_at timestamp with time zone not null
  rule_set_signature_id_version_fkey FOREIGN KEY (id, version) REFERENCES rule_set(id, version)
  rule_set_signature_pkey PRIMARY KEY (id, version, post_id)
  rule_set_signature_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  CREATE INDEX rule_set_signature_by_post ON public.rule_set_signature USING btree (post_id)
  CREATE UNIQUE INDEX rule_set_signature_pkey ON public.rule_set_signature USING btree (id, version, post_id)
  grant INSERT, SELECT to wangge_server

table sealed_identity (row-level security)
  person_key uuid not null
  sealed bytea not null
  key_id text not null
  recorded_at timestamp with time zone not null
  digest bytea
  sealed_identity_pkey PRIMARY KEY (person_key)
  CREATE UNIQUE INDEX sealed_identity_pkey ON public.sealed_identity USING btree (person_key)

table session
  token_hash bytea not null
  account_id uuid not null
  post_id uuid not null
  terminal_id uuid
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  ended_at timestamp with time zone
  session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
  session_pkey PRIMARY KEY (token_hash)
  session_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  session_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
  CREATE INDEX session_by_account ON public.session USING btree (account_id)
  CREATE INDEX session_by_expiry ON public.session USING btree (expires_at)
  CREATE INDEX session_by_post ON public.session USING btree (post_id)
  CREATE INDEX session_by_terminal ON public.session USING btree (terminal_id)
  CREATE UNIQUE INDEX session_pkey ON public.session USING btree (token_hash)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table task (row-level security)
  county text not null
  id uuid not null
  kind text not null
  person_key uuid not null
  tier text not null
  rules text[] not null
  session_id uuid not null
  day date not null
  place place_code not null
  holder_post uuid
  desk place_code
  queue text not null default 'ordinary'::text
  offered_to place_code
  state text not null
  result text
  hops smallint not null default 0
  issued_at timestamp with time zone not null
  due_at timestamp with time zone not null
  delivered_at timestamp with time zone
  read_at timestamp with time zone
  accepted_at timestamp with time zone
  ended_at timestamp with time zone
  escalate_at timestamp with time zone
  escalated_to place_code
  is_overdue boolean not null default false
  decide_by timestamp with time zone
  version integer not null default 1
  alarm_at timestamp with time zone
  task_check CHECK ((num_nonnulls(holder_post, desk) = 1))
  task_check1 CHECK (((state = 'transferred'::text) = (offered_to IS NOT NULL)))
  task_check2 CHECK (((state = ANY (ARRAY['done'::text, 'closed'::text, 'moved'::text])) = (ended_at IS NOT NULL)))
  task_kind_check CHECK ((kind = 'verification'::text))
  task_pkey PRIMARY KEY (id, county)
  task_queue_check CHECK ((queue = ANY (ARRAY['ordinary'::text, 'unlocated'::text, 'arbitration'::text])))
  task_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'delivered'::text, 'read'::text, 'accepted'::text, 'returned'::text, 'transferred'::text, 'done'::text, 'closed'::text, 'moved'::text])))
  task_tier_check CHECK ((tier = ANY (ARRAY['red'::text, 'yellow'::text, 'blue'::text])))
  CREATE INDEX task_by_county_due ON public.task USING btree (county, due_at, id) WHERE (ended_at IS NULL)
  CREATE INDEX task_by_desk ON public.task USING btree (desk, due_at, id) WHERE ((ended_at IS NULL) AND (desk IS NOT NULL))
  CREATE INDEX task_by_holder ON public.task USING btree (holder_post, due_at, id) WHERE ((ended_at IS NULL) AND (holder_post IS NOT NULL))
  CREATE UNIQUE INDEX task_by_person ON public.task USING btree (person_key, ( CASE WHEN (ended_at IS NULL) THEN '00000000-0000-0000-0000-000000000000'::uuid ELSE id END), county)
  CREATE INDEX task_by_place ON public.task USING btree (place, due_at, id) WHERE (ended_at IS NULL)
  CREATE INDEX task_by_queue ON public.task USING btree (county, queue, due_at, id) WHERE ((ended_at IS NULL) AND (queue <> 'ordinary'::text))
  CREATE INDEX task_offered ON public.task USING btree (offered_to) WHERE (offered_to IS NOT NULL)
  CREATE UNIQUE INDEX task_pkey ON public.task USING btree (id, county)
  CREATE INDEX task_to_decide ON public.task USING btree (decide_by) WHERE ((ended_at IS NULL) AND (decide_by IS NOT NULL))
  CREATE INDEX task_to_escalate ON public.task USING btree (escalate_at) WHERE ((ended_at IS NULL) AND (escalate_at IS NOT NULL))
  policy task_in_area for ALL using (in_my_area((place)::text) OR (holder_post = my_post()) OR in_my_area((desk)::text) OR in_my_area((offered_to)::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table task_bulk_item
  county text not null
  job_id uuid not null
  task_id uuid not null
  state text not null default 'waiting'::text
  place place_code
  holder_post uuid
  desk place_code
  queue text
  version_after integer
  county_after text
  task_bulk_item_pkey PRIMARY KEY (job_id, task_id, county)
  task_bulk_item_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'skipped'::text, 'restored'::text, 'not-restored'::text])))
  CREATE UNIQUE INDEX task_bulk_item_pkey ON public.task_bulk_item USING btree (job_id, task_id, county)
  CREATE INDEX task_bulk_item_waiting ON public.task_bulk_item USING btree (job_id, task_id) WHERE (state = 'waiting'::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table task_event (row-level security)
  county text not null
  id uuid not null
  task_id uuid not null
  at timestamp with time zone not null
  kind text not null
  by_post uuid
  from_holder text
  to_holder text
  reason text
  detail jsonb not null default '{}'::jsonb
  task_event_pkey PRIMARY KEY (task_id, id, county)
  CREATE UNIQUE INDEX task_event_pkey ON public.task_event USING btree (task_id, id, county)
  policy task_event_of_task for ALL using (EXISTS ( SELECT FROM task t WHERE ((t.county = task_event.county) AND (t.id = task_event.task_id)))) check true
  grant INSERT, SELECT to wangge_server

table terminal
  id uuid not null
  post_id uuid not null
  activation_hash bytea not null
  activation_until timestamp with time zone not null
  issued_by uuid not null
  issued_at timestamp with time zone not null
  registered_at timestamp with time zone
  last_seen_at timestamp with time zone
  revoked_at timestamp with time zone
  revoked_reason text
  terminal_activation_hash_key UNIQUE (activation_hash)
  terminal_pkey PRIMARY KEY (id)
  terminal_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  CREATE UNIQUE INDEX terminal_activation_hash_key ON public.terminal USING btree (activation_hash)
  CREATE INDEX terminal_by_post ON public.terminal USING btree (post_id)
  CREATE INDEX terminal_by_state ON public.terminal USING btree (registered_at) WHERE (revoked_at IS NULL)
  CREATE UNIQUE INDEX terminal_pkey ON public.terminal USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table verified_place (row-level security)
  person_key uuid not null
  visit_id uuid not null
  place place_code not null
  verified_at timestamp with time zone not null
  recorded_at timestamp with time zone not null
  verified_place_pkey PRIMARY KEY (person_key, visit_id)
  CREATE UNIQUE INDEX verified_place_pkey ON public.verified_place USING btree (person_key, visit_id)
  policy verified_place_in_area for ALL using in_my_area((place)::text) check true
  grant INSERT, SELECT to wangge_server

table visit (row-level security)
  county text not null
  id uuid not null
  task_county text
  task_id uuid
  person_key uuid
  household_key uuid
  door_key uuid not null
  place place_code not null
  visited_at timestamp with time zone not null
  visited_on date not null
  recorded_at timestamp with time zone not null
  by_post uuid not null
  by_role text not null
  terminal_id uuid
  manner text not null
  result text not null
  to_place place_code
  spoken_to text not null
  corrects uuid
  temperature_tenths smallint
  symptoms text[] not null
  services_asked text[] not null
  services_done text[] not null
  persons_met smallint not null
  clues smallint not null
  disputes smallint not null
  sealed_note bytea
  effect jsonb
  visit_check CHECK (((task_id IS NULL) = (task_county IS NULL)))
  visit_clues_check CHECK (((clues >= 0) AND (clues <= 20)))
  visit_disputes_check CHECK (((disputes >= 0) AND (disputes <= 20)))
  visit_manner_check CHECK ((manner = ANY (ARRAY['door'::text, 'phone'::text])))
  visit_persons_met_check CHECK (((persons_met >= 0) AND (persons_met <= 50)))
  visit_pkey PRIMARY KEY (id, county)
  visit_spoken_to_check CHECK ((spoken_to = ANY (ARRAY['self'::text, 'household'::text, 'neighbour'::text, 'nobody'::text])))
  visit_temperature_tenths_check CHECK (((temperature_tenths >= 300) AND (temperature_tenths <= 450)))
  CREATE INDEX visit_by_person ON public.visit USING btree (person_key, visited_at DESC) WHERE (person_key IS NOT NULL)
  CREATE INDEX visit_by_place ON public.visit USING btree (county, visited_on, place)
  CREATE INDEX visit_by_task ON public.visit USING btree (task_id) WHERE (task_id IS NOT NULL)
  CREATE UNIQUE INDEX visit_correction ON public.visit USING btree (corrects, county) WHERE (corrects IS NOT NULL)
  CREATE UNIQUE INDEX visit_pkey ON public.visit USING btree (id, county)
  policy visit_in_area for ALL using (in_my_area((place)::text) OR (by_post = my_post())) check false
  grant SELECT to wangge_server

CREATE OR REPLACE FUNCTION public.counter_places_of(first bigint, last bigint)
 RETURNS TABLE(parent place_code, place place_code, day date, metric text, delta bigint)
 LANGUAGE sql
 STABLE
AS $function$
  select (case level.digits when 2 then left(e.place, 2) when 4 then left(e.place, 2) when 6 then left(e.place, 4)
               when 9 then left(e.place, 6) else left(e.place, 9) end)::place_code,
         left(e.place, level.digits)::place_code, kept.day, e.metric, sum(e.delta)::bigint
    from (select x.place, x.day, x.metric, sum(x.delta) as delta from counter_entry x
           where x.fold_id between first and last group by x.place, x.day, x.metric) e
    cross join (values (2), (4), (6), (9), (12)) as level (digits)
    cross join lateral (
      select e.day where e.metric not like 'household.%' and e.metric not like 'worker.%'
      union all
      select date '1970-01-01'
       where e.metric like 'task.%' or e.metric like 'household.%' or e.metric like 'worker.%') as kept (day)
   where length(e.place) >= level.digits
   group by 1, 2, 3, 4
$function$

CREATE OR REPLACE FUNCTION public.desk_of(place text, at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(
    (select p.area from post p
      where p.area = any (array[left(place, 12), left(place, 9), left(place, 6), left(place, 4), left(place, 2)])
        and p.role = 'operator' and p.valid_from <= at and (p.valid_until is null or p.valid_until > at)
      order by length(p.area) desc limit 1),
    left(place, 6))
$function$

CREATE OR REPLACE FUNCTION public.desks_of(places text[], at timestamp with time zone)
 RETURNS TABLE(place text, desk text)
 LANGUAGE sql
 STABLE
AS $function$
  with wanted as (
    select distinct w.place collate "C" as place from unnest(places) as w (place)
  ), centre as (
    select distinct p.area as code from post p
     where p.role = 'operator' and length(p.area) <= 12
       and p.valid_from <= at and (p.valid_until is null or p.valid_until > at)
  ), found as (
    select distinct on (w.place) w.place, c.code
      from wanted w cross join (values (12), (9), (6), (4), (2)) as l (digits)
      join centre c on c.code = left(w.place, l.digits) collate "C"
     order by w.place, length(c.code) desc
  )
  select w.place, coalesce(f.code, left(w.place, 6)) from wanted w left join found f on f.place = w.place
$function$

CREATE OR REPLACE FUNCTION public.doors_of(batch json)
 RETURNS TABLE(n integer, household uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select i.n, h.household_key
    from json_to_recordset(batch) as i (n integer, county text, place text, task_county text, task uuid, person uuid)
    left join task t on i.person is null and t.county = i.task_county and t.id = i.task
    join person_household l on l.person_key = coalesce(i.person, t.person_key)
    join household h on h.county = i.county and h.household_key = l.household_key
     and (starts_with(h.place, left(i.place, 12)) or starts_with(i.place, h.place))
$function$

CREATE OR REPLACE FUNCTION public.fold_counters(now_at timestamp with time zone, at_most integer, mark_after interval)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  fold bigint;
  fold_at timestamptz;
  marked bigint;
  marked_at timestamptz;
  marks boolean;
begin
  -- The number is arbitrary and ours alone.
  if not pg_try_advisory_xact_lock(7294422) then return null; end if;
  if not exists (select from counter_pending) then return null; end if;
  -- Times of folds never run backward, even when a clock does.
  select coalesce(max(f.fold_id), 0) + 1, greatest(now_at, max(f.at)) into fold, fold_at
    from (select * from counter_fold order by fold_id desc limit 1) f;
  fold_at := coalesce(fold_at, now_at);
  select f.fold_id, f.at into marked, marked_at from counter_fold f where f.is_mark order by f.fold_id desc limit 1;
  marks := marked is null or fold_at - marked_at >= mark_after;

  insert into counter_fold (fold_id, at, is_mark) values (fold, fold_at, marks);

  with taken as (
    delete from counter_pending where id in (select p.id from counter_pending p order by p.id limit at_most)
    returning place, day, metric, delta
  )
  insert into counter_entry (fold_id, place, day, metric, delta)
  select fold, left(t.place, 12), t.day, t.metric, sum(t.delta) from taken t
   group by 2, 3, 4 having sum(t.delta) <> 0;

  with changed as (
    select * from counter_places_of(fold, fold)
  ), totals as (
    insert into counter_total as c (parent, place, day, metric, value)
    select parent, place, day, metric, delta from changed
        on conflict (parent, metric, day, place) do update set value = c.value + excluded.value
    returning place
  )
  insert into outbox (topic, key, at)
  select distinct 'rollup', place, fold_at from totals where length(place) <= 6;

  if marks then
    insert into counter_mark (parent, metric, day, place, fold_id, value)
    select c.parent, c.metric, c.day, c.place, fold, c.value
      from counter_places_of(coalesce(marked, 0) + 1, fold) p
      join counter_total c on c.parent = p.parent and c.metric = p.metric and c.day = p.day and c.place = p.place;
  end if;
  return fold;
end $function$

CREATE OR REPLACE FUNCTION public.holders_of(places text[], at timestamp with time zone, except_post uuid DEFAULT NULL::uuid)
 RETURNS TABLE(place text, holder_post uuid, desk text)
 LANGUAGE sql
 STABLE
AS $function$
  with wanted as (
    select distinct w.place collate "C" as place from unnest(places) as w (place)
  ), only_grid as (
    -- A village with exactly one grid is that grid.
    select w.place, min(g.code) as grid
      from wanted w join place g on g.parent = w.place
     where length(w.place) = 12 and length(g.code) = 15
       and g.valid_from <= (at at time zone 'Asia/Shanghai')::date
       and (g.valid_until is null or g.valid_until > (at at time zone 'Asia/Shanghai')::date)
     group by w.place having count(*) = 1
  ), area as (
    -- The areas whose workers may hold it, and the fewest digits that count.
    select w.place, left(coalesce(o.grid, w.place), l.digits) collate "C" as code
      from wanted w left join only_grid o on o.place = w.place
      cross join (values (18), (15), (12), (9)) as l (digits)
     where length(coalesce(o.grid, w.place)) >= l.digits
       and length(w.place) >= 12
       and (l.digits >= 12 or length(w.place) >= 15)
  ), needed as (
    select distinct code from area
  ), away as (
    select a.post_id, (array_agg(a.substitute_post_id order by a.recorded_at desc))[1] as substitute
      from absence a where a.from_at <= at and (a.until_at is null or a.until_at > at)
     group by a.post_id
  ), on_duty as (
    -- The post itself, or its substitute when that one is in post and not away too.
    select distinct on (n.code) n.code, coalesce(s.id, p.id) as id
      from needed n
      join post p on p.area = n.code and p.role in ('grid-worker', 'grid-leader')
                 and p.valid_from <= at and (p.valid_until is null or p.valid_until > at)
      left join away a on a.post_id = p.id
      left join post s on s.id = a.substitute
                 and s.valid_from <= at and (s.valid_until is null or s.valid_until > at)
                 and not exists (select from away b where b.post_id = s.id)
     where (a.post_id is null or s.id is not null)
       and coalesce(s.id, p.id) is distinct from except_post
     order by n.code, p.is_primary desc, (p.role = 'grid-worker') desc, p.id
  ), worker as (
    select distinct on (a.place) a.place, d.id
      from area a join on_duty d on d.code = a.code
     order by a.place, length(a.code) desc
  )
  select w.place, k.id, case when k.id is null then d.desk end
    from wanted w join desks_of(places, at) d on d.place = w.place left join worker k on k.place = w.place
$function$

CREATE OR REPLACE FUNCTION public.in_my_area(place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((place COLLATE "C") >= NULLIF(current_setting('wangge.area'::text, true), ''::text)) AND ((place COLLATE "C") < (NULLIF(current_setting('wangge.area'::text, true), ''::text) || ':'::text)))

CREATE OR REPLACE FUNCTION public.is_my_person(person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select my_role() = 'resident'
     and exists (select from resident_person
                  where resident_id = my_post() and person_key = person and ended_at is null)
$function$

CREATE OR REPLACE FUNCTION public.keep_households(person_keys uuid[], household_keys uuid[], at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  insert into person_household as p (person_key, household_key, recorded_at)
  select person_key, household_key, at from unnest(person_keys, household_keys) as handed (person_key, household_key)
   order by person_key
      on conflict (person_key) do update set household_key = excluded.household_key, recorded_at = excluded.recorded_at
       where p.household_key <> excluded.household_key
$function$

CREATE OR REPLACE FUNCTION public.keep_identities(person_keys uuid[], sealed_texts bytea[], digests bytea[], key text, at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with kept as (
    insert into sealed_identity as i (person_key, sealed, key_id, recorded_at, digest)
    select person_key, sealed, key, at, digest
      from unnest(person_keys, sealed_texts, digests) as handed (person_key, sealed, digest)
     order by person_key
        on conflict (person_key) do update
           set sealed = excluded.sealed, key_id = excluded.key_id, recorded_at = excluded.recorded_at,
               digest = excluded.digest
         where i.digest is distinct from excluded.digest or i.key_id is distinct from excluded.key_id
    returning 1)
  select count(*) from kept
$function$

CREATE OR REPLACE FUNCTION public.my_area()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('wangge.area'::text, true), ''::text)

CREATE OR REPLACE FUNCTION public.my_post()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('wangge.post'::text, true), ''::text))::uuid

CREATE OR REPLACE FUNCTION public.my_role()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN current_setting('wangge.role'::text, true)

CREATE OR REPLACE FUNCTION public.new_id(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  select new_id(at, (random() * 1099511627775)::bigint)
$function$

CREATE OR REPLACE FUNCTION public.new_id(at timestamp with time zone, n bigint)
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' ||
          lpad(to_hex((n >> 28) & 4095), 3, '0') || to_hex(8 + ((n >> 26) & 3)) || lpad(to_hex((n >> 14) & 4095), 3, '0') ||
          lpad(to_hex(((n & 16383) << 34) | (random() * 17179869183)::bigint), 12, '0'))::uuid
$function$

CREATE OR REPLACE FUNCTION public.open_identity(entry_id uuid, at timestamp with time zone, person uuid, form text, purpose text, reason text, task uuid)
 RETURNS TABLE(outcome text, sealed bytea, key_id text, place text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  has_task boolean;
  known_at text;
  is_break_glass boolean := purpose is not distinct from 'break-glass';
begin
  if coalesce(my_role(), '') not in ('operator', 'grid-leader', 'grid-worker', 'police-officer', 'health-worker') then
    raise exception 'open_identity: no such duty' using errcode = 'insufficient_privilege';
  end if;
  if form not in ('masked', 'full') or (form = 'full' and purpose is null)
     or (is_break_glass and length(btrim(coalesce(reason, ''))) < 10) then
    raise exception 'open_identity: purpose or reason missing' using errcode = 'check_violation';
  end if;
  select t.place into known_at from task t
   where t.person_key = person and t.ended_at is null and (task is null or t.id = task)
     and (t.holder_post = my_post() or in_my_area(t.place) or in_my_area(t.desk) or in_my_area(t.offered_to))
   limit 1;
  has_task := found;
  if not has_task then
    select t.place into known_at from task t
     where t.person_key = person and (t.holder_post = my_post() or in_my_area(t.place) or in_my_area(t.desk))
     limit 1;
    if not found then
      -- Listed here on a published list (a draft gives nobody a right to a name).
      select r.place into known_at from assessment_result r
       where r.person_key = person and in_my_area(r.place)
         and exists (select from joint_session s where s.assessment_id = r.assessment_id and s.published_at is not null)
       limit 1;
    end if;
  end if;
  if known_at is null then outcome := 'not-found';
  elsif not has_task and not is_break_glass then outcome := 'no-open-task';
  else
    select i.sealed, i.key_id into sealed, key_id from sealed_identity i where i.person_key = person;
    outcome := case when found then 'opened' else 'not-recorded' end;
  end if;
  place := known_at;
  insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
  values (entry_id, at, my_post(), my_role(), my_area(), 'identity.open', 'person', person::text, known_at,
          jsonb_strip_nulls(jsonb_build_object('outcome', outcome, 'form', form, 'purpose', purpose,
            'reason', nullif(btrim(reason), ''), 'taskId', task, 'breakGlass', is_break_glass)));
  return next;
end
$function$

CREATE OR REPLACE FUNCTION public.record_visits(items visit_item[], rules json, at timestamp with time zone)
 RETURNS TABLE(n integer, answer text, reason text, step text, again_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
#variable_conflict use_column
declare
  has_corrections boolean := exists (select from unnest(items) as i where i.corrects is not null);
begin
  perform 1 from task t
    join (select distinct i.task_county, i.task from unnest(items) as i where i.task is not null) i
      on t.id = i.task and t.county is not distinct from i.task_county
   order by t.county, t.id for update of t;

  if has_corrections then
    perform 1 from visit v
      join (select distinct i.county, i.corrects from unnest(items) as i where i.corrects is not null) i
        on v.id = i.corrects and v.county is not distinct from i.county
     order by v.county, v.id for update of v;
  end if;

  -- A door that the register lacks is added by whoever stands before it (design/field.md, "Coverage").
  with found as (
    insert into household (county, household_key, place, persons, recorded_at)
    select distinct on (i.county, i.household) i.county, i.household, i.place, i.met, at
      from unnest(items) as i
      join post p on p.id = i.post and starts_with(i.place, p.area) and p.valid_from <= at
                 and (p.valid_until is null or p.valid_until > at)
     where i.household is not null
       and not exists (select from household h
                         where h.household_key = i.household and h.county is not distinct from i.county)
     order by i.county, i.household, i.place
        on conflict do nothing returning place
  )
  insert into counter_pending (place, day, metric, delta)
  select left(f.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.registered', count(*) from found f
   group by 1;
  perform 1 from household h
    join (select distinct i.county, i.household from unnest(items) as i where i.household is not null) i
      on h.household_key = i.household and h.county is not distinct from i.county
   order by h.county, h.household_key for update of h;

  return query
  with fact as materialized (
    select i.*, coalesce(i.person, t.person_key) as subject,
           t.id is not null as has_task, t.place as task_place, t.day as task_day, t.tier, t.state as now_state,
           t.holder_post as now_holder, t.desk as now_desk, t.version, t.is_overdue, t.place as now_place,
           o.id as o_id, o.place as o_place, o.visited_on as o_day, o.result as o_result, o.persons_met as o_met,
           cardinality(o.services_asked) as o_asked, cardinality(o.services_done) as o_done, o.clues as o_clues,
           o.disputes as o_disputes, o.door_key as o_door, o.manner as o_manner, o.household_key as o_household,
           case
             when e.id is not null then case when e.by_post = i.post then 'already' else 'id-taken' end
             when p.id is null then 'post-ended'
             -- Nulls must not open a door: `is not true` refuses what is not known to be allowed.
             when (starts_with(i.place, p.area)
                   or (t.holder_post = p.id and starts_with(i.place, left(t.place, 12)))
                   -- Whoever made a report may put it right, also when its task has gone to a desk since.
                   or (o.by_post = p.id and i.place = o.place)) is not true then 'not-your-place'
             when i.task is not null and (starts_with(t.place, p.area) or t.holder_post = p.id
                   or starts_with(t.desk, p.area) or starts_with(t.offered_to, p.area)
                   or (o.by_post = p.id and o.task_id = t.id)) is not true then 'task-not-found'
             when i.person <> t.person_key then 'person-mismatch'
             -- The register may know only the village: its doors are those of every grid of it.
             when h.place is not null and (starts_with(h.place, p.area) or starts_with(p.area, h.place)
                   or (t.holder_post = p.id and starts_with(h.place, left(t.place, 12)))) is not true
             then 'household-elsewhere'
             when i.corrects is not null and (o.by_post = p.id or starts_with(o.place, p.area)) is not true
             then 'corrected-unknown'
             when i.corrects is not null and exists (
                    select from visit c where c.corrects = i.corrects and c.county is not distinct from i.county) then 'corrected-already'
           end as refusal,
           -- The correction of the report that changed the task last goes back to before that report.
           case when o.effect is not null and o.task_id = t.id and t.version = (o.effect->>'version')::integer
                 and (t.ended_at is null or not exists (
                        select from task k where k.person_key = t.person_key and k.county = t.county
                           and k.ended_at is null))
                then o.effect end as undo,
           t.hops as now_hops, t.queue as now_queue, t.due_at as now_due, t.escalate_at as now_escalate,
           t.result as now_result, p.area as post_area
      from unnest(items) as i
      left join visit e on e.id = i.id and e.county is not distinct from i.county
      left join post p on p.id = i.post and p.role = i.role and p.valid_from <= at
                      and (p.valid_until is null or p.valid_until > at)
      left join task t on t.id = i.task and t.county is not distinct from i.task_county
      left join visit o on o.id = i.corrects and o.county is not distinct from i.county
      left join household h on h.household_key = i.household and h.county is not distinct from i.county
  ), base as (
    -- The task as it stands, or as it stood before the report that is being corrected.
    select f.*,
           case when f.undo is null then f.now_state else f.undo->>'state' end as state,
           case when f.undo is null then f.now_holder else (f.undo->>'holder')::uuid end as holder,
           case when f.undo is null then f.now_desk else f.undo->>'desk' end as desk,
           case when f.undo is null then f.now_place else f.undo->>'place' end as at_place,
           case when f.undo is null then f.now_hops else (f.undo->>'hops')::smallint end as hops,
           case when f.undo is null then f.now_queue else f.undo->>'queue' end as queue,
           case when f.undo is null then f.now_due else (f.undo->>'due')::timestamptz end as due,
           case when f.undo is null then f.now_escalate else (f.undo->>'escalate')::timestamptz end as escalate
      from fact f where f.refusal is null
  ), acting as (
    -- Who holds a task acts on it; anybody else's report is a contact that the holder sees (tasks/rules/states.ts).
    select b.*,
           case when not b.has_task then null
                when b.holder = b.post and b.state in ('issued', 'delivered', 'read', 'accepted') then 'holder'
                when b.role = 'operator' and starts_with(b.desk, b.post_area)
                 and b.state in ('issued', 'delivered', 'read', 'accepted', 'returned') then 'desk'
           end as doer,
           case when b.result in ('LEFT', 'MOVED') and exists (
                  select from place l where l.code = b.to_place
                     and (l.valid_until is null or l.valid_until > (at at time zone 'Asia/Shanghai')::date))
                then b.to_place end as known_to
      from base b
  ), decided as (
    select a.*, r.verifies,
           case when a.doer is null then null
                when a.known_to is not null then case when a.hops >= 2 then 'desk' else 'transfer' end
                when r.tries_limit is not null and r.tries_limit <= 1 + (
                       select count(*) from visit v
                        where v.task_id = a.task and v.task_county = a.task_county and v.result = a.result
                          and v.id is distinct from a.corrects
                          and not exists (select from visit c where c.corrects = v.id and c.county is not distinct from v.county))
                then r.afterwards
                else r.step end as step,
           greatest(a.visited + make_interval(secs => r.again_ms / 1000.0), at) as again
      from acting a
      left join json_to_recordset(rules) as r (result text, tier text, step text, again_ms bigint, tries_limit integer,
                                               afterwards text, verifies boolean)
             on r.result = a.result and r.tier = coalesce(a.tier, 'blue')
  ), routed as materialized (
    -- holders_of() is asked only when somebody moved within his county.
    select h.place, h.holder_post, h.desk
      from (select array_agg(distinct d.known_to) as places from decided d
             where d.step = 'transfer' and left(d.known_to, 6) = left(d.at_place, 6)) w
     cross join lateral holders_of(w.places, at) h
     where w.places is not null
  ), desks as materialized (
    -- Once a place, not once a report.
    select w.place, desk_of(w.place, at) as desk
      from (select distinct d.at_place as place from decided d
             where d.step in ('desk', 'unlocated') or (d.step = 'transfer' and left(d.known_to, 6) <> left(d.at_place, 6))
             union select distinct left(d.at_place, 6) from decided d where d.step = 'desk' and d.known_to is not null) w
  ), settled as (
    select d.*, case
             when d.step is null then null
             when d.step in ('done', 'closed') then 'done'
             when d.step = 'try-again' then case d.doer when 'holder' then 'accepted' else d.state end
             when d.step = 'transfer' and left(d.known_to, 6) <> left(d.at_place, 6) then 'transferred'
             when d.step = 'transfer' and u.holder_post is not null then 'issued'
             else 'returned' end as new_state,
           case when d.step = 'transfer' and left(d.known_to, 6) = left(d.at_place, 6) then d.known_to
                else d.at_place end as new_place,
           case when d.step in ('done', 'closed', 'try-again') then d.holder
                when d.step = 'transfer' then u.holder_post end as new_holder,
           case when d.step in ('done', 'closed', 'try-again') then d.desk
                when d.step = 'transfer' and u.place is not null then u.desk
                when d.step is null then null
                when d.known_to is not null and d.hops >= 2
                then (select k.desk from desks k where k.place = left(d.at_place, 6))
                when d.doer = 'desk' then d.desk
                else (select k.desk from desks k where k.place = d.at_place) end as new_desk,
           case when d.step = 'unlocated' then 'unlocated'
                when d.known_to is not null and d.hops >= 2 and d.step = 'desk' then 'arbitration'
                when d.step in ('done', 'closed', 'try-again') then d.queue
                else 'ordinary' end as new_queue
      from decided d left join routed u on d.step = 'transfer' and u.place = d.known_to
  ), taken as (
    insert into visit (county, id, task_county, task_id, person_key, household_key, door_key, place, visited_at,
                       visited_on, recorded_at, by_post, by_role, terminal_id, manner, result, to_place, spoken_to,
                       corrects, temperature_tenths, symptoms, services_asked, services_done, persons_met, clues,
                       disputes, sealed_note, effect)
    select s.county, s.id, s.task_county, s.task, s.subject, s.household, coalesce(s.household, s.subject, s.id),
           s.place, s.visited, s.on_day, at, s.post, s.role, s.terminal, s.manner, s.result, s.to_place, s.spoken,
           s.corrects, s.temperature, s.symptoms, s.asked, s.done, s.met, s.clues, s.disputes, s.sealed::bytea,
           case when s.new_state is not null then jsonb_build_object(
             'version', s.version + 1, 'state', s.state, 'holder', s.holder, 'desk', s.desk, 'place', s.at_place,
             'hops', s.hops, 'queue', s.queue, 'due', s.due, 'escalate', s.escalate) end
      from settled s order by s.county, s.id
        on conflict do nothing
    returning county, id
  ), ok as materialized (
    -- A report that another transaction took meanwhile is not among these: nothing follows from it twice.
    select s.*, s.new_state is not null or s.undo is not null as changes_task
      -- `is true` keeps this a hash lookup: planned as a join, wrong estimates would make it quadratic.
      from settled s where ((s.county, s.id) in (select k.county, k.id from taken k)) is true
  ), contacts as (
    insert into contact (person_key, visit_id, at, by_post, role, place, result)
    select o.subject, o.id, o.visited, o.post, o.role, o.place, o.result from ok o where o.subject is not null
  ), verified as (
    -- Only a task's own subject, and only from the report that settled it: what stands here moves tomorrow's task.
    insert into verified_place (person_key, visit_id, place, verified_at, recorded_at)
    select o.subject, o.id, o.place, o.visited, at from ok o
     where o.has_task and o.verifies and o.doer is not null and o.subject is not null
  ), tasks as (
    update task t
       set state = coalesce(o.new_state, o.state),
           place = case when o.new_state is null then o.at_place else o.new_place end,
           holder_post = case when o.new_state is null then o.holder else o.new_holder end,
           desk = case when o.new_state is null then o.desk else o.new_desk end,
           queue = case when o.new_state is null then o.queue else o.new_queue end,
           offered_to = case when o.new_state = 'transferred' then o.known_to end,
           decide_by = case when o.new_state = 'transferred' or o.new_queue = 'arbitration'
                            then at + interval '2 hours' end,
           hops = o.hops + case when o.known_to is not null and o.step in ('transfer', 'desk') then 1 else 0 end,
           result = case when o.new_state is null then null else o.result end,
           due_at = case when o.step = 'try-again' then o.again else o.due end,
           escalate_at = case when o.step = 'try-again' then o.again else o.escalate end,
           escalated_to = case when o.step = 'try-again' then null else t.escalated_to end,
           is_overdue = t.is_overdue and coalesce(o.new_state, '') not in ('done') and coalesce(o.step, '') <> 'try-again',
           accepted_at = case when o.new_state in ('accepted', 'done') then coalesce(t.accepted_at, at)
                              when o.new_state in ('returned', 'transferred', 'issued') then null
                              else t.accepted_at end,
           ended_at = case when o.new_state = 'done' then at end,
           alarm_at = case when o.alarm then at else t.alarm_at end,
           version = t.version + 1
      from ok o
     where o.changes_task and t.id = o.task and t.county is not distinct from o.task_county
  ), alarms as (
    update task t set alarm_at = at from ok o
     where o.alarm and o.has_task and not o.changes_task and t.id = o.task and t.county is not distinct from o.task_county
  ), events as (
    insert into task_event (county, id, task_id, at, kind, by_post, from_holder, to_holder, reason, detail)
    select o.task_county, o.id, o.task, at,
           case when o.new_state is null then 'reported'
                when o.new_state = 'done' then 'done'
                when o.step = 'try-again' then 'tried'
                when o.step = 'unlocated' then 'cannot-locate'
                when o.new_state = 'transferred' then 'offered'
                else 'returned' end,
           o.post, coalesce(o.now_holder::text, 'desk:' || o.now_desk),
           case when o.new_state is null then coalesce(o.holder::text, 'desk:' || o.desk)
                else coalesce(o.new_holder::text, 'desk:' || o.new_desk) end,
           o.result,
           jsonb_build_object('visitId', o.id, 'from', o.now_state, 'to', coalesce(o.new_state, o.state),
                             'alarm', o.alarm, 'corrects', o.corrects)
      from ok o where o.has_task
  ), alarm_events as (
    insert into task_event (county, id, task_id, at, kind, by_post, detail)
    select o.task_county, new_id(at), o.task, at, 'alarm', o.post,
           jsonb_build_object('visitId', o.id, 'temperatureTenths', o.temperature, 'symptoms', o.symptoms)
      from ok o where o.has_task and o.alarm
  ), door as (
    select x.county, x.place, x.door_key, x.day, sum(x.delta)::integer as delta
      from (select o.county, d.* from ok o cross join lateral (values
              (left(o.place, 12), coalesce(o.household, o.subject, o.id), o.on_day, 1, o.manner),
              (left(o.o_place, 12), o.o_door, o.o_day, -1, o.o_manner)) as d (place, door_key, day, delta, manner)
             where d.manner = 'door') x
     group by 1, 2, 3, 4 having sum(x.delta) <> 0
  ), doors as (
    -- What was already there is only ever taken away by a correction, so a first insert is never negative.
    insert into door_day as y (county, place, door_key, day, reports)
    select d.county, d.place, d.door_key, d.day, greatest(d.delta, 0) from door d
     order by d.county, d.door_key, d.day, d.place
        on conflict (county, door_key, day, place) do update
       set reports = y.reports + (select d.delta from door d
                                   where d.county = y.county and d.door_key = y.door_key and d.day = y.day
                                     and d.place = y.place)
    returning y.county, y.place, y.door_key, y.day, y.reports
  ), opened as (
    select o.county, o.household, min(o.visited) filter (where o.spoken in ('self', 'household')) as opened_at,
           max(o.visited) as last_at
      from ok o where o.household is not null and o.manner = 'door' group by 1, 2
  ), unopened as materialized (
    -- Read before it is written: the rows are locked, so that this is the state before this batch.
    select h.county, h.household_key, h.place from household h join opened p
        on p.household = h.household_key and p.county is not distinct from h.county
     where h.first_visited_at is null and p.opened_at is not null
  ), households as (
    update household h
       set first_visited_at = least(h.first_visited_at, p.opened_at),
           last_visited_at = greatest(h.last_visited_at, p.last_at)
      from opened p where h.household_key = p.household and h.county is not distinct from p.county
  ), change as (
    -- A report, and what it puts right taken away. One pass over the wide rows each, here and below: they are most of
    -- what this statement reads.
    select c.* from ok o cross join lateral (values
      (left(o.place, 12), o.on_day, 1, o.result, o.met::integer, cardinality(o.asked), cardinality(o.done),
       o.clues::integer, o.disputes::integer),
      (left(o.o_place, 12), o.o_day, -1, o.o_result, -o.o_met, -o.o_asked, -o.o_done, -o.o_clues, -o.o_disputes))
      as c (place, day, visits, result, met, asked, done, clues, disputes)
     where c.day is not null
  ), task_change as (
    select left(c.place, 12) as place, o.task_day as day, o.tier, c.state, c.delta
      from ok o
     cross join lateral (select case when o.new_state is null then o.at_place else o.new_place end as place,
                                coalesce(o.new_state, o.state) as state,
                                o.is_overdue and coalesce(o.new_state, '') <> 'done'
                                             and coalesce(o.step, '') <> 'try-again' as is_overdue) a
     cross join lateral (values
       (o.now_place::text, o.now_state, -1, true),
       (a.place::text, a.state, 1, true),
       (o.now_place::text, 'overdue', -1, o.is_overdue),
       (a.place::text, 'overdue', 1, a.is_overdue)) as c (place, state, delta, is_counted)
     where o.changes_task and c.is_counted
  ), counted as (
    insert into counter_pending (place, day, metric, delta)
    select x.place, x.day, x.metric, sum(x.delta) from (
      select c.place, c.day, m.metric, m.delta from (
        select c.place, c.day, sum(c.visits) as visits, sum(c.met) as met, sum(c.asked) as asked, sum(c.done) as done,
               sum(c.clues) as clues, sum(c.disputes) as disputes from change c group by 1, 2) c
       cross join lateral (values ('visit', c.visits), ('visit.person', c.met), ('service.asked', c.asked),
                                  ('service.done', c.done), ('clue', c.clues), ('dispute', c.disputes)) m (metric, delta)
       union all
      select c.place, c.day, 'visit.result.' || c.result, sum(c.visits) from change c group by 1, 2, 3
       union all
      -- First report at the door that day: +1. Last one taken away: -1. Brought together by grouping, not by a join.
      select b.place, b.day, 'visit.household',
             case when max(b.reports) = max(b.delta) then 1 when max(b.reports) = 0 then -1 else 0 end
        from (select d.county, d.place, d.door_key, d.day, d.delta, null::integer as reports from door d
               union all
              select y.county, y.place, y.door_key, y.day, null, y.reports from doors y) b
       group by b.county, b.place, b.door_key, b.day
       union all
      select left(u.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.reached', count(*)
        from unopened u group by 1
       union all
      select k.place, k.day, 'task.' || k.tier || '.' || k.state, sum(k.delta) from task_change k group by 1, 2, 3
    ) x group by 1, 2, 3 having sum(x.delta) <> 0
  ), touched as (
    select distinct x.county, x.holder
      from ok o
     cross join lateral (values
       (o.task_county, case when o.changes_task then coalesce(o.now_holder::text, 'desk:' || o.now_desk) end),
       (left(o.new_place, 6), case when o.new_state is not null
                                   then coalesce(o.new_holder::text, 'desk:' || o.new_desk) end),
       (left(o.at_place, 6), case when o.undo is not null then coalesce(o.holder::text, 'desk:' || o.desk) end),
       (left(o.known_to, 6), case when o.new_state = 'transferred' then 'desk:' || left(o.known_to, 6) end),
       (o.county, case when o.alarm then 'desk:' || desk_of(o.place, at) end)) as x (county, holder)
     where x.holder is not null
  ), inboxes as (
    insert into inbox as b (county, holder, version, changed_at)
    select t.county, t.holder, 1, at from touched t order by t.county, t.holder
        on conflict (county, holder) do update set version = b.version + 1, changed_at = excluded.changed_at
  ), pokes as (
    insert into outbox (topic, key, at) select distinct 'inbox', t.holder, at from touched t
  )
  select f.n, case when f.refusal = 'already' then 'already' when f.refusal is not null then 'refused'
                   when o.id is null then 'already' else 'accepted' end,
         nullif(f.refusal, 'already'), o.step, case when o.step = 'try-again' then o.again end
    from fact f left join ok o on o.n = f.n;

  if has_corrections then perform take_back_corrected(items, at); end if;
end $function$

CREATE OR REPLACE FUNCTION public.take_back_corrected(items visit_item[], at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from contact c using unnest(items) as i
    join visit k on k.id = i.id and k.county = i.county and k.corrects = i.corrects
    join visit v on v.id = i.corrects and v.county = i.county
   where c.person_key = v.person_key and c.visit_id = v.id;
  delete from verified_place p using unnest(items) as i
    join visit k on k.id = i.id and k.county = i.county and k.corrects = i.corrects
    join visit v on v.id = i.corrects and v.county = i.county
   where p.person_key = v.person_key and p.visit_id = v.id;
  with asked as (
    select distinct v.county, v.household_key
      from unnest(items) as i
      join visit v on v.id = i.corrects and v.county = i.county
     where i.corrects is not null and v.household_key is not null
  ), closed as (
    update household h set first_visited_at = null from asked a
     where h.county = a.county and h.household_key = a.household_key and h.first_visited_at is not null
       and not exists (
         select from door_day y join visit v on v.county = y.county and v.visited_on = y.day and v.place >= y.place
                                            and v.place < y.place || ':'
          where y.door_key = h.household_key and y.county = h.county and v.household_key = h.household_key
            and v.manner = 'door' and v.spoken_to in ('self', 'household')
            and not exists (select from visit c where c.corrects = v.id and c.county is not distinct from v.county))
    returning h.place
  )
  insert into counter_pending (place, day, metric, delta)
  select left(c.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.reached', -count(*) from closed c
   group by 1;
end $function$
