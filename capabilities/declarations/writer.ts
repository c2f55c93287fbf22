/**
 * Group commit of declarations: requests that arrive while a transaction is under way are written together in the next
 * one, with evidence, colours and tasks, so that one flush to disk serves hundreds. Bounded: what does not fit is told to
 * come again.
 */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { declarationProblems } from "./contract.ts";
import { writeTogether } from "./record.ts";
import type { Item, Verdict } from "./types.ts";

type Waiting = {
  readonly item: Item;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
};

/** Declarations of one transaction at most: some 150 ms of work. */
const AT_ONCE = 400;
/** Transactions under way at once: while one waits for the disk, the next one works. */
const TRANSACTIONS = 2;
/** Requests that wait at most: two seconds of work; more are told to come again. */
const WAITING = 3_000;
const TRIES = 5;

const writers = new WeakMap<Services["db"], (item: Item) => Promise<Verdict>>();

/** The one writer of a server process: the verdict on a declaration once it is durable. Throws `busy`. */
export function writerOf(services: Services): (item: Item) => Promise<Verdict> {
  const known = writers.get(services.db);
  if (known) return known;
  const made = makeWriter(services);
  writers.set(services.db, made);
  return made;
}

function makeWriter(services: Services): (item: Item) => Promise<Verdict> {
  let waiting: Waiting[] = [];
  let running = 0;
  const work = async () => {
    for (let batch = take(); batch.length > 0; batch = take()) {
      try {
        const verdicts = await writeItems(
          services,
          batch.map((one) => one.item),
        );
        for (const [n, one] of batch.entries()) one.resolve(verdicts[n] ?? { answer: "failed" });
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    running--;
  };
  /** The head of the queue, one of each person: the second of the same person goes on top of the first. */
  const take = (): Waiting[] => {
    const persons = new Set<string>();
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    for (const one of waiting) {
      if (taken.length >= AT_ONCE || persons.has(one.item.personKey)) left.push(one);
      else taken.push(one);
      persons.add(one.item.personKey);
    }
    waiting = left;
    return taken;
  };
  return (item) =>
    new Promise<Verdict>((resolve, reject) => {
      if (waiting.length >= WAITING) return reject(new Problem(declarationProblems.busy));
      waiting.push({ item, resolve, reject });
      if (running >= TRANSACTIONS) return;
      running++;
      // The requests of the same turn of the event loop come along.
      setImmediate(() => void work());
    });
}

/** Lost a race (another process wrote the same person): the same again may succeed. */
const RACES = new Set(["40001", "40P01", "23505"]);
const isOfTheData = (code: unknown): boolean => typeof code === "string" && /^(21|22|23|42501|P0)/.test(code);

/** One transaction; when it fails on its data, in halves down to the one declaration at fault, which sinks no other. */
async function writeItems(services: Services, items: readonly Item[], attempt = 1): Promise<Verdict[]> {
  const system = systemActor(services.settings.province);
  try {
    return await asActor(services.db, system, (sql) =>
      writeTogether({ sql, actor: system, now: services.clock(), services }, items),
    );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (RACES.has(String(code)) && attempt < TRIES) return writeItems(services, items, attempt + 1);
    if (!isOfTheData(code)) throw error;
    services.log("declarations-split", { code, count: items.length });
    if (items.length === 1) return [{ answer: "failed" }];
    const middle = Math.ceil(items.length / 2);
    const first = await writeItems(services, items.slice(0, middle));
    return [...first, ...(await writeItems(services, items.slice(middle)))];
  }
}
