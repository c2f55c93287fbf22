/** What a checkpoint's phone takes along for a shift, and what it may ask meanwhile. */
import { dayOf, HOUR, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { boundToShift, boundToVisitor, findKeyOf } from "./prepare.ts";
import { presenceSecret } from "./presence.ts";
import { checkpointFor, present, presentBanner } from "./set-up.ts";
import { type ShiftView, shiftsSince, visitorsBy } from "./store-look.ts";
import { bannersOf, checkpointsIn, namesOf, rostersOn } from "./store-setup.ts";

/** A hand-over that nobody has signed after this long lies with the centre. */
const HAND_OVER_FOR = 16 * HOUR;
/** Rules of the day that a phone takes along: today's and those announced. */
const BANNERS = 5;

/** GET /checkpoint-kit. */
export const show: Answer<typeof contract.showKit> = async (ctx) => {
  const { sql, actor, now, services } = ctx;
  const checkpoints = await checkpointsIn(sql, actor.area);
  const ids = checkpoints.map((row) => row.id);
  const day = dayOf(now);
  const counties = [...new Set(checkpoints.map((row) => row.place.slice(0, 6)))].slice(0, BANNERS);
  const banners = await Promise.all(counties.map((county) => bannersOf(sql, county, BANNERS)));
  const rosters = await rostersOn(sql, ids, day);
  const names = await namesOf(
    sql,
    rosters.flatMap((roster) => roster.turns.map((turn) => turn.postId)),
  );
  const shifts = await shiftsSince(sql, ids, later(now, -HAND_OVER_FOR));
  return {
    now: isoInstant(now),
    checkpoints: checkpoints.map((row) => ({
      ...present(row),
      presenceSecret: presenceSecret(services.keys, row.id, day),
      presenceDay: day,
    })),
    banners: banners.flat().map(presentBanner),
    roster: rosters.flatMap((roster) =>
      roster.turns.map((turn) => ({
        ...turn,
        checkpointId: roster.checkpoint_id,
        name: names.get(turn.postId) ?? null,
      })),
    ),
    handOvers: shifts.flatMap((shift) => handOverOf(services.keys, shift)),
  };
};

function handOverOf(keys: Services["keys"], shift: ShiftView) {
  if (shift.closed_at === null || shift.taken_at !== null || shift.sealed_notes === null) return [];
  const text = unseal(keys.sealingKey, shift.sealed_notes, boundToShift(shift.county, shift.id));
  const { notes, openMatters }: { notes: string; openMatters: string[] } = JSON.parse(text);
  return [
    {
      shiftId: shift.id,
      checkpointId: shift.checkpoint_id,
      lane: shift.lane,
      fromName: shift.name,
      closedAt: isoInstant(shift.closed_at),
      headcount: shift.headcount ?? 0,
      notes,
      openMatters,
    },
  ];
}

/** 张*, 欧阳**: enough for the volunteer to say "is this you?". */
const maskedName = (name: string): string => {
  const [first = ""] = [...name];
  return first + "*".repeat(Math.max(1, [...name].length - 1));
};

/** POST /checkpoints/{checkpointId}/visitors/find. */
export const find: Answer<typeof contract.findVisitor> = async (ctx, { checkpointId }, { name, lastFour }) => {
  const { sql, actor, services } = ctx;
  const checkpoint = await checkpointFor(sql, actor, checkpointId);
  const county = checkpoint.place.slice(0, 6);
  const rows = await visitorsBy(sql, county, findKeyOf(services.keys, name, lastFour));
  await audit(ctx, {
    action: "checkpoint.find-visitor",
    objectKind: "checkpoint",
    objectId: checkpointId,
    place: checkpoint.place,
    detail: { found: rows.length },
  });
  return {
    found: rows.map((row) => {
      const text = unseal(services.keys.sealingKey, row.sealed, boundToVisitor(row.county, row.id));
      const form: { name: string; from: string } = JSON.parse(text);
      return {
        visitorId: row.id,
        maskedName: maskedName(form.name),
        from: form.from,
        lastSeenAt: isoInstant(row.last_seen_at),
      };
    }),
  };
};
