/**
 * What is to be done in a home now, by when, and what is late: derived from what happened, never remembered. The loudest
 * first: an overdue release.
 */
import { type CoreSeat, VACANT_FOR } from "#capabilities/teams/rules/seats.ts";
import {
  DAY,
  dayOf,
  daysLater,
  endOf,
  HOUR,
  type Instant,
  instantOf,
  later,
  MINUTE,
  type PlainDay,
  startOf,
} from "#kernel/time.ts";
import { type CheckWindow, windowsOwed } from "./calendar.ts";
import { isOpen, type Observation } from "./machine.ts";
import type { Profile, Window } from "./profile.ts";

/** In order of loudness. */
export const DUTIES = [
  "release",
  "abnormal",
  "breach",
  "visit",
  "call",
  "check",
  "seat",
  "team",
  "inform",
  "transfer",
  "deliver",
  "care-call",
  "follow-up",
] as const;
export type DutyKind = (typeof DUTIES)[number];

/**
 * Which seat answers for a duty first. The others see it on the same list and may do it where the step allows (steps.ts).
 *
 * Source: reference/domain.md §6.5, column "actor": the cadre informs, pledges, teams up and delivers; the health worker
 * checks, handles what is abnormal and signs; the grid worker calls, knocks and cares; the officer explains a confirmed exit.
 */
const SEAT_OF = {
  release: "HEALTH",
  abnormal: "HEALTH",
  breach: "POLICE",
  visit: "GRID",
  call: "GRID",
  check: "HEALTH",
  seat: "CADRE",
  team: "CADRE",
  inform: "CADRE",
  transfer: "HEALTH",
  deliver: "CADRE",
  "care-call": "GRID",
  "follow-up": "CADRE",
} as const satisfies Readonly<Record<DutyKind, CoreSeat>>;

export const seatOf = ({ kind }: { readonly kind: DutyKind }): CoreSeat => SEAT_OF[kind];

/** The duties of a seat before those of the others, each in its order. */
export function mineFirst<D extends { readonly kind: DutyKind }>(duties: readonly D[], seat: string | null): D[] {
  const isMine = (duty: D) => seatOf(duty) === seat;
  return [...duties.filter(isMine), ...duties.filter((duty) => !isMine(duty))];
}

/** How a board of homes is put in order. */
export const BOARD_SORTS = ["loudest", "due", "filed"] as const;
export type BoardSort = (typeof BOARD_SORTS)[number];

export type Duty = {
  readonly kind: DutyKind;
  /** Which check, which seat, which day; "" when there is only one. */
  readonly subject: string;
  readonly dueAt: Instant;
};

export type Alarm = Duty & {
  /** 0: the team; 1 township, 2 county, 3 city. Only an overdue release climbs by itself. */
  readonly level: number;
};

export type Facts = {
  readonly dZero: PlainDay;
  /** Which checks were taken: `2020-02-05/morning`. */
  readonly checks: ReadonlySet<string>;
  /** Checks that nobody answered three times (a robot, a call): missed from then, before the window is over. */
  readonly unanswered: ReadonlyMap<string, Instant>;
  /** When the ladder of a missed check was climbed: calls and visits that reached nobody. */
  readonly lastCallAt: Instant | null;
  readonly lastVisitAt: Instant | null;
  readonly careDaysDone: ReadonlySet<number>;
  /** Core seats that are empty, and since when. */
  readonly vacancies: readonly { readonly seat: string; readonly since: Instant }[];
};

export const checkName = (one: { readonly day: string; readonly window: Window }): string => `${one.day}/${one.window}`;

/** A check that was missed, and since when. */
export type Missed = CheckWindow & { readonly since: Instant };

/** Windows that are over (or given up) without a check, of the last two days: what is older is history, not a duty. */
export function missedOf(
  of: Observation,
  facts: Pick<Facts, "checks" | "unanswered">,
  now: Instant,
  profile: Profile,
): Missed[] {
  if (of.startedAt === null || !isOpen(of.state)) return [];
  const owed = windowsOwed({ startedAt: of.startedAt, dueAt: of.dueAt }, profile);
  const gone = owed
    .map((one) => ({ ...one, since: facts.unanswered.get(checkName(one)) ?? one.closesAt }))
    .filter((one) => one.since <= now && one.closesAt > later(now, -2 * DAY));
  // A later check answers for the earlier window: the person was reached.
  const lastTaken = Math.max(...owed.map((one) => (facts.checks.has(checkName(one)) ? one.opensAt : 0)), 0);
  return gone.filter((one) => !facts.checks.has(checkName(one)) && one.opensAt > lastTaken);
}

/** Everything that is to be done from now on, or should have been; the loudest first, then the soonest. */
export function dutiesOf(of: Observation, facts: Facts, now: Instant, profile: Profile): Duty[] {
  const found = isOpen(of.state) ? openDuties(of, facts, now, profile) : closedDuties(of, profile);
  return found.sort((a, b) => DUTIES.indexOf(a.kind) - DUTIES.indexOf(b.kind) || a.dueAt - b.dueAt);
}

