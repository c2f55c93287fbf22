/**
 * The shapes of the daily assessment: the rule set as a document and the summary of a run.
 *
 * Source: design/assessment.md "Rules are data"; reference/domain.md §6.1 (evidence classes) and §6.2.
 */
import { z } from "zod";
import { RISK_TIERS } from "#kernel/tiers.ts";

/**
 * Classes of evidence that a rule may rest on (domain.md §6.1). E8, identity prefix, registered origin, plate province
 * and name, is missing on purpose: nobody is listed for where he comes from or what he is called.
 */
const Evidence = z.enum(["E1", "E2", "E3", "E4", "E5", "E6", "E7"], {
  error: (issue) =>
    issue.input === "E8"
      ? "E8 (identity prefix, registered origin, plate province, name) is not an input of any rule"
      : "an evidence class is one of E1 to E7",
});

const RuleId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "a rule's id is lower-case letters, digits and hyphens");
const Sentence = z.strictObject({ zh: z.string().min(1).max(400), en: z.string().min(1).max(400) });
const AreaLevel = z.enum(["high", "medium"]);

const common = {
  id: RuleId,
  tier: z.enum(RISK_TIERS),
  evidence: z.array(Evidence).min(1).max(7),
  reason: Sentence,
  firstContactHours: z.number().int().min(1).max(168),
} as const;

const none = z.strictObject({});

/** One rule: its kind is code (compile-rules.ts), its parameters, tier and words are data. Unknown keys are refused. */
const Rule = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("case"), parameters: none }),
  z.strictObject({ ...common, kind: z.literal("contact"), parameters: none }),
  z.strictObject({
    ...common,
    kind: z.literal("area-stay"),
    parameters: z.strictObject({
      level: AreaLevel,
      /** Levels whose telecom parts help to reach the threshold. */
      countedLevels: z.array(AreaLevel).min(1).max(2),
      telecomHours: z.number().min(0).max(336),
    }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("co-traveller"),
    parameters: z.strictObject({
      daysBeforeOnset: z.number().int().min(0).max(14),
      seatRowsApart: z.number().int().min(0).max(100),
    }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("household"),
    parameters: z.strictObject({ ofRules: z.array(RuleId).min(1).max(8) }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("measure"),
    parameters: z.strictObject({
      measure: z.enum(["fever_clinic", "isolation", "observation"]),
      withHousehold: z.boolean(),
    }),
  }),
  z.strictObject({ ...common, kind: z.literal("from-outside"), parameters: none }),
]);

/** A published rule set. `province` is the prefix of codes that is "inside". */
export const RuleSet = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "an id is lower-case letters, digits and hyphens"),
    version: z.number().int().min(1),
    title: Sentence,
    validFrom: z.iso.date(),
    windowDays: z.number().int().min(1).max(60),
    province: z.string().regex(/^[1-9]\d$/, "a province is two digits"),
    caseStatuses: z
      .array(z.enum(["confirmed", "suspected", "asymptomatic"]))
      .min(1)
      .max(3),
    rules: z.array(Rule).min(1).max(40),
  })
  .superRefine((set, context) => {
    const kinds = new Map<string, string>();
    for (const [index, rule] of set.rules.entries()) {
      if (kinds.has(rule.id))
        context.addIssue({ code: "custom", path: ["rules", index, "id"], message: `rule ${rule.id} is there twice` });
      kinds.set(rule.id, rule.kind);
    }
    for (const [index, rule] of set.rules.entries()) {
      if (rule.kind !== "household") continue;
      for (const [at, id] of rule.parameters.ofRules.entries())
        if (kinds.get(id) !== "case" && kinds.get(id) !== "contact")
          context.addIssue({
            code: "custom",
            path: ["rules", index, "parameters", "ofRules", at],
            message: `${id} is not a case or contact rule of this set`,
          });
    }
  });
export type RuleSet = z.infer<typeof RuleSet>;
export type AssessmentRule = RuleSet["rules"][number];

/** What is wrong with a rule-set document and where: a JSON path such as `$.rules[2].tier`. */
export type RuleSetFault = { readonly path: string; readonly message: string };

const jsonPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}.${String(key)}`), "$");

/** The rule set of a parsed JSON document, or every fault of it with its path. */
export function readRuleSet(document: unknown): { ok: true; ruleSet: RuleSet } | { ok: false; faults: RuleSetFault[] } {
  const result = RuleSet.safeParse(document);
  if (result.success) return { ok: true, ruleSet: result.data };
  const faults = result.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? { path: jsonPath([...issue.path, issue.keys[0] ?? ""]), message: `unknown key ${issue.keys.join(", ")}` }
      : { path: jsonPath(issue.path), message: issue.message },
  );
  return { ok: false, faults };
}

/** The JSON schema of a rule set, for editors and other programs. */
export const ruleSetJsonSchema = (): unknown => z.toJSONSchema(RuleSet);

/** What became of one file of the feed folder. */
export const Receipt = z.object({
  feed: z.string(),
  file: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  by: z.string(),
  at: z.string(),
  state: z.enum(["taken", "duplicate", "refused"]),
  /** Why the file was refused, or of which file it is a copy. */
  because: z.string().nullable(),
  read: z.number(),
  taken: z.number(),
  rejected: z.number(),
  later: z.number(),
  rejectedByReason: z.record(z.string(), z.number()),
});
export type Receipt = z.infer<typeof Receipt>;

/** Rows of one feed over all its files, with what the quality gate needs. */
export const FeedCount = z.object({
  files: z.number(),
  read: z.number(),
  taken: z.number(),
  rejected: z.number(),
  later: z.number(),
  rejectedByReason: z.record(z.string(), z.number()),
  duplicateShare: z.number(),
  latestAt: z.string().nullable(),
});
export type FeedCount = z.infer<typeof FeedCount>;

export const QualityFlag = z.object({
  feed: z.string(),
  flag: z.enum(["absent", "refused", "row-count", "duplicates", "checksum", "stale"]),
  value: z.number(),
  limit: z.number(),
});
export type QualityFlag = z.infer<typeof QualityFlag>;

/** `summary.json`. */
export const Summary = z.object({
  day: z.string(),
  ruleSet: z.object({ id: z.string(), version: z.number(), sha256: z.string() }),
  province: z.string(),
  engine: z.enum(["duckdb", "postgres"]),
  listed: z.number(),
  managed: z.number(),
  byTier: z.record(z.string(), z.number()),
  byRule: z.record(z.string(), z.number()),
  byCity: z.record(z.string(), z.number()),
  byPlaceSource: z.record(z.string(), z.number()),
  byKind: z.record(z.string(), z.number()),
  feeds: z.record(z.string(), FeedCount),
  inputs: z.array(Receipt),
  flags: z.array(QualityFlag),
  rankedSha256: z.string(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMemoryMb: z.number(),
});
export type Summary = z.infer<typeof Summary>;
