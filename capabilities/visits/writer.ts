/** Group commit of reports (platform/group-commit.ts): a report at fault is refused and sinks no other. */
import { createHash } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { chooseByItems, cutItems, makeGroupCommit } from "#platform/group-commit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { visitProblems } from "./contract.ts";
import { auditBatches, choosePlans, type Item, type Outcome, recordWave } from "./store.ts";
import { wavesOf } from "./waves.ts";

/** Reports of one transaction at most: about 50 ms of work, so that nobody waits long behind it. */
const REPORTS_A_TRANSACTION = 1_000;
/** Requests that wait at most: about two seconds of work; more are told to come again. */
const REQUESTS_WAITING = 1_000;
/** Reports that a process writes before it lets PostgreSQL keep its plans: by then the tables have their shape. */
const PLANS_AFTER = 2_000;

export type Verdict = Omit<Outcome, "n">;
type Part = { readonly actor: Actor; readonly requestId: string; readonly items: readonly Item[] };

/** The verdicts on one request's reports, in their order, once they are durable. Throws `busy` when too many wait. */
type Write = (part: Part) => Promise<readonly Verdict[]>;

const written = new WeakMap<Services["db"], number>();
const writers = new WeakMap<Services["db"], Write>();

/** The one writer of a server process. */
export function writerOf(services: Services): Write {
  const known = writers.get(services.db);
  if (known) return known;
  const made = makeGroupCommit<Part, readonly Verdict[]>({
    transactions: 2,
    waiting: REQUESTS_WAITING,
    tries: 3,
    races: new Set(["40001", "40P01"]),
    ofTheData: /^(21|22|23|P0)/,
    choose: chooseByItems(REPORTS_A_TRANSACTION),
    write: (parts) => writeTogether(services, parts),
    cut: cutItems,
    refuse: ({ items }) => items.map(() => ({ answer: "refused", reason: "not-taken", step: null, again_at: null })),
    busy: () => new Problem(visitProblems.busy),
    onSplit: (code, requests) => services.log("visits-split", { code, requests }),
  });
  writers.set(services.db, made);
  return made;
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
