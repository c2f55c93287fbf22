/** The seven steps as the posts of a team do them: one exported function a command. */

import type { z } from "zod";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { type Change, count } from "#capabilities/rollups/count.ts";
import type { CoreSeat } from "#capabilities/teams/rules/seats.ts";
import { disband } from "#capabilities/teams/teams.ts";
import { isAlarming, type Service } from "#capabilities/visits/rules/answers.ts";
import { dayOf, type Instant } from "#kernel/time.ts";
import type { CommandContext } from "#platform/commands.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { signNotice } from "./papers.ts";
import { type Acting, addLine, after, type InHand, keep, mustSit, saidAt, settle, take } from "./record.ts";
import { letGo } from "./release.ts";
import { windowAt } from "./rules/calendar.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import type { LineKind } from "./rules/timeline.ts";
import * as store from "./store.ts";

type Body<C extends { readonly body: z.ZodType }> = z.output<C["body"]>;
type Done = Promise<Record<string, unknown>>;

const CARERS = ["CADRE", "GRID", "HEALTH"] as const satisfies readonly CoreSeat[];

export async function notify(ctx: CommandContext, body: Body<typeof contract.notify>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, CARERS);
  const at = saidAt(of.row, ctx.madeAt, ctx.now);
  await signNotice(ctx, of.row, { by: body.signedBy, path: body.signature, at });
  await noticed(ctx, of, at, { signedBy: body.signedBy }, body.note);
  return {};
}

/** Informed; and under way at once when the four seats are filled. */
export async function noticed(
  ctx: Acting,
  of: InHand,
  at: Instant,
  facts: Readonly<Record<string, unknown>>,
  note?: string,
): Promise<void> {
  const told = after(of, { kind: "noticed" }, at);
  const isWhole = of.team.vacancies.length === 0;
  await keep(ctx, isWhole ? after(told, { kind: "team-complete" }, at) : told, { kind: "noticed", at, facts, note });
  if (isWhole) await addLine(ctx, told.row, { kind: "started", at });
}

export type Taken = {
  readonly id: string;
  readonly at: Instant;
  readonly manner: "self" | "door" | "phone" | "robot";
  readonly temperatureTenths: number;
  readonly symptoms: readonly string[];
  readonly isDistressed: boolean;
  /** A remark of whoever took it. */
  readonly note?: string | undefined;
};

/** What a living person can have; as the daily check-in takes it. */
const LIVING = { from: 340, to: 430 } as const;

/** Keeps a check however it came; abnormal ones go to the doctor at once. Says whether they do, and if it was new. */
export async function keepCheck(
  ctx: Acting,
  of: InHand,
  taken: Taken,
): Promise<{ isAbnormal: boolean; isNew: boolean }> {
  const { temperatureTenths: tenths, symptoms } = taken;
  if (tenths < LIVING.from || tenths > LIVING.to) throw new Problem(problems["wrong-temperature"]);
  const isAbnormal = isAlarming(tenths, symptoms) || taken.isDistressed;
  const next = after(of, { kind: "check", isAbnormal }, ctx.now);
  const { day, window } = windowAt(taken.at, of.profile);
  const isNew = await store.insertCheck(ctx.sql, {
    county: of.row.county,
    id: taken.id,
    observationId: of.row.id,
    day,
    part: window,
    at: taken.at,
    manner: taken.manner,
    temperature_tenths: tenths,
    symptoms,
    is_abnormal: isAbnormal,
    byPost: ctx.actor.role === "resident" || ctx.actor.role === "system" ? null : ctx.actor.postId,
  });
  if (!isNew) return { isAbnormal, isNew };
  await count(ctx.sql, counted(of, ctx.now, "observation.check"));
  if (isAbnormal && of.row.abnormal_since === null)
    await addLine(ctx, of.row, {
      kind: "abnormal",
      at: taken.at,
      facts: { what: taken.isDistressed ? "distress" : "check" },
    });
  const { at, manner, note } = taken;
  await keep(ctx, next, { kind: "check", at, facts: { day, window, manner }, note });
  return { isAbnormal, isNew };
}

const counted = (of: InHand, now: Instant, metric: Change["metric"]): Change[] => [
  { place: of.row.place, day: dayOf(now), metric, delta: 1 },
];

export async function check(ctx: CommandContext, body: Body<typeof contract.check>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, CARERS);
  const { isAbnormal } = await keepCheck(ctx, of, {
    ...body,
    id: ctx.commandId,
    at: saidAt(of.row, ctx.madeAt, ctx.now),
  });
  return { isAbnormal };
}

const CLIMBERS: Readonly<Record<Body<typeof contract.climb>["rung"], readonly CoreSeat[]>> = {
  called: CARERS,
  visited: [...CARERS, "POLICE"],
  "exit-confirmed": ["CADRE", "POLICE"],
  explained: ["POLICE"],
  referred: ["POLICE"],
};

