/** The end of an observation: released by signature and hour, excluded early, or never meant. */
import { withdrawEvidence } from "#capabilities/codes/evidence.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { count } from "#capabilities/rollups/count.ts";
import { disband } from "#capabilities/teams/teams.ts";
import { dayOf, isoInstant } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import { makePaper } from "./papers.ts";
import { type Acting, addLine, type InHand } from "./record.ts";
import * as store from "./store.ts";
import { eraseProposals } from "./store-household.ts";
import { tellWhoRelied } from "./tell.ts";

const SAID = {
  released: {
    reason: "医学观察期满，医生签字解除",
    zh: "医学观察已解除，健康码已更新。感谢您的配合，请查看解除通知。",
    en: "Your observation is over and your code is up to date. Thank you; see the release notice.",
  },
  "ended-early": {
    reason: "引起观察的情况已排除，提前解除",
    zh: "引起观察的情况已经排除，医学观察提前解除。请查看解除通知。",
    en: "What led to your observation was excluded: it ends early. See the release notice.",
  },
  "ended-error": {
    reason: "观察对象有误，撤销",
    zh: "医学观察的对象弄错了，是我们的差错，郑重致歉。观察已结束，相关信息已删除。",
    en: "It was not you who was meant. The mistake is ours and we apologise. It has ended and the file is erased.",
  },
} as const;
type HowEnded = keyof typeof SAID;

/**
 * In the transaction of the signature or of the hour: the measure no longer holds the colour, the paper is made, the person
 * is told, the figures count. The actor is whoever signed, or the clockwork when the signature came before the hour.
 */
export async function letGo(ctx: Acting, of: InHand, how: HowEnded): Promise<void> {
  const { row } = of;
  const { zh, en, reason } = SAID[how];
  const personKey = row.person_key;
  if (row.evidence_id !== null) {
    // Of the wrong person the source takes its own word back; all else is a clinician's signature.
    const because = how === "ended-error" ? "source" : "release";
    const withdrawal = { evidenceIds: [row.evidence_id], because, sourceId: row.id, reason } as const;
    if (how === "ended-error") await asSystem(ctx, (inside) => withdrawEvidence(inside, withdrawal));
    else await withdrawEvidence(ctx, withdrawal);
  }
  await asSystem(ctx, async (inside) => {
    await makePaper(inside, of, how === "ended-error" ? "apology" : "release", {
      isEarly: how === "ended-early",
      // Signed before the hour, the clockwork releases; the order is the doctor's.
      byPost: row.signed_by ?? (ctx.actor.role === "system" ? null : ctx.actor.postId),
    });
    if (personKey !== null)
      await tellHolders(inside, [
        { personKey, kind: "observation", zh, en, link: "/observation", subject: `${row.id}/end` },
      ]);
    await tellWhoRelied(inside, of, personKey);
    if (how !== "released") await disband(inside, row.id, how === "ended-error");
    if (how === "ended-error") {
      await store.eraseContents(inside.sql, row);
      await eraseProposals(inside.sql, row);
    }
  });
  if (how !== "ended-error")
    await count(ctx.sql, [{ place: row.place, day: dayOf(ctx.now), metric: "observation.released", delta: 1 }]);
  await addLine(ctx, row, { kind: how });
  await audit(ctx, {
    action: `observation.${how}`,
    objectKind: "observation",
    objectId: row.id,
    place: row.place,
    detail: { dueAt: isoInstant(row.due_at), signedBy: row.signed_by },
  });
}
