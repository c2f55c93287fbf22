/** `wangge code verify`: any token, ours (WG1) or an EU DCC (HC1), checked without a server and without a database. */
import { closeSync, openSync, readSync } from "node:fs";
import type { Command } from "commander";
import { certificatesIn, keysIn, type Trusted } from "#capabilities/credentials/trusted-keys.ts";
import { type TokenReport, verifyToken } from "#capabilities/credentials/verify-token.ts";
import { type Instant, instantOf } from "#kernel/time.ts";
import { Refusal } from "./refusal.ts";

const EXIT = { notValid: 1, usage: 64, badFile: 65, missing: 66 } as const;
/** No token is longer than a QR code holds; key lists of all states of the EU come to some megabytes. */
const TEXT_BYTES = 64 * 1024;
const KEY_BYTES = 32 * 1024 * 1024;

export function codeVerbs(program: Command): void {
  program
    .command("code")
    .description("health codes: check any token, ours or an EU DCC")
    .command("verify")
    .description("check a token offline: what it says, who signed it, whether it has expired")
    .requiredOption("--text <file>", "the text of the QR code (WG1:… or HC1:…); - reads standard input")
    .option("--cert <file>", "the signer's certificate: PEM, DER, base64 of DER, or a test vector of the EU set")
    .option("--keys <file>", "a key set of ours (GET /key-set), a JWKS, or a JSON list of base64 certificates")
    .option("--at <time>", "check as of then: ISO 8601, without an offset UTC, or seconds since 1970; default now")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 it is valid, 1 it is not, 64 wrong words, 65 no key in the file, 66 file missing.",
    )
    .action(verify);
}

type Options = { text: string; cert?: string; keys?: string; at?: string; json?: true };

async function verify(options: Options): Promise<void> {
  if ((options.cert === undefined) === (options.keys === undefined)) {
    throw new Refusal("Give either --cert or --keys.", EXIT.usage);
  }
  const at = options.at === undefined ? instantOf(Date.now()) : timeIn(options.at);
  const trusted = await trustedBy(options);
  const text = read(options.text, TEXT_BYTES).toString("utf8");
  const report = await verifyToken(text, trusted, at);
  console.log(options.json ? JSON.stringify(report) : inWords(report));
  if (!report.valid) process.exitCode = EXIT.notValid;
}

async function trustedBy({ cert, keys }: Options): Promise<Trusted> {
  const path = cert ?? keys ?? "";
  const file = read(path, KEY_BYTES);
  const certificates = cert === undefined ? null : certificatesIn(file);
  const trusted = certificates === null ? await keysIn(file) : { keys: certificates, keySet: null };
  if (trusted === null || trusted.keys.length === 0)
    throw new Refusal(`${path} has no key that can be read.`, EXIT.badFile);
  return trusted;
}

function timeIn(text: string): Instant {
  const isZoned = /(z|[+-]\d{2}:?\d{2})$/i.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Date.parse(isZoned ? text : `${text}Z`);
  if (Number.isNaN(at)) throw new Refusal(`--at ${text} is no time: 2021-05-03T18:00:00Z, for example.`, EXIT.usage);
  return instantOf(at);
}

/** At most `limit` bytes and one, so that a longer file is known for one and never read whole. */
function read(path: string, limit: number): Buffer {
  const buffer = Buffer.alloc(limit + 1);
  let size = 0;
  try {
    const file = path === "-" ? 0 : openSync(path, "r");
    for (let count = -1; count !== 0 && size < buffer.length; size += count) {
      count = readSync(file, buffer, size, buffer.length - size, null);
    }
    if (file !== 0) closeSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error)
      throw new Refusal(`${path} cannot be read (${error.code}).`, EXIT.missing);
    throw error;
  }
  return buffer.subarray(0, size);
}

const YES: Readonly<Record<string, string>> = {
  unprefixed: "has its prefix",
  base45: "is Base45",
  inflated: "inflates",
  decoded: "is a token",
  verified: "is signed by a key that was given",
};

function inWords(report: TokenReport): string {
  const steps = (["unprefixed", "base45", "inflated", "decoded", "verified"] as const).map(
    (step) => `${report[step] ? "✓" : "✗"} ${YES[step]}`,
  );
  const lines = [
    ...steps,
    `${report.expired ? "✗ has expired" : "✓ has not expired"} (as of ${report.at})`,
    `format ${report.format ?? "unknown"} · issuer ${report.issuer ?? "none"} · kid ${report.kid ?? "none"} · ${report.alg ?? "no known algorithm"}`,
    `issued ${report.issuedAt ?? "no time given"} · expires ${report.expiresAt ?? "no time given"}`,
    ...(report.keyUsage === false ? ["! the key may not sign this"] : []),
    ...(report.issuedLater ? ["! was issued later than the time asked for"] : []),
    ...(report.kidMatches === false ? ["! names another key than the one given"] : []),
    ...(report.proof === null
      ? []
      : [`the phone's proof of ${report.proof.at}: ${report.proof.holds ? "holds" : "does not hold"}`]),
    ...(report.keySet === null
      ? []
      : [
          `key set of ${report.keySet.issuer}, ${report.keySet.issuedAt}: root signature ${report.keySet.isRootSigned ? "holds" : "does not hold"}`,
        ]),
    `carries ${JSON.stringify(report.payload)}`,
    report.valid
      ? `VALID${report.warnings.length > 0 ? `, but: ${report.warnings.join(", ")}` : ""}`
      : `NOT VALID: ${report.why}`,
  ];
  // What a token carries is a stranger's text: no control characters reach the terminal.
  return lines.map((line) => line.replace(/\p{Cc}/gu, "·")).join("\n");
}
