/** What a step given on this phone makes of a home, by the machine of the server (rules/machine.ts). Pure. */
import type { z } from "zod";
import type * as contract from "#capabilities/observation/contract.ts";
import { dueOf, windowAt } from "#capabilities/observation/rules/calendar.ts";
import { type Event, next, type Observation } from "#capabilities/observation/rules/machine.ts";
import { DEFAULT_PROFILE } from "#capabilities/observation/rules/profile.ts";
import type { LineKind } from "#capabilities/observation/rules/timeline.ts";
import { CORE_SEATS, isCore } from "#capabilities/teams/rules/seats.ts";
import { isAlarming } from "#capabilities/visits/rules/answers.ts";
import { daysBetween, endOf, type Instant, instant, isoInstant, type PlainDay } from "#kernel/time.ts";

type Body<C extends { readonly body: z.ZodType }> = z.input<C["body"]>;
type Bodies = {
  readonly "observation/file": Body<typeof contract.file>;
  readonly "observation/notify": Body<typeof contract.notify>;
  readonly "observation/check": Body<typeof contract.check>;
  readonly "observation/climb": Body<typeof contract.climb>;
  readonly "observation/abnormal": Body<typeof contract.reportAbnormal>;
  readonly "observation/handle": Body<typeof contract.handleAbnormal>;
  readonly "observation/receive": Body<typeof contract.receive>;
  readonly "observation/extend": Body<typeof contract.extend>;
  readonly "observation/sign-release": Body<typeof contract.signRelease>;
  readonly "observation/end": Body<typeof contract.endObservation>;
  readonly "observation/care": Body<typeof contract.care>;
  readonly "observation/order": Body<typeof contract.orderNeed>;
};
export const SAID = [
  "observation/file",
  "observation/notify",
  "observation/check",
  "observation/climb",
  "observation/abnormal",
  "observation/handle",
  "observation/receive",
  "observation/extend",
  "observation/sign-release",
  "observation/end",
  "observation/care",
  "observation/order",
] as const satisfies readonly (keyof Bodies)[];

export type Made<K extends keyof Bodies> = {
  readonly id: string;
  readonly madeAt: string;
  readonly name: K;
  readonly body: Bodies[K];
};
/** A command about a home, as it was given. */
export type Said = { readonly [K in keyof Bodies]: Made<K> }[keyof Bodies];
export type Step = Exclude<Said, { readonly name: "observation/file" }>;

/** `isFiledHere`: by this phone, and the server has not answered: the list's own day may change its end. */
export type HomeHere = contract.ObservationView & { readonly isFiledHere?: boolean };

export const at = (iso: string | null): Instant | null => (iso === null ? null : instant(iso));
const iso = (time: Instant | null): string | null => (time === null ? null : isoInstant(time));

export const machineOf = (home: HomeHere): Observation => ({
  state: home.state,
  isMinor: home.isMinor === true,
  filedAt: instant(home.filedAt),
  dueAt: instant(home.dueAt),
  noticedAt: at(home.noticedAt),
  startedAt: at(home.startedAt),
  teamedAt: at(home.teamedAt ?? null),
  abnormalSince: at(home.abnormalSince),
  transferSince: at(home.transferSince),
  transferAs: home.transferAs ?? null,
  signedAt: at(home.signedAt),
  releasedAt: at(home.releasedAt),
  deliveredAt: at(home.deliveredAt),
  followedUpAt: at(home.followedUpAt),
  endedAt: at(home.endedAt),
  rung: home.rung ?? "none",
  exits: home.exits ?? 0,
  hasStatement: home.hasStatement ?? false,
});

/** The home after an event; null: a rule says no, and so will the server. */
function after(home: HomeHere, event: Event, time: Instant): HomeHere | null {
  const made = next(machineOf(home), event, time, home.profile ?? DEFAULT_PROFILE);
  if (!made.ok) return null;
  const { rung, exits, hasStatement, ...now } = made.next;
  return {
    ...home,
    state: now.state,
    noticedAt: iso(now.noticedAt),
    dueAt: isoInstant(now.dueAt),
    startedAt: iso(now.startedAt),
    teamedAt: iso(now.teamedAt),
    abnormalSince: iso(now.abnormalSince),
    transferSince: iso(now.transferSince),
    transferAs: now.transferAs,
    transferTo: now.transferSince === null ? null : home.transferTo,
    signedAt: iso(now.signedAt),
    releasedAt: iso(now.releasedAt),
    deliveredAt: iso(now.deliveredAt),
    followedUpAt: iso(now.followedUpAt),
    endedAt: iso(now.endedAt),
    ...(home.rung === null ? {} : { rung, exits, hasStatement }),
  };
}

