/** Home observation in seven steps: what phones say (commands), what they hold (a copy), and the pages of centres. */
import { z } from "zod";
import { SeatView } from "#capabilities/teams/contract.ts";
import { SEATS } from "#capabilities/teams/rules/seats.ts";
import { SERVICES, SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { SIGNATURE_LENGTH_AT_MOST } from "#kernel/signature.ts";
import { HOUSEHOLD_DECISIONS, HOUSEHOLD_REASONS, OBSTACLES } from "./rules/conditions.ts";
import { DELIVERIES, DOCUMENTS } from "./rules/documents.ts";
import { BOARD_SORTS, DUTIES } from "./rules/duties.ts";
import { RECEIVERS, RUNGS, STATES, TYPES } from "./rules/machine.ts";
import { NOTE_PURPOSES } from "./rules/notes.ts";
import { EXTENSION_REASONS } from "./rules/orders.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { BASES, DEFAULT_PROFILE, LIMITS, STEPS, WINDOWS } from "./rules/profile.ts";
import { REACHES } from "./rules/robot.ts";
import { LINE_KINDS } from "./rules/timeline.ts";

const At = z.iso.datetime({ offset: true });
export const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Note = z.string().trim().max(500);

/** The path of a signature (kernel/signature.ts). */
export const Signature = z.string().max(SIGNATURE_LENGTH_AT_MOST);

const whole = ([least, most]: readonly [number, number]) => z.number().int().min(least).max(most);
/** Hours of the day, whole. */
const HoursOfDay = z.tuple([z.number().int().min(0).max(23), z.number().int().min(1).max(24)]);
const Name = z.object({ zh: z.string().min(2).max(20), en: z.string().min(2).max(60) });
export const ProfileShape = z.object({
  id: z.string(),
  steps: z.object(Object.fromEntries(STEPS.map((step) => [step, Name])) as Record<(typeof STEPS)[number], typeof Name>),
  days: z.object({
    "list-red": whole(LIMITS.days),
    "list-yellow": whole(LIMITS.days),
    "health-order": whole(LIMITS.days),
  }),
  /** A variant published before there were extensions has none of its own. */
  mostDays: whole(LIMITS.mostDays).default(DEFAULT_PROFILE.mostDays),
  informHours: whole(LIMITS.informHours),
  teamHours: whole(LIMITS.teamHours),
  windows: z.object({ morning: HoursOfDay, evening: HoursOfDay }),
  callHours: whole(LIMITS.callHours),
  visitHours: whole(LIMITS.visitHours),
  abnormalMinutes: whole(LIMITS.abnormalMinutes),
  careDays: z.array(z.number().int().min(1).max(28)).max(10),
  signHoursBefore: whole(LIMITS.signHoursBefore),
  overdueHours: whole(LIMITS.overdueHours),
  climbHours: whole(LIMITS.climbHours),
  deliverByHour: whole(LIMITS.deliverByHour),
  followUpDays: whole(LIMITS.followUpDays),
  household: z.enum(["sharing-a-room", "everybody"]),
});

/** One line of the timeline. */
export const Line = z.object({
  id: z.guid(),
  at: At,
  kind: z.enum(LINE_KINDS),
  byRole: z.string(),
  /** Codes and numbers of this kind; what the reader may not see is not in it. */
  facts: z.record(z.string(), z.unknown()),
});

const Duty = z.object({ kind: z.enum(DUTIES), subject: z.string(), dueAt: At });

export const CheckView = z.object({
  day: z.iso.date(),
  window: z.enum(WINDOWS),
  at: At,
  /** Null: the reader's seat sees that it was taken, no more. */
  temperatureTenths: z.number().int().nullable(),
  symptoms: z.array(z.string()).nullable(),
  isAbnormal: z.boolean().nullable(),
});

const OrderView = z.object({ number: z.string(), issuer: z.string(), legalBasis: z.string() });
const MadeFrom = z.object({
  days: z.number().int().optional(),
  dueAt: At.optional(),
  until: At.optional(),
  reason: z.enum(EXTENSION_REASONS).optional(),
  to: z.object({ organisation: z.string().nullable(), vehicle: z.string(), on: z.string() }).optional(),
  isEarly: z.boolean().optional(),
});

/** An observation as one reader may see it: what his seat does not need is null or empty (teams/rules/views.ts). */
export const ObservationView = z.object({
  id: z.guid(),
  place: z.string(),
  personKey: z.guid().nullable(),
  /** Absent: at home (a copy of before there were others). */
  type: z.enum(TYPES).optional(),
  basis: z.enum(BASES).nullable(),
  isMinor: z.boolean().nullable(),
  state: z.enum(STATES),
  dZero: z.iso.date(),
  days: z.number().int(),
  filedAt: At,
  dueAt: At,
  noticedAt: At.nullable(),
  startedAt: At.nullable(),
  /** All four seats were filled once. */
  teamedAt: At.nullable().optional(),
  signedAt: At.nullable(),
  releasedAt: At.nullable(),
  deliveredAt: At.nullable(),
  followedUpAt: At.nullable(),
  endedAt: At.nullable(),
  abnormalSince: At.nullable(),
  transferSince: At.nullable(),
  transferTo: z.guid().nullable(),
  transferAs: z.enum(RECEIVERS).nullable().optional(),
  rung: z.enum(RUNGS).nullable(),
  exits: z.number().int().nullable(),
  hasStatement: z.boolean().nullable(),
  obstacles: z.array(z.enum(OBSTACLES)),
  needs: z.array(z.enum(SERVICES)),
  persons: z.number().int().nullable(),
  careDays: z.array(z.number().int()),
  checks: z.array(CheckView),
  duties: z.array(Duty),
  alarms: z.array(Duty.extend({ level: z.number().int(), raisedAt: At })),
  team: z.array(SeatView),
  mySeat: z.enum(SEATS).nullable(),
  lines: z.array(Line),
  documents: z.array(
    z.object({
      kind: z.enum(DOCUMENTS),
      madeAt: At,
      signedAt: At.nullable(),
      signedBy: z.string().nullable(),
      /** Under which number, by whom, on what ground; null: an apology. */
      order: OrderView.nullable().optional(),
      /** What it was made from, so that a phone can show its words without a network. */
      facts: MadeFrom.optional(),
    }),
  ),
  /** Who lives there and may have to stay at home too, by the register; a doctor decides on each. */
  household: z
    .array(
      z.object({
        id: z.guid(),
        personId: z.guid(),
        relation: z.string(),
        bornYear: z.number().int().nullable(),
        why: z.enum(HOUSEHOLD_REASONS),
        decision: z.enum(HOUSEHOLD_DECISIONS).nullable(),
        openedId: z.guid().nullable(),
      }),
    )
    .optional(),
  /** How the person agreed to be asked for the two checks. */
  reach: z.enum(REACHES).nullable().optional(),
  /** The variant's names and limits, when it is not the platform's own. */
  profile: ProfileShape.nullable(),
});
export type ObservationView = z.output<typeof ObservationView>;

/** What a phone holds of a home that is observed in its area. */
export const observation = copyKind({ name: "observation", value: ObservationView });

export const COMMUNITY = ["grid-worker", "grid-leader", "health-worker"] as const;
const TEAM = ["grid-worker", "grid-leader", "health-worker", "police-officer"] as const;
const about = { observationId: z.guid(), place: Place };
const byPlace = ({ place }: { place: string }) => place;
const stepProblems = [problems["wrong-state"], problems["not-your-seat"]];

export const file = command({
  kind: "observation/file",
  summary: "File a home observation of a listed person, or (health) order one: room, needs, who lives there.",
  who: [...COMMUNITY],
  body: z.object({
    personKey: z.guid(),
    place: Place,
    householdKey: z.guid().nullable().optional(),
    /** The last exposure as far as the worker knows; the published list's own day counts before it. */
    exposedOn: z.iso.date(),
    isMinor: z.boolean(),
    persons: z.number().int().min(1).max(30),
    hasOwnRoom: z.boolean(),
    hasOwnBathroom: z.boolean(),
    caresForSelf: z.boolean(),
    livesWithFrail: z.boolean(),
    needs: z.array(z.enum(SERVICES)).max(SERVICES.length),
    note: Note.optional(),
  }),
  problems: [problems["no-basis"], problems["already-open"]],
  place: byPlace,
});

export const notify = command({
  kind: "observation/notify",
  summary: "The notice was read aloud and the pledge signed on the screen; or declined, with the reason.",
  who: [...COMMUNITY],
  body: z.object({
    ...about,
    signedBy: z.enum(["person", "guardian", "declined"]),
    /** Null: declined. */
    signature: Signature.nullable(),
    note: Note.optional(),
  }),
  problems: [...stepProblems, problems["signature-empty"]],
  place: byPlace,
});

export const check = command({
  kind: "observation/check",
  summary: "Temperature and how the person feels, taken at the door or by telephone.",
  who: [...COMMUNITY],
  body: z.object({
    ...about,
    manner: z.enum(["door", "phone"]),
    temperatureTenths: z.number().int(),
    symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
    /** Fear, grief, danger at home: somebody must come. */
    isDistressed: z.boolean().default(false),
    /** A remark; sealed. */
    note: Note.optional(),
  }),
  problems: [...stepProblems, problems["wrong-temperature"]],
  place: byPlace,
});

export const climb = command({
  kind: "observation/climb",
  summary: "A rung of the ladder after a missed check: called, visited, exit confirmed, explained, referred.",
  who: [...TEAM],
  body: z.object({
    ...about,
    rung: z.enum(["called", "visited", "exit-confirmed", "explained", "referred"]),
    /** The person's own word on it, or that none was given. */
    statement: Note.optional(),
    note: Note.optional(),
  }),
  problems: [...stepProblems, problems["rung-skipped"], problems["no-statement"], problems.minor],
  place: byPlace,
});

export const reportAbnormal = command({
  kind: "observation/abnormal",
  summary: "Something is wrong at the home: a doctor answers within fifteen minutes.",
  who: [...TEAM],
  body: z.object({
    ...about,
    what: z.enum(["fever", "symptom", "distress", "accident", "other"]),
    note: Note.optional(),
  }),
  problems: stepProblems,
  place: byPlace,
});

export const handleAbnormal = command({
  kind: "observation/handle",
  summary: "The doctor's decision: stays at home, is fetched, or goes to an observation point.",
  who: ["health-worker"],
  body: z.discriminatedUnion("decision", [
    z.object({ ...about, decision: z.literal("stays"), note: Note.optional() }),
    z.object({
      ...about,
      decision: z.literal("hospital"),
      /** The post that takes the person over. */
      toPost: z.guid(),
      /** The dedicated vehicle's own number, never a private plate. */
      vehicle: z.string().trim().min(2).max(20),
      note: Note.optional(),
    }),
    z.object({
      ...about,
      decision: z.literal("central"),
      /** The post of the observation point; phones of before name none, and the hand-over alarms until one is named. */
      toPost: z.guid().optional(),
      vehicle: z.string().trim().min(2).max(20).optional(),
      note: Note.optional(),
    }),
  ]),
  problems: [...stepProblems, problems["receiver-unknown"]],
  place: byPlace,
});

export const receive = command({
  kind: "observation/receive",
  summary: "The receiving post has taken the person over from the vehicle.",
  who: ["health-worker"],
  body: z.object({ ...about, note: Note.optional() }),
  problems: stepProblems,
  // No place: who receives may be in another county. The row answers only to the post that was named.
});

export const extend = command({
  kind: "observation/extend",
  summary:
    "Health extends an observation: until which day, why, within the profile's limit; a new order, the person told.",
  who: ["health-worker"],
  body: z.object({
    ...about,
    lastDay: z.iso.date(),
    reason: z.enum(EXTENSION_REASONS),
    /** The doctor's own words; sealed. */
    words: z.string().trim().min(4).max(500),
  }),
  problems: [...stepProblems, problems["not-longer"], problems["beyond-limit"]],
  place: byPlace,
});

export const signRelease = command({
  kind: "observation/sign-release",
  summary: "The health seat signs that the observation is over; the release follows at the hour, or at once after it.",
  who: ["health-worker"],
  body: z.object(about),
  problems: [...stepProblems, problems["too-early"], problems["seat-vacant"], problems["abnormal-open"]],
  place: byPlace,
});

export const endObservation = command({
  kind: "observation/end",
  summary: "Health ends it before its time: the index case was excluded, or another person was meant.",
  who: ["health-worker"],
  body: z.object({
    ...about,
    why: z.enum(["index-excluded", "wrong-person"]),
    reason: z.string().trim().min(4).max(500),
  }),
  problems: stepProblems,
  place: byPlace,
});

export const care = command({
  kind: "observation/care",
  summary:
    "What follows: the release notice handed over, the follow-up, the call that asks how one is, help asked for or done.",
  who: [...COMMUNITY],
  body: z.object({
    ...about,
    what: z.enum(["delivered", "followed-up", "care-call", "help-done", "help-asked"]),
    /** Of a care call: which one. */
    day: z.number().int().min(1).max(28).optional(),
    /** Of help: which needs are met, or came up after the filing. */
    needs: z.array(z.enum(SERVICES)).max(SERVICES.length).optional(),
    /** Of a notice: shown on a phone, handed over on paper, or read out. */
    how: z.enum(DELIVERIES).optional(),
    note: Note.optional(),
  }),
  problems: [...stepProblems, problems["not-delivered"], problems["follow-up-early"]],
  place: byPlace,
});

export const orderNeed = command({
  kind: "observation/order",
  summary: "Make a need of the home a work order: an owner and a due time; it leaves the file's list of needs.",
  who: [...COMMUNITY],
  body: z.object({
    ...about,
    need: z.enum(SERVICES),
    words: z.string().trim().min(1).max(500),
    /** Building, stair, room: sealed, shown to who does it. */
    door: z.string().trim().min(1).max(120),
    phone: z.string().trim().min(5).max(30).optional(),
  }),
  problems: stepProblems,
  place: byPlace,
});

export const decideHousehold = command({
  kind: "observation/decide-household",
  summary: "The doctor on somebody of the household: observes too from the same day, or lives apart, with the reason.",
  who: ["health-worker"],
  body: z.discriminatedUnion("decision", [
    z.object({ ...about, proposalId: z.guid(), decision: z.literal("observe"), isMinor: z.boolean() }),
    z.object({
      ...about,
      proposalId: z.guid(),
      decision: z.literal("apart"),
      reason: z.string().trim().min(2).max(500),
    }),
  ]),
  problems: [...stepProblems, problems["no-document"], problems["no-basis"], common["not-found"]],
  place: byPlace,
});

const CENTRES = ["operator", "auditor", ...TEAM] as const;

const Row = z.object({
  id: z.guid(),
  place: z.string(),
  state: z.enum(STATES),
  dZero: z.iso.date(),
  days: z.number().int(),
  dueAt: At,
  alarms: z.array(z.object({ kind: z.enum(DUTIES), subject: z.string(), dueAt: At, level: z.number().int() })),
});

export const showBoard = route({
  method: "GET",
  path: "/areas/{area}/observations",
  summary:
    "The board of a place: counts by step and alarm, and its homes, sorted and filtered as a whole; never a name or a symptom.",
  who: [...CENTRES],
  params: z.object({
    area: Place,
    view: z.enum(["open", "alarms", "due-today", "ended"]).default("open"),
    /** Only homes at this step; only homes with an open alarm of this kind. */
    state: z.enum(STATES).optional(),
    alarm: z.enum(DUTIES).optional(),
    /** The loudest alarm first, then what ends soonest; by the end alone; by the filing, newest first. */
    sort: z.enum(BOARD_SORTS).default("loudest"),
    after: z.guid().optional(),
  }),
  body: z.undefined(),
  result: z.object({
    counts: z.object({
      byState: z.record(z.string(), z.number().int()),
      byAlarm: z.record(z.string(), z.number().int()),
      dueToday: z.number().int(),
      releasedToday: z.number().int(),
    }),
    rows: z.array(Row),
    next: z.guid().nullable(),
  }),
  problems: [],
  place: ({ area }) => area,
});

export const listHomes = route({
  method: "GET",
  path: "/areas/{area}/observed-homes",
  summary:
    "For a phone whose area is wider than a village: the homes to look after, loudest first, as each seat may see them.",
  who: [...TEAM],
  params: z.object({ area: Place, after: z.guid().optional() }),
  body: z.undefined(),
  result: z.object({ homes: z.array(ObservationView), next: z.guid().nullable() }),
  problems: [],
  place: ({ area }) => area,
});

export const showObservation = route({
  method: "GET",
  path: "/observations/{id}",
  summary: "One observation as the caller's seat or duty may see it.",
  who: [...CENTRES],
  params: z.object({ id: z.guid() }),
  body: z.undefined(),
  result: ObservationView,
  problems: [common["not-found"]],
});

export const listIncoming = route({
  method: "GET",
  path: "/incoming-observations",
  summary: "Who is on the way to the caller's post, a hospital's or an observation point's, oldest first; at most 100.",
  who: ["health-worker"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    incoming: z.array(
      z.object({
        id: z.guid(),
        place: z.string(),
        as: z.enum(RECEIVERS),
        /** When the vehicle was asked for. */
        since: At,
        /** By when it was to be accepted. */
        lateAt: At,
        dueAt: At,
        vehicle: z.string(),
      }),
    ),
  }),
  problems: [],
});

