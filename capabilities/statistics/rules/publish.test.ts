import { expect, test } from "vitest";
import { publishColours } from "./publish.ts";

const counts = (red: number, yellow: number, pending: number, green: number) => ({ red, yellow, pending, green });

test("columns are suppressed one by one, and the province's counts stay when they give nothing away", () => {
  expect(publishColours([counts(0, 40, 12, 9000), counts(3, 60, 30, 8000), counts(45, 20, 11, 7000)])).toEqual({
    sum: counts(48, 120, 53, 24_000),
    places: [
      { red: 0, yellow: 40, pending: 12, green: 9000 },
      { red: "small", yellow: 60, pending: 30, green: 8000 },
      { red: "hidden", yellow: 20, pending: 11, green: 7000 },
    ],
  });
});

test("a province's count that would name a city's few is left out", () => {
  // 3 + 11: who knows 14 and that the other is at least 10 knows that the first is at most 4.
  expect(publishColours([counts(3, 0, 0, 100), counts(11, 0, 0, 100)])).toMatchObject({
    sum: { red: "hidden", yellow: 0, green: 200 },
    places: [{ red: "small" }, { red: "hidden" }],
  });
  expect(publishColours([counts(2, 0, 0, 100), counts(3, 0, 0, 100)]).sum.red).toBe("small");
});
