/** The observed person's own page: day n of 14, today's checks, help, who my team is, my rights, the papers to sign. */
import { z } from "zod";
import { SYMPTOMS } from "#capabilities/declarations/rules/kinds.ts";
import { HomeGoods } from "#capabilities/supplies/contract.ts";
import { SUPPORT_SEATS } from "#capabilities/teams/rules/seats.ts";
import { SERVICES } from "#capabilities/visits/rules/answers.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { CheckView, DocumentView, ObservationView, Signature } from "./contract.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { WINDOWS } from "./rules/profile.ts";

const At = z.iso.datetime({ offset: true });
const mine = { who: "resident", channel: "declare", purpose: "observation.care" } as const;

export const MyObservation = ObservationView.pick({
  id: true,
  type: true,
  state: true,
  isMinor: true,
  dZero: true,
  days: true,
  dueAt: true,
  startedAt: true,
  signedAt: true,
  releasedAt: true,
  needs: true,
  team: true,
  lines: true,
}).extend({
  personKey: z.guid(),
  /** Day n of `days`; null: it is over. */
  day: z.number().int().nullable(),
  /** Today's two checks. */
  today: z.array(z.object({ window: z.enum(WINDOWS), opensAt: At, closesAt: At, isTaken: z.boolean() })),
  checks: z.array(CheckView),
  /** Within so many minutes a doctor answers, by the profile under which it was filed. */
  abnormalMinutes: z.number().int(),
  documents: z.array(DocumentView),
});

export const listMine = route({
  ...mine,
  method: "GET",
  path: "/my/observations",
  summary: "Home observations of the persons of my account: those that run, and those that ended within 30 days.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ observations: z.array(MyObservation) }),
  problems: [],
});

export const checkMyself = route({
  ...mine,
  method: "POST",
  path: "/my/observations/{id}/checks",
  summary: "Today's temperature and how I feel; counts as the day's check-in too, so nothing is asked twice.",
  params: z.object({ id: z.guid() }),
  body: z.strictObject({
    id: z.uuid(),
    temperatureTenths: z.number().int(),
    symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
    /** By the phone's clock, when it was entered; absent: now. It counts for the window in which it was taken. */
    madeAt: At.optional(),
    /** Milliseconds that the platform's clock is ahead of the phone's; added to `madeAt`. */
    clockOffsetMs: z.int().min(-1e12).max(1e12).default(0),
  }),
  result: z.object({ needsDoctor: z.boolean(), isAlready: z.boolean() }),
  problems: [common["not-found"], problems["wrong-state"], problems["wrong-temperature"]],
  perMinute: 30,
});

export const signPledge = route({
  ...mine,
  method: "POST",
  path: "/my/observations/{id}/pledge",
  summary: "I (or my child's guardian) have read the notice and sign the pledge on the screen.",
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ signature: Signature }),
  result: z.object({ signedAt: At }),
  problems: [common["not-found"], problems["wrong-state"], problems["signature-empty"]],
});

export const askForHelp = route({
  ...mine,
  method: "POST",
  path: "/my/observations/{id}/help",
  summary: "I need something, or I feel bad: the team hears it at once.",
  params: z.object({ id: z.guid() }),
  body: z.strictObject({
    id: z.uuid(),
    /** Something to be fetched or done: a work order of capabilities/services. Null: nothing of that kind. */
    errand: z
      .object({
        kind: z.enum(SERVICES),
        words: z.string().trim().min(1).max(500),
        /** Building, stair, room: sealed, shown to who does it. */
        door: z.string().trim().min(1).max(120),
        /** Relief supplies out of a centre's stock. */
        goods: HomeGoods.optional(),
      })
      .nullable(),
    /** I feel bad: a doctor is asked at once. */
    isUrgent: z.boolean(),
  }),
  result: z.object({ asked: z.boolean() }),
  problems: [common["not-found"], problems["wrong-state"]],
  perMinute: 30,
});

export const stateMyself = route({
  ...mine,
  method: "POST",
  path: "/my/observations/{id}/statement",
  summary: "My own word on an exit that was noted; it is part of the file.",
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ id: z.uuid(), statement: z.string().trim().min(2).max(500) }),
  result: z.object({ kept: z.boolean() }),
  problems: [common["not-found"], problems["rung-skipped"]],
});

export const listMySeats = route({
  ...mine,
  method: "GET",
  path: "/my/seats",
  summary: "The teams that I support: whether help is needed and when it ends; who it is and why stays with the team.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    seats: z.array(
      z.object({
        seatId: z.guid(),
        seat: z.enum(SUPPORT_SEATS),
        since: At,
        needsHelp: z.boolean(),
        /** Only for a volunteer: what is needed, as kinds. */
        needs: z.array(z.enum(SERVICES)),
        endsOn: z.iso.date().nullable(),
      }),
    ),
  }),
  problems: [],
});
