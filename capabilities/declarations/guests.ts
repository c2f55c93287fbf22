/**
 * A lodging's desk (or the grid for a small one) takes a guest's temperature. Suzhou's notice no. 10: a tourist's code is
 * green-pending until the lodging has recorded his temperature; it stays green while that is normal.
 */
import { currentColours, recordEvidence, withdrawStanding } from "#capabilities/codes/evidence.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { lookerOf } from "#capabilities/residents/rules/kinds.ts";
import { issueTasks } from "#capabilities/tasks/issue.ts";
import type { Acting } from "#capabilities/tasks/widen.ts";
import { normaliseNumber } from "#kernel/identity.ts";
import { dayOf, endOf, HOUR, later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import { declarationProblems } from "./contract.ts";
import type { recordGuest } from "./contract-guests.ts";
import { isSick } from "./rules/evidence-of.ts";
import * as store from "./store-guests.ts";

const LOOKED_AFTER_WITHIN = 4 * HOUR;

/** Only guests whose code is of the post's own area; whoever else has the number, the answer is "register". */
export const record: Answer<typeof recordGuest> = async (ctx, _params, { id, idType, idNumber, temperatureTenths }) => {
  const { actor, now, services } = ctx;
  if (temperatureTenths < 340 || temperatureTenths > 430) throw new Problem(declarationProblems["wrong-temperature"]);
  const isFever = isSick(temperatureTenths, []);
  const personKey = personKeyOf(services.keys.provinceKey, idType, normaliseNumber(idNumber));
  const seen = (await currentColours(ctx, [personKey])).get(personKey);
  const colour =
    seen === undefined
      ? null
      : await asSystem(ctx, async (inside) => {
          const stay = await store.shortStayOf(inside.sql, { personKey, id, today: dayOf(now) });
          if (stay === null) return null;
          if (!stay.isRecorded) {
            await take(inside, { id, personKey, place: seen.place, temperatureTenths, until: stay.until, isFever });
            const entry = { id, personKey, at: now, action: "temperature", place: seen.place };
            await logForHolders(inside, [{ ...entry, who: lookerOf(actor), detail: { temperatureTenths } }]);
          }
          return (await currentColours(inside, [personKey])).get(personKey)?.colour ?? null;
        });
  await audit(ctx, {
    action: "guest.temperature",
    objectKind: "guest-temperature",
    objectId: id,
    place: actor.area,
    detail: { found: colour !== null },
  });
  return { colour, isFever };
};

type Reading = {
  readonly id: string;
  readonly personKey: string;
  readonly place: string;
  readonly temperatureTenths: number;
  readonly until: Parameters<typeof endOf>[0];
  readonly isFever: boolean;
};

/** One reading is no finding: a fever takes back the release and sends somebody; yellow is the recheck's to say. */
async function take(ctx: Acting, reading: Reading): Promise<void> {
  const { id, personKey, place, temperatureTenths, until, isFever } = reading;
  const kind = "short-stay";
  if (!isFever) {
    const reason = "住宿处登记体温正常";
    await withdrawStanding(ctx, { personKeys: [personKey], kind, because: "release", sourceId: id, reason });
    return;
  }
  const evidence = { id, personKey, kind, source: "lodging", sourceId: id, since: ctx.now } as const;
  await recordEvidence(ctx, [{ ...evidence, until: endOf(until), facts: { temperatureTenths } }]);
  await issueTasks(ctx, [
    {
      personKey,
      place,
      kind: "verification",
      tier: "yellow",
      reason: {
        zh: "住宿处测温达到37.3℃，请复测并安排就诊",
        en: "37.3 °C or more at the lodging: measure again and arrange a clinic",
      },
      dueAt: later(ctx.now, LOOKED_AFTER_WITHIN),
      sourceKind: "guest-fever",
      sourceId: id,
    },
  ]);
}
