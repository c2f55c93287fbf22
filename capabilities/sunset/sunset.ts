/** Planning, approving and witnessing the end of an epidemic event; execute.ts carries it out. */
import { createHash } from "node:crypto";
import type { z } from "zod";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { canonicalJson } from "#platform/audit-log.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { sunsetProblems } from "./contract.ts";
import { FATES } from "./rules/fates.ts";
import * as store from "./store.ts";

/** The hash by which a certificate is named: of its canonical JSON with a newline, which is what the file holds. */
export const certificateSha256 = (certificate: unknown): string =>
  createHash("sha256")
    .update(`${canonicalJson(certificate)}\n`)
    .digest("hex");

export const list: Answer<typeof contract.listSunsets> = async ({ sql }) => {
  const [rows, approvals, tables] = [
    await store.sunsets(sql),
    await store.approvals(sql),
    await store.tableEstimates(sql),
  ];
  return {
    items: rows.map((row) => present(row, approvals)),
    fates: tables.flatMap(({ name, rows: count }) => {
      const line = FATES[name];
      return line ? [{ table: name, fate: line.fate, ...line.why, rows: count }] : [];
    }),
  };
};

export const plan: Answer<typeof contract.planSunset> = async (ctx, _params, { eventId, reason }) => {
  seatOf(ctx);
  await store.lockSunset(ctx.sql, eventId);
  const standing = (await store.sunsets(ctx.sql)).some((row) => row.event_id === eventId && row.cancelled_at === null);
  if (standing) throw new Problem(sunsetProblems["already-planned"]);
  const [event] = await ctx.sql<{ id: string }[]>`select id from epidemic_event where id = ${eventId}`;
  if (!event) throw new Problem(common["not-found"]);
  const id = newId();
  await store.insertSunset(ctx.sql, { id, eventId, reason, plannedBy: ctx.actor.postId, plannedAt: ctx.now });
  await note(ctx, id, "sunset.plan", { eventId, reason });
  return show(ctx, id);
};

export const approve: Answer<typeof contract.approveSunset> = async (ctx, { id }) => {
  const seat = seatOf(ctx);
  await mustBeOpen(ctx, id);
  await store.insertApproval(ctx.sql, { sunsetId: id, seat, postId: ctx.actor.postId, at: ctx.now });
  await note(ctx, id, "sunset.approve", { seat });
  return show(ctx, id);
};

export const cancel: Answer<typeof contract.cancelSunset> = async (ctx, { id }, { reason }) => {
  seatOf(ctx);
  const row = await mustBeOpen(ctx, id);
  if (Object.keys(row.steps).length > 0) throw new Problem(sunsetProblems["not-open"]);
  await store.setCancelled(ctx.sql, id, ctx.now);
  await note(ctx, id, "sunset.cancel", { reason });
  return show(ctx, id);
};

export const certify: Answer<typeof contract.certifySunset> = async (ctx, { id }, { sha256 }) => {
  await store.lockSunset(ctx.sql, id);
  const [row] = await store.sunsets(ctx.sql, id);
  if (!row) throw new Problem(common["not-found"]);
  if (row.executed_at === null) throw new Problem(sunsetProblems["not-executed"]);
  if (certificateSha256(row.certificate) !== sha256) throw new Problem(sunsetProblems["other-certificate"]);
  await store.setCertified(ctx.sql, id, ctx.now, ctx.actor.postId);
  await note(ctx, id, "sunset.certify", { sha256 });
  return show(ctx, id);
};

export const certificates: Answer<typeof contract.showCertificate> = async ({ sql }) => ({
  items: (await store.sunsets(sql)).flatMap((row) => (row.executed_at === null ? [] : [row.certificate])),
});

function seatOf({ actor }: Context): "health" | "chair" | "auditor" {
  if (actor.role === "auditor") return "auditor";
  if (actor.department === "health") return "health";
  if (actor.department === "centre") return "chair";
  throw new Problem(sunsetProblems["not-a-seat"]);
}

async function mustBeOpen(ctx: Context, id: string): Promise<store.SunsetRow> {
  await store.lockSunset(ctx.sql, id);
  const [row] = await store.sunsets(ctx.sql, id);
  if (!row) throw new Problem(common["not-found"]);
  if (row.cancelled_at !== null || row.executed_at !== null) throw new Problem(sunsetProblems["not-open"]);
  return row;
}

async function show({ sql }: Context, id: string) {
  const [row] = await store.sunsets(sql, id);
  if (!row) throw new Problem(common["not-found"]);
  return present(row, await store.approvals(sql));
}

/** Health and the chair have approved, and the auditor has agreed to witness. */
export const isApproved = (seats: readonly string[]): boolean =>
  ["health", "chair", "auditor"].every((seat) => seats.includes(seat));

function present(row: store.SunsetRow, all: readonly store.ApprovalRow[]): z.input<typeof contract.Sunset> {
  const approvals = all.filter((one) => one.sunset_id === row.id);
  return {
    id: row.id,
    eventId: row.event_id,
    reason: row.reason,
    state: stateOf(row, approvals),
    plannedAt: isoInstant(row.planned_at),
    approvals: approvals.map(({ seat, organisation, at }) => ({ seat, organisation, at: isoInstant(at) })),
    executedAt: row.executed_at === null ? null : isoInstant(row.executed_at),
    certifiedAt: row.certified_at === null ? null : isoInstant(row.certified_at),
    certificateSha256: row.executed_at === null ? null : certificateSha256(row.certificate),
  };
}

function stateOf(row: store.SunsetRow, approvals: readonly store.ApprovalRow[]) {
  if (row.cancelled_at !== null) return "cancelled";
  if (row.certified_at !== null) return "certified";
  if (row.executed_at !== null) return "executed";
  return isApproved(approvals.map((one) => one.seat)) ? "approved" : "planned";
}

const note = (ctx: Context, id: string, action: string, detail: Readonly<Record<string, unknown>>): Promise<void> =>
  audit(ctx, { action, objectKind: "sunset", objectId: id, place: ctx.actor.area, detail });
