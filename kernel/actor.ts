import type { PlaceCode } from "./places.ts";

/** What a post may be. A post acts; a person is acted for. */
export const ROLES = [
  "analyst",
  "signatory",
  "operator",
  "grid-leader",
  "grid-worker",
  "police-officer",
  "health-worker",
  "auditor",
  "checkpoint-staff",
] as const;
export type Role = (typeof ROLES)[number];

/** The roles that stand at doors and carry an inbox of their own. */
export const FIELD_ROLES = [
  "grid-leader",
  "grid-worker",
  "police-officer",
  "health-worker",
] as const satisfies readonly Role[];

/** The roles whose phone is registered: it signs in as itself and stays signed in for days. */
export const TERMINAL_ROLES = [...FIELD_ROLES, "checkpoint-staff"] as const satisfies readonly Role[];

export const DEPARTMENTS = ["police", "telecom", "health", "centre"] as const;
/** The department a signatory signs for; `centre` chairs the joint session. */
export type Department = (typeof DEPARTMENTS)[number];

/**
 * Who acts in a request: a post within its area. `system` is the platform's own clockwork. A `resident` is nobody's
 * post: accountId and postId are the resident's id, the area is "0" (no place), and row-level security shows the
 * persons of his account only.
 */
export type Actor = {
  readonly postId: string;
  readonly accountId: string;
  readonly role: Role | "resident" | "system";
  readonly area: PlaceCode;
  readonly department: Department | null;
  readonly displayName: string;
  /** Null in a browser of a centre; set on a registered terminal. */
  readonly terminalId: string | null;
};
