import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant, isoInstant, later } from "#kernel/time.ts";
import { signed, testAttestation, testCode, testKey, testKeySet } from "./code.testing.ts";
import { deflate, inflate, makeVerify } from "./node-crypto.ts";
import { decodeBase45, encodeBase45 } from "./rules/base45.ts";
import type { ChangeState } from "./rules/change-list.ts";
import { isKeySetSigned } from "./rules/check-key-set.ts";
import { encodeAttestation } from "./rules/cwt.ts";
import { readEnvelope, writeCode } from "./rules/envelope.ts";
import type { SignatureAlgorithm } from "./rules/key-set.ts";
import { readCode } from "./rules/outcome.ts";

const verify = makeVerify();
const [issuer, phone, root] = [testKey("EdDSA"), testKey("EdDSA"), testKey("EdDSA")];
const keySet = testKeySet([issuer], root);
const at = (time: string) => instant(`2020-02-10T${time}+08:00`);
const NOON = at("12:00:00");
const list = (asOf: string, ids: number[] = []): ChangeState => ({
  issuer: "32",
  sequence: 7,
  asOf: at(asOf),
  sets: [{ until: at("23:00:00"), ids: Uint32Array.from(ids) }],
});
const how = { inflate, verify, keySet, changes: list("11:59:00"), now: NOON };
const green = testAttestation(phone);
const live = testCode(green, { issuer, phone, provedAt: NOON });
const outcome = async (text: string, more: Partial<Parameters<typeof readCode>[1]> = {}) => {
  const { outcome: came, why } = await readCode(text, { ...how, ...more });
  return `${came}: ${why}`;
};

