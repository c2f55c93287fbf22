/** Who acts for an enterprise: invited by phone, confirmed by the holder of the phone. */
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { isMobile, normalisePhone } from "#kernel/identity.ts";
import { common } from "#kernel/problem.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { mustManage } from "./present.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import * as store from "./store.ts";

const MANAGERS_AT_MOST = 20;

export const invite: Answer<typeof contract.invite> = async (ctx, { enterpriseId }, body) => {
  const { sql, actor, now, services } = ctx;
  const row = await mustManage(ctx, enterpriseId);
  const phone = normalisePhone(body.phone);
  if (!isMobile(phone))
    throw new Problem(common["wrong-shape"], { faults: [{ part: "body", path: "phone", rule: "mobile" }] });
  await store.lockEnterprise(sql, enterpriseId);
  const managers = await store.managersOf(sql, enterpriseId);
  if (managers.length >= MANAGERS_AT_MOST) throw new Problem(enterpriseProblems["too-many-managers"]);
  const phoneKey = phoneKeyOf(services.keys.provinceKey, phone);
  // Whether the phone has an account is not looked up: the invitation waits for it.
  await store.insertManager(sql, { id: newId(), enterpriseId, phoneKey, residentId: null, by: actor.postId, now });
  await audit(ctx, {
    action: "enterprise.manager.invite",
    objectKind: "enterprise",
    objectId: row.id,
    place: row.place,
  });
  return {};
};

export const confirm: Answer<typeof contract.confirmManager> = async (ctx, { enterpriseId }, { accepts }) => {
  const { sql, actor, now } = ctx;
  const isDone = await store.answerInvitation(sql, { enterpriseId, residentId: actor.postId, accepts, now });
  if (!isDone) throw new Problem(common["not-found"]);
  const action = accepts ? "enterprise.manager.confirm" : "enterprise.manager.decline";
  await audit(ctx, { action, objectKind: "enterprise", objectId: enterpriseId });
  return {};
};

export const end: Answer<typeof contract.endManager> = async (ctx, { enterpriseId, managerId }) => {
  const row = await mustManage(ctx, enterpriseId);
  await store.lockEnterprise(ctx.sql, enterpriseId);
  const managers = await store.managersOf(ctx.sql, enterpriseId);
  const ended = managers.find((one) => one.id === managerId);
  if (ended === undefined) throw new Problem(common["not-found"]);
  const confirmed = managers.filter((one) => one.confirmed_at !== null);
  if (ended.confirmed_at !== null && confirmed.length === 1) throw new Problem(enterpriseProblems["last-manager"]);
  await audit(ctx, { action: "enterprise.manager.end", objectKind: "enterprise", objectId: row.id, place: row.place });
  await store.endManagerRow(ctx.sql, managerId, ctx.now);
  return {};
};
