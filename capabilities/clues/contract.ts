/** Clues in five steps: gather → assess → warn → assign → report back. */
import { z } from "zod";
import { Attachment, RoughPosition } from "#capabilities/attachments/contract.ts";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { CLUE_CATEGORIES, CLUE_SOURCES } from "./rules/categories.ts";
import { clueProblems as problem } from "./rules/problems.ts";
import { CLUE_STATES, REJECTIONS } from "./rules/steps.ts";

const At = z.iso.datetime({ offset: true });
const AnyPlace = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
/** A village, a grid or a micro-grid. */
const CluePlace = z.string().regex(/^[1-9]\d{11}(\d{3}){0,2}$/);
const Words = z.string().trim().min(2).max(1000);
const Reason = z.string().trim().min(2).max(500);
const CountyId = { county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() };
const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** What phones hold: clues that this post reported or has to deal with. */
export const ClueOnPhone = z.object({
  county: z.string(),
  place: z.string(),
  category: z.enum(CLUE_CATEGORIES),
  state: z.enum(CLUE_STATES),
  level: Level.nullable(),
  happenedAt: At,
  gatheredAt: At,
  isMine: z.boolean(),
  isAssignedToMe: z.boolean(),
  acceptBy: At.nullable(),
  dueAt: At.nullable(),
  /** Somebody had reported the same within two hours: they go together. */
  isLinked: z.boolean(),
  rejectedWhy: z.enum(REJECTIONS).nullable(),
  words: z.string(),
  grievance: z.string(),
  /** What was done: told to everybody who reported it. */
  done: z.string().nullable(),
});

export const clueCopy = copyKind({ name: "clue", value: ClueOnPhone });

export const gatherClue = command({
  kind: "clues/gather",
  summary: "Report something that somebody must deal with: what, where, when, and the grievance to be solved.",
  who: FIELD_ROLES,
  body: z.object({
    place: CluePlace,
    category: z.enum(CLUE_CATEGORIES),
    /** Absent: now. */
    happenedAt: At.optional(),
    words: Words,
    /** What is to be solved: a clue without it is refused. */
    grievance: Words,
    position: RoughPosition.optional(),
  }),
  problems: [common["not-found"], problem.opinion, problem["from-the-future"]],
  place: ({ place }) => place,
});

const OfClue = { clueId: z.uuid() };

export const acceptClue = command({
  kind: "clues/accept",
  summary: "Accept a clue that was assigned to me, within a tenth of its deadline.",
  who: FIELD_ROLES,
  body: z.object(OfClue),
  problems: [common["not-found"], problem["wrong-state"], problem["not-yours"]],
});

export const declineClue = command({
  kind: "clues/decline",
  summary: "Say at once that I cannot deal with it, and why: it is assigned anew.",
  who: FIELD_ROLES,
  body: z.object({ ...OfClue, reason: Reason }),
  problems: [common["not-found"], problem["wrong-state"], problem["not-yours"]],
});

export const reportClue = command({
  kind: "clues/report-back",
  summary: "Say what was done about it: verified by who assigned it, told to who reported it.",
  who: FIELD_ROLES,
  body: z.object({ ...OfClue, done: Words }),
  problems: [common["not-found"], problem["wrong-state"], problem["not-yours"]],
});

/** As a centre's list shows it: nothing sealed. */
export const ClueLine = z.object({
  county: z.string(),
  id: z.uuid(),
  place: z.string(),
  category: z.enum(CLUE_CATEGORIES),
  state: z.enum(CLUE_STATES),
  source: z.enum(CLUE_SOURCES),
  level: Level.nullable(),
  desk: z.string(),
  happenedAt: At,
  gatheredAt: At,
  /** How many repeat it. */
  alike: z.int(),
  assessments: z.int(),
  ownerName: z.string().nullable(),
  isAssignedToMe: z.boolean(),
  acceptBy: At.nullable(),
  dueAt: At.nullable(),
  isOverdue: z.boolean(),
  reopened: z.int(),
  escalatedTo: z.string().nullable(),
  closedAt: At.nullable(),
});

const SEEING = ["operator", "police-officer", "auditor"] as const;
const DOING = ["operator", "police-officer"] as const;

export const listClues = route({
  method: "GET",
  path: "/areas/{area}/clues",
  summary:
    "Clues of an area: open ones, the gravest and longest overdue first, or those closed in the last 14 days; at most 200.",
  who: [...SEEING],
  params: z.object({ area: AnyPlace, which: z.enum(["open", "closed"]).default("open") }),
  body: z.undefined(),
  result: z.object({ now: At, clues: z.array(ClueLine) }),
  problems: [],
  place: ({ area }) => area,
});

export const ClueEvent = z.object({
  kind: z.string(),
  at: At,
  byName: z.string().nullable(),
  reason: z.string().nullable(),
});

