/** SQL of the rules' standing: weights, shadow, how often each was right. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { RULES, type RuleId } from "./rules/rules.ts";
import type { Outcome } from "./rules/states.ts";

/** The weights in force: the latest published version, the code's own for a rule that it leaves out. */
export async function weights(sql: Sql): Promise<(rule: RuleId) => number> {
  const [row] = await sql<{ weights: Record<string, number> }[]>`
    select weights from false_green_rule_set order by version desc limit 1`;
  return (rule) => row?.weights[rule] ?? RULES[rule].weight;
}

export type ModeRow = {
  readonly rule: RuleId;
  readonly mode: "active" | "shadow" | "asked-back";
  readonly at: Instant;
  readonly because: string;
  readonly by_post: string | null;
  readonly account_id: string | null;
};

/** The latest word on each rule that has one; a rule without is active. */
export async function modes(sql: Sql): Promise<Map<RuleId, ModeRow>> {
  const rows = await sql<ModeRow[]>`
    select distinct on (m.rule) m.rule, m.mode, m.at, m.because, m.by_post, p.account_id
      from false_green_rule_mode m left join post p on p.id = m.by_post order by m.rule, m.at desc, m.id desc`;
  return new Map(rows.map((row) => [row.rule, row]));
}

export type NewMode = {
  readonly id: string;
  readonly rule: RuleId;
  readonly mode: ModeRow["mode"];
  readonly because: string;
  readonly closed: number | null;
  readonly confirmed: number | null;
  readonly byPost: string | null;
};
export async function insertMode(sql: Sql, one: NewMode, now: Instant): Promise<void> {
  await sql`
    insert into false_green_rule_mode (id, rule, mode, at, because, closed, confirmed, by_post)
    values (${one.id}, ${one.rule}, ${one.mode}, ${now}, ${one.because}, ${one.closed}, ${one.confirmed}, ${one.byPost})`;
}

/** Lets one process at a time judge the rules. */
export async function lockRules(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('false-green-rules'))`;
}

export type TallyRow = { readonly rule: RuleId; readonly closed: number; readonly confirmed: number };

/**
 * Closed cases by rule, since the rule last came back from shadow; those that nobody could determine are left out. The
 * record was right when the declaration was wrong, on purpose or not.
 */
export const tally = (sql: Sql): Promise<TallyRow[]> =>
  sql<TallyRow[]>`
    select r.rule, count(*)::int as closed,
           count(*) filter (where c.outcome in ('INTENTIONAL', 'MISTAKE'))::int as confirmed
      from false_green_case c cross join unnest(c.rules) as r (rule)
     where c.outcome is not null and c.outcome <> 'UNDETERMINED'
       and c.opened_at > coalesce((select max(m.at) from false_green_rule_mode m where m.rule = r.rule and m.mode = 'active'), '-infinity')
     group by r.rule`;

export type WeekRow = {
  readonly week: PlainDay;
  readonly rule: RuleId;
  readonly outcome: Outcome | null;
  readonly count: number;
};

/** Cases of the last weeks by the Monday of their opening, rule and outcome. */
export const byWeek = (sql: Sql, since: Instant): Promise<WeekRow[]> =>
  sql<WeekRow[]>`
    select date_trunc('week', c.opened_at at time zone 'Asia/Shanghai')::date as week, r.rule, c.outcome, count(*)::int as count
      from false_green_case c cross join unnest(c.rules) as r (rule)
     where c.opened_at > ${since} group by 1, 2, 3 order by 1 desc, 2`;
