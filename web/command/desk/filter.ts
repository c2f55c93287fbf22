import { OPEN_STATES } from "#capabilities/tasks/rules/states.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";

export const VIEWS = ["desk", "below", "unlocated", "arbitration", "offers"] as const;
export type View = (typeof VIEWS)[number];

/** What the address asks for, as the API's filter. */
export function filterOf(view: View, search: URLSearchParams) {
  const tier = RISK_TIERS.find((one) => one === search.get("tier"));
  const state = OPEN_STATES.find((one) => one === search.get("state"));
  return {
    ...(tier ? { tier } : {}),
    ...(state ? { state } : {}),
    ...(view === "unlocated" || view === "arbitration" ? { queue: view } : {}),
  };
}

type DeskFilter = ReturnType<typeof filterOf>;

/** Which tasks a bulk action takes: those of the filter, here or below. */
export type Select = { readonly filter: DeskFilter; readonly scope: "below" | "desk"; readonly isOverdue: boolean };
