/**
 * Who may give which post where: the matrix as data, and the decision.
 *
 * Source: the article's five levels of centres (S37), domain.md §1 S3 and §6.14; the appointing levels are ours
 * (README.md). Auditors check the appointing centres, so no centre appoints them: only the owner does, by
 * `wangge staff post`.
 */
import type { Actor, Department, Role } from "#kernel/actor.ts";
import { isWithin, type Level, levelOf } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";

type Terms = {
  /** The levels of area that the post may have. */
  readonly levels: readonly Level[];
  /** The coarsest level of the operator that may give it; null: only the owner at the command line. */
  readonly appointedFrom: readonly Level[] | null;
};

const CENTRES = ["province", "city", "county", "township", "village"] as const satisfies readonly Level[];
const TO_TOWNSHIP = ["province", "city", "county", "township"] as const satisfies readonly Level[];
const TO_COUNTY = ["province", "city", "county"] as const satisfies readonly Level[];

/** One line a role. An operator's area must also contain the post's: "within its area, at its level or below". */
export const APPOINTMENTS: Readonly<Record<Role, Terms>> = {
  analyst: { levels: ["province", "city"], appointedFrom: ["province"] },
  signatory: { levels: ["province"], appointedFrom: ["province"] },
  operator: { levels: CENTRES, appointedFrom: TO_TOWNSHIP },
  "grid-leader": { levels: ["village", "grid"], appointedFrom: TO_TOWNSHIP },
  "grid-worker": { levels: ["township", "village", "grid", "micro-grid"], appointedFrom: TO_TOWNSHIP },
  "police-officer": { levels: ["county", "township", "village", "grid"], appointedFrom: TO_COUNTY },
  "health-worker": { levels: ["county", "township", "village", "grid"], appointedFrom: TO_COUNTY },
  auditor: { levels: ["province", "city"], appointedFrom: null },
  "checkpoint-staff": { levels: ["county", "township", "village", "grid"], appointedFrom: TO_TOWNSHIP },
  "legal-partner": { levels: ["county", "township", "village", "grid"], appointedFrom: TO_COUNTY },
  "property-manager": { levels: ["village", "grid", "micro-grid"], appointedFrom: TO_TOWNSHIP },
};

/** Faults of one appointment; `username-taken`, `wrong-shape` and `no-such-place` come from files and tables. */
export const APPOINT_FAULTS = [
  "wrong-shape",
  "no-such-place",
  "wrong-level",
  "outside-area",
  "not-your-duty",
  "oneself",
  "no-department",
  "wrong-times",
  "username-taken",
] as const;
export type AppointFault = (typeof APPOINT_FAULTS)[number];

export type PostTerms = {
  readonly role: Role;
  readonly area: string;
  readonly department: Department | null;
  readonly accountId: string | null;
};

type Appointer = Pick<Actor, "role" | "area" | "accountId">;

/**
 * May `actor` give, change or end this post? Null: yes; else the first reason why not. The system is the owner at the
 * command line.
 */
export function appointFault(actor: Appointer, post: PostTerms): AppointFault | null {
  const terms = APPOINTMENTS[post.role];
  const level = levelOf(post.area);
  if (level === null || !terms.levels.includes(level)) return "wrong-level";
  if (post.role === "signatory" && post.department === null) return "no-department";
  if (actor.role === "system") return null;
  if (!isWithin(post.area, actor.area)) return "outside-area";
  const from = levelOf(actor.area);
  if (actor.role !== "operator" || from === null || !terms.appointedFrom?.includes(from)) return "not-your-duty";
  return post.accountId === actor.accountId ? "oneself" : null;
}

/** A post or an absence runs forward and does not end in the past. */
export const isForward = (from: Instant, until: Instant | null, now: Instant): boolean =>
  until === null || (until > from && until >= now);

export type SubstituteFacts = {
  readonly role: Role;
  readonly area: string;
  readonly accountId: string;
  readonly isOnDuty: boolean;
};

const FIELD: readonly Role[] = ["grid-leader", "grid-worker", "police-officer", "health-worker"];

/** May `substitute` stand in for `absent`? Another person on duty in the same county; field posts by field posts. */
export function canSubstitute(absent: SubstituteFacts, substitute: SubstituteFacts): boolean {
  const county = (area: string) => area.slice(0, 6);
  if (absent.accountId === substitute.accountId || !substitute.isOnDuty) return false;
  if (FIELD.includes(absent.role) !== FIELD.includes(substitute.role)) return false;
  return (
    isWithin(county(substitute.area), county(absent.area)) || isWithin(county(absent.area), county(substitute.area))
  );
}
