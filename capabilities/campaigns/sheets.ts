/** Forms on paper: printed with a number, filled without a phone, keyed in later with who filled them and when. */
import { randomInt } from "node:crypto";
import type { Role } from "#kernel/actor.ts";
import { selfAndAncestors } from "#kernel/places.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { mustBe } from "./campaigns.ts";
import type * as contract from "./contract.ts";
import { nextOfPage, walkedTo } from "./doors.ts";
import { mustBeTeam } from "./groups.ts";
import { mark } from "./marks.ts";
import { shownCampaign, takesAt } from "./present.ts";
import { campaignProblems as problem } from "./rules/problems.ts";
import { nextOf } from "./rules/retry.ts";
import { householdsBehind, recordAnswers } from "./sheet-answers.ts";
import * as store from "./store.ts";
import { doorOf, doorsById, doorsOfCampaign, type ShownDoor } from "./store-doors.ts";
import * as sheets from "./store-sheets.ts";

/** Lines that a person can still read and tick on A4; with questions to answer each takes twice the room. */
const LINES_A_SHEET = 20;
const LINES_WITH_QUESTIONS = 10;
/** Doors that one printing takes: a hundred sheets are a day's work; a large village prints on from there. */
const DOORS_AT_ONCE = 2_000;

export const print: Answer<typeof contract.printSheets> = async (ctx, { campaignId, area }, { after }) => {
  const { sql, actor, now } = ctx;
  const campaign = await mustBe(ctx, campaignId);
  if (!takesAt(campaign, now)) throw new Problem(problem.closed);
  const from = after === undefined ? null : walkedTo(after);
  const doors = await doorsOfCampaign(sql, { campaignId, area, state: null, after: from, limit: DOORS_AT_ONCE });
  const open = doors.filter((row) => nextOf(doorOf(row), now) !== null);
  const most = campaign.questions.length === 0 ? LINES_A_SHEET : LINES_WITH_QUESTIONS;
  const households = await householdsBehind(ctx, area);
  const printed: ReturnType<typeof shown>[] = [];
  // A sheet never crosses a grid: somebody of one grid fills it.
  for (const [place, own] of Map.groupBy(open, (row) => row.place)) {
    for (let from = 0; from < own.length; from += most) {
      const lines = own.slice(from, from + most);
      const door_ids = lines.map((row) => row.id);
      const row = { id: newId(), number: newNumber(), campaign_id: campaignId, place, door_ids, printed_at: now };
      await sheets.insertSheet(sql, { ...row, keyed_at: null }, actor.postId);
      printed.push(shown({ ...row, keyed_at: null }, campaign, { doors: lines, households }));
    }
  }
  await audit(ctx, {
    action: "campaign.print",
    objectKind: "campaign",
    objectId: campaignId,
    place: area,
    detail: { sheets: printed.length, doors: open.length },
  });
  return { sheets: printed, next: nextOfPage(doors, DOORS_AT_ONCE) };
};

/** Ten digits that nobody can guess, first never 0: read out by telephone, typed on any keyboard. */
const newNumber = (): string => String(randomInt(1_000_000_000, 10_000_000_000));

type Behind = { readonly doors: readonly ShownDoor[]; readonly households: ReadonlyMap<string, string> };

function shown(row: sheets.SheetRow, campaign: store.CampaignRow, { doors, households }: Behind) {
  const byId = new Map(doors.map((door) => [door.id, door]));
  return {
    id: row.id,
    number: row.number,
    campaign: shownCampaign(campaign),
    place: row.place,
    printedAt: isoInstant(row.printed_at),
    keyedAt: row.keyed_at === null ? null : isoInstant(row.keyed_at),
    lines: row.door_ids.flatMap((id, at) => {
      const door = byId.get(id);
      if (door === undefined) return [];
      const householdId = households.get(door.door_id) ?? null;
      return [{ line: at + 1, campaignDoorId: id, name: door.name, state: door.state, householdId }];
    }),
  };
}

async function mustBeSheet(ctx: Context, number: string): Promise<sheets.SheetRow> {
  const row = await sheets.sheetOf(ctx.sql, number);
  if (row === null) throw new Problem(problem["no-such-sheet"]);
  return row;
}

export const show: Answer<typeof contract.showSheet> = async (ctx, { number }) => {
  const row = await mustBeSheet(ctx, number);
  const campaign = await mustBe(ctx, row.campaign_id);
  const doors = await doorsById(ctx.sql, row.door_ids);
  const team = await store.teamAt(ctx.sql, selfAndAncestors(row.place), ctx.now);
  const households = await householdsBehind(ctx, row.place);
  return {
    ...shown(row, campaign, { doors, households }),
    fillers: team.map(({ id, name }) => ({ postId: id, name })),
  };
};

export const key: Answer<typeof contract.keySheet> = async (ctx, { number }, body) => {
  const { sql, actor, now } = ctx;
  const row = await mustBeSheet(ctx, number);
  const filledAt = instant(body.filledAt);
  if (filledAt > now || filledAt < row.printed_at) throw new Problem(problem["filled-when"]);
  const [filler] = await mustBeTeam(ctx, row.place, [body.filledBy]);
  if (filler === undefined) throw new Problem(problem["not-a-team"]);
  const by = { postId: filler.id, role: filler.role as Role, terminalId: null };
  const { questions } = await mustBe(ctx, row.campaign_id);
  const doors = new Map((await doorsById(sql, row.door_ids)).map((door) => [door.id, door]));
  const households = await householdsBehind(ctx, row.place);
  let keyed = 0;
  for (const line of body.lines) {
    const door = doors.get(row.door_ids[line.line - 1] ?? "");
    if (door === undefined) throw new Problem(problem["no-such-door"]);
    const campaignDoorId = door.id;
    const isNew = await mark(
      ctx,
      {
        id: line.id,
        campaignDoorId,
        outcome: line.outcome,
        seen: line.seen,
        revisitAt: line.revisitAt === null ? null : instant(line.revisitAt),
        neighbour: line.neighbour,
        leftNote: line.leftNote,
        madeAt: filledAt,
        keyedBy: actor.postId,
        sheetId: row.id,
      },
      { county: row.place.slice(0, 6), by },
    );
    if (!isNew) continue;
    keyed++;
    await recordAnswers(ctx, {
      ...{ place: door.place, doorId: door.door_id, householdId: households.get(door.door_id) ?? null, questions },
      ...{ line: line.line, answers: line.answers, markId: line.id, filledAt, filledBy: filler.id },
    });
  }
  await sheets.markKeyed(sql, row.id, actor.postId, now);
  await audit(ctx, {
    action: "campaign.key-sheet",
    objectKind: "campaign-sheet",
    objectId: row.id,
    place: row.place,
    detail: { lines: keyed, filledBy: filler.id },
  });
  return { keyed, already: body.lines.length - keyed };
};
