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

table appeal (row-level security)
  id uuid not null
  person_key uuid not null
  place place_code not null
  about_kind text not null
  about_ids uuid[] not null
  evidence_ids uuid[] not null
  rule text not null
  kind text not null
  channel text not null
  state text not null
  sealed_words bytea not null
  received_at timestamp with time zone not null
  received_on date not null
  owner_area place_code not null
  owner_post uuid
  due_at timestamp with time zone
  escalated_to text
  suspended_ids uuid[] not null default '{}'::uuid[]
  review_asked_at timestamp with time zone
  outcome text
  decided_at timestamp with time zone
  decided_by uuid
  appeal_about_ids_check CHECK ((cardinality(about_ids) <= 20))
  appeal_about_kind_check CHECK ((about_kind = ANY (ARRAY['colour'::text, 'evidence'::text, 'case'::text])))
  appeal_channel_check CHECK ((channel = ANY (ARRAY['app'::text, 'phone'::text, 'desk'::text, 'grid'::text, 'family'::text, 'helper'::text])))
  appeal_check CHECK (((outcome IS NULL) = (state = ANY (ARRAY['RECEIVED'::text, 'OWNED'::text, 'EVIDENCE'::text]))))
  appeal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id)
  appeal_kind_check CHECK ((kind = ANY (ARRAY['data-error'::text, 'exposure'::text])))
  appeal_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'partial'::text, 'rejected'::text])))
  appeal_owner_post_fkey FOREIGN KEY (owner_post) REFERENCES post(id)
  appeal_pkey PRIMARY KEY (id)
  appeal_state_check CHECK ((state = ANY (ARRAY['RECEIVED'::text, 'OWNED'::text, 'EVIDENCE'::text, 'DECIDED'::text, 'NOTIFIED'::text, 'SECOND_REVIEW'::text, 'OMBUDSMAN'::text, 'CLOSED'::text])))
  CREATE INDEX appeal_by_day ON public.appeal USING btree (received_on)
  CREATE INDEX appeal_by_decider ON public.appeal USING btree (decided_by) WHERE (decided_by IS NOT NULL)
  CREATE INDEX appeal_by_owner ON public.appeal USING btree (owner_post) WHERE (owner_post IS NOT NULL)
  CREATE INDEX appeal_by_person ON public.appeal USING btree (person_key, received_at DESC)
  CREATE INDEX appeal_due ON public.appeal USING btree (due_at, id) WHERE (due_at IS NOT NULL)
  CREATE UNIQUE INDEX appeal_open ON public.appeal USING btree (person_key) WHERE (outcome IS NULL)
  CREATE UNIQUE INDEX appeal_pkey ON public.appeal USING btree (id)
  policy appeal_filed for INSERT check ((my_role() = 'system'::text) OR is_my_person(person_key) OR in_my_area((owner_area)::text))
  policy appeal_moves for UPDATE using (in_my_area((place)::text) OR in_my_area((owner_area)::text) OR is_my_person(person_key)) check true
  policy appeal_seen for SELECT using (in_my_area((place)::text) OR in_my_area((owner_area)::text) OR is_my_person(person_key))
  grant INSERT, SELECT, UPDATE to wangge_server

table appeal_attachment (row-level security)
  appeal_id uuid not null
  n smallint not null
  media_type text not null
  bytes integer not null
  sha256 text not null
  sealed bytea not null
  added_at timestamp with time zone not null
  appeal_attachment_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeal(id)
  appeal_attachment_bytes_check CHECK (((bytes >= 1) AND (bytes <= 2097152)))
  appeal_attachment_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text, 'application/pdf'::text])))
  appeal_attachment_n_check CHECK (((n >= 1) AND (n <= 3)))
  appeal_attachment_pkey PRIMARY KEY (appeal_id, n)
  CREATE UNIQUE INDEX appeal_attachment_pkey ON public.appeal_attachment USING btree (appeal_id, n)
  policy appeal_attachment_of_appeal for ALL using (EXISTS ( SELECT FROM appeal a WHERE (a.id = appeal_attachment.appeal_id))) check true
  grant INSERT, SELECT to wangge_server

table appeal_figures
  month text not null
  document jsonb not null
  counted_at timestamp with time zone not null
  appeal_figures_month_check CHECK ((month ~ '^\d{4}-\d{2}$'::text))
  appeal_figures_pkey PRIMARY KEY (month)
  CREATE UNIQUE INDEX appeal_figures_pkey ON public.appeal_figures USING btree (month)
  grant INSERT, SELECT, UPDATE to wangge_server

table appeal_step (row-level security)
  id uuid not null
  appeal_id uuid not null
  step text not null
  at timestamp with time zone not null
  by_post uuid
  by_role text not null
  by_organisation text
  by_account uuid
  words text
  outcome text
  appeal_step_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeal(id)
  appeal_step_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'partial'::text, 'rejected'::text])))
  appeal_step_pkey PRIMARY KEY (id)
  appeal_step_step_check CHECK ((step = ANY (ARRAY['received'::text, 'owned'::text, 'evidence'::text, 'escalated'::text, 'suspended'::text, 'resumed'::text, 'decided'::text, 'notified'::text, 'review-asked'::text, 'reviewed'::text, 'ombudsman-asked'::text, 'opinion'::text, 'closed'::text])))
  appeal_step_words_check CHECK ((length(words) <= 2000))
  CREATE INDEX appeal_step_by_appeal ON public.appeal_step USING btree (appeal_id, at)
  CREATE UNIQUE INDEX appeal_step_pkey ON public.appeal_step USING btree (id)
  policy appeal_step_of_appeal for ALL using (EXISTS ( SELECT FROM appeal a WHERE (a.id = appeal_step.appeal_id))) check true
  grant INSERT, SELECT to wangge_server

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

table attachment (row-level security)
  county text not null
  id uuid not null
  object_kind text not null
  object_id uuid not null
  place place_code not null
  medium text not null
  media_type text not null
  bytes integer not null
  sealed bytea not null
  key_id text not null
  taken_at timestamp with time zone
  latitude_thousandths integer
  longitude_thousandths integer
  by_post uuid not null
  readers text[] not null
  at timestamp with time zone not null
  keep_until timestamp with time zone not null
  attachment_check CHECK (((bytes >= 1) AND (bytes <=
CASE
    WHEN (medium = 'photo'::text) THEN 409600
    ELSE 307200
END)))
  attachment_check1 CHECK (((latitude_thousandths IS NULL) = (longitude_thousandths IS NULL)))
  attachment_latitude_thousandths_check CHECK (((latitude_thousandths >= '-90000'::integer) AND (latitude_thousandths <= 90000)))
  attachment_longitude_thousandths_check CHECK (((longitude_thousandths >= '-180000'::integer) AND (longitude_thousandths <= 180000)))
  attachment_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/webp'::text, 'audio/webm'::text, 'audio/mp4'::text, 'audio/ogg'::text])))
  attachment_medium_check CHECK ((medium = ANY (ARRAY['photo'::text, 'voice'::text])))
  attachment_pkey PRIMARY KEY (id, county)
  CREATE INDEX attachment_by_end ON public.attachment USING btree (keep_until)
  CREATE INDEX attachment_by_object ON public.attachment USING btree (object_id, object_kind)
  CREATE UNIQUE INDEX attachment_pkey ON public.attachment USING btree (id, county)
  policy attachment_seen for ALL using ((in_my_area((place)::text) AND ((my_role() = ANY (readers)) OR (by_post = my_post()))) OR (my_role() = 'system'::text)) check (in_my_area((place)::text) OR (my_role() = 'system'::text))
  grant DELETE, INSERT, SELECT to wangge_server

table attestation (row-level security)
  person_key uuid not null
  issuer place_code not null
  code_id integer not null
  form text not null
  device uuid
  colour text not null
  decision_seq integer not null
  issued_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  listed_at timestamp with time zone
  attestation_check CHECK ((expires_at > issued_at))
  attestation_code_id_check CHECK (((code_id >= 0) AND (code_id < 1073741824)))
  attestation_colour_check CHECK ((colour = ANY (ARRAY['red'::text, 'yellow'::text, 'pending'::text, 'green'::text])))
  attestation_form_check CHECK ((form = ANY (ARRAY['phone'::text, 'refreshed'::text, 'paper'::text])))
  attestation_pkey PRIMARY KEY (person_key, code_id)
  CREATE INDEX attestation_by_code ON public.attestation USING btree (code_id, issuer)
  CREATE INDEX attestation_by_expiry ON public.attestation USING brin (expires_at)
  CREATE UNIQUE INDEX attestation_pkey ON public.attestation USING btree (person_key, code_id)
  policy attestation_seen for ALL using ((my_role() = 'system'::text) OR (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = attestation.person_key)))) check ((my_role() = 'system'::text) OR (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = attestation.person_key))))
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

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

table campaign (row-level security)
  id uuid not null
  area place_code not null
  name text not null
  questions text[] not null
  form_id text
  started_at timestamp with time zone not null
  started_by uuid not null
  until_at timestamp with time zone not null
  closed_at timestamp with time zone
  closed_by uuid
  close_reason text
  campaign_check CHECK ((until_at > started_at))
  campaign_check1 CHECK (((closed_at IS NULL) = (close_reason IS NULL)))
  campaign_close_reason_check CHECK (((length(close_reason) >= 4) AND (length(close_reason) <= 200)))
  campaign_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES post(id)
  campaign_form_id_check CHECK ((length(form_id) <= 80))
  campaign_name_check CHECK (((length(name) >= 2) AND (length(name) <= 60)))
  campaign_pkey PRIMARY KEY (id)
  campaign_questions_check CHECK ((cardinality(questions) <= 20))
  campaign_started_by_fkey FOREIGN KEY (started_by) REFERENCES post(id)
  CREATE INDEX campaign_by_area ON public.campaign USING btree (area, started_at DESC)
  CREATE INDEX campaign_by_closer ON public.campaign USING btree (closed_by)
  CREATE INDEX campaign_by_starter ON public.campaign USING btree (started_by)
  CREATE UNIQUE INDEX campaign_pkey ON public.campaign USING btree (id)
  policy campaign_closed for UPDATE using in_my_area((area)::text) check in_my_area((area)::text)
  policy campaign_seen for SELECT using (in_my_area((area)::text) OR starts_with(my_area(), (area)::text) OR (my_role() = 'system'::text))
  policy campaign_written for INSERT check in_my_area((area)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table campaign_door (row-level security)
  county text not null
  id uuid not null
  campaign_id uuid not null
  door_id uuid not null
  household_key uuid
  place place_code not null
  ordinal integer not null
  kind text not null
  name text not null
  cluster text not null
  is_vacant_on_register boolean not null
  is_found boolean not null
  group_id uuid
  state text not null
  tries smallint not null
  windows smallint[] not null
  is_phoned boolean not null
  neighbour text
  revisit_at timestamp with time zone
  last_at timestamp with time zone
  last_by uuid
  campaign_door_campaign_id_door_id_county_key UNIQUE (campaign_id, door_id, county)
  campaign_door_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_door_group_id_fkey FOREIGN KEY (group_id) REFERENCES campaign_group(id)
  campaign_door_last_by_fkey FOREIGN KEY (last_by) REFERENCES post(id)
  campaign_door_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  campaign_door_neighbour_check CHECK ((neighbour = ANY (ARRAY['vacant'::text, 'lives-here'::text, 'away'::text])))
  campaign_door_pkey PRIMARY KEY (id, county)
  campaign_door_state_check CHECK ((state = ANY (ARRAY['NOT_VISITED'::text, 'OPENED'::text, 'NO_ANSWER'::text, 'REFUSED'::text, 'VACANT_CONFIRMED'::text, 'MOVED'::text, 'NOT_FOUND'::text, 'DONE_BY_PHONE'::text])))
  CREATE INDEX campaign_door_by_door ON public.campaign_door USING btree (door_id, campaign_id)
  CREATE INDEX campaign_door_by_group ON public.campaign_door USING btree (group_id)
  CREATE INDEX campaign_door_by_last ON public.campaign_door USING btree (last_by)
  CREATE INDEX campaign_door_by_place ON public.campaign_door USING btree (campaign_id, place, ordinal)
  CREATE UNIQUE INDEX campaign_door_campaign_id_door_id_county_key ON public.campaign_door USING btree (campaign_id, door_id, county)
  CREATE INDEX campaign_door_copy ON public.campaign_door USING btree (county, place, id)
  CREATE UNIQUE INDEX campaign_door_pkey ON public.campaign_door USING btree (id, county)
  policy campaign_door_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table campaign_group (row-level security)
  id uuid not null
  campaign_id uuid not null
  place place_code not null
  name text not null
  members uuid[] not null
  made_at timestamp with time zone not null
  made_by uuid not null
  ended_at timestamp with time zone
  campaign_group_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_group_made_by_fkey FOREIGN KEY (made_by) REFERENCES post(id)
  campaign_group_members_check CHECK (((cardinality(members) >= 1) AND (cardinality(members) <= 20)))
  campaign_group_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40)))
  campaign_group_pkey PRIMARY KEY (id)
  CREATE INDEX campaign_group_by_campaign ON public.campaign_group USING btree (campaign_id, place)
  CREATE INDEX campaign_group_by_maker ON public.campaign_group USING btree (made_by)
  CREATE UNIQUE INDEX campaign_group_pkey ON public.campaign_group USING btree (id)
  policy campaign_group_ended for UPDATE using in_my_area((place)::text) check in_my_area((place)::text)
  policy campaign_group_seen for SELECT using (in_my_area((place)::text) OR starts_with(my_area(), (place)::text) OR (my_role() = 'system'::text))
  policy campaign_group_written for INSERT check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table campaign_mark (row-level security)
  county text not null
  id uuid not null
  campaign_door_id uuid not null
  place place_code not null
  outcome text not null
  seen smallint
  revisit_at timestamp with time zone
  neighbour text
  left_note boolean not null
  made_at timestamp with time zone not null
  recorded_at timestamp with time zone not null
  by_post uuid not null
  keyed_by uuid
  sheet_id uuid
  campaign_mark_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  campaign_mark_keyed_by_fkey FOREIGN KEY (keyed_by) REFERENCES post(id)
  campaign_mark_neighbour_check CHECK ((neighbour = ANY (ARRAY['vacant'::text, 'lives-here'::text, 'away'::text])))
  campaign_mark_outcome_check CHECK ((outcome = ANY (ARRAY['opened'::text, 'no-answer'::text, 'refused'::text, 'vacant'::text, 'moved'::text, 'not-found'::text, 'by-phone'::text, 'phone-no-answer'::text, 'no-phone-known'::text])))
  campaign_mark_pkey PRIMARY KEY (id, county)
  campaign_mark_seen_check CHECK (((seen >= 0) AND (seen <= 99)))
  CREATE INDEX campaign_mark_by_door ON public.campaign_mark USING btree (campaign_door_id, made_at)
  CREATE INDEX campaign_mark_by_keyer ON public.campaign_mark USING btree (keyed_by)
  CREATE INDEX campaign_mark_by_post ON public.campaign_mark USING btree (by_post)
  CREATE INDEX campaign_mark_by_sheet ON public.campaign_mark USING btree (sheet_id)
  CREATE UNIQUE INDEX campaign_mark_pkey ON public.campaign_mark USING btree (id, county)
  policy campaign_mark_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table campaign_move (row-level security)
  county text not null
  id uuid not null
  campaign_id uuid not null
  place place_code not null
  door_ids uuid[] not null
  to_group uuid
  reason text not null
  by_post uuid not null
  at timestamp with time zone not null
  campaign_move_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  campaign_move_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_move_pkey PRIMARY KEY (id, county)
  campaign_move_reason_check CHECK (((length(reason) >= 4) AND (length(reason) <= 200)))
  campaign_move_to_group_fkey FOREIGN KEY (to_group) REFERENCES campaign_group(id)
  CREATE INDEX campaign_move_by_campaign ON public.campaign_move USING btree (campaign_id, place, at)
  CREATE INDEX campaign_move_by_group ON public.campaign_move USING btree (to_group)
  CREATE INDEX campaign_move_by_post ON public.campaign_move USING btree (by_post)
  CREATE UNIQUE INDEX campaign_move_pkey ON public.campaign_move USING btree (id, county)
  policy campaign_move_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table campaign_sheet (row-level security)
  county text not null
  id uuid not null
  number text not null
  campaign_id uuid not null
  place place_code not null
  door_ids uuid[] not null
  printed_at timestamp with time zone not null
  printed_by uuid not null
  keyed_at timestamp with time zone
  keyed_by uuid
  campaign_sheet_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_sheet_door_ids_check CHECK (((cardinality(door_ids) >= 1) AND (cardinality(door_ids) <= 40)))
  campaign_sheet_keyed_by_fkey FOREIGN KEY (keyed_by) REFERENCES post(id)
  campaign_sheet_number_check CHECK ((number ~ '^[0-9]{10}$'::text))
  campaign_sheet_number_county_key UNIQUE (number, county)
  campaign_sheet_pkey PRIMARY KEY (id, county)
  campaign_sheet_printed_by_fkey FOREIGN KEY (printed_by) REFERENCES post(id)
  CREATE INDEX campaign_sheet_by_campaign ON public.campaign_sheet USING btree (campaign_id, place, printed_at)
  CREATE INDEX campaign_sheet_by_keyer ON public.campaign_sheet USING btree (keyed_by)
  CREATE INDEX campaign_sheet_by_printer ON public.campaign_sheet USING btree (printed_by)
  CREATE UNIQUE INDEX campaign_sheet_number_county_key ON public.campaign_sheet USING btree (number, county)
  CREATE UNIQUE INDEX campaign_sheet_pkey ON public.campaign_sheet USING btree (id, county)
  policy campaign_sheet_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table campaign_tally (row-level security)
  county text not null
  campaign_id uuid not null
  place place_code not null
  figure text not null
  doors integer not null
  campaign_tally_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_tally_pkey PRIMARY KEY (campaign_id, place, figure, county)
  CREATE UNIQUE INDEX campaign_tally_pkey ON public.campaign_tally USING btree (campaign_id, place, figure, county)
  policy campaign_tally_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table campaign_village (row-level security)
  county text not null
  campaign_id uuid not null
  village place_code not null
  frozen_at timestamp with time zone
  campaign_village_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_village_pkey PRIMARY KEY (campaign_id, village, county)
  CREATE UNIQUE INDEX campaign_village_pkey ON public.campaign_village USING btree (campaign_id, village, county)
  CREATE INDEX campaign_village_waiting ON public.campaign_village USING btree (campaign_id, village) WHERE (frozen_at IS NULL)
  policy campaign_village_in_area for ALL using in_my_area((village)::text) check in_my_area((village)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table campaign_zero (row-level security)
  county text not null
  id uuid not null
  campaign_id uuid not null
  place place_code not null
  on_day date not null
  covered integer not null
  doors integer not null
  by_post uuid not null
  at timestamp with time zone not null
  campaign_zero_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  campaign_zero_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
  campaign_zero_pkey PRIMARY KEY (id, county)
  CREATE INDEX campaign_zero_by_campaign ON public.campaign_zero USING btree (campaign_id, place, on_day)
  CREATE INDEX campaign_zero_by_post ON public.campaign_zero USING btree (by_post)
  CREATE UNIQUE INDEX campaign_zero_pkey ON public.campaign_zero USING btree (id, county)
  policy campaign_zero_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table care_code_try (row-level security)
  resident_id uuid not null
  at timestamp with time zone not null
  care_code_try_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  CREATE INDEX care_code_try_by_resident ON public.care_code_try USING btree (resident_id, at)
  policy care_code_try_system for ALL using (my_role() = 'system'::text) check true
  grant INSERT, SELECT to wangge_server

table care_invitation (row-level security)
  county text not null
  id uuid not null
  subject_id uuid not null
  seat text not null
  code_hash bytea not null
  until timestamp with time zone not null
  by_post uuid not null
  used_at timestamp with time zone
  care_invitation_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  care_invitation_pkey PRIMARY KEY (id, county)
  CREATE INDEX care_invitation_by_code ON public.care_invitation USING btree (code_hash) WHERE (used_at IS NULL)
  CREATE INDEX care_invitation_by_post ON public.care_invitation USING btree (by_post)
  CREATE UNIQUE INDEX care_invitation_pkey ON public.care_invitation USING btree (id, county)
  policy care_invitation_system for ALL using (my_role() = 'system'::text) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table care_seat (row-level security)
  county text not null
  id uuid not null
  subject_id uuid not null
  person_key uuid
  place place_code not null
  seat text not null
  post_id uuid
  resident_id uuid
  sealed_name bytea
  consent_at timestamp with time zone
  from_at timestamp with time zone not null
  until_at timestamp with time zone
  why_ended text
  care_seat_check CHECK ((num_nonnulls(post_id, resident_id) <= 1))
  care_seat_check1 CHECK (((resident_id IS NULL) OR (consent_at IS NOT NULL)))
  care_seat_check2 CHECK (((sealed_name IS NULL) OR (until_at IS NULL)))
  care_seat_pkey PRIMARY KEY (id, county)
  care_seat_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  care_seat_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  care_seat_seat_check CHECK ((seat = ANY (ARRAY['CADRE'::text, 'POLICE'::text, 'HEALTH'::text, 'GRID'::text, 'VOLUNTEER'::text, 'PROPERTY'::text, 'LANDLORD'::text, 'EMPLOYER'::text, 'INTERPRETER'::text, 'MINOR_CONTACT'::text])))
  care_seat_why_ended_check CHECK ((why_ended = ANY (ARRAY['filled'::text, 'replaced'::text, 'off-duty'::text, 'withdrawn'::text, 'removed'::text, 'over'::text])))
  CREATE INDEX care_seat_by_person ON public.care_seat USING btree (person_key) WHERE (until_at IS NULL)
  CREATE INDEX care_seat_by_post ON public.care_seat USING btree (post_id, until_at)
  CREATE INDEX care_seat_by_resident ON public.care_seat USING btree (resident_id, until_at)
  CREATE INDEX care_seat_by_subject ON public.care_seat USING btree (subject_id, county, from_at)
  CREATE UNIQUE INDEX care_seat_core ON public.care_seat USING btree (subject_id, seat, county) WHERE ((until_at IS NULL) AND (seat = ANY (ARRAY['CADRE'::text, 'POLICE'::text, 'HEALTH'::text, 'GRID'::text])))
  CREATE UNIQUE INDEX care_seat_pkey ON public.care_seat USING btree (id, county)
  CREATE INDEX care_seat_vacant ON public.care_seat USING btree (from_at) WHERE ((until_at IS NULL) AND (post_id IS NULL) AND (resident_id IS NULL))
  policy care_seat_seen for ALL using ((my_role() = 'system'::text) OR is_my_person(person_key) OR ((my_role() = 'resident'::text) AND (resident_id = my_post())) OR (in_my_area((place)::text) AND (my_role() = ANY (ARRAY['grid-leader'::text, 'grid-worker'::text, 'police-officer'::text, 'health-worker'::text, 'operator'::text, 'auditor'::text])))) check (my_role() <> 'auditor'::text)
  grant INSERT, SELECT, UPDATE to wangge_server

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

table centre_line
  id uuid not null
  place place_code not null
  name text not null
  phone text not null
  set_by uuid not null
  set_at timestamp with time zone not null
  centre_line_name_check CHECK (((length(name) >= 2) AND (length(name) <= 60)))
  centre_line_phone_check CHECK ((phone ~ '^[0-9-]{3,20}$'::text))
  centre_line_pkey PRIMARY KEY (id)
  centre_line_place_key UNIQUE (place)
  centre_line_set_by_fkey FOREIGN KEY (set_by) REFERENCES post(id)
  CREATE INDEX centre_line_by_post ON public.centre_line USING btree (set_by)
  CREATE UNIQUE INDEX centre_line_pkey ON public.centre_line USING btree (id)
  CREATE UNIQUE INDEX centre_line_place_key ON public.centre_line USING btree (place)
  grant INSERT, SELECT, UPDATE to wangge_server

table check_in (row-level security)
  person_key uuid not null
  day date not null
  half text not null
  id uuid not null
  at timestamp with time zone not null
  temperature_tenths smallint not null
  symptoms text[] not null
  resident_id uuid not null
  check_in_half_check CHECK ((half = ANY (ARRAY['morning'::text, 'afternoon'::text])))
  check_in_id_key UNIQUE (id)
  check_in_pkey PRIMARY KEY (person_key, day, half)
  check_in_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  check_in_temperature_tenths_check CHECK (((temperature_tenths >= 340) AND (temperature_tenths <= 430)))
  CREATE INDEX check_in_by_resident ON public.check_in USING btree (resident_id)
  CREATE UNIQUE INDEX check_in_id_key ON public.check_in USING btree (id)
  CREATE UNIQUE INDEX check_in_pkey ON public.check_in USING btree (person_key, day, half)
  policy check_in_corrected for UPDATE using is_my_person(person_key) check is_my_person(person_key)
  policy check_in_seen for SELECT using ((my_role() = 'system'::text) OR is_my_person(person_key) OR ((my_role() = ANY (ARRAY['health-worker'::text, 'grid-worker'::text, 'grid-leader'::text, 'operator'::text])) AND (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = check_in.person_key)))))
  policy check_in_written for INSERT check is_my_person(person_key)
  grant INSERT, SELECT, UPDATE to wangge_server

table checkpoint
  id uuid not null
  place place_code not null
  name text not null
  kind text not null
  lanes smallint not null
  set_up_by uuid not null
  set_up_at timestamp with time zone not null
  closed_at timestamp with time zone
  checkpoint_kind_check CHECK ((kind = ANY (ARRAY['estate-gate'::text, 'road'::text, 'station'::text, 'venue'::text, 'market'::text, 'enterprise-gate'::text])))
  checkpoint_lanes_check CHECK (((lanes >= 1) AND (lanes <= 30)))
  checkpoint_pkey PRIMARY KEY (id)
  checkpoint_set_up_by_fkey FOREIGN KEY (set_up_by) REFERENCES post(id)
  CREATE INDEX checkpoint_by_place ON public.checkpoint USING btree (place)
  CREATE INDEX checkpoint_by_post ON public.checkpoint USING btree (set_up_by)
  CREATE UNIQUE INDEX checkpoint_pkey ON public.checkpoint USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table checkpoint_banner
  county place_code not null
  version integer not null
  valid_on date not null
  text_zh text not null
  text_en text not null
  published_by uuid not null
  published_at timestamp with time zone not null
  checkpoint_banner_pkey PRIMARY KEY (county, version)
  checkpoint_banner_published_by_fkey FOREIGN KEY (published_by) REFERENCES post(id)
  checkpoint_banner_version_check CHECK ((version >= 1))
  CREATE INDEX checkpoint_banner_by_post ON public.checkpoint_banner USING btree (published_by)
  CREATE UNIQUE INDEX checkpoint_banner_pkey ON public.checkpoint_banner USING btree (county, version)
  grant INSERT, SELECT to wangge_server

table checkpoint_roster
  checkpoint_id uuid not null
  day date not null
  version integer not null
  turns jsonb not null
  planned_by uuid not null
  planned_at timestamp with time zone not null
  checkpoint_roster_checkpoint_id_fkey FOREIGN KEY (checkpoint_id) REFERENCES checkpoint(id)
  checkpoint_roster_pkey PRIMARY KEY (checkpoint_id, day, version)
  checkpoint_roster_planned_by_fkey FOREIGN KEY (planned_by) REFERENCES post(id)
  CREATE INDEX checkpoint_roster_by_post ON public.checkpoint_roster USING btree (planned_by)
  CREATE UNIQUE INDEX checkpoint_roster_pkey ON public.checkpoint_roster USING btree (checkpoint_id, day, version)
  grant INSERT, SELECT to wangge_server

