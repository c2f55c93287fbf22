/**
 * The daily assessment for those who call it: the CLI and the server. The work is done in a child process with bounds
 * on memory and threads, so that a large day neither blocks nor bloats the caller.
 */
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instant } from "#kernel/time.ts";
import { type RuleSet, type RuleSetFault, readRuleSet, type Summary } from "./contract.ts";
import type { Household, RankedIdentity, ReportedCase } from "./identities.ts";
import type { Pseudonymised } from "./pseudonymise.ts";
import type { ToWorker, WorkerAnswer, WorkerOrder, WorkerRows } from "./worker.ts";

/** Raw numbers in the feeds, and no province key to make keys of them. */
export class KeyMissing extends Error {}

/** The rule-set document is refused; each fault has its JSON path. */
export class RuleSetRefused extends Error {
  readonly faults: readonly RuleSetFault[];

  constructor(faults: readonly RuleSetFault[]) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join("\n"));
    this.faults = faults;
  }
}

/** The rule set that ships: Jiangsu, February 2020. */
export const DEFAULT_RULES = join(import.meta.dirname, "rules/js-2020-02.json");

/** A file is refused as a whole when more than this share of its rows is bad (feeds.md). */
export const DEFAULT_BAD_SHARE = 0.05;

/** Reads and checks a rule-set file. Throws RuleSetRefused, also for what is no JSON. */
export async function loadRuleSet(path: string): Promise<RuleSet> {
  const text = await readFile(path, "utf8");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new RuleSetRefused([{ path: "$", message: `not JSON: ${error instanceof Error ? error.message : ""}` }]);
  }
  const result = readRuleSet(document);
  if (!result.ok) throw new RuleSetRefused(result.faults);
  return result.ruleSet;
}

export type AssessOptions = {
  readonly feedsDir: string;
  /** The day assessed, `YYYY-MM-DD` in Asia/Shanghai; T is its end. */
  readonly day: string;
  readonly rules: RuleSet;
  readonly engine: "duckdb" | "postgres";
  readonly outDir: string;
  /** 64 hex digits; null when the feeds carry keys already. */
  readonly provinceKey: string | null;
  /** Overrides the rule set's own. */
  readonly provincePrefix?: string;
  /** Of the child process, DuckDB and all. */
  readonly memoryMb: number;
  readonly threads: number;
  readonly databaseUrl?: string;
  /** Folder of earlier `summary.json` files for the quality gate. */
  readonly historyDir?: string;
  readonly maxBadShare?: number;
  /** Who hands the feeds over, for the receipts. */
  readonly by: string;
  readonly now: Instant;
  readonly onProgress?: (step: string) => void;
  /** Ends the child when aborted; nothing of the output is then valid. */
  readonly signal?: AbortSignal;
};

/**
 * Ranks the people of a feed folder for one day: writes ranked.csv, ranked.parquet, summary.json and rejects/ to
 * `outDir` and gives the summary. Refused files are in `inputs` with their reason; the others were assessed.
 * Throws KeyMissing; any other error is a fault.
 */
export async function assessFeeds(options: AssessOptions): Promise<Summary> {
  const value = await askWorker(
    {
      verb: "assess",
      order: {
        feedsDir: options.feedsDir,
        outDir: options.outDir,
        day: options.day,
        ruleSet: options.rules,
        ruleSetSha256: createHash("sha256").update(JSON.stringify(options.rules)).digest("hex"),
        province: options.provincePrefix ?? options.rules.province,
        engine: options.engine,
        provinceKey: options.provinceKey,
        databaseUrl: options.databaseUrl ?? null,
        historyDir: options.historyDir ?? null,
        memoryMb: options.memoryMb,
        threads: options.threads,
        maxBadShare: options.maxBadShare ?? DEFAULT_BAD_SHARE,
        by: options.by,
        now: options.now,
      },
    },
    options,
  );
  if (value === null || Array.isArray(value)) throw new Error("the assessment gave no summary");
  return value;
}

export type PseudonymiseOptions = {
  readonly feedsDir: string;
  readonly outDir: string;
  readonly provinceKey: string;
  readonly memoryMb: number;
  readonly threads: number;
  readonly now: Instant;
};

