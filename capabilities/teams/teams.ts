/** Use cases of teams. The subject's own capability forms a team and ends it; posts and supporters come and go here. */
import { createHmac } from "node:crypto";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { HOUR, type Instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import type { SeatView } from "./contract.ts";
import { teamProblems } from "./rules/problems.ts";
import { proposalsFor } from "./rules/propose.ts";
import {
  CORE_SEATS,
  type CoreSeat,
  INVITATION_STANDS,
  isCore,
  MOST_HOMES,
  MOST_SUPPORTERS,
  ROLE_OF_SEAT,
  type Seat,
  TRIES_AN_HOUR,
} from "./rules/seats.ts";
import * as store from "./store.ts";

export type Acting = Pick<Context, "sql" | "actor" | "now" | "services">;
/** What a team is around. The copies of phones carry it under this kind. */
export type Subject = { readonly id: string; readonly personKey: string | null; readonly place: string };
const COPY = "observation";

/** Forms a team: `seated` as given, every other core seat by the best proposal, empty when nobody can. As the clockwork. */
export async function formTeam(
  ctx: Acting,
  subject: Subject,
  seated: Partial<Readonly<Record<CoreSeat, string>>>,
  seats: readonly CoreSeat[] = CORE_SEATS,
): Promise<void> {
  for (const seat of seats) {
    const postId = seated[seat] ?? (await bestFor(ctx, seat, subject.place));
    await store.insertSeat(ctx.sql, { ...newSeat(subject, seat), postId }, ctx.now);
  }
}

const newSeat = (subject: Subject, seat: Seat): store.NewSeat => ({
  county: subject.place.slice(0, 6),
  id: newId(),
  subjectId: subject.id,
  personKey: subject.personKey,
  place: subject.place,
  seat,
  postId: null,
  residentId: null,
  sealedName: null,
});

const proposed = async ({ sql, now }: Acting, seat: CoreSeat, place: string) =>
  proposalsFor(seat, place, await store.candidates(sql, ROLE_OF_SEAT[seat], place, now));

const bestFor = async (ctx: Acting, seat: CoreSeat, place: string): Promise<string | null> =>
  (await proposed(ctx, seat, place))[0]?.postId ?? null;

/** A health post on duty that can take somebody over, anywhere; null: there is none of this id. */
export const receiverOf = (ctx: Acting, postId: string, at: Instant) =>
  asSystem(ctx, (inside) => store.receiver(inside.sql, postId, at));

/** The directory of those who take people over: hospitals and points, the nearest first. */
export const receivers: Answer<typeof contract.listReceivers> = (ctx, { area, scope, words = "" }) =>
  asSystem(ctx, async (inside) => ({
    receivers: await store.receivers(inside.sql, {
      place: area,
      within: area.slice(0, scope === "province" ? CODE_LENGTH.province : CODE_LENGTH.city),
      words: words.trim(),
      now: ctx.now,
      limit: RECEIVERS_SHOWN,
    }),
  }));
const RECEIVERS_SHOWN = 50;

/** Ends a team; `isErased`: another person was meant, so even whose team it was goes. As the clockwork. */
export const disband = (ctx: Acting, subjectId: string, isErased: boolean): Promise<void> =>
  store.endTeam(ctx.sql, subjectId, isErased, ctx.now);

export type Team = {
  readonly seats: readonly store.SeatRow[];
  readonly vacancies: readonly { readonly seat: CoreSeat; readonly since: store.SeatRow["from_at"] }[];
};

/** The teams of these subjects now, as the actor may see them. */
export async function teamsOf(ctx: Pick<Context, "sql">, subjectIds: readonly string[]): Promise<Map<string, Team>> {
  const rows = subjectIds.length === 0 ? [] : await store.seatsOf(ctx.sql, subjectIds);
  const found = Map.groupBy(rows, (row) => row.subject_id);
  return new Map(
    subjectIds.map((id) => {
      const seats = found.get(id) ?? [];
      const vacancies = seats.flatMap(({ seat, post_id, from_at }) =>
        isCore(seat) && post_id === null ? [{ seat, since: from_at }] : [],
      );
      return [id, { seats, vacancies }];
    }),
  );
}

/** The team as its colleagues, or the person himself, see it. */
export const presentTeam = (ctx: Acting, team: Team): SeatView[] =>
  team.seats.map((row) => ({
    id: row.id,
    seat: row.seat,
    postId: row.post_id,
    name:
      row.display_name ??
      (row.sealed_name === null ? null : unseal(ctx.services.keys.sealingKey, row.sealed_name, row.id)),
    organisation: row.organisation,
    since: isoInstant(row.from_at),
    isMe: row.post_id === ctx.actor.postId,
  }));

/** The seat that the acting post has on a team; null: none. */
export const mySeat = (actor: Pick<Context["actor"], "postId">, team: Team): CoreSeat | null =>
  team.seats.flatMap(({ seat, post_id }) => (isCore(seat) && post_id === actor.postId ? [seat] : []))[0] ?? null;

/** Puts a post on a core seat. The candidate is checked by the same rule as proposals are made by. */
export async function seatPost(
  ctx: CommandContext,
  { subjectId, seat, postId }: { subjectId: string; seat: CoreSeat; postId: string },
): Promise<Record<string, unknown>> {
  const before = await store.lockCoreSeat(ctx.sql, subjectId, seat);
  if (before === null) throw new Problem(common["not-found"]);
  if (before.post_id === postId) return {};
  await asSystem(ctx, async (inside) => {
    const all = await store.candidates(ctx.sql, ROLE_OF_SEAT[seat], before.place, ctx.now);
    const one = all.find((candidate) => candidate.postId === postId);
    if (one === undefined) throw new Problem(teamProblems["wrong-post"]);
    if (one.load >= MOST_HOMES[seat]) throw new Problem(teamProblems.full);
    await handTo(inside, before, postId, before.post_id === null ? "filled" : "replaced");
  });
  await audit(ctx, {
    action: "team.seat",
    objectKind: "team",
    objectId: subjectId,
    place: before.place,
    detail: { seat, postId, from: before.post_id },
  });
  return {};
}

/** Ends one holder of a seat and seats the next, or leaves it empty from now. */
async function handTo(ctx: Acting, row: store.SeatRow, postId: string | null, why: store.WhyEnded): Promise<void> {
  await store.endSeats(ctx.sql, [row.id], why, ctx.now);
  const subject = { id: row.subject_id, personKey: row.person_key, place: row.place };
  await store.insertSeat(ctx.sql, { ...newSeat(subject, row.seat), postId }, ctx.now);
  await noteChanges(ctx, [{ kind: COPY, id: row.subject_id, place: row.place }]);
}

const SEATS_A_TURN = 200;

/**
 * The clockwork: seats of posts that went off duty go to their substitute, else to the best proposal, else are empty; empty
 * ones are filled as soon as somebody can. Returns the subjects whose team changed.
 */
export async function keepTeams(ctx: Acting): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const row of await store.lockOffDuty(ctx.sql, ctx.now, SEATS_A_TURN)) {
    if (!isCore(row.seat)) continue;
    const proposals = await proposed(ctx, row.seat, row.place);
    const next = proposals.find(({ postId }) => postId === row.substitute) ?? proposals[0];
    await handTo(ctx, row, next?.postId ?? null, "off-duty");
    changed.push(row.subject_id);
  }
  for (const row of await store.lockVacant(ctx.sql, SEATS_A_TURN)) {
    const postId = isCore(row.seat) ? await bestFor(ctx, row.seat, row.place) : null;
    if (postId === null) continue;
    await handTo(ctx, row, postId, "filled");
    changed.push(row.subject_id);
  }
  return changed;
}

