/** Beginning, watching and ending campaigns. */
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { isStanding } from "#capabilities/forms/forms.ts";
import { CODE_LENGTH, isWithin, LEVELS, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { instant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { noteChanges } from "#platform/copies.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { shownCampaign, shownGroup, tallyOf } from "./present.ts";
import { coverageOf } from "./rules/coverage.ts";
import { campaignProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import { loadsOf } from "./store-doors.ts";
import { freeze } from "./universe.ts";

/** A township's villages are frozen while its operator waits; the clockwork does the rest of a larger area. */
const VILLAGES_AT_ONCE = 12;

export const start: Answer<typeof contract.startCampaign> = async (ctx, _params, body) => {
  const { sql, actor, now } = ctx;
  const untilAt = instant(body.untilAt);
  if (!isWithin(body.area, actor.area)) throw new Problem(problem["outside-your-area"]);
  if (untilAt <= now) throw new Problem(problem["ends-in-the-past"]);
  if (body.questions.length === 0 && body.formId === null) throw new Problem(problem["nothing-to-ask"]);
  const asked = body.questions.map(attributeOf);
  // What the register keeps by itself is asked by its own screens.
  if (asked.some((one) => one === null || one.isRegister === true)) throw new Problem(problem["not-an-attribute"]);
  // The phone asks at a door, of the door and its household: what it would not ask is not begun with.
  if (asked.some((one) => one?.subject === "person")) throw new Problem(problem["asks-of-persons"]);
  if (body.formId !== null && !(await isStanding(ctx, { key: body.formId, area: body.area })))
    throw new Problem(problem["no-such-form"]);
  const { id, area, name, formId: form_id } = body;
  const row = { id, area, name, form_id, started_at: now, started_by: actor.postId, until_at: untilAt };
  if (await store.insertCampaign(sql, { ...row, questions: [...new Set(body.questions)] })) {
    const villages = await store.insertVillages(sql, { id, area });
    await freeze(ctx, id, VILLAGES_AT_ONCE);
    await noteChanges(ctx, [{ kind: "campaign", id, place: area }]);
    await audit(ctx, {
      action: "campaign.start",
      objectKind: "campaign",
      objectId: id,
      place: area,
      detail: { villages, questions: body.questions },
    });
  }
  return shownCampaign(await mustBe(ctx, id));
};

export const close: Answer<typeof contract.closeCampaign> = async (ctx, { campaignId: id }, { reason }) => {
  const { sql, actor, now } = ctx;
  const campaign = await mustBe(ctx, id);
  // A campaign from above is not a township's to end.
  if (!isWithin(campaign.area, actor.area)) throw new Problem(common["not-found"]);
  if (!(await store.endCampaign(sql, { id, by: actor.postId, reason, at: now }))) throw new Problem(problem.closed);
  await noteChanges(ctx, [{ kind: "campaign", id, place: campaign.area }]);
  await audit(ctx, {
    action: "campaign.close",
    objectKind: "campaign",
    objectId: id,
    place: campaign.area,
    detail: { reason },
  });
  return shownCampaign(await mustBe(ctx, id));
};

/** A campaign that the actor may see; else there is none. */
export async function mustBe({ sql }: Pick<Context, "sql">, id: string): Promise<store.CampaignRow> {
  const campaign = await store.campaignOf(sql, id);
  if (campaign === null) throw new Problem(common["not-found"]);
  return campaign;
}

export const list: Answer<typeof contract.listCampaigns> = async ({ sql }, { area }) => {
  const campaigns = await store.campaignsAround(sql, area, null);
  const rows = await store.talliesOf(sql, {
    campaignIds: campaigns.map(({ id }) => id),
    area,
    digits: area.length,
  });
  return {
    campaigns: campaigns.map((campaign) => ({
      ...shownCampaign(campaign),
      coverage: coverageOf(tallyOf(rows.filter((row) => row.campaign_id === campaign.id))),
    })),
  };
};

export const watch: Answer<typeof contract.watchCampaign> = async (ctx, { campaignId, area }) => {
  const { sql } = ctx;
  const campaign = await mustBe(ctx, campaignId);
  const level = levelOf(area);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  const digits = below === undefined ? area.length : CODE_LENGTH[below];
  const ids = [campaignId];
  const rows = await store.talliesOf(sql, { campaignIds: ids, area, digits });
  const zeros = await store.zerosOf(sql, ids, area);
  const watched = (place: string, own: readonly store.TallyRow[]) => {
    const tally = tallyOf(own);
    return { tally, coverage: coverageOf(tally), zeros: zeros.filter((zero) => isWithin(zero.place, place)).length };
  };
  const places = [...Map.groupBy(rows, (row) => row.place)].filter(([place]) => place.length > area.length);
  const groups = await store.groupsOf(sql, ids, area);
  const loads = await loadsOf(
    sql,
    groups.map(({ id }) => id),
  );
  return {
    campaign: shownCampaign(campaign),
    area,
    own: watched(area, rows),
    children: places.sort().map(([place, own]) => ({ place, ...watched(place, own) })),
    groups: groups.map((group) => ({
      ...shownGroup(group),
      doors: loads.get(group.id)?.doors ?? 0,
      covered: loads.get(group.id)?.covered ?? 0,
    })),
  };
};
