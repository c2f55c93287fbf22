/** Setting checkpoints up: the places, the rule of the day, who stands when. */
import type { Actor } from "#kernel/actor.ts";
import { isWithin, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, endOf, type Instant, instant, isoInstant, type PlainDay, startOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { checkpointProblems } from "./rules/problems.ts";
import { rosterFault } from "./rules/roster.ts";
import type { Banner, Checkpoint } from "./rules/shapes.ts";
import { todayOf } from "./store-look.ts";
import * as store from "./store-setup.ts";

/** Digits of a township's code: who sets up has an area at least so large. */
const TOWNSHIP_DIGITS = 9;
const BANNERS = 30;

export const present = (row: store.CheckpointRow): Checkpoint => ({
  id: row.id,
  place: row.place,
  placeName: row.place_name,
  name: row.name,
  kind: row.kind,
  lanes: row.lanes,
  isClosed: row.is_closed,
});

export const presentBanner = (row: store.BannerRow): Banner => ({
  county: row.county,
  version: row.version,
  validOn: row.valid_on,
  zh: row.text_zh,
  en: row.text_en,
  publishedAt: isoInstant(row.published_at),
});

/** The checkpoint, when it lies in the actor's area; else 404. */
export async function checkpointFor(sql: Sql, actor: Actor, id: string): Promise<store.CheckpointRow> {
  const row = await store.findCheckpoint(sql, id);
  if (row === null || !isWithin(row.place, actor.area)) throw new Problem(common["not-found"]);
  return row;
}

function checkMaySetUp(actor: Actor): void {
  if (actor.area.length > TOWNSHIP_DIGITS) throw new Problem(checkpointProblems["lower-level"]);
}

/** POST /checkpoints. */
export const setUp: Answer<typeof contract.setUpCheckpoint> = async (ctx, _params, { place, name, kind, lanes }) => {
  const { sql, actor, now } = ctx;
  checkMaySetUp(actor);
  const isOurs = isWithin(place, actor.area) && place.length >= 6;
  if (!isOurs || !(await store.isLivePlace(sql, place, now))) throw new Problem(checkpointProblems["no-such-place"]);
  const id = newId();
  await store.insertCheckpoint(sql, { id, place, name, kind, lanes, by: actor.postId, now });
  await audit(ctx, {
    action: "checkpoint.set-up",
    objectKind: "checkpoint",
    objectId: id,
    place,
    detail: { kind, lanes },
  });
  return { id };
};

/** PUT /checkpoints/{checkpointId}. */
export const change: Answer<typeof contract.changeCheckpoint> = async (
  ctx,
  { checkpointId },
  { name, lanes, isClosed },
) => {
  checkMaySetUp(ctx.actor);
  const row = await checkpointFor(ctx.sql, ctx.actor, checkpointId);
  await store.updateCheckpoint(ctx.sql, { id: row.id, name, lanes, isClosed, now: ctx.now });
  await audit(ctx, {
    action: "checkpoint.change",
    objectKind: "checkpoint",
    objectId: row.id,
    place: row.place,
    detail: { lanes, isClosed },
  });
  return {};
};

/** GET /areas/{area}/checkpoints. */
export const list: Answer<typeof contract.listCheckpoints> = async ({ sql, now }, { area }) => {
  const rows = await store.checkpointsIn(sql, area);
  const day = dayOf(now);
  const figures = await todayOf(
    sql,
    rows.map((row) => row.id),
    day,
    startOf(day),
  );
  const byId = new Map(figures.map((one) => [one.checkpoint_id, one]));
  return {
    checkpoints: rows.map((row) => {
      const { scans = 0, stops = 0, fevers = 0, on_shift: onShift = 0 } = byId.get(row.id) ?? {};
      return { ...present(row), today: { scans, stops, fevers, onShift } };
    }),
  };
};

/** POST /areas/{area}/checkpoint-banner: the county's centre, for the county. */
export const publishBanner: Answer<typeof contract.publishBanner> = async (ctx, { area }, { validOn, zh, en }) => {
  const { sql, actor, now } = ctx;
  if (levelOf(area) !== "county" || actor.area.length > area.length)
    throw new Problem(checkpointProblems["lower-level"]);
  const row = await store.insertBanner(sql, { county: area, validOn, zh, en, by: actor.postId, now });
  await audit(ctx, {
    action: "checkpoint.banner",
    objectKind: "place",
    objectId: area,
    place: area,
    detail: { version: row.version, validOn },
  });
  return presentBanner(row);
};

/** GET /areas/{area}/checkpoint-banner: of the county that the area lies in. */
export const banners: Answer<typeof contract.showBanners> = async ({ sql }, { area }) => {
  const rows = await store.bannersOf(sql, area.slice(0, 6), BANNERS);
  return { banners: rows.map(presentBanner) };
};

/** PUT /checkpoints/{checkpointId}/roster/{day}. */
export const plan: Answer<typeof contract.planRoster> = async (ctx, { checkpointId, day }, { turns }) => {
  const { sql, actor, now } = ctx;
  const checkpoint = await checkpointFor(sql, actor, checkpointId);
  const read = turns.map((turn) => ({ ...turn, from: instant(turn.from), until: instant(turn.until) }));
  const isOfDay = read.every((turn) => startsOn(turn.from, day as PlainDay));
  if (!isOfDay || rosterFault(read, checkpoint.lanes) !== null) throw new Problem(checkpointProblems["wrong-plan"]);
  const staff = new Set((await store.staffOver(sql, checkpoint.place, now)).map((one) => one.id));
  if (read.some((turn) => !staff.has(turn.postId))) throw new Problem(checkpointProblems["no-such-post"]);
  const stored = read.map((turn) => ({
    postId: turn.postId,
    lane: turn.lane,
    from: isoInstant(turn.from),
    until: isoInstant(turn.until),
  }));
  const version = await store.insertRoster(sql, { checkpointId, day, turns: stored, by: actor.postId, now });
  await audit(ctx, {
    action: "checkpoint.roster",
    objectKind: "checkpoint",
    objectId: checkpointId,
    place: checkpoint.place,
    detail: { day, version, turns: turns.length },
  });
  return { version };
};

const startsOn = (from: Instant, day: PlainDay): boolean => from >= startOf(day) && from < endOf(day);

/** GET /checkpoints/{checkpointId}/roster/{day}. */
export const showRoster: Answer<typeof contract.showRoster> = async ({ sql, actor, now }, { checkpointId, day }) => {
  const checkpoint = await checkpointFor(sql, actor, checkpointId);
  const [roster] = await store.rostersOn(sql, [checkpointId], day);
  const staff = await store.staffOver(sql, checkpoint.place, now);
  const names = await store.namesOf(
    sql,
    (roster?.turns ?? []).map((turn) => turn.postId),
  );
  return {
    version: roster?.version ?? 0,
    turns: (roster?.turns ?? []).map((turn) => ({ ...turn, name: names.get(turn.postId) ?? null })),
    staff: staff.map((one) => ({ postId: one.id, name: one.display_name })),
  };
};