table checkpoint_shift (row-level security)
  county text not null
  id uuid not null
  checkpoint_id uuid not null
  place place_code not null
  lane smallint not null
  post_id uuid not null
  opened_at timestamp with time zone not null
  takes_over uuid
  close_id uuid
  closed_at timestamp with time zone
  headcount integer
  sealed_notes bytea
  open_matters smallint
  taken_by uuid
  taken_at timestamp with time zone
  checkpoint_shift_pkey PRIMARY KEY (id, county)
  CREATE INDEX checkpoint_shift_by_checkpoint ON public.checkpoint_shift USING btree (checkpoint_id, opened_at DESC)
  CREATE UNIQUE INDEX checkpoint_shift_pkey ON public.checkpoint_shift USING btree (id, county)
  CREATE INDEX checkpoint_shift_taking_over ON public.checkpoint_shift USING btree (takes_over) WHERE (takes_over IS NOT NULL)
  policy checkpoint_shift_in_area for ALL using (in_my_area((place)::text) OR (post_id = my_post())) check true
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table clue (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  category text not null
  state text not null
  source text not null
  sealed bytea not null
  key_id text not null
  happened_at timestamp with time zone not null
  gathered_at timestamp with time zone not null
  by_post uuid not null
  latitude_thousandths integer
  longitude_thousandths integer
  like_of uuid
  desk place_code not null
  level smallint
  assigned_by uuid
  assigned_by_account uuid
  owner_post uuid
  assigned_at timestamp with time zone
  accept_by timestamp with time zone
  due_at timestamp with time zone
  accepted_at timestamp with time zone
  reported_at timestamp with time zone
  sealed_done bytea
  reopened smallint not null default 0
  rejected_why text
  closed_at timestamp with time zone
  escalated_to place_code
  look_at timestamp with time zone
  version integer not null default 1
  clue_check CHECK (((state = ANY (ARRAY['GATHERED'::text, 'REJECTED'::text])) OR (level IS NOT NULL)))
  clue_check1 CHECK (((state <> ALL (ARRAY['ASSIGNED'::text, 'ACCEPTED'::text, 'REPORTED'::text])) OR ((owner_post IS NOT NULL) AND (due_at IS NOT NULL))))
  clue_check2 CHECK (((state = ANY (ARRAY['CLOSED'::text, 'REJECTED'::text])) = (closed_at IS NOT NULL)))
  clue_check3 CHECK (((latitude_thousandths IS NULL) = (longitude_thousandths IS NULL)))
  clue_latitude_thousandths_check CHECK (((latitude_thousandths >= '-90000'::integer) AND (latitude_thousandths <= 90000)))
  clue_level_check CHECK (((level >= 1) AND (level <= 4)))
  clue_longitude_thousandths_check CHECK (((longitude_thousandths >= '-180000'::integer) AND (longitude_thousandths <= 180000)))
  clue_pkey PRIMARY KEY (id, county)
  clue_place_check CHECK ((length((place)::text) >= 6))
  clue_rejected_why_check CHECK ((rejected_why = ANY (ARRAY['not-a-fact'::text, 'out-of-scope'::text, 'solved-already'::text])))
  clue_reopened_check CHECK (((reopened >= 0) AND (reopened <= 2)))
  clue_source_check CHECK ((source = ANY (ARRAY['grid'::text, 'hotline'::text, 'court'::text, 'employer'::text, 'resident'::text])))
  clue_state_check CHECK ((state = ANY (ARRAY['GATHERED'::text, 'ASSESSED'::text, 'ASSIGNED'::text, 'ACCEPTED'::text, 'REPORTED'::text, 'CLOSED'::text, 'REJECTED'::text])))
  CREATE INDEX clue_by_likeness ON public.clue USING btree (place, category, happened_at) WHERE (like_of IS NULL)
  CREATE INDEX clue_by_owner ON public.clue USING btree (owner_post) WHERE (owner_post IS NOT NULL)
  CREATE INDEX clue_by_place ON public.clue USING btree (place, gathered_at)
  CREATE INDEX clue_by_post ON public.clue USING btree (by_post, gathered_at)
  CREATE INDEX clue_like_of ON public.clue USING btree (like_of) WHERE (like_of IS NOT NULL)
  CREATE UNIQUE INDEX clue_pkey ON public.clue USING btree (id, county)
  CREATE INDEX clue_to_look_at ON public.clue USING btree (look_at) WHERE (look_at IS NOT NULL)
  policy clue_seen for ALL using ((in_my_area((place)::text) AND (my_role() = ANY (ARRAY['operator'::text, 'police-officer'::text, 'auditor'::text]))) OR ((by_post = my_post()) AND (my_role() <> 'resident'::text)) OR (owner_post = my_post()) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table clue_assessment (row-level security)
  county text not null
  clue_id uuid not null
  account_id uuid not null
  post_id uuid not null
  impact smallint not null
  likelihood smallint not null
  sealed_reason bytea not null
  at timestamp with time zone not null
  clue_assessment_impact_check CHECK (((impact >= 1) AND (impact <= 4)))
  clue_assessment_likelihood_check CHECK (((likelihood >= 1) AND (likelihood <= 4)))
  clue_assessment_pkey PRIMARY KEY (clue_id, account_id, county)
  CREATE UNIQUE INDEX clue_assessment_pkey ON public.clue_assessment USING btree (clue_id, account_id, county)
  policy clue_assessment_seen for ALL using sees_clue(clue_id) check true
  grant INSERT, SELECT to wangge_server

table clue_event (row-level security)
  county text not null
  id uuid not null
  object_id uuid not null
  kind text not null
  at timestamp with time zone not null
  by_post uuid
  by_resident uuid
  sealed_reason bytea
  detail jsonb not null default '{}'::jsonb
  clue_event_pkey PRIMARY KEY (id, county)
  CREATE INDEX clue_event_by_object ON public.clue_event USING btree (object_id, at, id)
  CREATE UNIQUE INDEX clue_event_pkey ON public.clue_event USING btree (id, county)
  policy clue_event_seen for ALL using (sees_clue(object_id) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT to wangge_server

table clue_warning (row-level security)
  county text not null
  id uuid not null
  clue_id uuid not null
  desk place_code not null
  at timestamp with time zone not null
  by_post uuid not null
  received_at timestamp with time zone
  received_by uuid
  clue_warning_clue_id_desk_county_key UNIQUE (clue_id, desk, county)
  clue_warning_pkey PRIMARY KEY (id, county)
  CREATE UNIQUE INDEX clue_warning_clue_id_desk_county_key ON public.clue_warning USING btree (clue_id, desk, county)
  CREATE UNIQUE INDEX clue_warning_pkey ON public.clue_warning USING btree (id, county)
  policy clue_warning_seen for ALL using sees_clue(clue_id) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table code_alarm (row-level security)
  id uuid not null
  at timestamp with time zone not null
  kind text not null
  object_id text not null
  person_key uuid
  place place_code
  detail jsonb not null default '{}'::jsonb
  seen_at timestamp with time zone
  seen_by uuid
  code_alarm_kind_check CHECK ((kind = ANY (ARRAY['decision-unsound'::text, 'evidence-unsound'::text, 'withdrawal-unsound'::text, 'held'::text, 'release-overdue'::text, 'hand-review'::text])))
  code_alarm_kind_object_id_key UNIQUE (kind, object_id)
  code_alarm_pkey PRIMARY KEY (id)
  CREATE INDEX code_alarm_by_time ON public.code_alarm USING btree (at DESC, id)
  CREATE UNIQUE INDEX code_alarm_kind_object_id_key ON public.code_alarm USING btree (kind, object_id)
  CREATE UNIQUE INDEX code_alarm_pkey ON public.code_alarm USING btree (id)
  policy code_alarm_seen for SELECT using ((my_role() = ANY (ARRAY['auditor'::text, 'signatory'::text, 'health-worker'::text, 'system'::text])) AND (in_my_area((place)::text) OR ((place IS NULL) AND (length(my_area()) = 2))))
  grant SELECT to wangge_server

table code_ask (row-level security)
  address_key uuid not null
  quarter timestamp with time zone not null
  asked integer not null
  code_ask_pkey PRIMARY KEY (address_key, quarter)
  CREATE UNIQUE INDEX code_ask_pkey ON public.code_ask USING btree (address_key, quarter)
  policy code_ask_system for ALL using (my_role() = 'system'::text) check (my_role() = 'system'::text)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table code_change_batch
  sequence bigint not null
  published_at timestamp with time zone not null
  phone_ids integer[] not null
  paper_ids integer[] not null
  code_change_batch_pkey PRIMARY KEY (sequence)
  CREATE UNIQUE INDEX code_change_batch_pkey ON public.code_change_batch USING btree (sequence)
  grant DELETE, INSERT, SELECT to wangge_server

table code_change_pending
  code_id integer not null
  is_paper boolean not null
  noted_at timestamp with time zone not null
  grant DELETE, INSERT, SELECT to wangge_server

table code_current (row-level security)
  person_key uuid not null
  place place_code not null
  seq integer not null
  colour text not null
  until timestamp with time zone
  code_current_colour_check CHECK ((colour = ANY (ARRAY['red'::text, 'yellow'::text, 'pending'::text, 'green'::text])))
  code_current_pkey PRIMARY KEY (person_key)
  code_current_place_check CHECK ((length((place)::text) >= 6))
  code_current_seq_check CHECK ((seq >= 0))
  CREATE INDEX code_current_by_colour ON public.code_current USING btree (colour, place) WHERE (colour = ANY (ARRAY['red'::text, 'yellow'::text]))
  CREATE INDEX code_current_pending ON public.code_current USING btree (person_key) WHERE (colour = 'pending'::text)
  CREATE UNIQUE INDEX code_current_pkey ON public.code_current USING btree (person_key)
  CREATE INDEX code_current_until ON public.code_current USING btree (until) WHERE (until IS NOT NULL)
  policy code_current_seen for SELECT using (in_my_area((place)::text) OR is_my_person(person_key))
  grant SELECT to wangge_server

table code_device (row-level security)
  person_key uuid not null
  device uuid not null
  resident_id uuid not null
  public_key bytea
  registered_at timestamp with time zone not null
  revoked_at timestamp with time zone
  code_id integer not null
  colour text not null
  decision_seq integer not null
  is_short_stay boolean not null default false
  kid text not null
  issued_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  token bytea not null
  rule text
  since timestamp with time zone
  until timestamp with time zone
  decided_at timestamp with time zone
  mark bytea
  code_device_pkey PRIMARY KEY (person_key, device)
  CREATE INDEX code_device_by_device ON public.code_device USING btree (device)
  CREATE UNIQUE INDEX code_device_pkey ON public.code_device USING btree (person_key, device)
  policy code_device_seen for ALL using ((my_role() = 'system'::text) OR (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = code_device.person_key)))) check ((my_role() = 'system'::text) OR is_my_person(person_key))
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table colour_decision (row-level security)
  person_key uuid not null
  seq integer not null
  id uuid not null
  place place_code not null
  old_colour text
  new_colour text not null
  rule text not null
  rule_set text not null
  evidence_ids uuid[] not null
  since timestamp with time zone
  until timestamp with time zone
  at timestamp with time zone not null
  cause text not null
  mac bytea not null
  colour_decision_cause_check CHECK ((cause = ANY (ARRAY['enrol'::text, 'evidence'::text, 'withdrawal'::text, 'list'::text, 'time'::text, 'settled'::text, 'hold'::text, 'repair'::text])))
  colour_decision_new_colour_check CHECK ((new_colour = ANY (ARRAY['red'::text, 'yellow'::text, 'pending'::text, 'green'::text])))
  colour_decision_pkey PRIMARY KEY (person_key, seq)
  colour_decision_seq_check CHECK ((seq >= 1))
  CREATE INDEX colour_decision_by_time ON public.colour_decision USING brin (at)
  CREATE UNIQUE INDEX colour_decision_pkey ON public.colour_decision USING btree (person_key, seq)
  policy colour_decision_seen for SELECT using (in_my_area((place)::text) OR (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = colour_decision.person_key))))
  grant SELECT to wangge_server

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

table copy_change (row-level security)
  county text not null
  kind text not null
  id uuid not null
  place place_code not null
  at timestamp with time zone not null
  tx xid8 not null default pg_current_xact_id()
  CREATE INDEX copy_change_by_time ON public.copy_change USING btree (at)
  CREATE INDEX copy_change_by_tx ON public.copy_change USING btree (county, tx)
  policy copy_change_of_area for ALL using (in_my_area((place)::text) OR starts_with(my_area(), (place)::text) OR (my_role() = 'system'::text)) check true
  grant DELETE, INSERT, SELECT to wangge_server

table copy_floor
  is_one boolean not null default true
  value xid8 not null
  copy_floor_is_one_check CHECK (is_one)
  copy_floor_pkey PRIMARY KEY (is_one)
  CREATE UNIQUE INDEX copy_floor_pkey ON public.copy_floor USING btree (is_one)
  grant SELECT, UPDATE to wangge_server

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

table declaration (row-level security)
  person_key uuid not null
  version integer not null
  id uuid not null
  declared_at timestamp with time zone not null
  resident_id uuid
  by_post uuid
  category text not null
  hukou place_code
  from_place place_code
  departed_on date
  arrived_on date
  mode text
  service_no text
  plate_kind text
  trip_purpose text
  stay_until date
  stays jsonb not null
  contacts jsonb not null
  symptoms text[] not null
  temperature_tenths smallint
  observation_status text not null
  place place_code not null
  lodging text not null
  sealed bytea not null
  short_stay_evidence uuid
  declaration_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  declaration_category_check CHECK ((category = ANY (ARRAY['returning'::text, 'coming'::text, 'staying'::text, 'resident'::text, 'short-stay'::text])))
  declaration_check CHECK (((resident_id IS NULL) <> (by_post IS NULL)))
  declaration_id_key UNIQUE (id)
  declaration_mode_check CHECK ((mode = ANY (ARRAY['rail'::text, 'air'::text, 'coach'::text, 'self-drive'::text, 'ship'::text])))
  declaration_observation_status_check CHECK ((observation_status = ANY (ARRAY['none'::text, 'home'::text, 'centralised'::text, 'released'::text])))
  declaration_pkey PRIMARY KEY (person_key, version)
  declaration_place_check CHECK ((length((place)::text) >= 6))
  declaration_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  declaration_service_no_check CHECK ((length(service_no) <= 20))
  declaration_version_check CHECK ((version >= 1))
  CREATE INDEX declaration_by_place ON public.declaration USING btree (place)
  CREATE INDEX declaration_by_post ON public.declaration USING btree (by_post) WHERE (by_post IS NOT NULL)
  CREATE INDEX declaration_by_resident ON public.declaration USING btree (resident_id)
  CREATE INDEX declaration_by_time ON public.declaration USING brin (declared_at)
  CREATE UNIQUE INDEX declaration_id_key ON public.declaration USING btree (id)
  CREATE UNIQUE INDEX declaration_pkey ON public.declaration USING btree (person_key, version)
  policy declaration_seen for SELECT using ((my_role() = 'system'::text) OR is_my_person(person_key) OR ((my_role() = ANY (ARRAY['health-worker'::text, 'grid-worker'::text, 'grid-leader'::text, 'operator'::text, 'signatory'::text])) AND in_my_area((place)::text)))
  policy declaration_written for INSERT check (my_role() = 'system'::text)
  grant INSERT, SELECT to wangge_server

table declaration_draft (row-level security)
  person_key uuid not null
  section text not null
  version integer not null
  sealed bytea not null
  saved_at timestamp with time zone not null
  declaration_draft_pkey PRIMARY KEY (person_key, section)
  declaration_draft_section_check CHECK ((section = ANY (ARRAY['trip'::text, 'stays'::text, 'health'::text, 'address'::text, 'work'::text, 'truth'::text])))
  declaration_draft_version_check CHECK ((version >= 1))
  CREATE UNIQUE INDEX declaration_draft_pkey ON public.declaration_draft USING btree (person_key, section)
  policy declaration_draft_own for ALL using (is_my_person(person_key) OR (my_role() = 'system'::text)) check (is_my_person(person_key) OR (my_role() = 'system'::text))
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table declaration_fact_cursor
  is_one boolean not null default true
  declared_at timestamp with time zone
  declaration_id uuid
  declaration_fact_cursor_is_one_check CHECK (is_one)
  declaration_fact_cursor_pkey PRIMARY KEY (is_one)
  CREATE UNIQUE INDEX declaration_fact_cursor_pkey ON public.declaration_fact_cursor USING btree (is_one)
  grant SELECT, UPDATE to wangge_server

table deployment
  name text not null
  value jsonb not null
  set_at timestamp with time zone not null
  deployment_pkey PRIMARY KEY (name)
  CREATE UNIQUE INDEX deployment_pkey ON public.deployment USING btree (name)
  grant INSERT, SELECT, UPDATE to wangge_server

table dispute (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  category text not null
  state text not null
  level text not null
  sealed bytea not null
  key_id text not null
  found_at timestamp with time zone not null
  found_by uuid not null
  consent_a text
  consent_b text
  mediator_post uuid
  form text
  agreed_at timestamp with time zone
  signature_a text
  signature_b text
  court_until timestamp with time zone
  court_applied_on date
  court_confirmed_on date
  referred_to text
  due_at timestamp with time zone
  ended_at timestamp with time zone
  escalated_to place_code
  look_at timestamp with time zone
  version integer not null default 1
  dispute_check CHECK (((state = ANY (ARRAY['FOUND'::text, 'FAILED'::text])) OR ((consent_a IS NOT NULL) AND (consent_b IS NOT NULL))))
  dispute_check1 CHECK (((form IS DISTINCT FROM 'written'::text) OR ((signature_a IS NOT NULL) AND (signature_b IS NOT NULL))))
  dispute_check2 CHECK (((state = 'FAILED'::text) = (referred_to IS NOT NULL)))
  dispute_check3 CHECK (((state = ANY (ARRAY['PERFORMED'::text, 'FAILED'::text])) = (ended_at IS NOT NULL)))
  dispute_consent_a_check CHECK ((consent_a = ANY (ARRAY['signed'::text, 'told'::text])))
  dispute_consent_b_check CHECK ((consent_b = ANY (ARRAY['signed'::text, 'told'::text])))
  dispute_form_check CHECK ((form = ANY (ARRAY['oral'::text, 'written'::text])))
  dispute_level_check CHECK ((level = ANY (ARRAY['grid'::text, 'village'::text, 'township'::text, 'county'::text])))
  dispute_pkey PRIMARY KEY (id, county)
  dispute_place_check CHECK ((length((place)::text) >= 12))
  dispute_referred_to_check CHECK ((referred_to = ANY (ARRAY['court'::text, 'labour-arbitration'::text, 'housing'::text, 'market-regulation'::text, 'police'::text, 'hotline-12345'::text])))
  dispute_signature_a_check CHECK ((length(signature_a) <= 6000))
  dispute_signature_b_check CHECK ((length(signature_b) <= 6000))
  dispute_state_check CHECK ((state = ANY (ARRAY['FOUND'::text, 'CONSENTED'::text, 'MEDIATING'::text, 'AGREED'::text, 'CONFIRMED'::text, 'PERFORMED'::text, 'FAILED'::text])))
  CREATE INDEX dispute_by_place ON public.dispute USING btree (place, ended_at)
  CREATE INDEX dispute_for_phones ON public.dispute USING btree (place, id)
  CREATE UNIQUE INDEX dispute_pkey ON public.dispute USING btree (id, county)
  CREATE INDEX dispute_to_look_at ON public.dispute USING btree (look_at) WHERE (look_at IS NOT NULL)
  policy dispute_seen for ALL using ((in_my_area((place)::text) AND (my_role() = ANY (ARRAY['grid-worker'::text, 'grid-leader'::text, 'police-officer'::text, 'operator'::text, 'auditor'::text]))) OR (my_role() = 'system'::text)) check (in_my_area((place)::text) OR (my_role() = 'system'::text))
  grant INSERT, SELECT, UPDATE to wangge_server

table dispute_event (row-level security)
  county text not null
  id uuid not null
  object_id uuid not null
  kind text not null
  at timestamp with time zone not null
  by_post uuid
  by_resident uuid
  sealed_reason bytea
  detail jsonb not null default '{}'::jsonb
  dispute_event_pkey PRIMARY KEY (id, county)
  CREATE INDEX dispute_event_by_object ON public.dispute_event USING btree (object_id, at, id)
  CREATE UNIQUE INDEX dispute_event_pkey ON public.dispute_event USING btree (id, county)
  policy dispute_event_seen for ALL using ((EXISTS ( SELECT FROM dispute d WHERE (d.id = dispute_event.object_id))) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT to wangge_server

table door (row-level security)
  county text not null
  id uuid not null
  household_key uuid not null
  place place_code not null
  kind text not null
  building text
  stair text
  floor text
  room text
  villager_group text
  side text
  door_number text
  walk_order integer
  is_vacant boolean not null default false
  is_rented boolean not null default false
  is_shared boolean not null default false
  address_key text not null
  added_at timestamp with time zone not null
  recorded_at timestamp with time zone not null
  by_post uuid
  ended_at timestamp with time zone
  end_reason text
  last_asked_at timestamp with time zone
  last_asked_by uuid
  last_asked_result text
  door_check CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
  door_end_reason_check CHECK ((end_reason = ANY (ARRAY['gone'::text, 'twice'::text, 'mistake'::text])))
  door_kind_check CHECK ((kind = ANY (ARRAY['dwelling'::text, 'shop'::text, 'dormitory'::text, 'other'::text])))
  door_pkey PRIMARY KEY (id, county)
  door_place_check CHECK ((length((place)::text) >= 12))
  door_side_check CHECK ((side = ANY (ARRAY['left'::text, 'right'::text])))
  door_walk_order_check CHECK (((walk_order >= 0) AND (walk_order <= 1000000)))
  CREATE INDEX door_by_address ON public.door USING btree (county, place, address_key) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX door_by_household ON public.door USING btree (household_key, county) WHERE (ended_at IS NULL)
  CREATE INDEX door_by_place ON public.door USING btree (county, place) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX door_pkey ON public.door USING btree (id, county)
  policy door_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
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

table door_household (row-level security)
  county text not null
  id uuid not null
  version integer not null
  door_id uuid not null
  place place_code not null
  kind text not null
  tenure text not null
  since_on date
  until_on date
  recorded_at timestamp with time zone not null
  superseded_at timestamp with time zone
  by_post uuid
  command_id uuid not null
  door_household_check CHECK (((until_on IS NULL) OR (since_on IS NULL) OR (until_on >= since_on)))
  door_household_kind_check CHECK ((kind = ANY (ARRAY['family'::text, 'shared'::text, 'collective'::text])))
  door_household_pkey PRIMARY KEY (id, version, county)
  door_household_tenure_check CHECK ((tenure = ANY (ARRAY['owner'::text, 'tenant'::text, 'other'::text])))
  CREATE INDEX door_household_by_door ON public.door_household USING btree (door_id) WHERE (superseded_at IS NULL)
  CREATE INDEX door_household_by_place ON public.door_household USING btree (county, place) WHERE (superseded_at IS NULL)
  CREATE UNIQUE INDEX door_household_pkey ON public.door_household USING btree (id, version, county)
  CREATE UNIQUE INDEX door_household_standing ON public.door_household USING btree (id, county) WHERE (superseded_at IS NULL)
  policy door_household_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table enterprise (row-level security)
  id uuid not null
  uscc text not null
  name text not null
  kind text not null
  industry text not null
  place place_code not null
  headcount integer not null
  dormitories integer not null
  sealed bytea not null
  key_id text not null
  roster_columns jsonb
  created_at timestamp with time zone not null
  created_by uuid not null
  closed_at timestamp with time zone
  enterprise_created_by_fkey FOREIGN KEY (created_by) REFERENCES resident(id)
  enterprise_dormitories_check CHECK (((dormitories >= 0) AND (dormitories <= 10000)))
  enterprise_headcount_check CHECK (((headcount >= 1) AND (headcount <= 500000)))
  enterprise_industry_check CHECK ((industry ~ '^[A-T]$'::text))
  enterprise_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'school'::text, 'care-home'::text, 'institution'::text, 'lessor'::text])))
  enterprise_name_check CHECK (((length(name) >= 2) AND (length(name) <= 100)))
  enterprise_pkey PRIMARY KEY (id)
  enterprise_place_check CHECK ((length((place)::text) >= 9))
  enterprise_uscc_check CHECK ((uscc ~ '^[0-9A-Z]{18}$'::text))
  enterprise_uscc_key UNIQUE (uscc)
  CREATE INDEX enterprise_by_creator ON public.enterprise USING btree (created_by)
  CREATE INDEX enterprise_by_place ON public.enterprise USING btree (place, id)
  CREATE UNIQUE INDEX enterprise_pkey ON public.enterprise USING btree (id)
  CREATE UNIQUE INDEX enterprise_uscc_key ON public.enterprise USING btree (uscc)
  policy enterprise_seen for ALL using (in_my_area((place)::text) OR is_my_enterprise(id) OR knows_me(id)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table enterprise_day (row-level security)
  county text not null
  enterprise_id uuid not null
  day date not null
  place place_code not null
  industry text not null
  on_roster integer not null
  agreed integer not null
  on_site integer not null
  held integer not null
  fever integer not null
  isolated integer not null
  note text
  confirmed_at timestamp with time zone
  confirmed_by uuid
  recorded_at timestamp with time zone not null
  held_hours integer[]
  enterprise_day_agreed_check CHECK ((agreed >= 0))
  enterprise_day_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprise(id)
  enterprise_day_fever_check CHECK ((fever >= 0))
  enterprise_day_held_check CHECK ((held >= 0))
  enterprise_day_isolated_check CHECK ((isolated >= 0))
  enterprise_day_on_roster_check CHECK ((on_roster >= 0))
  enterprise_day_on_site_check CHECK ((on_site >= 0))
  enterprise_day_pkey PRIMARY KEY (enterprise_id, day, county)
  CREATE INDEX enterprise_day_by_place ON public.enterprise_day USING btree (day, place)
  CREATE UNIQUE INDEX enterprise_day_pkey ON public.enterprise_day USING btree (enterprise_id, day, county)
  policy enterprise_day_seen for ALL using (in_my_area((place)::text) OR is_my_enterprise(enterprise_id) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table enterprise_manager (row-level security)
  id uuid not null
  enterprise_id uuid not null
  phone_key uuid not null
  resident_id uuid
  invited_by uuid not null
  invited_at timestamp with time zone not null
  confirmed_at timestamp with time zone
  ended_at timestamp with time zone
  enterprise_manager_check CHECK (((resident_id IS NULL) = (confirmed_at IS NULL)))
  enterprise_manager_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprise(id)
  enterprise_manager_pkey PRIMARY KEY (id)
  enterprise_manager_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  CREATE INDEX enterprise_manager_by_phone ON public.enterprise_manager USING btree (phone_key) WHERE (ended_at IS NULL)
  CREATE INDEX enterprise_manager_by_resident ON public.enterprise_manager USING btree (resident_id) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX enterprise_manager_once ON public.enterprise_manager USING btree (enterprise_id, phone_key) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX enterprise_manager_pkey ON public.enterprise_manager USING btree (id)
  policy enterprise_manager_seen for ALL using ((resident_id = my_post()) OR is_my_enterprise(enterprise_id) OR enterprise_in_my_area(enterprise_id) OR ((my_role() = 'resident'::text) AND (phone_key = ( SELECT r.phone_key FROM resident r WHERE (r.id = my_post()))))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table enterprise_staff (row-level security)
  person_key uuid not null
  enterprise_id uuid not null
  id uuid not null
  sealed bytea not null
  key_id text not null
  dormitory text
  arrives_on date
  added_at timestamp with time zone not null
  ended_at timestamp with time zone
  agrees boolean
  answered_at timestamp with time zone
  answered_by uuid
  enterprise_staff_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprise(id)
  enterprise_staff_pkey PRIMARY KEY (person_key, enterprise_id)
  CREATE UNIQUE INDEX enterprise_staff_by_enterprise ON public.enterprise_staff USING btree (enterprise_id, id)
  CREATE UNIQUE INDEX enterprise_staff_pkey ON public.enterprise_staff USING btree (person_key, enterprise_id)
  policy enterprise_staff_seen for ALL using (is_my_enterprise(enterprise_id) OR is_my_person(person_key) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table enterprise_staff_day (row-level security)
  person_key uuid not null
  enterprise_id uuid not null
  day date not null
  is_fit boolean not null
  recorded_at timestamp with time zone not null
  recorded_by uuid
  enterprise_staff_day_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprise(id)
  enterprise_staff_day_pkey PRIMARY KEY (person_key, enterprise_id, day)
  CREATE INDEX enterprise_staff_day_by_enterprise ON public.enterprise_staff_day USING btree (enterprise_id, day)
  CREATE UNIQUE INDEX enterprise_staff_day_pkey ON public.enterprise_staff_day USING btree (person_key, enterprise_id, day)
  policy enterprise_staff_day_seen for ALL using (is_my_enterprise(enterprise_id) OR is_my_person(person_key) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table epidemic_event
  id text not null
  name_zh text not null
  name_en text not null
  started_on date not null
  ended_at timestamp with time zone
  epidemic_event_id_check CHECK ((id ~ '^[a-z0-9-]{3,40}$'::text))
  epidemic_event_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX epidemic_event_pkey ON public.epidemic_event USING btree (id)
  grant SELECT to wangge_server

table equipment_request (row-level security)
  county text not null
  id uuid not null
  post_id uuid not null
  place place_code not null
  item text not null
  asked integer not null
  allotted integer
  from_place place_code
  state text not null
  reason text
  asked_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  changed_by uuid not null
  equipment_request_allotted_check CHECK (((allotted >= 1) AND (allotted <= 10000)))
  equipment_request_asked_check CHECK (((asked >= 1) AND (asked <= 10000)))
  equipment_request_pkey PRIMARY KEY (id, county)
  equipment_request_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'allotted'::text, 'refused'::text, 'handed-over'::text, 'received'::text])))
  CREATE INDEX equipment_request_by_post ON public.equipment_request USING btree (post_id, asked_at DESC)
  CREATE INDEX equipment_request_open ON public.equipment_request USING btree (place, asked_at) WHERE (state = ANY (ARRAY['asked'::text, 'allotted'::text, 'handed-over'::text]))
  CREATE UNIQUE INDEX equipment_request_pkey ON public.equipment_request USING btree (id, county)
  policy equipment_request_seen for ALL using ((post_id = my_post()) OR in_my_area((place)::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table equipment_stock (row-level security)
  county text not null
  place place_code not null
  item text not null
  quantity integer not null
  changed_at timestamp with time zone not null
  equipment_stock_pkey PRIMARY KEY (place, item, county)
  equipment_stock_quantity_check CHECK (((quantity >= 0) AND (quantity <= 10000000)))
  CREATE UNIQUE INDEX equipment_stock_pkey ON public.equipment_stock USING btree (place, item, county)
  policy equipment_stock_in_area for ALL using in_my_area((place)::text) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table evidence (row-level security)
  id uuid not null
  person_key uuid not null
  kind text not null
  source text not null
  source_id text not null
  since timestamp with time zone not null
  until timestamp with time zone
  planned_until timestamp with time zone
  facts jsonb not null
  recorded_at timestamp with time zone not null
  recorded_by uuid
  recorded_role text not null
  mac bytea not null
  evidence_beyond_the_wall CHECK ((source !~ '^(clue|dispute|complaint|petition)'::text))
  evidence_check CHECK (((until IS NULL) OR (until > since)))
  evidence_pkey PRIMARY KEY (id)
  evidence_source_check CHECK (((length(source) >= 1) AND (length(source) <= 40)))
  evidence_source_id_check CHECK ((length(source_id) <= 100))
  CREATE INDEX evidence_blue ON public.evidence USING btree (person_key) WHERE (kind = 'assessment-blue'::text)
  CREATE INDEX evidence_by_person ON public.evidence USING btree (person_key)
  CREATE INDEX evidence_linked ON public.evidence USING btree (source_id) WHERE (source = 'household'::text)
  CREATE UNIQUE INDEX evidence_pkey ON public.evidence USING btree (id)
  CREATE INDEX evidence_planned ON public.evidence USING btree (planned_until) WHERE (planned_until IS NOT NULL)
  CREATE INDEX evidence_recorded ON public.evidence USING brin (recorded_at)
  CREATE INDEX evidence_unchecked ON public.evidence USING btree (until) WHERE (kind = 'unchecked-declaration'::text)
  policy evidence_seen for SELECT using (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = evidence.person_key)))
  grant SELECT to wangge_server

table evidence_kind
  kind text not null
  colour text not null
  rank smallint not null
  class text not null
  recorded_by text[] not null
  ends_by_release boolean not null
  evidence_kind_class_check CHECK ((class = ANY (ARRAY['E1'::text, 'E2'::text, 'E3'::text, 'E4'::text, 'E5'::text, 'E6'::text])))
  evidence_kind_colour_check CHECK ((colour = ANY (ARRAY['red'::text, 'yellow'::text, 'pending'::text, 'green'::text])))
  evidence_kind_pkey PRIMARY KEY (kind)
  evidence_kind_rank_check CHECK (((rank >= 0) AND (rank <= 3)))
  CREATE UNIQUE INDEX evidence_kind_pkey ON public.evidence_kind USING btree (kind)
  grant SELECT to wangge_server

table evidence_proposal (row-level security)
  id uuid not null
  person_key uuid not null
  place place_code not null
  what text not null
  kind text not null
  evidence_id uuid
  event_id text
  reason text not null
  hours integer not null
  source text not null
  source_id text not null
  since timestamp with time zone not null
  proposed_by uuid
  proposed_role text not null
  proposed_organisation text not null
  proposed_at timestamp with time zone not null
  needs_province boolean not null default false
  state text not null
  ended_at timestamp with time zone
  review_at timestamp with time zone
  evidence_proposal_check CHECK (((what = 'withdraw'::text) = (evidence_id IS NOT NULL)))
  evidence_proposal_check1 CHECK (((kind !~~ 'hand-%'::text) OR (what = 'withdraw'::text) OR ((event_id IS NOT NULL) AND (length(reason) >= 20) AND (hours <= 72))))
  evidence_proposal_event_id_check CHECK (((length(event_id) >= 3) AND (length(event_id) <= 60)))
  evidence_proposal_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES evidence(id)
  evidence_proposal_hours_check CHECK (((hours >= 1) AND (hours <= 168)))
  evidence_proposal_kind_fkey FOREIGN KEY (kind) REFERENCES evidence_kind(kind)
  evidence_proposal_pkey PRIMARY KEY (id)
  evidence_proposal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'rejected'::text, 'lapsed'::text])))
  evidence_proposal_what_check CHECK ((what = ANY (ARRAY['record'::text, 'withdraw'::text])))
  CREATE INDEX evidence_proposal_by_day ON public.evidence_proposal USING btree (proposed_at)
  CREATE INDEX evidence_proposal_by_evidence ON public.evidence_proposal USING btree (evidence_id)
  CREATE INDEX evidence_proposal_by_kind ON public.evidence_proposal USING btree (kind)
  CREATE INDEX evidence_proposal_by_person ON public.evidence_proposal USING btree (person_key)
  CREATE INDEX evidence_proposal_open ON public.evidence_proposal USING btree (place, proposed_at) WHERE (state = 'open'::text)
  CREATE UNIQUE INDEX evidence_proposal_pkey ON public.evidence_proposal USING btree (id)
  CREATE UNIQUE INDEX evidence_proposal_source ON public.evidence_proposal USING btree (source, source_id, person_key) WHERE (source = 'visit'::text)
  policy evidence_proposal_seen for SELECT using ((in_my_area((place)::text) OR (length(my_area()) = 2)) AND (my_role() = ANY (ARRAY['signatory'::text, 'health-worker'::text, 'auditor'::text, 'system'::text, 'grid-worker'::text, 'grid-leader'::text])))
  grant SELECT to wangge_server

