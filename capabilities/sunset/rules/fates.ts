/**
 * What becomes of each table when the epidemic event ends. Every table of the schema is named here once
 * (sunset.pg.test.ts fails for one that is not): a new table cannot outlive the event because nobody thought of it.
 *
 * Source: Personal Information Protection Law art. 47 (delete when the purpose is achieved), Emergency Response Law of
 * 2024 (destroy after the response), Wuxi's destruction of a thousand million records on 2023-03-02 (domain.md §2.14).
 * Statistics and the record of who did what stay: they hold no name, number or address, and the key that made the
 * persons' keys is destroyed.
 */
export type Fate = "erase" | "keep";
type Line = { readonly fate: Fate; readonly why: { readonly zh: string; readonly en: string } };

const erase = (zh: string, en: string): Line => ({ fate: "erase", why: { zh, en } });
const keep = (zh: string, en: string): Line => ({ fate: "keep", why: { zh, en } });

const PERSON = erase("按人记录，用途已经结束", "about persons; the purpose has ended");
const PASSING = erase("运行中的临时记录", "passing records of the running system");
const STAFF = keep("机构与岗位，责任可追溯", "offices and posts: who answered for what");
const PUBLIC = keep("公开的依据、规则与名册", "published grounds, rules and registers");
const FIGURES = keep("汇总数字，不含个人", "sums, no persons");
const RECORD = keep("审计日志，只有假名，密钥已销毁", "the audit log: pseudonyms whose key is destroyed");

export const FATES: Readonly<Record<string, Line>> = {
  // people and what was found of them
  assessment_result: PERSON,
  sealed_identity: PERSON,
  verified_place: PERSON,
  person_phone: PERSON,
  person_household: PERSON,
  household: PERSON,
  contact: PERSON,
  visit: PERSON,
  door_day: PERSON,
  task: PERSON,
  task_event: PERSON,
  task_bulk_item: PERSON,
  task_source: PERSON,
  // phones: what they said and what changed for them
  field_command: PERSON,
  copy_change: PASSING,
  copy_floor: PASSING,
  scan: PERSON,
  scan_recheck: PERSON,
  visitor: PERSON,
  own_check_in: PERSON,
  checkpoint_shift: PERSON,
  resident: PERSON,
  resident_person: PERSON,
  // codes, declarations, appeals, enterprises
  appeal: PERSON,
  appeal_attachment: PERSON,
  appeal_step: PERSON,
  attachment: PERSON,
  service_event: PERSON,
  service_request: PERSON,
  volunteer: PERSON,
  attestation: PERSON,
  check_in: PERSON,
  code_alarm: PERSON,
  code_ask: PERSON,
  code_current: PERSON,
  code_device: PERSON,
  colour_decision: PERSON,
  declaration: PERSON,
  declaration_draft: PERSON,
  enterprise: PERSON,
  enterprise_day: PERSON,
  enterprise_manager: PERSON,
  enterprise_staff: PERSON,
  enterprise_staff_day: PERSON,
  evidence: PERSON,
  evidence_proposal: PERSON,
  evidence_proposal_decision: PERSON,
  evidence_withdrawal: PERSON,
  false_green_case: PERSON,
  false_green_finding: PERSON,
  false_green_step: PERSON,
  holder_log: PERSON,
  identity_review: PERSON,
  mass_notice: PERSON,
  mass_notice_person: PERSON,
  look_back: PERSON,
  message: PERSON,
  message_due: PERSON,
  notice: PERSON,
  one_time_code: PERSON,
  paper_code: PERSON,
  person_claim: PERSON,
  recolouring_hold_item: PERSON,
  resumption: PERSON,
  resumption_event: PERSON,
  resumption_photo: PERSON,
  resumption_problem: PERSON,
  resumption_version: PERSON,
  // the register and what is known
  door: PERSON,
  door_household: PERSON,
  stay: PERSON,
  register_person: PERSON,
  register_person_alias: PERSON,
  register_import: PERSON,
  landlord: PERSON,
  landlord_report: PERSON,
  fact: PERSON,
  fact_subject: PERSON,
  fact_use: PERSON,
  // the running system
  fact_cursor: PASSING,
  code_change_batch: PASSING,
  code_change_pending: PASSING,
  false_green_cursor: PASSING,
  holder_tally: PASSING,
  recolouring_tally: PASSING,
  inbox: PASSING,
  outbox: PASSING,
  job: PASSING,
  session: PASSING,
  counter_pending: PASSING,
  counter_fold: PASSING,
  // offices
  account: STAFF,
  post: STAFF,
  post_fact: STAFF,
  absence: STAFF,
  checkpoint_roster: STAFF,
  terminal: STAFF,
  instruction: STAFF,
  instruction_receipt: STAFF,
  // grounds and rules
  place: PUBLIC,
  place_change: PUBLIC,
  checkpoint: PUBLIC,
  checkpoint_banner: PUBLIC,
  rule_set: PUBLIC,
  rule_set_signature: PUBLIC,
  assessment: PUBLIC,
  assessment_schedule: PUBLIC,
  feed_file: PUBLIC,
  joint_session: PUBLIC,
  joint_session_decision: PUBLIC,
  list_push: PUBLIC,
  case_figure: PUBLIC,
  deployment: PUBLIC,
  epidemic_event: PUBLIC,
  purpose: PUBLIC,
  purpose_decision: PUBLIC,
  recognised_issuer: PUBLIC,
  sunset: PUBLIC,
  sunset_approval: PUBLIC,
  statistics_snapshot: FIGURES,
  migration: PUBLIC,
  evidence_kind: PUBLIC,
  false_green_rule_mode: PUBLIC,
  false_green_rule_set: PUBLIC,
  recolouring_hold: PUBLIC,
  recolouring_hold_decision: PUBLIC,
  recolouring_limit: PUBLIC,
  resumption_policy: PUBLIC,
  risk_area: PUBLIC,
  // sums
  appeal_figures: FIGURES,
  counter_entry: FIGURES,
  counter_total: FIGURES,
  counter_mark: FIGURES,
  // the log
  audit_pending: RECORD,
  audit_entry: RECORD,
  audit_head: RECORD,
};