function openDuties(of: Observation, facts: Facts, now: Instant, profile: Profile): Duty[] {
  const found: Duty[] = [];
  const add = (kind: DutyKind, dueAt: Instant, subject = "") => found.push({ kind, subject, dueAt });
  // Whose days are over is signed out; nobody is informed of what has ended.
  if (of.noticedAt === null && now < of.dueAt) add("inform", later(of.filedAt, profile.informHours * HOUR));
  if (of.state === "NOTICED" && facts.vacancies.length > 0) add("team", later(of.filedAt, profile.teamHours * HOUR));
  for (const { seat, since } of facts.vacancies) add("seat", later(since, VACANT_FOR), seat);
  if (of.abnormalSince !== null) add("abnormal", later(of.abnormalSince, profile.abnormalMinutes * MINUTE));
  if (of.transferSince !== null) add("transfer", later(of.transferSince, profile.abnormalMinutes * MINUTE));
  if (of.rung === "exit-confirmed") add("breach", later(facts.lastVisitAt ?? now, HOUR));
  if (of.startedAt !== null) {
    for (const one of windowsOwed({ startedAt: of.startedAt, dueAt: of.dueAt }, profile)) {
      if (one.opensAt <= now && now < one.closesAt && isWanted(one, facts)) add("check", one.closesAt, checkName(one));
    }
    const [missed] = missedOf(of, facts, now, profile);
    if (missed !== undefined) found.push(missedDuty(missed, facts, profile));
    for (const day of profile.careDays) {
      const on = daysLater(facts.dZero, day);
      // Who is first met after that day is not late for it.
      if (startOf(on) <= now && endOf(on) > of.startedAt && !facts.careDaysDone.has(day))
        add("care-call", endOf(on), String(day));
    }
  }
  if (now >= later(of.dueAt, -profile.signHoursBefore * HOUR) && of.signedAt === null)
    add("release", later(of.dueAt, profile.overdueHours * HOUR));
  return found;
}

const isWanted = (one: CheckWindow, facts: Facts): boolean =>
  !facts.checks.has(checkName(one)) && !facts.unanswered.has(checkName(one));

/** Called within two hours of the miss; who did not answer is visited within four. */
function missedDuty(missed: Missed, facts: Facts, profile: Profile): Duty {
  const wasCalled = facts.lastCallAt !== null && facts.lastCallAt >= missed.since;
  const [kind, hours] = wasCalled ? (["visit", profile.visitHours] as const) : (["call", profile.callHours] as const);
  return { kind, subject: checkName(missed), dueAt: later(missed.since, hours * HOUR) };
}

function closedDuties(of: Observation, profile: Profile): Duty[] {
  if (of.state !== "RELEASED" || of.releasedAt === null) return [];
  const ends = later(of.dueAt, profile.deliverByHour * HOUR);
  const delivery: Duty[] =
    of.deliveredAt === null
      ? [{ kind: "deliver", subject: "", dueAt: instantOf(Math.max(later(of.releasedAt, HOUR), ends)) }]
      : [];
  return [
    ...delivery,
    { kind: "follow-up", subject: "", dueAt: endOf(daysLater(dayOf(of.releasedAt), profile.followUpDays)) },
  ];
}

/**
 * What is late. A missed check alarms at once (its duty is a call, which is on the clock since the window closed); all else
 * when its time is over. An overdue release goes one level up every four hours.
 */
export function alarmsOf(of: Observation, facts: Facts, now: Instant, profile: Profile): Alarm[] {
  return dutiesOf(of, facts, now, profile)
    .filter(({ kind, dueAt }) => AT_ONCE.has(kind) || dueAt <= now)
    .map((duty) => ({ ...duty, level: duty.kind === "release" ? levelsUp(duty.dueAt, now, profile) : 0 }));
}

const AT_ONCE: ReadonlySet<DutyKind> = new Set(["call", "visit", "abnormal", "breach"]);
const HIGHEST = 3;

const levelsUp = (dueAt: Instant, now: Instant, profile: Profile): number =>
  Math.min(HIGHEST, Math.floor((now - dueAt) / (profile.climbHours * HOUR)));

/** When the clock must look again: the next time at which something becomes due, opens, closes or climbs; null: never. */
export function nextLook(of: Observation, facts: Facts, now: Instant, profile: Profile): Instant | null {
  const times: number[] = dutiesOf(of, facts, now, profile).map(({ dueAt }) => dueAt);
  if (isOpen(of.state)) {
    times.push(of.dueAt, later(of.dueAt, -profile.signHoursBefore * HOUR));
    for (const day of profile.careDays) times.push(startOf(daysLater(facts.dZero, day)));
    if (of.startedAt !== null)
      for (const one of windowsOwed({ startedAt: of.startedAt, dueAt: of.dueAt }, profile))
        times.push(one.opensAt, one.closesAt);
    if (now >= of.dueAt) times.push(later(now, HOUR));
  }
  const coming = times.filter((at) => at > now);
  return coming.length === 0 ? null : (Math.min(...coming) as Instant);
}