table evidence_proposal_decision (row-level security)
  proposal_id uuid not null
  post_id uuid not null
  decision text not null
  organisation text not null
  area place_code not null
  reason text
  at timestamp with time zone not null
  evidence_proposal_decision_decision_check CHECK ((decision = ANY (ARRAY['confirm'::text, 'reject'::text])))
  evidence_proposal_decision_pkey PRIMARY KEY (proposal_id, post_id)
  evidence_proposal_decision_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  evidence_proposal_decision_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES evidence_proposal(id)
  CREATE INDEX evidence_proposal_decision_by_post ON public.evidence_proposal_decision USING btree (post_id)
  CREATE UNIQUE INDEX evidence_proposal_decision_pkey ON public.evidence_proposal_decision USING btree (proposal_id, post_id)
  policy evidence_proposal_decision_seen for SELECT using (EXISTS ( SELECT FROM evidence_proposal p WHERE (p.id = evidence_proposal_decision.proposal_id)))
  grant SELECT to wangge_server

table evidence_withdrawal (row-level security)
  evidence_id uuid not null
  person_key uuid not null
  at timestamp with time zone not null
  because text not null
  source_id text not null
  reason text not null
  by_post uuid
  by_role text not null
  mac bytea not null
  evidence_withdrawal_because_check CHECK ((because = ANY (ARRAY['appeal'::text, 'release'::text, 'source'::text, 'two-health'::text])))
  evidence_withdrawal_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES evidence(id)
  evidence_withdrawal_pkey PRIMARY KEY (evidence_id)
  evidence_withdrawal_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  evidence_withdrawal_source_id_check CHECK ((length(source_id) <= 100))
  CREATE INDEX evidence_withdrawal_by_person ON public.evidence_withdrawal USING btree (person_key)
  CREATE UNIQUE INDEX evidence_withdrawal_pkey ON public.evidence_withdrawal USING btree (evidence_id)
  policy evidence_withdrawal_seen for SELECT using (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = evidence_withdrawal.person_key)))
  grant SELECT to wangge_server

table fact (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  subject_kind text not null
  subject_id uuid not null
  attribute text not null
  value jsonb
  sealed_value bytea
  key_id text
  source text not null
  source_id uuid not null
  observed_at timestamp with time zone not null
  recorded_at timestamp with time zone not null
  by_post uuid
  is_verified boolean not null
  is_provisional boolean not null default false
  dropped_at timestamp with time zone
  fact_attribute_check CHECK (((length(attribute) >= 3) AND (length(attribute) <= 120)))
  fact_check CHECK (((value IS NULL) <> (sealed_value IS NULL)))
  fact_check1 CHECK (((sealed_value IS NULL) = (key_id IS NULL)))
  fact_check2 CHECK (((dropped_at IS NULL) OR is_provisional))
  fact_pkey PRIMARY KEY (id, county)
  fact_source_check CHECK ((source = ANY (ARRAY['visit'::text, 'form'::text, 'register'::text, 'declaration'::text, 'observation'::text])))
  fact_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['person'::text, 'household'::text, 'door'::text])))
  CREATE INDEX fact_by_place ON public.fact USING btree (county, attribute, place)
  CREATE INDEX fact_by_post ON public.fact USING btree (by_post, recorded_at DESC) WHERE (by_post IS NOT NULL)
  CREATE INDEX fact_by_subject ON public.fact USING btree (subject_id, attribute, observed_at DESC)
  CREATE UNIQUE INDEX fact_of_source ON public.fact USING btree (source_id, subject_id, attribute, county)
  CREATE UNIQUE INDEX fact_pkey ON public.fact USING btree (id, county)
  policy fact_in_area for ALL using (in_my_area((place)::text) OR (by_post = my_post()) OR (EXISTS ( SELECT FROM fact_subject s WHERE ((s.subject_id = fact.subject_id) AND (s.county = fact.county))))) check (in_my_area((place)::text) OR (by_post = my_post()))
  grant INSERT, SELECT to wangge_server

table fact_cursor
  is_one boolean not null default true
  recorded_at timestamp with time zone not null
  visit_id uuid not null
  fact_cursor_is_one_check CHECK (is_one)
  fact_cursor_pkey PRIMARY KEY (is_one)
  CREATE UNIQUE INDEX fact_cursor_pkey ON public.fact_cursor USING btree (is_one)
  grant SELECT, UPDATE to wangge_server

table fact_subject (row-level security)
  county text not null
  subject_id uuid not null
  subject_kind text not null
  place place_code not null
  changed_at timestamp with time zone not null
  fact_subject_pkey PRIMARY KEY (subject_id, county)
  fact_subject_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['person'::text, 'household'::text, 'door'::text])))
  CREATE INDEX fact_subject_by_place ON public.fact_subject USING btree (county, place)
  CREATE UNIQUE INDEX fact_subject_pkey ON public.fact_subject USING btree (subject_id, county)
  policy fact_subject_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table fact_use (row-level security)
  county text not null
  record_id uuid not null
  record_kind text not null
  used_kind text not null
  used_id uuid not null
  title_zh text not null
  title_en text not null
  place place_code not null
  collected_by uuid
  used_by uuid
  at timestamp with time zone not null
  fact_use_pkey PRIMARY KEY (record_id, used_kind, used_id, county)
  fact_use_record_kind_check CHECK ((record_kind = ANY (ARRAY['fact'::text, 'visit'::text])))
  fact_use_title_en_check CHECK (((length(title_en) >= 1) AND (length(title_en) <= 200)))
  fact_use_title_zh_check CHECK (((length(title_zh) >= 1) AND (length(title_zh) <= 200)))
  fact_use_used_kind_check CHECK ((used_kind = ANY (ARRAY['form'::text, 'report'::text, 'list'::text, 'assessment'::text, 'figure'::text, 'register'::text, 'task'::text, 'campaign'::text])))
  CREATE INDEX fact_use_by_collector ON public.fact_use USING btree (collected_by, at DESC) WHERE (collected_by IS NOT NULL)
  CREATE UNIQUE INDEX fact_use_pkey ON public.fact_use USING btree (record_id, used_kind, used_id, county)
  policy fact_use_of_collector for ALL using ((collected_by = my_post()) OR in_my_area((place)::text)) check true
  grant INSERT, SELECT to wangge_server

table false_green_case (row-level security)
  id uuid not null
  person_key uuid not null
  place place_code not null
  state text not null
  rules text[] not null
  score real not null
  opened_at timestamp with time zone not null
  declared_version integer not null
  due_at timestamp with time zone
  escalated_to text
  field_result text
  refiled_at timestamp with time zone
  task_id uuid
  outcome text
  decided_at timestamp with time zone
  decided_by uuid
  false_green_case_check CHECK (((outcome IS NULL) = (state = ANY (ARRAY['SUSPECTED'::text, 'TRIAGED'::text, 'FIELD_VERIFIED'::text]))))
  false_green_case_check1 CHECK (((outcome IS NULL) = (decided_at IS NULL)))
  false_green_case_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id)
  false_green_case_field_result_check CHECK ((field_result = ANY (ARRAY['as-declared'::text, 'as-observed'::text, 'not-the-person'::text, 'unclear'::text])))
  false_green_case_outcome_check CHECK ((outcome = ANY (ARRAY['INTENTIONAL'::text, 'MISTAKE'::text, 'DATA_ERROR'::text, 'STALE'::text, 'UNDETERMINED'::text])))
  false_green_case_pkey PRIMARY KEY (id)
  false_green_case_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
  false_green_case_state_check CHECK ((state = ANY (ARRAY['SUSPECTED'::text, 'TRIAGED'::text, 'FIELD_VERIFIED'::text, 'DECIDED'::text, 'SETTLED'::text, 'APPEALED'::text])))
  CREATE INDEX false_green_case_by_decider ON public.false_green_case USING btree (decided_by) WHERE (decided_by IS NOT NULL)
  CREATE INDEX false_green_case_by_person ON public.false_green_case USING btree (person_key)
  CREATE INDEX false_green_case_decided ON public.false_green_case USING btree (decided_at DESC, id) WHERE (outcome IS NOT NULL)
  CREATE INDEX false_green_case_due ON public.false_green_case USING btree (due_at, id) WHERE (outcome IS NULL)
  CREATE UNIQUE INDEX false_green_case_open ON public.false_green_case USING btree (person_key) WHERE (outcome IS NULL)
  CREATE UNIQUE INDEX false_green_case_pkey ON public.false_green_case USING btree (id)
  policy false_green_case_seen for ALL using (in_my_area((place)::text) OR is_my_person(person_key)) check (in_my_area((place)::text) OR is_my_person(person_key))
  grant INSERT, SELECT, UPDATE to wangge_server

table false_green_cursor
  name text not null
  at timestamp with time zone not null
  session_id uuid
  false_green_cursor_pkey PRIMARY KEY (name)
  CREATE UNIQUE INDEX false_green_cursor_pkey ON public.false_green_cursor USING btree (name)
  grant INSERT, SELECT, UPDATE to wangge_server

table false_green_finding (row-level security)
  id uuid not null
  person_key uuid not null
  place place_code not null
  case_id uuid
  rule text not null
  fingerprint text not null
  source text not null
  strength real not null
  is_shadow boolean not null
  detail jsonb not null
  found_at timestamp with time zone not null
  false_green_finding_case_id_fkey FOREIGN KEY (case_id) REFERENCES false_green_case(id)
  false_green_finding_fingerprint_check CHECK ((length(fingerprint) <= 120))
  false_green_finding_person_key_rule_fingerprint_key UNIQUE (person_key, rule, fingerprint)
  false_green_finding_pkey PRIMARY KEY (id)
  false_green_finding_rule_check CHECK ((rule ~ '^F([1-9]|1[0-2])$'::text))
  false_green_finding_strength_check CHECK (((strength >= (0)::double precision) AND (strength <= (1)::double precision)))
  CREATE INDEX false_green_finding_by_case ON public.false_green_finding USING btree (case_id) WHERE (case_id IS NOT NULL)
  CREATE UNIQUE INDEX false_green_finding_person_key_rule_fingerprint_key ON public.false_green_finding USING btree (person_key, rule, fingerprint)
  CREATE UNIQUE INDEX false_green_finding_pkey ON public.false_green_finding USING btree (id)
  policy false_green_finding_seen for ALL using (in_my_area((place)::text) OR is_my_person(person_key)) check ((my_role() = 'system'::text) OR in_my_area((place)::text))
  grant INSERT, SELECT to wangge_server

table false_green_rule_mode
  id uuid not null
  rule text not null
  mode text not null
  at timestamp with time zone not null
  because text not null
  closed integer
  confirmed integer
  by_post uuid
  false_green_rule_mode_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  false_green_rule_mode_mode_check CHECK ((mode = ANY (ARRAY['active'::text, 'shadow'::text, 'asked-back'::text])))
  false_green_rule_mode_pkey PRIMARY KEY (id)
  false_green_rule_mode_rule_check CHECK ((rule ~ '^F([1-9]|1[0-2])$'::text))
  CREATE INDEX false_green_rule_mode_by_post ON public.false_green_rule_mode USING btree (by_post) WHERE (by_post IS NOT NULL)
  CREATE INDEX false_green_rule_mode_by_rule ON public.false_green_rule_mode USING btree (rule, at DESC)
  CREATE UNIQUE INDEX false_green_rule_mode_pkey ON public.false_green_rule_mode USING btree (id)
  grant INSERT, SELECT to wangge_server

table false_green_rule_set
  version integer not null
  weights jsonb not null
  reason text not null
  published_at timestamp with time zone not null
  false_green_rule_set_pkey PRIMARY KEY (version)
  CREATE UNIQUE INDEX false_green_rule_set_pkey ON public.false_green_rule_set USING btree (version)
  grant SELECT to wangge_server

table false_green_step (row-level security)
  id uuid not null
  case_id uuid not null
  step text not null
  at timestamp with time zone not null
  by_post uuid
  by_role text not null
  by_organisation text
  words text
  false_green_step_case_id_fkey FOREIGN KEY (case_id) REFERENCES false_green_case(id)
  false_green_step_pkey PRIMARY KEY (id)
  false_green_step_step_check CHECK ((step = ANY (ARRAY['opened'::text, 'triaged'::text, 'verified'::text, 'refiled'::text, 'decided'::text, 'escalated'::text, 'appealed'::text, 'settled'::text, 'exported'::text])))
  false_green_step_words_check CHECK ((length(words) <= 1000))
  CREATE INDEX false_green_step_by_case ON public.false_green_step USING btree (case_id, at)
  CREATE UNIQUE INDEX false_green_step_pkey ON public.false_green_step USING btree (id)
  policy false_green_step_of_case for ALL using (EXISTS ( SELECT FROM false_green_case c WHERE (c.id = false_green_step.case_id))) check true
  grant INSERT, SELECT to wangge_server

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

table field_alarm (row-level security)
  county text not null
  id uuid not null
  kind text not null
  because text
  post_id uuid not null
  place place_code not null
  task_ids uuid[] not null default '{}'::uuid[]
  sealed_position bytea
  made_at timestamp with time zone not null
  received_at timestamp with time zone not null
  turn_of place_code not null
  answer_by timestamp with time zone
  accepted_by uuid
  accepted_at timestamp with time zone
  safe_by uuid
  safe_at timestamp with time zone
  sealed_report bytea
  reported_by uuid
  reported_at timestamp with time zone
  closed_at timestamp with time zone
  field_alarm_because_check CHECK ((because = ANY (ARRAY['threatened'::text, 'unsafe-place'::text, 'no-equipment'::text, 'feeling-ill'::text])))
  field_alarm_check CHECK (((answer_by IS NULL) = ((accepted_at IS NOT NULL) OR (closed_at IS NOT NULL))))
  field_alarm_check1 CHECK (((closed_at IS NULL) OR ((safe_at IS NOT NULL) AND (reported_at IS NOT NULL))))
  field_alarm_kind_check CHECK ((kind = ANY (ARRAY['alarm'::text, 'withdraw'::text])))
  field_alarm_pkey PRIMARY KEY (id, county)
  CREATE INDEX field_alarm_by_place ON public.field_alarm USING btree (place, received_at DESC)
  CREATE INDEX field_alarm_by_post ON public.field_alarm USING btree (post_id, received_at DESC)
  CREATE UNIQUE INDEX field_alarm_pkey ON public.field_alarm USING btree (id, county)
  CREATE INDEX field_alarm_unanswered ON public.field_alarm USING btree (answer_by) WHERE (answer_by IS NOT NULL)
  policy field_alarm_of_helpers for ALL using ((post_id = my_post()) OR (my_role() = 'system'::text) OR (in_my_area((place)::text) AND (my_role() = ANY (ARRAY['operator'::text, 'grid-leader'::text, 'police-officer'::text])))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table field_command (row-level security)
  county text not null
  id uuid not null
  kind text not null
  post_id uuid not null
  terminal_id uuid
  made_at timestamp with time zone not null
  received_at timestamp with time zone not null
  answer text not null
  after_id uuid
  facts jsonb not null default '{}'::jsonb
  sealed_body text
  field_command_answer_check CHECK ((answer = ANY (ARRAY['applied'::text, 'refused'::text, 'held'::text])))
  field_command_check CHECK (((answer = 'held'::text) = (sealed_body IS NOT NULL)))
  field_command_check1 CHECK (((answer <> 'held'::text) OR (after_id IS NOT NULL)))
  field_command_pkey PRIMARY KEY (id, county)
  CREATE INDEX field_command_by_time ON public.field_command USING btree (received_at)
  CREATE INDEX field_command_held ON public.field_command USING btree (post_id, after_id) WHERE (answer = 'held'::text)
  CREATE UNIQUE INDEX field_command_pkey ON public.field_command USING btree (id, county)
  policy field_command_of_post for ALL using ((post_id = my_post()) OR (my_role() = 'system'::text)) check ((post_id = my_post()) OR (my_role() = 'system'::text))
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table form (row-level security)
  id uuid not null
  key text not null
  version text not null
  title_zh text not null
  title_en text not null
  document jsonb not null
  state text not null default 'draft'::text
  area place_code not null
  roles text[] not null default '{}'::text[]
  is_reviewed boolean not null default false
  shown_from timestamp with time zone
  shown_until timestamp with time zone
  brought_by uuid not null
  brought_at timestamp with time zone not null
  published_by uuid
  published_at timestamp with time zone
  ended_at timestamp with time zone
  form_check CHECK (((state = 'draft'::text) = (published_at IS NULL)))
  form_check1 CHECK (((state = ANY (ARRAY['replaced'::text, 'withdrawn'::text])) = (ended_at IS NOT NULL)))
  form_check2 CHECK (((state = 'draft'::text) OR (cardinality(roles) > 0)))
  form_check3 CHECK (((shown_until IS NULL) OR (shown_until > shown_from)))
  form_document_check CHECK ((jsonb_typeof(document) = 'object'::text))
  form_key_check CHECK ((key ~ '^[a-z][a-z0-9_-]{1,39}$'::text))
  form_pkey PRIMARY KEY (id)
  form_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'replaced'::text, 'withdrawn'::text])))
  form_version_check CHECK (((length(version) >= 1) AND (length(version) <= 40)))
  CREATE INDEX form_by_area ON public.form USING btree (area, key, version)
  CREATE UNIQUE INDEX form_pkey ON public.form USING btree (id)
  CREATE UNIQUE INDEX form_standing ON public.form USING btree (area, key) WHERE (state = 'published'::text)
  policy form_of_area for ALL using (in_my_area((area)::text) OR starts_with(my_area(), (area)::text) OR (my_role() = 'system'::text)) check in_my_area((area)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table form_answer (row-level security)
  county text not null
  id uuid not null
  form_id uuid not null
  place place_code not null
  subject_kind text not null
  subject_id uuid
  by_post uuid not null
  made_at timestamp with time zone not null
  received_at timestamp with time zone not null
  sealed_answers bytea not null
  key_id text not null
  state text not null
  corrects uuid
  replaced_at timestamp with time zone
  decided_by uuid
  decided_at timestamp with time zone
  reason text
  keyed_by uuid
  form_answer_check CHECK (((subject_kind = 'none'::text) = (subject_id IS NULL)))
  form_answer_check1 CHECK (((state = 'replaced'::text) = (replaced_at IS NOT NULL)))
  form_answer_check2 CHECK (((state <> 'returned'::text) OR (reason IS NOT NULL)))
  form_answer_check3 CHECK (((decided_by IS NULL) OR (decided_by <> by_post)))
  form_answer_form_id_fkey FOREIGN KEY (form_id) REFERENCES form(id)
  form_answer_keyed_by_fkey FOREIGN KEY (keyed_by) REFERENCES post(id)
  form_answer_pkey PRIMARY KEY (id, county)
  form_answer_reason_check CHECK ((length(reason) <= 500))
  form_answer_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'to-review'::text, 'returned'::text, 'approved'::text, 'replaced'::text])))
  form_answer_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['household'::text, 'person'::text, 'door'::text, 'none'::text])))
  CREATE INDEX form_answer_by_form ON public.form_answer USING btree (form_id, county, received_at)
  CREATE INDEX form_answer_by_keyer ON public.form_answer USING btree (keyed_by)
  CREATE INDEX form_answer_by_post ON public.form_answer USING btree (by_post, received_at DESC)
  CREATE UNIQUE INDEX form_answer_pkey ON public.form_answer USING btree (id, county)
  policy form_answer_of_area for ALL using ((by_post = my_post()) OR in_my_area((place)::text) OR (my_role() = 'system'::text)) check ((by_post = my_post()) OR in_my_area((place)::text))
  grant INSERT, SELECT, UPDATE to wangge_server

table holder_log (row-level security)
  id uuid not null
  person_key uuid not null
  at timestamp with time zone not null
  who text not null
  action text not null
  place place_code
  detail jsonb not null default '{}'::jsonb
  holder_log_action_check CHECK (((length(action) >= 2) AND (length(action) <= 60)))
  holder_log_pkey PRIMARY KEY (id)
  holder_log_who_check CHECK ((who = ANY (ARRAY['checkpoint'::text, 'centre'::text, 'health'::text, 'employer'::text, 'worker'::text, 'appeal'::text])))
  CREATE INDEX holder_log_by_person ON public.holder_log USING btree (person_key, at DESC, id DESC)
  CREATE UNIQUE INDEX holder_log_pkey ON public.holder_log USING btree (id)
  policy holder_log_seen for SELECT using (is_my_person(person_key) OR (my_role() = 'system'::text))
  policy holder_log_written for INSERT check true
  grant INSERT, SELECT to wangge_server

