/** Checkpoints: set up by centres, staffed by volunteers, working without a network. Shapes: rules/shapes.ts. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { route } from "#kernel/route.ts";
import { OUTCOMES } from "./rules/gate.ts";
import { checkpointProblems as problem } from "./rules/problems.ts";
import * as shapes from "./rules/shapes.ts";

const At = z.iso.datetime({ offset: true });
const PURPOSE = "code.verify";
const LOOKING = ["operator", "analyst"] as const;
const text = z.string().trim().min(2).max(300);

export const setUpCheckpoint = route({
  method: "POST",
  path: "/checkpoints",
  summary: "Set up a checkpoint in one's own area: by the township's centre or above.",
  who: ["operator"],
  params: z.object({}),
  body: z.object({
    place: shapes.Place,
    name: z.string().trim().min(2).max(60),
    kind: z.enum(shapes.CHECKPOINT_KINDS),
    lanes: z.int().min(1).max(shapes.LANES_AT_MOST),
  }),
  result: z.object({ id: z.uuid() }),
  problems: [problem["no-such-place"], problem["lower-level"]],
  purpose: PURPOSE,
});

export const changeCheckpoint = route({
  method: "PUT",
  path: "/checkpoints/{checkpointId}",
  summary: "Change a checkpoint's name and lanes, or close it.",
  who: ["operator"],
  params: z.object({ checkpointId: z.uuid() }),
  body: z.object({
    name: z.string().trim().min(2).max(60),
    lanes: z.int().min(1).max(shapes.LANES_AT_MOST),
    isClosed: z.boolean().default(false),
  }),
  result: z.object({}),
  problems: [problem["lower-level"]],
  purpose: PURPOSE,
});

/** Today's figures of one checkpoint, as the list shows them. */
const Today = z.object({ scans: z.int(), stops: z.int(), fevers: z.int(), onShift: z.int() });

export const listCheckpoints = route({
  method: "GET",
  path: "/areas/{area}/checkpoints",
  summary: "Checkpoints of an area with today's figures, at most 500.",
  who: [...LOOKING, "grid-leader", "checkpoint-staff", "signatory", "health-worker"],
  params: z.object({ area: shapes.Place }),
  body: z.undefined(),
  result: z.object({ checkpoints: z.array(shapes.Checkpoint.extend({ today: Today })) }),
  problems: [],
  place: ({ area }) => area,
  purpose: PURPOSE,
});

export const publishBanner = route({
  method: "POST",
  path: "/areas/{area}/checkpoint-banner",
  summary: "Publish the rule of the day for all checkpoints of a county; a new text is a new version.",
  who: ["operator"],
  params: z.object({ area: shapes.Place }),
  body: z.object({ validOn: z.iso.date(), zh: text, en: text }),
  result: shapes.Banner,
  problems: [problem["lower-level"]],
  place: ({ area }) => area,
});

export const showBanners = route({
  method: "GET",
  path: "/areas/{area}/checkpoint-banner",
  summary: "The rules of the day of a county, newest version first, at most 30.",
  who: [...LOOKING, "checkpoint-staff", "auditor"],
  params: z.object({ area: shapes.Place }),
  body: z.undefined(),
  result: z.object({ banners: z.array(shapes.Banner) }),
  problems: [],
  place: ({ area }) => area,
});

export const planRoster = route({
  method: "PUT",
  path: "/checkpoints/{checkpointId}/roster/{day}",
  summary: "Plan who stands when on a day; the new plan replaces the day's earlier one.",
  who: ["operator"],
  params: z.object({ checkpointId: z.uuid(), day: z.iso.date() }),
  body: z.object({ turns: z.array(shapes.RosterTurn).max(200) }),
  result: z.object({ version: z.int() }),
  problems: [problem["wrong-plan"], problem["no-such-post"]],
  purpose: PURPOSE,
});

export const showRoster = route({
  method: "GET",
  path: "/checkpoints/{checkpointId}/roster/{day}",
  summary: "Who stands when on a day, and who may be put down.",
  who: [...LOOKING, "checkpoint-staff"],
  params: z.object({ checkpointId: z.uuid(), day: z.iso.date() }),
  body: z.undefined(),
  result: z.object({
    version: z.int(),
    turns: z.array(shapes.RosterTurn),
    staff: z.array(z.object({ postId: z.uuid(), name: z.string() })),
  }),
  problems: [],
  purpose: PURPOSE,
});

const HandOver = z.object({
  shiftId: z.uuid(),
  checkpointId: z.uuid(),
  lane: z.int(),
  fromName: z.string().nullable(),
  closedAt: At,
  headcount: z.int(),
  notes: z.string(),
  openMatters: z.array(z.string()),
});

