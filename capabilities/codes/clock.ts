/** The clockwork of codes: colours whose time has come, records that fail their mark, releases that nobody signed. */
import { DAY, HOUR, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { alarm } from "./alarms.ts";
import { evaluate } from "./evaluate.ts";
import { currentColours } from "./evidence.ts";
import * as store from "./store.ts";
import * as clock from "./store-clock.ts";
import type { CodesContext } from "./types.ts";

const inTurn = <T>(services: Services, work: (ctx: CodesContext) => Promise<T>): Promise<T> => {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
};

/** Codes looked at in one turn of the clock. */
const A_TURN = 2_000;

/** `codes-expire`: looks again at codes whose `until` has passed. Time is exempt from the breaker (decisions/0012). */
export const expireOnce = (services: Services): Promise<number> =>
  inTurn(services, async (ctx) => {
    const keys = await store.expiredCodes(ctx.sql, ctx.now, A_TURN);
    const changes = await evaluate(ctx, keys, { cause: "time" });
    // What was due and did not change would be found again at once: the clock rests then.
    return changes.length;
  });

/** What was decided in the last so long is checked in each turn; beside it a part of all codes, round and round. */
const LATELY = 6 * MINUTE;
const SAMPLE = 2_000;

/** `codes-verify`: checks marks of what was decided lately and of a rolling sample; alarms within minutes. */
export function makeVerify(): (services: Services) => Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  return (services) =>
    inTurn(services, async (ctx) => {
      const lately = await clock.decidedSince(ctx.sql, later(ctx.now, -LATELY), SAMPLE);
      const sample = await clock.codesAfter(ctx.sql, after, SAMPLE);
      after = sample.length < SAMPLE ? "00000000-0000-0000-0000-000000000000" : (sample.at(-1) ?? after);
      await verify(ctx, [...new Set([...lately, ...sample])]);
      return 0;
    });
}

/**
 * Checks these persons' codes: the mark of what decided last, and that the colour follows from sound evidence. What fails
 * is decided anew from the evidence that bears the server's mark: nobody keeps a colour that somebody wrote.
 */
export async function verify(ctx: CodesContext, personKeys: readonly string[]): Promise<void> {
  const codes = await currentColours(ctx, personKeys);
  const unsound = [...codes].filter(([, code]) => !code.isSound).map(([personKey]) => personKey);
  if (unsound.length > 0) {
    await store.rebuildCodes(ctx.sql, unsound);
    await evaluate(ctx, unsound, { cause: "repair" });
  }
  // Evidence that somebody wrote into the table is found here, and named in an alarm, before it decides anything.
  await evaluate(ctx, personKeys, { cause: "time" });
}

/** A release is overdue after this; the alarm is repeated to the county every four hours. */
const OVERDUE_AFTER = 2 * HOUR;
const REPEATED_EVERY = 4 * HOUR;
const LOOK_BACK = 30 * DAY;

/** `codes-duty`: proposals that lapse, evidence by hand to be looked at again after a day, releases that nobody signed. */
export const dutyOnce = (services: Services): Promise<number> =>
  inTurn(services, async (ctx) => {
    await clock.lapseProposals(ctx.sql, ctx.now);
    for (const row of await clock.handToReview(ctx.sql, ctx.now)) {
      await alarm(ctx, {
        kind: "hand-review",
        objectId: row.id,
        personKey: row.person_key,
        place: row.place,
        detail: { evidenceKind: row.kind },
      });
    }
    const overdue = await clock.overdueMeasures(ctx.sql, later(ctx.now, -OVERDUE_AFTER), later(ctx.now, -LOOK_BACK));
    for (const row of overdue) {
      const step = Math.floor((ctx.now - row.planned_until - OVERDUE_AFTER) / REPEATED_EVERY);
      await alarm(ctx, {
        kind: "release-overdue",
        objectId: `${row.id}/${step}`,
        personKey: row.person_key,
        place: row.place,
        detail: { hours: Math.floor((ctx.now - row.planned_until) / HOUR) },
      });
    }
    return 0;
  });

/** `codes-visits`: a fever or a symptom in a field report is proposed; a second post confirms it (domain.md §6.1, E5). */
export const proposeFromVisits = (services: Services): Promise<number> =>
  inTurn(services, async (ctx) => {
    const visits = await clock.visitsWithSymptoms(ctx.sql, later(ctx.now, -2 * HOUR), 500);
    for (const visit of visits) await clock.proposeVisit(ctx.sql, { ...visit, id: newId(), at: ctx.now });
    return 0;
  });
