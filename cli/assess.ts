import { readFile, stat } from "node:fs/promises";
import { availableParallelism, userInfo } from "node:os";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import {
  assessFeeds,
  DEFAULT_BAD_SHARE,
  DEFAULT_RULES,
  KeyMissing,
  loadRuleSet,
  pseudonymise,
  RuleSetRefused,
} from "#capabilities/assessment/assess.ts";
import { type RuleSet, ruleSetJsonSchema, type Summary } from "#capabilities/assessment/contract.ts";
import { instantOf, plainDay } from "#kernel/time.ts";
import { Refusal } from "./refusal.ts";

const MB_PER_GB = 1024;

type AssessWords = {
  readonly feeds: string;
  readonly day: string;
  readonly out: string;
  readonly rules: string;
  readonly engine: "duckdb" | "postgres";
  readonly province?: string;
  readonly history?: string;
  readonly memory: number;
  readonly threads: number;
  readonly maxBad: number;
  readonly json?: true;
};

const dayWord = (text: string): string => {
  if (plainDay(text) === null) throw new InvalidArgumentError("a day is written YYYY-MM-DD");
  return text;
};

const engineWord = (text: string): string => {
  if (text !== "duckdb" && text !== "postgres") throw new InvalidArgumentError("an engine is duckdb or postgres");
  return text;
};

const provinceWord = (text: string): string => {
  if (!/^[1-9]\d$/.test(text)) throw new InvalidArgumentError("a province is the first two digits of its code, as 32");
  return text;
};

const numberWord = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new InvalidArgumentError(`a number from ${least} to ${most}`);
  return value;
};

/** `WANGGE_PROVINCE_KEY`, or null when it is not set. A key of another form is refused, never shortened or padded. */
function provinceKey(): string | null {
  const key = process.env["WANGGE_PROVINCE_KEY"];
  if (key === undefined || key === "") return null;
  if (!/^[0-9a-fA-F]{64}$/.test(key)) throw new Refusal("WANGGE_PROVINCE_KEY must be 64 hex digits (32 bytes).", 78);
  return key.toLowerCase();
}

const KEY_NEEDED =
  "Set WANGGE_PROVINCE_KEY to the province's key, 64 hex digits, or hand over feeds that `wangge pseudonymise` has written.";

async function folder(path: string, what: string): Promise<string> {
  const info = await stat(path).catch(() => null);
  if (info?.isDirectory() !== true) throw new Refusal(`${what} ${path} is not a folder.`, 66);
  return resolve(path);
}

async function ruleSetOf(path: string): Promise<RuleSet> {
  try {
    return await loadRuleSet(path);
  } catch (error) {
    if (error instanceof RuleSetRefused) throw new Refusal(`${path} is refused:\n${error.message}`, 65);
    if (error instanceof Error && "code" in error) throw new Refusal(`${path} cannot be read.`, 66);
    throw error;
  }
}

async function assess(words: AssessWords): Promise<void> {
  const feedsDir = await folder(words.feeds, "The feed folder");
  const rules = await ruleSetOf(words.rules);
  const databaseUrl = process.env["DATABASE_URL"];
  if (words.engine === "postgres" && !databaseUrl)
    throw new Refusal("--engine postgres needs DATABASE_URL, as postgres://user@host:5432/base.", 78);
  const isWatched = process.stderr.isTTY && words.json !== true;
  try {
    const summary = await assessFeeds({
      feedsDir,
      day: words.day,
      rules,
      engine: words.engine,
      outDir: resolve(words.out),
      provinceKey: provinceKey(),
      ...(words.province === undefined ? {} : { provincePrefix: words.province }),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      ...(words.history === undefined ? {} : { historyDir: await folder(words.history, "The history") }),
      memoryMb: Math.round(words.memory * MB_PER_GB),
      threads: words.threads,
      maxBadShare: words.maxBad / 100,
      by: userInfo().username,
      now: instantOf(Date.now()),
      ...(isWatched ? { onProgress: (step: string) => process.stderr.write(`\r\u001b[K${step}`) } : {}),
    });
    if (isWatched) process.stderr.write("\r\u001b[K");
    console.log(words.json === true ? JSON.stringify(summary) : inWords(summary, words.out));
    const refused = summary.inputs.filter((input) => input.state === "refused");
    if (refused.length > 0)
      throw new Refusal(
        refused.map((input) => `${input.feed}: ${input.file} is refused as a whole: ${input.because}.`).join("\n"),
        65,
      );
    if (summary.inputs.length === 0) throw new Refusal(`No feed file in ${words.feeds}.`, 66);
  } catch (error) {
    if (error instanceof KeyMissing) throw new Refusal(`${error.message}. ${KEY_NEEDED}`, 78);
    throw error;
  }
}

