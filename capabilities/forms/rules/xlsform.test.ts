// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a form names a question.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { compile } from "./document.ts";
import { type Answers, answersOf, defaultsOf, faultsOf, fill } from "./fill.ts";
import { importForm } from "./xlsform.ts";
import { faultSentence } from "./xlsform-faults.ts";
import type { WorkbookSheet } from "./xlsform-sheets.ts";

const NOW = instant("2020-02-10T09:30:00+08:00");
const sheet = (name: string, ...rows: readonly string[][]): WorkbookSheet => ({
  name,
  rows: rows.map((cells, at) => ({ line: at + 1, cells })),
});
const SETTINGS = sheet(
  "settings",
  ["form_title::中文 (zh)", "form_title::English (en)", "form_id", "version", "subject"],
  ["返苏家庭核查", "Returnee check", "returnee-check", "2020-02-10", "household"],
);
const HEAD = [
  "type",
  "name",
  "label::中文 (zh)",
  "label::English (en)",
  "required",
  "relevant",
  "constraint",
  "constraint_message::中文 (zh)",
  "calculation",
  "choice_filter",
  "fact",
  "default",
  "appearance",
];
const row = (cells: Readonly<Partial<Record<string, string>>>) =>
  HEAD.map((one) => cells[one.split("::")[0] ?? ""] ?? "");
const CHOICES = sheet(
  "choices",
  ["list_name", "name", "label::中文 (zh)", "label::English (en)", "province"],
  ["yesno", "yes", "是", "Yes", ""],
  ["yesno", "no", "否", "No", ""],
  ["city", "wuhan", "武汉", "Wuhan", "hubei"],
  ["city", "wenzhou", "温州", "Wenzhou", "zhejiang"],
  ["province", "hubei", "湖北", "Hubei", ""],
  ["province", "zhejiang", "浙江", "Zhejiang", ""],
);
const read = (...rows: Parameters<typeof row>[0][]) =>
  importForm([sheet("survey", HEAD, ...rows.map(row)), CHOICES, SETTINGS]);
const form = (...rows: Parameters<typeof row>[0][]) => {
  const found = read(...rows);
  if ("faults" in found) throw new Error(JSON.stringify(found.faults));
  return compile(found.document);
};
const faults = (...rows: Parameters<typeof row>[0][]) => {
  const found = read(...rows);
  return "faults" in found ? found.faults.map((one) => [one.line, one.column, one.fault, one.near]) : [];
};

const CHECK = form(
  { type: "select_one yesno", name: "is_home", label: "家中有人吗", required: "yes" },
  { type: "begin group", name: "home", label: "家庭", relevant: "${is_home} = 'yes'" },
  {
    type: "integer",
    name: "members",
    label: "同住几人",
    required: "yes",
    constraint: ". >= 1 and . <= 30",
    constraint_message: "1 到 30 人",
    fact: "household.size",
  },
  { type: "select_one province", name: "province", label: "从哪个省回来" },
  { type: "select_one city", name: "city", label: "哪个市", choice_filter: "province=${province}" },
  { type: "date", name: "returned_on", label: "哪天回来", constraint: ". <= today()" },
  { type: "calculate", name: "days", calculation: "if(${returned_on} = '', '', int(today() - ${returned_on}))" },
  { type: "note", name: "n", label: "请提醒居家观察", relevant: "${days} < 14" },
  { type: "end group" },
  { type: "begin repeat", name: "people", label: "返回人员" },
  { type: "integer", name: "age", label: "年龄", required: "yes" },
  { type: "acknowledge", name: "told", label: "已告知", relevant: "${age} >= 60" },
  { type: "end repeat" },
  { type: "calculate", name: "ages", calculation: "sum(${age})" },
);

