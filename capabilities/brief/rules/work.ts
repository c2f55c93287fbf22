/** The work part of a brief: the figures of a day against those of the day before. */
import type { Coverage } from "#capabilities/rollups/rules/coverage.ts";
import { type Metric, OPEN_TASK_STATES } from "#capabilities/rollups/rules/metrics.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { RISK_TIERS, type RiskTier } from "#kernel/tiers.ts";

/** What a place's figures say of one day (capabilities/rollups). */
export type DayOfPlace = {
  readonly values: Readonly<Record<string, number>>;
  readonly standing: Readonly<Record<string, number>>;
  readonly coverage: Coverage;
};

/** A number, and by how much it differs from the day before; null when the day before is not known. */
export type Change = { readonly value: number; readonly change: number | null };

export type TierWork = {
  readonly tier: RiskTier;
  readonly listed: Change;
  readonly open: Change;
  readonly done: Change;
  readonly closed: Change;
  readonly overdue: Change;
  readonly openInAll: number;
};

export type Work = {
  readonly tiers: TierWork[];
  readonly visits: Change;
  readonly households: Change;
  readonly persons: Change;
  readonly servicesAsked: Change;
  readonly servicesDone: Change;
  readonly clues: Change;
  readonly disputes: Change;
  readonly workersOnDuty: number;
  readonly terminals: number;
  /** Cases among workers, in all; null for a village, where the number would name somebody. */
  readonly workersInfected: number | null;
  /** Rests that began; null for a village. */
  readonly workersRested: Change | null;
  readonly coverage: Coverage;
};

type Values = Readonly<Record<string, number>>;
const sumOf = (values: Values, metrics: readonly Metric[]): number =>
  metrics.reduce((sum, metric) => sum + (values[metric] ?? 0), 0);

/** The work of a day; `before` is the day before, or null when nothing is known of it. */
export function workOf(today: DayOfPlace, before: DayOfPlace | null, place: string): Work {
  const isNamedByNumber = place.length >= CODE_LENGTH.village;
  const changed = (...metrics: Metric[]): Change => {
    const value = sumOf(today.values, metrics);
    return { value, change: before === null ? null : value - sumOf(before.values, metrics) };
  };
  return {
    tiers: RISK_TIERS.map((tier) => {
      const open = OPEN_TASK_STATES.map((state): Metric => `task.${tier}.${state}`);
      return {
        tier,
        listed: changed(`list.${tier}`),
        open: changed(...open),
        done: changed(`task.${tier}.done`),
        closed: changed(`task.${tier}.closed`),
        overdue: changed(`task.${tier}.overdue`),
        openInAll: sumOf(today.standing, open),
      };
    }),
    visits: changed("visit"),
    households: changed("visit.household"),
    persons: changed("visit.person"),
    servicesAsked: changed("service.asked"),
    servicesDone: changed("service.done"),
    clues: changed("clue"),
    disputes: changed("dispute"),
    workersOnDuty: today.standing["worker.on-duty"] ?? 0,
    terminals: today.standing["worker.terminal"] ?? 0,
    workersInfected: isNamedByNumber ? null : (today.standing["worker.infected"] ?? 0),
    workersRested: isNamedByNumber ? null : changed("worker.rested"),
    coverage: today.coverage,
  };
}
