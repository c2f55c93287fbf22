/**
 * The one way in which an observation changes: an event through the machine, a line on the timeline, then alarms, the
 * clock's next look and the phones' copies brought in line with it.
 */
import { asSystem } from "#capabilities/residents/as-system.ts";
import { type CoreSeat, seatOfRole } from "#capabilities/teams/rules/seats.ts";
import { type Field, fieldsOf } from "#capabilities/teams/rules/views.ts";
import { mySeat, type Team, teamsOf } from "#capabilities/teams/teams.ts";
import { common } from "#kernel/problem.ts";
import type { Instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal } from "#platform/seal.ts";
import { profilesOf } from "./profiles.ts";
import { alarmsOf, checkName, type Facts, nextLook } from "./rules/duties.ts";
import { type Event, next, type Observation } from "./rules/machine.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { DEFAULT_PROFILE, type Profile } from "./rules/profile.ts";
import type { LineKind } from "./rules/timeline.ts";
import * as store from "./store.ts";

export type Acting = Pick<Context, "sql" | "actor" | "now" | "services">;
type Row = store.ObservationRow;

/** One observation in hand: locked, with the team around it and the variant under which it was filed. */
export type InHand = { readonly row: Row; readonly team: Team; readonly profile: Profile };

const NO_TEAM: Team = { seats: [], vacancies: [] };