table holder_tally
  place place_code not null
  shard smallint not null
  holders integer not null
  holder_tally_pkey PRIMARY KEY (place, shard)
  CREATE UNIQUE INDEX holder_tally_pkey ON public.holder_tally USING btree (place, shard)
  grant SELECT to wangge_server

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

table identity_review (row-level security)
  id uuid not null
  claim_id uuid not null
  person_key uuid not null
  other_key uuid
  why text not null
  place place_code not null
  at timestamp with time zone not null
  decision text
  decided_at timestamp with time zone
  decided_by uuid
  reason text
  identity_review_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES person_claim(id)
  identity_review_claim_id_why_key UNIQUE (claim_id, why)
  identity_review_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id)
  identity_review_decision_check CHECK ((decision = ANY (ARRAY['same-person'::text, 'other-person'::text, 'correct-as-is'::text])))
  identity_review_pkey PRIMARY KEY (id)
  identity_review_why_check CHECK ((why = ANY (ARRAY['name-differs'::text, 'held-elsewhere'::text, 'number-fails-check'::text, 'same-name-near'::text, 'document-unseen'::text])))
  CREATE INDEX identity_review_by_decider ON public.identity_review USING btree (decided_by)
  CREATE INDEX identity_review_by_person ON public.identity_review USING btree (person_key)
  CREATE UNIQUE INDEX identity_review_claim_id_why_key ON public.identity_review USING btree (claim_id, why)
  CREATE INDEX identity_review_open ON public.identity_review USING btree (id) WHERE (decision IS NULL)
  CREATE UNIQUE INDEX identity_review_pkey ON public.identity_review USING btree (id)
  policy identity_review_decided for UPDATE using ((my_role() = 'system'::text) OR ((my_role() = 'operator'::text) AND in_my_area((place)::text)) OR ((my_role() = ANY (ARRAY['grid-worker'::text, 'grid-leader'::text])) AND (why = 'document-unseen'::text) AND in_my_area((place)::text))) check true
  policy identity_review_seen for SELECT using ((my_role() = 'system'::text) OR in_my_area((place)::text) OR is_my_person(person_key))
  policy identity_review_written for INSERT check true
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

table landlord (row-level security)
  county text not null
  door_id uuid not null
  version integer not null
  place place_code not null
  person_key uuid
  sealed bytea not null
  key_id text not null
  since_on date not null
  until_on date
  recorded_at timestamp with time zone not null
  superseded_at timestamp with time zone
  checked_on date not null default '-infinity'::date
  by_post uuid
  command_id uuid not null
  landlord_pkey PRIMARY KEY (door_id, version, county)
  CREATE INDEX landlord_by_place ON public.landlord USING btree (county, place) WHERE (superseded_at IS NULL)
  CREATE UNIQUE INDEX landlord_pkey ON public.landlord USING btree (door_id, version, county)
  CREATE INDEX landlord_standing ON public.landlord USING btree (door_id) WHERE (superseded_at IS NULL)
  CREATE INDEX landlord_to_check ON public.landlord USING btree (checked_on) WHERE ((superseded_at IS NULL) AND (until_on IS NULL))
  policy landlord_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table landlord_report (row-level security)
  county text not null
  id uuid not null
  door_id uuid not null
  place place_code not null
  duty text not null
  done_on date not null
  recorded_at timestamp with time zone not null
  by_post uuid
  landlord_report_duty_check CHECK ((duty = ANY (ARRAY['report-tenants'::text, 'keep-list'::text, 'report-leaving'::text])))
  landlord_report_pkey PRIMARY KEY (id, county)
  CREATE INDEX landlord_report_by_door ON public.landlord_report USING btree (door_id, done_on DESC)
  CREATE UNIQUE INDEX landlord_report_pkey ON public.landlord_report USING btree (id, county)
  policy landlord_report_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
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

table look_back (row-level security)
  county text not null
  id uuid not null
  checkpoint_id uuid not null
  place place_code not null
  from_at timestamp with time zone not null
  until_at timestamp with time zone not null
  event text not null
  reason text not null
  persons integer not null
  asked_by uuid not null
  asked_organisation text not null
  asked_at timestamp with time zone not null
  state text not null
  decided_by uuid
  decided_at timestamp with time zone
  decided_reason text
  look_back_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES post(id)
  look_back_check CHECK (((until_at > from_at) AND (until_at <= (from_at + '1 day'::interval))))
  look_back_check1 CHECK (((state = 'asked'::text) = (decided_at IS NULL)))
  look_back_check2 CHECK (((decided_by IS NULL) OR (decided_by <> asked_by)))
  look_back_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id)
  look_back_pkey PRIMARY KEY (id, county)
  look_back_reason_check CHECK ((length(reason) >= 20))
  look_back_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'confirmed'::text, 'rejected'::text])))
  CREATE INDEX look_back_by_place ON public.look_back USING btree (place, asked_at DESC)
  CREATE INDEX look_back_by_post ON public.look_back USING btree (asked_by)
  CREATE INDEX look_back_decided_by_post ON public.look_back USING btree (decided_by)
  CREATE UNIQUE INDEX look_back_pkey ON public.look_back USING btree (id, county)
  policy look_back_of_health for ALL using (in_my_area((place)::text) AND (my_role() = ANY (ARRAY['health-worker'::text, 'signatory'::text, 'auditor'::text, 'system'::text]))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table mass_notice
  id uuid not null
  kind text not null
  zh text not null
  en text not null
  link text
  subject text not null
  persons integer not null
  at timestamp with time zone not null
  state text not null
  reason text
  operator_post uuid
  operator_account uuid
  health_post uuid
  health_account uuid
  mass_notice_check CHECK (((state <> 'released'::text) OR ((operator_account IS NOT NULL) AND (health_account IS NOT NULL) AND (operator_account <> health_account))))
  mass_notice_health_account_fkey FOREIGN KEY (health_account) REFERENCES account(id)
  mass_notice_health_post_fkey FOREIGN KEY (health_post) REFERENCES post(id)
  mass_notice_operator_account_fkey FOREIGN KEY (operator_account) REFERENCES account(id)
  mass_notice_operator_post_fkey FOREIGN KEY (operator_post) REFERENCES post(id)
  mass_notice_pkey PRIMARY KEY (id)
  mass_notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'released'::text, 'refused'::text])))
  CREATE INDEX mass_notice_by_time ON public.mass_notice USING btree (at DESC, id DESC)
  CREATE INDEX mass_notice_health_account ON public.mass_notice USING btree (health_account)
  CREATE INDEX mass_notice_health_post ON public.mass_notice USING btree (health_post)
  CREATE INDEX mass_notice_operator_account ON public.mass_notice USING btree (operator_account)
  CREATE INDEX mass_notice_operator_post ON public.mass_notice USING btree (operator_post)
  CREATE UNIQUE INDEX mass_notice_pkey ON public.mass_notice USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table mass_notice_person (row-level security)
  mass_notice_id uuid not null
  person_key uuid not null
  subject text not null
  notice_id uuid not null
  mass_notice_person_mass_notice_id_fkey FOREIGN KEY (mass_notice_id) REFERENCES mass_notice(id)
  mass_notice_person_pkey PRIMARY KEY (mass_notice_id, person_key)
  CREATE UNIQUE INDEX mass_notice_person_pkey ON public.mass_notice_person USING btree (mass_notice_id, person_key)
  policy mass_notice_person_read for SELECT using (my_role() = 'system'::text)
  policy mass_notice_person_written for INSERT check true
  grant INSERT, SELECT to wangge_server

table message (row-level security)
  id uuid not null
  phone_key uuid not null
  sealed bytea not null
  queued_at timestamp with time zone not null
  sent_at timestamp with time zone
  tries smallint not null default 0
  message_pkey PRIMARY KEY (id)
  CREATE INDEX message_by_phone ON public.message USING btree (phone_key, queued_at DESC)
  CREATE UNIQUE INDEX message_pkey ON public.message USING btree (id)
  CREATE INDEX message_waiting ON public.message USING btree (queued_at) WHERE (sent_at IS NULL)
  policy message_system for ALL using (my_role() = 'system'::text) check (my_role() = 'system'::text)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table message_due (row-level security)
  resident_id uuid not null
  since timestamp with time zone not null
  about text not null default 'code'::text
  message_due_about_check CHECK ((about = ANY (ARRAY['code'::text, 'service'::text])))
  message_due_pkey PRIMARY KEY (resident_id)
  message_due_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  CREATE UNIQUE INDEX message_due_pkey ON public.message_due USING btree (resident_id)
  policy message_due_system for ALL using (my_role() = 'system'::text) check (my_role() = 'system'::text)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table notice (row-level security)
  id uuid not null
  person_key uuid not null
  kind text not null
  zh text not null
  en text not null
  link text
  subject text not null
  at timestamp with time zone not null
  notice_en_check CHECK ((length(en) <= 800))
  notice_kind_check CHECK ((kind = ANY (ARRAY['colour'::text, 'case'::text, 'appeal'::text, 'scan-register'::text, 'mass'::text, 'enterprise'::text, 'declaration'::text, 'observation'::text, 'service'::text])))
  notice_link_check CHECK ((length(link) <= 200))
  notice_person_key_kind_subject_key UNIQUE (person_key, kind, subject)
  notice_pkey PRIMARY KEY (id)
  notice_subject_check CHECK ((length(subject) <= 100))
  notice_zh_check CHECK ((length(zh) <= 500))
  CREATE INDEX notice_by_person ON public.notice USING btree (person_key, id DESC)
  CREATE UNIQUE INDEX notice_person_key_kind_subject_key ON public.notice USING btree (person_key, kind, subject)
  CREATE UNIQUE INDEX notice_pkey ON public.notice USING btree (id)
  policy notice_seen for SELECT using (is_my_person(person_key) OR (my_role() = 'system'::text))
  policy notice_swept for DELETE using (my_role() = 'system'::text)
  policy notice_written for INSERT check true
  grant DELETE, INSERT, SELECT to wangge_server

table observation (row-level security)
  county text not null
  id uuid not null
  person_key uuid
  place place_code not null
  household_key uuid
  basis text not null
  profile_area place_code
  profile_version integer not null default 0
  d_zero date not null
  days smallint not null
  is_minor boolean not null
  state text not null
  filed_at timestamp with time zone not null
  due_at timestamp with time zone not null
  noticed_at timestamp with time zone
  started_at timestamp with time zone
  abnormal_since timestamp with time zone
  transfer_since timestamp with time zone
  transfer_to uuid
  signed_at timestamp with time zone
  signed_by uuid
  released_at timestamp with time zone
  delivered_at timestamp with time zone
  followed_up_at timestamp with time zone
  ended_at timestamp with time zone
  rung text not null default 'none'::text
  exits smallint not null default 0
  has_statement boolean not null default false
  last_call_at timestamp with time zone
  last_visit_at timestamp with time zone
  care_days smallint[] not null default '{}'::smallint[]
  evidence_id uuid
  obstacles text[] not null default '{}'::text[]
  needs text[] not null default '{}'::text[]
  persons smallint not null default 1
  sealed_note bytea
  next_look_at timestamp with time zone
  type text not null default 'home'::text
  continues uuid
  teamed_at timestamp with time zone
  transfer_as text
  reach text not null default 'people'::text
  sealed_phone bytea
  phone_key uuid
  observation_basis_check CHECK ((basis = ANY (ARRAY['list-red'::text, 'list-yellow'::text, 'health-order'::text])))
  observation_check CHECK (((state = 'ENDED_ERROR'::text) = (person_key IS NULL)))
  observation_check1 CHECK (((released_at IS NULL) OR (state = ANY (ARRAY['RELEASED'::text, 'FOLLOWED_UP'::text, 'ENDED_EARLY'::text]))))
  observation_days_check CHECK (((days >= 1) AND (days <= 60)))
  observation_exits_check CHECK ((exits >= 0))
  observation_persons_check CHECK (((persons >= 1) AND (persons <= 30)))
  observation_pkey PRIMARY KEY (id, county)
  observation_reach_check CHECK ((reach = ANY (ARRAY['people'::text, 'voice'::text, 'text'::text])))
  observation_rung_check CHECK ((rung = ANY (ARRAY['none'::text, 'missed'::text, 'called'::text, 'visited'::text, 'exit-confirmed'::text, 'explained'::text, 'legal'::text])))
  observation_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES post(id)
  observation_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'NOTICED'::text, 'ACTIVE'::text, 'ABNORMAL'::text, 'COMPLETED_PENDING_SIGN'::text, 'RELEASED'::text, 'FOLLOWED_UP'::text, 'TRANSFERRED'::text, 'CONVERTED'::text, 'ENDED_EARLY'::text, 'ENDED_ERROR'::text])))
  observation_transfer_as_check CHECK ((transfer_as = ANY (ARRAY['hospital'::text, 'central'::text])))
  observation_transfer_to_fkey FOREIGN KEY (transfer_to) REFERENCES post(id)
  observation_type_check CHECK ((type = ANY (ARRAY['home'::text, 'central'::text])))
  CREATE INDEX observation_by_person ON public.observation USING btree (person_key)
  CREATE INDEX observation_by_place ON public.observation USING btree (place, id)
  CREATE INDEX observation_by_receiver ON public.observation USING btree (transfer_to)
  CREATE INDEX observation_by_signer ON public.observation USING btree (signed_by)
  CREATE INDEX observation_next_look ON public.observation USING btree (next_look_at) WHERE (next_look_at IS NOT NULL)
  CREATE UNIQUE INDEX observation_open_person ON public.observation USING btree (county, person_key) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'NOTICED'::text, 'ACTIVE'::text, 'ABNORMAL'::text, 'COMPLETED_PENDING_SIGN'::text]))
  CREATE INDEX observation_phone ON public.observation USING btree (phone_key) WHERE (phone_key IS NOT NULL)
  CREATE UNIQUE INDEX observation_pkey ON public.observation USING btree (id, county)
  CREATE INDEX observation_reach ON public.observation USING btree (reach, county, id) WHERE ((reach <> 'people'::text) AND (state = ANY (ARRAY['PROPOSED'::text, 'NOTICED'::text, 'ACTIVE'::text, 'ABNORMAL'::text, 'COMPLETED_PENDING_SIGN'::text])))
  policy observation_seen for ALL using ((my_role() = 'system'::text) OR is_my_person(person_key) OR (in_my_area((place)::text) AND (my_role() = ANY (ARRAY['grid-leader'::text, 'grid-worker'::text, 'police-officer'::text, 'health-worker'::text, 'operator'::text, 'auditor'::text]))) OR ((my_role() = 'health-worker'::text) AND (transfer_to = my_post()))) check (my_role() <> 'auditor'::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table observation_alarm (row-level security)
  county text not null
  observation_id uuid not null
  kind text not null
  subject text not null
  place place_code not null
  due_at timestamp with time zone not null
  raised_at timestamp with time zone not null
  level smallint not null
  cleared_at timestamp with time zone
  observation_alarm_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_alarm_pkey PRIMARY KEY (observation_id, kind, subject, raised_at, county)
  CREATE INDEX observation_alarm_by_observation ON public.observation_alarm USING btree (observation_id, county)
  CREATE INDEX observation_alarm_by_place ON public.observation_alarm USING btree (place) WHERE (cleared_at IS NULL)
  CREATE UNIQUE INDEX observation_alarm_open ON public.observation_alarm USING btree (observation_id, kind, subject, county) WHERE (cleared_at IS NULL)
  CREATE UNIQUE INDEX observation_alarm_pkey ON public.observation_alarm USING btree (observation_id, kind, subject, raised_at, county)
  policy observation_alarm_seen for ALL using (EXISTS ( SELECT FROM observation o WHERE ((o.id = observation_alarm.observation_id) AND (o.county = observation_alarm.county)))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table observation_call (row-level security)
  county text not null
  observation_id uuid not null
  day date not null
  part text not null
  token uuid not null
  given_at timestamp with time zone not null
  answered_at timestamp with time zone
  tries smallint not null default 0
  ended_at timestamp with time zone
  observation_call_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_call_part_check CHECK ((part = ANY (ARRAY['morning'::text, 'evening'::text])))
  observation_call_pkey PRIMARY KEY (observation_id, county, day, part)
  observation_call_tries_check CHECK (((tries >= 0) AND (tries <= 10)))
  CREATE UNIQUE INDEX observation_call_by_token ON public.observation_call USING btree (token, county)
  CREATE UNIQUE INDEX observation_call_pkey ON public.observation_call USING btree (observation_id, county, day, part)
  policy observation_call_system for ALL using (my_role() = 'system'::text) check (my_role() = 'system'::text)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table observation_check (row-level security)
  county text not null
  id uuid not null
  observation_id uuid not null
  day date not null
  part text not null
  at timestamp with time zone not null
  manner text not null
  temperature_tenths smallint not null
  symptoms text[] not null
  is_abnormal boolean not null
  by_post uuid
  observation_check_manner_check CHECK ((manner = ANY (ARRAY['self'::text, 'door'::text, 'phone'::text, 'robot'::text])))
  observation_check_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_check_part_check CHECK ((part = ANY (ARRAY['morning'::text, 'evening'::text])))
  observation_check_pkey PRIMARY KEY (id, county)
  observation_check_temperature_tenths_check CHECK (((temperature_tenths >= 340) AND (temperature_tenths <= 430)))
  CREATE INDEX observation_check_by_observation ON public.observation_check USING btree (observation_id, county, day)
  CREATE UNIQUE INDEX observation_check_pkey ON public.observation_check USING btree (id, county)
  policy observation_check_seen for ALL using ((my_role() = ANY (ARRAY['system'::text, 'resident'::text, 'grid-leader'::text, 'grid-worker'::text, 'health-worker'::text])) AND (EXISTS ( SELECT FROM observation o WHERE ((o.id = observation_check.observation_id) AND (o.county = observation_check.county))))) check true
  grant DELETE, INSERT, SELECT to wangge_server

table observation_document (row-level security)
  county text not null
  id uuid not null
  observation_id uuid not null
  kind text not null
  made_at timestamp with time zone not null
  sealed_text bytea not null
  signed_at timestamp with time zone
  signed_by text
  sealed_signature bytea
  number text
  issuer text
  legal_basis text
  facts jsonb not null default '{}'::jsonb
  observation_document_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 200)))
  observation_document_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'release'::text, 'apology'::text])))
  observation_document_legal_basis_check CHECK (((length(legal_basis) >= 2) AND (length(legal_basis) <= 500)))
  observation_document_number_check CHECK (((length(number) >= 4) AND (length(number) <= 60)))
  observation_document_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_document_observation_id_kind_county_key UNIQUE (observation_id, kind, county)
  observation_document_pkey PRIMARY KEY (id, county)
  observation_document_signed_by_check CHECK ((signed_by = ANY (ARRAY['person'::text, 'guardian'::text, 'declined'::text])))
  CREATE INDEX observation_document_by_observation ON public.observation_document USING btree (observation_id, county)
  CREATE UNIQUE INDEX observation_document_observation_id_kind_county_key ON public.observation_document USING btree (observation_id, kind, county)
  CREATE UNIQUE INDEX observation_document_pkey ON public.observation_document USING btree (id, county)
  policy observation_document_seen for ALL using ((my_role() = ANY (ARRAY['system'::text, 'resident'::text, 'grid-leader'::text, 'grid-worker'::text, 'health-worker'::text, 'operator'::text])) AND (EXISTS ( SELECT FROM observation o WHERE ((o.id = observation_document.observation_id) AND (o.county = observation_document.county))))) check true
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table observation_line (row-level security)
  county text not null
  id uuid not null
  observation_id uuid not null
  at timestamp with time zone not null
  kind text not null
  by_role text not null
  by_post uuid
  facts jsonb not null default '{}'::jsonb
  sealed bytea
  observation_line_kind_check CHECK (((length(kind) >= 2) AND (length(kind) <= 30)))
  observation_line_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_line_pkey PRIMARY KEY (id, county)
  CREATE INDEX observation_line_by_observation ON public.observation_line USING btree (observation_id, county, at, id)
  CREATE UNIQUE INDEX observation_line_pkey ON public.observation_line USING btree (id, county)
  policy observation_line_seen for ALL using (EXISTS ( SELECT FROM observation o WHERE ((o.id = observation_line.observation_id) AND (o.county = observation_line.county)))) check true
  grant DELETE, INSERT, SELECT to wangge_server

table observation_number
  county text not null
  year smallint not null
  last integer not null
  observation_number_last_check CHECK ((last >= 1))
  observation_number_pkey PRIMARY KEY (county, year)
  CREATE UNIQUE INDEX observation_number_pkey ON public.observation_number USING btree (county, year)
  grant INSERT, SELECT, UPDATE to wangge_server

table observation_order (row-level security)
  county text not null
  id uuid not null
  observation_id uuid not null
  kind text not null
  number text not null
  issuer text not null
  legal_basis text not null
  made_at timestamp with time zone not null
  facts jsonb not null default '{}'::jsonb
  sealed_text bytea not null
  observation_order_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 200)))
  observation_order_kind_check CHECK ((kind = ANY (ARRAY['extension'::text, 'transfer'::text, 'conversion'::text])))
  observation_order_legal_basis_check CHECK (((length(legal_basis) >= 2) AND (length(legal_basis) <= 500)))
  observation_order_number_check CHECK (((length(number) >= 4) AND (length(number) <= 60)))
  observation_order_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_order_pkey PRIMARY KEY (id, county)
  CREATE INDEX observation_order_by_observation ON public.observation_order USING btree (observation_id, county)
  CREATE UNIQUE INDEX observation_order_pkey ON public.observation_order USING btree (id, county)
  policy observation_order_seen for ALL using ((my_role() = ANY (ARRAY['system'::text, 'resident'::text, 'grid-leader'::text, 'grid-worker'::text, 'health-worker'::text, 'operator'::text])) AND (EXISTS ( SELECT FROM observation o WHERE ((o.id = observation_order.observation_id) AND (o.county = observation_order.county))))) check true
  grant DELETE, INSERT, SELECT to wangge_server

table observation_profile
  area place_code not null
  version integer not null
  document jsonb not null
  legal_basis text not null
  published_at timestamp with time zone not null
  by_post uuid not null
  why text
  observation_profile_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  observation_profile_legal_basis_check CHECK (((length(legal_basis) >= 2) AND (length(legal_basis) <= 300)))
  observation_profile_pkey PRIMARY KEY (area, version)
  observation_profile_version_check CHECK ((version >= 1))
  observation_profile_why_check CHECK (((length(why) >= 4) AND (length(why) <= 500)))
  CREATE INDEX observation_profile_by_post ON public.observation_profile USING btree (by_post)
  CREATE UNIQUE INDEX observation_profile_pkey ON public.observation_profile USING btree (area, version)
  grant INSERT, SELECT to wangge_server

table observation_profile_draft
  area place_code not null
  follows integer not null
  document jsonb not null
  why text not null
  saved_at timestamp with time zone not null
  by_post uuid not null
  observation_profile_draft_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  observation_profile_draft_follows_check CHECK ((follows >= 0))
  observation_profile_draft_pkey PRIMARY KEY (area)
  observation_profile_draft_why_check CHECK (((length(why) >= 4) AND (length(why) <= 500)))
  CREATE INDEX observation_profile_draft_by_post ON public.observation_profile_draft USING btree (by_post)
  CREATE UNIQUE INDEX observation_profile_draft_pkey ON public.observation_profile_draft USING btree (area)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table observation_proposal (row-level security)
  county text not null
  id uuid not null
  observation_id uuid not null
  person_id uuid not null
  person_key uuid
  relation text not null
  born_year smallint
  why text not null
  proposed_at timestamp with time zone not null
  decision text
  decided_at timestamp with time zone
  decided_by uuid
  opened_id uuid
  observation_proposal_check CHECK (((decision IS NULL) = (decided_at IS NULL)))
  observation_proposal_check1 CHECK (((opened_id IS NULL) OR (decision = 'observe'::text)))
  observation_proposal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id)
  observation_proposal_decision_check CHECK ((decision = ANY (ARRAY['observe'::text, 'apart'::text])))
  observation_proposal_observation_id_county_fkey FOREIGN KEY (observation_id, county) REFERENCES observation(id, county)
  observation_proposal_observation_id_person_id_county_key UNIQUE (observation_id, person_id, county)
  observation_proposal_pkey PRIMARY KEY (id, county)
  observation_proposal_why_check CHECK ((why = ANY (ARRAY['sharing-a-room'::text, 'everybody'::text])))
  CREATE INDEX observation_proposal_by_decider ON public.observation_proposal USING btree (decided_by)
  CREATE INDEX observation_proposal_by_observation ON public.observation_proposal USING btree (observation_id, county)
  CREATE UNIQUE INDEX observation_proposal_observation_id_person_id_county_key ON public.observation_proposal USING btree (observation_id, person_id, county)
  CREATE UNIQUE INDEX observation_proposal_pkey ON public.observation_proposal USING btree (id, county)
  policy observation_proposal_seen for ALL using ((my_role() = ANY (ARRAY['system'::text, 'grid-leader'::text, 'grid-worker'::text, 'health-worker'::text])) AND (EXISTS ( SELECT FROM observation o WHERE ((o.id = observation_proposal.observation_id) AND (o.county = observation_proposal.county))))) check true
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table one_time_code (row-level security)
  id uuid not null
  phone_key uuid not null
  use text not null
  code_hmac bytea not null
  sent_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  tries_left smallint not null
  used_at timestamp with time zone
  one_time_code_pkey PRIMARY KEY (id)
  one_time_code_tries_left_check CHECK (((tries_left >= 0) AND (tries_left <= 5)))
  one_time_code_use_check CHECK (((length(use) >= 4) AND (length(use) <= 60)))
  CREATE INDEX one_time_code_by_phone ON public.one_time_code USING btree (phone_key, use, sent_at DESC)
  CREATE INDEX one_time_code_by_time ON public.one_time_code USING btree (sent_at)
  CREATE UNIQUE INDEX one_time_code_pkey ON public.one_time_code USING btree (id)
  policy one_time_code_system for ALL using (my_role() = 'system'::text) check (my_role() = 'system'::text)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table outbox
  id bigint not null
  topic text not null
  key text not null
  at timestamp with time zone not null
  outbox_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (id)
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table own_check_in (row-level security)
  person_key uuid not null
  id uuid not null
  checkpoint_id uuid not null
  place place_code not null
  at timestamp with time zone not null
  strength text not null
  own_check_in_pkey PRIMARY KEY (person_key, id)
  own_check_in_strength_check CHECK ((strength = ANY (ARRAY['present'::text, 'weak'::text])))
  CREATE INDEX own_check_in_by_time ON public.own_check_in USING btree (at)
  CREATE UNIQUE INDEX own_check_in_pkey ON public.own_check_in USING btree (person_key, id)
  policy own_check_in_of_person for ALL using (is_my_person(person_key) OR (my_role() = 'system'::text)) check (is_my_person(person_key) OR (my_role() = 'system'::text))
  grant DELETE, INSERT, SELECT to wangge_server

