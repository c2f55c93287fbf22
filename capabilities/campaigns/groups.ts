/** Who goes to which door: groups, the plan by rule, and moves by hand with a reason. */
import { isWithin, selfAndAncestors } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { mustBe } from "./campaigns.ts";
import type * as contract from "./contract.ts";
import { shownGroup, takesAt } from "./present.ts";
import { assign, memberKey } from "./rules/assign.ts";
import { campaignProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import * as doors from "./store-doors.ts";

/** Posts in force that cover the place, of which all of these must be. */
export async function mustBeTeam(ctx: Context, place: string, postIds: readonly string[]): Promise<store.TeamPost[]> {
  const team = await store.teamAt(ctx.sql, selfAndAncestors(place), ctx.now);
  const chosen = team.filter(({ id }) => postIds.includes(id));
  if (chosen.length !== new Set(postIds).size) throw new Problem(problem["not-a-team"]);
  return chosen;
}

async function running(ctx: Context, campaignId: string, place: string): Promise<store.CampaignRow> {
  const campaign = await mustBe(ctx, campaignId);
  const touches = isWithin(place, campaign.area) || isWithin(campaign.area, place);
  if (!touches || !isWithin(place, ctx.actor.area)) throw new Problem(common["not-found"]);
  if (!takesAt(campaign, ctx.now)) throw new Problem(problem.closed);
  return campaign;
}

export const makeGroup: Answer<typeof contract.makeGroup> = async (ctx, { campaignId }, body) => {
  const { sql, actor, now } = ctx;
  await running(ctx, campaignId, body.place);
  const team = await mustBeTeam(ctx, body.place, body.members);
  const members = [...new Set(body.members)];
  const { id, place, name } = body;
  await store.insertGroup(sql, { id, campaign_id: campaignId, place, name, members, at: now, by: actor.postId });
  await noteChanges(ctx, [{ kind: "campaign", id: campaignId, place }]);
  await audit(ctx, {
    action: "campaign.group",
    objectKind: "campaign",
    objectId: campaignId,
    place,
    detail: { group: id, members },
  });
  const nameOf = new Map(team.map((post) => [post.id, post.name]));
  const names = members.map((member) => nameOf.get(member) ?? null);
  return shownGroup({ id, campaign_id: campaignId, place, name, members, names });
};

export const assignByPlan: Answer<typeof contract.assignDoors> = async (ctx, { campaignId, area }, { way }) => {
  const { sql } = ctx;
  await running(ctx, campaignId, area);
  const groups = (await store.groupsOf(sql, [campaignId], area)).filter(
    ({ place }) => isWithin(area, place) || isWithin(place, area),
  );
  if (groups.length === 0) throw new Problem(problem["no-such-group"]);
  const open = (await doors.doorsToAssign(sql, campaignId, area)).filter((row) => !row.is_by_hand);
  const plan = new Map<string, string>();
  // Groups share the doors of their own place: each set of groups that covers a grid gets that grid's doors.
  for (const [, rows] of Map.groupBy(open, (row) => row.place)) {
    const own = groups.filter(({ place }) => isWithin(rows[0]?.place ?? "", place));
    for (const [door, group] of assign(way, rows.map(toAssign), own)) plan.set(door, group);
  }
  const moved = await doors.setGroups(sql, plan);
  await noteChanges(
    ctx,
    moved.map(({ id, place }) => ({ kind: "campaign-door", id, place })),
  );
  await audit(ctx, {
    action: "campaign.assign",
    objectKind: "campaign",
    objectId: campaignId,
    place: area,
    detail: { way, doors: moved.length },
  });
  const count = (id: string) => [...plan.values()].filter((group) => group === id).length;
  return { assigned: groups.map(({ id, name }) => ({ groupId: id, name, doors: count(id) })) };
};

const toAssign = (row: doors.PlanRow) => ({
  id: row.id,
  order: row.ordinal,
  cluster: row.cluster,
  lastMembers: row.last_members === null ? null : memberKey(row.last_members),
});

type Move = Parameters<Answer<typeof contract.moveDoorsHere>>[2];

async function move(ctx: Context, id: string, body: Move): Promise<number> {
  const { sql, actor, now } = ctx;
  const { campaignId, place, toGroup, reason } = body;
  await running(ctx, campaignId, place);
  const ids = [...new Set(body.campaignDoorIds)];
  const rows = (await doors.doorsById(sql, ids)).filter(
    (row) => row.campaign_id === campaignId && isWithin(row.place, place),
  );
  if (rows.length !== ids.length) throw new Problem(problem["no-such-door"]);
  if (toGroup !== null) {
    const group = (await store.groupsOf(sql, [campaignId], place)).find((one) => one.id === toGroup);
    if (group === undefined || !rows.every((row) => isWithin(row.place, group.place)))
      throw new Problem(problem["no-such-group"]);
  }
  for (const [grid, own] of Map.groupBy(rows, (row) => row.place)) {
    const moveId = grid === rows[0]?.place ? id : newId();
    const doorIds = own.map((row) => row.id);
    await doors.insertMove(sql, {
      id: moveId,
      campaignId,
      place: grid,
      doorIds,
      toGroup,
      reason,
      by: actor.postId,
      at: now,
    });
  }
  const moved = await doors.setGroups(sql, new Map(ids.map((one) => [one, toGroup])));
  await noteChanges(
    ctx,
    moved.map((row) => ({ kind: "campaign-door", id: row.id, place: row.place })),
  );
  await audit(ctx, {
    action: "campaign.move-doors",
    objectKind: "campaign",
    objectId: campaignId,
    place,
    detail: { doors: ids.length, toGroup, reason },
  });
  return moved.length;
}

export const moveHere: Answer<typeof contract.moveDoorsHere> = async (ctx, _params, body) => ({
  moved: await move(ctx, newId(), body),
});

export async function moveByCommand(ctx: CommandContext, body: Move): Promise<{ moved: number }> {
  return { moved: await move(ctx, ctx.commandId, body) };
}
