/**
 * Group commit: requests that arrive while a transaction is under way are written together in the next one, so that
 * one flush to disk serves many terminals. Bounded: what does not fit is told to come again, and stays on the phone.
 */
import { createHash } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { visitProblems } from "./contract.ts";
import { auditBatches, choosePlans, type Item, type Outcome, recordWave } from "./store.ts";
import { wavesOf } from "./waves.ts";

/** Reports of one transaction at most: about 50 ms of work, so that nobody waits long behind it. */
const REPORTS_A_TRANSACTION = 1_000;
/** Transactions under way at once: while one waits for the disk, the next one works. */
const TRANSACTIONS = 2;
/** Requests that wait at most: about two seconds of work; more are told to come again. */
const REQUESTS_WAITING = 1_000;
/** Reports that a process writes before it lets PostgreSQL keep its plans: by then the tables have their shape. */
const PLANS_AFTER = 2_000;
/** Tries of a transaction that lost a race for locks. */
const TRIES = 3;

export type Verdict = Omit<Outcome, "n">;
type Request = {
  readonly actor: Actor;
  readonly requestId: string;
  readonly items: readonly Item[];
  readonly resolve: (verdicts: Verdict[]) => void;
  readonly reject: (error: unknown) => void;
};
type Part = Pick<Request, "actor" | "requestId" | "items">;

export type Writer = {
  /** The verdicts on one request's reports, in their order, once they are durable. Throws `busy` when too many wait. */
  readonly write: (actor: Actor, requestId: string, items: readonly Item[]) => Promise<Verdict[]>;
};

const written = new WeakMap<Services["db"], number>();
const writers = new WeakMap<Services["db"], Writer>();

/** The one writer of a server process. */
export function writerOf(services: Services): Writer {
  const known = writers.get(services.db);
  if (known) return known;
  const made = makeWriter(services);
  writers.set(services.db, made);
  return made;
}

function makeWriter(services: Services): Writer {
  const waiting: Request[] = [];
  let running = 0;

  const work = async () => {
    for (let batch = take(waiting); batch.length > 0; batch = take(waiting)) {
      try {
        const verdicts = await writeParts(services, batch);
        for (const [index, request] of batch.entries()) request.resolve(verdicts[index] ?? []);
      } catch (error) {
        for (const request of batch) request.reject(error);
      }
    }
    running--;
  };

  return {
    write: (actor, requestId, items) =>
      new Promise<Verdict[]>((resolve, reject) => {
        if (waiting.length >= REQUESTS_WAITING) {
          reject(new Problem(visitProblems.busy));
          return;
        }
        waiting.push({ actor, requestId, items, resolve, reject });
        if (running >= TRANSACTIONS) return;
        running++;
        void work();
      }),
  };
}

/** The requests at the head of the queue that fit into one transaction; at least one. */
function take(waiting: Request[]): Request[] {
  let reports = 0;
  let requests = 0;
  for (const { items } of waiting) {
    if (requests > 0 && reports + items.length > REPORTS_A_TRANSACTION) break;
    reports += items.length;
    requests++;
  }
  return waiting.splice(0, requests);
}

/** Lost a race for locks: the same again may succeed. */
const RACES = new Set(["40001", "40P01"]);
/** Something in the data: it would fail again, whatever it was sent with. */
const isOfTheData = (code: unknown): boolean => typeof code === "string" && /^(21|22|23|P0)/.test(code);

/**
 * Writes parts in one transaction. When it fails on its data, the parts are written in halves, down to the one report
 * that is at fault: that one is refused, and sinks no other. Any other failure is the caller's, and nothing was written.
 */
async function writeParts(services: Services, parts: readonly Part[], attempt = 1): Promise<Verdict[][]> {
  try {
    return await writeTogether(services, parts);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (RACES.has(String(code)) && attempt < TRIES) return writeParts(services, parts, attempt + 1);
    if (!isOfTheData(code)) throw error;
    services.log("visits-split", { code, requests: parts.length });
    return writeApart(services, parts);
  }
}

async function writeApart(services: Services, parts: readonly Part[]): Promise<Verdict[][]> {
  const [only] = parts;
  if (only === undefined) return [];
  if (parts.length > 1) {
    const middle = Math.ceil(parts.length / 2);
    const first = await writeParts(services, parts.slice(0, middle));
    return [...first, ...(await writeParts(services, parts.slice(middle)))];
  }
  if (only.items.length === 1) return [[{ answer: "refused", reason: "not-taken", step: null, again_at: null }]];
  const middle = Math.ceil(only.items.length / 2);
  const first = await writeParts(services, [{ ...only, items: only.items.slice(0, middle) }]);
  const second = await writeParts(services, [{ ...only, items: only.items.slice(middle) }]);
  return [[...first.flat(), ...second.flat()]];
}

async function writeTogether(services: Services, parts: readonly Part[]): Promise<Verdict[][]> {
  const now = services.clock();
  const items = parts.flatMap((part) => part.items);
  const first = firstOfEach(items);
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const before = written.get(services.db) ?? 0;
    await choosePlans(sql, before >= PLANS_AFTER);
    written.set(services.db, before + items.length);
    const verdicts = new Map<Item, Verdict>();
    for (const wave of wavesOf([...new Set(first.values())])) {
      const outcomes = await recordWave(sql, wave, now);
      for (const [index, item] of wave.entries()) {
        const outcome = outcomes[index];
        if (!outcome) throw new Error("record_visits() left a report unanswered");
        verdicts.set(item, outcome);
      }
    }
    const answered = parts.map((part) => part.items.map((item) => verdictOn(item, first, verdicts)));
    await auditBatches(
      sql,
      parts.map((part, index) => auditOf(part, answered[index] ?? [])),
      now,
    );
    return answered;
  });
}

const keyOf = (item: Item): string => `${item.county} ${item.id}`;

/** The first report of each id: the same id again in one transaction is the same report again. */
function firstOfEach(items: readonly Item[]): Map<string, Item> {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return first;
}

function verdictOn(item: Item, first: ReadonlyMap<string, Item>, verdicts: ReadonlyMap<Item, Verdict>): Verdict {
  const known = first.get(keyOf(item));
  const verdict = known && verdicts.get(known);
  if (!verdict) throw new Error("a report was left unanswered");
  if (known === item || verdict.answer === "refused") return verdict;
  const nothing = { step: null, again_at: null };
  return known.post === item.post
    ? { answer: "already", reason: null, ...nothing }
    : { answer: "refused", reason: "id-taken", ...nothing };
}

function auditOf({ actor, requestId, items }: Part, verdicts: readonly Verdict[]) {
  const counted = (answer: Verdict["answer"]) => verdicts.filter((verdict) => verdict.answer === answer).length;
  const ids = createHash("sha256")
    .update(items.map((item) => item.id).join("\n"))
    .digest("hex");
  return {
    id: newId(),
    post: actor.postId,
    role: actor.role,
    area: actor.area,
    requestId,
    detail: {
      reports: items.length,
      accepted: counted("accepted"),
      already: counted("already"),
      refused: counted("refused"),
      ids,
    },
  };
}
