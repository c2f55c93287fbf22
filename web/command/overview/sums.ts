/** What the overview shows of the counters (capabilities/rollups/rules/metrics.ts), computed from their values. */
import { RISK_TIERS, type RiskTier } from "#kernel/tiers.ts";

export type Values = Readonly<Record<string, number>>;

const STATES = ["issued", "delivered", "read", "accepted", "returned", "transferred", "done", "closed"] as const;
type State = (typeof STATES)[number] | "overdue";

export const figureOf = (values: Values, metric: string): number => values[metric] ?? 0;

/** Each step contains the steps after it: whoever accepted has read. Returned and offered ones count as issued. */
export type Steps = {
  /** All but those whose subject left the list. */
  readonly issued: number;
  readonly delivered: number;
  readonly read: number;
  readonly accepted: number;
  readonly done: number;
  readonly overdue: number;
  readonly returned: number;
  readonly transferred: number;
};

/** The steps of some tiers together. */
export function stepsOf(values: Values, tiers: readonly RiskTier[] = RISK_TIERS): Steps {
  const sum = (state: State) => tiers.reduce((total, tier) => total + figureOf(values, `task.${tier}.${state}`), 0);
  const done = sum("done");
  const accepted = done + sum("accepted");
  const read = accepted + sum("read");
  const delivered = read + sum("delivered");
  const [returned, transferred] = [sum("returned"), sum("transferred")];
  const issued = delivered + sum("issued") + returned + transferred;
  return { issued, delivered, read, accepted, done, overdue: sum("overdue"), returned, transferred };
}

/** Residents on the list of the day, those in care already not counted. */
export const listedOf = (values: Values, tiers: readonly RiskTier[] = RISK_TIERS): number =>
  tiers.reduce((total, tier) => total + figureOf(values, `list.${tier}`), 0);
