import { expect, test } from "vitest";
import type { PlainDay } from "#kernel/time.ts";
import { type CaseReport, figuresOfReports } from "./case-feed.ts";

const on = (day: string) => day as PlainDay;
const report = (caseId: string, status: CaseReport["status"], day: string, area = "320583"): CaseReport => ({
  caseId,
  status,
  reportedOn: on(day),
  area,
});

test("a case counts as confirmed from the day it was, also after recovery or death; a suspicion ends when it is decided", () => {
  const rows = figuresOfReports(
    [
      report("a", "suspected", "2020-02-01"),
      report("a", "confirmed", "2020-02-02"),
      report("b", "confirmed", "2020-02-02", "320583001002"),
      report("a", "recovered", "2020-02-04"),
      report("b", "deceased", "2020-02-04"),
      report("c", "excluded", "2020-02-04"),
      report("later", "confirmed", "2020-02-05"),
    ],
    on("2020-02-04"),
  );
  expect(rows).toEqual([
    { place: "320583", day: "2020-02-01", confirmed: 0, suspected: 1, cured: 0, dead: 0 },
    { place: "320583", day: "2020-02-02", confirmed: 2, suspected: 0, cured: 0, dead: 0 },
    { place: "320583", day: "2020-02-03", confirmed: 2, suspected: 0, cured: 0, dead: 0 },
    { place: "320583", day: "2020-02-04", confirmed: 2, suspected: 0, cured: 1, dead: 1 },
  ]);
});

test("of two rows of a case on one day the later in the feed stands, and a row coarser than a county is nobody's", () => {
  expect(
    figuresOfReports(
      [
        report("a", "confirmed", "2020-02-01"),
        report("a", "excluded", "2020-02-01"),
        report("b", "confirmed", "2020-02-01", "3205"),
      ],
      on("2020-02-01"),
    ),
  ).toEqual([{ place: "320583", day: "2020-02-01", confirmed: 0, suspected: 0, cured: 0, dead: 0 }]);
});

test("no report, no figures", () => {
  expect(figuresOfReports([], on("2020-02-01"))).toEqual([]);
});
