import { cpus, totalmem } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { plainDay } from "#kernel/time.ts";
import { FORMATS, type Format } from "#simulator/files.ts";
import { countiesUnder, placesOfJiangsu } from "#simulator/places.ts";
import { isRateName, RATES, ratesWith } from "#simulator/rates.ts";
import { simulate } from "#simulator/simulate.ts";
import { measureVerb } from "./measure.ts";
import { Refusal } from "./refusal.ts";

type Options = {
  readonly persons: number;
  readonly seed: number;
  readonly days: number;
  readonly until: string;
  readonly county: readonly string[];
  readonly out: string;
  readonly format: string;
  readonly rate: readonly string[];
  readonly clean?: true;
  readonly json?: true;
};

const MOST_PERSONS = 80_000_000;
/** Larger than any county of Jiangsu; beyond, identity numbers would run out (simulator/people.ts). */
const MOST_PERSONS_A_COUNTY = 2_000_000;

/** `wangge simulate`, `wangge measure`. */
export function simulateVerbs(program: Command): void {
  program
    .command("simulate")
    .description("write a synthetic province's feeds, and apart the truth")
    .requiredOption(
      "--out <folder>",
      "writes feeds/, truth/ and grids.csv below it (what is there of these is replaced)",
    )
    .option("--persons <number>", "residents, up to 80000000", wholeNumber, 60_000)
    .option("--seed <number>", "the same seed and arguments give the same bytes", wholeNumber, 1)
    .option("--days <number>", "days that the feeds reach back, 1 to 60", wholeNumber, 14)
    .option("--until <day>", "the last day that the feeds know, 2020-01-11 to 2020-03-31", "2020-02-10")
    .option("--county <code...>", "counties of Jiangsu by code; 32 or a city's four digits mean all below", ["320583"])
    .option("--format <format>", FORMATS.join(", "), "parquet")
    .option("--rate <name=value...>", `change a rate: ${Object.keys(RATES).join(", ")}`, [])
    .option("--clean", "no typing errors, gaps or duplicates")
    .option("--json", "print the result as JSON")
    .action(runSimulate);
  measureVerb(program);
}

async function runSimulate(options: Options): Promise<void> {
  const { counties, unknown } = countiesUnder(options.county, placesOfJiangsu());
  if (unknown.length > 0)
    throw new Refusal(
      `No county, city or province of Jiangsu has the code ${unknown.join(", ")} (data/places/32.csv; Kunshan is 320583).`,
      64,
    );
  if (options.persons < 1 || options.persons > MOST_PERSONS)
    throw new Refusal("--persons must be between 1 and 80000000.", 64);
  if (options.persons > counties.length * MOST_PERSONS_A_COUNTY)
    throw new Refusal(
      `--persons ${options.persons} is over 2000000 a county: name more counties, or --county 32 for all.`,
      64,
    );
  if (options.days < 1 || options.days > 60) throw new Refusal("--days must be between 1 and 60.", 64);
  const until = plainDay(options.until);
  if (until === null || until < "2020-01-11" || until > "2020-03-31")
    throw new Refusal("--until must be a day from 2020-01-11 to 2020-03-31, the span of the case file.", 64);
  const format = FORMATS.find((one) => one === options.format);
  if (!format) throw new Refusal(`--format must be one of ${FORMATS.join(", ")}.`, 64);
  const showsProgress = process.stderr.isTTY && !options.json;
  const result = await simulate({
    persons: options.persons,
    seed: options.seed,
    counties,
    until,
    days: options.days,
    out: options.out,
    format: format satisfies Format,
    rates: ratesWith(changedRates(options.rate), options.clean === true),
    ...(showsProgress
      ? { onProgress: (done: number, total: number) => process.stderr.write(`\r${done} of ${total} parts`) }
      : {}),
  });
  if (showsProgress) process.stderr.write("\n");
  if (options.json) {
    const machine = { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
    console.log(JSON.stringify({ ...result, rowsPerSecond: Math.round(result.totalRows / result.seconds), machine }));
    return;
  }
  for (const [feed, rows] of Object.entries(result.rows)) console.log(`${feed.padEnd(24)} ${rows}`);
  console.log(
    `${result.totalRows} rows in ${result.seconds.toFixed(1)} s: ${result.feedsDir}; the truth: ${result.truthDir}`,
  );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError("must be a whole number.");
  return Number(text);
}

function changedRates(words: readonly string[]): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const word of words) {
    const [name = "", text = ""] = word.split("=");
    const value = Number(text);
    if (!isRateName(name)) throw new Refusal(`There is no rate ${name}. Rates: ${Object.keys(RATES).join(", ")}.`, 64);
    if (text === "" || !(value >= 0 && value <= 1)) throw new Refusal(`The rate ${name} must be between 0 and 1.`, 64);
    changed[name] = value;
  }
  return changed;
}
