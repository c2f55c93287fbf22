/** What the statements of one assessment are made of. */
import { DAY, endOf, HOUR, plainDay } from "#kernel/time.ts";
import type { AssessmentRule, RuleSet } from "./contract.ts";
import type { Dialect } from "./dialect.ts";

/** What every statement is made of: all times in milliseconds, all texts checked by the contract. */
export type Plan = {
  readonly dialect: Dialect;
  readonly ruleSet: RuleSet;
  /** Rules in the order of their ids: the number of a rule in the tables is its place here. */
  readonly rules: readonly AssessmentRule[];
  readonly province: string;
  /** The window W is `[from, until)`; `until` is T. */
  readonly from: number;
  readonly until: number;
  /** `create table NAME as QUERY`, with what the dialect wants said after it. */
  readonly table: (name: string, query: string) => string[];
  readonly inside: (place: string) => string;
};

/** The plan of a day. `province` overrides the rule set's own prefix. Throws on a text that is no day. */
export function planFor(ruleSet: RuleSet, day: string, province: string, dialect: Dialect): Plan {
  const plain = plainDay(day);
  if (plain === null) throw new Error(`not a day: ${day}`);
  if (!/^[1-9]\d$/.test(province)) throw new Error(`not a province: ${province}`);
  const until = endOf(plain);
  return {
    dialect,
    ruleSet,
    rules: ruleSet.rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    province,
    from: until - ruleSet.windowDays * DAY,
    until,
    table: (name, query) => {
      const analyse = dialect.analyse(name);
      return [`${dialect.createTable(name)} as ${query}`, ...(analyse === null ? [] : [analyse])];
    },
    inside: (place) => `starts_with(${place}, '${province}')`,
  };
}

/** Milliseconds of a number of hours, whole. */
export const hours = (count: number): number => Math.round(count * HOUR);
