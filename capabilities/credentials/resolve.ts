/** A short code that a checkpoint typed. */
import { codeIdOf } from "#capabilities/checkpoints/rules/short-code.ts";
import { currentColours } from "#capabilities/codes/evidence.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { isoInstant } from "#kernel/time.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { credentialProblems } from "./contract.ts";
import { codesById } from "./store-paper.ts";

/** A typed code says whose it is only to the platform; the post sees the colour, the holder's log who asked and where. */
export const resolve: OpenAnswer<typeof contract.resolveShortCode> = async (ctx, { shortCode }) => {
  const { services, now } = ctx;
  const codeId = codeIdOf(shortCode);
  if (codeId === null) throw new Problem(credentialProblems["short-code-unknown"]);
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const [code] = await codesById(sql, [{ issuer: services.settings.province, codeId }]);
    if (code === undefined || code.expires_at <= now) throw new Problem(credentialProblems["short-code-unknown"]);
    const current = (await currentColours({ sql, actor, now, services }, [code.person_key])).get(code.person_key);
    await logForHolders({ sql }, [
      {
        id: newId(),
        personKey: code.person_key,
        at: now,
        who: "checkpoint",
        action: "scan.short-code",
        place: ctx.actor.area,
        detail: { form: code.form },
      },
    ]);
    return {
      codeId,
      colour: current?.isSound === true ? current.colour : null,
      form: code.form,
      isShortStay: current?.rule === "short-stay",
      expiresAt: isoInstant(code.expires_at),
      now: isoInstant(now),
    };
  });
};