table paper_code (row-level security)
  id uuid not null
  person_key uuid not null
  place place_code not null
  code_id integer not null
  decision_seq integer not null
  issued_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  printed_by uuid not null
  revoked_at timestamp with time zone
  revoked_by uuid
  revoked_because text
  paper_code_pkey PRIMARY KEY (id)
  paper_code_printed_by_fkey FOREIGN KEY (printed_by) REFERENCES post(id)
  paper_code_revoked_because_check CHECK ((revoked_because = ANY (ARRAY['returned'::text, 'lost'::text, 'mistake'::text, 'replaced'::text])))
  paper_code_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES post(id)
  CREATE INDEX paper_code_by_person ON public.paper_code USING btree (person_key, issued_at DESC)
  CREATE INDEX paper_code_by_printer ON public.paper_code USING btree (printed_by, issued_at DESC)
  CREATE INDEX paper_code_by_revoker ON public.paper_code USING btree (revoked_by) WHERE (revoked_by IS NOT NULL)
  CREATE UNIQUE INDEX paper_code_pkey ON public.paper_code USING btree (id)
  policy paper_code_seen for ALL using (in_my_area((place)::text) OR is_my_person(person_key)) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table person_claim (row-level security)
  id uuid not null
  resident_id uuid
  by_post uuid
  person_key uuid not null
  real_key uuid not null
  relation text
  document text not null
  id_type text not null
  born_on date
  sealed bytea not null
  phone_key uuid
  name_key uuid not null
  matches boolean
  number_fails boolean not null
  place place_code
  reason text
  at timestamp with time zone not null
  state text not null
  person_claim_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  person_claim_check CHECK (((resident_id IS NULL) <> (by_post IS NULL)))
  person_claim_pkey PRIMARY KEY (id)
  person_claim_relation_check CHECK ((relation = ANY (ARRAY['self'::text, 'child'::text, 'elder'::text, 'spouse'::text, 'other-family'::text, 'ward'::text])))
  person_claim_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  person_claim_state_check CHECK ((state = ANY (ARRAY['carried'::text, 'awaiting'::text, 'ended'::text])))
  CREATE INDEX person_claim_by_name ON public.person_claim USING btree (name_key, born_on)
  CREATE INDEX person_claim_by_person ON public.person_claim USING btree (person_key, at DESC)
  CREATE INDEX person_claim_by_post ON public.person_claim USING btree (by_post)
  CREATE INDEX person_claim_by_real ON public.person_claim USING btree (real_key) WHERE (real_key <> person_key)
  CREATE INDEX person_claim_by_resident ON public.person_claim USING btree (resident_id, at DESC)
  CREATE UNIQUE INDEX person_claim_pkey ON public.person_claim USING btree (id)
  policy person_claim_changed for UPDATE using ((my_role() = 'system'::text) OR ((my_role() = 'resident'::text) AND (resident_id = my_post()))) check true
  policy person_claim_seen for SELECT using ((my_role() = 'system'::text) OR ((my_role() = 'resident'::text) AND (resident_id = my_post())) OR ((my_role() <> ALL (ARRAY['resident'::text, 'system'::text])) AND in_my_area(COALESCE((place)::text, '00'::text))))
  policy person_claim_written for INSERT check ((my_role() = 'system'::text) OR ((my_role() = 'resident'::text) AND (resident_id = my_post())) OR (by_post = my_post()))
  grant INSERT, SELECT, UPDATE to wangge_server

table person_household (row-level security)
  person_key uuid not null
  household_key uuid not null
  recorded_at timestamp with time zone not null
  person_household_pkey PRIMARY KEY (person_key)
  CREATE INDEX person_household_by_household ON public.person_household USING btree (household_key)
  CREATE UNIQUE INDEX person_household_pkey ON public.person_household USING btree (person_key)

table person_list (row-level security)
  id uuid not null
  template_id uuid not null
  area place_code not null
  day date not null
  purpose text not null
  reason text not null
  asked_by uuid not null
  asked_by_account uuid not null
  asked_at timestamp with time zone not null
  refused_at timestamp with time zone
  made_at timestamp with time zone
  persons integer
  missing jsonb
  expires_at timestamp with time zone
  sealed_file bytea
  key_id text
  downloads integer not null default 0
  person_list_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES post(id)
  person_list_check CHECK (((made_at IS NULL) = (expires_at IS NULL)))
  person_list_check1 CHECK (((made_at IS NULL) OR (refused_at IS NULL)))
  person_list_check2 CHECK (((sealed_file IS NULL) OR (made_at IS NOT NULL)))
  person_list_missing_check CHECK ((jsonb_typeof(missing) = 'array'::text))
  person_list_persons_check CHECK (((persons >= 0) AND (persons <= 500)))
  person_list_pkey PRIMARY KEY (id)
  person_list_purpose_check CHECK ((purpose = ANY (ARRAY['case-finding'::text, 'isolation-care'::text, 'screening'::text, 'relief'::text])))
  person_list_reason_check CHECK (((length(reason) >= 10) AND (length(reason) <= 300)))
  person_list_template_id_fkey FOREIGN KEY (template_id) REFERENCES report_template(id)
  CREATE INDEX person_list_by_area ON public.person_list USING btree (area, asked_at DESC)
  CREATE INDEX person_list_by_post ON public.person_list USING btree (asked_by)
  CREATE INDEX person_list_by_template ON public.person_list USING btree (template_id)
  CREATE UNIQUE INDEX person_list_pkey ON public.person_list USING btree (id)
  CREATE INDEX person_list_to_erase ON public.person_list USING btree (expires_at) WHERE (sealed_file IS NOT NULL)
  policy person_list_of_area for ALL using (in_my_area((area)::text) OR (my_role() = 'system'::text)) check (in_my_area((area)::text) OR (my_role() = 'system'::text))
  grant INSERT, SELECT to wangge_server

table person_list_decision (row-level security)
  list_id uuid not null
  account_id uuid not null
  post uuid not null
  department text not null
  decision text not null
  reason text
  at timestamp with time zone not null
  person_list_decision_check CHECK (((decision = 'approve'::text) OR (reason IS NOT NULL)))
  person_list_decision_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'refuse'::text])))
  person_list_decision_department_check CHECK ((department = ANY (ARRAY['health'::text, 'police'::text, 'centre'::text])))
  person_list_decision_list_id_fkey FOREIGN KEY (list_id) REFERENCES person_list(id)
  person_list_decision_pkey PRIMARY KEY (list_id, account_id)
  person_list_decision_post_fkey FOREIGN KEY (post) REFERENCES post(id)
  person_list_decision_reason_check CHECK (((length(reason) >= 4) AND (length(reason) <= 300)))
  CREATE INDEX person_list_decision_by_post ON public.person_list_decision USING btree (post)
  CREATE UNIQUE INDEX person_list_decision_pkey ON public.person_list_decision USING btree (list_id, account_id)
  policy person_list_decision_of_list for ALL using (EXISTS ( SELECT FROM person_list l WHERE (l.id = person_list_decision.list_id))) check (EXISTS ( SELECT FROM person_list l WHERE (l.id = person_list_decision.list_id)))
  grant INSERT, SELECT to wangge_server

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
  post_role_check CHECK ((role = ANY (ARRAY['analyst'::text, 'signatory'::text, 'operator'::text, 'grid-leader'::text, 'grid-worker'::text, 'police-officer'::text, 'health-worker'::text, 'auditor'::text, 'checkpoint-staff'::text, 'legal-partner'::text, 'property-manager'::text])))
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

table publicity_item
  id uuid not null
  kind text not null
  area place_code not null
  title_zh text not null
  title_en text not null
  body_zh text not null
  body_en text not null
  legal_basis text not null
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone not null
  version integer not null
  replaces uuid
  drafted_by uuid not null
  drafted_at timestamp with time zone not null
  approved_by uuid
  approved_at timestamp with time zone
  ended_at timestamp with time zone
  publicity_item_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES post(id)
  publicity_item_check CHECK ((valid_until > valid_from))
  publicity_item_check1 CHECK ((approved_by IS DISTINCT FROM drafted_by))
  publicity_item_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES post(id)
  publicity_item_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'card'::text])))
  publicity_item_pkey PRIMARY KEY (id)
  publicity_item_replaces_fkey FOREIGN KEY (replaces) REFERENCES publicity_item(id)
  publicity_item_version_check CHECK ((version >= 1))
  CREATE INDEX publicity_item_approved ON public.publicity_item USING btree (approved_by)
  CREATE INDEX publicity_item_by_area ON public.publicity_item USING btree (area, drafted_at DESC) WHERE (ended_at IS NULL)
  CREATE INDEX publicity_item_drafted ON public.publicity_item USING btree (drafted_by)
  CREATE UNIQUE INDEX publicity_item_pkey ON public.publicity_item USING btree (id)
  CREATE INDEX publicity_item_replaces ON public.publicity_item USING btree (replaces)
  grant INSERT, SELECT, UPDATE to wangge_server

table publicity_receipt (row-level security)
  county text not null
  id uuid not null
  item_id uuid not null
  place place_code not null
  way text not null
  listeners smallint not null
  given_on date not null
  publicity_receipt_listeners_check CHECK (((listeners >= 1) AND (listeners <= 500)))
  publicity_receipt_pkey PRIMARY KEY (id, county)
  publicity_receipt_way_check CHECK ((way = ANY (ARRAY['shown'::text, 'read-aloud'::text, 'paper-left'::text, 'talk'::text])))
  CREATE INDEX publicity_receipt_by_item ON public.publicity_receipt USING btree (item_id, place)
  CREATE UNIQUE INDEX publicity_receipt_pkey ON public.publicity_receipt USING btree (id, county)
  policy publicity_receipt_in_area for ALL using in_my_area((place)::text) check true
  grant INSERT, SELECT to wangge_server

table purpose
  id text not null
  event_id text not null
  aim text not null
  title_zh text not null
  title_en text not null
  legal_basis jsonb not null
  data_kinds text[] not null
  retention_days integer not null
  proposed_by uuid
  proposed_at timestamp with time zone not null
  in_force_from timestamp with time zone
  ended_at timestamp with time zone
  ended_reason text
  purpose_event_id_fkey FOREIGN KEY (event_id) REFERENCES epidemic_event(id)
  purpose_id_check CHECK ((id ~ '^[a-z]+\.[a-z-]{2,40}$'::text))
  purpose_legal_basis_check CHECK ((jsonb_array_length(legal_basis) > 0))
  purpose_pkey PRIMARY KEY (id)
  purpose_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES post(id)
  purpose_retention_days_check CHECK (((retention_days >= 1) AND (retention_days <= 3650)))
  CREATE INDEX purpose_by_event ON public.purpose USING btree (event_id)
  CREATE INDEX purpose_by_proposer ON public.purpose USING btree (proposed_by)
  CREATE UNIQUE INDEX purpose_pkey ON public.purpose USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table purpose_decision
  id uuid not null
  purpose_id text not null
  seat text not null
  decision text not null
  reason text
  post_id uuid not null
  at timestamp with time zone not null
  purpose_decision_check CHECK (((decision = 'sign'::text) OR (length(reason) >= 4)))
  purpose_decision_decision_check CHECK ((decision = ANY (ARRAY['sign'::text, 'object'::text])))
  purpose_decision_pkey PRIMARY KEY (id)
  purpose_decision_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  purpose_decision_purpose_id_fkey FOREIGN KEY (purpose_id) REFERENCES purpose(id)
  purpose_decision_seat_check CHECK ((seat = ANY (ARRAY['health'::text, 'chair'::text, 'auditor'::text])))
  CREATE INDEX purpose_decision_by_post ON public.purpose_decision USING btree (post_id)
  CREATE INDEX purpose_decision_by_purpose ON public.purpose_decision USING btree (purpose_id, seat, at)
  CREATE UNIQUE INDEX purpose_decision_pkey ON public.purpose_decision USING btree (id)
  grant INSERT, SELECT to wangge_server

table recognised_issuer
  id uuid not null
  issuer text not null
  root_kid text not null
  key_set jsonb not null
  mapping jsonb not null
  note text not null
  state text not null default 'proposed'::text
  proposed_by uuid not null
  proposed_at timestamp with time zone not null
  decided_by uuid
  decided_at timestamp with time zone
  recognised_issuer_check CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
  recognised_issuer_check1 CHECK (((state = 'proposed'::text) = (decided_at IS NULL)))
  recognised_issuer_issuer_check CHECK ((issuer ~ '^[1-9][0-9]$'::text))
  recognised_issuer_mapping_check CHECK ((jsonb_typeof(mapping) = 'object'::text))
  recognised_issuer_pkey PRIMARY KEY (id)
  recognised_issuer_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'rejected'::text, 'ended'::text])))
  CREATE UNIQUE INDEX recognised_issuer_in_force ON public.recognised_issuer USING btree (issuer) WHERE (state = 'confirmed'::text)
  CREATE UNIQUE INDEX recognised_issuer_pkey ON public.recognised_issuer USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table recolouring_hold (row-level security)
  id uuid not null
  place place_code not null
  cause text not null
  opened_at timestamp with time zone not null
  would_change integer not null
  holders integer not null
  limit_persons integer not null
  limit_version integer not null
  state text not null
  ended_at timestamp with time zone
  recolouring_hold_check CHECK (((state = 'open'::text) = (ended_at IS NULL)))
  recolouring_hold_limit_version_fkey FOREIGN KEY (limit_version) REFERENCES recolouring_limit(version)
  recolouring_hold_pkey PRIMARY KEY (id)
  recolouring_hold_state_check CHECK ((state = ANY (ARRAY['open'::text, 'released'::text, 'rejected'::text])))
  CREATE INDEX recolouring_hold_by_limit ON public.recolouring_hold USING btree (limit_version)
  CREATE UNIQUE INDEX recolouring_hold_open ON public.recolouring_hold USING btree (place) WHERE (state = 'open'::text)
  CREATE UNIQUE INDEX recolouring_hold_pkey ON public.recolouring_hold USING btree (id)
  policy recolouring_hold_seen for SELECT using (in_my_area((place)::text) OR ((place)::text = "left"(my_area(), 4)) OR ((place)::text = "left"(my_area(), 2)))
  grant SELECT to wangge_server

table recolouring_hold_decision
  id uuid not null
  hold_id uuid not null
  decision text not null
  reason text not null
  post_id uuid not null
  at timestamp with time zone not null
  recolouring_hold_decision_decision_check CHECK ((decision = ANY (ARRAY['release'::text, 'reject'::text])))
  recolouring_hold_decision_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES recolouring_hold(id)
  recolouring_hold_decision_hold_id_post_id_key UNIQUE (hold_id, post_id)
  recolouring_hold_decision_pkey PRIMARY KEY (id)
  recolouring_hold_decision_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  recolouring_hold_decision_reason_check CHECK ((length(reason) >= 10))
  CREATE INDEX recolouring_hold_decision_by_post ON public.recolouring_hold_decision USING btree (post_id)
  CREATE UNIQUE INDEX recolouring_hold_decision_hold_id_post_id_key ON public.recolouring_hold_decision USING btree (hold_id, post_id)
  CREATE UNIQUE INDEX recolouring_hold_decision_pkey ON public.recolouring_hold_decision USING btree (id)
  grant SELECT to wangge_server

table recolouring_hold_item (row-level security)
  evidence_id uuid not null
  is_withdrawal boolean not null
  hold_id uuid not null
  person_key uuid not null
  released_at timestamp with time zone
  recolouring_hold_item_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES recolouring_hold(id)
  recolouring_hold_item_pkey PRIMARY KEY (evidence_id, is_withdrawal)
  CREATE INDEX recolouring_hold_item_by_hold ON public.recolouring_hold_item USING btree (hold_id, person_key)
  CREATE INDEX recolouring_hold_item_by_person ON public.recolouring_hold_item USING btree (person_key)
  CREATE UNIQUE INDEX recolouring_hold_item_pkey ON public.recolouring_hold_item USING btree (evidence_id, is_withdrawal)
  policy recolouring_hold_item_seen for SELECT using (EXISTS ( SELECT FROM code_current c WHERE (c.person_key = recolouring_hold_item.person_key)))
  grant SELECT to wangge_server

table recolouring_limit
  version integer not null
  document jsonb not null
  reason text not null
  published_at timestamp with time zone not null
  recolouring_limit_pkey PRIMARY KEY (version)
  CREATE UNIQUE INDEX recolouring_limit_pkey ON public.recolouring_limit USING btree (version)
  grant SELECT to wangge_server

table recolouring_tally
  place place_code not null
  minute timestamp with time zone not null
  shard smallint not null
  changed integer not null
  recolouring_tally_pkey PRIMARY KEY (place, minute, shard)
  CREATE UNIQUE INDEX recolouring_tally_pkey ON public.recolouring_tally USING btree (place, minute, shard)
  grant SELECT to wangge_server

table register_import (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  sha256 bytea not null
  columns jsonb not null
  headings text[] not null
  rows integer not null
  accepted integer not null
  rejected integer not null
  doors_added integer not null
  persons_added integer not null
  recorded_at timestamp with time zone not null
  by_post uuid not null
  register_import_pkey PRIMARY KEY (id, county)
  CREATE UNIQUE INDEX register_import_by_content ON public.register_import USING btree (county, place, sha256)
  CREATE UNIQUE INDEX register_import_pkey ON public.register_import USING btree (id, county)
  policy register_import_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table register_person (row-level security)
  county text not null
  id uuid not null
  person_key uuid
  sealed bytea not null
  key_id text not null
  sex text
  born_year smallint
  residence text[] not null default '{}'::text[]
  recorded_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  register_person_born_year_check CHECK (((born_year >= 1850) AND (born_year <= 2200)))
  register_person_pkey PRIMARY KEY (id, county)
  register_person_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
  CREATE UNIQUE INDEX register_person_by_key ON public.register_person USING btree (person_key, county) WHERE (person_key IS NOT NULL)
  CREATE UNIQUE INDEX register_person_pkey ON public.register_person USING btree (id, county)
  policy register_person_of_stay for ALL using (EXISTS ( SELECT FROM stay s WHERE ((s.person_id = register_person.id) AND (s.county = register_person.county)))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table register_person_alias (row-level security)
  county text not null
  given_id uuid not null
  person_id uuid not null
  register_person_alias_pkey PRIMARY KEY (given_id, county)
  CREATE UNIQUE INDEX register_person_alias_pkey ON public.register_person_alias USING btree (given_id, county)
  policy register_person_alias_all for ALL using true check true
  grant INSERT, SELECT to wangge_server

table report_made (row-level security)
  id uuid not null
  template_id uuid not null
  area place_code not null
  day date not null
  as_of timestamp with time zone not null
  as_of_fold bigint not null
  made_at timestamp with time zone not null
  made_by uuid
  missing jsonb not null
  definitions jsonb not null
  workbook bytea not null
  from_on date
  report_made_check CHECK ((from_on < day))
  report_made_definitions_check CHECK ((jsonb_typeof(definitions) = 'array'::text))
  report_made_missing_check CHECK ((jsonb_typeof(missing) = 'array'::text))
  report_made_pkey PRIMARY KEY (id)
  report_made_template_id_fkey FOREIGN KEY (template_id) REFERENCES report_template(id)
  CREATE INDEX report_made_by_area ON public.report_made USING btree (area, made_at DESC)
  CREATE INDEX report_made_by_template ON public.report_made USING btree (template_id, day)
  CREATE UNIQUE INDEX report_made_daily ON public.report_made USING btree (template_id, area, day) WHERE (made_by IS NULL)
  CREATE UNIQUE INDEX report_made_pkey ON public.report_made USING btree (id)
  policy report_made_of_area for ALL using (in_my_area((area)::text) OR (my_role() = 'system'::text)) check in_my_area((area)::text)
  grant INSERT, SELECT to wangge_server

table report_template (row-level security)
  id uuid not null
  area place_code not null
  department text not null
  title text not null
  version integer not null
  workbook bytea not null
  markers jsonb not null
  daily_at text
  brought_by uuid not null
  brought_at timestamp with time zone not null
  ended_at timestamp with time zone
  report_template_daily_at_check CHECK ((daily_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text))
  report_template_department_check CHECK (((length(department) >= 2) AND (length(department) <= 40)))
  report_template_markers_check CHECK ((jsonb_typeof(markers) = 'array'::text))
  report_template_pkey PRIMARY KEY (id)
  report_template_title_check CHECK (((length(title) >= 2) AND (length(title) <= 60)))
  report_template_version_check CHECK ((version >= 1))
  report_template_workbook_check CHECK ((length(workbook) <= 2097152))
  CREATE INDEX report_template_daily ON public.report_template USING btree (daily_at) WHERE ((daily_at IS NOT NULL) AND (ended_at IS NULL))
  CREATE UNIQUE INDEX report_template_pkey ON public.report_template USING btree (id)
  CREATE UNIQUE INDEX report_template_version ON public.report_template USING btree (area, department, title, version)
  policy report_template_of_area for ALL using (in_my_area((area)::text) OR starts_with(my_area(), (area)::text) OR (my_role() = 'system'::text)) check in_my_area((area)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table resident
  id uuid not null
  phone_key uuid
  epoch integer not null default 1
  created_at timestamp with time zone not null
  closed_at timestamp with time zone
  phone_sealed bytea
  last_signed_in_at timestamp with time zone
  read_up_to uuid
  wrong_answers smallint not null default 0
  answers_locked_until timestamp with time zone
  resident_epoch_check CHECK ((epoch >= 1))
  resident_phone_key_key UNIQUE (phone_key)
  resident_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX resident_phone_key_key ON public.resident USING btree (phone_key)
  CREATE UNIQUE INDEX resident_pkey ON public.resident USING btree (id)
  CREATE INDEX resident_session ON public.resident USING btree (id) INCLUDE (epoch) WHERE (closed_at IS NULL)
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
  CREATE INDEX resident_person_carried ON public.resident_person USING btree (resident_id, person_key) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX resident_person_one_self ON public.resident_person USING btree (resident_id) WHERE ((relation = 'self'::text) AND (ended_at IS NULL))
  CREATE UNIQUE INDEX resident_person_pkey ON public.resident_person USING btree (resident_id, person_key)
  CREATE UNIQUE INDEX resident_person_self ON public.resident_person USING btree (person_key) WHERE ((relation = 'self'::text) AND (ended_at IS NULL))
  policy resident_person_own for ALL using (((my_role() = 'resident'::text) AND (resident_id = my_post())) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table resumption (row-level security)
  county text not null
  id uuid not null
  enterprise_id uuid not null
  place place_code not null
  mode text not null
  state text not null
  version integer not null default 1
  content jsonb not null
  roster_count integer not null default 0
  created_at timestamp with time zone not null
  submitted_at timestamp with time zone
  state_since timestamp with time zone not null
  due_at timestamp with time zone
  look_at timestamp with time zone
  site_check text
  escalated_to place_code
  is_silent boolean not null default false
  conditions text
  reason text
  helper_name text
  helper_phone text
  helper_by uuid
  resumption_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprise(id)
  resumption_mode_check CHECK ((mode = ANY (ARRAY['approval'::text, 'filing'::text])))
  resumption_pkey PRIMARY KEY (id, county)
  resumption_site_check_check CHECK ((site_check = ANY (ARRAY['done'::text, 'missed'::text])))
  resumption_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'at-township'::text, 'at-county'::text, 'approved'::text, 'filed'::text, 'returned'::text, 'rejected'::text, 'withdrawn'::text, 'revoked'::text])))
  CREATE INDEX resumption_by_place ON public.resumption USING btree (place, state, due_at)
  CREATE UNIQUE INDEX resumption_open ON public.resumption USING btree (enterprise_id, county) WHERE (state <> ALL (ARRAY['rejected'::text, 'withdrawn'::text, 'revoked'::text]))
  CREATE UNIQUE INDEX resumption_pkey ON public.resumption USING btree (id, county)
  CREATE INDEX resumption_to_look_at ON public.resumption USING btree (look_at) WHERE (look_at IS NOT NULL)
  policy resumption_seen for ALL using ((in_my_area((place)::text) AND (state <> 'draft'::text)) OR is_my_enterprise(enterprise_id) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table resumption_event (row-level security)
  county text not null
  id uuid not null
  resumption_id uuid not null
  at timestamp with time zone not null
  kind text not null
  by_post uuid
  by_resident uuid
  reason text
  detail jsonb not null
  resumption_event_pkey PRIMARY KEY (id, county)
  CREATE INDEX resumption_event_by_application ON public.resumption_event USING btree (resumption_id, at, id)
  CREATE UNIQUE INDEX resumption_event_pkey ON public.resumption_event USING btree (id, county)
  policy resumption_event_seen for ALL using (EXISTS ( SELECT FROM resumption r WHERE (r.id = resumption_event.resumption_id))) check true
  grant INSERT, SELECT to wangge_server

table resumption_photo (row-level security)
  county text not null
  id uuid not null
  resumption_id uuid not null
  item text not null
  media_type text not null
  bytes integer not null
  sealed bytea not null
  key_id text not null
  taken_by text not null
  at timestamp with time zone not null
  removed_at timestamp with time zone
  resumption_photo_bytes_check CHECK (((bytes >= 1) AND (bytes <= 2097152)))
  resumption_photo_media_type_check CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text])))
  resumption_photo_pkey PRIMARY KEY (id, county)
  resumption_photo_taken_by_check CHECK ((taken_by = ANY (ARRAY['enterprise'::text, 'township'::text])))
  CREATE INDEX resumption_photo_by_application ON public.resumption_photo USING btree (resumption_id, at)
  CREATE UNIQUE INDEX resumption_photo_pkey ON public.resumption_photo USING btree (id, county)
  policy resumption_photo_seen for ALL using (EXISTS ( SELECT FROM resumption r WHERE (r.id = resumption_photo.resumption_id))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table resumption_policy
  county place_code not null
  at timestamp with time zone not null
  mode text not null
  by_post uuid not null
  reason text not null
  resumption_policy_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  resumption_policy_county_check CHECK ((length((county)::text) = 6))
  resumption_policy_mode_check CHECK ((mode = ANY (ARRAY['approval'::text, 'filing'::text])))
  resumption_policy_pkey PRIMARY KEY (county, at)
  CREATE INDEX resumption_policy_by_post ON public.resumption_policy USING btree (by_post)
  CREATE UNIQUE INDEX resumption_policy_pkey ON public.resumption_policy USING btree (county, at)
  grant INSERT, SELECT to wangge_server

table resumption_problem (row-level security)
  county text not null
  id uuid not null
  resumption_id uuid not null
  text text not null
  raised_at timestamp with time zone not null
  raised_by uuid
  due_on date not null
  mended_at timestamp with time zone
  mended_note text
  closed_at timestamp with time zone
  closed_by uuid
  resumption_problem_pkey PRIMARY KEY (id, county)
  resumption_problem_text_check CHECK (((length(text) >= 2) AND (length(text) <= 500)))
  CREATE INDEX resumption_problem_by_application ON public.resumption_problem USING btree (resumption_id, raised_at)
  CREATE UNIQUE INDEX resumption_problem_pkey ON public.resumption_problem USING btree (id, county)
  policy resumption_problem_seen for ALL using (EXISTS ( SELECT FROM resumption r WHERE (r.id = resumption_problem.resumption_id))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table resumption_version (row-level security)
  county text not null
  resumption_id uuid not null
  version integer not null
  content jsonb not null
  saved_at timestamp with time zone not null
  saved_by uuid not null
  resumption_version_pkey PRIMARY KEY (resumption_id, version, county)
  CREATE UNIQUE INDEX resumption_version_pkey ON public.resumption_version USING btree (resumption_id, version, county)
  policy resumption_version_seen for ALL using (EXISTS ( SELECT FROM resumption r WHERE (r.id = resumption_version.resumption_id))) check true
  grant INSERT, SELECT to wangge_server

table risk_area
  area place_code not null
  level text not null
  since date not null
  until date
  feed_id uuid not null
  risk_area_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed_file(id)
  risk_area_level_check CHECK ((level = ANY (ARRAY['high'::text, 'medium'::text])))
  risk_area_pkey PRIMARY KEY (area, level, since)
  CREATE INDEX risk_area_by_feed ON public.risk_area USING btree (feed_id)
  CREATE UNIQUE INDEX risk_area_pkey ON public.risk_area USING btree (area, level, since)
  grant DELETE, INSERT, SELECT to wangge_server

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

table scan (row-level security)
  county text not null
  id uuid not null
  kind text not null
  checkpoint_id uuid not null
  place place_code not null
  lane smallint not null
  shift_id uuid
  post_id uuid not null
  scanned_at timestamp with time zone not null
  scanned_on date not null
  recorded_at timestamp with time zone not null
  direction text not null
  outcome text
  why text
  form text
  issuer text
  code_id integer
  person_key uuid
  colour text
  temperature_tenths smallint
  fever text not null default 'none'::text
  visitor_id uuid
  plate_key uuid
  sealed_plate bytea
  plate_kind text
  from_place text
  headcount integer
  queue integer
  scan_colour_check CHECK ((colour = ANY (ARRAY['red'::text, 'yellow'::text, 'pending'::text, 'green'::text])))
  scan_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  scan_fever_check CHECK ((fever = ANY (ARRAY['none'::text, 'waiting'::text, 'too-soon'::text, 'false-alarm'::text, 'confirmed'::text])))
  scan_form_check CHECK ((form = ANY (ARRAY['phone'::text, 'refreshed'::text, 'paper'::text, 'short-code'::text, 'card'::text, 'register'::text])))
  scan_kind_check CHECK ((kind = ANY (ARRAY['code'::text, 'card'::text, 'visitor'::text, 'vehicle'::text, 'count'::text])))
  scan_outcome_check CHECK ((outcome = ANY (ARRAY['pass'::text, 'ask'::text, 'stop'::text, 'cannot-verify'::text])))
  scan_pkey PRIMARY KEY (id, county)
  scan_temperature_tenths_check CHECK (((temperature_tenths >= 340) AND (temperature_tenths <= 425)))
  CREATE INDEX scan_by_checkpoint ON public.scan USING btree (checkpoint_id, scanned_on, lane)
  CREATE INDEX scan_by_person ON public.scan USING btree (person_key, scanned_at) WHERE (person_key IS NOT NULL)
  CREATE INDEX scan_by_time ON public.scan USING btree (scanned_at)
  CREATE INDEX scan_by_visitor ON public.scan USING btree (visitor_id, scanned_at) WHERE (visitor_id IS NOT NULL)
  CREATE UNIQUE INDEX scan_pkey ON public.scan USING btree (id, county)
  CREATE INDEX scan_with_temperature ON public.scan USING btree (scanned_at) WHERE ((temperature_tenths IS NOT NULL) AND (fever <> 'confirmed'::text))
  policy scan_in_area for ALL using (in_my_area((place)::text) OR (post_id = my_post()) OR is_my_person(person_key)) check true
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table scan_recheck (row-level security)
  county text not null
  id uuid not null
  scan_id uuid not null
  post_id uuid not null
  place place_code not null
  at timestamp with time zone not null
  temperature_tenths smallint not null
  scan_recheck_pkey PRIMARY KEY (id, county)
  scan_recheck_temperature_tenths_check CHECK (((temperature_tenths >= 340) AND (temperature_tenths <= 425)))
  CREATE INDEX scan_recheck_by_scan ON public.scan_recheck USING btree (scan_id)
  CREATE INDEX scan_recheck_by_time ON public.scan_recheck USING btree (at)
  CREATE UNIQUE INDEX scan_recheck_pkey ON public.scan_recheck USING btree (id, county)
  policy scan_recheck_in_area for ALL using (in_my_area((place)::text) OR (post_id = my_post())) check true
  grant DELETE, INSERT, SELECT to wangge_server

table sealed_identity (row-level security)
  person_key uuid not null
  sealed bytea not null
  key_id text not null
  recorded_at timestamp with time zone not null
  digest bytea
  sealed_identity_pkey PRIMARY KEY (person_key)
  CREATE UNIQUE INDEX sealed_identity_pkey ON public.sealed_identity USING btree (person_key)

table self_check (row-level security)
  county text not null
  id uuid not null
  post_id uuid not null
  place place_code not null
  checked_on date not null
  checked_at timestamp with time zone not null
  sealed bytea not null
  contacts smallint not null
  outcome text not null
  self_check_contacts_check CHECK (((contacts >= 0) AND (contacts <= 1000)))
  self_check_outcome_check CHECK ((outcome = ANY (ARRAY['well'::text, 'contact'::text, 'exposed'::text, 'ill'::text])))
  self_check_pkey PRIMARY KEY (id, county)
  CREATE INDEX self_check_by_day ON public.self_check USING btree (checked_on)
  CREATE INDEX self_check_by_post ON public.self_check USING btree (post_id, checked_on DESC)
  CREATE UNIQUE INDEX self_check_pkey ON public.self_check USING btree (id, county)
  policy self_check_private for ALL using ((post_id = my_post()) OR (my_role() = 'system'::text) OR ((my_role() = 'health-worker'::text) AND in_my_area((place)::text))) check true
  grant DELETE, INSERT, SELECT to wangge_server

table service_event (row-level security)
  county text not null
  id uuid not null
  object_id uuid not null
  kind text not null
  at timestamp with time zone not null
  by_post uuid
  by_resident uuid
  sealed_reason bytea
  detail jsonb not null default '{}'::jsonb
  service_event_pkey PRIMARY KEY (id, county)
  CREATE INDEX service_event_by_request ON public.service_event USING btree (object_id, at, id)
  CREATE UNIQUE INDEX service_event_pkey ON public.service_event USING btree (id, county)
  policy service_event_seen for ALL using (EXISTS ( SELECT FROM service_request r WHERE ((r.id = service_event.object_id) AND (r.county = service_event.county)))) check true
  grant INSERT, SELECT to wangge_server

table service_goods (row-level security)
  county text not null
  request_id uuid not null
  item text not null
  asked integer not null
  allotted integer
  from_place place_code
  allotted_at timestamp with time zone
  returned integer
  service_goods_asked_check CHECK (((asked >= 1) AND (asked <= 100)))
  service_goods_check CHECK (((allotted >= 0) AND (allotted <= asked)))
  service_goods_check1 CHECK (((returned >= 0) AND (returned <= allotted)))
  service_goods_check2 CHECK ((((allotted IS NULL) = (from_place IS NULL)) AND ((allotted IS NULL) = (allotted_at IS NULL))))
  service_goods_check3 CHECK (((returned IS NULL) OR (allotted IS NOT NULL)))
  service_goods_pkey PRIMARY KEY (request_id, county, item)
  service_goods_request_id_county_fkey FOREIGN KEY (request_id, county) REFERENCES service_request(id, county)
  CREATE UNIQUE INDEX service_goods_pkey ON public.service_goods USING btree (request_id, county, item)
  policy service_goods_seen for ALL using (EXISTS ( SELECT FROM service_request r WHERE ((r.id = service_goods.request_id) AND (r.county = service_goods.county)))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table service_request (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  kind text not null
  state text not null
  sealed bytea not null
  key_id text not null
  source text not null
  source_id uuid
  household_key uuid
  person_key uuid
  asked_by_post uuid
  asked_by_resident uuid
  may_volunteer boolean not null
  is_contactless boolean not null
  asked_at timestamp with time zone not null
  due_at timestamp with time zone not null
  owner_post uuid
  asked_volunteer uuid
  taken_by_post uuid
  taken_by_volunteer uuid
  taken_at timestamp with time zone
  delivered_at timestamp with time zone
  confirmed_at timestamp with time zone
  confirmed_how text
  confirmed_by_post uuid
  signature text
  reopened integer not null default 0
  escalated_to place_code
  look_at timestamp with time zone
  ended_at timestamp with time zone
  version integer not null default 1
  service_request_asked_volunteer_fkey FOREIGN KEY (asked_volunteer) REFERENCES volunteer(id)
  service_request_check CHECK ((num_nonnulls(asked_by_post, asked_by_resident) = 1))
  service_request_check1 CHECK (((state <> ALL (ARRAY['TAKEN'::text, 'DELIVERED'::text])) OR (num_nonnulls(taken_by_post, taken_by_volunteer) = 1)))
  service_request_check2 CHECK ((((state = 'CONFIRMED'::text) = (confirmed_at IS NOT NULL)) AND ((confirmed_at IS NULL) = (confirmed_how IS NULL))))
  service_request_check3 CHECK (((confirmed_how IS DISTINCT FROM 'called'::text) OR (confirmed_by_post IS DISTINCT FROM taken_by_post)))
  service_request_confirmed_how_check CHECK ((confirmed_how = ANY (ARRAY['app'::text, 'signed'::text, 'called'::text])))
  service_request_pkey PRIMARY KEY (id, county)
  service_request_place_check CHECK ((length((place)::text) >= 12))
  service_request_reopened_check CHECK ((reopened >= 0))
  service_request_signature_check CHECK ((length(signature) <= 6000))
  service_request_source_check CHECK ((source = ANY (ARRAY['resident'::text, 'worker'::text, 'observation'::text])))
  service_request_state_check CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'TAKEN'::text, 'DELIVERED'::text, 'CONFIRMED'::text, 'WITHDRAWN'::text])))
  service_request_taken_by_volunteer_fkey FOREIGN KEY (taken_by_volunteer) REFERENCES volunteer(id)
  CREATE INDEX service_request_asked_volunteer ON public.service_request USING btree (asked_volunteer)
  CREATE INDEX service_request_by_household ON public.service_request USING btree (household_key) WHERE (household_key IS NOT NULL)
  CREATE INDEX service_request_by_person ON public.service_request USING btree (person_key) WHERE (person_key IS NOT NULL)
  CREATE INDEX service_request_by_place ON public.service_request USING btree (place, ended_at)
  CREATE INDEX service_request_by_resident ON public.service_request USING btree (asked_by_resident) WHERE (asked_by_resident IS NOT NULL)
  CREATE INDEX service_request_by_source ON public.service_request USING btree (source_id) WHERE (source_id IS NOT NULL)
  CREATE INDEX service_request_by_volunteer ON public.service_request USING btree (taken_by_volunteer)
  CREATE INDEX service_request_for_phones ON public.service_request USING btree (place, id)
  CREATE UNIQUE INDEX service_request_pkey ON public.service_request USING btree (id, county)
  CREATE INDEX service_request_to_look_at ON public.service_request USING btree (look_at) WHERE (look_at IS NOT NULL)
  policy service_request_seen for ALL using ((in_my_area((place)::text) AND (my_role() = ANY (ARRAY['grid-worker'::text, 'grid-leader'::text, 'police-officer'::text, 'health-worker'::text, 'operator'::text]))) OR ((my_role() = 'resident'::text) AND (asked_by_resident = my_post())) OR ((person_key IS NOT NULL) AND is_my_person(person_key)) OR is_me_as_volunteer(taken_by_volunteer) OR ((state = 'REQUESTED'::text) AND may_volunteer AND is_volunteer_at((place)::text)) OR (my_role() = 'system'::text)) check true
  grant INSERT, SELECT, UPDATE to wangge_server

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

