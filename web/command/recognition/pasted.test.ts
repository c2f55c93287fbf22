import { expect, test } from "vitest";
import { faultInKeySet, faultInMapping } from "./pasted.ts";

const KEY = {
  kid: "abc",
  alg: "ES256",
  publicKey: "xy",
  use: "code",
  validFrom: "2020-02-01T00:00:00Z",
  validUntil: "2020-03-01T00:00:00Z",
};
const SET = {
  issuer: "34",
  issuedAt: "2020-02-01T00:00:00Z",
  keys: [KEY],
  signature: { kid: "r", alg: "EdDSA", value: "s" },
};

test("the first wrong part of a key set is named by its path", () => {
  expect(faultInKeySet(SET)).toBeNull();
  expect(faultInKeySet([])).toBe("{}");
  expect(faultInKeySet(null)).toBe("{}");
  expect(faultInKeySet({ ...SET, issuer: "3x" })).toBe("issuer");
  expect(faultInKeySet({ ...SET, keys: [] })).toBe("keys");
  expect(faultInKeySet({ ...SET, keys: [KEY, { ...KEY, alg: "none" }] })).toBe("keys.1.alg");
  expect(faultInKeySet({ ...SET, keys: ["x"] })).toBe("keys.0");
  expect(faultInKeySet({ ...SET, keys: [{ ...KEY, validUntil: "soon" }] })).toBe("keys.0.validUntil");
  expect(faultInKeySet({ ...SET, signature: { kid: "r", alg: "EdDSA" } })).toBe("signature.value");
});

test("a table has reasons on the left and what they amount to here on the right; green is not among it", () => {
  expect(faultInMapping({ "close-contact": "recognised-red", "no-finding": "none" })).toBeNull();
  expect(faultInMapping({})).toBe("{}");
  expect(faultInMapping("x")).toBe("{}");
  expect(faultInMapping({ "close-contact": "green" })).toBe("close-contact");
  expect(faultInMapping({ "Close Contact": "none" })).toBe("Close Contact");
});
