/** Feeds in, runs of the assessment, rule sets: what the departments hand over and by which rules it is read. */
import { z } from "zod";
import { QualityFlag, Receipt, Summary } from "#capabilities/assessment/contract.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";

export const intakeProblems = problems("intake", {
  "bad-name": {
    status: 422,
    zh: "文件名不符合约定（例如 trips-01.parquet、cases.csv）。请改名后再交。",
    en: "The file's name is not one of this feed's (such as trips-01.parquet, cases.csv). Rename it and hand it in again.",
  },
  "other-department": {
    status: 403,
    zh: "各部门只能提交本部门的数据。请由对应部门提交。",
    en: "A department hands in its own feeds only. Ask the department concerned to hand this in.",
  },
  "file-too-large": {
    status: 413,
    zh: "文件超过大小上限。请拆成几个文件（例如 trips-01、trips-02）后再交。",
    en: "The file is larger than the limit. Split it (trips-01, trips-02, …) and hand the parts in.",
  },
  "empty-file": {
    status: 422,
    zh: "文件是空的。请检查后重新提交。",
    en: "The file is empty. Check it and hand it in again.",
  },
  "cut-short": {
    status: 400,
    zh: "传输中断，文件没有收全，未登记。请重新提交。",
    en: "The transfer broke off; the file is incomplete and was not taken. Hand it in again.",
  },
  "no-feeds": {
    status: 409,
    zh: "这一天还没有任何数据文件。请先提交数据。",
    en: "No feed has been handed in for this day yet. Hand in feeds first.",
  },
  "already-running": {
    status: 409,
    zh: "这一天的研判正在进行。请等它完成。",
    en: "An assessment of this day is running. Wait until it is done.",
  },
  "engine-away": {
    status: 409,
    zh: "没有配置外部 PostgreSQL，不能用 postgres 引擎。请用 duckdb。",
    en: "No PostgreSQL server is configured for the postgres engine. Use duckdb.",
  },
  "no-rule-set": {
    status: 409,
    zh: "这一天没有生效的研判规则。请先签发规则。",
    en: "No published rule set is valid on this day. Publish one first.",
  },
  "rule-set-fault": {
    status: 422,
    zh: "规则文件有错，未登记。请按 faults 中的位置改正。",
    en: "The rule set has faults and was not recorded. Correct the places named in `faults`.",
  },
  "rule-set-version": {
    status: 409,
    zh: "版本号必须正好比最新版本大一。请按 expected 改正。",
    en: "The version must be the latest plus one. Use the one in `expected`.",
  },
  "already-published": {
    status: 409,
    zh: "这个版本已经签发，不能再签。",
    en: "This version is published already; there is nothing left to sign.",
  },
  "already-signed": {
    status: 409,
    zh: "同一个人不能签两次。请由另一位卫健签字人签。",
    en: "One person cannot sign twice. Another signatory of the health department must sign.",
  },
});

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

const RuleSetHead = z.object({
  id: z.string(),
  version: z.number().int(),
  titleZh: z.string(),
  titleEn: z.string(),
  validFrom: Day,
  sha256: z.string(),
  proposedAt: z.iso.datetime(),
  proposedBy: z.string().nullable(),
  publishedAt: z.iso.datetime().nullable(),
  signatures: z.array(z.object({ displayName: z.string(), organisation: z.string(), signedAt: z.iso.datetime() })),
  /** Is it the one by which today's feeds are read? */
  isStanding: z.boolean(),
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
