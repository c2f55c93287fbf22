/** Registering an enterprise, showing it to its managers and to the centres of its place. */

import type { z } from "zod";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import { normaliseUscc, usccFault } from "#kernel/uscc.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { presentDay } from "./days.ts";
import { type Acting, mustManage, mustSee, presentApplication, presentEnterprise } from "./present.ts";
import { missingIn } from "./rules/plan.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import type { Registration } from "./rules/shapes.ts";
import { mayStep, OVER } from "./rules/steps.ts";
import * as store from "./store.ts";
import * as applications from "./store-application.ts";
import { daysOf } from "./store-days.ts";
import { rosterCounts } from "./store-staff.ts";

const MANAGED_AT_MOST = 20;
const A_PAGE = 50;

type Secret = { readonly address: string; readonly contactName: string; readonly contactPhone: string };

const sealedOf = ({ services }: Pick<Acting, "services">, id: string, secret: Secret) => {
  const { address, contactName, contactPhone } = secret;
  const { sealingKey } = services.keys;
  return {
    sealed: seal(sealingKey, JSON.stringify({ address, contactName, contactPhone } satisfies Secret), id),
    key_id: sealingKeyId(sealingKey),
  };
};
const opened = ({ services }: Pick<Acting, "services">, row: store.EnterpriseRow): Secret =>
  JSON.parse(unseal(services.keys.sealingKey, row.sealed, row.id));

export const listMine: Answer<typeof contract.myEnterprises> = async ({ sql, actor, now }) => {
  const rows = await store.enterprisesOf(sql, actor.postId);
  const phoneKey = await store.phoneKeyOfResident(sql, actor.postId);
  const invitations = phoneKey === null ? [] : await store.invitationsOf(sql, phoneKey);
  return {
    enterprises: rows.map((row) => ({ ...presentEnterprise(row), state: row.state })),
    invitations: invitations.map((one) => ({
      enterpriseId: one.enterprise_id,
      name: one.name,
      invitedAt: isoInstant(one.invited_at),
    })),
    now: isoInstant(now),
  };
};

export const register: Answer<typeof contract.register> = async (ctx, _params, body) => {
  const { sql, actor, now } = ctx;
  const uscc = normaliseUscc(body.uscc);
  const fault = usccFault(uscc);
  if (fault !== null) throw new Problem(enterpriseProblems["code-wrong"], { fault });
  await mustBePlace(ctx, body.place);
  const mine = await store.enterprisesOf(sql, actor.postId);
  if (mine.length >= MANAGED_AT_MOST) throw new Problem(enterpriseProblems["too-many-enterprises"]);
  const phoneKey = await store.phoneKeyOfResident(sql, actor.postId);
  if (phoneKey === null) throw new Problem(common["not-found"]);
  const id = newId();
  const row = { ...plain(body), id, uscc, created_at: now, created_by: actor.postId, ...sealedOf(ctx, id, body) };
  // Who manages it is not said: only that it is taken.
  if (!(await store.insertEnterprise(sql, row))) throw new Problem(enterpriseProblems["already-registered"]);
  await store.insertManager(sql, {
    id: newId(),
    enterpriseId: id,
    phoneKey,
    residentId: actor.postId,
    by: actor.postId,
    now,
  });
  await note(ctx, "enterprise.register", { id, place: body.place, detail: { uscc, kind: body.kind } });
  return presentEnterprise(await mustManage(ctx, id));
};

const plain = (body: z.output<typeof Registration>) => ({
  name: body.name,
  kind: body.kind,
  industry: body.industry,
  place: body.place,
  headcount: body.headcount,
  dormitories: body.dormitories,
});

const note = (
  ctx: Acting,
  action: string,
  of: { id: string; place: string; detail?: Readonly<Record<string, unknown>> },
): Promise<void> =>
  audit(ctx, { action, objectKind: "enterprise", objectId: of.id, place: of.place, detail: of.detail ?? {} });

/** A place of the register, of the own province. */
async function mustBePlace({ sql, services }: Acting, place: string): Promise<void> {
  const rows = await sql`select from place where code = ${place} and valid_until is null`;
  if (rows.length === 0 || !place.startsWith(services.settings.province)) throw new Problem(common["not-found"]);
}

