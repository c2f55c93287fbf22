/**
 * The clockwork that makes facts of declarations, after the fact and in batches: what a resident told is shown at the door
 * with who said it and when, and not asked again. It is a use of its own, under a published purpose: with the purpose's end,
 * or its outbreak's, nothing more is read.
 */
import { type NewFact, recordFacts } from "#capabilities/facts/facts.ts";
import { registeredAs } from "#capabilities/households/registered.ts";
import { isPublished } from "#capabilities/purposes/purposes.ts";
import { countyOf } from "#capabilities/tasks/rules/hops.ts";
import { DAY, dayOf, HOUR, type Instant, instantOf, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { openForm } from "./declarations.ts";
import { factsOfDeclaration } from "./rules/facts-of.ts";
import * as store from "./store-facts.ts";

export const PREFILL = "field.prefill";
const AT_ONCE = 500;
/** Declarations are stamped before they commit: what is younger may still come. */
const SETTLES_IN = 15_000;
/** Of what was declared before the first turn: what is still fresh of travel (facts/rules/attributes.ts). */
const LOOKS_BACK = 3 * DAY;
/** Time is looked through in spans: at 1,500 a second one holds 90,000. */
const SPAN = MINUTE;
/** Empty time passed over in one turn. */
const PASSED_AT_MOST = HOUR;
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** One turn; returns how many declarations were read. Safe in several processes: one has the cursor. */
export const readDeclarationsOnce = (services: Services): Promise<number> => {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    if (!(await isPublished({ sql, now }, PREFILL))) return 0;
    const cursor = await store.lockCursor(sql);
    if (cursor === null) return 0;
    const from = { at: cursor.at ?? later(now, -LOOKS_BACK), id: cursor.id ?? NO_ID };
    const { rows, end } = await nextOf(sql, from, later(now, -SETTLES_IN));
    await recordFacts({ sql, actor, now, services }, await factsOf({ sql, services }, rows));
    const last = rows.at(-1);
    await store.moveCursor(sql, last?.declared_at ?? end, last?.id ?? NO_ID);
    return rows.length;
  });
};

/** The next batch, and up to when there was none. */
async function nextOf(sql: Sql, from: { readonly at: Instant; readonly id: string }, before: Instant) {
  let after = from;
  for (const until = later(from.at, PASSED_AT_MOST); after.at < before && after.at < until; ) {
    const end = instantOf(Math.min(later(after.at, SPAN), before));
    const rows = await store.declarationsAfter(sql, after, { before: end, limit: AT_ONCE });
    if (rows.length > 0) return { rows, end };
    after = { at: end, id: NO_ID };
  }
  return { rows: [], end: after.at };
}

async function factsOf(
  ctx: { readonly sql: Sql; readonly services: Services },
  rows: readonly store.ReadDeclaration[],
): Promise<NewFact[]> {
  const registered = await registeredAs(ctx, [...new Set(rows.map((row) => row.person_key))]);
  return rows.flatMap((row) => {
    const form = openForm(ctx, row);
    // At the door that the register knows, not at the one declared: the address is verified by a task of its own.
    const known = registered.get(row.person_key);
    const place = known?.place ?? row.place;
    return factsOfDeclaration({ ...form, plate: row.plate }, dayOf(row.declared_at)).map(([attribute, value]) => ({
      county: countyOf(place),
      place,
      subjectKind: "person" as const,
      subjectId: known?.personId ?? row.person_key,
      attribute,
      value,
      source: "declaration" as const,
      sourceId: row.id,
      observedAt: row.declared_at,
      byPost: row.by_post,
    }));
  });
}
