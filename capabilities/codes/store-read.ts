/** SQL of reading: what codes say, and from what. Row-level security shows one's own area, or one's own persons. */
import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { plainColumn } from "./columns.ts";
import type { Cause } from "./rules/causes.ts";
import type { ColourRule } from "./rules/colour.ts";
import type { EvidenceKind } from "./rules/evidence.ts";

export type CurrentRow = {
  readonly personKey: string;
  readonly place: string;
  readonly seq: number;
  readonly colour: CodeColour;
  readonly current_until: Instant | null;
  readonly has_later: boolean;
  readonly id: string;
  readonly from: CodeColour | null;
  readonly to: CodeColour;
  readonly rule: ColourRule;
  readonly rule_set: string;
  readonly evidence_id: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly at: Instant;
  readonly cause: Cause;
  readonly mac: Uint8Array;
};

/** The projection with the record that it claims to follow; reads code_current_pkey, colour_decision_pkey. */
export const currentRows = (sql: Sql, personKeys: readonly string[]): Promise<CurrentRow[]> =>
  sql<CurrentRow[]>`
    select person_key as "personKey", place, seq, colour, current_until, has_later, id, old_colour as "from",
           new_colour as to, rule, rule_set, evidence_id, since, until, at, cause, mac
      from codes_now(${plainColumn(personKeys)}::text::uuid[])`;

export type EvidenceView = {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly source: string;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly planned_until: Instant | null;
  readonly recorded_at: Instant;
  readonly recorded_role: string;
  readonly withdrawn_at: Instant | null;
  readonly because: string | null;
  readonly reason: string | null;
  readonly is_held: boolean;
};

/** All evidence of a person, newest first, at most 200; reads evidence_by_person. */
export const evidenceSeen = (sql: Sql, personKey: string): Promise<EvidenceView[]> =>
  sql<EvidenceView[]>`
    select e.id, e.kind, e.source, e.since, e.until, e.planned_until, e.recorded_at, e.recorded_role,
           w.at as withdrawn_at, w.because, w.reason,
           exists (select from recolouring_hold_item h where h.evidence_id = e.id and h.released_at is null) as is_held
      from evidence e left join evidence_withdrawal w on w.evidence_id = e.id
     where e.person_key = ${personKey} order by e.recorded_at desc, e.id desc limit 200`;

export type DecisionView = {
  readonly seq: number;
  readonly old_colour: CodeColour | null;
  readonly new_colour: CodeColour;
  readonly rule: ColourRule;
  readonly rule_set: string;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly at: Instant;
  readonly cause: Cause;
};

/** A person's decisions, newest first, at most 200; reads colour_decision_pkey. */
export const decisionsSeen = (sql: Sql, personKey: string): Promise<DecisionView[]> =>
  sql<DecisionView[]>`
    select seq, old_colour, new_colour, rule, rule_set, since, until, at, cause
      from colour_decision where person_key = ${personKey} order by seq desc limit 200`;

export type AlarmRow = {
  readonly id: string;
  readonly at: Instant;
  readonly kind: string;
  readonly object_id: string;
  readonly person_key: string | null;
  readonly place: string | null;
  readonly detail: Record<string, unknown>;
  readonly seen_at: Instant | null;
};

/** Alarms within the reader's area, newest first, at most 200; reads code_alarm_by_time. */
export const alarmsSeen = (sql: Sql): Promise<AlarmRow[]> =>
  sql<AlarmRow[]>`
    select id, at, kind, object_id, person_key, place, detail, seen_at from code_alarm order by at desc, id limit 200`;

/** Decisions by person and number; reads colour_decision_pkey. */
export const decisionsBySeq = (
  sql: Sql,
  seqs: readonly (readonly [personKey: string, seq: number])[],
): Promise<(DecisionView & { person_key: string; id: string })[]> =>
  sql`
    select d.person_key, d.id, d.seq, d.old_colour, d.new_colour, d.rule, d.rule_set, d.since, d.until, d.at, d.cause
      from unnest(${plainColumn(seqs.map(([personKey]) => personKey))}::text::uuid[],
                  ${plainColumn(seqs.map(([, seq]) => seq))}::text::integer[]) as s (person_key, seq)
      join colour_decision d on d.person_key = s.person_key and d.seq = s.seq`;

/** Persons of the resident who asks; row-level security shows no others. Reads resident_person_pkey. */
export async function personsOfAccount(sql: Sql): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from resident_person where ended_at is null order by relation <> 'self', added_at limit 50`;
  return rows.map((row) => row.person_key);
}

/** Marks an alarm as seen by the actor; false when it was before, or is not in his area. */
export async function setAlarmSeen(sql: Sql, id: string, at: Instant): Promise<boolean> {
  const [row] = await sql<{ seen: boolean }[]>`select see_code_alarm(${id}, ${at}) as seen`;
  return row?.seen ?? false;
}