export const propose: Answer<typeof contract.proposeSeats> = async (ctx, { subjectId, seat }) => {
  const team = (await teamsOf(ctx, [subjectId])).get(subjectId);
  const place = team?.seats[0]?.place;
  if (place === undefined) throw new Problem(common["not-found"]);
  const proposals = await asSystem(ctx, (inside) => proposed(inside, seat, place));
  return { proposals, most: MOST_HOMES[seat] };
};

/** Eight digits alone could be tried out in the table: the deployment's key is in the hash. */
const hashOf = ({ services }: Pick<Context, "services">, code: string): Buffer =>
  createHmac("sha256", services.keys.decisionKey).update(`care-invitation|${code}`).digest();

export async function invite(
  ctx: CommandContext,
  body: { subjectId: string; seat: store.InvitationRow["seat"]; code: string; hasAgreed: boolean },
): Promise<Record<string, unknown>> {
  if (!body.hasAgreed) throw new Problem(teamProblems["not-agreed"]);
  const team = (await teamsOf(ctx, [body.subjectId])).get(body.subjectId);
  const [first] = team?.seats ?? [];
  if (first === undefined) throw new Problem(common["not-found"]);
  refuseFull(team);
  const until = later(ctx.now, INVITATION_STANDS);
  await store.insertInvitation(ctx.sql, {
    county: first.county,
    id: ctx.commandId,
    subjectId: body.subjectId,
    seat: body.seat,
    codeHash: hashOf(ctx, body.code),
    until,
    byPost: ctx.actor.postId,
  });
  await audit(ctx, {
    action: "team.invite",
    objectKind: "team",
    objectId: body.subjectId,
    place: first.place,
    detail: { seat: body.seat },
  });
  return { until: isoInstant(until) };
}

