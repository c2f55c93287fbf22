/** A rule set as a list shows it, and the counts of a preview: what a proposed one would do. */
import { z } from "zod";

const Count = z.number().int().min(0);
const TierCounts = z.object({ red: Count, yellow: Count, blue: Count });

/** What a rule set would do, in counts only. */
export const PreviewResult = z.object({
  byTier: TierCounts,
  byRule: z.record(z.string(), Count),
  households: Count,
  listed: Count,
  managed: Count,
  /** Against the newest draft or list of the day. Null when there is none. */
  against: z
    .object({
      assessmentId: z.uuid(),
      new: TierCounts,
      up: TierCounts,
      down: TierCounts,
      left: TierCounts,
      same: TierCounts,
    })
    .nullable(),
});
export type PreviewResult = z.infer<typeof PreviewResult>;

export const RuleSetHead = z.object({
  id: z.string(),
  version: z.number().int(),
  titleZh: z.string(),
  titleEn: z.string(),
  validFrom: z.iso.date(),
  sha256: z.string(),
  proposedAt: z.iso.datetime(),
  proposedBy: z.string().nullable(),
  publishedAt: z.iso.datetime().nullable(),
  signatures: z.array(z.object({ displayName: z.string(), organisation: z.string(), signedAt: z.iso.datetime() })),
  /** Is it the one by which today's feeds are read? */
  isStanding: z.boolean(),
});
