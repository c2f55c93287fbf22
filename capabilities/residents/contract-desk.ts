/** Applying for someone else at the door or the counter, and the queue of identities that do not fit. */
import { z } from "zod";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { Identity } from "./contract.ts";
import { residentProblems } from "./rules/problems.ts";

const Place = z.string().regex(/^[1-9]\d{5}(\d{3}){0,4}$/);

export const applyForSomeone = route({
  method: "POST",
  path: "/proxy-applications",
  summary: "Apply for the code of someone who cannot: recorded with the post, and shown to him.",
  who: ["grid-worker", "grid-leader", "operator"],
  params: z.object({}),
  body: Identity.extend({
    id: z.uuidv7(),
    /** Where the person lives: six digits or more, within the post's area. */
    place: Place,
    phone: z.string().trim().min(5).max(30).optional(),
    reason: z.enum(["no-phone", "disability", "care-home", "child-alone", "foreigner", "other"]),
    insists: z.boolean().default(false),
  }),
  result: z.object({ claimId: z.uuid(), personKey: z.guid(), name: z.string() }),
  problems: [
    common["not-found"],
    residentProblems["wrong-document"],
    residentProblems["wrong-name"],
    residentProblems["not-a-phone"],
  ],
  channel: "work",
  purpose: "code.declare",
});

export const Review = z.object({
  id: z.uuid(),
  personKey: z.guid(),
  /** The other key of the pair, when there is one. */
  otherKey: z.guid().nullable(),
  why: z.enum(["name-differs", "held-elsewhere", "number-fails-check", "same-name-near", "document-unseen"]),
  place: z.string(),
  at: z.iso.datetime(),
  decision: z.enum(["same-person", "other-person", "correct-as-is"]).nullable(),
});

export const listReviews = route({
  method: "GET",
  path: "/identity-reviews",
  summary: "Identities that do not fit the register, oldest first; 50 a page; keys only, people are never merged here.",
  who: ["operator", "grid-worker", "grid-leader"],
  params: z.object({ after: z.uuid().optional() }),
  body: z.undefined(),
  result: z.object({ reviews: z.array(Review), after: z.uuid().nullable() }),
  problems: [],
  channel: "work",
  purpose: "code.evidence",
});

export const decideReview = route({
  method: "POST",
  path: "/identity-reviews/{id}/decision",
  summary:
    "After looking at the document: the same person (the account then carries the real key), correct as it is (it counts as seen), or another.",
  // The grid: only that it has seen the document of somebody for whom a neighbour applied.
  who: ["operator", "grid-worker", "grid-leader"],
  params: z.object({ id: z.uuid() }),
  body: z.object({
    decision: z.enum(["same-person", "other-person", "correct-as-is"]),
    reason: z.string().trim().min(4).max(200),
  }),
  result: Review,
  problems: [common["not-found"], residentProblems["already-released"]],
  channel: "work",
  purpose: "code.evidence",
});
