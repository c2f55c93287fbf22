import { generateKeyPairSync, sign } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Instant, instant, instantOf } from "#kernel/time.ts";
import { testAttestation, testCode, testKey, testKeySet } from "./code.testing.ts";
import { encodeBase45 } from "./rules/base45.ts";
import { type CborValue, decodeCbor, encodeCbor } from "./rules/cbor.ts";
import { protectedHeader, sigStructure } from "./rules/cose.ts";
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
    change.at === undefined ? clockOf(TESTCTX.VALIDATIONCLOCK) : instant(change.at),
  );
};
/** States write it with and without an offset, with a colon in it and without. */
const clockOf = (clock: string): Instant =>
  instantOf(Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(clock) ? clock : `${clock}Z`));

test("there are 24 vectors", () => expect(names).toHaveLength(24));

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
    // Iceland's first expects what common-CO6 refuses: a certificate for tests that signs a vaccination.
    if (name === "IS-1.json" && step === "EXPECTEDKEYUSAGE") expect(is).toBe(false);
    else if (step in expected) expect([step, is]).toEqual([step, expected[step]]);
  }
  if (expected["EXPECTEDVALIDJSON"] === true) expect(came.payload).toEqual(json);
  expect(came.valid).toBe(!/common-(B1|CBO1|CO5|H\d|Z\d)\./.test(name));
  if (!came.decoded) return;
  const doubt = /common-CO[6-9]|IS-1/.test(name) ? ["key-usage"] : name === "CY-1.json" ? ["issued-later"] : [];
  expect([came.warnings, came.kidMatches]).toEqual([doubt, true]);
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

  describe("key ids", () => {
    const { TESTCTX } = vector("DE-1.json");
    const at = clockOf(TESTCTX.VALIDATIONCLOCK);
    const { keys } = trustedBy(TESTCTX.CERTIFICATE);
    const { keys: others } = trustedBy(vector("AT-1.json").TESTCTX.CERTIFICATE);
    const came = (header: CborValue, trusted = keys) => {
      if (!Array.isArray(inner)) throw new Error("no COSE_Sign1");
      const text = written([inner[0], header, inner[2], inner[3]]);
      return verifyToken(text, { keys: trusted, keySet: null }, at);
    };
    const kid = (bytes: Uint8Array) => new Map<CborValue, CborValue>([[4, bytes]]);

    test.each<[string, CborValue]>([
      ["none", new Map()],
      ["an empty one", kid(new Uint8Array())],
    ])("%s: tried with the keys at hand", async (_, header) =>
      expect(await came(header)).toMatchObject({ valid: true, kidMatches: null, warnings: [] }),
    );

    test("another's: tried with all, and said so", async () => {
      const text = { valid: true, kidMatches: false, warnings: ["kid-differs"], kid: "AQIDBAUGBwg=" };
      const header = kid(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
      expect(await came(header)).toMatchObject(text);
      expect(await came(header, [...others, ...keys])).toMatchObject(text);
      expect(await came(header, others)).toMatchObject({ verified: false, kidMatches: false });
    });

    test("nobody's (EU test CO22, CO23): not verified", async () =>
      expect(await came(kid(Uint8Array.of(0x66, 0x6f, 0x6f)))).toMatchObject({
        decoded: true,
        verified: false,
        valid: false,
        kidMatches: false,
        kid: "Zm9v",
      }));
  });

  test("ES256 with a key on P-384, as a region of Spain does; not with a signature of P-256's length", async () => {
    if (!Array.isArray(inner) || !(inner[2] instanceof Uint8Array)) throw new Error("no COSE_Sign1");
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const header = protectedHeader("ES256", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const data = sigStructure(header, inner[2]);
    const signature = new Uint8Array(sign("sha256", data, { key: privateKey, dsaEncoding: "ieee-p1363" }));
    const trusted = await keysIn(Buffer.from(JSON.stringify({ keys: [publicKey.export({ format: "jwk" })] })));
    if (trusted === null) throw new Error("no key");
    const at = clockOf(vector("DE-1.json").TESTCTX.VALIDATIONCLOCK);
    const came = (by: Uint8Array) => verifyToken(written([header, new Map(), inner[2], by]), trusted, at);
    expect(signature).toHaveLength(96);
    expect(await came(signature)).toMatchObject({ valid: true, alg: "ES256", kidMatches: null });
    expect((await came(signature.slice(0, 64))).verified).toBe(false);
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
    const vaccination = new Map<CborValue, CborValue>([
      ["v", [new Map()]],
      ["t", []],
      ["r", null],
    ]);
    expect(maySign(["1.3.6.1.4.1.1847.2021.1.1"], vaccination)).toBe(false);
    expect(maySign(["1.3.6.1.4.1.0.1847.2021.1.2"], vaccination)).toBe(true);
    expect(maySign(["1.3.6.1.5.5.7.3.2"], vaccination)).toBe(true);
    expect(maySign([], vaccination)).toBe(true);
  });
});

test("expired is after its expiry, and issued later is said", async () => {
  // AT-1: issued 2021-05-06T18:00:00Z, expires 2021-11-02T18:00:00Z.
  const sound = { expired: false, valid: true, warnings: [] };
  expect(await report("AT-1.json", { at: "2021-11-02T18:00:00Z" })).toMatchObject(sound);
  expect(await report("AT-1.json", { at: "2021-11-02T18:00:01Z" })).toMatchObject({
    expired: true,
    valid: false,
    why: "expired",
  });
  expect(await report("AT-1.json", { at: "2021-05-06T18:00:00Z" })).toMatchObject(sound);
  expect(await report("AT-1.json", { at: "2021-05-06T17:59:59Z" })).toMatchObject({
    expired: false,
    valid: true,
    issuedLater: true,
    warnings: ["issued-later"],
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
    ["one with lines of comment", Buffer.from(`// 2021\n// x\n\n${JSON.stringify({ TESTCTX })}`)],
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

  test("are valid before their expiry, from when they were issued on, and by the key they name", async () => {
    const on = async (time: string) => verifyToken(text, await trust(), instant(time));
    expect(await on("2020-02-10T23:59:59Z")).toMatchObject({ expired: false, valid: true, kidMatches: true });
    expect(await on("2020-02-11T00:00:00Z")).toMatchObject({ expired: true, valid: false, why: "expired" });
    expect(await on("2020-02-09T23:59:59Z")).toMatchObject({ valid: false, why: "issued-later", warnings: [] });
    const trusted = await trust();
    const renamed = trusted.keys.map((key) => ({ ...key, kid: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }));
    expect(await verifyToken(text, { ...trusted, keys: renamed }, at)).toMatchObject({ verified: false });
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
