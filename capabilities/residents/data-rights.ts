/** A copy of what is kept about one's persons, and the end of an account. Source: PIPL Art. 44 to 47 (domain.md §2.14). */
import { dayOf, daysLater, isoInstant } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { presentPersons } from "./persons.ts";
import { RESIDENT_COOKIE } from "./sessions.ts";
import * as store from "./store-rights.ts";

const ROWS_AT_MOST = 500;

/** Row-level security is the selection: the acting resident sees the rows of the persons he carries, and no others. */
export const show: Answer<typeof contract.showMyData> = async (ctx) => {
  const kinds = [];
  for (const { kind, zh, en, purpose } of store.KEPT) {
    const rows = (await store.rowsOf(ctx.sql, ctx.actor.accountId, kind, ROWS_AT_MOST)).map((row) => opened(ctx, row));
    const retentionDays = await store.retentionOf(ctx.sql, purpose);
    kinds.push({ kind, zh, en, retentionDays, rows });
  }
  await audit(ctx, { action: "resident.copy-data", objectKind: "resident", objectId: ctx.actor.accountId });
  return { madeAt: isoInstant(ctx.now), persons: await presentPersons(ctx), kinds };
};

/** What a resident wrote himself is in his copy in words (sealed and bound by capabilities/services/sealing.ts). */
function opened({ services }: Pick<Context, "services">, { sealed, ...row }: Record<string, unknown>) {
  if (!(sealed instanceof Uint8Array)) return row;
  return { ...row, errand: JSON.parse(unseal(services.keys.sealingKey, sealed, `service ${String(row["id"])}`)) };
}

export const close: OpenAnswer<typeof contract.closeAccount> = async (ctx) => {
  const { now, actor } = ctx;
  const kept = await asActor(ctx.services.db, actor, async (sql) => {
    await store.closeAccount(sql, actor.accountId, now);
    await audit({ ...ctx, sql }, { action: "resident.close", objectKind: "resident", objectId: actor.accountId });
    return Promise.all(
      store.KEPT.map(async ({ zh, en, purpose }) => ({
        zh,
        en,
        purpose,
        until: daysLater(dayOf(now), await store.retentionOf(sql, purpose)),
      })),
    );
  });
  ctx.reply.clearCookie(RESIDENT_COOKIE, { path: "/" });
  return {
    deleted: [
      { zh: "手机号码、登录状态、家人关联", en: "Phone number, sessions, and whom the account carried" },
      { zh: "没有提交的草稿", en: "Drafts that were not declared" },
    ],
    kept,
  };
};
