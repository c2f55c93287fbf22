import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvOf } from "./csv.ts";
import { movedAreas, movedFormula, rowsAfter } from "./formula.ts";
import { markerOf, nameAsMarker, piecesOf } from "./markers.ts";

describe("a marker", () => {
  it.each<[string, unknown]>([
    ["area.name", { is: "text", of: "area.name" }],
    ["visit.household", { is: "figure", metric: "visit.household", isStanding: false }],
    ["household.registered", { is: "figure", metric: "household.registered", isStanding: true }],
    ["standing.task.red.issued", { is: "figure", metric: "task.red.issued", isStanding: true }],
    ["coverage.percent", { is: "coverage", of: "percent" }],
    ["form.returnee-check.answers", { is: "form", key: "returnee-check", question: null, counted: { by: "answered" } }],
    ["form.returnee-check.size.sum", { is: "form", key: "returnee-check", question: "size", counted: { by: "sum" } }],
    ["form.a1.needs.is.food", { is: "form", key: "a1", question: "needs", counted: { by: "is", value: "food" } }],
    ["fact.household.size.sum", { is: "fact", attribute: "household.size", counted: { by: "sum" } }],
    ["total.visit.person", { is: "figure", metric: "visit.person", isStanding: false, isTotal: true }],
    ["total.household.registered", null],
    ["total.coverage.percent", null],
    [
      "total.form.returnee-check.answers",
      { is: "form", key: "returnee-check", question: null, counted: { by: "answered" }, isTotal: true },
    ],
    ["campaign.zero", { is: "figure", metric: "campaign.zero", isStanding: false }],
    ["campaign.percent", { is: "campaign", of: "percent" }],
    ["door.form.returnee-check.size", { is: "line", of: "door", part: { form: "returnee-check", question: "size" } }],
    ["person.form.returnee-check.size", null],
    ["period", { is: "text", of: "period" }],
    ["door.address", { is: "line", of: "door", part: "address" }],
    ["household.people", { is: "line", of: "household", part: "people" }],
    ["door.is-rented", { is: "line", of: "door", part: { attribute: "door.is-rented" } }],
    ["household.size", { is: "line", of: "household", part: { attribute: "household.size" } }],
    ["door.people", null],
    ["person.address", { is: "line", of: "person", part: "address" }],
    ["person.job", { is: "line", of: "person", part: { attribute: "person.job" } }],
    ["person.symptoms", null],
    ["person.tenure", null],
    ["standing.visit", null],
    ["fact.person.symptoms.known", null],
    ["fact.person.name.known", null],
    ["person.name", { is: "line", of: "person", part: "name" }],
    ["constructor", null],
    ["visit.result.SEEN", null],
  ])("%s", (text, marker) => expect(markerOf(text)).toEqual(marker));

  it("may be a cell's name, which knows no hyphen", () => {
    expect(nameAsMarker("wangge.worker.on__duty")).toBe("worker.on-duty");
    expect(nameAsMarker("visit.household")).toBe("visit.household");
  });

  it("stands among text", () => {
    expect(piecesOf("{{area.name}}走访 {{ visit.household }} 户")).toEqual([
      { marker: "area.name" },
      { text: "走访 " },
      { marker: "visit.household" },
      { text: " 户" },
    ]);
    expect(piecesOf("{ {x} }")).toEqual([{ text: "{ {x} }" }]);
  });
});

describe("references", () => {
  // Row 5 is printed three times, row 8 twice: row 6 is then 8, row 9 is 12.
  const rows = rowsAfter(
    new Map([
      [5, 3],
      [8, 2],
    ]),
  );
  const own = (formula: string) => movedFormula(formula, { sheet: "日报", isOwn: true, rows });
  it.each([
    ["SUM(B5:B5)", "SUM(B5:B7)"],
    ["SUM(B4:B6)", "SUM(B4:B8)"],
    ["B6/$C$9", "B8/$C$12"],
    ["SUM(5:5)", "SUM(5:7)"],
    ["日报!B6+其他!B6", "日报!B8+其他!B6"],
    ["'日报'!B6", "'日报'!B8"],
    ['IF(B6="B6",LOG10(B9),"A9")', 'IF(B8="B6",LOG10(B12),"A9")'],
    ["B4", "B4"],
    ["TAX2020!B6", "TAX2020!B6"],
  ])("%s becomes %s", (formula, moved) => expect(own(formula)).toBe(moved));

  it("from another sheet only those to this one move", () => {
    const away = { sheet: "日报", isOwn: false, rows };
    expect(movedFormula("B6+日报!B6", away)).toBe("B6+日报!B8");
  });

  it("in a copied row are to the copy, but for those held fast", () => {
    const copy = { sheet: "日报", isOwn: true, rows, copy: { row: 5, index: 2 } };
    expect(movedFormula("B5/C5+$B$5+B9", copy)).toBe("B7/C7+$B$5+B12");
  });

  it("of merged cells and formats move too", () => expect(movedAreas("A6:C6 B5:B5", rows)).toBe("A8:C8 B5:B7"));

  it("without repeated rows nothing changes, whatever the formula", () => {
    const same = rowsAfter(new Map([[3, 1]]));
    fc.assert(fc.property(fc.string(), (text) => movedFormula(text, { sheet: "x", isOwn: true, rows: same }) === text));
  });
});

describe("csv", () => {
  it("is read as text by every spreadsheet program", () => {
    expect(
      csvOf([
        ["昆山市", 3, null],
        ['=cmd|"x"!A1', "-1", 'a"b\nc'],
      ]),
    ).toBe('\uFEFF昆山市,3,\r\n"\'=cmd|""x""!A1",\'-1,"a""b\nc"\r\n');
  });
});
