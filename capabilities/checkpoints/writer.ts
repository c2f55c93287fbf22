/** Group commit of what gates send (platform/group-commit.ts): a record at fault is refused and sinks no other. */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { chooseByItems, cutItems, makeGroupCommit } from "#platform/group-commit.ts";
import { Problem } from "#platform/problem.ts";
import { type Answered, type Part, recordParts } from "./record.ts";
import { checkpointProblems } from "./rules/problems.ts";

/** Records of one transaction at most: some 50 ms of work, so that nobody waits long behind it. */
const RECORDS_A_TRANSACTION = 1_000;
/** Uploads that wait at most: about two seconds of work. */
const UPLOADS_WAITING = 500;

type Write = (part: Part) => Promise<readonly Answered[]>;
const writers = new WeakMap<Services["db"], Write>();

/** The one writer of a server process: the answers on one upload, in order, once durable. Throws `busy`. */
export function writerOf(services: Services): Write {
  const known = writers.get(services.db);
  if (known) return known;
  const actor = systemActor(services.settings.province);
  const made = makeGroupCommit<Part, readonly Answered[]>({
    transactions: 2,
    waiting: UPLOADS_WAITING,
    tries: 3,
    races: new Set(["40001", "40P01"]),
    ofTheData: /^(21|22|23|P0)/,
    choose: chooseByItems(RECORDS_A_TRANSACTION),
    write: (parts) =>
      asActor(services.db, actor, (sql) => recordParts({ sql, actor, now: services.clock(), services }, parts)),
    cut: cutItems,
    refuse: ({ items }) => items.map(({ id }) => ({ id, answer: "refused", fault: "not-taken" })),
    busy: () => new Problem(checkpointProblems.busy),
    onSplit: (code, uploads) => services.log("scans-split", { code, uploads }),
  });
  writers.set(services.db, made);
  return made;
}
