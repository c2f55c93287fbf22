/** `wangge sunset execute`, `wangge sunset verify`. */
import { createPublicKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { signingKeysIn } from "#capabilities/credentials/retire-keys.ts";
import { CannotSet, executeSunset } from "#capabilities/sunset/execute.ts";
import { certificateSha256 } from "#capabilities/sunset/sunset.ts";
import { verifyCertificate } from "#capabilities/sunset/verify.ts";
import { canonicalJson } from "#platform/audit-log.ts";
import { withDatabase } from "./database.ts";
import { Refusal } from "./refusal.ts";

export function sunsetVerbs(program: Command): void {
  const sunset = program
    .command("sunset")
    .description("the end of an epidemic event: carry it out, check its certificate");
  sunset
    .command("execute")
    .description("end the event: close its purposes, erase persons' data, destroy keys, publish signing keys, certify")
    .requiredOption("--event <id>", "the event, e.g. covid-19; its plan must be approved by health, chair and auditor")
    .requiredOption("--out <file>", "where the certificate is written")
    .addHelpText(
      "after",
      "\nIt cannot be undone. Broken off, give it again: it goes on from where it was.\nExit codes: 0 done, 65 not approved or no plan, 69 database away.",
    )
    .action(execute);
  sunset
    .command("verify")
    .description("check a certificate; needs no database")
    .argument("<file>", "the certificate")
    .option("--public-key <file>", "the audit key as you know it (PEM); else the certificate's own is used")
    .option("--json", "print one JSON object: isValid, sha256, checks")
    .addHelpText("after", "\nExit codes: 0 every check holds, 1 one does not, 65 no certificate, 66 file missing.")
    .action(verify);
}

const WHY = {
  "no-plan": "There is no plan for this event. Health or the chair plans it first (POST /sunsets).",
  "not-approved": "The plan is not approved: health, the chair and the auditor must agree first.",
  "unknown-table": "Some tables have no decided fate (capabilities/sunset/rules/fates.ts); nothing was touched.",
} as const;

async function execute({ event, out }: { event: string; out: string }): Promise<void> {
  const certificate = await withDatabase((open) =>
    executeSunset(open, event, signingKeysIn(join(open.services.settings.dataDir, "keys")), (step) =>
      console.error(`• ${step}`),
    ).catch((error) => {
      if (error instanceof CannotSet) throw new Refusal(`${WHY[error.why]} (${error.message})`, 65);
      throw error;
    }),
  );
  writeFileSync(out, `${canonicalJson(certificate)}\n`);
  console.log(
    `${out}\nSHA-256 ${certificateSha256(certificate)}: the auditor checks it and witnesses it by this number.`,
  );
  const outside = certificate.keysDestroyed.filter((key) => key.how === "held-outside");
  for (const key of outside) {
    console.error(
      `The ${key.name} key came from the environment: its holder must destroy it; the certificate says so.`,
    );
  }
}

function verify(file: string, options: { publicKey?: string; json?: true }): void {
  const text = read(file);
  const value = parse(text, file);
  const checks = verifyCertificate(value, options.publicKey === undefined ? null : keyIn(options.publicKey));
  const isValid = checks.every((check) => check.holds);
  const sha256 = certificateSha256(value);
  if (options.json) console.log(JSON.stringify({ isValid, sha256, checks }));
  else {
    for (const { check, holds, what } of checks) console.log(`${holds ? "✓" : "✗"} ${check.padEnd(24)} ${what}`);
    console.log(`SHA-256 ${sha256}`);
  }
  if (!isValid) throw new Refusal("The certificate does not hold.", 1);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new Refusal(`${path} cannot be read (${error.code}).`, 66);
    throw error;
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(`${path} is not JSON.`, 65);
    throw error;
  }
}

function keyIn(path: string) {
  try {
    return createPublicKey(read(path));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`${path} holds no public key.`, 65);
  }
}