export const showKit = route({
  method: "GET",
  path: "/checkpoint-kit",
  summary: "What a checkpoint's phone needs for a shift: checkpoints, rule of the day, roster, hand-overs, secrets.",
  who: ["checkpoint-staff"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    now: At,
    checkpoints: z.array(
      shapes.Checkpoint.extend({
        /** Secret of the day with which the screen shows that one stands before it: hexadecimal. */
        presenceSecret: z.string(),
        presenceDay: z.iso.date(),
      }),
    ),
    banners: z.array(shapes.Banner),
    roster: z.array(shapes.RosterTurn.extend({ checkpointId: z.uuid() })),
    handOvers: z.array(HandOver),
  }),
  problems: [],
  channel: "scan",
  purpose: PURPOSE,
});

export const uploadScans = route({
  method: "POST",
  path: "/scans",
  summary: "Up to 200 records of a checkpoint, each answered by itself; safe to repeat, in any order, a shift later.",
  who: ["checkpoint-staff"],
  params: z.object({}),
  body: z.object({ items: z.array(shapes.ItemOrNot).min(1).max(shapes.RECORDS_AT_MOST) }),
  result: z.object({ now: At, answers: z.array(shapes.ItemAnswer) }),
  problems: [problem.busy],
  runs: "by-itself",
  bodyLimit: 256 * 1024,
  perMinute: 600,
  channel: "scan",
  purpose: PURPOSE,
});

export const lookUp = route({
  method: "POST",
  path: "/checkpoints/{checkpointId}/look-up",
  summary: "The colour of the holder of an identity card in hand; null says only: register. Logged for the holder.",
  who: ["checkpoint-staff"],
  params: z.object({ checkpointId: z.uuid() }),
  body: z.strictObject({ idType: z.enum(ID_TYPES), idNumber: z.string().trim().min(4).max(40) }),
  result: z.object({ colour: z.enum(CODE_COLOURS).nullable(), asOf: At }),
  problems: [problem["not-your-checkpoint"], problem["wrong-number"]],
  perMinute: 30,
  channel: "scan",
  purpose: PURPOSE,
});

export const findVisitor = route({
  method: "POST",
  path: "/checkpoints/{checkpointId}/visitors/find",
  summary: "A visitor of this county who was registered before, by name and the last four of his number.",
  who: ["checkpoint-staff"],
  params: z.object({ checkpointId: z.uuid() }),
  body: z.object({ name: z.string().trim().min(1).max(60), lastFour: z.string().trim().min(1).max(4) }),
  result: z.object({
    found: z.array(z.object({ visitorId: z.uuid(), maskedName: z.string(), from: z.string(), lastSeenAt: At })),
  }),
  problems: [problem["not-your-checkpoint"]],
  perMinute: 30,
  channel: "scan",
  purpose: PURPOSE,
});

const Lane = z.object({
  lane: z.int(),
  people: z.int(),
  /** Median from one person to the next while somebody waits; null with fewer than two. */
  secondsEach: z.number().nullable(),
  busiestFiveMinutes: z.int(),
});

export const showDay = route({
  method: "GET",
  path: "/checkpoints/{checkpointId}/days/{day}",
  summary: "A checkpoint's day: scans by outcome and colour, fevers, visitors, vehicles, and how fast each lane works.",
  who: [...LOOKING, "grid-leader", "checkpoint-staff"],
  params: z.object({ checkpointId: z.uuid(), day: z.iso.date() }),
  body: z.undefined(),
  result: z.object({
    checkpoint: shapes.Checkpoint,
    outcomes: z.record(z.enum(OUTCOMES), z.int()),
    colours: z.record(z.enum(CODE_COLOURS), z.int()),
    fevers: z.object({ waiting: z.int(), confirmed: z.int() }),
    visitors: z.int(),
    vehicles: z.int(),
    passengers: z.int(),
    lanes: z.array(Lane),
    /** The last count that somebody on the spot sent. */
    lastCount: z.object({ at: At, people: z.int(), queue: z.int() }).nullable(),
    shifts: z.array(
      z.object({
        lane: z.int(),
        name: z.string().nullable(),
        openedAt: At,
        closedAt: At.nullable(),
        isHandedOver: z.boolean(),
      }),
    ),
  }),
  problems: [],
  purpose: PURPOSE,
});

export const checkInAt = route({
  method: "POST",
  path: "/my/check-ins-at",
  summary:
    "A resident's own check-in: counts as presence only with the fresh code of the screen there, else it is weak.",
  who: "resident",
  params: z.object({}),
  body: z.object({ id: z.uuidv7(), personKey: z.guid(), code: z.string().max(100) }),
  result: z.object({ strength: z.enum(["present", "weak"]), placeName: z.string().nullable(), at: At }),
  problems: [problem["no-such-code"]],
  perMinute: 20,
  channel: "scan",
  purpose: PURPOSE,
});
