/**
 * Notices of law and health, and cards for workers: what stands, who may let it go out, how it is given.
 *
 * Source: the article, S27 (the law of the provincial congress made known door by door); features.md b19. A notice to
 * everybody takes a second person (a human gate before a mass notice).
 */
import { isWithin } from "#kernel/places.ts";

export const KINDS = ["notice", "card"] as const;
export type Kind = (typeof KINDS)[number];

/** How it was given at a door; a talk is held before several. */
export const WAYS = ["shown", "read-aloud", "paper-left", "talk"] as const;
export type Way = (typeof WAYS)[number];
export const LISTENERS_AT_MOST = 500;

export type ItemFacts = {
  readonly validFrom: number;
  readonly validUntil: number;
  readonly approvedAt: number | null;
  readonly endedAt: number | null;
};

export type Standing = "waiting" | "coming" | "stands" | "over";

/** Only what was approved by a second person, is not ended and is within its time is on phones. */
export function standingOf({ validFrom, validUntil, approvedAt, endedAt }: ItemFacts, now: number): Standing {
  if (endedAt !== null || now >= validUntil) return "over";
  if (approvedAt === null) return "waiting";
  return now < validFrom ? "coming" : "stands";
}

/** May this person let it go out? Another one than who drafted it, of a centre that contains its area. */
export const mayApprove = (
  item: { readonly draftedBy: string; readonly area: string },
  by: { readonly accountId: string; readonly area: string },
): boolean => item.draftedBy !== by.accountId && isWithin(item.area, by.area);
