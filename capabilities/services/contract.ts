/** Help at home as work orders: asked for, taken, delivered, confirmed by who asked. */
import { z } from "zod";
import { Attachment } from "#capabilities/attachments/contract.ts";
import { GivenGoods, HomeGoods } from "#capabilities/supplies/contract.ts";
import { SUPPLIES } from "#capabilities/supplies/rules/items.ts";
import { supplyProblems } from "#capabilities/supplies/rules/problems.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { SIGNATURE_LENGTH_AT_MOST } from "#kernel/signature.ts";
import { SERVICE_KINDS } from "./rules/kinds.ts";
import { serviceProblems as problem } from "./rules/problems.ts";
import { CONFIRMATIONS, SERVICE_ONLY, SERVICE_STATES } from "./rules/states.ts";

const At = z.iso.datetime({ offset: true });
const Reason = z.string().trim().min(2).max(200);
/** A village, a grid or a micro-grid. */
export const ServicePlace = z.string().regex(/^[1-9]\d{11}(\d{3}){0,2}$/);
const AnyPlace = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Signature = z.string().min(8).max(SIGNATURE_LENGTH_AT_MOST);
const CountyId = { county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() };

/** Who works on it. Police officers and health workers of a team take requests as grid workers do. */
export const SERVING_ROLES = ["grid-worker", "grid-leader", "police-officer", "health-worker"] as const;
const SEEING_ROLES = [...SERVING_ROLES, "operator"] as const;

/** What is needed, and where: sealed at rest, shown to who does it. */
export const Errand = z.object({
  /** What is needed, in words. */
  words: z.string().trim().min(1).max(500),
  name: z.string().trim().min(1).max(40).optional(),
  /** Building, stair, floor, room. */
  door: z.string().trim().min(1).max(120),
  phone: z.string().trim().min(5).max(30).optional(),
});
export type Errand = z.output<typeof Errand>;

/** Of relief supplies that were asked for: what was allotted and from which centre, what came back; null: not yet. */
export const GoodsLine = z.object({
  item: z.enum(SUPPLIES),
  asked: z.int(),
  allotted: z.int().nullable(),
  fromPlace: z.string().nullable(),
  returned: z.int().nullable(),
});

/** A request as a post sees it; the door and the telephone only in the hands of the one who took it. */
export const ServiceRequest = z.object({
  county: z.string(),
  place: z.string(),
  kind: z.enum(SERVICE_KINDS),
  state: z.enum(SERVICE_STATES),
  source: z.enum(["resident", "worker", "observation"]),
  isContactless: z.boolean(),
  mayVolunteer: z.boolean(),
  askedAt: At,
  dueAt: At,
  householdKey: z.guid().nullable(),
  /** In my hands: taken by me, or mine to take first. */
  isMine: z.boolean(),
  isTakenByMe: z.boolean(),
  /** The name of the post's holder, or the volunteer's number. */
  takenBy: z.object({ is: z.enum(["post", "volunteer"]), name: z.string().nullable() }).nullable(),
  askedVolunteer: z.uuid().nullable(),
  takenAt: At.nullable(),
  deliveredAt: At.nullable(),
  confirmedAt: At.nullable(),
  confirmedHow: z.enum(CONFIRMATIONS).nullable(),
  reopened: z.int(),
  escalatedTo: z.string().nullable(),
  words: z.string().nullable(),
  contact: z.object({ name: z.string().nullable(), door: z.string(), phone: z.string().nullable() }).nullable(),
  /** Relief supplies; absent: an errand of another kind. */
  goods: z.array(GoodsLine).optional(),
});

/** What phones hold: open requests of the area, and those that ended in the last three days. */
export const serviceCopy = copyKind({ name: "service", value: ServiceRequest });

const Asked = {
  place: ServicePlace,
  kind: z.enum(SERVICE_KINDS),
  errand: Errand,
  /** Who asks agrees that a volunteer does it and reads what the errand needs. */
  mayVolunteer: z.boolean(),
  isContactless: z.boolean().default(false),
  /** Relief supplies out of a centre's stock. */
  goods: HomeGoods.optional(),
};