export const openNotes = route({
  method: "POST",
  path: "/observations/{id}/notes",
  summary:
    "Open the sealed words of an observation for a purpose: notes, remarks, the person's own statements. Audited.",
  who: ["operator", ...TEAM],
  params: z.object({ id: z.guid() }),
  body: z.object({ purpose: z.enum(NOTE_PURPOSES) }),
  result: z.object({
    openedAt: At,
    /** What was written of the home at filing. */
    home: z.string().nullable(),
    notes: z.array(z.object({ id: z.guid(), at: At, kind: z.enum(LINE_KINDS), byRole: z.string(), text: z.string() })),
    /** Names of the household's people on whom a decision is asked, by the id of the proposal. */
    household: z.array(z.object({ id: z.guid(), name: z.string() })),
  }),
  problems: [common["not-found"], problems["not-your-seat"], problems["purpose-not-yours"]],
  perMinute: 60,
});

const Paper = z.object({ title: z.string(), lines: z.array(z.string()) });
export const DocumentView = z.object({
  kind: z.enum(DOCUMENTS),
  madeAt: At,
  zh: Paper,
  en: Paper,
  signedAt: At.nullable(),
  signedBy: z.enum(["person", "guardian", "declined"]).nullable(),
  /** Null: an apology, or a paper of before they had numbers. */
  number: z.string().nullable(),
  issuer: z.string().nullable(),
  legalBasis: z.string().nullable(),
  /** Its path (kernel/signature.ts). */
  signature: z.string().nullable(),
});

