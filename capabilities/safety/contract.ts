/** A worker's own health and safety: what his phone says and asks, and what the centre answers. */
import { z } from "zod";
import { SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { FIELD_ROLES, PHONE_ROLES, ROLES, TERMINAL_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { ANSWERING_ROLES, WITHDRAW_REASONS } from "./rules/alarm.ts";
import { ASKED_AT_MOST, ITEMS, REQUEST_STATES } from "./rules/equipment.ts";
import { safetyProblems as problem } from "./rules/problems.ts";
import { OUTCOMES } from "./rules/self-check.ts";

const At = z.iso.datetime({ offset: true });
const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Note = z.string().trim().min(2).max(500);
/** Nobody stocks more of one item at one place. */
const Quantity = z.int().min(1).max(1_000_000);

/* ---- What the phone says ---- */

export const raiseAlarm = command({
  kind: "safety/alarm",
  summary: "A silent alarm: the lowest centre answers within five minutes, else the next level up.",
  who: TERMINAL_ROLES,
  body: z.object({
    /** Where a post stands whose area is wide (a checkpoint); elsewhere or outside of the area, the area itself counts. */
    at: Place.optional(),
  }),
  problems: [],
});

export const sendPosition = command({
  kind: "safety/position",
  summary: "Where the phone was at the moment of the alarm, when it could say so; sent after it.",
  who: TERMINAL_ROLES,
  body: z.object({
    alarmId: z.uuid(),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    accuracyM: z.number().min(0).max(100_000),
  }),
  problems: [common["not-found"]],
});

export const confirmSafe = command({
  kind: "safety/safe",
  summary: "The worker himself says that he is safe.",
  who: TERMINAL_ROLES,
  body: z.object({ alarmId: z.uuid() }),
  problems: [common["not-found"]],
});

export const withdraw = command({
  kind: "safety/withdraw",
  summary: "Leave a door that is not safe: all my open tasks there go back to the desk; nobody is sent there alone.",
  who: FIELD_ROLES,
  body: z.object({
    /** A task of mine at the door; absent: a door of a screening, a visit or an observation. */
    taskId: z.uuid().optional(),
    /** Where that door is; elsewhere or outside of the area, the area itself counts. */
    at: Place.optional(),
    because: z.enum(WITHDRAW_REASONS),
  }),
  problems: [common["not-found"]],
});

export const checkMyself = command({
  kind: "safety/self-check",
  summary: "The daily self-check; contact with red subjects is known from the door reports and never asked.",
  who: FIELD_ROLES,
  body: z.object({
    temperatureTenths: z.int().min(340).max(425),
    symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
    isProtected: z.boolean(),
  }),
  problems: [],
});

export const askEquipment = command({
  kind: "safety/ask-equipment",
  summary: "Ask for protective equipment.",
  who: PHONE_ROLES,
  body: z.object({ item: z.enum(ITEMS), quantity: z.int().min(1).max(ASKED_AT_MOST) }),
  problems: [],
});

export const receiveEquipment = command({
  kind: "safety/receive-equipment",
  summary: "The worker confirms that he has the equipment in hand.",
  who: PHONE_ROLES,
  body: z.object({ requestId: z.uuid() }),
  problems: [common["not-found"], problem["not-allowed-now"]],
});

/* ---- What the phone holds ---- */

export const centreLineCopy = copyKind({
  name: "centre-line",
  value: z.object({ place: z.string(), name: z.string(), phone: z.string() }),
  who: PHONE_ROLES,
});

/* ---- Alarms ---- */

const Alarm = z.object({
  id: z.uuid(),
  kind: z.enum(["alarm", "withdraw"]),
  because: z.enum(WITHDRAW_REASONS).nullable(),
  place: z.string(),
  madeAt: At,
  receivedAt: At,
  state: z.enum(["waiting", "accepted", "closed"]),
  turnOf: z.string(),
  answerBy: At.nullable(),
  acceptedAt: At.nullable(),
  acceptedBy: z.string().nullable(),
  safeAt: At.nullable(),
  reportedAt: At.nullable(),
});

export const listMyAlarms = route({
  method: "GET",
  path: "/safety/alarms/mine",
  summary: "My alarms of the last three days: who answered, and when.",
  who: [...TERMINAL_ROLES],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ now: At, alarms: z.array(Alarm) }),
  problems: [],
});

