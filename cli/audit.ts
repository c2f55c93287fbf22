import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { headLines, readHeads, WrongHead } from "#capabilities/audit/heads.ts";
import { type Head, verifyLog } from "#platform/audit-log.ts";
import { withDatabase } from "./database.ts";
import { Refusal } from "./refusal.ts";

/** `wangge audit verify`, `wangge audit heads`. */
export function auditVerbs(program: Command): void {
  const audit = program.command("audit").description("the audit log: check it, take its signed heads away");
  audit
    .command("verify")
    .description("recompute the whole log and check every signed head")
    .option("--heads <file>", "heads kept from earlier (wangge audit heads): they must still fit")
    .option("--json", "print one JSON object: isIntact, entries, heads, fault")
    .addHelpText(
      "after",
      "\nExit codes: 0 intact, 1 not intact (the first fault is named), 65 wrong file of heads, 66 file missing, 69 database away.",
    )
    .action(verify);
  audit
    .command("heads")
    .description("print every signed tree head, one JSON object a line: keep them outside this machine")
    .addHelpText("after", "\nExample: wangge audit heads > heads-2020-02-10.jsonl")
    .action(heads);
}

async function verify(options: { heads?: string; json?: true }): Promise<void> {
  const kept = options.heads === undefined ? [] : keptHeads(options.heads);
  const verdict = await withDatabase(({ owner, services }) => verifyLog(owner, services.keys, kept));
  if (options.json) console.log(JSON.stringify({ ...verdict, keptHeads: kept.length }));
  else if (verdict.isIntact) {
    console.log(`Intact: ${verdict.entries} entries, ${verdict.heads} signed heads, ${kept.length} kept heads fit.`);
  }
  if (verdict.fault === null) return;
  throw new Refusal(`NOT INTACT: ${verdict.fault.what}, at ${verdict.fault.at}.`, 1);
}

function keptHeads(path: string): Head[] {
  try {
    return readHeads(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof WrongHead) throw new Refusal(`${path}: ${error.message}.`, 65);
    if (error instanceof Error && "code" in error) throw new Refusal(`${path} cannot be read (${error.code}).`, 66);
    throw error;
  }
}

async function heads(): Promise<void> {
  await withDatabase(async ({ owner }) => {
    for await (const line of headLines(owner)) process.stdout.write(line);
  });
}
