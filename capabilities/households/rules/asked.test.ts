import { expect, test } from "vitest";
import { lastAsked, saidOfDoor } from "./asked.ts";

const at = (minute: number) => `2020-02-10T09:${String(minute).padStart(2, "0")}:00Z`;
const visit = (minute: number, by = "周静") => ({ at: at(minute), by, what: null, result: "NO_ANSWER" });

test("the newest first, three at most", () => {
  expect(lastAsked([visit(1), visit(9), visit(5), visit(7)]).map((one) => one.at)).toEqual([at(9), at(7), at(5)]);
  expect(lastAsked([])).toEqual([]);
});

test("a door says that nobody answered; never that somebody is in hospital", () => {
  expect([saidOfDoor("NO_ANSWER"), saidOfDoor("HOSPITAL"), saidOfDoor(null)]).toEqual(["NO_ANSWER", null, null]);
});

test("a mark of a screening and its report are one knock, with what both say; two people are two", () => {
  const mark = { at: at(5), by: "周静", what: "拉网排查", result: null };
  expect(lastAsked([visit(5), mark])).toEqual([{ at: at(5), by: "周静", what: "拉网排查", result: "NO_ANSWER" }]);
  expect(lastAsked([visit(5), { ...mark, by: "沈国平" }])).toHaveLength(2);
});
