import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Command } from "commander";
import { type Measured, measure, type Share } from "#simulator/measure.ts";
import { Refusal } from "./refusal.ts";

type Options = {
  readonly feeds?: string;
  readonly truth: string;
  readonly ranked: string;
  readonly ablate?: true;
  readonly json?: true;
};
type Ablated =
  | { readonly without: string; readonly measured: Measured }
  | { readonly without: string; readonly refused: string };

/** The files of a feed folder that are left out in turn, as stems: the stem's parts and formats go together. */
const FEEDS = [
  "health/cases",
  "health/contacts",
  "health/areas",
  "health/measures",
  "police/residents",
  "police/trips",
  "telecom/stays",
] as const;

/** `wangge measure`. */
export function measureVerb(program: Command): void {
  program
    .command("measure")
    .description("hold a ranked list against the truth of a simulated province (key in WANGGE_PROVINCE_KEY)")
    .requiredOption("--truth <folder>", "truth/ of wangge simulate")
    .requiredOption("--ranked <file>", "ranked.csv of wangge assess")
    .option("--feeds <folder>", "feeds/ of wangge simulate, for --ablate")
    .option("--ablate", "assess again without each feed in turn")
    .option("--json", "print the result as JSON")
    .action(runMeasure);
}

async function runMeasure(options: Options): Promise<void> {
  const keyText = process.env["WANGGE_PROVINCE_KEY"] ?? "";
  if (!/^[0-9a-fA-F]{64}$/.test(keyText))
    throw new Refusal("WANGGE_PROVINCE_KEY must hold the 64 hex digits that the assessment ran with.", 78);
  for (const path of [join(options.truth, "simulation.json"), options.ranked])
    if (!existsSync(path)) throw new Refusal(`${path} is not there.`, 66);
  const key = Buffer.from(keyText, "hex");
  const measured = await measure(options.truth, options.ranked, key);
  const ablated = options.ablate ? await ablate(options, key) : [];
  if (options.json) {
    console.log(JSON.stringify({ ...measured, ...(options.ablate ? { ablated } : {}) }));
    return;
  }
  show("all feeds", measured);
  for (const one of ablated) {
    if ("measured" in one) show(`without ${one.without}`, one.measured);
    else console.log(`without ${one.without}: refused: ${one.refused}`);
  }
}

const percent = ({ of, found, share }: Share) =>
  `${share === null ? "-" : (share * 100).toFixed(1)} % (${found}/${of})`;

function show(title: string, { recall, precision }: Measured): void {
  console.log(title);
  for (const [tier, value] of Object.entries(recall)) console.log(`  recall    ${tier.padEnd(12)} ${percent(value)}`);
  for (const [tier, value] of Object.entries(precision))
    console.log(`  precision ${tier.padEnd(12)} ${percent(value)}`);
}

async function ablate({ feeds, truth }: Options, key: Buffer): Promise<Ablated[]> {
  if (feeds === undefined || !existsSync(feeds)) throw new Refusal("--ablate needs --feeds, the feed folder.", 64);
  const { until }: { until: string } = JSON.parse(readFileSync(join(truth, "simulation.json"), "utf8"));
  const scratch = mkdtempSync(join(tmpdir(), "wangge-measure-"));
  const results: Ablated[] = [];
  try {
    for (const without of FEEDS) {
      const folder = join(scratch, without.replace("/", "-"));
      linkFeeds(feeds, folder, without);
      const wangge = resolve(import.meta.dirname, "../bin/wangge.mjs");
      const words = ["assess", "--feeds", folder, "--day", until, "--out", join(folder, "out")];
      const run = spawnSync(process.execPath, [wangge, ...words], { encoding: "utf8" });
      const ranked = join(folder, "out", "ranked.csv");
      if (run.status === 0 && existsSync(ranked))
        results.push({ without, measured: await measure(truth, ranked, key) });
      else results.push({ without, refused: run.stderr.trim().split("\n")[0] ?? `exit code ${run.status}` });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return results;
}

/** A folder with links to all files of the feed folder but those of one feed. */
function linkFeeds(feeds: string, folder: string, without: string): void {
  for (const department of ["health", "police", "telecom"]) {
    mkdirSync(join(folder, department), { recursive: true });
    for (const file of readdirSync(join(feeds, department))) {
      const stem = `${department}/${basename(file).split(/[-.]/)[0]}`;
      const [from, to] = [resolve(feeds, department, file), join(folder, department, file)];
      if (stem === without) continue;
      try {
        symlinkSync(from, to);
      } catch {
        // File systems without symbolic links.
        cpSync(from, to);
      }
    }
  }
}
