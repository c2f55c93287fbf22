/** Feeds in, runs of the assessment, rule sets: what the departments hand over and by which rules it is read. */
import { z } from "zod";
import { QualityFlag, Receipt, Summary } from "#capabilities/assessment/contract.ts";
import { route } from "#kernel/route.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { intakeProblems } from "./rules/problems.ts";
import { PreviewResult, RuleSetHead } from "./rules/rule-set-shapes.ts";

/** Folders of the departments; `field` and `declared` are made by the platform itself and cannot be handed in. */
export const HANDED_IN_FOLDERS = ["police", "telecom", "health"] as const;
export type HandedInFolder = (typeof HANDED_IN_FOLDERS)[number];

const Day = z.iso.date();
const Count = z.number().int().min(0);

export const FeedFile = z.object({
  id: z.uuid(),
  day: Day,
  /** `folder/file`, such as `police/trips-01.parquet`. */
  name: z.string(),
  sha256: z.string(),
  bytes: Count,
  receivedAt: z.iso.datetime(),
  /** Who handed it in; null for the watched folder and the simulator. */
  receivedBy: z.object({ postId: z.uuid(), displayName: z.string(), organisation: z.string() }).nullable(),
  channel: z.enum(["upload", "folder", "simulator"]),
  /** Null: it stands. Otherwise the file that corrected it. */
  supersededBy: z.uuid().nullable(),
  /** From the last assessment that read it; null until then. */
  receipt: Receipt.nullable(),
});

export const putFeed = route({
  method: "PUT",
  path: "/feeds/{day}/{folder}/{file}",
  summary: "Hand in one file of a feed as a stream of bytes; the same content twice is taken once.",
  who: ["signatory", "operator"],
  params: z.object({ day: Day, folder: z.enum(HANDED_IN_FOLDERS), file: z.string().min(1).max(120) }),
  body: z.unknown(),
  result: z.object({
    /** `already-taken`: the same content was handed in before; nothing changed. */
    state: z.enum(["taken", "already-taken"]),
    file: FeedFile,
    /** The file of the same name and day that this one corrects. */
    supersedes: z.uuid().nullable(),
  }),
  problems: [
    intakeProblems["bad-name"],
    intakeProblems["other-department"],
    intakeProblems["file-too-large"],
    intakeProblems["empty-file"],
    intakeProblems["cut-short"],
  ],
  runs: "by-itself",
  raw: "in",
  perMinute: 300,
});

export const listFeedDays = route({
  method: "GET",
  path: "/feeds",
  summary: "Days for which feeds were handed in, newest first.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ before: Day.optional() }),
  body: z.undefined(),
  result: z.object({
    days: z.array(z.object({ day: Day, files: Count, bytes: Count, lastReceivedAt: z.iso.datetime() })),
  }),
  problems: [],
});

export const listFeeds = route({
  method: "GET",
  path: "/feeds/{day}",
  summary: "The files of a day with their receipts: who, when, hash, rows, rejects by reason.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ day: Day }),
  body: z.undefined(),
  result: z.object({ files: z.array(FeedFile) }),
  problems: [],
});