describe("a workbook", () => {
  it("becomes a document: questions, groups, choices, both languages, and what was not looked at", () => {
    const found = read(
      { type: "select_multiple yesno", name: "a", label: "甲", default: "yes" },
      { type: "start", name: "s" },
    );
    expect(found).toMatchObject({
      document: {
        key: "returnee-check",
        version: "2020-02-10",
        title: { zh: "返苏家庭核查", en: "Returnee check" },
        subject: "household",
        groups: [],
        questions: [
          {
            type: "select_multiple",
            name: "a",
            choices: [{ name: "yes", label: { zh: "是", en: "Yes" } }, { name: "no" }],
          },
        ],
      },
      ignored: ["appearance", "start"],
    });
  });

  it.each<[string, Parameters<typeof row>[0][], unknown[]]>([
    ["an unknown type", [{ type: "rank x", name: "a", label: "甲" }], [2, "type", "type-unknown", "rank"]],
    ["a position", [{ type: "geopoint", name: "a", label: "甲" }], [2, "type", "place-not-asked", "geopoint"]],
    [
      "a name twice",
      [
        { type: "text", name: "a", label: "甲" },
        { type: "text", name: "a", label: "乙" },
      ],
      [3, "name", "name-twice", "a"],
    ],
    [
      "a name of the language",
      [{ type: "text", name: "__proto__", label: "甲" }],
      [2, "name", "name-wrong", "__proto__"],
    ],
    ["a missing label", [{ type: "text", name: "a" }], [2, "label", "label-missing", "a"]],
    ["an unknown list", [{ type: "select_one x", name: "a", label: "甲" }], [2, "type", "list-unknown", "x"]],
    [
      "an unknown field",
      [{ type: "text", name: "a", label: "甲", relevant: "${b} = 1" }],
      [2, "relevant", "field-unknown", "b"],
    ],
    [
      "a broken expression",
      [{ type: "text", name: "a", label: "甲", constraint: ". >" }],
      [2, "constraint", "ends-early", ""],
    ],
    [
      "a group without end",
      [
        { type: "begin group", name: "g", label: "组" },
        { type: "text", name: "a", label: "甲" },
      ],
      [2, "type", "never-ended", "g"],
    ],
    [
      "an end without begin",
      [{ type: "text", name: "a", label: "甲" }, { type: "end repeat" }],
      [3, "type", "end-without-begin", "end repeat"],
    ],
    [
      "a default of the wrong type",
      [{ type: "integer", name: "a", label: "甲", default: "many" }],
      [2, "default", "default-wrong", "many"],
    ],
    ["an unknown fact", [{ type: "text", name: "a", label: "甲", fact: "x.y" }], [2, "fact", "fact-unknown", "x.y"]],
    [
      "a fact of another type",
      [{ type: "text", name: "a", label: "甲", fact: "household.size" }],
      [2, "fact", "fact-of-another-type", "household.size"],
    ],
    [
      "a fact of another",
      [{ type: "text", name: "a", label: "甲", fact: "person.came-on" }],
      [2, "fact", "fact-of-another", "person.came-on"],
    ],
    [
      "a ring",
      [
        { type: "calculate", name: "a", calculation: "${b} + 1" },
        { type: "calculate", name: "b", calculation: "${a}" },
      ],
      [2, "", "ring", "a"],
    ],
    ["nothing", [], [0, "", "empty", ""]],
  ])("with %s is refused at its row and column", (_, rows, fault) => expect(faults(...rows)).toContainEqual(fault));

  it("says what to do in both languages", () => {
    expect(faultSentence({ sheet: "survey", line: 5, column: "relevant", fault: "field-unknown", near: "b" })).toEqual({
      zh: "survey，第 5 行，relevant：没有名为“b”的题目，请核对 name",
      en: "survey, row 5, relevant: There is no question “b”; check the name",
    });
  });

  it("of any cells is a document or a list of faults, never a crash", () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "select_one yesno",
        "text",
        "calculate",
        "a",
        "b",
        "${a}",
        "yes",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: HEAD.length, maxLength: HEAD.length }), { maxLength: 12 }),
        (rows) => {
          const found = importForm([sheet("survey", HEAD, ...rows), CHOICES, SETTINGS]);
          if ("document" in found) fill(compile(found.document), {}, NOW);
          expect("document" in found || found.faults.length > 0).toBe(true);
        },
      ),
    );
  });
});

