/** The functions that a form may call, with how many arguments; nothing else can be called. */
import { dayOf, type Instant, isoShanghai } from "#kernel/time.ts";
import { matches } from "./pattern.ts";
import { dateOf, listOf, numberOf, type Scalar, TEXT_AT_MOST, textOf, truthOf, type Value } from "./values.ts";

/** What an expression may look at beside its arguments. */
export type Surroundings = {
  readonly now: Instant;
  /** The answer of the question itself. */
  readonly self: Value;
  /** Its row in a repeat, counted from 1; 0 outside one. */
  readonly position: number;
};

type Known = {
  readonly least: number;
  readonly most: number;
  readonly apply: (args: readonly Value[], around: Surroundings) => Value;
};

const MANY = 30;

const given = (least: number, most: number, apply: Known["apply"]): Known => ({ least, most, apply });
const at = (args: readonly Value[], index: number): Value => args[index] ?? "";
const words = (value: Value): string[] =>
  textOf(value)
    .split(/\s+/)
    .filter((one) => one !== "");
const numbers = (args: readonly Value[]): number[] =>
  args.flatMap((one) => listOf(one).map(numberOf)).filter((one) => !Number.isNaN(one));
const isAnswered = (one: Scalar): boolean => one !== "";

export const FUNCTIONS: Readonly<Record<string, Known>> = {
  true: given(0, 0, () => true),
  false: given(0, 0, () => false),
  not: given(1, 1, (args) => !truthOf(at(args, 0))),
  if: given(3, 3, (args) => (truthOf(at(args, 0)) ? at(args, 1) : at(args, 2))),
  selected: given(2, 2, (args) => words(at(args, 0)).includes(textOf(at(args, 1)))),
  "count-selected": given(1, 1, (args) => words(at(args, 0)).length),
  concat: given(1, MANY, (args) =>
    args
      .flatMap((one) => listOf(one).map(textOf))
      .join("")
      .slice(0, TEXT_AT_MOST),
  ),
  "string-length": given(1, 1, (args) => [...textOf(at(args, 0))].length),
  contains: given(2, 2, (args) => textOf(at(args, 0)).includes(textOf(at(args, 1)))),
  "starts-with": given(2, 2, (args) => textOf(at(args, 0)).startsWith(textOf(at(args, 1)))),
  regex: given(2, 2, (args) => matches(textOf(at(args, 0)), textOf(at(args, 1)))),
  coalesce: given(2, MANY, (args) => args.find((one) => textOf(one) !== "") ?? ""),
  once: given(1, 1, (args, { self }) => (textOf(self) === "" ? at(args, 0) : self)),
  today: given(0, 0, (_, { now }) => dayOf(now)),
  now: given(0, 0, (_, { now }) => isoShanghai(now)),
  date: given(1, 1, (args) => dateOf(numberOf(at(args, 0)))),
  string: given(1, 1, (args) => textOf(at(args, 0))),
  number: given(1, 1, (args) => numberOf(at(args, 0))),
  int: given(1, 1, (args) => Math.trunc(numberOf(at(args, 0)))),
  round: given(1, 2, (args) => {
    const scale = 10 ** Math.min(6, Math.max(0, Math.trunc(numberOf(args[1] ?? 0)) || 0));
    return Math.round(numberOf(at(args, 0)) * scale) / scale;
  }),
  sum: given(1, 1, (args) => numbers(args).reduce((sum, one) => sum + one, 0)),
  count: given(1, 1, (args) => listOf(at(args, 0)).filter(isAnswered).length),
  min: given(1, MANY, (args) => extreme(numbers(args), Math.min)),
  max: given(1, MANY, (args) => extreme(numbers(args), Math.max)),
  position: given(1, 1, (_, { position }) => position),
};

const extreme = (of: readonly number[], choose: (...of: number[]) => number): Value =>
  of.length === 0 ? "" : choose(...of);

export const isFunctionName = (name: string): boolean => Object.hasOwn(FUNCTIONS, name);
