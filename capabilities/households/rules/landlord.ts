/**
 * What whoever lets a door has to do, and by when. The list is closed; the days are the platform's default and a county
 * may print others. Nothing follows of itself from a duty that is late but a reminder to the worker of the grid.
 */
import { daysLater, type PlainDay } from "#kernel/time.ts";

export const LANDLORD_DUTIES = ["report-tenants", "keep-list", "report-leaving"] as const;
export type LandlordDuty = (typeof LANDLORD_DUTIES)[number];

/** Days in which a move-in and a move-out are reported, and after which the list is looked through again. */
export const DUTY_DAYS: Readonly<Record<LandlordDuty, number>> = {
  "report-tenants": 3,
  "keep-list": 30,
  "report-leaving": 3,
};

export type Letting = {
  /** Since when this landlord lets the door. */
  readonly since: PlainDay;
  /** Exclusive; null: still. */
  readonly until: PlainDay | null;
  readonly tenants: readonly {
    readonly householdId: string;
    readonly since: PlainDay | null;
    /** Exclusive; null: still there. */
    readonly until: PlainDay | null;
  }[];
  readonly reports: readonly { readonly duty: LandlordDuty; readonly on: PlainDay }[];
};

export type Due = {
  readonly duty: LandlordDuty;
  /** What it is about; null: the list as a whole. */
  readonly householdId: string | null;
  /** The day on which it arose, and the last day on which it is in time. */
  readonly from: PlainDay;
  readonly dueOn: PlainDay;
  readonly isOverdue: boolean;
};

/**
 * The duties that are open on a day, the earliest due first. A report of the duty on or after the day on which it arose
 * meets it. The list is to be kept as long as tenants live there.
 */
export function dutiesOf(letting: Letting, today: PlainDay, days = DUTY_DAYS): Due[] {
  const met = (duty: LandlordDuty, from: PlainDay) =>
    letting.reports.some((one) => one.duty === duty && one.on >= from);
  const due = (duty: LandlordDuty, householdId: string | null, from: PlainDay): Due => {
    const dueOn = daysLater(from, days[duty]);
    return { duty, householdId, from, dueOn, isOverdue: today > dueOn };
  };
  const open: Due[] = [];
  const isTheirs = (day: PlainDay) => day >= letting.since && (letting.until === null || day < letting.until);
  for (const { householdId, since, until } of letting.tenants) {
    if (since !== null && since <= today && isTheirs(since) && !met("report-tenants", since))
      open.push(due("report-tenants", householdId, since));
    if (until !== null && until <= today && isTheirs(until) && !met("report-leaving", until))
      open.push(due("report-leaving", householdId, until));
  }
  const isLet = letting.tenants.some(
    ({ since, until }) => (since ?? letting.since) <= today && (until === null || until > today),
  );
  if (isLet && isTheirs(today)) {
    const last = letting.reports
      .filter((one) => one.duty === "keep-list" && one.on <= today)
      .map((one) => one.on)
      .sort()
      .at(-1);
    const from = last !== undefined && last > letting.since ? last : letting.since;
    open.push(due("keep-list", null, from));
  }
  return open.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}