export const askService = command({
  kind: "services/request",
  summary: "Write down help that somebody at home asked for; it becomes a work order with an owner and a due time.",
  who: SERVING_ROLES,
  body: z.object({
    ...Asked,
    householdKey: z.guid().optional(),
    personKey: z.guid().optional(),
  }),
  problems: [common["not-found"]],
  place: ({ place }) => place,
});

const OfRequest = { requestId: z.uuid() };

export const takeService = command({
  kind: "services/take",
  summary: "Take a request: from now on it is in my hands, and I see the door.",
  who: SERVING_ROLES,
  body: z.object(OfRequest),
  problems: [common["not-found"], problem["wrong-state"]],
});

export const handBackService = command({
  kind: "services/hand-back",
  summary: "Give a request back that I cannot do, with the reason; it is open again.",
  who: SERVING_ROLES,
  body: z.object({ ...OfRequest, reason: Reason }),
  problems: [common["not-found"], problem["wrong-state"], problem["not-yours"]],
});

export const deliverService = command({
  kind: "services/deliver",
  summary: "It is at the door; with the asker's signature it is confirmed in the same step.",
  who: SERVING_ROLES,
  body: z.object({ ...OfRequest, signature: Signature.optional() }),
  problems: [
    common["not-found"],
    problem["wrong-state"],
    problem["not-yours"],
    problem["not-allotted"],
    problem["not-a-signature"],
  ],
});

export const confirmService = command({
  kind: "services/confirm",
  summary: "Confirm a delivery by the asker's signature, or by a call that somebody else than the doer made.",
  who: SERVING_ROLES,
  body: z.union([
    z.object({ ...OfRequest, how: z.literal("signed"), signature: Signature }),
    z.object({ ...OfRequest, how: z.literal("called") }),
  ]),
  problems: [common["not-found"], problem["wrong-state"], problem["same-person"], problem["not-a-signature"]],
});

export const reopenService = command({
  kind: "services/reopen",
  summary: "Who asked says that it was not done: it is open again, with a due time of its own.",
  who: SERVING_ROLES,
  body: z.object({ ...OfRequest, reason: Reason }),
  problems: [common["not-found"], problem["wrong-state"], problem["asker-only"]],
});

export const withdrawService = command({
  kind: "services/withdraw",
  summary: "End a request that is no longer needed, or stands twice, with the reason.",
  who: SERVING_ROLES,
  body: z.object({ ...OfRequest, reason: Reason }),
  problems: [common["not-found"], problem["wrong-state"]],
});

export const askVolunteer = command({
  kind: "services/ask-volunteer",
  summary: "Ask a volunteer to do it: it stands first on his page, and stays open until he takes it.",
  who: ["grid-worker", "grid-leader"],
  body: z.object({ ...OfRequest, volunteerId: z.uuid() }),
  problems: [common["not-found"], problem["wrong-state"], problem["not-for-volunteers"], problem["no-such-volunteer"]],
});

const Listed = ServiceRequest.omit({ words: true, contact: true }).extend({ id: z.uuid() });

export const listServices = route({
  method: "GET",
  path: "/areas/{area}/services",
  summary:
    "Requests of an area, what is overdue first: open ones, or those that ended in the last 14 days; at most 200.",
  who: SEEING_ROLES,
  params: z.object({
    area: AnyPlace,
    which: z.enum(["open", "ended"]).default("open"),
    only: z.enum(SERVICE_ONLY).optional(),
  }),
  body: z.undefined(),
  result: z.object({
    now: At,
    counts: z.object({ open: z.int(), overdue: z.int(), unconfirmed: z.int(), unallotted: z.int(), toReturn: z.int() }),
    services: z.array(Listed),
  }),
  problems: [],
  place: ({ area }) => area,
  purpose: "care.help",
});

