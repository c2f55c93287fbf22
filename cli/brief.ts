import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { briefFromCases, briefOf, recordCases } from "#capabilities/brief/brief.ts";
import {
  type CaseFile,
  CaseFileFault,
  readCaseFile,
  SHIPPED_CASES,
  shippedNames,
} from "#capabilities/brief/case-file.ts";
import type { Brief } from "#capabilities/brief/contract.ts";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import { type PlainDay, plainDay } from "#kernel/time.ts";
import { asOwner, withDatabase } from "./database.ts";
import { Refusal } from "./refusal.ts";

/** `wangge brief`, `wangge brief load`, `wangge rollup verify`. */
export function briefVerbs(program: Command): void {
  const brief = program
    .command("brief")
    .description("the morning brief: the numbers of a day, the change against yesterday, days without a new case")
    .option("--day <YYYY-MM-DD>", "the day of the brief, in Asia/Shanghai", day)
    .option("--cases [FILE]", "from this case file alone, without a database (no FILE: the one that ships)")
    .option("--province <NN>", "two digits", province, "32")
    .option("--place <CODE>", "a place of any level, from the database (default: the province)", place)
    .addOption(new Option("--lang <lang>", "language of the text").choices(["zh", "en"]).default("zh"))
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nA case file has the columns date,province,city,confirmed,suspected,cured,dead (cumulative; six-digit codes; city" +
        "\nempty for a whole province). Rows that cannot be right are left out and named with their lines on stderr." +
        "\nExit codes: 0 done, 1 nothing on record for that day and place, 64 wrong words, 65 no case file, 66 file missing," +
        "\n69 database away.\nExample: wangge brief --day 2020-03-08 --cases --province 32",
    )
    .action(show);
  brief
    .command("load")
    .description(
      "put the figures of a case file on record; repeating it changes nothing, other figures are corrections",
    )
    .argument("[file]", "a case file (default: the one that ships)", SHIPPED_CASES)
    .option("--json", "print one JSON object")
    .action(load);
  program
    .command("rollup")
    .description("the counters behind every figure")
    .command("verify")
    .description("count everything again from its rows and compare (exit code 1 when a counter differs)")
    .option("--json", "print one JSON object")
    .action(verify);
}

type ShowOptions = {
  day?: PlainDay;
  cases?: string | true;
  province: string;
  place?: string;
  lang: "zh" | "en";
  json?: true;
};

async function show(options: ShowOptions): Promise<void> {
  if (options.day === undefined) throw new Refusal("Which day? Say --day YYYY-MM-DD.", 64);
  const { brief, file } =
    options.cases === undefined
      ? { brief: await fromDatabase(options.place ?? options.province, options.day), file: null }
      : await fromFile(options.cases === true ? SHIPPED_CASES : options.cases, options.province, options.day);
  if (file) warnOf(file);
  if (options.json) {
    const { textZh, textEn, ...facts } = brief;
    const refused = file ? { refusedRows: file.refused, refusedCount: file.refusedCount } : {};
    console.log(JSON.stringify({ ...facts, ...refused, text: options.lang === "zh" ? textZh : textEn }));
  } else console.log(options.lang === "zh" ? brief.textZh : brief.textEn);
  if (brief.cases.own === null && brief.work === null)
    throw new Refusal(`Nothing is on record for ${options.province} up to ${options.day}.`, 1);
}

const fromDatabase = (of: string, on: PlainDay): Promise<Brief> =>
  withDatabase(({ services }) => asOwner(services, (ctx) => briefOf(ctx, { place: of, day: on })));

async function fromFile(path: string, of: string, on: PlainDay): Promise<{ brief: Brief; file: CaseFile }> {
  const file = await readCaseFile(path, of).catch(explain);
  return { file, brief: briefFromCases(file.rows, { place: of, day: on, names: await shippedNames(of) }) };
}

async function load(path: string, options: { json?: true }): Promise<void> {
  const file = await readCaseFile(path, null).catch(explain);
  warnOf(file);
  const recorded = await withDatabase(({ services }) =>
    asOwner(services, (ctx) => recordCases(ctx, file.rows, `file:${basename(path)}`)),
  );
  if (options.json) console.log(JSON.stringify({ rows: file.rows.length, recorded, refused: file.refusedCount }));
  else console.log(`${file.rows.length} rows read, ${recorded} recorded, ${file.refusedCount} refused.`);
}

async function verify(options: { json?: true }): Promise<void> {
  const verified = await withDatabase(async ({ services }) => {
    while ((await foldOnce(services)) > 0);
    return asOwner(services, verifyCounters);
  });
  if (options.json) console.log(JSON.stringify(verified));
  else {
    const { counters, sums } = verified.compared;
    console.log(`${counters} counters compared with their rows, ${sums} sums with the ledger.`);
    for (const one of [...verified.counterDifferences, ...verified.sumDifferences])
      console.log(`  ${one.place} ${one.day} ${one.metric}: counted ${one.counted}, recounted ${one.recounted}`);
  }
  if (!verified.isExact) throw new Refusal("Some figures are not what their rows say.", 1);
}

function warnOf(file: CaseFile): void {
  for (const { line, reason } of file.refused.slice(0, 20)) console.error(`line ${line} is left out: ${reason}`);
  if (file.refusedCount > 20) console.error(`… and ${file.refusedCount - 20} more lines are left out.`);
}

function explain(error: unknown): never {
  if (error instanceof CaseFileFault)
    throw new Refusal(error.message, error.message.endsWith("no such file") ? 66 : 65);
  throw error;
}

function day(text: string): PlainDay {
  const read = plainDay(text);
  if (read === null) throw new InvalidArgumentError("not a day (YYYY-MM-DD)");
  return read;
}

function province(text: string): string {
  if (!/^[1-9]\d$/.test(text)) throw new InvalidArgumentError("two digits");
  return text;
}

function place(text: string): string {
  if (!/^[1-9]\d(\d{2}(\d{2}(\d{3}){0,2})?)?$/.test(text))
    throw new InvalidArgumentError("a code of 2, 4, 6, 9 or 12 digits");
  return text;
}
