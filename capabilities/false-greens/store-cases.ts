/** SQL of findings and cases. Row-level security shows one's own area, or one's own persons. */
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { RuleId } from "./rules/rules.ts";
import type { CaseState, FieldResult, Outcome } from "./rules/states.ts";
import type { Said } from "./rules/words.ts";

export type FindingDetail = {
  readonly declared: { readonly source: string; readonly at: string; readonly says: Said };
  readonly observed: { readonly source: string; readonly at: string; readonly says: Said };
  readonly lowered: readonly Said[];
};
export type NewFinding = {
  readonly id: string;
  readonly personKey: string;
  readonly place: string;
  readonly rule: RuleId;
  readonly fingerprint: string;
  readonly source: string;
  readonly strength: number;
  readonly isShadow: boolean;
  readonly detail: FindingDetail;
};

/** Writes findings that were not there; the keys of those that are new. */
export async function insertFindings(sql: Sql, findings: readonly NewFinding[], now: Instant): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    insert into false_green_finding (id, person_key, place, rule, fingerprint, source, strength, is_shadow, detail, found_at)
    select id, person_key, place, rule, fingerprint, source, strength, is_shadow = 'true', detail, ${now}
      from unnest(${findings.map((one) => one.id)}::uuid[], ${findings.map((one) => one.personKey)}::uuid[],
                  ${findings.map((one) => one.place)}::text[], ${findings.map((one) => one.rule)}::text[],
                  ${findings.map((one) => one.fingerprint)}::text[], ${findings.map((one) => one.source)}::text[],
                  ${findings.map((one) => one.strength)}::real[], ${findings.map((one) => String(one.isShadow))}::text[],
                  ${findings.map((one) => JSON.stringify(one.detail))}::text[]::jsonb[])
             as f (id, person_key, place, rule, fingerprint, source, strength, is_shadow, detail)
        on conflict (person_key, rule, fingerprint) do nothing
    returning id`;
  return new Set(rows.map((row) => row.id));
}

export type PersonFinding = {
  readonly person_key: string;
  readonly id: string;
  readonly case_id: string | null;
  readonly rule: RuleId;
  readonly source: string;
  readonly strength: number;
};

/** Counted findings of these persons that no decided case has settled. */
export const standingFindings = (sql: Sql, personKeys: readonly string[]): Promise<PersonFinding[]> =>
  sql<PersonFinding[]>`
    select f.person_key, f.id, f.case_id, f.rule, f.source, f.strength::float8 as strength
      from false_green_finding f left join false_green_case c on c.id = f.case_id
     where f.person_key = any (${[...personKeys]}::uuid[]) and not f.is_shadow and (f.case_id is null or c.outcome is null)`;

export type CaseRow = {
  readonly id: string;
  readonly person_key: string;
  readonly place: string;
  readonly state: CaseState;
  readonly rules: readonly RuleId[];
  readonly score: number;
  readonly opened_at: Instant;
  readonly declared_version: number;
  readonly due_at: Instant | null;
  readonly escalated_to: string | null;
  readonly field_result: FieldResult | null;
  readonly refiled_at: Instant | null;
  readonly task_id: string | null;
  readonly outcome: Outcome | null;
  readonly decided_at: Instant | null;
};

/** Open cases of these persons, locked. Reads false_green_case_open. */
export const lockOpenCases = (sql: Sql, personKeys: readonly string[]): Promise<CaseRow[]> =>
  sql<CaseRow[]>`
    select *, score::float8 as score from false_green_case
     where person_key = any (${[...personKeys]}::uuid[]) and outcome is null order by person_key for update`;

/** How many cases of each person ended as an honest mistake: a later lie of the same kind is a new conflict. */
export async function mistakesOf(sql: Sql, personKeys: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ person_key: string; count: number }[]>`
    select person_key, count(*)::int as count from false_green_case
     where person_key = any (${[...personKeys]}::uuid[]) and outcome = 'MISTAKE' group by person_key`;
  return new Map(rows.map((row) => [row.person_key, row.count]));
}

export type NewCase = {
  readonly id: string;
  readonly personKey: string;
  readonly place: string;
  readonly rules: readonly RuleId[];
  readonly score: number;
  readonly version: number;
  readonly dueAt: Instant;
};

/** Opens cases; the ids of those that were opened: somebody else may have been faster. */
export async function insertCases(sql: Sql, cases: readonly NewCase[], now: Instant): Promise<Set<string>> {
  if (cases.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    insert into false_green_case (id, person_key, place, state, rules, score, opened_at, declared_version, due_at)
    select id, person_key, place, 'SUSPECTED', string_to_array(rules, ','), score, ${now}, version, due_at
      from unnest(${cases.map((one) => one.id)}::uuid[], ${cases.map((one) => one.personKey)}::uuid[],
                  ${cases.map((one) => one.place)}::text[], ${cases.map((one) => one.rules.join(","))}::text[],
                  ${cases.map((one) => one.score)}::real[], ${cases.map((one) => one.version)}::int[],
                  ${cases.map((one) => isoInstant(one.dueAt))}::text[]::timestamptz[])
             as c (id, person_key, place, rules, score, version, due_at)
        on conflict do nothing returning id`;
  return new Set(rows.map((row) => row.id));
}