describe("a live code at a checkpoint without a network", () => {
  test.each<[SignatureAlgorithm, SignatureAlgorithm]>([
    ["EdDSA", "EdDSA"],
    ["ES256", "ES256"],
    ["SM2-SM3", "ES256"],
    ["EdDSA", "ES256"],
  ])("signed by %s, proved by %s: it passes and fits QR version 15 at level M", async (of, by) => {
    const [key, own] = [testKey(of), testKey(by)];
    const text = testCode(testAttestation(own), { issuer: key, phone: own, provedAt: NOON });
    expect(text.length).toBeLessThanOrEqual(600);
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(await outcome(text, { keySet: testKeySet([key], root) })).toBe("pass: green");
    const paper = testCode(testAttestation(null), { issuer: key, phone: null, provedAt: null });
    expect(paper.length).toBeLessThanOrEqual(600);
  });

  test("what it says is read as it was attested", async () => {
    const reading = await readCode(live, how);
    expect(reading).toEqual({
      outcome: "pass",
      why: "green",
      attestation: green,
      proofAge: 0,
      listAge: 60_000,
      keySetAge: 4 * 3_600_000,
    });
  });

  test("red and yellow stop, pending and a short stay ask", async () => {
    for (const colour of ["red", "yellow", "pending"] as const) {
      const text = testCode({ ...green, colour }, { issuer, phone, provedAt: NOON });
      expect(await outcome(text)).toBe(`${colour === "pending" ? "ask" : "stop"}: ${colour}`);
    }
    const visitor = testCode({ ...green, isShortStay: true }, { issuer, phone, provedAt: NOON });
    expect(await outcome(visitor)).toBe("ask: short-stay");
  });

  test("a proof lives 60 seconds and not one more; a clock 90 seconds ahead is borne", async () => {
    const proved = (time: string) => testCode(green, { issuer, phone, provedAt: at(time) });
    expect(await outcome(proved("11:59:00"))).toBe("pass: green");
    expect(await outcome(proved("11:58:59"))).toBe("ask: stale-proof");
    expect(await outcome(proved("12:01:30"))).toBe("pass: green");
    expect(await outcome(proved("12:01:31"))).toBe("ask: early-proof");
    expect(await outcome(proved("11:57:30"), { tolerances: { behind: 90_000 } })).toBe("pass: green");
  });

  test("an attestation copied to another phone has no proof that counts", async () => {
    expect(await outcome(testCode(green, { issuer, phone, provedAt: null }))).toBe("ask: no-proof");
    const thief = testKey("EdDSA");
    expect(await outcome(testCode(green, { issuer, phone: thief, provedAt: NOON }))).toBe(
      "cannot-verify: foreign-proof",
    );
    // The proof of another attestation of the same phone.
    const other = testCode({ ...green, codeId: 5 }, { issuer, phone, provedAt: NOON });
    const [mine, theirs] = [live, other].map((text) => {
      const bytes = inflate(decodeBase45(text.slice(4)) ?? new Uint8Array(), 4096);
      return readEnvelope(bytes ?? new Uint8Array());
    });
    const mixed = writeCode(mine?.attestation ?? new Uint8Array(), theirs?.proof ?? null, deflate);
    expect(await outcome(mixed)).toBe("cannot-verify: foreign-proof");
  });

  test("it ends at its expiry, and does not begin before its issue", async () => {
    const tomorrow = instant("2020-02-11T07:59:59+08:00");
    const late = (now: typeof NOON) => testCode(green, { issuer, phone, provedAt: now });
    const fresh = { ...list("11:59:00"), asOf: tomorrow };
    expect(await outcome(late(tomorrow), { now: tomorrow, changes: fresh })).toBe("pass: green");
    expect(await outcome(late(later(tomorrow, 1000)), { now: later(tomorrow, 1000) })).toBe("cannot-verify: expired");
    expect(await outcome(late(at("07:58:29")), { now: at("07:58:29") })).toBe("cannot-verify: not-yet-valid");
  });

  test("the change list stops what turned since; its age past six hours asks, and never closes the gate", async () => {
    expect(await outcome(live, { changes: list("11:59:00", [987_654_321]) })).toBe("stop: changed");
    expect(await outcome(live, { changes: list("11:59:00", [987_654_320]) })).toBe("pass: green");
    expect(await outcome(live, { changes: list("06:00:00") })).toBe("pass: green");
    expect(await outcome(live, { changes: list("05:59:59") })).toBe("ask: list-old");
    expect(await outcome(live, { changes: null })).toBe("ask: no-list");
    const reading = await readCode(live, { ...how, changes: list("05:00:00") });
    expect(reading.listAge).toBe(7 * 3_600_000);
  });

  test("an old key set goes on; past a month it asks; without the key nothing can be verified, which refuses nobody", async () => {
    const set = (issuedAt: string) => testKeySet([issuer], root, { issuedAt: isoInstant(instant(issuedAt)) });
    expect(await outcome(live, { keySet: set("2020-01-11T00:00:00+08:00") })).toBe("pass: green");
    expect(await outcome(live, { keySet: set("2020-01-10T00:00:00+08:00") })).toBe("ask: key-set-old");
    expect(await outcome(live, { keySet: null })).toBe("cannot-verify: no-key-set");
    expect(await outcome(live, { keySet: testKeySet([], root) })).toBe("cannot-verify: unknown-key");
    expect(await outcome(live, { keySet: testKeySet([issuer], root, { issuer: "31" }) })).toBe(
      "cannot-verify: other-issuer",
    );
    const ended = keySet.keys.map((key) => ({ ...key, validUntil: isoInstant(NOON) }));
    expect(await outcome(live, { keySet: { ...keySet, keys: ended } })).toBe("cannot-verify: key-ended");
  });

  test("a key for lists signs no codes, and an algorithm is the key's, not the token's", async () => {
    const asList = keySet.keys.map((key) => ({ ...key, use: "list" as const }));
    expect(await outcome(live, { keySet: { ...keySet, keys: asList } })).toBe("cannot-verify: unknown-key");
    const asEs256 = keySet.keys.map((key) => ({ ...key, alg: "ES256" as const }));
    expect(await outcome(live, { keySet: { ...keySet, keys: asEs256 } })).toBe("cannot-verify: forged");
  });

  test("paper asks for the card; the form that the server refreshes passes without a proof", async () => {
    expect(await outcome(testCode(testAttestation(null), { issuer, phone: null, provedAt: null }))).toBe("ask: paper");
    const refreshed = testAttestation(null, { form: "refreshed" });
    expect(await outcome(testCode(refreshed, { issuer, phone: null, provedAt: null }))).toBe("pass: green");
  });
});

