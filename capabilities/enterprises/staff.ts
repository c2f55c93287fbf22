/** What an employer sees of its people: colour and day, of those who agreed; each look stands in their own log. */
import { currentColours } from "#capabilities/codes/evidence.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { common } from "#kernel/problem.ts";
import { dayOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { type Acting, asPlatform, mustManage } from "./present.ts";
import type { SealedStaff } from "./roster.ts";
import { type EmployerView, employerView, FEVER_FROM_TENTHS, sentenceOf } from "./rules/may-enter.ts";
import type { EnterpriseRow } from "./store.ts";
import * as store from "./store-staff.ts";

const A_PAGE = 100;

export const list: Answer<typeof contract.listStaff> = async (ctx, { enterpriseId, after, only }) => {
  const enterprise = await mustManage(ctx, enterpriseId);
  const day = dayOf(ctx.now);
  const of = { enterpriseId, day, after: after ?? null, only, limit: A_PAGE };
  const rows = await store.staffPage(ctx.sql, of);
  const views = await viewsOf(ctx, enterprise, rows);
  const seen = rows.filter((row) => only !== "held" || views.get(row.person_key)?.canEnter === "no");
  await logLooks(
    ctx,
    enterprise,
    seen.filter((row) => row.agrees === true).map((row) => row.person_key),
  );
  const own = await ownOf(ctx, rows, day);
  return {
    day,
    staff: seen.map((row) => ({
      ...presentStaff(ctx, enterprise, row, views.get(row.person_key)),
      ...fitOf(row, own.get(row.person_key)),
    })),
    after: rows.length === A_PAGE ? (rows.at(-1)?.id ?? null) : null,
  };
};

/** What the people who agreed said themselves today: nobody is measured twice, nothing is asked twice. */
function ownOf(ctx: Acting, rows: readonly store.StaffDbRow[], day: string): Promise<Map<string, boolean>> {
  const agreed = rows.filter((row) => row.agrees === true).map((row) => row.person_key);
  const of = { day, feverFromTenths: FEVER_FROM_TENTHS };
  return asPlatform(ctx, (acting) => store.ownTemperatures(acting.sql, agreed, of));
}

/** The gate's finding stands beside a person's own word; of the two the worse one counts. */
function fitOf(row: store.StaffDbRow, own: boolean | undefined) {
  if (own === undefined || (row.is_fit === false && own)) {
    return { isFit: row.is_fit, fitSource: row.is_fit === null ? null : ("gate" as const) };
  }
  return { isFit: own, fitSource: "check-in" as const };
}

/** Views by key. Only the colours of those who agreed are read at all. */
async function viewsOf(ctx: Acting, enterprise: EnterpriseRow, rows: readonly store.StaffDbRow[]) {
  const agreed = rows.filter((row) => row.agrees === true).map((row) => row.person_key);
  const colours = await asPlatform(ctx, (acting) => currentColours(acting, agreed));
  const views = new Map<string, EmployerView>();
  for (const row of rows) {
    views.set(row.person_key, employerView(row.agrees, colours.get(row.person_key) ?? null, enterprise.kind));
  }
  return views;
}

function presentStaff(ctx: Acting, enterprise: EnterpriseRow, row: store.StaffDbRow, seen: EmployerView | undefined) {
  const bound = `${enterprise.id}/${row.person_key}`;
  const line: SealedStaff = JSON.parse(unseal(ctx.services.keys.sealingKey, row.sealed, bound));
  const view = seen ?? employerView(null, null, enterprise.kind);
  return {
    id: row.id,
    name: line.name,
    lastFour: line.idNumber.slice(-4),
    dormitory: row.dormitory,
    arrivesOn: row.arrives_on,
    ...view,
    sentence: sentenceOf(view, enterprise.kind, view.until),
  };
}

/** The holders' own logs: that the employer looked, where it is; not at what. */
async function logLooks(ctx: Acting, enterprise: EnterpriseRow, personKeys: readonly string[]): Promise<void> {
  await logForHolders(
    ctx,
    personKeys.map((personKey) => ({
      id: newId(),
      personKey,
      at: ctx.now,
      who: "employer" as const,
      action: "roster.check",
      place: enterprise.place,
      detail: { enterpriseId: enterprise.id },
    })),
  );
  await audit(ctx, {
    action: "enterprise.roster.check",
    objectKind: "enterprise",
    objectId: enterprise.id,
    place: enterprise.place,
    detail: { persons: personKeys.length },
  });
}

export const end: Answer<typeof contract.endStaff> = async (ctx, { enterpriseId, staffId }) => {
  const enterprise = await mustManage(ctx, enterpriseId);
  const isDone = await store.endOne(ctx.sql, enterpriseId, staffId, ctx.now);
  if (!isDone) throw new Problem(common["not-found"]);
  const deed = { action: "enterprise.staff.end", objectKind: "enterprise", objectId: enterpriseId };
  await audit(ctx, { ...deed, place: enterprise.place });
  return {};
};

export const measure: Answer<typeof contract.recordTemperatures> = async (ctx, { enterpriseId }, { items }) => {
  await mustManage(ctx, enterpriseId);
  const latest = [...new Map(items.map((item) => [item.staffId, item])).values()];
  const of = { enterpriseId, day: dayOf(ctx.now), now: ctx.now, by: ctx.actor.postId };
  return { recorded: await store.putTemperatures(ctx.sql, of, latest) };
};

export const listEmployers: Answer<typeof contract.myEmployers> = async ({ sql, actor }) => {
  const rows = await store.claimsOn(sql, actor.postId);
  return {
    employers: rows.map((row) => ({
      enterpriseId: row.enterprise_id,
      personKey: row.person_key,
      name: row.name,
      kind: row.kind,
      placeName: row.place_name,
      claimedAt: new Date(row.added_at).toISOString(),
      answer: row.agrees === null ? null : row.agrees ? ("agreed" as const) : ("refused" as const),
      answeredAt: row.answered_at === null ? null : new Date(row.answered_at).toISOString(),
    })),
  };
};

export const answer: Answer<typeof contract.answerEmployer> = async (ctx, { enterpriseId }, { personKey, agrees }) => {
  const { sql, actor, now } = ctx;
  const isDone = await store.setAnswer(sql, { enterpriseId, personKey, agrees, by: actor.postId, now });
  if (!isDone) throw new Problem(common["not-found"]);
  const action = agrees ? "enterprise.consent.give" : "enterprise.consent.withhold";
  await audit(ctx, { action, objectKind: "person", objectId: personKey, detail: { enterpriseId } });
  return {};
};
