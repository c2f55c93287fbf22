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
] as const;
export type Role = (typeof ROLES)[number];

/** The roles that stand at doors and carry an inbox of their own. */
export const FIELD_ROLES = [
  "grid-leader",
  "grid-worker",
  "police-officer",
  "health-worker",
] as const satisfies readonly Role[];

export const DEPARTMENTS = ["police", "telecom", "health", "centre"] as const;
/** The department a signatory signs for; `centre` chairs the joint session. */
export type Department = (typeof DEPARTMENTS)[number];

/** Who acts in a request: a post within its area. `system` is the platform's own clockwork. */
export type Actor = {
  readonly postId: string;
  readonly accountId: string;
  readonly role: Role | "system";
  readonly area: PlaceCode;
  readonly department: Department | null;
  readonly displayName: string;
  /** Null in a browser of a centre; set on a registered terminal. */
  readonly terminalId: string | null;
};
