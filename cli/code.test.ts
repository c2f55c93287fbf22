import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeBase45 } from "#capabilities/credentials/rules/base45.ts";

const root = new URL("..", import.meta.url).pathname;
const cert = `${root}testing/vectors/dcc/AT-1.json`;
const { PREFIX: text } = JSON.parse(readFileSync(cert, "utf8")) as { PREFIX: string };
const run = (input: string | Buffer, ...words: string[]) =>
  spawnSync(process.execPath, [`${root}cli/main.ts`, "code", "verify", ...words], { input, encoding: "utf8" });
const report = (input: string | Buffer) => {
  const { status, stdout, stderr } = run(
    input,
    "--text",
    "-",
    "--cert",
    cert,
    "--at",
    "2021-05-06T18:00:00Z",
    "--json",
  );
  expect(stderr).toBe("");
  return { status, ...(JSON.parse(stdout) as Record<string, unknown>) };
};

test("a sound token exits 0 with all steps true, a changed one 1 with the first that fails", () => {
  const sound = { unprefixed: true, base45: true, inflated: true, decoded: true, verified: true, expired: false };
  expect(report(`${text}\n`)).toMatchObject({ status: 0, valid: true, issuer: "AT", ...sound });
  expect(report(text.slice(4))).toMatchObject({ status: 1, valid: false, ...sound, unprefixed: false });
});

test("hostile input is answered in JSON, bounded, without a trace", () => {
  const none = { base45: false, inflated: false, decoded: false, verified: false, status: 1 };
  expect(report("")).toMatchObject(none);
  expect(report(Buffer.alloc(5_000_000, 0xff))).toMatchObject(none);
  const bomb = `HC1:${encodeBase45(deflateSync(new Uint8Array(5_000_000), { level: 9 }))}`;
  expect(report(bomb)).toMatchObject({ status: 1, unprefixed: true, base45: true, inflated: false, decoded: false });
  const nested = `HC1:${encodeBase45(deflateSync(new Uint8Array(900_000).fill(0x81)))}`;
  expect(report(nested)).toMatchObject({ status: 1, inflated: true, decoded: false, verified: false });
});

test("wrong words exit 64, a missing file 66, a file without a key 65", () => {
  expect(run(text, "--text", "-").status).toBe(64);
  expect(run(text, "--text", "-", "--cert", cert, "--keys", cert).status).toBe(64);
  expect(run(text, "--text", "-", "--cert", cert, "--at", "yesterday").status).toBe(64);
  expect(run(text, "--text", "-", "--cert", `${root}nothing-there`).status).toBe(66);
  expect(run(text, "--text", "-", "--keys", `${root}package.json`).status).toBe(65);
});