/** What each step is to the machine, what it is called on the timeline, and what it says beside. */
type Meaning = {
  readonly events: readonly Event[];
  readonly line: LineKind;
  readonly more?: Partial<HomeHere>;
  readonly facts?: Readonly<Record<string, unknown>>;
};

export function stepped(home: HomeHere, one: Step, byRole: string): HomeHere {
  const time = instant(one.madeAt);
  const { events, line, more = {}, facts = {} } = meaningOf(home, one);
  let now: HomeHere | null = home;
  for (const event of events) now = now === null ? null : after(now, event, time);
  if (now === null) return home;
  const said = { id: one.id, at: one.madeAt, kind: line, byRole, facts };
  return { ...now, ...more, lines: [said, ...home.lines] };
}

function meaningOf(home: HomeHere, one: Step): Meaning {
  switch (one.name) {
    case "observation/notify":
      return noticed(home, one);
    case "observation/check":
      return checked(home, one);
    case "observation/climb":
      return {
        events: [
          ...((one.body.statement ?? "") === "" ? [] : [{ kind: "statement" as const }]),
          { kind: one.body.rung },
        ],
        line: one.body.rung,
      };
    case "observation/abnormal":
      return { events: [{ kind: "abnormal" }], line: "abnormal", facts: { what: one.body.what } };
    case "observation/handle":
      return handled(one.body);
    case "observation/receive":
      return {
        events: [{ kind: "received" }],
        line: home.transferAs === "central" ? "converted" : "transferred",
      };
    case "observation/extend":
      return extended(home, one.body);
    case "observation/sign-release":
      return { events: [{ kind: "signed", isSeatFilled: true }], line: "signed" };
    case "observation/end":
      return {
        events: [{ kind: one.body.why }],
        line: one.body.why === "wrong-person" ? "ended-error" : "ended-early",
      };
    case "observation/care":
      return cared(home, one.body);
    case "observation/order": {
      const { need } = one.body;
      const needs = home.needs.filter((other) => other !== need);
      return { events: [], line: "help-asked", more: { needs }, facts: { needs: [need], isOrder: true } };
    }
  }
}

/** Under way at once when all four seats are filled, as far as the phone knows. */
function noticed(home: HomeHere, { body, madeAt }: Made<"observation/notify">): Meaning {
  const filled = new Set(home.team.flatMap(({ seat, postId }) => (isCore(seat) && postId !== null ? [seat] : [])));
  const { signedBy } = body;
  return {
    events: [{ kind: "noticed" }, ...(filled.size === CORE_SEATS.length ? [{ kind: "team-complete" as const }] : [])],
    line: "noticed",
    more: {
      documents: home.documents.map((paper) =>
        paper.kind === "notice" ? { ...paper, signedBy, signedAt: signedBy === "declined" ? null : madeAt } : paper,
      ),
    },
  };
}

function checked(home: HomeHere, { body, madeAt }: Made<"observation/check">): Meaning {
  const { temperatureTenths, symptoms, isDistressed = false } = body;
  const isAbnormal = isAlarming(temperatureTenths, symptoms) || isDistressed;
  const { day, window } = windowAt(instant(madeAt), home.profile ?? DEFAULT_PROFILE);
  return {
    events: [{ kind: "check", isAbnormal }],
    line: "check",
    more: {
      checks: [...home.checks, { day, window, at: madeAt, temperatureTenths, symptoms: [...symptoms], isAbnormal }],
    },
  };
}

function handled(body: Bodies["observation/handle"]): Meaning {
  if (body.decision === "stays") return { events: [{ kind: "cleared" }], line: "cleared" };
  return {
    events: [{ kind: "transfer-asked", as: body.decision }],
    line: body.decision === "central" ? "central-asked" : "transfer-asked",
    more: { transferTo: body.toPost ?? null },
  };
}

function extended(home: HomeHere, { lastDay, reason }: Bodies["observation/extend"]): Meaning {
  const dZero = home.dZero as PlainDay;
  const latest = dueOf(dZero, (home.profile ?? DEFAULT_PROFILE).mostDays);
  return {
    events: [{ kind: "extended", until: endOf(lastDay as PlainDay), latest }],
    line: "extended",
    more: { days: daysBetween(dZero, lastDay as PlainDay) },
    facts: { reason, lastDay },
  };
}

function cared(home: HomeHere, { what, day, needs = [] }: Bodies["observation/care"]): Meaning {
  if (what === "care-call")
    return { events: [], line: what, more: { careDays: day === undefined ? home.careDays : [...home.careDays, day] } };
  if (what === "help-asked")
    return { events: [], line: what, more: { needs: [...new Set([...home.needs, ...needs])] } };
  if (what !== "help-done") return { events: [{ kind: what }], line: what };
  return { events: [], line: what, more: { needs: home.needs.filter((one) => !needs.includes(one)) } };
}
