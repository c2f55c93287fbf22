/**
 * The profile of home observation as data: steps' names, limits, windows. A city publishes a variant of its own; an
 * observation keeps the one under which it was filed.
 *
 * Source: reference/domain.md §6.5 (seven steps, limits, household rule), §6.4(3) (overdue release), §6.6 (vacancy).
 */
export const STEPS = ["file", "inform", "team", "checks", "errands", "abnormal", "release"] as const;
export type Step = (typeof STEPS)[number];

/** What it stands on: the published list, or a health worker's own order. */
export const BASES = ["list-red", "list-yellow", "health-order"] as const;
export type Basis = (typeof BASES)[number];

export const WINDOWS = ["morning", "evening"] as const;
export type Window = (typeof WINDOWS)[number];

export type Hours = readonly [from: number, to: number];

export type Profile = {
  /** `default@1`, `3201@2`: area and version. */
  readonly id: string;
  readonly steps: Readonly<Record<Step, { readonly zh: string; readonly en: string }>>;
  /** Days after D0 (the day of the last exposure), the last one to 24:00. */
  readonly days: Readonly<Record<Basis, number>>;
  /** Days after D0 that no extension goes beyond. */
  readonly mostDays: number;
  /** Hours after filing. */
  readonly informHours: number;
  readonly teamHours: number;
  /** The two checks of a day, in hours of the Shanghai day. */
  readonly windows: Readonly<Record<Window, Hours>>;
  /** Hours after a missed window. */
  readonly callHours: number;
  readonly visitHours: number;
  readonly abnormalMinutes: number;
  /** Days on which somebody calls to ask how one is. */
  readonly careDays: readonly number[];
  /** A signature counts from so many hours before the end: nobody signs for days that have not been. */
  readonly signHoursBefore: number;
  /** Hours after the end without a signature; then again and one level up every so many. */
  readonly overdueHours: number;
  readonly climbHours: number;
  /** The release notice is handed over by this hour of the next day. */
  readonly deliverByHour: number;
  readonly followUpDays: number;
  /** Who else observes when separation is impossible. */
  readonly household: "sharing-a-room" | "everybody";
};

export const DEFAULT_PROFILE: Profile = {
  id: "default@1",
  steps: {
    file: { zh: "摸排建档", en: "Find and file" },
    inform: { zh: "告知承诺", en: "Inform and pledge" },
    team: { zh: "组队包保", en: "Team up" },
    checks: { zh: "两测两问", en: "Two checks a day" },
    errands: { zh: "代办服务", en: "Errands and care" },
    abnormal: { zh: "异常处置", en: "Abnormal handling" },
    release: { zh: "解除回访", en: "Release and follow-up" },
  },
  days: { "list-red": 14, "list-yellow": 7, "health-order": 14 },
  mostDays: 28,
  informHours: 4,
  teamHours: 6,
  windows: { morning: [7, 10], evening: [16, 19] },
  callHours: 2,
  visitHours: 4,
  abnormalMinutes: 15,
  careDays: [3, 7, 11],
  signHoursBefore: 12,
  overdueHours: 2,
  climbHours: 4,
  deliverByHour: 10,
  followUpDays: 3,
  household: "sharing-a-room",
};

/** Between which whole numbers each may be set: the contract's check, and what a desk's page says. */
export const LIMITS = {
  days: [1, 28],
  mostDays: [1, 56],
  informHours: [1, 24],
  teamHours: [1, 48],
  callHours: [1, 12],
  visitHours: [1, 24],
  abnormalMinutes: [5, 60],
  signHoursBefore: [1, 24],
  overdueHours: [1, 12],
  climbHours: [1, 24],
  deliverByHour: [1, 24],
  followUpDays: [1, 14],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;
export type Limited = Exclude<keyof typeof LIMITS, "days">;