export const showDocuments = route({
  method: "GET",
  path: "/observations/{id}/documents",
  summary:
    "The papers and orders of an observation with their signatures, for the seats that answer for them and the centre's desk. Audited.",
  who: ["operator", ...COMMUNITY],
  params: z.object({ id: z.guid() }),
  body: z.undefined(),
  result: z.object({ documents: z.array(DocumentView) }),
  problems: [common["not-found"], problems["not-your-seat"]],
});

export const showProfile = route({
  method: "GET",
  path: "/areas/{area}/observation-profile",
  summary: "The seven steps as they count in an area: the platform's own, or the variant of its city or province.",
  who: [...CENTRES],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ profile: ProfileShape, area: z.string().nullable(), version: z.number().int() }),
  problems: [],
});

const Why = z.string().trim().min(4).max(500);
const ByWhom = { at: At, byName: z.string(), byOrganisation: z.string() };

export const showProfileDesk = route({
  method: "GET",
  path: "/areas/{area}/observation-profile/desk",
  summary:
    "For the desk of an area: what counts there, its own version, the draft with who and why, and what was published before, newest first.",
  who: ["operator", "auditor"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({
    /** What counts now, and whose it is; null: the platform's own. */
    profile: ProfileShape,
    from: z.string().nullable(),
    /** The area's own newest version; 0: none. */
    version: z.number().int(),
    draft: z
      .object({ ...ByWhom, follows: z.number().int(), profile: ProfileShape.omit({ id: true }), why: z.string() })
      .nullable(),
    published: z.array(
      z.object({ ...ByWhom, version: z.number().int(), legalBasis: z.string(), why: z.string().nullable() }),
    ),
  }),
  problems: [],
  place: ({ area }) => area,
});

export const draftProfile = route({
  method: "PUT",
  path: "/areas/{area}/observation-profile/draft",
  summary: "Keep the draft of an area's variant, with the reason; it counts for nobody before it is published.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.object({ follows: z.number().int().min(0), profile: ProfileShape.omit({ id: true }), why: Why }),
  result: z.object({ savedAt: At }),
  problems: [problems["version-taken"]],
  place: ({ area }) => area,
  perMinute: 30,
});

export const dropProfileDraft = route({
  method: "DELETE",
  path: "/areas/{area}/observation-profile/draft",
  summary: "Drop the draft of an area's variant.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ isDropped: z.boolean() }),
  problems: [],
  place: ({ area }) => area,
});

export const publishProfile = route({
  method: "POST",
  path: "/areas/{area}/observation-profile",
  summary: "Publish a city's variant of the seven steps; it counts for observations filed from now on.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.object({
    /** The version that it follows; 0: the first. */
    follows: z.number().int().min(0),
    profile: ProfileShape.omit({ id: true }),
    legalBasis: z.string().trim().min(2).max(300),
    /** Why it is changed. */
    why: Why.optional(),
  }),
  result: z.object({ version: z.number().int() }),
  problems: [problems["version-taken"], problems["profile-unsound"]],
  place: ({ area }) => area,
  perMinute: 10,
});
