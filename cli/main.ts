/** `wangge <verb>`: each verb parses its words, calls a capability and prints. */
import { Command, CommanderError } from "commander";
import { Refusal } from "./refusal.ts";

type AddVerbs = (program: Command) => void;

const assess = async () => (await import("./assess.ts")).assessVerbs;
const brief = async () => (await import("./brief.ts")).briefVerbs;
const simulate = async () => (await import("./simulate.ts")).simulateVerbs;

/** Where each verb is: only the one that is called is loaded, so that a small verb answers at once. */
const VERBS: Readonly<Record<string, () => Promise<AddVerbs>>> = {
  assess,
  pseudonymise: assess,
  rules: assess,
  audit: async () => (await import("./audit.ts")).auditVerbs,
  brief,
  code: async () => (await import("./code.ts")).codeVerbs,
  rollup: brief,
  "code-keys": async () => (await import("./code-keys.ts")).codeKeysVerbs,
  grid: async () => (await import("./grid.ts")).gridVerbs,
  migrate: async () => (await import("./migrate.ts")).migrateVerbs,
  serve: async () => (await import("./serve.ts")).serveVerbs,
  simulate,
  measure: simulate,
  sunset: async () => (await import("./sunset.ts")).sunsetVerbs,
  staff: async () => (await import("./staff.ts")).staffVerbs,
};

/** Exit codes, documented in docs/operate/cli.md. */
const EXIT = { usage: 64, fault: 70 } as const;

async function main(words: readonly string[]): Promise<void> {
  const program = new Command("wangge")
    .description("Wangge (网格): big data + grid + footwork")
    .exitOverride()
    .configureHelp({ sortSubcommands: true, showGlobalOptions: true });
  const called = VERBS[words[0] ?? ""];
  for (const load of new Set(called ? [called] : Object.values(VERBS))) (await load())(program);
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
