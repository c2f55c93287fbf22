/** Photos and voice notes: taken on the phone, kept there until sent, attached to one record, opened one at a time. */
import { z } from "zod";
import { ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { attachmentProblems as problem } from "./rules/problems.ts";

const At = z.iso.datetime({ offset: true });

/** Base64 of the largest photo, 400 kB. */
const BASE64_AT_MOST = 546_136;

/** Roughly where, to a thousandth of a degree (some hundred metres), only when its maker agreed to say so. */
export const RoughPosition = z.object({
  latitudeThousandths: z.int().min(-90_000).max(90_000),
  longitudeThousandths: z.int().min(-180_000).max(180_000),
});

/** What is shown of one beside its record; its content is opened by itself. */
export const Attachment = z.object({
  county: z.string(),
  id: z.uuid(),
  medium: z.enum(["photo", "voice"]),
  mediaType: z.string(),
  bytes: z.int(),
  takenAt: At.nullable(),
  position: RoughPosition.nullable(),
  at: At,
});

/** Follows (`after`) the command that makes its record. */
export const addAttachment = command({
  kind: "attachments/add",
  summary: "Attach a photo or a voice note to a record; sealed, opened by the roles that deal with the record.",
  who: ["grid-worker", "grid-leader", "police-officer", "health-worker"],
  body: z.object({
    objectKind: z.string().regex(/^[a-z-]{2,40}$/),
    objectId: z.uuid(),
    medium: z.enum(["photo", "voice"]),
    data: z.base64().min(4).max(BASE64_AT_MOST),
    /** Absent: its maker does not say when, or where. */
    takenAt: At.optional(),
    position: RoughPosition.optional(),
  }),
  problems: [common["not-found"], ...Object.values(problem)],
});

export const openAttachment = route({
  method: "GET",
  path: "/attachments/{county}/{id}",
  summary: "Open one photo or voice note; goes to the audit log.",
  who: ROLES.filter((role) => role !== "checkpoint-staff"),
  params: z.object({ county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() }),
  body: z.undefined(),
  result: z.undefined(),
  problems: [],
  runs: "by-itself",
  raw: "out",
});
