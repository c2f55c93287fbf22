// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a form names a question.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { compile } from "./document.ts";
import { answersOf, defaultsOf, faultsOf, fill } from "./fill.ts";
import { type Answers, withAnswer } from "./rows.ts";
import { tally } from "./tally.ts";
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
  "repeat_count",
  "required_message::中文 (zh)",
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
      { type: "select_multiple yesno", name: "a", label: "甲", default: "yes", appearance: "likert" },
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
      ignored: ["appearance likert (survey 2)", "start"],
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
    ["a film", [{ type: "video", name: "a", label: "甲" }], [2, "type", "file-not-asked", "video"]],
    [
      "or_other with a filter",
      [{ type: "select_one city or_other", name: "a", label: "甲", choice_filter: "province='hubei'" }],
      [2, "type", "or-other", "a"],
    ],
    [
      "a count that is no expression",
      [
        { type: "begin repeat", name: "r", label: "人", repeat_count: "${nobody}" },
        { type: "text", name: "a", label: "甲" },
        { type: "end repeat" },
      ],
      [2, "repeat_count", "field-unknown", "nobody"],
    ],
    [
      "a count that follows from its own rows",
      [
        { type: "begin repeat", name: "r", label: "人", repeat_count: "${a}" },
        { type: "integer", name: "a", label: "甲" },
        { type: "end repeat" },
      ],
      [3, "", "ring", "a"],
    ],
    [
      "a fourth repeat inside another",
      [
        { type: "begin repeat", name: "r1", label: "一" },
        { type: "begin repeat", name: "r2", label: "二" },
        { type: "begin repeat", name: "r3", label: "三" },
        { type: "begin repeat", name: "r4", label: "四" },
        { type: "text", name: "a", label: "甲" },
        { type: "end repeat" },
        { type: "end repeat" },
        { type: "end repeat" },
        { type: "end repeat" },
      ],
      [5, "type", "repeat-too-deep", "r4"],
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

/** A household's people, and of each the journeys of the last fortnight. */
const JOURNEYS = form(
  { type: "begin repeat", name: "people", label: "返回人员" },
  { type: "text", name: "who", label: "姓名", required: "yes", required_message: "请写姓名" },
  { type: "begin repeat", name: "trips", label: "行程", relevant: "${who} != '无'" },
  { type: "text", name: "town", label: "到过哪里", required: "yes", default: "武汉" },
  { type: "integer", name: "nights", label: "住了几晚" },
  { type: "calculate", name: "label", calculation: "concat(${who}, ${town})" },
  { type: "end repeat" },
  { type: "calculate", name: "away", calculation: "sum(${nights})" },
  { type: "end repeat" },
  { type: "calculate", name: "all", calculation: "sum(${nights})" },
  { type: "calculate", name: "most", calculation: "max(${away})" },
);

describe("a repeat in a repeat", () => {
  const answers: Answers = {
    people: [
      {
        who: "甲",
        trips: [
          { town: "武汉", nights: "3" },
          { town: "黄石", nights: "4" },
        ],
      },
      { who: "乙", trips: [{ town: "温州", nights: "1" }] },
      { who: "无", trips: [{ town: "杭州", nights: "9" }] },
    ],
  };
  it("sees its own row's answers, sums its own rows, and from outside all of them", () => {
    expect(answersOf(fill(JOURNEYS, answers, NOW))).toEqual({
      people: [
        {
          who: "甲",
          trips: [
            { town: "武汉", nights: "3", label: "甲武汉" },
            { town: "黄石", nights: "4", label: "甲黄石" },
          ],
          away: "7",
        },
        { who: "乙", trips: [{ town: "温州", nights: "1", label: "乙温州" }], away: "1" },
        // Not asked: kept neither as rows nor in a sum.
        { who: "无", away: "0" },
      ],
      all: "8",
      most: "7",
    });
  });

  it("names a fault by all rows around it", () => {
    const wrong = faultsOf(fill(JOURNEYS, { people: [{ who: "甲", trips: [{ town: "武汉" }, {}] }, {}] }, NOW));
    expect(wrong.map((one) => [one.key, one.fault])).toEqual([
      ["people/1/who", "missing"],
      ["people/0/trips/1/town", "missing"],
    ]);
    expect(wrong[0]?.question.requiredMessage?.zh).toBe("请写姓名");
  });

  it("is changed in one row only, begins with its defaults, and is counted over all rows", () => {
    const path = [
      { repeat: "people", index: 0 },
      { repeat: "trips", index: 1 },
    ];
    const next = withAnswer(answers, path, "nights", "5");
    expect(answersOf(fill(JOURNEYS, next, NOW))).toMatchObject({
      all: "9",
      people: [{ away: "8" }, { away: "1" }, {}],
    });
    expect(defaultsOf(JOURNEYS, NOW)).toEqual({});
    expect(defaultsOf(JOURNEYS, NOW, "trips")).toEqual({ town: "武汉" });
    const nights = tally(JOURNEYS.document, [answersOf(fill(JOURNEYS, answers, NOW))]).find(
      ({ question }) => question.name === "nights",
    );
    expect(nights).toMatchObject({ answered: 3, sum: 8 });
  });

  it("has as many rows as repeat_count says, within the limits", () => {
    const counted = form(
      { type: "integer", name: "n", label: "几人" },
      { type: "begin repeat", name: "people", label: "人", repeat_count: "${n}" },
      { type: "text", name: "who", label: "姓名", required: "yes" },
      { type: "end repeat" },
    );
    const of = (n: string) => fill(counted, { n, people: [{ who: "甲" }] }, NOW);
    expect(answersOf(of("2"))).toEqual({ n: "2", people: [{ who: "甲" }, {}] });
    expect(faultsOf(of("2")).map((one) => one.key)).toEqual(["people/1/who"]);
    expect(answersOf(of("0"))).toEqual({ n: "0" });
    expect(of("-3").repeats[0]).toMatchObject({ count: 0, isCounted: true });
    expect(of("100000").repeats[0]?.count).toBe(100);
  });

  it("has five hundred rows in all at most, however they are nested", () => {
    const people = Array.from({ length: 100 }, () => ({ who: "甲", trips: Array.from({ length: 100 }, () => ({})) }));
    const { repeats } = fill(JOURNEYS, { people }, NOW);
    expect(repeats.reduce((sum, one) => sum + one.count, 0)).toBe(500);
  });
});

describe("a photo or a recording", () => {
  const seen = form(
    { type: "image", name: "notice", label: "拍下告知书", required: "yes" },
    { type: "audio", name: "said", label: "录一句话", relevant: "${notice} != ''" },
    { type: "begin repeat", name: "rooms", label: "房间" },
    { type: "photo", name: "room", label: "拍下房间" },
    { type: "end repeat" },
  );
  const id = (n: number) => `0170a3c0-0000-7000-8000-00000000000${n}`;
  const wrong = (answers: Answers) => faultsOf(fill(seen, answers, NOW)).map((one) => [one.key, one.fault]);
  it("is answered by the id of what was taken; six an answer at most", () => {
    expect(wrong({})).toEqual([["notice", "missing"]]);
    expect(wrong({ notice: "photo.jpg" })).toEqual([["notice", "wrong-type"]]);
    expect(wrong({ notice: id(1), said: id(2) })).toEqual([]);
    const rooms = [3, 4, 5, 6, 7].map((n) => ({ room: id(n) }));
    expect(wrong({ notice: id(1), rooms })).toEqual([]);
    expect(wrong({ notice: id(1), said: id(2), rooms })).toEqual([["rooms/4/room", "too-many-files"]]);
  });
});

describe("what XLSForm knows besides", () => {
  it("or_other: one choice more, and a text asked when it was chosen", () => {
    const other = form({ type: "select one yesno or_other", name: "a", label: "甲" });
    expect(other.document.questions[0]?.choices?.map((one) => one.name)).toEqual(["yes", "no", "other"]);
    const asked = (a: string) =>
      fill(other, { a }, NOW)
        .asked.filter((one) => one.isRelevant)
        .map((one) => one.key);
    expect(asked("yes")).toEqual(["a"]);
    expect(asked("other")).toEqual(["a", "a_other"]);
  });

  it("appearance: multiline and minimal, another is named with its row", () => {
    const found = read(
      { type: "text", name: "a", label: "甲", appearance: "multiline" },
      { type: "select_one yesno", name: "b", label: "乙", appearance: "minimal horizontal" },
    );
    expect(found).toMatchObject({
      document: { questions: [{ appearance: "multiline" }, { appearance: "minimal" }] },
      ignored: ["appearance horizontal (survey 3)"],
    });
  });
});