table statistics_snapshot
  at timestamp with time zone not null
  document jsonb not null
  statistics_snapshot_pkey PRIMARY KEY (at)
  CREATE UNIQUE INDEX statistics_snapshot_pkey ON public.statistics_snapshot USING btree (at)
  grant DELETE, INSERT, SELECT to wangge_server

table stay (row-level security)
  county text not null
  person_id uuid not null
  household_id uuid not null
  version integer not null
  door_id uuid not null
  place place_code not null
  relation text not null
  since_on date
  until_on date
  recorded_at timestamp with time zone not null
  superseded_at timestamp with time zone
  by_post uuid
  command_id uuid not null
  stay_check CHECK (((until_on IS NULL) OR (since_on IS NULL) OR (until_on >= since_on)))
  stay_pkey PRIMARY KEY (person_id, household_id, version, county)
  stay_relation_check CHECK ((relation = ANY (ARRAY['head'::text, 'spouse'::text, 'child'::text, 'parent'::text, 'grandchild'::text, 'grandparent'::text, 'sibling'::text, 'other-family'::text, 'tenant'::text, 'colleague'::text, 'other'::text])))
  CREATE INDEX stay_by_door ON public.stay USING btree (door_id) WHERE (superseded_at IS NULL)
  CREATE INDEX stay_by_household ON public.stay USING btree (household_id) WHERE (superseded_at IS NULL)
  CREATE INDEX stay_by_place ON public.stay USING btree (county, place) WHERE (superseded_at IS NULL)
  CREATE UNIQUE INDEX stay_pkey ON public.stay USING btree (person_id, household_id, version, county)
  policy stay_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table sunset
  id uuid not null
  event_id text not null
  reason text not null
  planned_by uuid not null
  planned_at timestamp with time zone not null
  cancelled_at timestamp with time zone
  steps jsonb not null default '{}'::jsonb
  executed_at timestamp with time zone
  certificate jsonb
  certified_at timestamp with time zone
  certified_by uuid
  sunset_certified_by_fkey FOREIGN KEY (certified_by) REFERENCES post(id)
  sunset_event_id_fkey FOREIGN KEY (event_id) REFERENCES epidemic_event(id)
  sunset_pkey PRIMARY KEY (id)
  sunset_planned_by_fkey FOREIGN KEY (planned_by) REFERENCES post(id)
  sunset_reason_check CHECK ((length(reason) >= 10))
  CREATE INDEX sunset_by_post ON public.sunset USING btree (planned_by)
  CREATE INDEX sunset_certified_by_post ON public.sunset USING btree (certified_by)
  CREATE UNIQUE INDEX sunset_open ON public.sunset USING btree (event_id) WHERE (cancelled_at IS NULL)
  CREATE UNIQUE INDEX sunset_pkey ON public.sunset USING btree (id)
  grant INSERT, SELECT to wangge_server

table sunset_approval
  sunset_id uuid not null
  seat text not null
  post_id uuid not null
  organisation text not null
  at timestamp with time zone not null
  sunset_approval_pkey PRIMARY KEY (sunset_id, seat)
  sunset_approval_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  sunset_approval_seat_check CHECK ((seat = ANY (ARRAY['health'::text, 'chair'::text, 'auditor'::text])))
  sunset_approval_sunset_id_fkey FOREIGN KEY (sunset_id) REFERENCES sunset(id)
  CREATE INDEX sunset_approval_by_post ON public.sunset_approval USING btree (post_id)
  CREATE UNIQUE INDEX sunset_approval_pkey ON public.sunset_approval USING btree (sunset_id, seat)
  grant INSERT, SELECT to wangge_server

table supply_movement (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  item text not null
  change integer not null
  because text not null
  stock_after integer not null
  at timestamp with time zone not null
  by_post uuid not null
  request_id uuid
  order_id uuid
  note text
  supply_movement_because_check CHECK ((because = ANY (ARRAY['received'::text, 'allotted'::text, 'handed-back'::text, 'written-off'::text, 'counted'::text])))
  supply_movement_check CHECK ((num_nonnulls(request_id, order_id) <= 1))
  supply_movement_check1 CHECK (((because <> ALL (ARRAY['allotted'::text, 'handed-back'::text])) OR (num_nonnulls(request_id, order_id) = 1)))
  supply_movement_check2 CHECK (((because <> ALL (ARRAY['allotted'::text, 'written-off'::text])) OR (change < 0)))
  supply_movement_check3 CHECK (((because <> ALL (ARRAY['received'::text, 'handed-back'::text])) OR (change > 0)))
  supply_movement_note_check CHECK (((length(note) >= 2) AND (length(note) <= 200)))
  supply_movement_pkey PRIMARY KEY (id, county)
  supply_movement_stock_after_check CHECK ((stock_after >= 0))
  CREATE INDEX supply_movement_by_place ON public.supply_movement USING btree (place, at DESC, id DESC)
  CREATE UNIQUE INDEX supply_movement_pkey ON public.supply_movement USING btree (id, county)
  policy supply_movement_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table supply_order (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  item text not null
  asked integer not null
  allotted integer
  received integer
  from_place place_code
  state text not null
  note text
  reason text
  asked_at timestamp with time zone not null
  asked_by uuid not null
  changed_at timestamp with time zone not null
  changed_by uuid not null
  supply_order_allotted_check CHECK (((allotted >= 1) AND (allotted <= 1000000)))
  supply_order_asked_check CHECK (((asked >= 1) AND (asked <= 1000000)))
  supply_order_check CHECK (((received >= 0) AND (received <= allotted)))
  supply_order_check1 CHECK (((state = ANY (ARRAY['allotted'::text, 'received'::text])) = (from_place IS NOT NULL)))
  supply_order_check2 CHECK (((from_place IS NULL) = (allotted IS NULL)))
  supply_order_check3 CHECK (((state = 'received'::text) = (received IS NOT NULL)))
  supply_order_check4 CHECK (((state <> 'refused'::text) OR (reason IS NOT NULL)))
  supply_order_note_check CHECK (((length(note) >= 2) AND (length(note) <= 200)))
  supply_order_pkey PRIMARY KEY (id, county)
  supply_order_reason_check CHECK (((length(reason) >= 2) AND (length(reason) <= 200)))
  supply_order_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'allotted'::text, 'refused'::text, 'received'::text])))
  CREATE INDEX supply_order_by_place ON public.supply_order USING btree (place, changed_at DESC)
  CREATE UNIQUE INDEX supply_order_pkey ON public.supply_order USING btree (id, county)
  policy supply_order_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table supply_stock (row-level security)
  county text not null
  place place_code not null
  item text not null
  quantity integer not null
  changed_at timestamp with time zone not null
  supply_stock_pkey PRIMARY KEY (place, item, county)
  supply_stock_quantity_check CHECK (((quantity >= 0) AND (quantity <= 10000000)))
  CREATE UNIQUE INDEX supply_stock_pkey ON public.supply_stock USING btree (place, item, county)
  policy supply_stock_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table task (row-level security)
  county text not null
  id uuid not null
  kind text not null
  person_key uuid not null
  tier text not null
  rules text[] not null
  session_id uuid
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

table task_refusal (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  because text not null
  refused_on date not null
  task_refusal_because_check CHECK ((because = ANY (ARRAY['unsafe'::text, 'not-my-duty'::text, 'no-equipment'::text, 'ill'::text])))
  task_refusal_pkey PRIMARY KEY (id, county)
  CREATE INDEX task_refusal_by_place ON public.task_refusal USING btree (place, refused_on)
  CREATE UNIQUE INDEX task_refusal_pkey ON public.task_refusal USING btree (id, county)
  policy task_refusal_in_area for ALL using in_my_area((place)::text) check true
  grant INSERT, SELECT to wangge_server

table task_source (row-level security)
  county text not null
  source_kind text not null
  source_id uuid not null
  task_id uuid not null
  reason_zh text not null
  reason_en text not null
  due_at timestamp with time zone not null
  at timestamp with time zone not null
  task_source_pkey PRIMARY KEY (source_kind, source_id, county)
  task_source_source_kind_check CHECK ((source_kind ~ '^[a-z-]{2,40}$'::text))
  CREATE INDEX task_source_by_task ON public.task_source USING btree (task_id)
  CREATE UNIQUE INDEX task_source_pkey ON public.task_source USING btree (source_kind, source_id, county)
  policy task_source_of_task for ALL using (EXISTS ( SELECT FROM task t WHERE (t.id = task_source.task_id))) check true
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
  wiped_at timestamp with time zone
  wiped_unsent integer
  terminal_activation_hash_key UNIQUE (activation_hash)
  terminal_pkey PRIMARY KEY (id)
  terminal_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id)
  terminal_wiped_unsent_check CHECK ((wiped_unsent >= 0))
  CREATE UNIQUE INDEX terminal_activation_hash_key ON public.terminal USING btree (activation_hash)
  CREATE INDEX terminal_by_post ON public.terminal USING btree (post_id)
  CREATE INDEX terminal_by_state ON public.terminal USING btree (registered_at) WHERE (revoked_at IS NULL)
  CREATE UNIQUE INDEX terminal_pkey ON public.terminal USING btree (id)
  grant INSERT, SELECT, UPDATE to wangge_server

table vault_secret (row-level security)
  county text not null
  vault_id uuid not null
  post_id uuid not null
  terminal_id uuid
  sealed_secret text
  token_hash bytea not null
  kept_at timestamp with time zone not null
  wiped_at timestamp with time zone
  sms_number_hash bytea
  vault_secret_pkey PRIMARY KEY (vault_id, county)
  CREATE INDEX vault_secret_by_post ON public.vault_secret USING btree (post_id, kept_at)
  CREATE INDEX vault_secret_by_terminal ON public.vault_secret USING btree (terminal_id) WHERE (terminal_id IS NOT NULL)
  CREATE UNIQUE INDEX vault_secret_pkey ON public.vault_secret USING btree (vault_id, county)
  policy vault_secret_of_post for ALL using ((post_id = my_post()) OR (my_role() = 'system'::text)) check ((post_id = my_post()) OR (my_role() = 'system'::text))
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

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
  CREATE INDEX visit_by_record ON public.visit USING brin (recorded_at) WITH (pages_per_range='32', autosummarize='on')
  CREATE INDEX visit_by_task ON public.visit USING btree (task_id) WHERE (task_id IS NOT NULL)
  CREATE UNIQUE INDEX visit_correction ON public.visit USING btree (corrects, county) WHERE (corrects IS NOT NULL)
  CREATE UNIQUE INDEX visit_pkey ON public.visit USING btree (id, county)
  policy visit_in_area for ALL using (in_my_area((place)::text) OR (by_post = my_post())) check false
  grant SELECT to wangge_server

table visitor (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  person_key uuid
  find_key uuid not null
  sealed bytea not null
  key_id text not null
  is_child boolean not null
  by_post uuid not null
  registered_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
  visitor_pkey PRIMARY KEY (id, county)
  CREATE INDEX visitor_by_last_seen ON public.visitor USING btree (last_seen_at)
  CREATE UNIQUE INDEX visitor_pkey ON public.visitor USING btree (id, county)
  CREATE INDEX visitor_to_find ON public.visitor USING btree (county, find_key)
  policy visitor_in_area for ALL using (in_my_area((place)::text) OR (by_post = my_post()) OR is_my_person(person_key)) check true
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table volunteer (row-level security)
  id uuid not null
  resident_id uuid not null
  number text not null
  place place_code not null
  skills text[] not null
  slots text[] not null
  sealed bytea not null
  key_id text not null
  consented_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  withdrawn_at timestamp with time zone
  volunteer_number_check CHECK ((number ~ '^\d{8}$'::text))
  volunteer_number_key UNIQUE (number)
  volunteer_pkey PRIMARY KEY (id)
  volunteer_place_check CHECK (((length((place)::text) >= 9) AND (length((place)::text) <= 15)))
  volunteer_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES resident(id)
  volunteer_skills_check CHECK ((cardinality(skills) > 0))
  volunteer_slots_check CHECK ((cardinality(slots) > 0))
  CREATE INDEX volunteer_by_place ON public.volunteer USING btree (place) WHERE (withdrawn_at IS NULL)
  CREATE INDEX volunteer_by_resident ON public.volunteer USING btree (resident_id)
  CREATE UNIQUE INDEX volunteer_number_key ON public.volunteer USING btree (number)
  CREATE UNIQUE INDEX volunteer_once ON public.volunteer USING btree (resident_id) WHERE (withdrawn_at IS NULL)
  CREATE UNIQUE INDEX volunteer_pkey ON public.volunteer USING btree (id)
  policy volunteer_seen for ALL using (((my_role() = 'resident'::text) AND (resident_id = my_post())) OR (my_role() = 'system'::text) OR ((my_role() = ANY (ARRAY['grid-worker'::text, 'grid-leader'::text, 'operator'::text])) AND (in_my_area((place)::text) OR starts_with(my_area(), (place)::text)))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

table watch_head (row-level security)
  county text not null
  id uuid not null
  unit_id uuid not null
  place place_code not null
  seat text not null
  phone_key uuid
  sealed bytea
  proposed_at timestamp with time zone not null
  proposed_by uuid not null
  consented_at timestamp with time zone
  consent text
  until_at timestamp with time zone
  ended_at timestamp with time zone
  end_reason text
  watch_head_check CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
  watch_head_check1 CHECK (((ended_at IS NULL) OR ((phone_key IS NULL) AND (sealed IS NULL))))
  watch_head_check2 CHECK (((consented_at IS NULL) = (consent IS NULL)))
  watch_head_consent_check CHECK ((consent = ANY (ARRAY['in-writing'::text, 'on-own-page'::text])))
  watch_head_end_reason_check CHECK ((end_reason = ANY (ARRAY['withdrawn'::text, 'declined'::text, 'replaced'::text, 'term-over'::text, 'moved-away'::text, 'unit-ended'::text, 'other'::text])))
  watch_head_pkey PRIMARY KEY (id, county)
  watch_head_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES post(id)
  watch_head_seat_check CHECK ((seat = ANY (ARRAY['head'::text, 'deputy'::text])))
  watch_head_unit_id_county_fkey FOREIGN KEY (unit_id, county) REFERENCES watch_unit(id, county)
  CREATE INDEX watch_head_by_phone ON public.watch_head USING btree (phone_key) WHERE (ended_at IS NULL)
  CREATE INDEX watch_head_by_proposer ON public.watch_head USING btree (proposed_by)
  CREATE INDEX watch_head_by_term ON public.watch_head USING btree (until_at) WHERE (ended_at IS NULL)
  CREATE INDEX watch_head_by_unit ON public.watch_head USING btree (unit_id, county)
  CREATE UNIQUE INDEX watch_head_pkey ON public.watch_head USING btree (id, county)
  CREATE UNIQUE INDEX watch_head_seat ON public.watch_head USING btree (unit_id, seat, county) WHERE (ended_at IS NULL)
  policy watch_head_changed for UPDATE using (in_my_area((place)::text) OR (my_role() = 'system'::text) OR (id IN ( SELECT my_watch_seats.head_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented)))) check true
  policy watch_head_seen for SELECT using (in_my_area((place)::text) OR (my_role() = 'system'::text) OR (unit_id IN ( SELECT my_watch_seats.unit_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented) WHERE my_watch_seats.has_consented)) OR (id IN ( SELECT my_watch_seats.head_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented))))
  policy watch_head_written for INSERT check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table watch_move (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  door_ids uuid[] not null
  to_unit uuid not null
  reason text not null
  by_post uuid not null
  at timestamp with time zone not null
  watch_move_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  watch_move_pkey PRIMARY KEY (id, county)
  watch_move_reason_check CHECK (((length(reason) >= 4) AND (length(reason) <= 200)))
  watch_move_to_unit_county_fkey FOREIGN KEY (to_unit, county) REFERENCES watch_unit(id, county)
  CREATE INDEX watch_move_by_place ON public.watch_move USING btree (county, place, at)
  CREATE INDEX watch_move_by_post ON public.watch_move USING btree (by_post)
  CREATE INDEX watch_move_by_unit ON public.watch_move USING btree (to_unit, county)
  CREATE UNIQUE INDEX watch_move_pkey ON public.watch_move USING btree (id, county)
  policy watch_move_in_area for ALL using in_my_area((place)::text) check in_my_area((place)::text)
  grant INSERT, SELECT to wangge_server

table watch_notice (row-level security)
  id uuid not null
  area place_code not null
  title text not null
  body text not null
  instruction_id uuid
  by_post uuid not null
  at timestamp with time zone not null
  until_at timestamp with time zone not null
  recalled_at timestamp with time zone
  watch_notice_body_check CHECK (((length(body) >= 2) AND (length(body) <= 2000)))
  watch_notice_by_post_fkey FOREIGN KEY (by_post) REFERENCES post(id)
  watch_notice_instruction_id_fkey FOREIGN KEY (instruction_id) REFERENCES instruction(id)
  watch_notice_pkey PRIMARY KEY (id)
  watch_notice_title_check CHECK (((length(title) >= 2) AND (length(title) <= 100)))
  CREATE INDEX watch_notice_by_area ON public.watch_notice USING btree (area, at DESC)
  CREATE INDEX watch_notice_by_instruction ON public.watch_notice USING btree (instruction_id)
  CREATE INDEX watch_notice_by_post ON public.watch_notice USING btree (by_post)
  CREATE UNIQUE INDEX watch_notice_pkey ON public.watch_notice USING btree (id)
  policy watch_notice_changed for UPDATE using in_my_area((area)::text) check in_my_area((area)::text)
  policy watch_notice_seen for SELECT using (in_my_area((area)::text) OR starts_with(my_area(), (area)::text) OR (my_role() = 'resident'::text))
  policy watch_notice_written for INSERT check in_my_area((area)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table watch_reading (row-level security)
  county text not null
  notice_id uuid not null
  unit_id uuid not null
  place place_code not null
  head_id uuid not null
  at timestamp with time zone not null
  watch_reading_head_id_county_fkey FOREIGN KEY (head_id, county) REFERENCES watch_head(id, county)
  watch_reading_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES watch_notice(id)
  watch_reading_pkey PRIMARY KEY (notice_id, unit_id, county)
  watch_reading_unit_id_county_fkey FOREIGN KEY (unit_id, county) REFERENCES watch_unit(id, county)
  CREATE INDEX watch_reading_by_head ON public.watch_reading USING btree (head_id, county)
  CREATE INDEX watch_reading_by_unit ON public.watch_reading USING btree (unit_id, county)
  CREATE UNIQUE INDEX watch_reading_pkey ON public.watch_reading USING btree (notice_id, unit_id, county)
  policy watch_reading_made for INSERT check (head_id IN ( SELECT my_watch_seats.head_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented) WHERE my_watch_seats.has_consented))
  policy watch_reading_seen for SELECT using (in_my_area((place)::text) OR (unit_id IN ( SELECT my_watch_seats.unit_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented) WHERE my_watch_seats.has_consented)))
  grant INSERT, SELECT to wangge_server

