import fc from "fast-check";
import { expect, test } from "vitest";
import { isSignature, SIGNATURE_LENGTH_AT_MOST, signaturePath } from "./signature.ts";

test("strokes become a path of whole steps; a tremble is left out", () => {
  const strokes = [
    [
      { x: 10.4, y: 20.2 },
      { x: 11, y: 21 },
      { x: 60, y: 20 },
      { x: 60, y: 90 },
    ],
    [{ x: 5, y: 5 }],
  ];
  expect(signaturePath(strokes)).toBe("M10 20l50 0 0 70M5 5");
  expect(signaturePath([])).toBe("");
});

test("a line of some length is a signature; a dot, nothing, or any other text is none", () => {
  expect(isSignature("M10 20l50 0 0 70M5 5")).toBe(true);
  expect(isSignature("M10 20l50 0 0 40")).toBe(false);
  expect(isSignature("M5 5")).toBe(false);
  expect(isSignature("")).toBe(false);
  expect(isSignature('M1 1l200 0"/><script>')).toBe(false);
  expect(isSignature("M10 20C1 2 3 4 500 600")).toBe(false);
});

test("whatever a finger does, the path is one of ours and short enough, but for a cut at the very end", () => {
  const point = fc.record({
    x: fc.double({ min: -50, max: 900, noNaN: true }),
    y: fc.double({ min: -9, max: 400, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(point, { maxLength: 40 }), { maxLength: 8 }), (strokes) => {
      const path = signaturePath(strokes);
      expect(path.length).toBeLessThanOrEqual(SIGNATURE_LENGTH_AT_MOST);
      if (path !== "") expect(path).toMatch(/^(M\d{1,3} \d{1,3}(l-?\d{1,3} -?\d{1,3}( -?\d{1,3} -?\d{1,3})*)?)+$/);
    }),
  );
});
