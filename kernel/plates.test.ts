import fc from "fast-check";
import { expect, test } from "vitest";
import { PLATE_KINDS, readPlate } from "./plates.ts";

test.each([
  ["苏E12345", "苏E12345", "ordinary"],
  ["苏U·8A21K", "苏U8A21K", "ordinary"],
  [" 鄂a 12 345 ", "鄂A12345", "ordinary"],
  ["苏ED12345", "苏ED12345", "new-energy"],
  ["苏EDA1234", "苏EDA1234", "new-energy"],
  ["苏E12345D", "苏E12345D", "new-energy"],
  ["苏E1234挂", "苏E1234挂", "trailer"],
  ["苏E1234学", "苏E1234学", "learner"],
  ["苏E1234警", "苏E1234警", "police"],
  ["粤ZF023港", "粤ZF023港", "hong-kong-macao"],
  ["沪A0023领", "沪A0023领", "consulate"],
  ["使014578", "使014578", "embassy"],
  ["WJ苏1234X", "WJ苏1234X", "armed-police"],
  ["VA12345", "VA12345", "military"],
  // I and O are on no plate; a foreign or paper plate is kept as it was read.
  ["苏EI2345", "苏EI2345", "unknown"],
  ["TEMP-0012", "TEMP0012", "unknown"],
])("%s reads as %s, %s", (text, plate, kind) => {
  expect(readPlate(text)).toEqual({ plate, kind });
});

test("nothing, or a novel, is no plate", () => {
  expect(readPlate("苏E")).toBeNull();
  expect(readPlate("1234567890123")).toBeNull();
});

test("reading is total, and reading again changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 16 }), (text) => {
      const once = readPlate(text);
      if (once === null) return;
      expect(PLATE_KINDS).toContain(once.kind);
      expect(readPlate(once.plate)).toEqual(once);
    }),
  );
});
