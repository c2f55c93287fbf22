/**
 * The expressions of a form, a documented part of XLSForm's XPath (docs/guide/forms.md): what there is of them, how a text is
 * read, and how it is printed again. A form comes from a stranger's workbook: length and depth are limited, and nothing but
 * this table can be called.
 */
import { FUNCTIONS, isFunctionName } from "./functions.ts";
import { patternFault } from "./pattern.ts";

export const OPERATORS = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"] as const;
export type Operator = (typeof OPERATORS)[number];

export type Expression =
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "text"; readonly value: string }
  /** `${name}`: another question's answer. */
  | { readonly is: "field"; readonly name: string }
  /** A word by itself: a column of the choices sheet, in choice_filter. */
  | { readonly is: "column"; readonly name: string }
  /** `.`: the answer that a constraint is about. */
  | { readonly is: "self" }
  /** `..`: the row of a repeat; only in position(..). */
  | { readonly is: "row" }
  | { readonly is: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: "binary"; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly is: "negative"; readonly of: Expression };

export type ExpressionFault =
  | "too-long"
  | "too-deep"
  | "unclosed-text"
  | "unknown-character"
  | "unknown-function"
  | "wrong-arguments"
  | "unsafe-pattern"
  | "unexpected"
  | "ends-early";

export type Parsed = { readonly expression: Expression } | { readonly fault: ExpressionFault; readonly near: string };

/** The longest expression seen in the field's public forms has some 700 characters. */
export const EXPRESSION_AT_MOST = 1_000;
const TOKENS_AT_MOST = 300;
const DEPTH_AT_MOST = 32;

type Token = { readonly kind: "number" | "text" | "field" | "word" | "sign"; readonly text: string };

const TOKEN =
  /^(?:(?<number>\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})|\$\{\s*(?<field>[A-Za-z_][\w.-]{0,63})\s*\}|(?<text>"[^"]*"|'[^']*')|(?<word>[A-Za-z][\w-]*(?::[A-Za-z][\w-]*)?)|(?<sign>!=|<=|>=|\.\.|[.=<>+*(),-]))/;

/** The text as an expression, or what is wrong with it and where. */
export function parse(text: string): Parsed {
  if (text.length > EXPRESSION_AT_MOST) return { fault: "too-long", near: text.slice(0, 20) };
  const found = tokensOf(text);
  if ("fault" in found) return found;
  const { tokens } = found;
  const reader = makeReader(tokens);
  const expression = reader.level(0, 0);
  if ("fault" in expression) return expression;
  const rest = reader.next();
  return rest === undefined ? { expression } : { fault: "unexpected", near: rest.text };
}

