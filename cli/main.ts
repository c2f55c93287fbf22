/** `wangge <verb>`: each verb parses its words, calls a capability and prints. */
import { Command, CommanderError } from "commander";
import { assessVerbs } from "./assess.ts";
import { auditVerbs } from "./audit.ts";
import { briefVerbs } from "./brief.ts";
import { gridVerbs } from "./grid.ts";
import { migrateVerbs } from "./migrate.ts";
import { Refusal } from "./refusal.ts";
import { serveVerbs } from "./serve.ts";
import { simulateVerbs } from "./simulate.ts";
import { staffVerbs } from "./staff.ts";

/** Exit codes, documented in docs/operate/cli.md. */
const EXIT = { usage: 64, fault: 70 } as const;

async function main(words: readonly string[]): Promise<void> {
  const program = new Command("wangge")
    .description("Wangge (网格): big data + grid + footwork")
    .exitOverride()
    .configureHelp({ sortSubcommands: true, showGlobalOptions: true });
  for (const add of [
    assessVerbs,
    auditVerbs,
    briefVerbs,
    gridVerbs,
    migrateVerbs,
    serveVerbs,
    simulateVerbs,
    staffVerbs,
  ])
    add(program);
  try {
    await program.parseAsync(["node", "wangge", ...words]);
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** Says what went wrong on stderr and gives the exit code: 0 help, 64 wrong words, a refusal's own, 70 a fault of ours. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof Refusal) {
    console.error(error.message);
    return error.exitCode;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.fault;
}

await main(process.argv.slice(2));
