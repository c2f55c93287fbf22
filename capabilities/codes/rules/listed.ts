/** What a person's row on a published list is as evidence. */
import type { RiskTier } from "#kernel/tiers.ts";
import { type Instant, type PlainDay, startOf } from "#kernel/time.ts";
import { type EvidenceKind, standsUntil } from "./evidence.ts";

export type ListedPerson = {
  /** The tier that may colour by itself; null: what is known only makes a task. */
  readonly tier: RiskTier | null;
  readonly latestExposureAt: Instant | null;
  /** A registered case: bound to no window, its days are counted from the list's own. */
  readonly isCase: boolean;
  /** Under isolation or observation. */
  readonly isManaged: boolean;
  readonly day: PlainDay;
};

const KIND_OF_TIER = { red: "assessment-red", yellow: "assessment-yellow", blue: "assessment-blue" } as const;

export type Wanted = { readonly kind: EvidenceKind; readonly since: Instant; readonly until: Instant | null };

/** The evidence that follows from the row, of at most one kind each. What has ended at `now` is left out. */
export function evidenceOfListed(person: ListedPerson, now: Instant): Wanted[] {
  const dated = person.isCase || person.latestExposureAt === null ? startOf(person.day) : person.latestExposureAt;
  const since = dated > now ? now : dated;
  const kinds: EvidenceKind[] = [
    ...(person.tier === null ? [] : [KIND_OF_TIER[person.tier]]),
    ...(person.isManaged ? (["measure"] as const) : []),
  ];
  return kinds
    .map((kind) => ({ kind, since, until: standsUntil(kind, since, null, startOf(person.day)) }))
    .filter(({ until }) => until === null || until > now);
}