export async function climb(ctx: CommandContext, body: Body<typeof contract.climb>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, CLIMBERS[body.rung]);
  const hasStatement = (body.statement?.trim() ?? "") !== "";
  const heard = hasStatement ? after(of, { kind: "statement" }, ctx.now) : of;
  const next = after(heard, { kind: body.rung }, ctx.now);
  const row = {
    ...next.row,
    last_call_at: body.rung === "called" ? ctx.now : next.row.last_call_at,
    last_visit_at: body.rung === "visited" ? ctx.now : next.row.last_visit_at,
  };
  if (hasStatement) await addLine(ctx, of.row, { kind: "statement", note: body.statement });
  await keep(ctx, { ...next, row }, { kind: body.rung, note: body.note });
  return { rung: row.rung };
}

export async function reportAbnormal(ctx: CommandContext, body: Body<typeof contract.reportAbnormal>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, [...CARERS, "POLICE"]);
  await keep(ctx, after(of, { kind: "abnormal" }, ctx.now), {
    kind: "abnormal",
    facts: { what: body.what },
    note: body.note,
  });
  return {};
}

export async function signRelease(ctx: CommandContext, body: Body<typeof contract.signRelease>): Done {
  const of = await take(ctx, body.observationId);
  const isSeatFilled = !of.team.vacancies.some(({ seat }) => seat === "HEALTH");
  const next = after(of, { kind: "signed", isSeatFilled }, ctx.now);
  mustSit(ctx, of, ["HEALTH"]);
  const signed = { ...next, row: { ...next.row, signed_by: ctx.actor.postId } };
  await keep(ctx, signed, { kind: "signed" });
  if (signed.row.released_at !== null) await letGo(ctx, signed, "released");
  return { state: signed.row.state };
}

export async function endObservation(ctx: CommandContext, body: Body<typeof contract.endObservation>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, ["HEALTH"]);
  const isError = body.why === "wrong-person";
  const next = after(of, { kind: body.why }, ctx.now);
  const how = isError ? "ended-error" : "ended-early";
  // Told first: once erased, nobody knows any more whom to apologise to.
  await letGo(ctx, { ...next, row: { ...next.row, person_key: of.row.person_key } }, how);
  const row = { ...next.row, ...(isError ? { person_key: null, evidence_id: null, needs: [] } : {}) };
  await store.updateObservation(ctx.sql, row);
  await asSystem(ctx, (inside) => settle(inside, { ...next, row }));
  return {};
}

const CARE: Readonly<Record<Body<typeof contract.care>["what"], LineKind>> = {
  delivered: "delivered",
  "followed-up": "followed-up",
  "care-call": "care-call",
  "help-asked": "help-asked",
  "help-done": "help-done",
};

export async function care(ctx: CommandContext, body: Body<typeof contract.care>): Done {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, CARERS);
  const line = { kind: CARE[body.what], note: body.note };
  if (body.what === "delivered" || body.what === "followed-up") {
    const how = body.what === "delivered" && body.how !== undefined ? { facts: { how: body.how } } : {};
    await keep(ctx, after(of, { kind: body.what }, ctx.now), { ...line, ...how });
    if (body.what === "followed-up") await asSystem(ctx, (inside) => disband(inside, of.row.id, false));
    return {};
  }
  if (body.what === "care-call") {
    const day = body.day ?? 0;
    const row = { ...of.row, care_days: [...new Set([...of.row.care_days, day])] };
    await count(ctx.sql, counted(of, ctx.now, "observation.care-call"));
    await keep(ctx, { ...of, row }, { ...line, facts: { day } });
    return {};
  }
  const open = of.row.needs;
  // A phone that names none can only have meant the one that there is.
  const named = body.needs ?? (open.length === 1 ? (open as Service[]) : []);
  const needs =
    body.what === "help-asked"
      ? [...new Set([...open, ...named])]
      : open.filter((need) => !named.includes(need as Service));
  await keep(ctx, { ...of, row: { ...of.row, needs } }, { ...line, facts: { needs: [...named] } });
  return {};
}

/**
 * A check that nobody answered three times, by whatever called (a robot, a telephone line): people take over at once
 * (scenario 22). `heard`: words that ask for help count as distress and go to the doctor.
 */
export async function notAnswered(
  ctx: Acting,
  body: { readonly observationId: string; readonly tries: number },
): Promise<{ readonly takenOver: boolean }> {
  const of = await take(ctx, body.observationId);
  if (body.tries < TRIES) return { takenOver: false };
  const { day, window } = windowAt(ctx.now, of.profile);
  await keep(ctx, of, { kind: "no-answer", facts: { check: `${day}/${window}`, tries: body.tries } });
  return { takenOver: true };
}
const TRIES = 3;

/** Words that ask for help, heard by whatever called: the doctor's fifteen minutes run from now. */
export async function heardDistress(ctx: Acting, observationId: string, note?: string): Promise<void> {
  const of = await take(ctx, observationId);
  await keep(ctx, after(of, { kind: "abnormal" }, ctx.now), { kind: "abnormal", facts: { what: "distress" }, note });
}