/** What an open case rests on after more was found. */
export async function growCases(
  sql: Sql,
  cases: readonly { readonly id: string; readonly rules: readonly RuleId[]; readonly score: number }[],
): Promise<void> {
  if (cases.length === 0) return;
  await sql`
    update false_green_case c set rules = string_to_array(g.rules, ','), score = greatest(c.score, g.score)
      from unnest(${cases.map((one) => one.id)}::uuid[], ${cases.map((one) => one.rules.join(","))}::text[],
                  ${cases.map((one) => one.score)}::real[]) as g (id, rules, score)
     where c.id = g.id`;
}

export async function attachFindings(
  sql: Sql,
  pairs: readonly { readonly findingId: string; readonly caseId: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    update false_green_finding f set case_id = p.case_id
      from unnest(${pairs.map((one) => one.findingId)}::uuid[], ${pairs.map((one) => one.caseId)}::uuid[]) as p (id, case_id)
     where f.id = p.id and f.case_id is null`;
}

export async function setTasks(
  sql: Sql,
  pairs: readonly { readonly caseId: string; readonly taskId: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    update false_green_case c set task_id = p.task_id
      from unnest(${pairs.map((one) => one.caseId)}::uuid[], ${pairs.map((one) => one.taskId)}::uuid[]) as p (id, task_id)
     where c.id = p.id`;
}

export type NewStep = {
  readonly id: string;
  readonly caseId: string;
  readonly step:
    | "opened"
    | "triaged"
    | "verified"
    | "refiled"
    | "decided"
    | "escalated"
    | "appealed"
    | "settled"
    | "exported";
  readonly words: string | null;
};
type By = { readonly post: string | null; readonly role: string };

/** Writes what was done; the organisation is the post's own. */
export async function insertSteps(sql: Sql, steps: readonly NewStep[], by: By, now: Instant): Promise<void> {
  if (steps.length === 0) return;
  await sql`
    insert into false_green_step (id, case_id, step, at, by_post, by_role, by_organisation, words)
    select id, case_id, step, ${now}, ${by.post}::uuid, ${by.role},
           (select organisation from post where id = ${by.post}::uuid), words
      from unnest(${steps.map((one) => one.id)}::uuid[], ${steps.map((one) => one.caseId)}::uuid[],
                  ${steps.map((one) => one.step)}::text[], ${steps.map((one) => one.words)}::text[])
             as s (id, case_id, step, words)`;
}

/** One case, locked; null when there is none in the area. */
export async function lockCase(sql: Sql, id: string): Promise<CaseRow | null> {
  const [row] = await sql<
    CaseRow[]
  >`select *, score::float8 as score from false_green_case where id = ${id} for update`;
  return row ?? null;
}

export async function oneCase(sql: Sql, id: string): Promise<CaseRow | null> {
  const [row] = await sql<CaseRow[]>`select *, score::float8 as score from false_green_case where id = ${id}`;
  return row ?? null;
}

export type Moved = {
  readonly state: CaseState;
  readonly dueAt: Instant | null;
  readonly fieldResult?: FieldResult;
  readonly outcome?: Outcome;
  readonly decidedBy?: string | null;
};

/** Takes a case a step further. A decision is kept by the trigger of 0075: health only, or the clock. */
export async function moveCase(sql: Sql, id: string, to: Moved, now: Instant): Promise<CaseRow> {
  const [row] = await sql<CaseRow[]>`
    update false_green_case
       set state = ${to.state}, due_at = ${to.dueAt}, field_result = coalesce(${to.fieldResult ?? null}, field_result),
           outcome = coalesce(outcome, ${to.outcome ?? null}),
           decided_at = case when outcome is null and ${to.outcome ?? null}::text is not null then ${now}::timestamptz else decided_at end,
           decided_by = coalesce(decided_by, ${to.decidedBy ?? null}),
           escalated_to = case when ${to.outcome ?? null}::text is null then escalated_to end
     where id = ${id} returning *, score::float8 as score`;
  if (row === undefined) throw new Error("the case was locked and is gone");
  return row;
}

export async function markRefiled(sql: Sql, ids: readonly string[], now: Instant): Promise<void> {
  await sql`update false_green_case set refiled_at = ${now} where id = any (${[...ids]}::uuid[])`;
}

export type After = { readonly key: string; readonly id: string };

/** A page of the list; keyset by (due or decided time, id). */
export const listCases = (
  sql: Sql,
  { isOpen, rule, after, limit }: { isOpen: boolean; rule: string | null; after: After | null; limit: number },
): Promise<CaseRow[]> =>
  isOpen
    ? sql<CaseRow[]>`
        select *, score::float8 as score from false_green_case
         where outcome is null and (${rule}::text is null or ${rule} = any (rules))
           and (${after?.key ?? null}::timestamptz is null or (due_at, id) > (${after?.key ?? null}::timestamptz, ${after?.id ?? null}::uuid))
         order by due_at, id limit ${limit}`
    : sql<CaseRow[]>`
        select *, score::float8 as score from false_green_case
         where outcome is not null and (${rule}::text is null or ${rule} = any (rules))
           and (${after?.key ?? null}::timestamptz is null or (decided_at, id) < (${after?.key ?? null}::timestamptz, ${after?.id ?? null}::uuid))
         order by decided_at desc, id desc limit ${limit}`;

export type FindingRow = {
  readonly id: string;
  readonly rule: RuleId;
  readonly strength: number;
  readonly is_shadow: boolean;
  readonly detail: FindingDetail;
  readonly found_at: Instant;
  readonly case_id: string;
};
export const findingsOf = (sql: Sql, caseIds: readonly string[]): Promise<FindingRow[]> =>
  sql<FindingRow[]>`
    select id, rule, strength::float8 as strength, is_shadow, detail, found_at, case_id from false_green_finding
     where case_id = any (${[...caseIds]}::uuid[]) order by strength desc, id limit 500`;

export type StepRow = {
  readonly step: string;
  readonly at: Instant;
  readonly by_role: string;
  readonly by_organisation: string | null;
  readonly words: string | null;
};
export const stepsOf = (sql: Sql, caseId: string): Promise<StepRow[]> =>
  sql<StepRow[]>`
    select step, at, by_role, by_organisation, words from false_green_step where case_id = ${caseId} order by at, id limit 200`;

/** Cases of the resident's persons; row-level security names them. */
export const casesOfMine = (sql: Sql): Promise<CaseRow[]> =>
  sql<CaseRow[]>`select *, score::float8 as score from false_green_case
                  where is_my_person(person_key) order by opened_at desc limit 50`;