export const change: Answer<typeof contract.change> = async (ctx, { enterpriseId }, body) => {
  const row = await mustManage(ctx, enterpriseId);
  await mustBePlace(ctx, body.place);
  if (body.place !== row.place || body.kind !== row.kind) {
    const application = await applications.latestApplication(ctx.sql, enterpriseId, true);
    const isUnderWay = application !== null && application.state !== "draft" && !OVER.includes(application.state);
    if (isUnderWay) throw new Problem(enterpriseProblems["wrong-state"]);
    if (application?.state === "draft") {
      // A draft lies in no work list; it moves with the enterprise, and a new one takes its county.
      await applications.updateApplication(ctx.sql, application, { state: "withdrawn", state_since: ctx.now });
    }
  }
  await store.updateEnterprise(ctx.sql, { ...plain(body), id: enterpriseId, ...sealedOf(ctx, enterpriseId, body) });
  await note(ctx, "enterprise.change", { id: enterpriseId, place: body.place });
  return presentEnterprise(await mustManage(ctx, enterpriseId));
};

export const showMine: Answer<typeof contract.showMine> = async (ctx, { enterpriseId }) => {
  const { sql, actor, now } = ctx;
  const row = await mustManage(ctx, enterpriseId);
  const application = await applications.latestApplication(sql, enterpriseId);
  const roster = await rosterCounts(sql, enterpriseId);
  const photos = application === null ? [] : await applications.photosOf(sql, application.id);
  return {
    enterprise: presentEnterprise(row),
    ...opened(ctx, row),
    managers: (await store.managersOf(sql, enterpriseId)).map((one) => ({
      id: one.id,
      isMe: one.resident_id === actor.postId,
      invitedAt: isoInstant(one.invited_at),
      confirmedAt: one.confirmed_at === null ? null : isoInstant(one.confirmed_at),
    })),
    rosterCount: roster.people,
    agreedCount: roster.agreed,
    application: application === null ? null : await presentApplication(sql, application),
    missing:
      application === null
        ? []
        : missingIn({
            content: application.content,
            rosterCount: roster.people,
            dormitories: row.dormitories,
            photoItems: photos.map((photo) => photo.item),
          }),
    now: isoInstant(now),
  };
};

export const list: Answer<typeof contract.listEnterprises> = async ({ sql, now }, params) => {
  const rows = await store.listedEnterprises(sql, {
    place: params.place,
    q: params.q ?? "",
    state: params.state ?? null,
    industry: params.industry ?? null,
    after: params.after ?? null,
    limit: A_PAGE,
  });
  return {
    enterprises: rows.map((row) => ({
      ...presentEnterprise(row),
      state: row.state,
      mode: row.mode,
      dueAt: row.due_at === null ? null : isoInstant(row.due_at),
      siteCheck: row.site_check,
      isSilent: row.is_silent ?? false,
      isEscalated: row.escalated_to !== null,
    })),
    after: rows.length === A_PAGE ? (rows.at(-1)?.id ?? null) : null,
    now: isoInstant(now),
  };
};

const POST_STEPS = ["check", "late-check", "decide", "revoke", "help"] as const;

export const show: Answer<typeof contract.showEnterprise> = async (ctx, { enterpriseId }) => {
  const row = await mustSee(ctx, enterpriseId);
  const application = await applications.latestApplication(ctx.sql, enterpriseId);
  const may = (step: (typeof POST_STEPS)[number]): boolean => {
    if (application === null || ctx.actor.role === "analyst") return false;
    if ((step === "decide" || step === "revoke") && ctx.actor.role !== "operator") return false;
    if (step === "late-check" && application.site_check === "done") return false;
    return mayStep(step, application.state, ctx.actor.area) === "ok";
  };
  return {
    enterprise: presentEnterprise(row),
    application: application === null ? null : await presentApplication(ctx.sql, application),
    days: (await daysOf(ctx.sql, enterpriseId)).map(presentDay),
    may: POST_STEPS.filter(may),
    now: isoInstant(ctx.now),
  };
};

export const openContact: Answer<typeof contract.openContact> = async (ctx, { enterpriseId }, { reason }) => {
  const row = await mustSee(ctx, enterpriseId);
  await note(ctx, "enterprise.contact.open", { id: row.id, place: row.place, detail: { reason } });
  return opened(ctx, row);
};

/** The key of a roster's row, as every other capability makes it. */
export const keyOfStaff = ({ services }: Pick<Context, "services">, idType: string, idNumber: string): string =>
  personKeyOf(services.keys.provinceKey, idType, idNumber);