table watch_tap (row-level security)
  county text not null
  id uuid not null
  unit_id uuid not null
  head_id uuid not null
  place place_code not null
  on_day date not null
  word text not null
  sealed_words bytea
  at timestamp with time zone not null
  watch_tap_head_id_county_fkey FOREIGN KEY (head_id, county) REFERENCES watch_head(id, county)
  watch_tap_pkey PRIMARY KEY (id, county)
  watch_tap_unit_id_county_fkey FOREIGN KEY (unit_id, county) REFERENCES watch_unit(id, county)
  watch_tap_word_check CHECK ((word = ANY (ARRAY['NORMAL'::text, 'HELP'::text, 'NOTICE'::text])))
  CREATE INDEX watch_tap_by_head ON public.watch_tap USING btree (head_id, county)
  CREATE INDEX watch_tap_by_unit ON public.watch_tap USING btree (unit_id, county, on_day, at)
  CREATE UNIQUE INDEX watch_tap_pkey ON public.watch_tap USING btree (id, county)
  policy watch_tap_made for INSERT check (head_id IN ( SELECT my_watch_seats.head_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented) WHERE my_watch_seats.has_consented))
  policy watch_tap_seen for SELECT using (in_my_area((place)::text) OR (unit_id IN ( SELECT my_watch_seats.unit_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented) WHERE my_watch_seats.has_consented)))
  grant INSERT, SELECT to wangge_server

table watch_unit (row-level security)
  county text not null
  id uuid not null
  place place_code not null
  number smallint not null
  kind text not null
  label text not null
  formed_at timestamp with time zone not null
  ended_at timestamp with time zone
  watch_unit_kind_check CHECK ((kind = ANY (ARRAY['rural'::text, 'building'::text, 'lane'::text, 'street'::text, 'market'::text])))
  watch_unit_label_check CHECK (((length(label) >= 1) AND (length(label) <= 200)))
  watch_unit_number_check CHECK (((number >= 1) AND (number <= 999)))
  watch_unit_pkey PRIMARY KEY (id, county)
  watch_unit_place_check CHECK ((length((place)::text) >= 15))
  watch_unit_place_number_county_key UNIQUE (place, number, county)
  CREATE INDEX watch_unit_by_place ON public.watch_unit USING btree (county, place, id) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX watch_unit_pkey ON public.watch_unit USING btree (id, county)
  CREATE UNIQUE INDEX watch_unit_place_number_county_key ON public.watch_unit USING btree (place, number, county)
  policy watch_unit_changed for UPDATE using in_my_area((place)::text) check in_my_area((place)::text)
  policy watch_unit_seen for SELECT using (in_my_area((place)::text) OR (my_role() = 'system'::text) OR (id IN ( SELECT my_watch_seats.unit_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented))))
  policy watch_unit_written for INSERT check in_my_area((place)::text)
  grant INSERT, SELECT, UPDATE to wangge_server

table watch_unit_door (row-level security)
  county text not null
  door_id uuid not null
  unit_id uuid not null
  place place_code not null
  ordinal integer not null
  label text not null
  is_by_hand boolean not null
  watch_unit_door_label_check CHECK (((length(label) >= 1) AND (length(label) <= 200)))
  watch_unit_door_pkey PRIMARY KEY (door_id, county)
  watch_unit_door_unit_id_county_fkey FOREIGN KEY (unit_id, county) REFERENCES watch_unit(id, county)
  CREATE INDEX watch_unit_door_by_place ON public.watch_unit_door USING btree (county, place)
  CREATE INDEX watch_unit_door_by_unit ON public.watch_unit_door USING btree (unit_id, county, ordinal)
  CREATE UNIQUE INDEX watch_unit_door_pkey ON public.watch_unit_door USING btree (door_id, county)
  policy watch_unit_door_changed for UPDATE using in_my_area((place)::text) check in_my_area((place)::text)
  policy watch_unit_door_gone for DELETE using in_my_area((place)::text)
  policy watch_unit_door_made for INSERT check in_my_area((place)::text)
  policy watch_unit_door_seen for SELECT using (in_my_area((place)::text) OR (unit_id IN ( SELECT my_watch_seats.unit_id FROM my_watch_seats() my_watch_seats(head_id, unit_id, has_consented) WHERE my_watch_seats.has_consented)))
  grant DELETE, INSERT, SELECT, UPDATE to wangge_server

table worker_case (row-level security)
  county text not null
  account_id uuid not null
  place place_code not null
  found_at timestamp with time zone not null
  worker_case_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
  worker_case_pkey PRIMARY KEY (account_id, county)
  CREATE INDEX worker_case_by_place ON public.worker_case USING btree (place)
  CREATE UNIQUE INDEX worker_case_pkey ON public.worker_case USING btree (account_id, county)
  policy worker_case_counted for ALL using ((my_role() = 'system'::text) OR (in_my_area((place)::text) AND (my_role() = ANY (ARRAY['operator'::text, 'analyst'::text, 'health-worker'::text, 'auditor'::text])))) check (my_role() = 'system'::text)
  grant INSERT, SELECT to wangge_server

table worker_key (row-level security)
  person_key uuid not null
  account_id uuid not null
  consented_at timestamp with time zone not null
  worker_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
  worker_key_account_id_key UNIQUE (account_id)
  worker_key_pkey PRIMARY KEY (person_key, account_id)
  CREATE UNIQUE INDEX worker_key_account_id_key ON public.worker_key USING btree (account_id)
  CREATE UNIQUE INDEX worker_key_pkey ON public.worker_key USING btree (person_key, account_id)
  policy worker_key_own for ALL using ((my_role() = 'system'::text) OR (account_id = ( SELECT p.account_id FROM post p WHERE (p.id = my_post())))) check (my_role() <> 'resident'::text)
  grant DELETE, INSERT, SELECT to wangge_server

table worker_rest (row-level security)
  county text not null
  id uuid not null
  post_id uuid not null
  place place_code not null
  because text not null
  state text not null
  proposed_at timestamp with time zone not null
  until_at timestamp with time zone
  substitute_post_id uuid
  absence_id uuid
  decided_by uuid
  decided_at timestamp with time zone
  worker_rest_because_check CHECK ((because = ANY (ARRAY['ill'::text, 'exposed'::text])))
  worker_rest_pkey PRIMARY KEY (id, county)
  worker_rest_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'resting'::text, 'fit'::text, 'not-needed'::text])))
  CREATE INDEX worker_rest_by_place ON public.worker_rest USING btree (place) WHERE (state = ANY (ARRAY['proposed'::text, 'resting'::text]))
  CREATE UNIQUE INDEX worker_rest_open ON public.worker_rest USING btree (post_id, county) WHERE (state = ANY (ARRAY['proposed'::text, 'resting'::text]))
  CREATE UNIQUE INDEX worker_rest_pkey ON public.worker_rest USING btree (id, county)
  policy worker_rest_private for ALL using ((post_id = my_post()) OR (my_role() = 'system'::text) OR ((my_role() = 'health-worker'::text) AND in_my_area((place)::text))) check true
  grant INSERT, SELECT, UPDATE to wangge_server

