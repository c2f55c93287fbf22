/** Shapes of checkpoints that routes, pages and use cases share. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { levelOf } from "#kernel/places.ts";
import { TENTHS } from "./fever.ts";
import { OUTCOMES } from "./gate.ts";

export const CHECKPOINT_KINDS = ["estate-gate", "road", "station", "venue", "market", "enterprise-gate"] as const;
export type CheckpointKind = (typeof CHECKPOINT_KINDS)[number];
/** How a code came: a phone that proves itself, one refreshed by the server, paper, letters typed. */
export const CODE_FORMS = ["phone", "refreshed", "paper", "short-code"] as const;
export type CodeForm = (typeof CODE_FORMS)[number];

export const LANES_AT_MOST = 30;
/** Records of one upload at most. */
export const RECORDS_AT_MOST = 200;

export const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Lane = z.int().min(1).max(LANES_AT_MOST);
const At = z.iso.datetime({ offset: true });
const Tenths = z.int().min(TENTHS.from).max(TENTHS.to);
const Name = z.string().trim().min(1).max(60);
const Number_ = z.string().trim().min(4).max(40);

/** Every record: made on a phone, at a gate. */
const base = {
  id: z.uuidv7(),
  checkpointId: z.uuid(),
  lane: Lane,
  shiftId: z.uuid().nullable().default(null),
  /** By the phone's own clock, and how far the platform's clock was ahead of it, as far as the phone knew. */
  deviceAt: At,
  clockOffsetMs: z
    .int()
    .min(-10 * 366 * 86_400_000)
    .max(10 * 366 * 86_400_000)
    .default(0),
};
const person = {
  direction: z.enum(["in", "out"]).default("in"),
  outcome: z.enum(OUTCOMES),
  /** The verifier's reason, a code. */
  why: z.string().regex(/^[a-z-]{1,40}$/),
  temperatureTenths: Tenths.nullable().default(null),
};

const CodeScan = z.object({
  kind: z.literal("code"),
  ...base,
  ...person,
  form: z.enum(CODE_FORMS),
  /** Null where the code could not be read at all. */
  issuer: z
    .string()
    .regex(/^\d{2,6}$/)
    .nullable()
    .default(null),
  codeId: z
    .int()
    .min(0)
    .max(2 ** 30 - 1)
    .nullable()
    .default(null),
  colour: z.enum(CODE_COLOURS).nullable().default(null),
});

/** An identity card in the hand of the staff: its number, nothing else. */
const CardScan = z.object({
  kind: z.literal("card"),
  ...base,
  ...person,
  idType: z.enum(ID_TYPES),
  idNumber: Number_,
  colour: z.enum(CODE_COLOURS).nullable().default(null),
});

export const VisitorForm = z.object({
  name: Name,
  idType: z.enum(ID_TYPES).nullable().default(null),
  idNumber: Number_.nullable().default(null),
  phone: z.string().trim().max(30).nullable().default(null),
  /** Where he came from, in words or a place's code. */
  from: z.string().trim().max(80).default(""),
  /** Whom he visits, or what for. */
  toSee: z.string().trim().max(80).default(""),
  isChild: z.boolean().default(false),
});
export type VisitorForm = z.infer<typeof VisitorForm>;

const VisitorScan = z.object({
  kind: z.literal("visitor"),
  ...base,
  ...person,
  visitorId: z.uuid(),
  /** Null: registered before, comes again. */
  form: VisitorForm.nullable(),
});

const VehicleScan = z.object({
  kind: z.literal("vehicle"),
  ...base,
  direction: z.enum(["in", "out"]).default("in"),
  plate: z.string().trim().min(1).max(20),
  from: z.string().trim().max(80).default(""),
  passengers: z.int().min(0).max(100),
});

const Count = z.object({
  kind: z.literal("count"),
  ...base,
  people: z.int().min(0).max(100_000),
  queue: z.int().min(0).max(10_000),
});

const Recheck = z.object({ kind: z.literal("recheck"), ...base, scanId: z.uuid(), temperatureTenths: Tenths });

const ShiftOpen = z.object({
  kind: z.literal("shift-open"),
  ...base,
  /** The colleague's shift whose hand-over is signed by opening this one. */
  takesOver: z.uuid().nullable().default(null),
});
const ShiftClose = z.object({
  kind: z.literal("shift-close"),
  ...base,
  shiftId: z.uuid(),
  headcount: z.int().min(0).max(100_000),
  notes: z.string().trim().max(1000).default(""),
  openMatters: z.array(z.string().trim().min(1).max(200)).max(20).default([]),
});

export const Item = z.discriminatedUnion("kind", [
  CodeScan,
  CardScan,
  VisitorScan,
  VehicleScan,
  Count,
  Recheck,
  ShiftOpen,
  ShiftClose,
]);
export type Item = z.infer<typeof Item>;
export type ItemOf<K extends Item["kind"]> = Extract<Item, { kind: K }>;

/** The same as the phone writes it, before defaults are filled in. */
export type ItemInput = z.input<typeof Item>;

/** One broken record must not sink the others of its batch: it comes through as `unreadable` and is refused. */
export const ItemOrNot = z.union([
  Item,
  z.unknown().transform((unreadable) => ({ kind: "unreadable" as const, unreadable })),
]);

export const ItemAnswer = z.object({
  id: z.string().nullable(),
  /** accepted: durable now. already: it was, the same answer again. refused: never will be; `code` says why. */
  answer: z.enum(["accepted", "already", "refused"]),
  code: z.string().optional(),
  zh: z.string().optional(),
  en: z.string().optional(),
  /** Paths of what was wrong in an unreadable one. */
  faults: z.array(z.string()).optional(),
});
export type ItemAnswer = z.infer<typeof ItemAnswer>;

export const Checkpoint = z.object({
  id: z.uuid(),
  place: z.string(),
  placeName: z.string().nullable(),
  name: z.string(),
  kind: z.enum(CHECKPOINT_KINDS),
  lanes: z.int(),
  isClosed: z.boolean(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

export const Banner = z.object({
  county: z.string(),
  version: z.int(),
  validOn: z.iso.date(),
  zh: z.string(),
  en: z.string(),
  publishedAt: At,
});
export type Banner = z.infer<typeof Banner>;

export const RosterTurn = z.object({
  postId: z.uuid(),
  name: z.string().nullable().default(null),
  lane: Lane,
  from: At,
  until: At,
});
export type RosterTurn = z.infer<typeof RosterTurn>;