const SeenAlarm = Alarm.extend({
  worker: z.string(),
  role: z.enum(ROLES),
  organisation: z.string(),
  hasPosition: z.boolean(),
  tasksBack: z.int(),
  /** Raised by the one who asks: his phone never rings for it. */
  isMine: z.boolean(),
  report: z.string().nullable(),
});

export const listAlarms = route({
  method: "GET",
  path: "/areas/{area}/alarms",
  summary: "Alarms of workers in an area: open ones first, then those of the last three days.",
  who: [...ANSWERING_ROLES],
  params: z.object({ area: Place, open: z.enum(["true", "false"]).optional() }),
  body: z.undefined(),
  result: z.object({ now: At, alarms: z.array(SeenAlarm) }),
  problems: [],
  place: ({ area }) => area,
});

export const acceptAlarm = route({
  method: "POST",
  path: "/alarms/{alarmId}/accept",
  summary: "Answer an alarm: I see to it; the clock stops.",
  who: [...ANSWERING_ROLES],
  params: z.object({ alarmId: z.uuid() }),
  body: z.object({}),
  result: SeenAlarm,
  problems: [problem["already-answered"], problem.closed],
});

export const openPosition = route({
  method: "POST",
  path: "/alarms/{alarmId}/position",
  summary: "Open where the phone was at the moment of the alarm; audited, and only while the alarm is open.",
  who: [...ANSWERING_ROLES],
  params: z.object({ alarmId: z.uuid() }),
  body: z.object({}),
  result: z.object({ latitude: z.number(), longitude: z.number(), accuracyM: z.number() }),
  problems: [problem.closed],
});

export const confirmWorkerSafe = route({
  method: "POST",
  path: "/alarms/{alarmId}/safe",
  summary: "The worker is safe: whoever answered has spoken with him or seen him.",
  who: [...ANSWERING_ROLES],
  params: z.object({ alarmId: z.uuid() }),
  body: z.object({ how: z.enum(["spoke", "saw"]) }),
  result: SeenAlarm,
  problems: [problem["answer-first"], problem.closed],
});

export const reportAlarm = route({
  method: "POST",
  path: "/alarms/{alarmId}/report",
  summary: "What was done about an alarm; with the worker's safety confirmed it is closed.",
  who: [...ANSWERING_ROLES],
  params: z.object({ alarmId: z.uuid() }),
  body: z.object({ report: z.string().trim().min(4).max(2000) }),
  result: SeenAlarm,
  problems: [problem["answer-first"], problem.closed],
});

/* ---- My own health, my own hours ---- */

export const showMine = route({
  method: "GET",
  path: "/safety/mine",
  summary: "For the worker alone: today's self-check, contact from my reports, my rest, my days and hours.",
  who: [...FIELD_ROLES],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    now: At,
    check: z.object({ outcome: z.enum(OUTCOMES), checkedAt: At }).nullable(),
    /** Red subjects met at a door in the last 14 days. */
    contacts: z.int(),
    rest: z
      .object({
        because: z.enum(["ill", "exposed"]),
        state: z.enum(["proposed", "resting"]),
        proposedAt: At,
        until: At.nullable(),
        substitute: z.string().nullable(),
      })
      .nullable(),
    /** The last seven days; outside: half-hours beyond 08:30–18:00 of working days in which I reported something. */
    days: z.array(
      z.object({
        day: z.iso.date(),
        reports: z.int(),
        doors: z.int(),
        servicesDone: z.int(),
        outsideHalfHours: z.int(),
      }),
    ),
    /** Days without a break up to today on which I worked. */
    daysOn: z.int(),
    hasKey: z.boolean(),
  }),
  problems: [],
});