CREATE OR REPLACE FUNCTION public.adopt_real_key(claim uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare c person_claim;
begin
  if my_role() not in ('operator', 'grid-worker', 'grid-leader') or not exists (
       select from identity_review r where r.claim_id = claim and r.decision = 'same-person' and r.decided_by = my_post()
                                       and (my_role() = 'operator' or r.why = 'document-unseen')
                                       and in_my_area(r.place)) then return false; end if;
  select * into c from person_claim where id = claim for update;
  if c.resident_id is null or c.real_key = c.person_key or c.state <> 'carried' then return false; end if;
  update resident_person set ended_at = at
   where ended_at is null and (person_key = c.person_key and resident_id = c.resident_id
                               or c.relation = 'self' and person_key = c.real_key and relation = 'self'
                                  and resident_id <> c.resident_id);
  if c.relation not in ('self', 'child')
     and exists (select from resident_person p where p.person_key = c.real_key and p.relation = 'self' and p.ended_at is null)
  then return false; end if;
  insert into resident_person (resident_id, person_key, relation, added_at)
  values (c.resident_id, c.real_key, c.relation, at)
      on conflict (resident_id, person_key) do update set ended_at = null, relation = excluded.relation;
  update person_claim set person_key = real_key where id = claim;
  return true;
end $function$

CREATE OR REPLACE FUNCTION public.book_vacancy(of_household uuid, of_county text, delta integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  insert into counter_pending (place, day, metric, delta)
  select left(h.place, 12), date '1970-01-01', 'household.vacant', delta from household h
   where h.household_key = of_household and h.county = of_county and h.first_visited_at is null
$function$

CREATE OR REPLACE FUNCTION public.book_vacancy_of_door()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'UPDATE' and old.is_vacant and old.ended_at is null then
    perform book_vacancy(old.household_key, old.county, -1);
  end if;
  if new.is_vacant and new.ended_at is null then perform book_vacancy(new.household_key, new.county, 1); end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.book_vacancy_of_household()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  doors integer;
begin
  select count(*) into doors from door d
   where d.household_key = old.household_key and d.county = old.county and d.is_vacant and d.ended_at is null;
  if doors > 0 and old.first_visited_at is null then
    insert into counter_pending (place, day, metric, delta)
    values (left(old.place, 12), date '1970-01-01', 'household.vacant', -doors);
  end if;
  if doors > 0 and tg_op = 'UPDATE' and new.first_visited_at is null then
    insert into counter_pending (place, day, metric, delta)
    values (left(new.place, 12), date '1970-01-01', 'household.vacant', doors);
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.codes_now(persons uuid[])
 RETURNS TABLE(person_key uuid, place text, seq integer, colour text, current_until timestamp with time zone, has_later boolean, id uuid, old_colour text, new_colour text, rule text, rule_set text, evidence_id uuid, since timestamp with time zone, until timestamp with time zone, at timestamp with time zone, cause text, mac bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select c.person_key, c.place, c.seq, c.colour, c.until,
         exists (select from colour_decision l where l.person_key = c.person_key and l.seq > c.seq),
         coalesce(d.id, '00000000-0000-0000-0000-000000000000'), d.old_colour, coalesce(d.new_colour, 'pending'),
         coalesce(d.rule, ''), coalesce(d.rule_set, ''), d.evidence_ids[1], d.since, d.until, coalesce(d.at, 'epoch'),
         coalesce(d.cause, 'enrol'), coalesce(d.mac, '')
    from code_current c
    left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
   where c.person_key = any (persons) and (in_my_area(c.place) or is_my_person(c.person_key))
$function$

CREATE OR REPLACE FUNCTION public.codes_role(at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select case my_role()
    when 'system' then 'system'
    when 'resident' then (select 'resident' from resident r where r.id = my_post() and r.closed_at is null)
    else (select p.role from post p where p.id = my_post() and p.role = my_role() and p.valid_from <= at
                                      and (p.valid_until is null or p.valid_until > at)) end
$function$

CREATE OR REPLACE FUNCTION public.colouring_tier(person uuid, tier text, evidence jsonb, at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select (
    select case min(case r->>'tier' when 'red' then 0 when 'yellow' then 1 else 2 end)
             when 0 then 'red' when 1 then 'yellow' when 2 then 'blue' end
      from jsonb_array_elements(evidence) r
     where exists (select from jsonb_array_elements(r->'evidence') i
                    where i->>'feed' <> 'telecom/stays'
                       or ((i->>'sharedPhone') is distinct from 'true' and is_phone_confirmed(person, at))))
$function$

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

CREATE OR REPLACE FUNCTION public.decide_hold(hold uuid, new_id uuid, said text, because text, at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare held recolouring_hold; agreed integer;
begin
  select * into held from recolouring_hold h where h.id = hold and in_my_area(h.place) for update;
  if held.id is null then return 'unknown'; end if;
  if held.state <> 'open' then return 'ended'; end if;
  if not is_health(at) or my_role() <> 'signatory' then return 'not-health'; end if;
  if exists (select from recolouring_hold_decision d join post p on p.id = d.post_id join post m on m.id = my_post()
              where d.hold_id = hold and p.account_id = m.account_id) then return 'said-already'; end if;
  insert into recolouring_hold_decision (id, hold_id, decision, reason, post_id, at)
  values (new_id, hold, said, because, my_post(), at);
  select count(distinct p.organisation) into agreed
    from recolouring_hold_decision d join post p on p.id = d.post_id where d.hold_id = hold and d.decision = said;
  if agreed < 2 then return 'open'; end if;
  update recolouring_hold set state = case said when 'release' then 'released' else 'rejected' end, ended_at = at
   where id = hold;
  if said = 'release' then
    update recolouring_hold_item set released_at = at where hold_id = hold;
    return 'released';
  end if;
  return 'rejected';
end $function$

CREATE OR REPLACE FUNCTION public.decide_proposal(proposal uuid, said text, because text, at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare p evidence_proposal; me post; is_enough boolean;
begin
  select * into p from evidence_proposal e
   where e.id = proposal and (in_my_area(e.place) or starts_with(my_area(), left(e.place, 6))) for update;
  select * into me from post where id = my_post() and codes_role(at) = role;
  if p.id is null or me.id is null then return 'unknown'; end if;
  if p.state <> 'open' then return 'ended'; end if;
  if p.kind = 'field-symptom' and p.what = 'record' then
    if me.role not in ('grid-worker', 'grid-leader', 'health-worker') then return 'not-yours'; end if;
  elsif not is_health(at) then return 'not-yours';
  end if;
  if me.id = p.proposed_by or exists (select from post o where o.id = p.proposed_by and o.account_id = me.account_id)
     or exists (select from evidence_proposal_decision d join post o on o.id = d.post_id
                 where d.proposal_id = proposal and o.account_id = me.account_id) then return 'same-person'; end if;
  if p.kind <> 'field-symptom' and said = 'confirm' and me.organisation = p.proposed_organisation then
    return 'same-organisation';
  end if;
  insert into evidence_proposal_decision (proposal_id, post_id, decision, organisation, area, reason, at)
  values (proposal, me.id, said, me.organisation, me.area, because, at);
  if said = 'reject' then
    update evidence_proposal set state = 'rejected', ended_at = at where id = proposal;
    return 'rejected';
  end if;
  select count(*) >= case when p.needs_province then 2 else 1 end
         and (not p.needs_province or bool_or(length(d.area) = 2 and o.role = 'signatory' and o.department = 'health'))
    into is_enough
    from evidence_proposal_decision d join post o on o.id = d.post_id
   where d.proposal_id = proposal and d.decision = 'confirm';
  if not is_enough then return 'open'; end if;
  update evidence_proposal set state = 'confirmed', ended_at = at,
         review_at = case when p.kind like 'hand-%' and p.what = 'record' then at + interval '24 hours' end
   where id = proposal;
  return 'confirmed';
end $function$

CREATE OR REPLACE FUNCTION public.decided_codes(persons uuid[], devices uuid[], seqs integer[])
 RETURNS TABLE(n integer, id uuid, "from" text, "to" text, rule text, rule_set text, evidence_id uuid, since double precision, until double precision, at double precision, cause text, mac text, public_key text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
  select q.n::integer, d.id, d.old_colour, d.new_colour, d.rule, d.rule_set, d.evidence_ids[1],
         round(date_part('epoch', d.since) * 1000), round(date_part('epoch', d.until) * 1000),
         round(date_part('epoch', d.at) * 1000), d.cause, encode(d.mac, 'hex'), encode(v.public_key, 'hex')
    from unnest(persons, devices, seqs) with ordinality as q (person, device, seq, n)
    left join colour_decision d on d.person_key = q.person and d.seq = q.seq
    left join code_device v on v.person_key = q.person and v.device = q.device
$function$

CREATE OR REPLACE FUNCTION public.declaration_standings(ids uuid[], persons uuid[], residents uuid[])
 RETURNS TABLE(n integer, is_carried boolean, known_version integer, known_person uuid, known_at timestamp with time zone, latest integer, latest_place text, short_stay_evidence uuid, is_under_review boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
begin
  if my_role() is distinct from 'system' then
    raise exception 'declaration_standings: no such duty' using errcode = 'insufficient_privilege';
  end if;
  return query
  select i.n::integer, i.resident is null or p.yes is not null, k.version, k.person_key, k.declared_at,
         coalesce(l.version, 0), l.place::text, l.short_stay_evidence, r.yes is not null
    from unnest(ids, persons, residents) with ordinality as i (id, person, resident, n)
    left join lateral (select true as yes from resident_person p
                        where p.resident_id = i.resident and p.person_key = i.person and p.ended_at is null limit 1) p on true
    left join lateral (select d.version, d.person_key, d.declared_at from declaration d where d.id = i.id limit 1) k on true
    left join lateral (select d.version, d.place, d.short_stay_evidence from declaration d
                        where d.person_key = i.person order by d.version desc limit 1) l on true
    left join lateral (select true as yes from identity_review r where r.person_key = i.person
                          and (r.decision is null and r.why in ('held-elsewhere', 'number-fails-check', 'document-unseen')
                               or r.decision = 'other-person' and r.why in ('held-elsewhere', 'document-unseen')) limit 1) r on true
   order by i.n;
end $function$

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

CREATE OR REPLACE FUNCTION public.destroy_secrets_of_terminal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update public.vault_secret set sealed_secret = null where terminal_id = new.id and sealed_secret is not null;
  return null;
end $function$

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

CREATE OR REPLACE FUNCTION public.elsewhere_of(persons uuid[], today date)
 RETURNS TABLE(person_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select s.person_id from stay s
   where s.person_id = any (persons) and s.superseded_at is null and (s.until_on is null or s.until_on > today)
   group by 1 having count(distinct s.door_id) > 1
$function$

CREATE OR REPLACE FUNCTION public.end_carriers(person uuid, except_resident uuid, keep_children boolean, at timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  update resident_person set ended_at = at
   where (person_key = person
          or (resident_id, person_key) in (select c.resident_id, c.person_key from person_claim c
                                            where c.real_key = person and c.real_key <> c.person_key))
     and ended_at is null and resident_id <> except_resident
     and not (keep_children and relation = 'child') and relation <> 'self'
     and (my_role() = 'system' or (my_role() = 'resident' and my_post() = except_resident))
  returning resident_id
$function$

CREATE OR REPLACE FUNCTION public.enrol_codes(persons uuid[], places text[], at timestamp with time zone)
 RETURNS TABLE(person_key uuid, is_new boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare acting text := codes_role(at);
begin
  if acting is null or acting in ('police-officer', 'auditor', 'analyst')
     or (acting = 'resident' and exists (select from unnest(persons) as p (person) where not is_my_person(p.person)))
  then raise exception 'codes: may not enrol' using errcode = '42501'; end if;
  return query
  with done as (
    insert into code_current as c (person_key, place, seq, colour)
    select distinct on (h.person) h.person, h.place, 0, 'pending' from unnest(persons, places) as h (person, place)
     order by h.person, length(h.place) desc
        on conflict (person_key) do update set place = excluded.place
           where c.place <> excluded.place and not starts_with(c.place, excluded.place)
    returning c.person_key, c.place, c.seq = 0 as is_new
  ), tally as (
    insert into holder_tally as t (place, shard, holders)
    select left(d.place, n), pg_backend_pid() % 32, count(*)
      from done d cross join (values (2), (4), (6)) as level (n) where d.is_new
     group by 1, 2 order by 1
        on conflict (place, shard) do update set holders = t.holders + excluded.holders
  )
  select d.person_key, d.is_new from done d;
end $function$

CREATE OR REPLACE FUNCTION public.enterprise_in_my_area(enterprise uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select exists (select from enterprise e where e.id = enterprise and in_my_area(e.place))
$function$

CREATE OR REPLACE FUNCTION public.evidence_persons(ids uuid[])
 RETURNS TABLE(id uuid, person_key uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select e.id, e.person_key from evidence e where e.id = any (ids)
$function$

CREATE OR REPLACE FUNCTION public.find_clue_alike(at_place text, of_category text, from_at timestamp with time zone, until_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select c.id from clue c
   where c.place = at_place and c.category = of_category and c.like_of is null and c.closed_at is null
     and c.happened_at between from_at and until_at
   order by c.happened_at, c.id limit 1
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

CREATE OR REPLACE FUNCTION public.grids_of_block(village text, block text)
 RETURNS TABLE(grid text, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select d.place, p.name
    from (select distinct place from door
           where county = left(village, 6) and place >= village and place < village || ':'
             and starts_with(address_key, block) and ended_at is null) d
    join place p on p.code = d.place and p.valid_until is null
   where length(village) = 12
   order by d.place
$function$

CREATE OR REPLACE FUNCTION public.hold_recolouring(new_id uuid, at_place text, why text, would integer, of_holders integer, limited integer, of_version integer, evidence_ids uuid[], withdrawals boolean[], persons uuid[], at timestamp with time zone)
 RETURNS TABLE(id uuid, is_new boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare hold uuid; was_new boolean;
begin
  if codes_role(at) is null then raise exception 'codes: nobody acts' using errcode = '42501'; end if;
  insert into recolouring_hold as h (id, place, cause, opened_at, would_change, holders, limit_persons, limit_version, state)
  values (new_id, at_place, why, at, would, of_holders, limited, of_version, 'open')
      on conflict (place) where state = 'open' do update set would_change = greatest(h.would_change, excluded.would_change)
  returning h.id, h.id = new_id into hold, was_new;
  insert into recolouring_hold_item (evidence_id, is_withdrawal, hold_id, person_key)
  select i.evidence, i.withdrawal, hold, i.person
    from unnest(evidence_ids, withdrawals, persons) as i (evidence, withdrawal, person)
      on conflict (evidence_id, is_withdrawal) do nothing;
  return query select hold, was_new;
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

CREATE OR REPLACE FUNCTION public.housemates_of(persons uuid[])
 RETURNS TABLE(person_key uuid, mate uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select h.person_key, o.person_key
    from person_household h
    join person_household o on o.household_key = h.household_key and o.person_key <> h.person_key
   where h.person_key = any (persons)
$function$

CREATE OR REPLACE FUNCTION public.identity_to_compare(person uuid)
 RETURNS bytea
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if coalesce(my_role(), '') not in ('resident', 'grid-worker', 'grid-leader', 'operator', 'system') then
    raise exception 'identity_to_compare: no such duty' using errcode = 'insufficient_privilege';
  end if;
  return (select i.sealed from sealed_identity i where i.person_key = person);
end $function$

CREATE OR REPLACE FUNCTION public.in_my_area(place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((place COLLATE "C") >= NULLIF(current_setting('wangge.area'::text, true), ''::text)) AND ((place COLLATE "C") < (NULLIF(current_setting('wangge.area'::text, true), ''::text) || ':'::text)))

CREATE OR REPLACE FUNCTION public.is_health(at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select exists (select from post p
                  where p.id = my_post() and p.role = my_role() and p.valid_from <= at
                    and (p.valid_until is null or p.valid_until > at)
                    and (p.role = 'health-worker' or (p.role = 'signatory' and p.department = 'health')))
$function$

CREATE OR REPLACE FUNCTION public.is_me_as_volunteer(volunteer_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select my_role() = 'resident'
     and exists (select from volunteer v
                  where v.id = volunteer_id and v.resident_id = my_post() and v.withdrawn_at is null)
$function$

CREATE OR REPLACE FUNCTION public.is_my_enterprise(enterprise uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select my_role() = 'resident'
     and exists (select from enterprise_manager m
                  where m.enterprise_id = enterprise and m.resident_id = my_post() and m.ended_at is null)
$function$

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

CREATE OR REPLACE FUNCTION public.is_on_team_of(person uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select s.place::text from care_seat s
   where s.person_key = person and s.until_at is null and s.post_id = my_post()
     and s.seat in ('CADRE', 'POLICE', 'HEALTH', 'GRID')
   limit 1
$function$

CREATE OR REPLACE FUNCTION public.is_phone_confirmed(person uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select exists (
    select from person_phone p
      join resident r on r.phone_key = p.phone_key and r.closed_at is null and r.last_signed_in_at > at - interval '30 days'
      join resident_person s on s.resident_id = r.id and s.person_key = p.person_key and s.relation = 'self' and s.ended_at is null
     where p.person_key = person)
$function$

CREATE OR REPLACE FUNCTION public.is_volunteer_at(asked_at_place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select my_role() = 'resident'
     and exists (select from volunteer v
                  where v.resident_id = my_post() and v.withdrawn_at is null and starts_with(asked_at_place, v.place))
$function$

CREATE OR REPLACE FUNCTION public.keep_appeal_decisions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    if new.outcome is not null then raise exception 'appeals: filed undecided' using errcode = '42501'; end if;
  elsif (new.outcome is distinct from old.outcome or new.decided_by is distinct from old.decided_by)
        and (not is_health(new.decided_at) or new.decided_by is distinct from my_post()) then
    raise exception 'appeals: only health decides' using errcode = '42501';
  elsif (new.person_key, new.received_at, new.evidence_ids, new.sealed_words)
        is distinct from (old.person_key, old.received_at, old.evidence_ids, old.sealed_words) then
    raise exception 'appeals: what was filed stands' using errcode = '42501';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.keep_declared_identity(person uuid, sealed_text bytea, key text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with kept as (
    insert into sealed_identity (person_key, sealed, key_id, recorded_at) values (person, sealed_text, key, at)
        on conflict (person_key) do nothing returning 1)
  select exists (select from kept)
$function$

CREATE OR REPLACE FUNCTION public.keep_false_green_decisions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if old.outcome is not null and new.outcome is distinct from old.outcome then
    raise exception 'false-greens: a decision stands' using errcode = '42501';
  end if;
  if new.outcome is not null and old.outcome is null
     and not (my_role() = 'system' and new.outcome <> 'INTENTIONAL') and not is_health(new.decided_at) then
    raise exception 'false-greens: only health decides' using errcode = '42501';
  end if;
  return new;
end $function$

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

CREATE OR REPLACE FUNCTION public.knows_me(enterprise uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select my_role() = 'resident'
     and (exists (select from enterprise_staff s join resident_person p on p.person_key = s.person_key
                   where s.enterprise_id = enterprise and p.resident_id = my_post()
                     and s.ended_at is null and p.ended_at is null)
       or exists (select from enterprise_manager m join resident r on r.phone_key = m.phone_key
                   where m.enterprise_id = enterprise and r.id = my_post() and m.ended_at is null))
$function$

CREATE OR REPLACE FUNCTION public.lapse_proposals(at timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with lapsed as (
    update evidence_proposal set state = 'lapsed', ended_at = at
     where state = 'open' and proposed_at < at - interval '24 hours' returning id
  )
  select count(*)::integer from lapsed
$function$

CREATE OR REPLACE FUNCTION public.left_out_of_list(assessment uuid, after uuid, up_to uuid, at_most integer, at timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select distinct e.person_key from evidence e
   where e.source = 'assessment' and e.person_key > after and e.person_key <= up_to and (e.until is null or e.until > at)
     and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
     and not exists (select from assessment_result r where r.person_key = e.person_key and r.assessment_id = assessment)
     and exists (select from code_current c where c.person_key = e.person_key)
   order by e.person_key limit at_most
$function$

CREATE OR REPLACE FUNCTION public.linked_evidence(ids uuid[])
 RETURNS TABLE(id uuid, person_key uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select e.id, e.person_key from evidence e
   where e.source = 'household' and e.source_id = any (ids::text[])
     and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
$function$

CREATE OR REPLACE FUNCTION public.listed_for_codes(persons uuid[], at timestamp with time zone)
 RETURNS TABLE(person_key uuid, assessment_id uuid, day date, tier text, latest_exposure_at timestamp with time zone, is_case boolean, managed boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select r.person_key, r.assessment_id, s.day,
         case when r.evidence::text like '%telecom/stays%' then colouring_tier(r.person_key, r.tier, r.evidence, at) else r.tier end,
         r.latest_exposure_at,
         'case' = any (r.rules), r.managed
    from (select j.assessment_id, j.day from joint_session j where j.state = 'published'
           order by j.day desc, j.version desc limit 1) s
    join assessment_result r on r.assessment_id = s.assessment_id
   where r.person_key = any (persons) and r.kind = 'person'
$function$

CREATE OR REPLACE FUNCTION public.listed_holders(assessment uuid, after uuid, up_to uuid, at_most integer, at timestamp with time zone)
 RETURNS TABLE(person_key uuid, assessment_id uuid, day date, tier text, latest_exposure_at timestamp with time zone, is_case boolean, managed boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select r.person_key, r.assessment_id, r.day,
         case when r.evidence::text like '%telecom/stays%' then colouring_tier(r.person_key, r.tier, r.evidence, at) else r.tier end,
         r.latest_exposure_at,
         'case' = any (r.rules), r.managed
    from assessment_result r
   where r.assessment_id = assessment and r.kind = 'person' and r.person_key > after and r.person_key <= up_to
     and exists (select from code_current c where c.person_key = r.person_key)
   order by r.person_key limit at_most
$function$

CREATE OR REPLACE FUNCTION public.lock_codes(persons uuid[])
 RETURNS TABLE(person_key uuid, place text, seq integer, colour text, until timestamp with time zone, rule text, evidence_id uuid, is_consistent boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
begin
  perform 1 from code_current c where c.person_key = any (persons) order by c.person_key for update;
  return query
  select c.person_key, c.place::text, c.seq, c.colour, c.until, d.rule, d.evidence_ids[1],
         (c.seq = 0 or (d.new_colour = c.colour and d.until is not distinct from c.until)) is true
           and not exists (select from colour_decision n where n.person_key = c.person_key and n.seq > c.seq)
    from code_current c left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
   where c.person_key = any (persons)
   order by c.person_key;
end $function$

CREATE OR REPLACE FUNCTION public.lock_standing(persons uuid[], seqs integer[])
 RETURNS SETOF integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select q.n::integer from unnest(persons, seqs) with ordinality as q (person, seq, n)
    join code_current c on c.person_key = q.person and c.seq = q.seq
   for share of c skip locked
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

CREATE OR REPLACE FUNCTION public.my_verified_place(person uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select v.place from verified_place v
   where v.person_key = person and is_my_person(person) order by v.verified_at desc limit 1
$function$

CREATE OR REPLACE FUNCTION public.my_watch_seats()
 RETURNS TABLE(head_id uuid, unit_id uuid, has_consented boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select h.id, h.unit_id, h.consented_at is not null
    from resident r join watch_head h on h.phone_key = r.phone_key
   where my_role() = 'resident' and r.id = my_post() and r.closed_at is null and h.ended_at is null
$function$

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

CREATE OR REPLACE FUNCTION public.note_code_changes(persons uuid[], tos text[], at timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with turned as (
    select p.person, p.rank from unnest(persons, array(select case t when 'red' then 0 when 'yellow' then 1 else 2 end
                                                         from unnest(tos) with ordinality as o (t, n) order by n))
                                  as p (person, rank) where p.rank < 2
  ), listed as (
    update attestation a set listed_at = at
      from turned
     where a.person_key = turned.person and a.listed_at is null and a.expires_at > at and a.form <> 'refreshed'
       and case a.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end > turned.rank
    returning a.code_id, a.form
  ), noted as (
    insert into code_change_pending (code_id, is_paper, noted_at) select code_id, form = 'paper', at from listed returning 1
  )
  select count(*)::integer from noted
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
  if not has_task and purpose is not distinct from 'care' then
    known_at := is_on_team_of(person);
    has_task := known_at is not null;
  end if;
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

CREATE OR REPLACE FUNCTION public.open_identity_for_paper(entry_id uuid, at timestamp with time zone, person uuid)
 RETURNS TABLE(outcome text, sealed bytea, place text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if coalesce(my_role(), '') not in ('operator', 'grid-worker', 'health-worker') then
    raise exception 'open_identity_for_paper: no such duty' using errcode = 'insufficient_privilege';
  end if;
  select c.place into place from code_current c where c.person_key = person and in_my_area(c.place);
  if not found then outcome := 'not-found';
  else
    select i.sealed into sealed from sealed_identity i where i.person_key = person;
    outcome := case when found then 'opened' else 'not-recorded' end;
  end if;
  insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
  values (entry_id, at, my_post(), my_role(), my_area(), 'identity.open', 'person', person::text, place,
          jsonb_build_object('outcome', outcome, 'form', 'last-four', 'purpose', 'paper-code', 'breakGlass', false));
  return next;
end
$function$

CREATE OR REPLACE FUNCTION public.person_list_needs_others()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if exists (select from person_list l where l.id = new.list_id and l.asked_by_account = new.account_id) then
    raise exception 'whoever asked for a list of persons does not decide on it';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.person_list_needs_two()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if (select count(distinct d.department) from person_list_decision d
       where d.list_id = new.id and d.decision = 'approve') < 2 then
    raise exception 'a list of persons is made when two have approved it';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.persons_of_codes(issuers text[], code_ids integer[])
 RETURNS TABLE(issuer text, code_id integer, person_key uuid, form text, issued_at timestamp with time zone, expires_at timestamp with time zone, listed_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select distinct on (a.code_id, a.issuer) a.issuer, a.code_id, a.person_key, a.form, a.issued_at, a.expires_at, a.listed_at
    from unnest(issuers, code_ids) as q (issuer, code_id)
    join attestation a on a.code_id = q.code_id and a.issuer = q.issuer
   where my_role() in ('checkpoint-staff', 'system')
   order by a.code_id, a.issuer, a.issued_at desc
$function$

CREATE OR REPLACE FUNCTION public.preview_recolouring(assessment uuid, at timestamp with time zone)
 RETURNS TABLE(county text, to_red integer, to_yellow integer, to_green integer, households integer, holders integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  if codes_role(at) is null or not (codes_role(at) in ('system', 'auditor', 'operator', 'analyst') or is_health(at))
  then raise exception 'codes: may not preview' using errcode = '42501'; end if;
  return query
  with result as materialized (
    select c.person_key, c.place, c.colour, d.rule,
           case when r.managed then 0 else
             case (case when r.evidence::text like '%telecom/stays%' then colouring_tier(r.person_key, r.tier, r.evidence, at) else r.tier end) when 'red' then 0 when 'yellow' then 1 else 3 end end as listed
      from code_current c
      join assessment_result r on r.person_key = c.person_key and r.assessment_id = assessment and r.kind = 'person'
      left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
     union all
    select c.person_key, c.place, c.colour, d.rule, 3
      from code_current c
      join colour_decision d on d.person_key = c.person_key and d.seq = c.seq and d.rule in ('assessment-red', 'assessment-yellow')
     where not exists (select from assessment_result r where r.person_key = c.person_key and r.assessment_id = assessment)
  ), new_colour as (
    select r.person_key, r.place, r.colour,
           case when r.rule in ('assessment-red', 'assessment-yellow', 'assessment-blue', 'nothing-found') then r.listed
             else least(r.listed, case r.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end) end as rank
      from result r
  ), changed as (
    select n.person_key, left(n.place, 6) as county, n.rank from new_colour n
     where n.rank <> case n.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end
       and in_my_area(n.place)
  )
  select c.county, (count(*) filter (where c.rank = 0))::integer, (count(*) filter (where c.rank = 1))::integer,
         (count(*) filter (where c.rank = 3))::integer,
         -- Somebody without a known household is one of his own.
         count(distinct coalesce(h.household_key, c.person_key))::integer,
         (select coalesce(sum(t.holders), 0)::integer from holder_tally t where t.place = c.county)
    from changed c left join person_household h on h.person_key = c.person_key
   group by c.county order by c.county;
end $function$

CREATE OR REPLACE FUNCTION public.propose_evidence(new_id uuid, person uuid, to_do text, of_kind text, of_evidence uuid, of_event text, because text, for_hours integer, of_source text, of_source_id text, dated timestamp with time zone, by_post uuid, at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare acting text := codes_role(at); poster post; holder code_current; today integer;
begin
  select * into holder from code_current c where c.person_key = person and (in_my_area(c.place) or length(my_area()) = 2);
  if holder.person_key is null then return 'no-code'; end if;
  if of_kind = 'field-symptom' and to_do = 'record' then
    if acting is null or acting not in ('system', 'grid-worker', 'grid-leader', 'health-worker') then return 'not-yours'; end if;
  elsif not is_health(at) then return 'not-yours';
  elsif to_do = 'record' and of_kind not in ('hand-red', 'hand-yellow') then return 'not-by-hand';
  end if;
  select * into poster from post p where p.id = case when acting = 'system' then by_post else my_post() end;
  if of_kind like 'hand-%' and to_do = 'record' then
    select count(*) into today from evidence_proposal p
     where p.kind like 'hand-%' and p.what = 'record' and p.state in ('open', 'confirmed')
       and left(p.place, 6) = left(holder.place, 6)
       and (p.proposed_at at time zone 'Asia/Shanghai')::date = (at at time zone 'Asia/Shanghai')::date;
  end if;
  insert into evidence_proposal (id, person_key, place, what, kind, evidence_id, event_id, reason, hours, source, source_id,
      since, proposed_by, proposed_role, proposed_organisation, proposed_at, needs_province, state)
  values (new_id, person, holder.place, to_do, of_kind, of_evidence, of_event, because, for_hours, of_source, of_source_id,
          dated, poster.id, coalesce(poster.role, acting), coalesce(poster.organisation, ''), at, coalesce(today, 0) >= 200, 'open')
      on conflict do nothing;
  return case when found then 'ok' else 'already' end;
end $function$

CREATE OR REPLACE FUNCTION public.queue_messages(persons uuid[], at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  insert into message_due (resident_id, since)
  select distinct p.resident_id, at from resident_person p
   where p.person_key = any (persons) and p.ended_at is null order by 1
      on conflict (resident_id) do nothing
$function$

CREATE OR REPLACE FUNCTION public.raise_code_alarm(new_id uuid, of_kind text, of_object text, person uuid, at_place text, facts text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with raised as (
    insert into code_alarm (id, at, kind, object_id, person_key, place, detail)
    select new_id, at, of_kind, of_object, person,
           coalesce(at_place, (select c.place from code_current c where c.person_key = person)), facts::jsonb
        on conflict (kind, object_id) do nothing
    returning id
  )
  select exists (select from raised)
$function$

CREATE OR REPLACE FUNCTION public.rebuild_codes(persons uuid[])
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with rebuilt as (
    update code_current c set seq = d.seq, colour = d.new_colour, until = d.until
      from (select distinct on (l.person_key) l.* from colour_decision l where l.person_key = any (persons)
             order by l.person_key, l.seq desc) d
     where d.person_key = c.person_key
    returning 1
  )
  select count(*)::integer from rebuilt
$function$

CREATE OR REPLACE FUNCTION public.record_decisions(persons uuid[], seqs integer[], ids uuid[], news text[], rules text[], ruleset text, deciders uuid[], sinces timestamp with time zone[], untils timestamp with time zone[], decided timestamp with time zone, why text, macs bytea[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare wrong integer; written integer;
begin
  if codes_role(decided) is null then raise exception 'codes: nobody acts' using errcode = '42501'; end if;
  with stands as materialized (
    select s.id, s.person_key, k.rank, s.kind from standing_evidence(persons, decided, null) s join evidence_kind k on k.kind = s.kind
     where s.since <= decided
  ), best as (select s.person_key, min(s.rank) as rank from stands s group by s.person_key)
  select count(*) into wrong
    from unnest(persons, news, rules, deciders) as d (person, colour, rule, decider)
    left join best b on b.person_key = d.person
    left join stands s on s.id = d.decider
   where case d.colour when 'red' then 0 when 'yellow' then 1 when 'pending' then 2 else 3 end <> coalesce(b.rank, 3)
      or (b.rank is null and (d.decider is not null or d.rule <> 'nothing-found'))
      or (b.rank is not null and (s.person_key is distinct from d.person or s.rank <> b.rank or s.kind <> d.rule));
  if wrong > 0 then
    raise exception 'codes: % decisions do not follow from the standing evidence', wrong using errcode = '42501';
  end if;
  -- A decision counts on from the one before it: whoever was faster has raised the number.
  with now_is as (
    update code_current c set seq = d.seq, colour = d.colour, until = d.until
      from unnest(persons, seqs, news, untils) as d (person, seq, colour, until)
     where c.person_key = d.person and c.seq = d.seq - 1
    returning c.person_key, c.place
  ), kept as (
    insert into colour_decision (person_key, seq, id, place, old_colour, new_colour, rule, rule_set, evidence_ids, since,
                                 until, at, cause, mac)
    select d.person, d.seq, d.id, n.place, p.new_colour, d.colour, d.rule, ruleset,
           case when d.decider is null then '{}'::uuid[] else array[d.decider] end, d.since, d.until, decided, why, d.mac
      from unnest(persons, seqs, ids, news, rules, deciders, sinces, untils, macs)
           as d (person, seq, id, colour, rule, decider, since, until, mac)
      join now_is n on n.person_key = d.person
      left join colour_decision p on p.person_key = d.person and p.seq = d.seq - 1
    returning place, old_colour, new_colour
  ), tally as (
    insert into recolouring_tally as t (place, minute, shard, changed)
    select left(k.place, n), date_trunc('minute', decided), pg_backend_pid() % 16, count(*)
      from kept k cross join (values (2), (4), (6)) as level (n)
     where why in ('evidence', 'withdrawal', 'list') and k.old_colour <> k.new_colour
       and (k.old_colour in ('red', 'yellow') or k.new_colour in ('red', 'yellow'))
     group by 1 order by 1
        on conflict (place, minute, shard) do update set changed = t.changed + excluded.changed
  )
  select count(*) into written from kept;
  if written <> cardinality(persons) then
    raise exception 'codes: somebody was faster' using errcode = '40001';
  end if;
  return written;
end $function$

CREATE OR REPLACE FUNCTION public.record_evidence(ids uuid[], persons uuid[], kinds text[], sources text[], source_ids text[], sinces timestamp with time zone[], untils timestamp with time zone[], planneds timestamp with time zone[], facts text[], macs bytea[], at timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
declare acting text := codes_role(at);
begin
  if acting is null or exists (
    select from unnest(ids, persons, kinds, sources, source_ids) as i (id, person, kind, source, source_id)
      left join evidence_kind k on k.kind = i.kind
     where k.kind is null
        or (acting = 'resident' and not is_my_person(i.person))
        or (not acting = any (k.recorded_by)
            and not (k.recorded_by && '{two-health,two-posts}'::text[] and i.source = 'proposal'
                     and exists (select from evidence_proposal p
                                  where p.id::text = i.source_id and p.id = i.id and p.what = 'record'
                                    and p.state = 'confirmed' and p.person_key = i.person and p.kind = i.kind))))
  then raise exception 'codes: may not record this evidence' using errcode = '42501'; end if;
  return query
  insert into evidence as e (id, person_key, kind, source, source_id, since, until, planned_until, facts, recorded_at,
                             recorded_by, recorded_role, mac)
  select i.id, i.person, i.kind, i.source, i.source_id, i.since, i.until, i.planned, i.facts::jsonb, at,
         case when acting = 'system' then null else my_post() end, acting, i.mac
    from unnest(ids, persons, kinds, sources, source_ids, sinces, untils, planneds, facts, macs)
         as i (id, person, kind, source, source_id, since, until, planned, facts, mac)
      on conflict (id) do nothing
  returning e.id;
end $function$

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

CREATE OR REPLACE FUNCTION public.refuse_decided_cases()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if new.outcome is not null then raise exception 'false-greens: a case opens undecided' using errcode = '42501'; end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.release_mass_notice(mass uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  insert into notice (id, person_key, kind, zh, en, link, subject, at)
  select p.notice_id, p.person_key, m.kind, m.zh, m.en, m.link, p.subject, at
    from mass_notice m join mass_notice_person p on p.mass_notice_id = m.id
   where m.id = mass and m.state = 'released'
      on conflict (person_key, kind, subject) do nothing
$function$

CREATE OR REPLACE FUNCTION public.see_code_alarm(alarm uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with seen as (
    update code_alarm set seen_at = at, seen_by = my_post()
     where id = alarm and seen_at is null and codes_role(at) in ('auditor', 'signatory', 'health-worker')
       and (in_my_area(place) or length(my_area()) = 2)
    returning id
  )
  select exists (select from seen)
$function$

CREATE OR REPLACE FUNCTION public.sees_clue(clue_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select exists (select from clue c where c.id = clue_id)
$function$

CREATE OR REPLACE FUNCTION public.self_account_of(person uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select resident_id from resident_person where person_key = person and relation = 'self' and ended_at is null
$function$

CREATE OR REPLACE FUNCTION public.shown_codes(residents uuid[], persons uuid[], devices uuid[])
 RETURNS TABLE(n integer, epoch integer, is_linked boolean, seq integer, colour text, current_until double precision, has_later boolean, id uuid, "from" text, "to" text, rule text, rule_set text, evidence_id uuid, since double precision, until double precision, at double precision, cause text, mac text, public_key text, is_revoked boolean, code_id integer, decision_seq integer, kid text, issued_at double precision, expires_at double precision, token text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select q.n::integer, r.epoch, l.person_key is not null, c.seq, c.colour, round(extract(epoch from c.until) * 1000)::float8,
         exists (select from colour_decision o where o.person_key = c.person_key and o.seq > c.seq), d.id, d.old_colour,
         d.new_colour, d.rule, d.rule_set, d.evidence_ids[1], round(extract(epoch from d.since) * 1000)::float8,
         round(extract(epoch from d.until) * 1000)::float8, round(extract(epoch from d.at) * 1000)::float8, d.cause, encode(d.mac, 'hex'),
         encode(v.public_key, 'hex'), v.revoked_at is not null, v.code_id, v.decision_seq, v.kid,
         round(extract(epoch from v.issued_at) * 1000)::float8, round(extract(epoch from v.expires_at) * 1000)::float8,
         encode(v.token, 'hex')
    from unnest(residents, persons, devices) with ordinality as q (resident, person, device, n)
    left join resident r on r.id = q.resident and r.closed_at is null
    left join resident_person l on l.resident_id = r.id and l.person_key = q.person and l.ended_at is null
    left join code_current c on c.person_key = l.person_key
    left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
    left join code_device v on v.person_key = c.person_key and v.device = q.device
$function$

CREATE OR REPLACE FUNCTION public.standing_evidence(persons uuid[], at timestamp with time zone, known_at timestamp with time zone)
 RETURNS TABLE(id uuid, person_key uuid, kind text, source text, source_id text, since timestamp with time zone, until timestamp with time zone, recorded_at timestamp with time zone, mac bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select e.id, e.person_key, e.kind, e.source, e.source_id, e.since, e.until, e.recorded_at, e.mac
    from evidence e
    left join lateral (
      select true as yes from evidence_withdrawal w
       where w.evidence_id = e.id and (known_at is null or w.at <= known_at)
         and not exists (select from recolouring_hold_item h
                          where h.evidence_id = e.id and h.is_withdrawal
                            and (h.released_at is null or h.released_at > known_at))
         and not exists (select from code_alarm a where a.kind = 'withdrawal-unsound' and a.object_id = e.id::text)
       limit 1) withdrawn on true
    left join lateral (
      select true as yes from recolouring_hold_item h
       where h.evidence_id = e.id and not h.is_withdrawal and (h.released_at is null or h.released_at > known_at)
       limit 1) held on true
    left join lateral (
      select true as yes from code_alarm a where a.kind = 'evidence-unsound' and a.object_id = e.id::text
       limit 1) unsound on true
   where e.person_key = any (persons) and (known_at is null or e.recorded_at <= known_at) and (e.until is null or e.until > at)
     and withdrawn.yes is null and held.yes is null and unsound.yes is null
   order by e.person_key, e.id
$function$

CREATE OR REPLACE FUNCTION public.standing_withdrawals(persons uuid[], standing_at timestamp with time zone)
 RETURNS TABLE(evidence_id uuid, person_key uuid, at timestamp with time zone, because text, source_id text, mac bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
  select w.evidence_id, w.person_key, w.at, w.because, w.source_id, w.mac
    from evidence_withdrawal w join evidence e on e.id = w.evidence_id
   where w.person_key = any (persons) and (e.until is null or e.until > standing_at)
     and not exists (select from code_alarm a where a.kind = 'withdrawal-unsound' and a.object_id = e.id::text)
$function$

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

CREATE OR REPLACE FUNCTION public.tie_door(of_door uuid, to_key uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  d record;
  own record;
  other record;
begin
  select * into d from door x where x.id = of_door and x.ended_at is null for update;
  if d.id is null or not in_my_area(d.place) or d.household_key = to_key or d.household_key <> d.id then return false; end if;
  if exists (select from door x where x.household_key = to_key and x.county = d.county and x.ended_at is null) then return false; end if;
  select * into own from household h where h.household_key = d.household_key and h.county = d.county for update;
  select * into other from household h where h.household_key = to_key and h.county = d.county for update;
  if other.household_key is null or left(other.place, 12) <> left(d.place, 12) or own.first_visited_at is not null then return false; end if;
  update door set household_key = to_key where id = of_door and county = d.county;
  -- Whoever stood before the door knows its grid; the feed guessed it.
  update household h set place = d.place where h.household_key = to_key and h.county = d.county and h.place <> d.place;
  if own.household_key is not null then
    delete from household h where h.household_key = d.id and h.county = d.county;
    insert into counter_pending (place, day, metric, delta)
    values (left(own.place, 12), (at at time zone 'Asia/Shanghai')::date, 'household.registered', -1);
  end if;
  return true;
end $function$

CREATE OR REPLACE FUNCTION public.told_codes(residents uuid[], persons uuid[], devices uuid[], phones_before double precision, refreshed_before double precision)
 RETURNS TABLE(n integer, epoch integer, is_linked boolean, seq integer, colour text, current_until double precision, has_later boolean, is_revoked boolean, told text, mark text, id uuid, "from" text, "to" text, rule text, rule_set text, evidence_id uuid, since double precision, until double precision, at double precision, cause text, mac text, public_key text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
  select q.n::integer, r.epoch, l.person_key is not null, c.seq, c.colour, round(date_part('epoch', c.until) * 1000),
         exists (select from colour_decision o where o.person_key = c.person_key and o.seq > c.seq), v.revoked_at is not null,
         case when v.person_key is not null then
           concat(v.decision_seq, '|', v.colour, '|', v.rule, '|', round(date_part('epoch', v.since) * 1000), '|',
                  round(date_part('epoch', v.until) * 1000), '|', round(date_part('epoch', v.decided_at) * 1000), '|',
                  v.code_id, '|', v.is_short_stay, '|', v.public_key is not null, '|', v.kid, '|',
                  round(date_part('epoch', v.issued_at) * 1000), '|', round(date_part('epoch', v.expires_at) * 1000), '|',
                  encode(v.token, 'hex')) end,
         encode(v.mark, 'hex'), d.id, d.old_colour, d.new_colour, d.rule, d.rule_set, d.evidence_ids[1],
         round(date_part('epoch', d.since) * 1000), round(date_part('epoch', d.until) * 1000),
         round(date_part('epoch', d.at) * 1000), d.cause, encode(d.mac, 'hex'),
         case when d.id is not null then encode(v.public_key, 'hex') end
    from unnest(residents, persons, devices) with ordinality as q (resident, person, device, n)
    left join resident r on r.id = q.resident and r.closed_at is null
    left join resident_person l on l.resident_id = r.id and l.person_key = q.person and l.ended_at is null
    left join code_current c on c.person_key = l.person_key
    left join code_device v on v.person_key = c.person_key and v.device = q.device
    -- `offset 0`: asked at all only where it is needed.
    left join lateral (
      select i.* from colour_decision i
       where i.person_key = c.person_key and i.seq = c.seq
         and (v.mark is null or v.decision_seq <> c.seq
              or v.issued_at <= to_timestamp(case when v.public_key is null then refreshed_before else phones_before end / 1000))
      offset 0
    ) d on true
$function$

CREATE OR REPLACE FUNCTION public.untie_door(of_door uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  d record;
  gone record;
begin
  select * into d from door x where x.id = of_door for update;
  if d.id is null or not in_my_area(d.place) then return false; end if;
  delete from household h where h.household_key = d.household_key and h.county = d.county returning * into gone;
  if gone.household_key is null then return false; end if;
  insert into counter_pending (place, day, metric, delta)
  select left(gone.place, 12), (at at time zone 'Asia/Shanghai')::date, m.metric, -1
    from (values ('household.registered', true), ('household.reached', gone.first_visited_at is not null)) as m (metric, counts)
   where m.counts;
  return true;
end $function$

CREATE OR REPLACE FUNCTION public.visits_of_doors(doors uuid[])
 RETURNS TABLE(door_id uuid, county text, visit_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select d.id, v.county, v.id
    from door d
    join door_day y on y.door_key = d.household_key and y.county = d.county
    join visit v on v.county = y.county and v.visited_on = y.day and v.place >= y.place and v.place < y.place || ':'
                and v.household_key = d.household_key
   where d.id = any (doors) and in_my_area(d.place)
   order by v.visited_at desc limit 100
$function$

CREATE OR REPLACE FUNCTION public.volunteer_number(volunteer_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select v.number from volunteer v where v.id = volunteer_id
$function$

CREATE OR REPLACE FUNCTION public.withdraw_evidence(ids uuid[], why text, by_source text, reason_text text, macs bytea[], at timestamp with time zone)
 RETURNS TABLE(evidence_id uuid, person_key uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare acting text := codes_role(at); is_of_health boolean := is_health(at);
begin
  if acting is null or exists (
    select from evidence e join evidence_kind k on k.kind = e.kind
     where e.id = any (ids)
       and (case why
         when 'appeal' then acting = 'system' or is_of_health
         when 'release' then (acting = 'system' or is_of_health) and k.ends_by_release
         when 'two-health' then is_of_health and exists (
           select from evidence_proposal p where p.id::text = by_source and p.what = 'withdraw' and p.state = 'confirmed'
                                             and (p.evidence_id = e.id or e.source_id = p.evidence_id::text))
         when 'source' then
           (acting = 'system' and not k.recorded_by @> '{two-health}')
           or (acting in ('resident', 'grid-worker', 'grid-leader', 'health-worker')
               and e.kind in ('unchecked-declaration', 'short-stay')
               and (acting <> 'resident' or is_my_person(e.person_key)))
         else false end) is not true)
  then raise exception 'codes: may not withdraw this evidence' using errcode = '42501'; end if;
  return query
  insert into evidence_withdrawal as w (evidence_id, person_key, at, because, source_id, reason, by_post, by_role, mac)
  select e.id, e.person_key, at, why, by_source, reason_text, case when acting = 'system' then null else my_post() end,
         acting, i.mac
    from unnest(ids, macs) as i (id, mac) join evidence e on e.id = i.id
      on conflict (evidence_id) do nothing
  returning w.evidence_id, w.person_key;
end $function$
