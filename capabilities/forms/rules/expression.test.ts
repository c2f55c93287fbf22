// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a form names a question.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { type Expression, OPERATORS, parse, print } from "./expression.ts";
import { patternFault } from "./pattern.ts";
import type { Value } from "./values.ts";

const NOW = instant("2020-02-10T09:30:00+08:00");
const scope = (answers: Readonly<Record<string, Value>> = {}, self: Value = "", position = 0): Scope => ({
  now: NOW,
  self,
  position,
  answer: (name) => answers[name],
});
const of = (text: string, around: Scope = scope()): unknown => {
  const parsed = parse(text);
  if ("fault" in parsed) return parsed.fault;
  const outcome = evaluate(parsed.expression, around);
  return "fault" in outcome ? outcome.fault : outcome.value;
};

// Expected values by XPath 1.0 and the XLSForm documentation, worked out by hand.
describe("an expression", () => {
  it.each<[string, unknown]>([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 div 4", 2.5],
    ["10 mod 4", 2],
    ["7 - 3 - 2", 2],
    ["-3 + 5", 2],
    ["1 < 2 and 2 < 1", false],
    ["1 < 2 or 2 < 1", true],
    ["1 = 1 and 'a' != 'b'", true],
    ["'2' = 2", true],
    ["not(true())", false],
    ["if(3 > 2, 'yes', 'no')", "yes"],
    ["concat('第', 3, '网格')", "第3网格"],
    ["string-length('网格员')", 3],
    ["selected('fever cough', 'cough')", true],
    ["selected('fever cough', 'cou')", false],
    ["count-selected('fever cough')", 2],
    ["regex('13800000001', '1[3-9][0-9]{9}')", true],
    ["regex('1380000000', '1[3-9][0-9]{9}')", false],
    ["coalesce('', 'b')", "b"],
    ["int(7.9)", 7],
    ["int(-7.9)", -7],
    ["round(2.567, 2)", 2.57],
    ["today()", "2020-02-10"],
    ["now()", "2020-02-10T09:30:00+08:00"],
    ["today() - '2020-01-27'", 14],
    ["date('2020-02-28' + 2)", "2020-03-01"],
    ["today() > '2020-02-09'", true],
    ["'2020-02-30' + 1", Number.NaN],
    ["1 div 0", Number.POSITIVE_INFINITY],
    ["sum('x')", 0],
    ["min('')", ""],
  ])("%s is %j", (text, value) => expect(of(text)).toEqual(value));

  it("asks other questions, itself, its row, and the rows of a repeat", () => {
    const around = scope({ age: "36", ages: ["3", "", "4"], none: [] }, "37.4", 2);
    expect(of("${age} >= 18", around)).toBe(true);
    expect(of(". >= 35 and . <= 42", around)).toBe(true);
    expect(of("position(..)", around)).toBe(2);
    expect(of("sum(${ages})", around)).toBe(7);
    expect(of("count(${ages})", around)).toBe(2);
    expect(of("count(${none})", around)).toBe(0);
    expect(of("max(${ages})", around)).toBe(4);
    expect(of("once('new')", around)).toBe("37.4");
    expect(of("once('new')")).toBe("new");
    expect(of("${missing} + 1", around)).toBe("unknown-field");
  });

  it.each([
    ["1 +", "ends-early"],
    ["1 2", "unexpected"],
    ["(1", "ends-early"],
    ["'open", "unclosed-text"],
    ["1 ；2", "unknown-character"],
    ["system('rm')", "unknown-function"],
    ["constructor()", "unknown-function"],
    ["if(1, 2)", "wrong-arguments"],
    ["position(1)", "wrong-arguments"],
    ["..", "unexpected"],
    ["regex(., ${a})", "unsafe-pattern"],
    ["regex(., '(a+)+')", "unsafe-pattern"],
    [`${"(".repeat(40)}1${")".repeat(40)}`, "too-deep"],
    [`${"-".repeat(40)}1`, "too-deep"],
    ["1".repeat(1001), "too-long"],
    ["1+".repeat(400), "too-long"],
  ])("%s is refused: %s", (text, fault) => expect(of(text)).toBe(fault));
});

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const expressions = fc.letrec<{ one: Expression }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.nat(1_000_000).map((value): Expression => ({ is: "number", value: value / 1000 })),
    fc.string({ maxLength: 8 }).map((text): Expression => ({ is: "text", value: text.replaceAll('"', "") })),
    name.map((one): Expression => ({ is: "field", name: one })),
    name
      .filter((one) => /^[A-Za-z]/.test(one) && !OPERATORS.some((operator) => operator === one))
      .map((one): Expression => ({ is: "column", name: one })),
    fc.constant<Expression>({ is: "self" }),
    fc.constant<Expression>({ is: "call", name: "position", args: [{ is: "row" }] }),
    fc.record({ is: fc.constant("negative" as const), of: tie("one") }),
    fc.record({
      is: fc.constant("binary" as const),
      operator: fc.constantFrom(...OPERATORS),
      left: tie("one"),
      right: tie("one"),
    }),
    fc.record({
      is: fc.constant("call" as const),
      name: fc.constant("coalesce"),
      args: fc.tuple(tie("one"), tie("one")),
    }),
  ),
})).one;

describe("of any expression", () => {
  it("what is printed reads as the same expression", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = print(expression);
        const parsed = parse(text);
        // The reader's limits are its own business here.
        if ("fault" in parsed) expect(["too-long", "too-deep"]).toContain(parsed.fault);
        else expect(parsed.expression).toEqual(expression);
      }),
    );
  });

  it("no text crashes the reader, and what it reads always comes to something, the same each time", () => {
    const pieces = fc.constantFrom(
      "(",
      ")",
      ",",
      "+",
      "-",
      "div ",
      "mod ",
      " and ",
      "${a}",
      "'x'",
      "1",
      ".",
      "..",
      "if(",
      "sum(",
      "regex(",
      "today()",
      "date(",
      "concat(",
      "<",
      "!=",
      "2020-02-10",
      '"',
      "网",
      "$",
      "selected(",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(pieces, { maxLength: 25 }).map((all) => all.join("")),
    );
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string(), { maxLength: 4 }));
    fc.assert(
      fc.property(text, value, (one, a) => {
        expect(of(one, scope({ a }, a))).toEqual(of(one, scope({ a }, a)));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a pattern", () => {
  it.each(["[0-9]{6}", "1[3-9]\\d{9}", "(苏|皖)[A-Z][A-Z0-9]{5,6}", "[^ ]+@[^ ]+", "(\\d{3})?"])("%s is safe", (one) =>
    expect(patternFault(one)).toBe(false),
  );
  it.each(["(a*)*", "(a|a+)+", "((a?)?)*", "a*b*c*d*", "\\1", "(?=a)", "(a", "a)", "[", "a{999}", "(a+){2}", "a{2,1}"])(
    "%s is not",
    (one) => expect(patternFault(one)).toBe(true),
  );
  it("never takes long, whatever it is given", () => {
    const parts = fc.constantFrom("a", "(", ")", "*", "+", "?", "{2,}", "|", "[ab]", "\\d", ".");
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (pattern) => {
        const begun = performance.now();
        of(`regex("${"a".repeat(299)}!", "${pattern.join("")}")`);
        expect(performance.now() - begun).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});
