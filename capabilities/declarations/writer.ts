/**
 * Group commit of declarations (platform/group-commit.ts), with evidence, colours and tasks: a declaration at fault fails
 * alone.
 */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { makeGroupCommit } from "#platform/group-commit.ts";
import { Problem } from "#platform/problem.ts";
import { declarationProblems } from "./contract.ts";
import { writeTogether } from "./record.ts";
import type { Item, Verdict } from "./types.ts";

/** Declarations of one transaction at most: some 150 ms of work. */
const AT_ONCE = 400;
/** Requests that wait at most: two seconds of work; more are told to come again. */
const WAITING = 3_000;

type Write = (item: Item) => Promise<Verdict>;
const writers = new WeakMap<Services["db"], Write>();

/** The one writer of a server process: the verdict on a declaration once it is durable. Throws `busy`. */
export function writerOf(services: Services): Write {
  const known = writers.get(services.db);
  if (known) return known;
  const actor = systemActor(services.settings.province);
  const made = makeGroupCommit<Item, Verdict>({
    transactions: 2,
    waiting: WAITING,
    tries: 5,
    // A unique violation: another process wrote the same person.
    races: new Set(["40001", "40P01", "23505"]),
    ofTheData: /^(21|22|23|42501|P0)/,
    choose: oneOfEachPerson,
    write: (items) =>
      asActor(services.db, actor, (sql) => writeTogether({ sql, actor, now: services.clock(), services }, items)),
    cut: () => null,
    refuse: () => ({ answer: "failed" }),
    busy: () => new Problem(declarationProblems.busy),
    onSplit: (code, count) => services.log("declarations-split", { code, count }),
  });
  writers.set(services.db, made);
  return made;
}

/** The head of the queue, one of each person: the second of the same person goes on top of the first. */
function oneOfEachPerson(waiting: readonly Item[]): Item[] {
  const chosen = new Map<string, Item>();
  for (const item of waiting) {
    if (chosen.size >= AT_ONCE) break;
    if (!chosen.has(item.personKey)) chosen.set(item.personKey, item);
  }
  return [...chosen.values()];
}
