/** Joint-defence units (十户联防): neighbours who look out for one another; one answers for them, by consent. */
import { z } from "zod";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { CODE_LENGTH, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { END_REASONS, SEATS, TAPS } from "./rules/heads.ts";
import { neighbourProblems as problem } from "./rules/problems.ts";
import { SEGMENT_KINDS } from "./rules/segments.ts";

const At = z.iso.datetime({ offset: true });
const Day = z.iso.date();
const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Grid = Place.refine((code) => code.length === CODE_LENGTH.grid);
const Reason = z.string().trim().min(4).max(200);

/** Who forms units and asks heads: those of the grid. */
const UNIT_ROLES = ["grid-worker", "grid-leader"] as const;

/* ---- On the worker's phone ---- */

/** A unit on a phone. Names and phones of heads are not in it: opened one at a time (showHead). */
export const unitCopy = copyKind({
  name: "watch-unit",
  value: z.object({
    place: z.string(),
    number: z.int(),
    kind: z.enum(SEGMENT_KINDS),
    label: z.string(),
    doors: z.array(z.object({ doorId: z.uuid(), label: z.string(), isByHand: z.boolean() })),
    seats: z.array(
      z.object({ headId: z.uuid(), seat: z.enum(SEATS), consentedAt: At.nullable(), untilAt: At.nullable() }),
    ),
    lastTap: z.object({ word: z.enum(TAPS), onDay: Day, at: At }).nullable(),
  }),
});

export const formUnits = command({
  kind: "neighbours/form-units",
  summary:
    "Forms the units of a grid from its doors; those that stand keep their numbers and, where they can, their doors.",
  who: UNIT_ROLES,
  body: z.object({ place: Grid }),
  problems: [problem["no-doors"]],
  place: ({ place }) => place,
});

export const moveDoors = command({
  kind: "neighbours/move-doors",
  summary: "Moves doors to another unit of the grid by hand, with the reason; later runs leave them there.",
  who: UNIT_ROLES,
  body: z.object({ place: Grid, unitId: z.uuid(), doorIds: z.array(z.uuid()).min(1).max(100), reason: Reason }),
  problems: [problem["no-such-unit"], problem["other-grid"]],
  place: ({ place }) => place,
});

export const proposeHead = command({
  kind: "neighbours/propose-head",
  summary: "Asks a resident to answer for a unit (or to stand in); signed consent on paper counts at once.",
  who: UNIT_ROLES,
  body: z.object({
    place: Grid,
    unitId: z.uuid(),
    seat: z.enum(SEATS),
    name: z.string().trim().min(1).max(60),
    phone: z.string().trim().min(5).max(30),
    isAdult: z.boolean(),
    livesHereSince: Day,
    isFree: z.boolean(),
    /** He signed on paper; else he agrees on his own page. */
    hasSigned: z.boolean(),
  }),
  problems: [
    problem["no-such-unit"],
    problem["seat-taken"],
    problem["not-a-phone"],
    problem["not-adult"],
    problem["not-six-months"],
    problem["not-free"],
    problem["two-units"],
  ],
  place: ({ place }) => place,
});

export const renewHead = command({
  kind: "neighbours/renew-head",
  summary: "Thirty days more, as the holder of the seat wishes.",
  who: UNIT_ROLES,
  body: z.object({ place: Grid, headId: z.uuid() }),
  problems: [problem["no-such-seat"]],
  place: ({ place }) => place,
});

export const endHead = command({
  kind: "neighbours/end-head",
  summary: "Ends a seat; the name and phone are erased with it.",
  who: UNIT_ROLES,
  body: z.object({ place: Grid, headId: z.uuid(), reason: z.enum(END_REASONS) }),
  problems: [problem["no-such-seat"]],
  place: ({ place }) => place,
});

const NoticeText = {
  title: z.string().trim().min(2).max(100),
  body: z.string().trim().min(2).max(2000),
  /** Days for which it stands. */
  days: z.int().min(1).max(30).default(7),
  /** The instruction that it passes on, in the heads' words. */
  instructionId: z.uuid().nullable().default(null),
};

export const giveNotice = command({
  kind: "neighbours/give-notice",
  summary: "A text for the heads of an area to read out.",
  who: UNIT_ROLES,
  body: z.object({ area: Place, ...NoticeText }),
  problems: [problem["no-such-instruction"]],
  place: ({ area }) => area,
});

export const showHead = route({
  method: "POST",
  path: "/watch-heads/{headId}/open",
  summary: "Name and phone of a head, for one who calls: on record.",
  who: FIELD_ROLES,
  params: z.object({ headId: z.uuid() }),
  body: z.object({ reason: Reason }),
  result: z.object({ name: z.string(), phone: z.string() }),
  problems: [problem["no-such-seat"]],
});

/* ---- At the centre ---- */

const LOOKING = ["operator", "analyst", "grid-leader", "grid-worker"] as const;
const Notice = z.object({
  id: z.uuid(),
  area: z.string(),
  title: z.string(),
  body: z.string(),
  at: At,
  untilAt: At,
  /** Units that have somebody to read it out, and those that said they did. */
  units: z.int(),
  read: z.int(),
});

export const issueNotice = route({
  method: "POST",
  path: "/watch-notices",
  summary: "A text for the heads of an area to read out.",
  who: ["operator"],
  params: z.object({}),
  body: z.object({ id: z.uuidv7(), area: Place, ...NoticeText }),
  result: z.object({ id: z.uuid() }),
  problems: [common["not-found"], problem["no-such-instruction"]],
  perMinute: 30,
});

export const recallNotice = route({
  method: "POST",
  path: "/watch-notices/{noticeId}/recall",
  summary: "Take a notice back: it leaves every head's page.",
  who: ["operator", "grid-leader", "grid-worker"],
  params: z.object({ noticeId: z.uuid() }),
  body: z.object({}),
  result: z.object({}),
  problems: [common["not-found"]],
});

export const listNotices = route({
  method: "GET",
  path: "/areas/{area}/watch-notices",
  summary: "Notices that stand in an area, with how many units have read them out.",
  who: LOOKING,
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ notices: z.array(Notice) }),
  problems: [],
  place: ({ area }) => area,
});

