/** Instructions: text from above to everybody of some roles below, with each recipient's own receipt. */
import { z } from "zod";
import { ROLES } from "#kernel/actor.ts";
import { levelOf } from "#kernel/places.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { ANSWERS } from "./rules/receipts.ts";

export const instructionProblems = problems("instructions", {
  "not-standing": {
    status: 409,
    zh: "该指令已撤回或已被替换。请查看现行指令。",
    en: "The instruction was recalled or replaced. See the one that stands.",
  },
  "due-in-the-past": {
    status: 422,
    zh: "完成期限早于现在。请改期后再发。",
    en: "The due time has passed already. Choose a later one.",
  },
  "outside-your-area": {
    status: 422,
    zh: "只能向本辖区下发指令。请改选辖区内的地点。",
    en: "Instructions go to your own area only. Choose a place within it.",
  },
});

/** Who may issue: the centre of any level to its own area. */
export const ISSUING_ROLES = ["operator", "analyst"] as const;
/** Who may be addressed. */
export const RECEIVING_ROLES = ["operator", "grid-leader", "grid-worker", "police-officer", "health-worker"] as const;

const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const At = z.iso.datetime({ offset: true });

const Text = z.object({
  targetArea: Place,
  roles: z.array(z.enum(RECEIVING_ROLES)).min(1).max(RECEIVING_ROLES.length),
  title: z.string().trim().min(2).max(100),
  body: z.string().trim().min(2).max(4000),
  /** The law, order or notice that it stands on. */
  legalBasis: z.string().trim().min(2).max(300),
  priority: z.enum(["ordinary", "urgent"]),
  dueAt: At.nullable().default(null),
});

export const Instruction = z.object({
  id: z.uuid(),
  issuerArea: z.string(),
  issuerName: z.string().nullable(),
  targetArea: z.string(),
  roles: z.array(z.enum(ROLES)),
  title: z.string(),
  body: z.string(),
  legalBasis: z.string(),
  priority: z.enum(["ordinary", "urgent"]),
  issuedAt: At,
  dueAt: At.nullable(),
  recalledAt: At.nullable(),
  supersededBy: z.uuid().nullable(),
});

/** One that stands for me, with my own receipt so far. */
export const StandingInstruction = Instruction.omit({ recalledAt: true, supersededBy: true, roles: true }).extend({
  deliveredAt: At.nullable(),
  readAt: At.nullable(),
  acceptedAt: At.nullable(),
  doneAt: At.nullable(),
  answer: z.enum(ANSWERS).nullable(),
});
export type StandingInstruction = z.infer<typeof StandingInstruction>;

export const issueInstruction = route({
  method: "POST",
  path: "/instructions",
  summary: "Issue an instruction to everybody of the roles named in an area within one's own.",
  who: [...ISSUING_ROLES],
  params: z.object({}),
  body: Text,
  result: Instruction,
  problems: [instructionProblems["due-in-the-past"], instructionProblems["outside-your-area"]],
  perMinute: 30,
});

export const supersedeInstruction = route({
  method: "POST",
  path: "/instructions/{instructionId}/supersede",
  summary: "Replace an instruction that stands by a new one.",
  who: [...ISSUING_ROLES],
  params: z.object({ instructionId: z.uuid() }),
  body: Text,
  result: Instruction,
  problems: [
    instructionProblems["not-standing"],
    instructionProblems["due-in-the-past"],
    instructionProblems["outside-your-area"],
  ],
  perMinute: 30,
});

export const recallInstruction = route({
  method: "POST",
  path: "/instructions/{instructionId}/recall",
  summary: "Recall an instruction that stands: it leaves every inbox.",
  who: [...ISSUING_ROLES],
  params: z.object({ instructionId: z.uuid() }),
  body: z.object({ reason: z.string().trim().min(2).max(500) }),
  result: Instruction,
  problems: [instructionProblems["not-standing"]],
});

export const listInstructions = route({
  method: "GET",
  path: "/areas/{area}/instructions",
  summary: "Instructions that touch an area, newest first: those for it from above, and those to places below it.",
  who: [...ISSUING_ROLES, "auditor"],
  params: z.object({
    area: Place,
    limit: z.coerce.number().int().min(1).max(100).default(50),
    /** The `issuedAt` of the last one seen. */
    before: At.optional(),
  }),
  body: z.undefined(),
  result: z.object({ instructions: z.array(Instruction) }),
  problems: [],
  place: ({ area }) => area,
});

export const listStanding = route({
  method: "GET",
  path: "/instructions/standing",
  summary: "The instructions that stand for my post, newest first, with my own receipts.",
  who: [...RECEIVING_ROLES],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ instructions: z.array(StandingInstruction) }),
  problems: [],
});

const receipt = { instructionId: z.uuid(), at: At };
export const sendInstructionReceipts = route({
  method: "POST",
  path: "/instructions/receipts",
  summary:
    "Delivered, read, accepted, and the answer: done, cannot or not mine with a reason; safe to repeat, in any order.",
  who: [...RECEIVING_ROLES],
  params: z.object({}),
  body: z.object({
    receipts: z
      .array(
        z.discriminatedUnion("state", [
          z.object({ ...receipt, state: z.enum(["delivered", "read", "accepted", "done"]) }),
          z.object({ ...receipt, state: z.enum(["cannot", "not-mine"]), reason: z.string().trim().min(2).max(500) }),
        ]),
      )
      .min(1)
      .max(200),
  }),
  result: z.object({
    results: z.array(
      z.object({
        instructionId: z.uuid(),
        /** taken (or had already); gone: recalled, replaced or never addressed to this post. */
        outcome: z.enum(["taken", "gone"]),
      }),
    ),
  }),
  problems: [],
});

const Reached = z.object({
  /** Posts that it is for, now. */
  issued: z.number().int(),
  delivered: z.number().int(),
  read: z.number().int(),
  accepted: z.number().int(),
  done: z.number().int(),
  cannot: z.number().int(),
  notMine: z.number().int(),
});

export const showReach = route({
  method: "GET",
  path: "/instructions/{instructionId}/areas/{area}/progress",
  summary:
    "How far an instruction has come below an area: posts it is for, delivered, read, accepted, done; by place directly below.",
  who: [...ISSUING_ROLES, "auditor"],
  params: z.object({ instructionId: z.uuid(), area: Place }),
  body: z.undefined(),
  result: z.object({
    instruction: Instruction,
    area: z.string(),
    total: Reached,
    children: z.array(Reached.extend({ place: z.string() })),
  }),
  problems: [],
  place: ({ area }) => area,
});
