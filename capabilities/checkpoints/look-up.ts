/** The colour of the holder of an identity card in hand, when there is no code to scan. */
import { currentColours } from "#capabilities/codes/evidence.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { widened } from "#capabilities/tasks/widen.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { keyOfNumber } from "./prepare.ts";
import { checkpointProblems } from "./rules/problems.ts";
import { checkpointFor } from "./set-up.ts";

/**
 * POST /checkpoints/{checkpointId}/look-up. Null says "register": that somebody has no code, and that there is nobody
 * of that number, are the same answer. The holder reads in his own log that it was asked.
 */
export const lookUp: Answer<typeof contract.lookUp> = async (ctx, { checkpointId }, body) => {
  const { sql, actor, now, services } = ctx;
  const checkpoint = await checkpointFor(sql, actor, checkpointId);
  const personKey = keyOfNumber(body.idType, body.idNumber, now, services.keys);
  if (personKey === null) throw new Problem(checkpointProblems["wrong-number"]);
  const found = await widened(ctx, async () => {
    const current = (await currentColours(ctx, [personKey])).get(personKey);
    if (current === undefined) return null;
    await logForHolders(ctx, [
      {
        id: newId(),
        personKey,
        at: now,
        who: "checkpoint",
        action: "scan",
        place: checkpoint.place,
        detail: { checkpoint: checkpoint.name },
      },
    ]);
    return current.isSound ? current.colour : null;
  });
  await audit(ctx, {
    action: "checkpoint.look-up",
    objectKind: "checkpoint",
    objectId: checkpointId,
    place: checkpoint.place,
    detail: { found: found !== null },
  });
  return { colour: found, asOf: isoInstant(now) };
};