describe("filling", () => {
  const state = (answers: Answers) => fill(CHECK, answers, NOW);
  const shown = (answers: Answers) =>
    state(answers)
      .asked.filter((one) => one.isRelevant)
      .map((one) => one.key);
  const wrong = (answers: Answers) => faultsOf(state(answers)).map((one) => [one.key, one.fault]);

  it("asks only what is relevant, live, and keeps no answer to what is skipped", () => {
    expect(shown({})).toEqual(["is_home", "ages"]);
    expect(shown({ is_home: "yes" })).toContain("members");
    expect(answersOf(state({ is_home: "no", members: "3" }))).toEqual({ is_home: "no", ages: "0" });
  });

  it("calculates, compares days, and shows a note while it holds", () => {
    const answers = { is_home: "yes", members: "3", returned_on: "2020-02-01" };
    expect(answersOf(state(answers))).toMatchObject({ days: "9" });
    expect(shown(answers)).toContain("n");
    expect(shown({ ...answers, returned_on: "2020-01-20" })).not.toContain("n");
  });

  it("names what is missing or wrong, with the row", () => {
    expect(wrong({})).toEqual([["is_home", "missing"]]);
    expect(wrong({ is_home: "perhaps" })).toEqual([["is_home", "not-a-choice"]]);
    expect(wrong({ is_home: "yes", members: "0" })).toEqual([["members", "constraint"]]);
    expect(wrong({ is_home: "yes", members: "3.5" })).toEqual([["members", "wrong-type"]]);
    expect(wrong({ is_home: "no", people: [{ age: "61" }, {}] })).toEqual([["people/1/age", "missing"]]);
    expect(wrong({ is_home: "yes", members: "3", returned_on: "2020-02-11" })).toEqual([["returned_on", "constraint"]]);
  });

  it("filters choices by another answer and refuses one that does not belong to it", () => {
    const city = (province: string) => state({ is_home: "yes", province }).asked.find((one) => one.key === "city");
    expect(city("hubei")?.choices.map((one) => one.name)).toEqual(["wuhan"]);
    expect(wrong({ is_home: "yes", members: "1", province: "hubei", city: "wenzhou" })).toEqual([
      ["city", "not-a-choice"],
    ]);
  });

  it("repeats: rows of their own, sums over them", () => {
    const answers = {
      is_home: "no",
      people: [
        { age: "61", told: "OK" },
        { age: "9", told: "OK" },
      ],
    };
    expect(answersOf(state(answers))).toEqual({
      is_home: "no",
      people: [{ age: "61", told: "OK" }, { age: "9" }],
      ages: "70",
    });
  });

  it("what is kept fills again to the same answers, whatever was typed", () => {
    const text = fc.oneof(
      fc.constantFrom("yes", "no", "3", "2020-02-01", "hubei", "wuhan", "OK", "61"),
      fc.string({ maxLength: 5 }),
    );
    const answers = fc.record({
      is_home: text,
      members: text,
      province: text,
      city: text,
      returned_on: text,
      people: fc.array(fc.record({ age: text, told: text }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(answers, (given) => {
        const kept = answersOf(state(given));
        expect(answersOf(state(kept))).toEqual(kept);
      }),
    );
  });

  it("begins with its defaults, which may be expressions", () => {
    const begun = form(
      { type: "date", name: "d", label: "日期", default: "today()" },
      { type: "integer", name: "n", label: "人数", default: "2" },
    );
    expect(defaultsOf(begun, NOW)).toEqual({ d: "2020-02-10", n: "2" });
  });
});
