import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CborValue, decodeCbor, encodeCbor } from "./cbor.ts";

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const read = (text: string) => decodeCbor(bytesOf(text));
const map = (...entries: [CborValue, CborValue][]): CborValue => new Map(entries);

/** RFC 8949 appendix A: what is written there in the shortest form. */
const APPENDIX_A: readonly (readonly [string, CborValue])[] = [
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["1818", 24],
  ["1819", 25],
  ["1864", 100],
  ["1903e8", 1000],
  ["1a000f4240", 1000000],
  ["1b000000e8d4a51000", 1000000000000],
  ["1bffffffffffffffff", 18446744073709551615n],
  ["3bffffffffffffffff", -18446744073709551616n],
  ["20", -1],
  ["29", -10],
  ["3863", -100],
  ["3903e7", -1000],
  ["f98000", -0],
  ["fb3ff199999999999a", 1.1],
  ["f93e00", 1.5],
  ["f90001", 2 ** -24],
  ["f90400", 0.00006103515625],
  ["f9c400", -4],
  ["fbc010666666666666", -4.1],
  ["f97c00", Number.POSITIVE_INFINITY],
  ["f97e00", Number.NaN],
  ["f9fc00", Number.NEGATIVE_INFINITY],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["f7", undefined],
  ["f0", { simple: 16 }],
  ["f8ff", { simple: 255 }],
  ["c074323031332d30332d32315432303a30343a30305a", { tag: 0, value: "2013-03-21T20:04:00Z" }],
  ["c11a514b67b0", { tag: 1, value: 1363896240 }],
  ["d74401020304", { tag: 23, value: Uint8Array.of(1, 2, 3, 4) }],
  ["40", new Uint8Array()],
  ["4401020304", Uint8Array.of(1, 2, 3, 4)],
  ["60", ""],
  ["6161", "a"],
  ["6449455446", "IETF"],
  ["62225c", '"\\'],
  ["62c3bc", "ü"],
  ["63e6b0b4", "水"],
  ["64f0908591", "\u{10151}"],
  ["80", []],
  ["83010203", [1, 2, 3]],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  ["a0", map()],
  ["a201020304", map([1, 2], [3, 4])],
  ["a26161016162820203", map(["a", 1], ["b", [2, 3]])],
];
/** The same appendix: written so that a reader must take it, and we would write it otherwise. */
const OTHERWISE: readonly (readonly [string, CborValue])[] = [
  ["f90000", 0],
  ["f93c00", 1],
  ["f97bff", 65504],
  ["fa47c35000", 100000],
  ["fa7f7fffff", 3.4028234663852886e38],
  ["fb7e37e43c8800759c", 1e300],
  ["fa7f800000", Number.POSITIVE_INFINITY],
  ["fb7ff8000000000000", Number.NaN],
  ["5f42010243030405ff", Uint8Array.of(1, 2, 3, 4, 5)],
  ["7f657374726561646d696e67ff", "streaming"],
  ["9fff", []],
  ["9f018202039f0405ffff", [1, [2, 3], [4, 5]]],
  ["83018202039f0405ff", [1, [2, 3], [4, 5]]],
  ["bf61610161629f0203ffff", map(["a", 1], ["b", [2, 3]])],
  ["bf6346756ef563416d7421ff", map(["Fun", true], ["Amt", -2])],
];

describe("RFC 8949 appendix A", () => {
  test.each(APPENDIX_A)("%s reads and writes as itself", (text, value) => {
    expect(read(text)).toEqual({ value });
    const isFloatOfAWholeNumber = text === "f9c400";
    if (!isFloatOfAWholeNumber) expect(hex(encodeCbor(value))).toBe(text);
  });
  test.each(OTHERWISE)("%s is read", (text, value) => expect(read(text)).toEqual({ value }));
});

describe("what is not sound is a fault and never throws", () => {
  test.each([
    ["", "cut-off"],
    ["18", "cut-off"],
    ["1b00000000000000", "cut-off"],
    ["4401", "cut-off"],
    ["8201", "cut-off"],
    ["9f01", "cut-off"],
    ["bf01", "cut-off"],
    ["a10102ff", "left-over"],
    ["0000", "left-over"],
    ["ff", "malformed"],
    ["1c", "malformed"],
    ["fe", "malformed"],
    ["f818", "malformed"],
    ["df00ff", "malformed"],
    ["5f6161ff", "malformed"],
    ["5f5f4101ffff", "malformed"],
    ["62c328", "not-utf8"],
    ["63eda080", "not-utf8"],
    ["62c080", "not-utf8"],
    ["7f61c361bcff", "not-utf8"],
    ["a201020103", "duplicate-key"],
    ["a26161016161f5", "duplicate-key"],
    ["bf41610141610 2ff".replace(" ", ""), "duplicate-key"],
    ["a2810101810102", "duplicate-key"],
    // Lengths that are not there: no room is made for them.
    ["9bffffffffffffffff", "cut-off"],
    ["bb7fffffffffffffff", "cut-off"],
    ["5b7fffffffffffffff", "cut-off"],
    ["7a7fffffff", "cut-off"],
  ])("%s: %s", (text, fault) => expect(read(text)).toEqual({ fault }));

  test("24 levels are read, one more is not, a million neither", () => {
    expect(read(`${"81".repeat(24)}00`)).toHaveProperty("value");
    expect(read(`${"81".repeat(25)}00`)).toEqual({ fault: "too-deep" });
    expect(decodeCbor(new Uint8Array(1_000_000).fill(0x81))).toEqual({ fault: "too-deep" });
    expect(decodeCbor(new Uint8Array(1_000_000).fill(0xc1))).toEqual({ fault: "too-deep" });
    expect(decodeCbor(new Uint8Array(1_000_000).fill(0x9f))).toEqual({ fault: "too-deep" });
  });

  test("more than 20,000 items or a megabyte are refused", () => {
    expect(decodeCbor(Uint8Array.of(0x99, 0x9c, 0x40, ...new Uint8Array(40_000)))).toEqual({ fault: "too-many" });
    expect(decodeCbor(new Uint8Array((1 << 20) + 1))).toEqual({ fault: "too-long" });
  });

  test("any bytes give a value or a fault", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const answer = decodeCbor(bytes);
        expect("value" in answer || "fault" in answer).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

const value: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.integer(),
    fc.double(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }).filter((n) => n > 2n ** 53n || n < -(2n ** 53n)),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.uint8Array(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.string(), tie("value")), { maxLength: 4, selector: ([key]) => key })
      .map((all) => new Map(all)),
    fc.record({ tag: fc.nat(), value: tie("value") }),
  ),
})).value;

test("every value comes back from its bytes, and its bytes from the value", () => {
  fc.assert(
    fc.property(value, (one) => {
      const bytes = encodeCbor(one);
      const answer = decodeCbor(bytes);
      expect(answer).toEqual({ value: one });
      if ("value" in answer) expect(hex(encodeCbor(answer.value))).toBe(hex(bytes));
    }),
  );
});

test("maps are written in the order of their keys' bytes, whatever their own", () => {
  // RFC 8949 §4.2.1: 10, 100, -1, "z", "aa", [100], [-1], false.
  const keys: CborValue[] = [false, [-1], "aa", 100, [100], "z", -1, 10];
  const written = hex(encodeCbor(new Map(keys.map((key) => [key, 0]))));
  expect(written).toBe("a80a00186400200" + "0617a006261610081186400812000f400");
});
