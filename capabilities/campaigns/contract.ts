/** Campaigns: an area screened door by door, with an honest denominator. */
import { z } from "zod";
import { Value } from "#capabilities/facts/contract.ts";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { CODE_LENGTH, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { WAYS } from "./rules/assign.ts";
import { DOOR_STATES, NEIGHBOUR_WORDS, OUTCOMES } from "./rules/doors.ts";
import { campaignProblems as problem } from "./rules/problems.ts";
import { STEPS } from "./rules/retry.ts";

/** Who may begin one: the centre of any level, in its own area. */
export const STARTING_ROLES = ["operator"] as const;
export const LOOKING_ROLES = ["operator", "analyst", "grid-leader", "auditor"] as const;
/** Who plans on the spot: groups, doors by hand. */
const PLANNING_ROLES = ["operator", "grid-leader"] as const;

const At = z.iso.datetime({ offset: true });
const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const DoorPlace = Place.refine((code) => code.length >= CODE_LENGTH.village);
const Reason = z.string().trim().min(4).max(200);

export const Tally = z.object({
  ...(Object.fromEntries(DOOR_STATES.map((state) => [state, z.int()])) as Record<
    (typeof DOOR_STATES)[number],
    z.ZodInt
  >),
  revisits: z.int(),
  found: z.int(),
});
const Coverage = z.object({
  doors: z.int(),
  vacant: z.int(),
  /** The denominator. */
  of: z.int(),
  /** The numerator. */
  covered: z.int(),
  permille: z.int().nullable(),
});

const Group = z.object({
  id: z.uuid(),
  place: z.string(),
  name: z.string(),
  members: z.array(z.object({ postId: z.uuid(), name: z.string().nullable() })),
});

export const Campaign = z.object({
  id: z.uuid(),
  area: z.string(),
  name: z.string(),
  questions: z.array(z.string()),
  /** The name of a form, the same through all its versions: phones open the one that stands. */
  formId: z.string().nullable(),
  startedAt: At,
  startedBy: z.string().nullable(),
  untilAt: At,
  closedAt: At.nullable(),
  /** Villages whose doors are not in the universe yet: the figures are of the others. */
  villagesWaiting: z.int(),
});
export type Campaign = z.output<typeof Campaign>;

/* ---- On the phone ---- */

export const campaignCopy = copyKind({
  name: "campaign",
  value: Campaign.omit({ id: true, villagesWaiting: true }).extend({
    /** Groups of the phone's own places. */
    groups: z.array(Group),
    /** Zero reports of the phone's own places, the latest of each. */
    zeros: z.array(z.object({ place: z.string(), onDay: z.iso.date(), byName: z.string().nullable() })),
  }),
});

/** How a door stands; where it is, is the register's copy `door`. */
export const campaignDoorCopy = copyKind({
  name: "campaign-door",
  value: z.object({
    campaignId: z.uuid(),
    doorId: z.uuid(),
    place: z.string(),
    ordinal: z.int(),
    /** As the register called it when the campaign began. */
    name: z.string(),
    isFound: z.boolean(),
    groupId: z.uuid().nullable(),
    state: z.enum(DOOR_STATES),
    tries: z.int(),
    windows: z.array(z.int()),
    isPhoned: z.boolean(),
    neighbour: z.enum(NEIGHBOUR_WORDS).nullable(),
    isVacantOnRegister: z.boolean(),
    revisitAt: At.nullable(),
    lastAt: At.nullable(),
    lastBy: z.string().nullable(),
  }),
});

const MarkBody = z.object({
  outcome: z.enum(OUTCOMES),
  /** How many people were seen. */
  seen: z.int().min(0).max(99).nullable().default(null),
  revisitAt: At.nullable().default(null),
  neighbour: z.enum(NEIGHBOUR_WORDS).nullable().default(null),
  /** A paper note with the centre's number was left. */
  leftNote: z.boolean().default(false),
});

export const markDoor = command({
  kind: "campaigns/mark-door",
  summary: "What was found at a door of a campaign; counts as a visit too.",
  who: FIELD_ROLES,
  body: MarkBody.extend({ campaignDoorId: z.uuid(), place: DoorPlace }),
  problems: [problem["no-such-door"], problem.closed],
  place: ({ place }) => place,
});

export const foundDoor = command({
  kind: "campaigns/found-door",
  summary: "Takes a door that was just added to the register into a campaign's universe.",
  who: FIELD_ROLES,
  body: z.object({ campaignId: z.uuid(), doorId: z.uuid(), place: DoorPlace }),
  problems: [problem["no-such-door"], problem.closed, common["not-found"]],
  place: ({ place }) => place,
});

export const zeroReport = command({
  kind: "campaigns/zero-report",
  summary: "Says out loud that nothing was found, with how many doors were reached so far.",
  who: FIELD_ROLES,
  body: z.object({ campaignId: z.uuid(), place: DoorPlace }),
  problems: [common["not-found"], problem.closed],
  place: ({ place }) => place,
});

/** Doors of one move at most: more is a new plan. */
const MOVED_AT_MOST = 500;
const MoveBody = z.object({
  campaignId: z.uuid(),
  place: DoorPlace,
  campaignDoorIds: z.array(z.uuid()).min(1).max(MOVED_AT_MOST),
  /** Null: back to the grid's own workers. */
  toGroup: z.uuid().nullable(),
  reason: Reason,
});

export const moveDoors = command({
  kind: "campaigns/move-doors",
  summary: "Gives doors to another group by hand, with the reason.",
  who: ["grid-leader", "grid-worker"],
  body: MoveBody,
  problems: [problem["no-such-group"], problem["no-such-door"], problem.closed, common["not-found"]],
  place: ({ place }) => place,
});

/* ---- At the centre ---- */

export const startCampaign = route({
  method: "POST",
  path: "/campaigns",
  summary: "Begin a screening of an area: its universe is the register's doors as of now.",
  who: STARTING_ROLES,
  params: z.object({}),
  body: z.object({
    /** UUIDv7, made by the page: sent twice it is one campaign. */
    id: z.uuidv7(),
    area: Place,
    name: z.string().trim().min(2).max(60),
    questions: z.array(z.string().max(120)).max(20),
    formId: z.string().trim().min(1).max(80).nullable().default(null),
    untilAt: At,
  }),
  result: Campaign,
  problems: [
    problem["outside-your-area"],
    problem["ends-in-the-past"],
    problem["not-an-attribute"],
    problem["asks-of-persons"],
    problem["no-such-form"],
    problem["nothing-to-ask"],
  ],
  perMinute: 30,
});

export const closeCampaign = route({
  method: "POST",
  path: "/campaigns/{campaignId}/close",
  summary: "End a campaign, with the reason; its figures stay as they are.",
  who: STARTING_ROLES,
  params: z.object({ campaignId: z.uuid() }),
  body: z.object({ reason: Reason }),
  result: Campaign,
  problems: [common["not-found"], problem.closed],
});

export const listCampaigns = route({
  method: "GET",
  path: "/areas/{area}/campaigns",
  summary: "Campaigns that touch an area, newest first, with how far each is within it.",
  who: LOOKING_ROLES,
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ campaigns: z.array(Campaign.extend({ coverage: Coverage })) }),
  problems: [],
  place: ({ area }) => area,
});