function inWords(summary: Summary, out: string): string {
  const tiers = Object.entries(summary.byTier).map(([tier, count]) => `${tier} ${count}`);
  const lines = [
    `${summary.day}: ${summary.listed} listed (${tiers.join(", ")}), ${summary.managed} of them under observation, by ${summary.ruleSet.id} version ${summary.ruleSet.version}, ${summary.seconds} s`,
  ];
  for (const [feed, count] of Object.entries(summary.feeds))
    lines.push(`  ${feed}: read ${count.read}, taken ${count.taken}, rejected ${count.rejected}, later ${count.later}`);
  for (const flag of summary.flags)
    lines.push(`  look at ${flag.feed}: ${flag.flag} (${flag.value}, limit ${flag.limit})`);
  return [...lines, `Written to ${out}: ranked.csv, ranked.parquet, summary.json`].join("\n");
}

type PseudonymiseWords = { readonly memory: number; readonly threads: number; readonly json?: true };

async function pseudonymiseVerb(from: string, to: string, words: PseudonymiseWords): Promise<void> {
  const feedsDir = await folder(from, "The feed folder");
  const key = provinceKey();
  if (key === null) throw new Refusal("Set WANGGE_PROVINCE_KEY to the province's key, 64 hex digits.", 78);
  if (resolve(to) === feedsDir) throw new Refusal("IN and OUT must be two folders.", 64);
  const files = await pseudonymise({
    feedsDir,
    outDir: resolve(to),
    provinceKey: key,
    memoryMb: Math.round(words.memory * MB_PER_GB),
    threads: words.threads,
    now: instantOf(Date.now()),
  });
  if (words.json === true) console.log(JSON.stringify(files));
  else
    for (const file of files)
      console.log(`${file.feed}: ${file.file}: ${file.written} written, ${file.rejected} rejected`);
  const refused = files.filter((file) => file.refused !== null);
  if (refused.length > 0)
    throw new Refusal(refused.map((file) => `${file.feed}: ${file.file} is refused: ${file.refused}.`).join("\n"), 65);
  if (files.length === 0) throw new Refusal(`No feed file in ${from}.`, 66);
}

const withBounds = (command: Command): Command =>
  command
    .option("--memory <GB>", "memory of the working process", numberWord(0.5, 4096), 4)
    .option("--threads <N>", "threads", numberWord(1, 256), Math.min(availableParallelism(), 8))
    .option("--json", "print JSON for a program");

/** `wangge assess`, `wangge pseudonymise`, `wangge rules`. */
export function assessVerbs(program: Command): void {
  withBounds(
    program
      .command("assess")
      .description("rank the people of a feed folder for one day")
      .requiredOption("--feeds <DIR>", "the feed folder: health/, police/, telecom/")
      .requiredOption("--day <YYYY-MM-DD>", "the day assessed, to its 24:00 in Asia/Shanghai", dayWord)
      .requiredOption("--out <DIR>", "where ranked.csv, ranked.parquet, summary.json and rejects/ go")
      .option("--rules <FILE>", "a rule set", DEFAULT_RULES)
      .option("--engine <NAME>", "duckdb or postgres (at DATABASE_URL)", engineWord, "duckdb")
      .option("--province <NN>", "the province's two digits, instead of the rule set's", provinceWord)
      .option("--history <DIR>", "earlier summaries, for the quality gate")
      .option("--max-bad <PERCENT>", "refuse a file with more bad rows", numberWord(0, 100), DEFAULT_BAD_SHARE * 100),
  )
    .addHelpText(
      "after",
      "\nExit codes: 0 ranked; 65 a rule set or a feed file is refused (the other files are ranked all the same);\n66 no input; 70 a fault; 78 WANGGE_PROVINCE_KEY or DATABASE_URL missing.",
    )
    .action(assess);
  withBounds(
    program
      .command("pseudonymise")
      .description("write a feed folder again with keys in place of numbers, names and addresses")
      .argument("<IN>", "the feed folder")
      .argument("<OUT>", "where the keyed files go"),
  )
    .addHelpText("after", "\nExit codes: 0 written; 65 a file is refused; 66 no input; 78 WANGGE_PROVINCE_KEY missing.")
    .action(pseudonymiseVerb);
  rulesVerbs(program);
}

function rulesVerbs(program: Command): void {
  const rules = program.command("rules").description("look at rule sets");
  rules
    .command("check")
    .description("check a rule-set document; exit code 65 and the path of each fault when it is bad")
    .argument("<FILE>", "the document")
    .action(async (file: string) => {
      const set = await ruleSetOf(file);
      console.log(`${set.id} version ${set.version}: ${set.rules.length} rules, good`);
    });
  rules
    .command("schema")
    .description("print the JSON schema of rule sets")
    .action(() => console.log(JSON.stringify(ruleSetJsonSchema(), null, 2)));
  rules
    .command("show")
    .description("print the rule set that ships")
    .action(async () => console.log((await readFile(DEFAULT_RULES, "utf8")).trimEnd()));
}
