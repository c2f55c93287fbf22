/**
 * What each figure means and how it is computed, as it is published beside the figure.
 *
 * Source: design/command.md, "Definitions of the reference figures"; article S32.
 */
import { RISK_TIERS } from "#kernel/tiers.ts";
import { COUNTED_TASK_STATES, type DayIs, dayIs, type Metric } from "./metrics.ts";
import { VISIT_RESULTS } from "./results.ts";
import { type FigureWords, RESULT, SINGLE, STATE, TIER, VISITS_HOW_EN, VISITS_HOW_ZH, words } from "./words-figures.ts";

export type Definition = FigureWords & { readonly id: Metric; readonly dayIs: DayIs };

const tasks: readonly (readonly [Metric, FigureWords])[] = RISK_TIERS.flatMap((tier) =>
  [...COUNTED_TASK_STATES, "overdue" as const].map((state): readonly [Metric, FigureWords] => [
    `task.${tier}.${state}`,
    words(
      `${TIER[tier][0]}任务·${STATE[state][0]}`,
      `${TIER[tier][1]} tasks, ${STATE[state][1]}`,
      "件",
      "tasks",
      `当天名单的${TIER[tier][0]}任务中，${STATE[state][2]}`,
      `of the ${TIER[tier][1]} tasks of the day's list: ${STATE[state][3]}`,
    ),
  ]),
);

const lists: readonly (readonly [Metric, FigureWords])[] = RISK_TIERS.map((tier) => [
  `list.${tier}`,
  words(
    `${TIER[tier][0]}名单人数`,
    `listed, ${TIER[tier][1]}`,
    "人",
    "persons",
    `当天公布名单上的${TIER[tier][0]}人数`,
    `persons on the published list of the day, ${TIER[tier][1]}`,
  ),
]);

const results: readonly (readonly [Metric, FigureWords])[] = VISIT_RESULTS.map((result) => [
  `visit.result.${result}`,
  words(
    `走访结果·${RESULT[result][0]}`,
    `reports: ${RESULT[result][1]}`,
    "条",
    "reports",
    VISITS_HOW_ZH,
    VISITS_HOW_EN,
  ),
]);

/** Every metric with its meaning, in the order in which the page lists them. */
export const DEFINITIONS: readonly Definition[] = [
  ...lists,
  ...tasks,
  ...Object.entries(SINGLE).map(([id, meaning]): readonly [Metric, FigureWords] => [id as Metric, meaning]),
  ...results,
].map(([id, meaning]) => ({ id, dayIs: dayIs(id) ?? "event", ...meaning }));
