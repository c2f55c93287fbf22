/** How the rules stand: published weights and precision, shadow by itself, back by two people of health. */
import { SMALL } from "#kernel/suppress.ts";
import { DAY, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { isHealth } from "./cases.ts";
import type * as contract from "./contract.ts";
import { falseGreenProblems as problems } from "./rules/problems.ts";
import { RULE_IDS, RULE_SET, RULES, type RuleId } from "./rules/rules.ts";
import { isMostlyWrong, precisionOf } from "./rules/score.ts";
import * as store from "./store-rules.ts";

/** One turn: rules that are mostly wrong go to shadow. Returns how many did. */
export function shadowOnce(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const now = services.clock();
    await store.lockRules(sql);
    const modes = await store.modes(sql);
    let shadowed = 0;
    for (const { rule, closed, confirmed } of await store.tally(sql)) {
      if ((modes.get(rule)?.mode ?? "active") !== "active" || !isMostlyWrong(closed, confirmed)) continue;
      const because = `${closed}件已办结，其中${confirmed}件属实，不足三成`;
      await store.insertMode(sql, { id: newId(), rule, mode: "shadow", because, closed, confirmed, byPost: null }, now);
      await audit(
        { sql, actor, now },
        { action: "false-green.shadow", objectKind: "false-green-rule", objectId: rule, detail: { closed, confirmed } },
      );
      shadowed++;
    }
    return shadowed;
  });
}

/** For anybody, so read by the platform itself: sums of the whole province. */
export const showRules: (ctx: { readonly services: Services }) => ReturnType<Answer<typeof contract.showRules>> = ({
  services,
}) =>
  asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const [weight, modes, rows] = [await store.weights(sql), await store.modes(sql), await store.tally(sql)];
    const tally = new Map<RuleId, store.TallyRow>(rows.map((row) => [row.rule, row]));
    return {
      ruleSet: RULE_SET,
      rules: RULE_IDS.map((rule) => {
        const { closed = 0, confirmed = 0 } = tally.get(rule) ?? {};
        const mode = modes.get(rule);
        return {
          rule,
          name: RULES[rule].name,
          weight: weight(rule),
          mode: mode === undefined || mode.mode === "active" ? ("active" as const) : ("shadow" as const),
          since: mode === undefined ? null : isoInstant(mode.at),
          because: mode?.because ?? null,
          closed: closed > 0 && closed < SMALL ? ("small" as const) : closed,
          precision: closed < SMALL ? null : Math.round((precisionOf(closed, confirmed) ?? 0) * 100) / 100,
        };
      }),
    };
  });

export const restore: Answer<typeof contract.restoreRule> = async (ctx, { rule }, { reason }) => {
  if (!isHealth(ctx.actor)) throw new Problem(problems["health-only"]);
  await store.lockRules(ctx.sql);
  const before = (await store.modes(ctx.sql)).get(rule);
  if (before === undefined || before.mode === "active") throw new Problem(problems["not-in-shadow"]);
  if (before.mode === "asked-back" && before.account_id === ctx.actor.accountId)
    throw new Problem(problems["same-person"]);
  const mode = before.mode === "asked-back" ? "active" : "asked-back";
  await store.insertMode(
    ctx.sql,
    { id: newId(), rule, mode, because: reason, closed: null, confirmed: null, byPost: ctx.actor.postId },
    ctx.now,
  );
  await audit(ctx, {
    action: "false-green.restore",
    objectKind: "false-green-rule",
    objectId: rule,
    detail: { mode, reason },
  });
  return { mode: mode === "active" ? "active" : "shadow" };
};

const WEEKS = 12;
const NO_OUTCOMES = { INTENTIONAL: 0, MISTAKE: 0, DATA_ERROR: 0, STALE: 0, UNDETERMINED: 0 };

export const report: Answer<typeof contract.showReport> = async (ctx) => {
  const rows = await store.byWeek(ctx.sql, later(ctx.now, -WEEKS * 7 * DAY));
  const groups = Map.groupBy(rows, ({ week, rule }) => `${week} ${rule}`);
  return {
    weeks: [...groups.values()].flatMap((group) => {
      const first = group[0];
      if (first === undefined) return [];
      const outcomes = { ...NO_OUTCOMES };
      for (const { outcome, count } of group) if (outcome !== null) outcomes[outcome] += count;
      const confirmed = outcomes.INTENTIONAL + outcomes.MISTAKE;
      const opened = group.reduce((sum, { count }) => sum + count, 0);
      const precision = precisionOf(confirmed + outcomes.DATA_ERROR + outcomes.STALE, confirmed);
      return [{ week: first.week, rule: first.rule, opened, outcomes, precision }];
    }),
  };
};