function tokensOf(text: string): { readonly tokens: readonly Token[] } | { fault: ExpressionFault; near: string } {
  const tokens: Token[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const match = TOKEN.exec(rest);
    const near = rest.slice(0, 20);
    if (match === null) return { fault: /^["']/.test(rest) ? "unclosed-text" : "unknown-character", near };
    const [kind, value] = Object.entries(match.groups ?? {}).find(([, one]) => one !== undefined) ?? ["sign", ""];
    tokens.push({ kind: kind as Token["kind"], text: kind === "text" ? String(value).slice(1, -1) : String(value) });
    if (tokens.length > TOKENS_AT_MOST) return { fault: "too-long", near };
    rest = rest.slice(match[0].length).trimStart();
  }
  return { tokens };
}

type Read = Expression | { readonly fault: ExpressionFault; readonly near: string };

/** Operators by how loosely they bind, loosest first. */
const LEVELS: readonly (readonly Operator[])[] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];

function makeReader(tokens: readonly Token[]) {
  let at = 0;
  const next = () => tokens[at];
  const isSign = (text: string) => tokens[at]?.kind === "sign" && tokens[at]?.text === text;
  const unexpected = (): Read =>
    tokens[at] === undefined
      ? { fault: "ends-early", near: "" }
      : { fault: "unexpected", near: tokens[at]?.text ?? "" };

  function level(of: number, depth: number): Read {
    const operators = LEVELS[of];
    if (operators === undefined) return unary(depth);
    let left = level(of + 1, depth);
    for (;;) {
      if ("fault" in left) return left;
      const token = tokens[at];
      const operator = operators.find((one) => token?.text === one && (token.kind === "sign" || token.kind === "word"));
      if (operator === undefined) return left;
      at++;
      const right = level(of + 1, depth);
      if ("fault" in right) return right;
      left = { is: "binary", operator, left, right };
    }
  }

  function unary(depth: number): Read {
    if (depth > DEPTH_AT_MOST) return { fault: "too-deep", near: tokens[at]?.text ?? "" };
    if (!isSign("-")) return primary(depth);
    at++;
    const of = unary(depth + 1);
    return "fault" in of ? of : { is: "negative", of };
  }

  function primary(depth: number): Read {
    const token = tokens[at];
    if (token === undefined) return unexpected();
    if (token.kind === "word") return call(depth);
    if (token.kind === "sign" && token.text !== "(" && token.text !== ".") return unexpected();
    at++;
    if (token.kind === "number") return { is: "number", value: Number(token.text) };
    if (token.kind === "text") return { is: "text", value: token.text };
    if (token.kind === "field") return { is: "field", name: token.text };
    if (token.text === ".") return { is: "self" };
    const inside = level(0, depth + 1);
    if ("fault" in inside) return inside;
    if (!isSign(")")) return unexpected();
    at++;
    return inside;
  }

  function call(depth: number): Read {
    const name = tokens[at]?.text ?? "";
    at++;
    if (!isSign("(")) {
      return OPERATORS.some((one) => one === name) ? { fault: "unexpected", near: name } : { is: "column", name };
    }
    if (!isFunctionName(name)) return { fault: "unknown-function", near: name };
    at++;
    const args: Expression[] = [];
    if (name === "position" && isSign("..")) {
      at++;
      args.push({ is: "row" });
    }
    while (!isSign(")")) {
      if (args.length > 0) {
        if (!isSign(",")) return unexpected();
        at++;
      }
      const arg = level(0, depth + 1);
      if ("fault" in arg) return arg;
      args.push(arg);
    }
    at++;
    return checked(name, args);
  }

  return { level, next };
}

function checked(name: string, args: readonly Expression[]): Read {
  const { least, most } = FUNCTIONS[name] ?? { least: 0, most: 0 };
  if (args.length < least || args.length > most) return { fault: "wrong-arguments", near: name };
  if (name === "position" && args[0]?.is !== "row") return { fault: "wrong-arguments", near: name };
  if (name === "regex") {
    // A pattern that an answer could change could not be checked before it is used.
    const pattern = args[1];
    if (pattern?.is !== "text" || patternFault(pattern.value)) return { fault: "unsafe-pattern", near: name };
  }
  return { is: "call", name, args };
}

/** The expression as text that reads as the same expression; brackets around every pair of operands. */
export function print(expression: Expression): string {
  switch (expression.is) {
    case "number":
      // No exponent: the reader knows none.
      return expression.value.toFixed(15).replace(/\.?0+$/, "");
    case "text":
      return expression.value.includes('"') ? `'${expression.value}'` : `"${expression.value}"`;
    case "field":
      return `\${${expression.name}}`;
    case "column":
      return expression.name;
    case "self":
      return ".";
    case "row":
      return "..";
    case "call":
      return `${expression.name}(${expression.args.map(print).join(", ")})`;
    case "negative":
      return `-${bracketed(expression.of)}`;
    case "binary":
      return `${bracketed(expression.left)} ${expression.operator} ${bracketed(expression.right)}`;
  }
}

const bracketed = (one: Expression): string =>
  one.is === "binary" || one.is === "negative" ? `(${print(one)})` : print(one);

/** The names of all questions that it asks for, or of all columns. */
export function namesOf(expression: Expression, of: "field" | "column"): readonly string[] {
  switch (expression.is) {
    case "field":
    case "column":
      return expression.is === of ? [expression.name] : [];
    case "call":
      return expression.args.flatMap((one) => namesOf(one, of));
    case "negative":
      return namesOf(expression.of, of);
    case "binary":
      return [...namesOf(expression.left, of), ...namesOf(expression.right, of)];
    default:
      return [];
  }
}
