/**
 * Group commit: uploads that arrive while a transaction is under way are written together in the next one, so that one
 * flush to disk serves many phones. Bounded: what does not fit is told to come again, and stays on the phone.
 */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { type Answered, type Part, recordParts } from "./record.ts";
import { checkpointProblems } from "./rules/problems.ts";

type Request = Part & {
  readonly resolve: (answers: Answered[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Records of one transaction at most: some 50 ms of work, so that nobody waits long behind it. */
const RECORDS_A_TRANSACTION = 1_000;
/** Transactions under way at once: while one waits for the disk, the next one works. */
const TRANSACTIONS = 2;
/** Uploads that wait at most: about two seconds of work. */
const UPLOADS_WAITING = 500;
/** Tries of a transaction that lost a race for locks. */
const TRIES = 3;

export type Writer = { readonly write: (part: Part) => Promise<Answered[]> };
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
        const answers = await writeParts(services, batch);
        for (const [index, request] of batch.entries()) request.resolve(answers[index] ?? []);
      } catch (error) {
        for (const request of batch) request.reject(error);
      }
    }
    running--;
  };
  return {
    write: (part) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= UPLOADS_WAITING) {
          reject(new Problem(checkpointProblems.busy));
          return;
        }
        waiting.push({ ...part, resolve, reject });
        if (running >= TRANSACTIONS) return;
        running++;
        void work();
      }),
  };
}

/** The uploads at the head of the queue that fit into one transaction; at least one. */
function take(waiting: Request[]): Request[] {
  let records = 0;
  let uploads = 0;
  for (const { items } of waiting) {
    if (uploads > 0 && records + items.length > RECORDS_A_TRANSACTION) break;
    records += items.length;
    uploads++;
  }
  return waiting.splice(0, uploads);
}

/** Lost a race for locks: the same again may succeed. */
const RACES = new Set(["40001", "40P01"]);
/** Something in the data: it would fail again, whatever it was sent with. */
const isOfTheData = (code: unknown): boolean => typeof code === "string" && /^(21|22|23|P0)/.test(code);

/** In one transaction; when it fails on its data, in halves, down to the one record at fault: that one is refused. */
async function writeParts(services: Services, parts: readonly Part[], attempt = 1): Promise<Answered[][]> {
  try {
    const now = services.clock();
    const actor = systemActor(services.settings.province);
    return await asActor(services.db, actor, (sql) => recordParts({ sql, actor, now, services }, parts));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (RACES.has(String(code)) && attempt < TRIES) return writeParts(services, parts, attempt + 1);
    if (!isOfTheData(code)) throw error;
    services.log("scans-split", { code, uploads: parts.length });
    return writeApart(services, parts);
  }
}

async function writeApart(services: Services, parts: readonly Part[]): Promise<Answered[][]> {
  const [only] = parts;
  if (only === undefined) return [];
  const middle = Math.ceil(parts.length / 2);
  if (parts.length > 1) {
    const first = await writeParts(services, parts.slice(0, middle));
    return [...first, ...(await writeParts(services, parts.slice(middle)))];
  }
  const [record] = only.items;
  if (only.items.length === 1 && record !== undefined)
    return [[{ id: record.id, answer: "refused", fault: "not-taken" }]];
  const half = Math.ceil(only.items.length / 2);
  const first = await writeParts(services, [{ ...only, items: only.items.slice(0, half) }]);
  const second = await writeParts(services, [{ ...only, items: only.items.slice(half) }]);
  return [[...first.flat(), ...second.flat()]];
}