const Watched = z.object({ tally: Tally, coverage: Coverage, zeros: z.int() });
export const watchCampaign = route({
  method: "GET",
  path: "/campaigns/{campaignId}/areas/{area}",
  summary: "How far a campaign is in an area and in each place directly below it, with groups and zero reports.",
  who: LOOKING_ROLES,
  params: z.object({ campaignId: z.uuid(), area: Place }),
  body: z.undefined(),
  result: z.object({
    campaign: Campaign,
    area: z.string(),
    own: Watched,
    children: z.array(Watched.extend({ place: z.string() })),
    groups: z.array(Group.extend({ doors: z.int(), covered: z.int() })),
  }),
  problems: [common["not-found"]],
  place: ({ area }) => area,
});

/** `place ordinal` of the last door seen. */
const Walked = z.string().regex(/^\d{12,18} \d+$/);

const DeskDoor = z.object({
  campaignDoorId: z.uuid(),
  place: z.string(),
  ordinal: z.int(),
  name: z.string(),
  kind: z.string(),
  isFound: z.boolean(),
  group: z.string().nullable(),
  state: z.enum(DOOR_STATES),
  tries: z.int(),
  revisitAt: At.nullable(),
  lastAt: At.nullable(),
  lastBy: z.string().nullable(),
  next: z.enum(STEPS).nullable(),
});