describe("what is no code of ours", () => {
  const wrapped = (content: Uint8Array) => `WG1:${encodeBase45(deflateSync(content))}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["nothing", "", "not-a-code"],
    ["a link", "https://example.org", "not-a-code"],
    ["our prefix in small letters", "wg1:BB8", "not-a-code"],
    ["an EU DCC", "HC1:NCF", "other-standard"],
    ["our prefix alone", "WG1:", "unreadable"],
    ["no Base45", "WG1:bb8", "unreadable"],
    ["Base45 of no zlib", "WG1:BB8", "unreadable"],
    ["5,000 letters", `WG1:${"0".repeat(5000)}`, "not-a-code"],
    ["a zip bomb in a QR code's length", wrapped(new Uint8Array(2_500_000)), "unreadable"],
    ["60,000 nested arrays", wrapped(new Uint8Array(60_000).fill(0x81)), "unreadable"],
    ["an empty attestation", wrapped(Uint8Array.of(0x82, 0x40, 0xf6)), "unreadable"],
    ["the end missing", live.slice(0, -3), "unreadable"],
    ["most of it missing", live.slice(0, 100), "unreadable"],
  ];
  test.each(cases)("%s", async (_, text, why) => {
    const from = performance.now();
    expect(await outcome(text)).toBe(`cannot-verify: ${why}`);
    expect(performance.now() - from).toBeLessThan(500);
  });

  test("a phone's attestation without a key, a paper with one, a colour or id out of range are unreadable", async () => {
    for (const more of [
      { holderKey: null },
      { form: "paper" },
      { codeId: 2 ** 30 },
      { codeId: -1 },
      { issuer: "Jiangsu" },
    ] as const) {
      const token = signed(encodeAttestation({ ...green, ...more }), issuer);
      expect(await outcome(writeCode(token, null, deflate))).toBe("cannot-verify: unreadable");
    }
  });

  test("a code too long for its QR code is not written", () => {
    expect(() => writeCode(crypto.getRandomValues(new Uint8Array(391)), null, deflate)).toThrow(RangeError);
    expect(writeCode(crypto.getRandomValues(new Uint8Array(380)), null, deflate).length).toBeLessThanOrEqual(600);
  });
});

test("whatever byte of a live code is changed, it does not pass", async () => {
  const bytes = inflate(decodeBase45(live.slice(4)) ?? new Uint8Array(), 4096) ?? new Uint8Array();
  for (let index = 0; index < bytes.length; index++) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const changed = Uint8Array.from(bytes, (byte, place) => (place === index ? byte ^ flip : byte));
      const reading = await readCode(`WG1:${encodeBase45(deflateSync(changed))}`, how);
      expect([index, flip, reading.outcome]).toEqual([index, flip, "cannot-verify"]);
    }
  }
});

test("whatever letters of a live code are changed, it never passes as another code, and never throws", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(live.length - 1), fc.string({ minLength: 1, maxLength: 3 }), async (place, letters) => {
      const text = live.slice(0, place) + letters + live.slice(place + letters.length);
      const reading = await readCode(text, how);
      // zlib leaves bits that say nothing: the same code written otherwise is the same code.
      if (reading.outcome === "pass") expect(reading.attestation).toEqual(green);
    }),
    { numRuns: 300 },
  );
});

test("a key set is whole when its root key signed it, and not when anything in it is changed", async () => {
  const pinned = keySet.keys.find((key) => key.use === "root") ?? null;
  expect(await isKeySetSigned(keySet, verify, pinned)).toBe(true);
  expect(await isKeySetSigned(keySet, verify, null)).toBe(true);
  expect(await isKeySetSigned({ ...keySet, issuer: "31" }, verify, null)).toBe(false);
  expect(await isKeySetSigned({ ...keySet, keys: keySet.keys.slice(0, 1) }, verify, null)).toBe(false);
  // Made by somebody else, whole in itself: the pinned root knows better.
  const forged = testKeySet([issuer], testKey("EdDSA"));
  expect(await isKeySetSigned(forged, verify, null)).toBe(true);
  expect(await isKeySetSigned(forged, verify, pinned)).toBe(false);
});