export const giveKey = route({
  method: "POST",
  path: "/safety/key",
  summary: "With my consent my document's key is kept, only to count infections among workers.",
  who: [...FIELD_ROLES],
  params: z.object({}),
  body: z.object({ idType: z.enum(ID_TYPES), idNumber: z.string().trim().min(4).max(40) }),
  result: z.object({ hasKey: z.boolean() }),
  problems: [problem["wrong-number"]],
  perMinute: 10,
});

export const takeKeyBack = route({
  method: "DELETE",
  path: "/safety/key",
  summary: "My consent is withdrawn: the key is erased.",
  who: [...FIELD_ROLES],
  params: z.object({}),
  body: z.unknown(),
  result: z.object({ hasKey: z.boolean() }),
  problems: [],
});

/* ---- The health seat ---- */

export const listRests = route({
  method: "GET",
  path: "/areas/{area}/rests",
  summary: "Workers of an area who rest or may have to, for the health seat alone.",
  who: ["health-worker"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({
    now: At,
    rests: z.array(
      z.object({
        id: z.uuid(),
        worker: z.string(),
        place: z.string(),
        because: z.enum(["ill", "exposed"]),
        state: z.enum(["proposed", "resting"]),
        proposedAt: At,
        until: At.nullable(),
        substitute: z.string().nullable(),
        temperatureTenths: z.int().nullable(),
        symptoms: z.array(z.string()),
        contacts: z.int(),
      }),
    ),
  }),
  problems: [],
  place: ({ area }) => area,
});

export const decideRest = route({
  method: "POST",
  path: "/rests/{restId}/decision",
  summary: "The health seat decides: rests until a day, needs no rest, or is fit for duty again.",
  who: ["health-worker"],
  params: z.object({ restId: z.uuid() }),
  body: z.discriminatedUnion("decision", [
    z.object({ decision: z.literal("rest"), until: At }),
    z.object({ decision: z.enum(["not-needed", "fit"]) }),
  ]),
  result: z.object({ state: z.enum(["resting", "fit", "not-needed"]) }),
  problems: [problem["not-allowed-now"]],
});

/* ---- Protective equipment ---- */

const Request = z.object({
  id: z.uuid(),
  item: z.enum(ITEMS),
  asked: z.int(),
  allotted: z.int().nullable(),
  state: z.enum(REQUEST_STATES),
  reason: z.string().nullable(),
  askedAt: At,
  changedAt: At,
});

export const listMyEquipment = route({
  method: "GET",
  path: "/safety/equipment/mine",
  summary: "My requests for protective equipment, newest first.",
  who: [...PHONE_ROLES],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ requests: z.array(Request) }),
  problems: [],
});

export const listEquipment = route({
  method: "GET",
  path: "/areas/{area}/equipment",
  summary: "Protective equipment of an area: what lies at its centre, what all places below hold, who has asked.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({
    stock: z.array(z.object({ item: z.enum(ITEMS), here: z.int(), below: z.int() })),
    requests: z.array(Request.extend({ worker: z.string(), place: z.string() })),
  }),
  problems: [],
  place: ({ area }) => area,
});

export const changeStock = route({
  method: "POST",
  path: "/areas/{area}/equipment",
  summary: "A delivery came in (or a count found fewer): whole pieces, with the reason.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.object({ item: z.enum(ITEMS), by: z.int().min(-1_000_000).max(1_000_000), reason: Note }),
  result: z.object({ quantity: z.int() }),
  problems: [problem["not-enough"]],
  place: ({ area }) => area,
});

export const answerRequest = route({
  method: "POST",
  path: "/equipment-requests/{requestId}/answer",
  summary: "Allot from my centre's stock, refuse with a reason, or hand over what was allotted.",
  who: ["operator"],
  params: z.object({ requestId: z.uuid() }),
  body: z.discriminatedUnion("answer", [
    z.object({ answer: z.literal("allot"), quantity: Quantity }),
    z.object({ answer: z.literal("refuse"), reason: Note }),
    z.object({ answer: z.literal("hand-over") }),
  ]),
  result: z.object({ state: z.enum(REQUEST_STATES) }),
  problems: [problem["not-enough"], problem["not-allowed-now"]],
});