const Clue = ClueLine.extend({
  words: z.string(),
  grievance: z.string(),
  done: z.string().nullable(),
  position: RoughPosition.nullable(),
  reporterName: z.string().nullable(),
  assignedToMyself: z.boolean(),
  mayVerify: z.boolean(),
  hasAssessed: z.boolean(),
  rejectedWhy: z.enum(REJECTIONS).nullable(),
  alikeIds: z.array(z.uuid()),
  assessed: z.array(
    z.object({
      byName: z.string().nullable(),
      impact: Level,
      likelihood: Level,
      level: Level,
      reason: z.string(),
      at: At,
    }),
  ),
  warned: z.array(z.object({ desk: z.string(), at: At, receivedAt: At.nullable() })),
  attachments: z.array(Attachment),
  events: z.array(ClueEvent),
});

export const showClue = route({
  method: "GET",
  path: "/clues/{county}/{id}",
  summary: "One clue with its assessments, warnings, attachments and course; opening it goes to the audit log.",
  who: [...SEEING],
  params: z.object(CountyId),
  body: z.undefined(),
  result: Clue,
  problems: [],
});

const deed = { who: [...DOING], method: "POST", params: z.object(CountyId), result: ClueLine, perMinute: 60 } as const;

export const gatherAtDesk = route({
  ...deed,
  path: "/areas/{area}/clues",
  params: z.object({ area: AnyPlace }),
  summary: "Take in a clue that reached the centre: from the hotline, a court, an employer, a resident.",
  body: z.object({
    id: z.uuidv7(),
    place: CluePlace,
    source: z.enum(CLUE_SOURCES).exclude(["grid"]),
    category: z.enum(CLUE_CATEGORIES),
    happenedAt: At.optional(),
    words: Words,
    grievance: Words,
  }),
  problems: [common["not-found"], problem.opinion, problem["from-the-future"]],
  place: ({ area }) => area,
});

export const assessClue = route({
  ...deed,
  path: "/clues/{county}/{id}/assessments",
  summary: "Say how grave it is and why; two people at least, the graver finding stands.",
  body: z.object({ impact: Level, likelihood: Level, reason: Reason }),
  problems: [problem["wrong-state"], problem["assessed-already"], problem["repeats-another"]],
});

export const warnOfClue = route({
  ...deed,
  path: "/clues/{county}/{id}/warnings",
  summary: "Name the centres that must know; each says that it has it.",
  body: z.object({ desks: z.array(AnyPlace).min(1).max(20) }),
  problems: [problem["wrong-state"]],
});

export const receiveWarning = route({
  ...deed,
  path: "/clues/{county}/{id}/warnings/receipt",
  summary: "My centre has the warning.",
  body: z.object({}),
  problems: [],
});

export const assignClue = route({
  ...deed,
  path: "/clues/{county}/{id}/assignment",
  summary: "Give it to one post with the deadline of its level (2 h, 12 h, 48 h, 7 d).",
  body: z.object({ postId: z.uuid() }),
  problems: [problem["wrong-state"], problem["to-yourself"], problem["no-such-owner"], problem["repeats-another"]],
});

export const acceptAtDesk = route({
  ...deed,
  path: "/clues/{county}/{id}/acceptance",
  summary: "My post accepts the clue that was assigned to it.",
  body: z.object({}),
  problems: [problem["wrong-state"], problem["not-yours"]],
});

export const reportAtDesk = route({
  ...deed,
  path: "/clues/{county}/{id}/report",
  summary: "My post says what was done.",
  body: z.object({ done: Words }),
  problems: [problem["wrong-state"], problem["not-yours"]],
});

export const verifyClue = route({
  ...deed,
  path: "/clues/{county}/{id}/verification",
  summary: "The assigner checks what was done: solved, or open again; not solved a third time it goes up one level.",
  body: z.union([z.object({ isSolved: z.literal(true) }), z.object({ isSolved: z.literal(false), reason: Reason })]),
  problems: [problem["wrong-state"], problem["not-the-assigner"], problem["to-yourself"]],
});

export const rejectClue = route({
  ...deed,
  path: "/clues/{county}/{id}/rejection",
  summary: "It is no fact, not for this platform, or solved already: the reporter is told why.",
  body: z.object({ why: z.enum(REJECTIONS), reason: Reason }),
  problems: [problem["wrong-state"]],
});

export const clueDay = route({
  method: "GET",
  path: "/areas/{area}/clues/days/{day}",
  summary:
    "The report of a day: gathered, assessed, assigned, solved and overdue by category and level; none is said as none.",
  who: [...SEEING],
  params: z.object({ area: AnyPlace, day: z.iso.date() }),
  body: z.undefined(),
  result: z.object({
    now: At,
    area: z.string(),
    day: z.iso.date(),
    gathered: z.int(),
    closed: z.int(),
    rejected: z.int(),
    open: z.int(),
    overdue: z.int(),
    byCategory: z.array(
      z.object({ category: z.enum(CLUE_CATEGORIES), level: Level.nullable(), gathered: z.int(), closed: z.int() }),
    ),
  }),
  problems: [],
  place: ({ area }) => area,
});
