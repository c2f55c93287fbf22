/**
 * A list of persons leaves by two approvals, with a watermark, for a day, 500 rows at most. Pure.
 *
 * Source: reference/domain.md §6.14, "export person list": health and police by dual approval; nobody else.
 */
import type { Department, Role } from "#kernel/actor.ts";
import { DAY, HOUR, type Instant, later } from "#kernel/time.ts";

export const PERSONS_AT_MOST = 500;
/** How long the file can be fetched. */
export const LISTED_FOR = 24 * HOUR;
/** What nobody decided by then is over. */
const WAITS_FOR = 3 * DAY;

/** What a list may be asked for: of the published aims those that need persons one by one. */
export const LIST_PURPOSES = ["case-finding", "isolation-care", "screening", "relief"] as const;
export type ListPurpose = (typeof LIST_PURPOSES)[number];
export const PURPOSE_WORDS: Readonly<Record<ListPurpose, string>> = {
  "case-finding": "流行病学调查",
  "isolation-care": "居家观察与照护",
  screening: "排查核对",
  relief: "救助发放",
};

export type Seated = {
  readonly accountId: string;
  readonly role: Role | "resident" | "system";
  readonly department: Department | null;
};
export type ListFacts = {
  readonly askedByAccount: string;
  readonly askedAt: Instant;
  readonly isRefused: boolean;
  readonly expiresAt: Instant | null;
  readonly decisions: readonly {
    readonly accountId: string;
    readonly department: string;
    readonly decision: "approve" | "refuse";
  }[];
};

export type ListState = "waiting" | "refused" | "lapsed" | "made" | "over";

export function stateOf({ isRefused, askedAt, expiresAt }: ListFacts, now: Instant): ListState {
  if (isRefused) return "refused";
  if (expiresAt !== null) return now < expiresAt ? "made" : "over";
  return now < later(askedAt, WAITS_FOR) ? "waiting" : "lapsed";
}

/** Health and police ask for themselves; a grid's centre and whoever processes data never do. */
export const mayAsk = ({ role, department }: Seated): boolean =>
  role === "signatory" && (department === "health" || department === "police");

export const APPROVING = ["health", "police", "centre"] as const;
export type Approving = (typeof APPROVING)[number];
export const approvingOf = ({ role, department }: Seated): Approving | null =>
  role === "signatory" ? (APPROVING.find((one) => one === department) ?? null) : null;

export type Refusal = "over" | "not-a-seat" | "own-request" | "same-person" | "same-department";

/** Why this person may not decide on the list; null: he may. */
export function refusalOf(list: ListFacts, by: Seated, now: Instant): Refusal | null {
  const department = approvingOf(by);
  if (department === null) return "not-a-seat";
  if (by.accountId === list.askedByAccount) return "own-request";
  if (stateOf(list, now) !== "waiting") return "over";
  if (list.decisions.some((one) => one.accountId === by.accountId)) return "same-person";
  if (list.decisions.some((one) => one.department === department)) return "same-department";
  return null;
}

/** Two people of two departments. */
export const isApproved = ({
  decisions,
}: {
  readonly decisions: readonly { readonly department: string; readonly decision: "approve" | "refuse" }[];
}): boolean => new Set(decisions.filter((one) => one.decision === "approve").map((one) => one.department)).size >= 2;

/** Who, when, for what: on every sheet and on every printed page. */
export const watermarkOf = (of: {
  readonly name: string;
  readonly at: string;
  readonly purpose: ListPurpose;
  readonly id: string;
  readonly until: string;
}): string =>
  `${of.name} ${of.at} 申请，仅用于${PURPOSE_WORDS[of.purpose]}，${of.until} 前有效，编号 ${of.id.slice(-12)}。含个人信息，不得转发、拍照。`;
