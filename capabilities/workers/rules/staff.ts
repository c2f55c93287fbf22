/** Shapes of staff: one worker with one post as given, and as the duty board shows it. */
import { z } from "zod";
import { DEPARTMENTS, ROLES } from "#kernel/actor.ts";
import { APPOINT_FAULTS } from "./appoint.ts";

/** A code of any level. */
export const Area = z.string().regex(/^[1-9](\d|\d{3}|\d{5}|\d{8}|\d{11}|\d{14}|\d{17})$/);

const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,59}$/);

/** One worker with one post, as given by hand or as a row of a file. */
export const Appointment = z.object({
  username,
  displayName: z.string().trim().min(1).max(60),
  phoneLast4: z
    .string()
    .regex(/^\d{4}$/)
    .nullable()
    .default(null),
  role: z.enum(ROLES),
  area: Area,
  department: z.enum(DEPARTMENTS).nullable().default(null),
  organisation: z.string().trim().min(1).max(100),
  /** Tasks of a grid go to its primary worker while he is on duty. */
  isPrimary: z.boolean().default(false),
  validFrom: z.iso.datetime({ offset: true }).nullable().default(null),
  validUntil: z.iso.datetime({ offset: true }).nullable().default(null),
});

export type AppointmentGiven = z.output<typeof Appointment>;

/** Why a row was refused: the names of rules/appoint.ts and of the file's own faults. */
export const RowFault = z.object({ row: z.int(), username: z.string(), why: z.enum(APPOINT_FAULTS) });

export const StaffPost = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  username: z.string(),
  displayName: z.string(),
  accountState: z.enum(["invited", "active", "locked", "closed"]),
  role: z.enum(ROLES),
  area: z.string(),
  areaName: z.string().nullable(),
  department: z.enum(DEPARTMENTS).nullable(),
  organisation: z.string(),
  isPrimary: z.boolean(),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().nullable(),
  recordedAt: z.iso.datetime(),
  /** Null while on duty. */
  absence: z
    .object({
      id: z.uuid(),
      from: z.iso.datetime(),
      until: z.iso.datetime().nullable(),
      reason: z.string(),
      substitutePostId: z.uuid().nullable(),
      substituteName: z.string().nullable(),
    })
    .nullable(),
  terminals: z.int(),
  openTasks: z.int(),
  overdueTasks: z.int(),
  /** Reports made today (Asia/Shanghai). */
  visitsToday: z.int(),
});

/** What was recorded about a post, and when: valid time and recorded time apart. */
export const PostFact = z.object({
  kind: z.enum(["appointed", "ended", "absent", "back", "moved"]),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  substitutePostId: z.uuid().nullable(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.uuid().nullable(),
});

const DutyCounts = z.object({ posts: z.int(), onDuty: z.int(), absent: z.int(), terminals: z.int() });

/** An area and each place directly below it. */
export const DutyBoard = z.object({
  total: DutyCounts,
  children: z.array(
    DutyCounts.extend({
      code: z.string(),
      name: z.string(),
      /** Grids below without anybody on duty (their village's or township's worker not counted). */
      gridsWithoutWorker: z.int(),
    }),
  ),
});

/** A registered phone, or a code that waits for one. */
export const Terminal = z.object({
  id: z.uuid(),
  postId: z.uuid(),
  displayName: z.string(),
  area: z.string(),
  state: z.enum(["registered", "waiting", "revoked", "expired"]),
  issuedAt: z.iso.datetime(),
  registeredAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  /** When the phone said that it has erased what it held, and how many unsent entries went with it. */
  wipedAt: z.iso.datetime().nullable(),
  wipedUnsent: z.int().nullable(),
});
