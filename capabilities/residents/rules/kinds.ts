/** Words of the resident's side that other capabilities use: kinds of notices, who looks a holder up, documents. */
import type { Actor } from "#kernel/actor.ts";

/** What a notice is about. Only `colour`, `case` and `appeal` go out to any number of people without a human gate. */
export const NOTICE_KINDS = [
  "colour",
  "case",
  "appeal",
  "scan-register",
  "mass",
  "enterprise",
  "declaration",
  "observation",
  "service",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Who scanned a code or looked a person up, by category: the holder learns the category and place, never a name. */
export const LOOKERS = ["checkpoint", "centre", "health", "employer", "worker", "appeal"] as const;
export type Looker = (typeof LOOKERS)[number];

/** The category under which a post appears in a holder's log. */
export function lookerOf(actor: Pick<Actor, "role" | "department">): Looker {
  if (actor.role === "health-worker" || (actor.role === "signatory" && actor.department === "health")) return "health";
  if (actor.role === "checkpoint-staff") return "checkpoint";
  return actor.role === "grid-worker" || actor.role === "grid-leader" || actor.role === "police-officer"
    ? "worker"
    : "centre";
}

/** How an account stands to a person whose code it carries. */
export const RELATIONS = ["self", "child", "elder", "spouse", "other-family", "ward"] as const;
export type Relation = (typeof RELATIONS)[number];

/**
 * Documents as residents name them. The feeds know fewer kinds (GA/T 517): a household book carries the child's own
 * identity number, and residence permits of Hong Kong, Macao and Taiwan people are numbers of the same form.
 */
export const DOCUMENTS = [
  "resident-id",
  "household-book",
  "passport",
  "hk-mo-permit",
  "tw-permit",
  "hmt-residence",
  "foreign-pr",
  "none-yet",
] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];