export const ServiceEvent = z.object({
  kind: z.string(),
  at: At,
  byName: z.string().nullable(),
  by: z.enum(["post", "resident", "volunteer", "platform"]),
  reason: z.string().nullable(),
});

export const showService = route({
  method: "GET",
  path: "/services/{county}/{id}",
  summary: "One request with its course and what was attached; opening what it needs goes to the audit log.",
  who: SEEING_ROLES,
  params: z.object(CountyId),
  body: z.undefined(),
  result: ServiceRequest.extend({
    id: z.uuid(),
    events: z.array(ServiceEvent),
    attachments: z.array(Attachment),
    signature: z.string().nullable(),
  }),
  problems: [],
  purpose: "care.help",
});

const Given = z.object({ goods: GivenGoods });

export const allotGoods = route({
  method: "POST",
  path: "/services/{county}/{id}/allotment",
  summary:
    "Allot relief supplies out of my centre's stock to who asked for them: all at once, less where there is less.",
  who: ["operator"],
  params: z.object(CountyId),
  body: Given,
  result: z.object({ goods: z.array(GoodsLine) }),
  problems: [
    common["not-found"],
    problem["wrong-state"],
    problem["allotted-already"],
    problem["not-asked-for"],
    supplyProblems["not-enough"],
  ],
  purpose: "care.help",
});

export const returnGoods = route({
  method: "POST",
  path: "/services/{county}/{id}/return",
  summary: "Supplies came back unused: of a request that was withdrawn, or before anybody took it; then allot anew.",
  who: ["operator"],
  params: z.object(CountyId),
  body: Given,
  result: z.object({ goods: z.array(GoodsLine) }),
  problems: [common["not-found"], problem["wrong-state"], problem["not-asked-for"]],
  purpose: "care.help",
});

/** A request as the resident who asked sees it. */
export const MyService = z.object({
  id: z.uuid(),
  place: z.string(),
  kind: z.enum(SERVICE_KINDS),
  state: z.enum(SERVICE_STATES),
  words: z.string(),
  door: z.string(),
  isContactless: z.boolean(),
  mayVolunteer: z.boolean(),
  askedAt: At,
  dueAt: At,
  /** A worker, or a volunteer with his number, which is on the proof that he shows at the door. */
  takenBy: z.object({ is: z.enum(["post", "volunteer"]), name: z.string().nullable() }).nullable(),
  deliveredAt: At.nullable(),
  confirmedAt: At.nullable(),
  isOverdue: z.boolean(),
  goods: z.array(GoodsLine).optional(),
});

const MINE = { who: "resident", channel: "declare", purpose: "care.help", perMinute: 60 } as const;
const MyOne = z.object({ id: z.uuid() });

export const askMyService = route({
  ...MINE,
  method: "POST",
  path: "/my/services",
  summary: "Ask for help at home; the same id again is the same request.",
  params: z.object({}),
  body: z.object({ id: z.uuidv7(), ...Asked, personKey: z.guid().optional() }),
  result: MyService,
  problems: [common["not-found"], problem["too-many-open"]],
});

export const listMyServices = route({
  ...MINE,
  method: "GET",
  path: "/my/services",
  summary: "What I asked for, newest first; at most 50.",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ now: At, services: z.array(MyService) }),
  problems: [],
});

export const confirmMyService = route({
  ...MINE,
  method: "POST",
  path: "/my/services/{id}/confirmation",
  summary: "It was done, or it was not: then it is open again, with the reason.",
  params: MyOne,
  body: z.union([z.object({ isDone: z.literal(true) }), z.object({ isDone: z.literal(false), reason: Reason })]),
  result: MyService,
  problems: [common["not-found"], problem["wrong-state"]],
});

export const withdrawMyService = route({
  ...MINE,
  method: "DELETE",
  path: "/my/services/{id}",
  summary: "It is no longer needed.",
  params: MyOne,
  body: z.undefined(),
  result: MyService,
  problems: [common["not-found"], problem["wrong-state"]],
});
