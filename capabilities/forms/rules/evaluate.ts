/** What an expression comes to. Total: nothing it is given makes it throw; a field that there is not is a fault, as a value. */
import type { Expression, Operator } from "./expression.ts";
import { FUNCTIONS, type Surroundings } from "./functions.ts";
import { listOf, numberOf, type Scalar, textOf, truthOf, type Value } from "./values.ts";

export type Fault = { readonly fault: "unknown-field"; readonly name: string };
export type Outcome = { readonly value: Value } | Fault;

export type Scope = Surroundings & {
  /** Another question's answer; undefined: there is no such question. */
  readonly answer: (name: string) => Value | undefined;
  /** A column of the choice that is looked at, in choice_filter. */
  readonly column?: (name: string) => Value | undefined;
};

export function evaluate(expression: Expression, scope: Scope): Outcome {
  switch (expression.is) {
    case "number":
    case "text":
      return { value: expression.value };
    case "self":
      return { value: scope.self };
    case "row":
      return { value: scope.position };
    case "field":
    case "column": {
      const value = (expression.is === "field" ? scope.answer : scope.column)?.(expression.name);
      return value === undefined ? { fault: "unknown-field", name: expression.name } : { value };
    }
    case "negative": {
      const of = evaluate(expression.of, scope);
      return "fault" in of ? of : { value: -numberOf(of.value) };
    }
    case "call": {
      const args: Value[] = [];
      for (const one of expression.args) {
        const arg = evaluate(one, scope);
        if ("fault" in arg) return arg;
        args.push(arg.value);
      }
      return { value: FUNCTIONS[expression.name]?.apply(args, scope) ?? "" };
    }
    case "binary": {
      const left = evaluate(expression.left, scope);
      if ("fault" in left) return left;
      const right = evaluate(expression.right, scope);
      return "fault" in right ? right : { value: combined(expression.operator, left.value, right.value) };
    }
  }
}

function combined(operator: Operator, left: Value, right: Value): Value {
  switch (operator) {
    case "or":
      return truthOf(left) || truthOf(right);
    case "and":
      return truthOf(left) && truthOf(right);
    case "=":
    case "!=":
      return some(left, right, (a, b) => isSame(a, b) === (operator === "="));
    case "<":
      return some(left, right, (a, b) => numberOf(a) < numberOf(b));
    case "<=":
      return some(left, right, (a, b) => numberOf(a) <= numberOf(b));
    case ">":
      return some(left, right, (a, b) => numberOf(a) > numberOf(b));
    case ">=":
      return some(left, right, (a, b) => numberOf(a) >= numberOf(b));
    default:
      return computed(operator, numberOf(left), numberOf(right));
  }
}

/** XPath: a comparison with a list holds when it holds for one of it. */
const some = (left: Value, right: Value, holds: (a: Scalar, b: Scalar) => boolean): boolean =>
  listOf(left).some((a) => listOf(right).some((b) => holds(a, b)));

function isSame(a: Scalar, b: Scalar): boolean {
  if (typeof a === "boolean" || typeof b === "boolean") return truthOf(a) === truthOf(b);
  if (typeof a === "number" || typeof b === "number") return numberOf(a) === numberOf(b);
  return textOf(a) === textOf(b);
}

function computed(operator: "+" | "-" | "*" | "div" | "mod", a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "div":
      return a / b;
    case "mod":
      return a % b;
  }
}