export const AssessmentView = z.object({
  id: z.uuid(),
  day: Day,
  version: z.number().int().min(1),
  state: z.enum(["running", "draft", "failed"]),
  engine: z.enum(["duckdb", "postgres"]),
  ruleSet: z.object({ id: z.string(), version: z.number().int() }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Null while running and when failed. */
  summary: Summary.nullable(),
  flags: z.array(QualityFlag),
  /** Why it failed, in one word for the operator. */
  problem: z.string().nullable(),
  /** The joint session whose draft it is. */
  sessionId: z.uuid().nullable(),
  /** Steps of the job done so far, of `total`. */
  progress: z.object({ done: Count, total: Count.nullable() }).nullable(),
});

export const startAssessment = route({
  method: "POST",
  path: "/assessments",
  summary: "Start the assessment of a day now; a second run of a day makes the next version of its draft.",
  who: ["analyst", "signatory", "operator"],
  params: z.object({}),
  body: z.object({ day: Day, engine: z.enum(["duckdb", "postgres"]).default("duckdb") }),
  result: z.object({ assessmentId: z.uuid(), jobId: z.uuid(), version: z.number().int() }),
  problems: [
    intakeProblems["no-feeds"],
    intakeProblems["already-running"],
    intakeProblems["no-rule-set"],
    intakeProblems["engine-away"],
  ],
  perMinute: 20,
});

export const listAssessments = route({
  method: "GET",
  path: "/assessments",
  summary: "Runs of the assessment, newest day first; with `day`, those of one day.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ day: Day.optional() }),
  body: z.undefined(),
  result: z.object({ assessments: z.array(AssessmentView.omit({ summary: true })) }),
  problems: [],
});

export const showAssessment = route({
  method: "GET",
  path: "/assessments/{id}",
  summary: "One run: state, progress, counts, receipts of its inputs, quality flags.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ id: z.uuid() }),
  body: z.undefined(),
  result: AssessmentView,
  problems: [],
});

export const listRejects = route({
  method: "GET",
  path: "/assessments/{id}/rejects",
  summary: "Rows of one file that were not taken: line, column and reason, never what stood there; at most 500.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ id: z.uuid(), file: z.string().min(1).max(140) }),
  body: z.undefined(),
  result: z.object({
    rejects: z.array(z.object({ line: Count, column: z.string(), reason: z.string() })),
    isWhole: z.boolean(),
  }),
  problems: [],
});

/** One reason with the rows of feeds that it rests on, the latest first, at most 20; `more` counts the rest. */
export const Evidence = z.object({
  rule: z.string(),
  tier: z.enum(RISK_TIERS),
  /** The latest exposure by this rule, at +08:00. */
  at: z.string(),
  more: z.number().int().optional(),
  evidence: z.array(
    z.object({
      at: z.string(),
      feed: z.string(),
      file: z.string(),
      row: z.number().int(),
      place: z.string().optional(),
      /** Key of the person through whom it holds: the case, the one who shares the household. */
      of: z.guid().optional(),
      sharedPhone: z.boolean().optional(),
    }),
  ),
});
export const ResultView = z.object({
  personKey: z.guid(),
  kind: z.enum(["person", "phone"]),
  tier: z.enum(RISK_TIERS),
  /** Every rule that held, with its sentence from the rule set that decided. */
  reasons: z.array(z.object({ rule: z.string(), tier: z.enum(RISK_TIERS), zh: z.string(), en: z.string() })),
  latestExposureAt: z.iso.datetime().nullable(),
  /** The last instant at which the latest exposure still lies in the window: the tier does not outlive it. */
  expiresAt: z.iso.datetime().nullable(),
  exposureHours: z.number(),
  managed: z.boolean(),
  sharedPhone: z.boolean(),
  place: z.string().nullable(),
  placeSource: z.string(),
  evidence: z.array(Evidence),
});
export type ResultView = z.infer<typeof ResultView>;

export const showResult = route({
  method: "GET",
  path: "/assessments/{id}/results/{personKey}",
  summary: "Replay of one decision: tier, reasons, evidence, rule-set version and input hashes. No names.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ id: z.uuid(), personKey: z.guid() }),
  body: z.undefined(),
  result: z.object({
    assessmentId: z.uuid(),
    day: Day,
    ruleSet: z.object({ id: z.string(), version: z.number().int(), sha256: z.string() }),
    rankedSha256: z.string(),
    inputs: z.array(z.object({ file: z.string(), sha256: z.string() })),
    decision: ResultView,
  }),
  problems: [],
});

export const listRuleSets = route({
  method: "GET",
  path: "/rule-sets",
  summary: "Rule sets, newest proposal first, with their signatures.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ ruleSets: z.array(RuleSetHead) }),
  problems: [],
});

export const showRuleSet = route({
  method: "GET",
  path: "/rule-sets/{id}/{version}",
  summary: "One rule set, whole.",
  who: ["analyst", "signatory", "operator", "auditor"],
  params: z.object({ id: z.string().max(40), version: z.coerce.number().int().min(1).max(100_000) }),
  body: z.undefined(),
  result: RuleSetHead.extend({ document: z.record(z.string(), z.unknown()) }),
  problems: [],
});

export const showRuleSetSchema = route({
  method: "GET",
  path: "/rule-set-schema",
  summary: "The JSON schema of a rule set, for editors and other programs.",
  who: "signed-in",
  params: z.object({}),
  body: z.undefined(),
  result: z.record(z.string(), z.unknown()),
  problems: [],
});

export const proposeRuleSet = route({
  method: "POST",
  path: "/rule-sets",
  summary: "Propose a version of a rule set; a bad one is refused with the path of each fault.",
  who: ["analyst", "signatory"],
  params: z.object({}),
  body: z.unknown(),
  result: RuleSetHead,
  problems: [intakeProblems["rule-set-fault"], intakeProblems["rule-set-version"]],
  bodyLimit: 256 * 1024,
});

export const signRuleSet = route({
  method: "POST",
  path: "/rule-sets/{id}/{version}/signatures",
  summary: "Sign a proposed version as the health department; the second person's signature publishes it.",
  who: ["signatory"],
  params: z.object({ id: z.string().max(40), version: z.coerce.number().int().min(1).max(100_000) }),
  body: z.object({}),
  result: RuleSetHead,
  problems: [intakeProblems["already-published"], intakeProblems["already-signed"], intakeProblems["other-department"]],
});

export const startPreview = route({
  method: "POST",
  path: "/rule-sets/{id}/{version}/previews",
  summary: "What if: run a proposed rule set over a day's feeds; gives counts only and lists nobody.",
  who: ["analyst", "signatory"],
  params: z.object({ id: z.string().max(40), version: z.coerce.number().int().min(1).max(100_000) }),
  body: z.object({ day: Day }),
  result: z.object({ jobId: z.uuid() }),
  problems: [intakeProblems["no-feeds"]],
  perMinute: 10,
});

export const showPreview = route({
  method: "GET",
  path: "/previews/{jobId}",
  summary: "How far a preview is, and its counts when it is done.",
  who: ["analyst", "signatory", "auditor"],
  params: z.object({ jobId: z.uuid() }),
  body: z.undefined(),
  result: z.object({
    state: z.enum(["waiting", "running", "done", "failed"]),
    day: Day,
    ruleSet: z.object({ id: z.string(), version: z.number().int() }),
    problem: z.string().nullable(),
    result: PreviewResult.nullable(),
  }),
  problems: [],
});
