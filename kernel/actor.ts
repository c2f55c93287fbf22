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
  "legal-partner",
  "property-manager",
] as const;
export type Role = (typeof ROLES)[number];

/** The roles that stand at doors and carry an inbox of their own. */
export const FIELD_ROLES = [
  "grid-leader",
  "grid-worker",
  "police-officer",
  "health-worker",
] as const satisfies readonly Role[];

/**
 * Other professions that join a grid: judge, procurator, lawyer (三官一律; its police officers keep their own role), and the
 * managers of an estate. They hold the phone, but no list of residents: nothing of health, of a tier or of a colour.
 */
export const PARTNER_ROLES = ["legal-partner", "property-manager"] as const satisfies readonly Role[];

/** Does this role have a list of residents to contact? */
export const hasInbox = (role: Role): boolean => !PARTNER_ROLES.some((one) => one === role);

/** Everybody whose day is on the phone of web/field. */
export const PHONE_ROLES = [...FIELD_ROLES, ...PARTNER_ROLES] as const satisfies readonly Role[];

/** The roles whose phone is registered: it signs in as itself and stays signed in for days. */
export const TERMINAL_ROLES = [...PHONE_ROLES, "checkpoint-staff"] as const satisfies readonly Role[];

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