function refuseFull(team: Team | undefined): void {
  const supporters = team?.seats.filter(({ seat }) => !isCore(seat)) ?? [];
  if (supporters.length >= MOST_SUPPORTERS) throw new Problem(teamProblems["team-full"]);
}

/** Takes the seat of the code, or says that there is none. The caller commits either way: wrong codes are counted. */
export async function takeSeat(
  ctx: Acting,
  { code, calledAs }: { code: string; calledAs: string },
): Promise<{ readonly seatId: string } | "wrong-code" | "too-many-tries"> {
  const { sql, now, actor } = ctx;
  const residentId = actor.accountId;
  return asSystem(ctx, async (inside) => {
    if ((await store.triesSince(sql, residentId, later(now, -HOUR))) >= TRIES_AN_HOUR) return "too-many-tries";
    const taken = await store.takeInvitation(sql, hashOf(ctx, code), now);
    const team = taken === null ? undefined : (await teamsOf(inside, [taken.subject_id])).get(taken.subject_id);
    const [first] = team?.seats ?? [];
    if (taken === null || first === undefined) {
      await store.noteTry(sql, residentId, now);
      return "wrong-code";
    }
    refuseFull(team);
    const seat = {
      ...newSeat({ id: taken.subject_id, personKey: first.person_key, place: first.place }, taken.seat),
      residentId,
    };
    await store.insertSeat(sql, { ...seat, sealedName: seal(ctx.services.keys.sealingKey, calledAs, seat.id) }, now);
    await noteChanges(ctx, [{ kind: COPY, id: taken.subject_id, place: first.place }]);
    await audit(
      { ...ctx, sql },
      {
        action: "team.join",
        objectKind: "team",
        objectId: taken.subject_id,
        place: first.place,
        detail: { seat: taken.seat },
      },
    );
    return { seatId: seat.id };
  });
}

/** The acting resident leaves a team (his own seat), or sends somebody away from his own. The name goes at once. */
export async function endSupport(ctx: Context, seatId: string, by: "supporter" | "person"): Promise<void> {
  const row = await store.lockSeat(ctx.sql, seatId);
  const isOwn = row?.resident_id === ctx.actor.accountId;
  if (row === null || isCore(row.seat) || (by === "supporter") !== isOwn) throw new Problem(common["not-found"]);
  await store.endSeats(ctx.sql, [row.id], by === "supporter" ? "withdrawn" : "removed", ctx.now);
  await asSystem(ctx, (inside) => noteChanges(inside, [{ kind: COPY, id: row.subject_id, place: row.place }]));
  await audit(ctx, {
    action: by === "supporter" ? "team.leave" : "team.remove",
    objectKind: "team",
    objectId: row.subject_id,
    place: row.place,
    detail: { seat: row.seat },
  });
}

export const leave: Answer<typeof contract.leaveTeam> = async (ctx, { seatId }) => {
  await endSupport(ctx, seatId, "supporter");
  return { left: true };
};

export const remove: Answer<typeof contract.removeSupporter> = async (ctx, { seatId }) => {
  await endSupport(ctx, seatId, "person");
  return { left: true };
};

/** The seats that the acting resident has, with what each is around. */
export const seatsOfMine = (ctx: Context) => store.seatsOfResident(ctx.sql, ctx.actor.accountId);
