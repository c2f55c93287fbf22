import { expect, test } from "vitest";
import type { ColourRule } from "./colour.ts";
import { PALETTES } from "./palettes.ts";

// By hand from domain.md §3.3 and §3.7: the same reason under Nanjing's and the national palette.
test.each<[ColourRule, string, string]>([
  ["measure", "red", "red"],
  ["assessment-red", "red", "orange"],
  ["declared-contact", "red", "orange"],
  ["checkpoint-fever", "orange", "yellow"],
  ["declared-symptom", "orange", "yellow"],
  ["short-stay", "orange", "green"],
  ["unseen-document", "orange", "green"],
  ["assessment-blue", "green", "green"],
  ["nothing-found", "green", "green"],
])("%s is %s in Nanjing and %s in the national code", (rule, nanjing, national) => {
  expect(PALETTES.map((palette) => palette.of[rule])).toEqual([nanjing, national]);
});

test("a palette gives each reason one of its own colours", () => {
  for (const palette of PALETTES)
    for (const colour of Object.values(palette.of)) expect(palette.colours).toContain(colour);
});