/** Rewrites a feed folder with keys in place of raw numbers; one line a file. */
export async function pseudonymise(options: PseudonymiseOptions): Promise<Pseudonymised[]> {
  const value = await askWorker({ verb: "pseudonymise", order: options }, {});
  if (!Array.isArray(value)) throw new Error("the worker gave no list of files");
  return value;
}

export type IdentityOptions = {
  readonly feedsDir: string;
  /** The output folder of the assessment, with its ranked.parquet. */
  readonly outDir: string;
  readonly provinceKey: string;
  readonly memoryMb: number;
  readonly threads: number;
};

/**
 * Identities of the ranked subjects and of nobody else, in batches, straight from the feeds: the caller seals them. A
 * subject comes once for each feed and spelling; feeds that carry keys already have none to give.
 */
export async function* rankedIdentities(options: IdentityOptions): AsyncGenerator<RankedIdentity[]> {
  for await (const rows of rowsOfWorker({ verb: "identities", order: options }))
    yield rows.flatMap((row) => ("personKey" in row ? [row] : []));
}

/** Households of the residents register, in batches, for the register of coverage. Household ids leave as keys. */
export async function* householdsOf(
  options: IdentityOptions & { readonly day: string; readonly by: string; readonly now: Instant },
): AsyncGenerator<Household[]> {
  for await (const rows of rowsOfWorker({ verb: "households", order: options }))
    yield rows.flatMap((row) => ("householdKey" in row ? [row] : []));
}

/** Rows of the cases feed up to the day, in the feed's order, in batches: for the brief's figures. Nobody is named. */
export async function* casesOf(
  options: IdentityOptions & { readonly day: string; readonly by: string; readonly now: Instant },
): AsyncGenerator<ReportedCase[]> {
  for await (const rows of rowsOfWorker({ verb: "cases", order: options }))
    yield rows.flatMap((row) => ("caseId" in row ? [row] : []));
}

type Talk = { readonly onProgress?: (step: string) => void; readonly signal?: AbortSignal };

function startWorker(order: WorkerOrder, talk: Talk) {
  const child = fork(join(import.meta.dirname, "worker.ts"), [], {
    serialization: "advanced",
    execArgv: ["--disable-warning=ExperimentalWarning"],
    ...(talk.signal === undefined ? {} : { signal: talk.signal }),
  });
  const say = (message: ToWorker) => child.send(message);
  say(order);
  return { child, say };
}

const failureOf = (answer: Extract<WorkerAnswer, { kind: "failed" }>): Error =>
  answer.reason === "key-missing" ? new KeyMissing(answer.message) : new Error(answer.message);

function askWorker(order: WorkerOrder, talk: Talk): Promise<Extract<WorkerAnswer, { kind: "done" }>["value"]> {
  return new Promise((resolve, reject) => {
    const { child } = startWorker(order, talk);
    child.on("message", (answer: WorkerAnswer) => {
      if (answer.kind === "progress") talk.onProgress?.(answer.step);
      if (answer.kind === "done") resolve(answer.value);
      if (answer.kind === "failed") reject(failureOf(answer));
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => reject(new Error(`the assessment's process ended early (${signal ?? code})`)));
  });
}

async function* rowsOfWorker(order: WorkerOrder): AsyncGenerator<WorkerRows> {
  const { child, say } = startWorker(order, {});
  const answers: WorkerAnswer[] = [];
  let wake: () => void = () => {};
  const arrived = (answer: WorkerAnswer) => {
    answers.push(answer);
    wake();
  };
  child.on("message", arrived);
  child.on("error", (error) => arrived({ kind: "failed", reason: "fault", message: error.message }));
  child.on("exit", () => arrived({ kind: "failed", reason: "fault", message: "the process ended early" }));
  try {
    for (;;) {
      const answer = answers.shift();
      if (answer === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (answer.kind === "done") return;
      if (answer.kind === "failed") throw failureOf(answer);
      if (answer.kind !== "rows") continue;
      yield answer.rows;
      say("next");
    }
  } finally {
    child.kill();
  }
}
