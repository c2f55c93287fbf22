import { readdirSync, readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { instant } from "#kernel/time.ts";
import { testAttestation, testCode, testKey, testKeySet } from "./code.testing.ts";
import { encodeBase45 } from "./rules/base45.ts";
import { type CborValue, decodeCbor, encodeCbor } from "./rules/cbor.ts";
import { jsonOf, maySign } from "./rules/dcc.ts";
import { certificatesIn, keysIn } from "./trusted-keys.ts";
import { verifyToken } from "./verify-token.ts";

const folder = new URL("../../testing/vectors/dcc/", import.meta.url);
const Vector = z.object({
  JSON: z.unknown().optional(),
  COSE: z.string().optional(),
  PREFIX: z.string(),
  TESTCTX: z.object({ CERTIFICATE: z.string(), VALIDATIONCLOCK: z.string() }),
  EXPECTEDRESULTS: z.record(z.string(), z.boolean()),
});
const vector = (name: string) => Vector.parse(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const trustedBy = (certificate: string) => ({ keys: certificatesIn(Buffer.from(certificate)) ?? [], keySet: null });
const report = (name: string, change: { text?: string; at?: string } = {}) => {
  const { PREFIX, TESTCTX } = vector(name);
  return verifyToken(
    change.text ?? PREFIX,
    trustedBy(TESTCTX.CERTIFICATE),
    instant(change.at ?? TESTCTX.VALIDATIONCLOCK),
  );
};

test("there are the 24 vectors that came with the repository", () => expect(names).toHaveLength(24));

test.each(names)("%s comes to what its file expects, step by step", async (name) => {
  const { EXPECTEDRESULTS: expected, JSON: json } = vector(name);
  const came = await report(name);
  const steps = {
    EXPECTEDUNPREFIX: came.unprefixed,
    EXPECTEDB45DECODE: came.base45,
    EXPECTEDCOMPRESSION: came.inflated,
    EXPECTEDDECODE: came.decoded,
    EXPECTEDVERIFY: came.verified,
    EXPECTEDEXPIRATIONCHECK: !came.expired,
    EXPECTEDKEYUSAGE: came.keyUsage,
  };
  for (const [step, is] of Object.entries(steps)) {
    if (step in expected) expect([step, is]).toEqual([step, expected[step]]);
  }
  if (expected["EXPECTEDVALIDJSON"] === true) expect(came.payload).toEqual(json);
  expect(came.valid).toBe(!/common-(B1|CBO1|CO[5-9]|H\d|Z\d)\./.test(name));
});

describe("other ways to write the same token, as states do", () => {
  const { COSE = "" } = vector("DE-1.json");
  const read = decodeCbor(Buffer.from(COSE, "hex"));
  const inner =
    "value" in read && typeof read.value === "object" && read.value !== null && "tag" in read.value
      ? read.value.value
      : null;
  const written = (value: CborValue) => `HC1:${encodeBase45(deflateSync(encodeCbor(value)))}`;

  test.each<[string, CborValue]>([
    ["bare", inner],
    ["tagged 18", { tag: 18, value: inner }],
    ["tagged 61, then 18", { tag: 61, value: { tag: 18, value: inner } }],
    ["tagged 18, then 61", { tag: 18, value: { tag: 61, value: inner } }],
  ])("%s", async (_, value) => expect((await report("DE-1.json", { text: written(value) })).valid).toBe(true));

  test("without a key id it is tried with the keys at hand, with another's it is not", async () => {
    if (!Array.isArray(inner)) throw new Error("no COSE_Sign1");
    const withHeader = (header: CborValue) => written([inner[0], header, inner[2], inner[3]]);
    expect((await report("DE-1.json", { text: withHeader(new Map()) })).verified).toBe(true);
    const other = new Map<CborValue, CborValue>([[4, Uint8Array.of(0x66, 0x6f, 0x6f)]]);
    const came = await report("DE-1.json", { text: withHeader(other) });
    expect([came.decoded, came.verified, came.kid]).toEqual([true, false, "Zm9v"]);
  });

  test("ends of lines and a byte order mark around the text are not its own", async () => {
    const { PREFIX } = vector("DE-1.json");
    for (const text of [`${PREFIX}\n`, `\uFEFF${PREFIX}\r\n`, `  ${PREFIX} \n`]) {
      expect((await report("DE-1.json", { text })).valid).toBe(true);
    }
  });

  test("tags in the certificate go, whatever they mark", () => {
    const certificate = new Map<CborValue, CborValue>([
      ["sc", { tag: 0, value: "2021-05-25T08:29:51Z" }],
      ["dr", 1612345678000],
      ["__proto__", 1n << 60n],
      [5, Uint8Array.of(1)],
    ]);
    expect(JSON.stringify(jsonOf(certificate))).toBe(
      '{"5":"AQ","sc":"2021-05-25T08:29:51Z","dr":1612345678000,"__proto__":"1152921504606846976"}',
    );
  });

  test("a certificate for tests signs tests; one for nothing of the three signs all", () => {
    const vaccination = new Map<CborValue, CborValue>([["v", []]]);
    expect(maySign(["1.3.6.1.4.1.1847.2021.1.1"], vaccination)).toBe(false);
    expect(maySign(["1.3.6.1.4.1.0.1847.2021.1.2"], vaccination)).toBe(true);
    expect(maySign(["1.3.6.1.5.5.7.3.2"], vaccination)).toBe(true);
    expect(maySign([], vaccination)).toBe(true);
  });
});

test("expired is from the second of its expiry on, and issued later is not valid either", async () => {
  // AT-1: issued 2021-05-06T18:00:00Z, expires 2021-11-02T18:00:00Z.
  expect(await report("AT-1.json", { at: "2021-11-02T17:59:59Z" })).toMatchObject({ expired: false, valid: true });
  expect(await report("AT-1.json", { at: "2021-11-02T18:00:00Z" })).toMatchObject({
    expired: true,
    valid: false,
    why: "expired",
  });
  expect(await report("AT-1.json", { at: "2021-05-06T17:59:59Z" })).toMatchObject({
    expired: false,
    valid: false,
    why: "issued-later",
  });
});

describe("keys", () => {
  const { PREFIX, TESTCTX } = vector("CO".padStart(9, "common-").concat("1.json"));
  const base64 = TESTCTX.CERTIFICATE;
  const lines = base64.match(/.{1,64}/g)?.join("\n") ?? "";
  const at = instant(TESTCTX.VALIDATIONCLOCK);
  const x5c = JSON.stringify({ keys: [{ kty: "RSA", x5c: [base64] }] });

  test.each<[string, Buffer]>([
    ["base64", Buffer.from(base64)],
    ["base64 in lines", Buffer.from(`${lines}\n`)],
    ["DER", Buffer.from(base64, "base64")],
    ["PEM", Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`)],
    ["a test vector", Buffer.from(readFileSync(new URL("common-CO1.json", folder)))],
    ["a JSON list", Buffer.from(JSON.stringify([vector("AT-1.json").TESTCTX.CERTIFICATE, base64]))],
    ["a JWKS", Buffer.from(x5c)],
  ])("%s", async (_, file) => {
    const trusted = await keysIn(file);
    expect(trusted).not.toBeNull();
    if (trusted !== null) expect((await verifyToken(PREFIX, trusted, at)).valid).toBe(true);
  });

  test.each([
    "",
    "{}",
    "[]",
    "null",
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    "MIIB",
    '{"keys":[]}',
  ])("%j holds none", async (text) => {
    const trusted = await keysIn(Buffer.from(text));
    expect(trusted?.keys ?? []).toEqual([]);
  });
});

describe("our own codes, by our key set", () => {
  const [issuer, phone, root] = [testKey("ES256"), testKey("EdDSA"), testKey("EdDSA")];
  const at = instant("2020-02-10T12:00:00+08:00");
  const text = testCode(testAttestation(phone), { issuer, phone, provedAt: at });
  const trust = async (change: object = {}) => {
    const trusted = await keysIn(Buffer.from(JSON.stringify({ ...testKeySet([issuer], root), ...change })));
    if (trusted === null) throw new Error("no keys");
    return trusted;
  };

  test("say what they carry, whose proof, and that the set is whole", async () => {
    expect(await verifyToken(text, await trust(), at)).toMatchObject({
      valid: true,
      format: "WG1",
      issuer: "32",
      kid: issuer.kid,
      alg: "ES256",
      issuedAt: "2020-02-10T00:00:00.000Z",
      expiresAt: "2020-02-11T00:00:00.000Z",
      payload: { colour: "green", codeId: 987_654_321, form: "phone", isShortStay: false, profile: "suzhou-2020-02" },
      proof: { at: "2020-02-10T04:00:00.000Z", holds: true, fresh: true },
      keySet: { issuer: "32", isRootSigned: true },
    });
    expect((await verifyToken(text, await trust({ issuer: "31" }), at)).keySet?.isRootSigned).toBe(false);
  });

  test("a proof by another phone is not verified; a key past its end is not valid", async () => {
    const stolen = testCode(testAttestation(phone), { issuer, phone: testKey("EdDSA"), provedAt: at });
    expect(await verifyToken(stolen, await trust(), at)).toMatchObject({
      decoded: true,
      verified: false,
      valid: false,
    });
    const late = instant("2020-03-10T00:00:00+08:00");
    expect(await verifyToken(text, await trust(), late)).toMatchObject({
      verified: true,
      keyUsage: false,
      expired: true,
    });
  });
});