/* ---- The centre ---- */

export const showSafety = route({
  method: "GET",
  path: "/areas/{area}/safety",
  summary:
    "The workers of an area in sums, nobody named: infected, resting, alarms, why tasks could not be done, hours.",
  who: ["operator", "analyst", "auditor"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({
    now: At,
    /** Workers who are cases by the health department's feed, of those who consented to be matched. */
    infected: z.int(),
    matched: z.int(),
    alarms: z.int(),
    withdrawals: z.int(),
    answeredInTime: z.int(),
    refusals: z.array(z.object({ because: z.string(), count: z.int() })),
    /** Half-hours outside of hours over seven days, in sum; null where fewer than ten workers would be behind it. */
    outsideHalfHours: z.int().nullable(),
  }),
  problems: [],
  runs: "by-itself",
  place: ({ area }) => area,
});

export const findCentreLine = route({
  method: "GET",
  path: "/centre-lines/{place}",
  summary: "The telephone number of the centre nearest to a place; null where none has been entered.",
  who: "anyone",
  params: z.object({ place: Place }),
  body: z.undefined(),
  result: z.object({ line: z.object({ place: z.string(), name: z.string(), phone: z.string() }).nullable() }),
  problems: [],
  runs: "by-itself",
});

export const setCentreLine = route({
  method: "PUT",
  path: "/areas/{area}/centre-line",
  summary: "Enter the telephone number of an area's centre, as workers and residents are told it.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.object({ name: z.string().trim().min(2).max(60), phone: z.string().regex(/^[0-9-]{3,20}$/) }),
  result: z.object({}),
  problems: [],
  place: ({ area }) => area,
});

export const listCentreLines = route({
  method: "GET",
  path: "/areas/{area}/centre-lines",
  summary: "The numbers entered for an area and the places below it.",
  who: ["operator", "analyst"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ lines: z.array(z.object({ place: z.string(), name: z.string(), phone: z.string() })) }),
  problems: [],
  place: ({ area }) => area,
});

/* ---- Is the caller genuine? ---- */

export const callerSecret = route({
  method: "GET",
  path: "/caller/secret",
  summary: "My secret of today: the phone makes the number of the minute from it, without a network.",
  who: [...PHONE_ROLES],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ day: z.iso.date(), secret: z.string().regex(/^[0-9a-f]{64}$/) }),
  problems: [],
});

export const checkCaller = route({
  method: "POST",
  path: "/caller/check",
  summary: "Anyone: whose is the number on a caller's phone, of the workers on duty in this township or village now.",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    place: Place.refine((code) => code.length >= 9 && code.length <= 12),
    number: z.string().regex(/^\d{6}$/),
  }),
  result: z.object({
    /** Null: no such worker now; ring the centre. */
    worker: z
      .object({ name: z.string(), role: z.enum(ROLES), place: z.string(), placeNames: z.array(z.string()) })
      .nullable(),
    line: z.object({ name: z.string(), phone: z.string() }).nullable(),
  }),
  problems: [],
  runs: "by-itself",
  perMinute: 10,
});

/* ---- Hand-over ---- */

export const showHandOver = route({
  method: "GET",
  path: "/posts/{postId}/hand-over",
  summary: "For the substitute: what is open, what was promised, where to go in twos; facts, no labels.",
  who: [...FIELD_ROLES, "operator"],
  params: z.object({ postId: z.uuid() }),
  body: z.undefined(),
  result: z.object({
    now: At,
    worker: z.string(),
    place: z.string(),
    open: z.array(
      z.object({
        taskId: z.uuid(),
        place: z.string(),
        dueAt: At,
        state: z.string(),
        tries: z.int(),
        lastResult: z.string().nullable(),
        holder: z.string().nullable(),
      }),
    ),
    promised: z.array(z.object({ place: z.string(), service: z.string(), askedAt: At })),
    careful: z.array(z.object({ place: z.string(), because: z.string(), at: At })),
  }),
  problems: [],
  runs: "by-itself",
});