/** Locks one that the actor may see; else it is not there. */
export async function take(ctx: Acting, id: string): Promise<InHand> {
  const row = await store.lockObservation(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  const profile = (await profilesOf(ctx, [row])).get(id) ?? DEFAULT_PROFILE;
  return { row, profile, team: (await teamsOf(ctx, [id])).get(id) ?? NO_TEAM };
}

/** Throws unless the actor sits on one of the seats, or covers the place in its role while the seat is empty. */
export function mustSit({ actor }: Acting, { team }: InHand, seats: readonly CoreSeat[]): void {
  const own = mySeat(actor, team);
  const role = seatOfRole(actor.role);
  const standsIn = role !== null && team.vacancies.some(({ seat }) => seat === role) ? role : null;
  if (![own, standsIn].some((seat) => seat !== null && seats.includes(seat)))
    throw new Problem(problems["not-your-seat"]);
}

/**
 * What the actor sees of it: by his seat, as whoever takes the person over, or as the centre's desk. Null: neither, so nothing
 * sealed is his to read.
 */
export async function fieldsHere(ctx: Acting, row: Row): Promise<ReadonlySet<Field> | null> {
  const team = (await teamsOf(ctx, [row.id])).get(row.id);
  const isReceiver = row.transfer_to === ctx.actor.postId;
  const seat = (team === undefined ? null : mySeat(ctx.actor, team)) ?? (isReceiver ? "HEALTH" : null);
  const isCentre = ctx.actor.role === "operator";
  return seat === null && !isCentre ? null : fieldsOf({ seat, isCentre });
}

/** The machine's view of a row. */
export const machineOf = (row: Row): Observation => ({
  state: row.state,
  isMinor: row.is_minor,
  filedAt: row.filed_at,
  dueAt: row.due_at,
  noticedAt: row.noticed_at,
  startedAt: row.started_at,
  teamedAt: row.teamed_at,
  abnormalSince: row.abnormal_since,
  transferSince: row.transfer_since,
  transferAs: row.transfer_as,
  signedAt: row.signed_at,
  releasedAt: row.released_at,
  deliveredAt: row.delivered_at,
  followedUpAt: row.followed_up_at,
  endedAt: row.ended_at,
  rung: row.rung,
  exits: row.exits,
  hasStatement: row.has_statement,
});

/** The row after an event. Throws the refusal as a problem. */
export function after(of: InHand, event: Event, at: Instant): InHand {
  const made = next(machineOf(of.row), event, at, of.profile);
  if (!made.ok) throw new Problem(problems[made.why]);
  const now = made.next;
  const row: Row = {
    ...of.row,
    state: now.state,
    noticed_at: now.noticedAt,
    due_at: now.dueAt,
    started_at: now.startedAt,
    teamed_at: now.teamedAt,
    abnormal_since: now.abnormalSince,
    transfer_since: now.transferSince,
    transfer_as: now.transferAs,
    // Nobody is named any more, or a signature is void.
    transfer_to: now.transferSince === null ? null : of.row.transfer_to,
    signed_at: now.signedAt,
    signed_by: now.signedAt === null ? null : of.row.signed_by,
    released_at: now.releasedAt,
    delivered_at: now.deliveredAt,
    followed_up_at: now.followedUpAt,
    ended_at: now.endedAt,
    rung: now.rung,
    exits: now.exits,
    has_statement: now.hasStatement,
  };
  return { ...of, row };
}

export type NewLine = {
  readonly kind: LineKind;
  readonly at?: Instant;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Free text: sealed. */
  readonly note?: string | undefined;
  readonly id?: string;
};

/** Writes a line of the timeline by the actor. */
export async function addLine(ctx: Acting, row: Row, line: NewLine): Promise<void> {
  const id = line.id ?? newId();
  const note = line.note?.trim() ?? "";
  await store.insertLine(ctx.sql, {
    county: row.county,
    id,
    observationId: row.id,
    at: line.at ?? ctx.now,
    kind: line.kind,
    byRole: ctx.actor.role,
    byPost: ctx.actor.role === "resident" || ctx.actor.role === "system" ? null : ctx.actor.postId,
    facts: line.facts ?? {},
    sealed: note === "" ? null : seal(ctx.services.keys.sealingKey, note, id),
  });
}

/** Writes the row, its line and the audit entry as the actor; then what follows by rule, as the clockwork. */
export async function keep(ctx: Acting, of: InHand, line: NewLine): Promise<void> {
  await store.updateObservation(ctx.sql, of.row);
  await addLine(ctx, of.row, line);
  await audit(ctx, {
    action: `observation.${line.kind}`,
    objectKind: "observation",
    objectId: of.row.id,
    place: of.row.place,
    detail: { state: of.row.state },
  });
  await asSystem(ctx, (inside) => settle(inside, of));
}

/** Checks for which somebody called in vain three times, by the lines that say so. */
export const unansweredOf = (lines: readonly Pick<store.LineRow, "kind" | "facts" | "at">[]): Facts["unanswered"] =>
  new Map(
    lines.flatMap(({ kind, facts, at }) => (kind === "no-answer" ? [[String(facts["check"]), at] as const] : [])),
  );

/** What the rules need to know beside the row. Read as the clockwork: police see no check, and the ladder needs them. */
export async function factsOf(ctx: Acting, row: Row, team: Team): Promise<Facts> {
  const checks = await store.checksOf(ctx.sql, [row.id]);
  const lines = await store.linesOf(ctx.sql, [row.id], 200);
  return {
    dZero: row.d_zero,
    checks: new Set(checks.map((one) => checkName({ day: one.day, window: one.part }))),
    unanswered: unansweredOf(lines),
    lastCallAt: row.last_call_at,
    lastVisitAt: row.last_visit_at,
    careDaysDone: new Set(row.care_days),
    vacancies: team.vacancies,
  };
}

/** Brings alarms, the clock and the copies in line with a row; as the clockwork. */
export async function settle(ctx: Acting, of: InHand): Promise<void> {
  const { row, profile } = of;
  const team = (await teamsOf(ctx, [row.id])).get(row.id) ?? NO_TEAM;
  const facts = await factsOf(ctx, row, team);
  const state = machineOf(row);
  const alarms = alarmsOf(state, facts, ctx.now, profile);
  const raised = await store.syncAlarms(ctx.sql, row, alarms, ctx.now);
  const isNew = raised.includes("call");
  const standing = alarms.find(({ kind }) => kind === "call" || kind === "visit")?.kind;
  // An earlier check that was sent late has led the ladder to the ground, and a later one is still missed.
  if (isNew || (standing !== undefined && row.rung === "none")) {
    // The first rung: from here a call, then a visit.
    const missed = after(of, { kind: "missed" }, ctx.now);
    const now = standing === "visit" && !isNew ? after(missed, { kind: "called" }, ctx.now) : missed;
    await store.updateObservation(ctx.sql, now.row);
  }
  if (isNew) await addLine(ctx, row, { kind: "check-missed" });
  await store.setNextLook(ctx.sql, row, nextLook(state, facts, ctx.now, profile));
  await noteChanges(ctx, [{ kind: "observation", id: row.id, place: row.place }]);
}

/** When the person said it on the phone: never before the file, never after now. */
export const saidAt = (row: Row, madeAt: Instant, now: Instant): Instant =>
  Math.min(Math.max(madeAt, row.filed_at), now) as Instant;
