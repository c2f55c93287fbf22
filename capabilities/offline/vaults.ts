/** Vaults of phones: the secret against a forgotten PIN, and the word to a signed-out phone that it must erase. */
import { createHash, timingSafeEqual } from "node:crypto";
import { phoneStanding, signedInAt, wiped } from "#capabilities/workers/phones.ts";
import { common } from "#kernel/problem.ts";
import { later, MINUTE } from "#kernel/time.ts";
import type { Answer, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { offlineProblems as problem } from "./rules/problems.ts";
import * as store from "./store-vaults.ts";

const FRESH_FOR = 15 * MINUTE;
const VAULTS_OF_A_POST = 10;

const boundTo = (vaultId: string): string => `vault ${vaultId}`;
const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

export const keepSecret: Answer<typeof contract.keepVaultSecret> = async (ctx, { vaultId }, { secret, token }) => {
  const { sql, actor, now, services } = ctx;
  const row = {
    county: actor.area.slice(0, 6),
    vaultId,
    postId: actor.postId,
    terminalId: actor.terminalId,
    sealedSecret: seal(services.keys.sealingKey, secret, boundTo(vaultId)).toString("base64"),
    tokenHash: hashOf(token),
    now,
  };
  if (!(await store.keepVault(sql, row))) throw new Problem(problem["id-taken"]);
  await store.forgetOldest(sql, actor.postId, VAULTS_OF_A_POST);
  await audit(ctx, { action: "vault.keep", objectKind: "vault", objectId: vaultId, place: actor.area });
  return { smsNumber: services.settings.smsInboundSecret === null ? null : services.settings.smsInboundNumber };
};

export const open: OpenAnswer<typeof contract.openVault> = async (ctx, { vaultId }) => {
  const { services, actor, now } = ctx;
  const since = await signedInAt(services.db, ctx.request);
  if (since === null || since < later(now, -FRESH_FOR)) throw new Problem(problem["sign-in-again"]);
  return asActor(services.db, actor, async (sql) => {
    const found = await store.vaultOf(sql, vaultId);
    if (found === null || found.post_id !== actor.postId) throw new Problem(common["not-found"]);
    if (found.sealed_secret === null) throw new Problem(problem["secret-gone"]);
    await audit(
      { sql, actor, now },
      { action: "vault.open", objectKind: "vault", objectId: vaultId, place: actor.area },
    );
    const sealed = Buffer.from(found.sealed_secret, "base64");
    return { secret: unseal(services.keys.sealingKey, sealed, boundTo(vaultId)) };
  });
};

export const contact: OpenAnswer<typeof contract.contactVault> = (ctx, { vaultId }, { token, erased }) => {
  const { services, now } = ctx;
  const system = systemActor(services.settings.province);
  return asActor(services.db, system, async (sql) => {
    const found = await store.vaultOf(sql, vaultId);
    // An unknown vault and a wrong token get one answer: nobody learns which vaults there are.
    if (found === null || !timingSafeEqual(found.token_hash, hashOf(token))) return { standing: "good" };
    const standing = await phoneStanding(sql, { postId: found.post_id, terminalId: found.terminal_id }, now);
    if (erased !== null && found.wiped_at === null) {
      await store.noteWiped(sql, vaultId, now);
      if (found.terminal_id !== null) await wiped(sql, { terminalId: found.terminal_id, unsent: erased.unsent, now });
      await audit(
        { sql, actor: { ...system, postId: found.post_id }, now },
        { action: "vault.wiped", objectKind: "vault", objectId: vaultId, detail: { unsent: erased.unsent } },
      );
    }
    return { standing: standing === "good" ? "good" : "erase" };
  });
};
