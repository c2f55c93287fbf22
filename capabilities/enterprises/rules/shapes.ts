/** Shapes that several routes share. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { ENTERPRISE_KINDS } from "./kinds.ts";
import { CAN_ENTER } from "./may-enter.ts";
import { Content } from "./plan.ts";
import { MODES, STATES } from "./steps.ts";

export const AnyPlace = z.string().regex(/^[1-9]\d(\d{2}(\d{2}((\d{3}){0,4}))?)?$/);
/** A township or finer. */
const Seat = z.string().regex(/^[1-9]\d{8}(\d{3}){0,3}$/);
export const Reason = z.string().trim().min(4).max(500);
export const Day = z.iso.date();

/** What a manager says of the organisation; address and contact are sealed. */
export const Registration = z.object({
  name: z.string().trim().min(2).max(100),
  kind: z.enum(ENTERPRISE_KINDS),
  industry: z.string().regex(/^[A-T]$/),
  place: Seat,
  address: z.string().trim().min(2).max(200),
  contactName: z.string().trim().min(1).max(60),
  contactPhone: z.string().trim().min(5).max(30),
  headcount: z.int().min(1).max(500_000),
  dormitories: z.int().min(0).max(10_000),
});

export const Enterprise = z.object({
  id: z.uuid(),
  uscc: z.string(),
  name: z.string(),
  kind: z.enum(ENTERPRISE_KINDS),
  industry: z.string(),
  place: z.string(),
  placeName: z.string(),
  headcount: z.int(),
  dormitories: z.int(),
  createdAt: z.iso.datetime(),
});

export const Photo = z.object({
  id: z.uuid(),
  item: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  takenBy: z.enum(["enterprise", "township"]),
  at: z.iso.datetime(),
});

export const ProblemItem = z.object({
  id: z.uuid(),
  text: z.string(),
  raisedAt: z.iso.datetime(),
  dueOn: Day,
  mendedAt: z.iso.datetime().nullable(),
  mendedNote: z.string().nullable(),
  closedAt: z.iso.datetime().nullable(),
});

export const Application = z.object({
  id: z.uuid(),
  state: z.enum(STATES),
  mode: z.enum(MODES),
  version: z.int(),
  content: Content,
  rosterCount: z.int(),
  submittedAt: z.iso.datetime().nullable(),
  stateSince: z.iso.datetime(),
  /** By when the present state is to be answered. */
  dueAt: z.iso.datetime().nullable(),
  siteCheck: z.enum(["done", "missed"]).nullable(),
  isSilent: z.boolean(),
  conditions: z.string().nullable(),
  reason: z.string().nullable(),
  helper: z.object({ name: z.string(), phone: z.string() }).nullable(),
  photos: z.array(Photo),
  problems: z.array(ProblemItem),
  events: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: z.string(),
      by: z.enum(["enterprise", "post", "clock"]),
      reason: z.string().nullable(),
    }),
  ),
});

export const StaffDay = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The last four characters of the number that the employer itself gave. */
  lastFour: z.string(),
  dormitory: z.string().nullable(),
  arrivesOn: Day.nullable(),
  hasAgreed: z.boolean(),
  canEnter: z.enum(CAN_ENTER),
  colour: z.enum(CODE_COLOURS).nullable(),
  until: Day.nullable(),
  sentence: z.object({ zh: z.string(), en: z.string() }),
  /** Today's temperature: fit or not, and who said so; null: nobody yet. */
  isFit: z.boolean().nullable(),
  fitSource: z.enum(["gate", "check-in"]).nullable(),
});

const people = z.int().min(0).max(500_000);
/** What a manager confirms of a day; the rest is counted by the platform. */
export const DayReport = z.object({
  onSite: people,
  fever: people,
  isolated: people,
  note: z.string().trim().max(500).nullable().default(null),
});
export const DayFigures = z.object({
  day: Day,
  onRoster: z.int(),
  agreed: z.int(),
  onSite: z.int(),
  held: z.int(),
  fever: z.int(),
  isolated: z.int(),
  note: z.string().nullable(),
  confirmedAt: z.iso.datetime().nullable(),
  /** Nobody on site, feverish, isolated or held: a zero report. */
  isZero: z.boolean(),
});

/** One line of an area's figures: an industry, or a place below. Null in a public answer: too few to say. */
export const FigureLine = z.object({
  key: z.string(),
  name: z.string(),
  registered: z.int().nullable(),
  waiting: z.int().nullable(),
  inForce: z.int().nullable(),
  headcount: z.int().nullable(),
  onSite: z.int().nullable(),
  held: z.int().nullable(),
});
/** As a centre sees it. Half of those who are held from work have been so for this many hours; null: nobody is held. */
export const CentreFigureLine = FigureLine.extend({ heldHours: z.int().nullable() });