export const listDoors = route({
  method: "GET",
  path: "/campaigns/{campaignId}/areas/{area}/doors",
  summary: "Doors of a campaign in an area, grid by grid in walking order, by state if asked.",
  who: LOOKING_ROLES,
  params: z.object({
    campaignId: z.uuid(),
    area: Place,
    state: z.enum(DOOR_STATES).optional(),
    after: Walked.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  body: z.undefined(),
  result: z.object({ doors: z.array(DeskDoor), next: z.string().nullable() }),
  problems: [common["not-found"]],
  place: ({ area }) => area,
});

export const retryPlan = route({
  method: "GET",
  path: "/campaigns/{campaignId}/areas/{area}/retry-plan",
  summary: "What is left to do at doors that were tried: by day and time of day, in walking order.",
  who: LOOKING_ROLES,
  params: z.object({ campaignId: z.uuid(), area: Place }),
  body: z.undefined(),
  result: z.object({
    /** All doors of the plan, however many are listed. */
    total: z.int(),
    slots: z.array(
      z.object({
        step: z.enum(STEPS),
        /** Null: whenever it suits. */
        on: z.iso.date().nullable(),
        /** 0: 09–11, 1: 14–16, 2: 18:30–20:30; -1: at the hour agreed. */
        window: z.int().nullable(),
        total: z.int(),
        doors: z.array(z.object({ campaignDoorId: z.uuid(), place: z.string(), name: z.string() })),
      }),
    ),
  }),
  problems: [common["not-found"]],
  place: ({ area }) => area,
});

export const makeGroup = route({
  method: "POST",
  path: "/campaigns/{campaignId}/groups",
  summary: "Make a comprehensive group that shares the doors of a place.",
  who: PLANNING_ROLES,
  params: z.object({ campaignId: z.uuid() }),
  body: z.object({
    id: z.uuidv7(),
    place: Place,
    name: z.string().trim().min(1).max(40),
    members: z.array(z.uuid()).min(1).max(20),
  }),
  result: Group,
  problems: [common["not-found"], problem["not-a-team"], problem.closed],
});

export const assignDoors = route({
  method: "POST",
  path: "/campaigns/{campaignId}/areas/{area}/assign",
  summary: "Share the doors of an area among its groups by plan; doors moved by hand stay, done ones too.",
  who: PLANNING_ROLES,
  params: z.object({ campaignId: z.uuid(), area: Place }),
  body: z.object({ way: z.enum(WAYS) }),
  result: z.object({ assigned: z.array(z.object({ groupId: z.uuid(), name: z.string(), doors: z.int() })) }),
  problems: [common["not-found"], problem["no-such-group"], problem.closed],
  place: ({ area }) => area,
});

export const moveDoorsHere = route({
  method: "POST",
  path: "/campaigns/move-doors",
  summary: "Give doors to another group by hand, with the reason.",
  who: PLANNING_ROLES,
  params: z.object({}),
  body: MoveBody,
  result: z.object({ moved: z.int() }),
  problems: [common["not-found"], problem["no-such-group"], problem["no-such-door"], problem.closed],
});

/* ---- On paper ---- */

const SheetLine = z.object({
  line: z.int(),
  campaignDoorId: z.uuid(),
  name: z.string(),
  state: z.enum(DOOR_STATES),
  /** Of whom an answer about the household would be; null: nobody is registered there. */
  householdId: z.uuid().nullable(),
});
const Sheet = z.object({
  id: z.uuid(),
  /** Ten digits; printed large, and in the QR. */
  number: z.string(),
  campaign: Campaign,
  place: z.string(),
  printedAt: At,
  keyedAt: At.nullable(),
  lines: z.array(SheetLine),
  /** Who may have filled it: posts in force that cover the place. */
  fillers: z.array(z.object({ postId: z.uuid(), name: z.string().nullable() })),
});

export const printSheets = route({
  method: "POST",
  path: "/campaigns/{campaignId}/areas/{area}/sheets",
  summary:
    "Print forms of doors that are not settled yet: 20 a sheet, each with its number; some 2,000 doors at a time.",
  who: PLANNING_ROLES,
  params: z.object({ campaignId: z.uuid(), area: DoorPlace }),
  body: z.object({ after: Walked.optional() }),
  result: z.object({
    sheets: z.array(Sheet.omit({ fillers: true })),
    /** From where to print on: a village may have more doors than one printing takes. */
    next: Walked.nullable(),
  }),
  problems: [common["not-found"], problem.closed],
  place: ({ area }) => area,
  perMinute: 30,
});

const SheetNumber = z.string().regex(/^\d{10}$/);
export const showSheet = route({
  method: "GET",
  path: "/campaign-sheets/{number}",
  summary: "A printed form by its number, to be keyed in.",
  who: PLANNING_ROLES,
  params: z.object({ number: SheetNumber }),
  body: z.undefined(),
  result: Sheet,
  problems: [problem["no-such-sheet"]],
});

export const keySheet = route({
  method: "POST",
  path: "/campaign-sheets/{number}",
  summary: "Key in a filled form: who filled it, when, and what each line says; a line keyed twice counts once.",
  who: PLANNING_ROLES,
  params: z.object({ number: SheetNumber }),
  body: z.object({
    filledBy: z.uuid(),
    filledAt: At,
    lines: z
      .array(
        MarkBody.extend({
          id: z.uuidv7(),
          line: z.int().min(1).max(40),
          /** To the campaign's own questions: facts of the door, or of its household. */
          answers: z
            .array(z.object({ attribute: z.string().max(120), value: Value }))
            .max(20)
            .default([]),
        }),
      )
      .min(1)
      .max(40),
  }),
  result: z.object({ keyed: z.int(), already: z.int() }),
  problems: [
    problem["no-such-sheet"],
    problem["filled-when"],
    problem["not-a-team"],
    problem.closed,
    problem["no-such-door"],
    problem["answer-wrong"],
    problem["no-household"],
  ],
});