export const showUnits = route({
  method: "GET",
  path: "/areas/{area}/watch-units",
  summary:
    "How many units an area and each place below it has, with their doors, heads and deputies, today's taps, and who has been silent.",
  who: LOOKING,
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({
    places: z.array(
      z.object({
        place: z.string(),
        units: z.int(),
        /** Doors that are in a unit. */
        doors: z.int(),
        heads: z.int(),
        deputies: z.int(),
        normal: z.int(),
        help: z.int(),
        notice: z.int(),
        /** Led units of which nobody has tapped for two days. */
        silent: z.int(),
      }),
    ),
  }),
  problems: [],
  place: ({ area }) => area,
});

/* ---- The head's own page ---- */

const own = { who: "resident", channel: "declare", purpose: "neighbour.watch" } as const;

/** What a head sees: door numbers and notices. No name, colour, health or number of anybody is in it. */
export const showMyUnits = route({
  method: "GET",
  path: "/my/units",
  summary: "The units for which I answer or stand in, or am asked to: door numbers, notices to read out, today's tap.",
  ...own,
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    now: At,
    today: Day,
    units: z.array(
      z.object({
        headId: z.uuid(),
        unitId: z.uuid(),
        seat: z.enum(SEATS),
        /** False: asked, not agreed yet; then doors and notices are empty. */
        hasConsented: z.boolean(),
        number: z.int(),
        label: z.string(),
        untilAt: At.nullable(),
        doors: z.array(z.string()),
        hasHead: z.boolean(),
        hasDeputy: z.boolean(),
        tapToday: z.object({ word: z.enum(TAPS), at: At }).nullable(),
        notices: z.array(
          z.object({ id: z.uuid(), title: z.string(), body: z.string(), at: At, readAt: At.nullable() }),
        ),
      }),
    ),
  }),
  problems: [],
});

export const answerSeat = route({
  method: "POST",
  path: "/my/units/{headId}/answer",
  summary: "Agree to answer for the unit, decline, or withdraw: then name and phone are erased at once.",
  ...own,
  params: z.object({ headId: z.uuid() }),
  body: z.object({ answer: z.enum(["agree", "decline", "withdraw"]) }),
  result: z.object({}),
  problems: [problem["no-such-seat"]],
  perMinute: 20,
});

export const tapUnit = route({
  method: "POST",
  path: "/my/units/{headId}/tap",
  summary: "The day's one tap: all well, help is needed, or something happened; the latest of a day stands.",
  ...own,
  params: z.object({ headId: z.uuid() }),
  body: z.object({
    /** UUIDv7 made by the page: sent twice it is one tap. */
    id: z.uuidv7(),
    word: z.enum(TAPS),
    /** What the worker should know, in words; sealed. */
    words: z.string().trim().max(300).nullable().default(null),
  }),
  result: z.object({ isAlready: z.boolean() }),
  problems: [problem["no-such-seat"]],
  runs: "by-itself",
  perMinute: 20,
});

export const readNotice = route({
  method: "POST",
  path: "/my/units/{headId}/notices/{noticeId}/read",
  summary: "The notice was read out to the neighbours.",
  ...own,
  params: z.object({ headId: z.uuid(), noticeId: z.uuid() }),
  body: z.object({}),
  result: z.object({}),
  problems: [problem["no-such-seat"], common["not-found"]],
  perMinute: 60,
});
