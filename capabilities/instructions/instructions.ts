/** Issuing instructions, following how far they have come, and each recipient's own receipts. */
import type { Actor } from "#kernel/actor.ts";
import { CODE_LENGTH, isWithin, LEVELS, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { DAY, type Instant, instant, instantOf, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { poke, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { instructionProblems, type StandingInstruction } from "./contract.ts";
import { areaHolder } from "./rules/reach.ts";
import { afterReceipt, type InstructionReceipt, type ReceiptFacts } from "./rules/receipts.ts";
import * as store from "./store.ts";

/** How long an instruction without a due time stays in inboxes. */
const STANDS_FOR = 30 * DAY;
type Text = Parameters<Answer<typeof contract.issueInstruction>>[2];

export const issue: Answer<typeof contract.issueInstruction> = async (ctx, _params, text) =>
  shown(await put(ctx, text));

export const supersede: Answer<typeof contract.supersedeInstruction> = async (ctx, { instructionId }, text) => {
  const old = await ownInstruction(ctx, instructionId);
  const fresh = await put(ctx, text);
  if (!(await store.endInstruction(ctx.sql, old.id, { supersededBy: fresh.id })))
    throw new Problem(instructionProblems["not-standing"]);
  await reach(ctx, old.target_area);
  await audit(ctx, {
    action: "instruction.supersede",
    objectKind: "instruction",
    objectId: old.id,
    place: old.target_area,
    detail: { by: fresh.id },
  });
  return shown(fresh);
};

export const recall: Answer<typeof contract.recallInstruction> = async (ctx, { instructionId }, { reason }) => {
  const old = await ownInstruction(ctx, instructionId);
  if (!(await store.endInstruction(ctx.sql, old.id, { recalledAt: ctx.now })))
    throw new Problem(instructionProblems["not-standing"]);
  await reach(ctx, old.target_area);
  await audit(ctx, {
    action: "instruction.recall",
    objectKind: "instruction",
    objectId: old.id,
    place: old.target_area,
    detail: { reason },
  });
  return shown({ ...old, recalled_at: ctx.now });
};

export const list: Answer<typeof contract.listInstructions> = async ({ sql, now }, { area, limit, before }) => {
  const page = { limit, before: before === undefined ? later(now, 1) : instant(before) };
  return { instructions: (await store.instructionsAround(sql, area, page)).map(shown) };
};

export const listMine: Answer<typeof contract.listStanding> = async ({ sql, actor, now }) => ({
  instructions: await standingFor(sql, actor, now),
});

/** What stands for a post, with its own receipts; part of its inbox. */
export async function standingFor(sql: Sql, actor: Actor, now: Instant): Promise<StandingInstruction[]> {
  const rows = await store.standingRows(sql, actor, later(now, -STANDS_FOR));
  return rows.map((row) => {
    const { recalledAt: _recalled, supersededBy: _superseded, roles: _roles, ...instruction } = shown(row);
    return {
      ...instruction,
      deliveredAt: iso(row.delivered_at),
      readAt: iso(row.read_at),
      acceptedAt: iso(row.accepted_at),
      doneAt: iso(row.done_at),
      answer: row.answer,
    };
  });
}

export const sendReceipts: Answer<typeof contract.sendInstructionReceipts> = async (ctx, _params, { receipts }) => {
  const { sql, actor, now } = ctx;
  const given = Map.groupBy(receipts, (receipt) => receipt.instructionId);
  await store.lockReceiptsOf(sql, actor.postId);
  const standing = new Map((await store.standingOf(sql, actor, [...given.keys()])).map((row) => [row.id, row]));
  for (const [instructionId, own] of given) {
    const row = standing.get(instructionId);
    if (!row) continue;
    let facts = factsOf(row);
    for (const receipt of own)
      facts = afterReceipt(facts, receipt.state satisfies InstructionReceipt, atMost(receipt.at, now));
    const reason = own.map((receipt) => ("reason" in receipt ? receipt.reason : null)).find((text) => text !== null);
    await store.upsertReceipt(sql, { instructionId, actor, reason: reason ?? null }, timesOf(facts));
    if (facts.answer !== row.answer)
      await audit(ctx, {
        action: "instruction.answer",
        objectKind: "instruction",
        objectId: instructionId,
        place: actor.area,
        detail: { answer: facts.answer },
      });
  }
  return {
    results: [...given.keys()].map((instructionId) => ({
      instructionId,
      outcome: standing.has(instructionId) ? "taken" : "gone",
    })),
  };
};

export const showReach: Answer<typeof contract.showReach> = async ({ sql, now }, { instructionId, area }) => {
  const instruction = await store.findInstruction(sql, instructionId);
  // One that goes neither to this area, nor to one around it or inside it, is another's affair.
  const touches =
    instruction !== null && (isWithin(area, instruction.target_area) || isWithin(instruction.target_area, area));
  if (!touches) throw new Problem(common["not-found"]);
  const within = isWithin(area, instruction.target_area) ? area : instruction.target_area;
  const level = levelOf(area);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  const digits = below === undefined ? area.length : CODE_LENGTH[below];
  const rows = (await store.reachBelow(sql, instruction, within, digits, now)).map(({ not_mine, ...row }) => ({
    ...row,
    notMine: not_mine,
  }));
  const total = { issued: 0, delivered: 0, read: 0, accepted: 0, done: 0, cannot: 0, notMine: 0 };
  for (const row of rows) {
    for (const key of ["issued", "delivered", "read", "accepted", "done", "cannot", "notMine"] as const)
      total[key] += row[key];
  }
  return {
    instruction: shown(instruction),
    area,
    total,
    children: rows.filter((row) => row.place.length > area.length),
  };
};

async function put(ctx: Context, text: Text): Promise<store.InstructionRow> {
  const { sql, actor, now } = ctx;
  if (!isWithin(text.targetArea, actor.area)) throw new Problem(instructionProblems["outside-your-area"]);
  const dueAt = text.dueAt === null ? null : instant(text.dueAt);
  if (dueAt !== null && dueAt <= now) throw new Problem(instructionProblems["due-in-the-past"]);
  const id = newId();
  const roles = [...new Set(text.roles)];
  await store.insertInstruction(sql, {
    ...text,
    id,
    roles,
    dueAt,
    issuerPost: actor.postId,
    issuerArea: actor.area,
    issuedAt: now,
  });
  await reach(ctx, text.targetArea);
  await audit(ctx, {
    action: "instruction.issue",
    objectKind: "instruction",
    objectId: id,
    place: text.targetArea,
    detail: { roles, priority: text.priority },
  });
  const row = await store.findInstruction(sql, id);
  if (!row) throw new Error("an instruction vanished");
  return row;
}

/** One row and two pokes reach everybody below: each terminal listens to the areas that contain its own. */
async function reach({ sql, now }: Context, area: string): Promise<void> {
  await touchInboxes(sql, [{ county: area.slice(0, 6), holder: areaHolder(area) }], now);
  await poke(sql, "instruction", [area], now);
}

/** An instruction that the actor's own centre, or one below it, issued: those above are not his to end. */
async function ownInstruction({ sql, actor }: Context, id: string): Promise<store.InstructionRow> {
  const row = await store.findInstruction(sql, id);
  if (!row || !isWithin(row.issuer_area, actor.area)) throw new Problem(common["not-found"]);
  return row;
}

/** A phone's clock that runs ahead says "now". */
const atMost = (at: string, now: Instant): number => Math.min(instant(at), now);

const factsOf = (row: store.ReceiptTimes): ReceiptFacts => ({
  deliveredAt: row.delivered_at,
  readAt: row.read_at,
  acceptedAt: row.accepted_at,
  doneAt: row.done_at,
  answer: row.answer,
});

const timesOf = (facts: ReceiptFacts): store.ReceiptTimes => ({
  delivered_at: asInstant(facts.deliveredAt),
  read_at: asInstant(facts.readAt),
  accepted_at: asInstant(facts.acceptedAt),
  done_at: asInstant(facts.doneAt),
  answer: facts.answer,
});

const asInstant = (at: number | null): Instant | null => (at === null ? null : instantOf(at));
const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const shown = (row: store.InstructionRow) => ({
  id: row.id,
  issuerArea: row.issuer_area,
  issuerName: row.issuer_name,
  targetArea: row.target_area,
  roles: row.roles,
  title: row.title,
  body: row.body,
  legalBasis: row.legal_basis,
  priority: row.priority,
  issuedAt: isoInstant(row.issued_at),
  dueAt: iso(row.due_at),
  recalledAt: iso(row.recalled_at),
  supersededBy: row.superseded_by,
});
