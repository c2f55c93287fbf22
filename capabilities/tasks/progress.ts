/** The funnel of each level, from the live counters: no task is read for it. */
import { figuresOf } from "#capabilities/rollups/figures.ts";
import { COUNTED_TASK_STATES } from "#capabilities/rollups/rules/metrics.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { dayOf, plainDay } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import type { showProgress } from "./contract.ts";

export const show: Answer<typeof showProgress> = async (ctx, { area, day }) => {
  const asked = day === undefined ? null : plainDay(day);
  const figures = await figuresOf(ctx, { place: area, day: asked ?? dayOf(ctx.now) });
  const tiers = (of: { values: Readonly<Record<string, number>>; standing: Readonly<Record<string, number>> }) =>
    funnelsOf(asked === null ? of.standing : of.values);
  return {
    day: asked,
    area,
    tiers: tiers(figures.own),
    children: figures.children.map((child) => ({ place: child.place, tiers: tiers(child) })),
  };
};

const STEPS = [...COUNTED_TASK_STATES, "overdue"] as const;

function funnelsOf(values: Readonly<Record<string, number>>) {
  const funnel = (tier: string) =>
    Object.fromEntries(STEPS.map((step) => [step, values[`task.${tier}.${step}`] ?? 0])) as Record<
      (typeof STEPS)[number],
      number
    >;
  return Object.fromEntries(RISK_TIERS.map((tier) => [tier, funnel(tier)])) as Record<
    (typeof RISK_TIERS)[number],
    ReturnType<typeof funnel>
  >;
}
