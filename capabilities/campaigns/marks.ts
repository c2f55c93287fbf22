/** What was found at doors: marks are appended, the door follows from all of its marks, coverage from the doors. */
import type { z } from "zod";
import { noteVisitUses } from "#capabilities/facts/uses.ts";
import { count } from "#capabilities/rollups/count.ts";
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import { recordAtDoors } from "#capabilities/visits/from-door.ts";
import type { Manner, SpokenTo } from "#capabilities/visits/rules/answers.ts";
import type { Role } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { takesAt, tallyOf } from "./present.ts";
import { coverageOf } from "./rules/coverage.ts";
import { type Door, doorAfter, type Outcome } from "./rules/doors.ts";
import { campaignProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import * as doors from "./store-doors.ts";

/** The same as a field report (走访); null: nobody went or called. A refusal is no door that was opened. */
const VISIT: Readonly<Record<Outcome, { manner: Manner; result: VisitResult; spokenTo: SpokenTo } | null>> = {
  opened: { manner: "door", result: "HOME_IN_PLACE", spokenTo: "household" },
  "no-answer": { manner: "door", result: "NO_ANSWER", spokenTo: "nobody" },
  refused: { manner: "door", result: "REFUSED", spokenTo: "nobody" },
  vacant: { manner: "door", result: "NO_ANSWER", spokenTo: "neighbour" },
  moved: { manner: "door", result: "MOVED", spokenTo: "neighbour" },
  "not-found": { manner: "door", result: "NOT_AT_ADDRESS", spokenTo: "nobody" },
  "by-phone": { manner: "phone", result: "HOME_IN_PLACE", spokenTo: "household" },
  "phone-no-answer": { manner: "phone", result: "NO_ANSWER", spokenTo: "nobody" },
  "no-phone-known": null,
};

type Marker = { readonly postId: string; readonly role: Role; readonly terminalId: string | null };

/** One mark, in the caller's transaction; false: it was on record. */
export async function mark(
  ctx: Pick<Context, "sql" | "now">,
  given: Omit<doors.NewMark, "place" | "byPost">,
  at: { readonly county: string; readonly by: Marker },
): Promise<boolean> {
  const { sql, now } = ctx;
  const row = await doors.lockDoor(sql, at.county, given.campaignDoorId);
  if (row === null) throw new Problem(problem["no-such-door"]);
  const campaign = await store.campaignOf(sql, row.campaign_id);
  if (campaign === null || !takesAt(campaign, given.madeAt)) throw new Problem(problem.closed);
  const isNew = await doors.insertMark(sql, { ...given, place: row.place, byPost: at.by.postId }, now);
  if (!isNew) return false;
  const marks = await doors.marksOf(sql, row.id);
  const after = doorAfter(marks, row.is_vacant_on_register);
  const last = marks.find(({ madeAt }) => madeAt === after.lastAt);
  await doors.setDoor(sql, row, after, last?.byPost ?? at.by.postId);
  await store.addToTally(sql, row.campaign_id, changeOf(row.place, doors.doorOf(row), after));
  const visit = VISIT[given.outcome];
  if (visit !== null)
    await recordAtDoors(ctx, [
      {
        ...visit,
        ...at.by,
        id: given.id,
        place: row.place,
        householdKey: row.household_key,
        visitedAt: given.madeAt,
        personsMet: given.outcome === "opened" ? (given.seen ?? 0) : 0,
      },
    ]);
  if (visit !== null)
    await noteVisitUses(ctx, [
      {
        kind: "campaign",
        id: campaign.id,
        zh: `拉网排查“${campaign.name}”的覆盖率`,
        en: `How far the screening "${campaign.name}" is`,
        visitId: given.id,
        county: at.county,
        place: row.place,
        by: at.by.postId,
      },
    ]);
  await noteChanges(ctx, [{ kind: "campaign-door", id: row.id, place: row.place }]);
  return true;
}

function changeOf(place: string, before: Door, after: Door): store.Delta[] {
  const open = (door: Door) => (door.revisitAt === null ? 0 : 1);
  return [
    ...(before.state === after.state
      ? []
      : [
          { place, figure: before.state, doors: -1 },
          { place, figure: after.state, doors: 1 },
        ]),
    { place, figure: "REVISIT", doors: open(after) - open(before) },
  ];
}

export async function markHere(ctx: CommandContext, body: z.output<typeof contract.markDoor.body>): Promise<undefined> {
  const { actor } = ctx;
  await mark(
    ctx,
    {
      id: ctx.commandId,
      campaignDoorId: body.campaignDoorId,
      outcome: body.outcome,
      seen: body.seen,
      revisitAt: body.revisitAt === null ? null : instant(body.revisitAt),
      neighbour: body.neighbour,
      leftNote: body.leftNote,
      madeAt: ctx.madeAt,
      keyedBy: null,
      sheetId: null,
    },
    {
      county: body.place.slice(0, 6),
      by: { postId: actor.postId, role: actor.role as Role, terminalId: actor.terminalId },
    },
  );
}

export async function sayZero(
  ctx: CommandContext,
  { campaignId, place }: { readonly campaignId: string; readonly place: string },
): Promise<undefined> {
  const { sql, actor, madeAt } = ctx;
  const campaign = await store.campaignOf(sql, campaignId);
  if (campaign === null) throw new Problem(common["not-found"]);
  if (!takesAt(campaign, madeAt)) throw new Problem(problem.closed);
  const rows = await store.talliesOf(sql, { campaignIds: [campaignId], area: place, digits: place.length });
  const { covered, of } = coverageOf(tallyOf(rows));
  const zero = { id: ctx.commandId, campaignId, place, day: dayOf(madeAt), covered, doors: of };
  await store.insertZero(sql, { ...zero, by: actor.postId, at: madeAt });
  await count(sql, [{ place, day: zero.day, metric: "campaign.zero", delta: 1 }]);
  await noteChanges(ctx, [{ kind: "campaign", id: campaignId, place }]);
}
