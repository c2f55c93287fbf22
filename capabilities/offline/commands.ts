/** POST /field/commands: each command in a transaction of its own, applied once, held while what it follows is missing. */
import type { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { isWithin } from "#kernel/places.ts";
import { common, type ProblemKind } from "#kernel/problem.ts";
import { DAY, type Instant, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Answer, OpenAnswer, OpenContext } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { CommandPair } from "#platform/commands.ts";
import { asActor, type Sql } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import { type CommandAnswer, type listHeld, SentCommand, type sendCommands } from "./contract.ts";
import { orderOf } from "./rules/order.ts";
import { offlineProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";

type Sent = z.output<typeof SentCommand>;
type Answered = z.input<typeof CommandAnswer>;

const AHEAD_AT_MOST = 10 * MINUTE;
const OLD_AT_MOST = 31 * DAY;

/** The use case of `sendCommands` for these kinds. */
export function makeSend(pairs: readonly CommandPair[]): OpenAnswer<typeof sendCommands> {
  const kinds = new Map(pairs.map((pair) => [pair[0].kind, pair]));
  return async (ctx, _params, { commands }) => {
    const answers: Answered[] = [];
    for (const sent of commands)
      answers.push("unreadable" in sent ? unreadable(sent.unreadable) : await take(ctx, kinds, sent));
    return { now: isoInstant(ctx.now), answers };
  };
}

type Kinds = ReadonlyMap<string, CommandPair>;

const countyOf = (actor: Actor): string => actor.area.slice(0, 6);
const boundTo = (id: string): string => `field-command ${id}`;

/** One command, and after it those that waited for it. */
async function take(ctx: OpenContext, kinds: Kinds, sent: Sent): Promise<Answered> {
  const { services, actor } = ctx;
  try {
    const answered = await asActor(services.db, actor, (sql) => settle({ ctx, sql, kinds, sent }));
    if (answered.answer === "applied" || answered.answer === "refused") await takeHeld(ctx, kinds, sent.id);
    return answered;
  } catch (error) {
    if (error instanceof Problem && isPassing(error.kind))
      return { id: sent.id, answer: "later", ...sentences(error.kind) };
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    services.log("field-command-failed", { kind: sent.kind, code });
    if (!OF_THE_DATA.test(code)) return { id: sent.id, answer: "later", ...sentences(common["try-later"]) };
    return asActor(services.db, actor, (sql) => refuse({ ctx, sql, kinds, sent }, problem["not-taken"], {})).catch(
      (clash: unknown) => {
        // The id is on record as another post's: row-level security shows us no more than that.
        if (!(clash instanceof Problem)) throw clash;
        return { id: sent.id, answer: "refused", ...sentences(problem["id-taken"]) };
      },
    );
  }
}

/** It would fail again, whatever else happens. */
const OF_THE_DATA = /^(21|22|23|42501|P0)/;
/** Somebody was faster, or the server is busy: nothing is decided. */
const isPassing = ({ status, code }: ProblemKind): boolean =>
  status === 429 || status === 503 || code === common.conflict.code;

type Of = { readonly ctx: OpenContext; readonly sql: Sql; readonly kinds: Kinds; readonly sent: Sent };

async function settle(of: Of): Promise<Answered> {
  const { ctx, sql, kinds, sent } = of;
  const known = await store.commandOf(sql, countyOf(ctx.actor), sent.id);
  if (known !== null && known.answer !== "held") return again(known);
  const pair = kinds.get(sent.kind);
  const madeAt = later(instant(sent.madeAt), sent.clockOffsetMs);
  const refusal = pair === undefined ? problem["unknown-kind"] : refusalOf(pair, ctx, madeAt);
  // A kind that only a newer server knows is no refusal for good: the phone keeps it and asks again after an update.
  if (refusal?.code === problem["unknown-kind"].code) return { id: sent.id, answer: "later", ...sentences(refusal) };
  if (pair === undefined || refusal !== null) return refuse(of, refusal ?? problem["unknown-kind"], {});
  const standing = sent.after === null ? null : (await store.commandOf(sql, countyOf(ctx.actor), sent.after))?.answer;
  const order = orderOf(sent.after, standing ?? null);
  if (order === "refuse") return refuse(of, problem["predecessor-refused"], {});
  if (order === "hold") return hold(of, madeAt);
  return apply(of, pair, madeAt);
}

function refusalOf([command]: CommandPair, ctx: OpenContext, madeAt: Instant): ProblemKind | null {
  if (ctx.actor.role === "resident" || ctx.actor.role === "system" || !command.who.includes(ctx.actor.role))
    return common["not-your-duty"];
  if (madeAt > ctx.now + AHEAD_AT_MOST) return problem["from-the-future"];
  return madeAt < ctx.now - OLD_AT_MOST ? problem["too-old"] : null;
}

async function apply(of: Of, [command, run]: CommandPair, madeAt: Instant): Promise<Answered> {
  const { ctx, sql, sent } = of;
  const read = command.body.safeParse(sent.body);
  if (!read.success) {
    const fields = read.error.issues.slice(0, 10).map((issue) => issue.path.map(String).join("."));
    return refuse(of, problem["unreadable-command"], { fields });
  }
  const place = command.place?.(read.data);
  if (place !== undefined && !isWithin(place, ctx.actor.area)) return refuse(of, common["not-found"], {});
  try {
    // A refusal takes back what the use case wrote, and is itself remembered.
    const result = await sql.savepoint((inner) =>
      run({ ...ctx, sql: inner, commandId: sent.id, madeAt: Math.min(madeAt, ctx.now) as Instant }, read.data),
    );
    await remember(of, "applied", result === undefined ? {} : { result });
    await audit(
      { sql, actor: ctx.actor, now: ctx.now },
      { action: "field.command", objectKind: sent.kind, objectId: sent.id, place: place ?? ctx.actor.area },
    );
    return { id: sent.id, answer: "applied", ...(result === undefined ? {} : { result }) };
  } catch (error) {
    if (!(error instanceof Problem) || isPassing(error.kind)) throw error;
    const { fields } = error.facts;
    return refuse(of, error.kind, Array.isArray(fields) ? { fields: fields.map(String) } : {});
  }
}

async function refuse(
  of: Of,
  kind: ProblemKind,
  { fields }: { readonly fields?: readonly string[] },
): Promise<Answered> {
  const { code, zh, en } = kind;
  await remember(of, "refused", { code, zh, en, ...(fields === undefined ? {} : { fields }) });
  return { id: of.sent.id, answer: "refused", code, zh, en, ...(fields === undefined ? {} : { fields: [...fields] }) };
}

async function hold(of: Of, madeAt: Instant): Promise<Answered> {
  const { ctx, sent, sql } = of;
  const text = JSON.stringify({ body: sent.body ?? null });
  const sealedBody = seal(ctx.services.keys.sealingKey, text, boundTo(sent.id)).toString("base64");
  await store.keepCommand(sql, { ...rowOf(of, madeAt), answer: "held", facts: {}, sealedBody });
  return { id: sent.id, answer: "held" };
}

const rowOf = ({ ctx, sent }: Of, madeAt: Instant) => ({
  county: countyOf(ctx.actor),
  id: sent.id,
  kind: sent.kind,
  postId: ctx.actor.postId,
  terminalId: ctx.actor.terminalId,
  madeAt,
  receivedAt: ctx.now,
  after: sent.after,
});

async function remember(
  of: Of,
  answer: "applied" | "refused",
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const madeAt = later(instant(of.sent.madeAt), of.sent.clockOffsetMs);
  const row = { ...rowOf(of, Math.min(madeAt, of.ctx.now) as Instant), answer, facts, sealedBody: null };
  if (!(await store.keepCommand(of.sql, row))) throw new Problem(common.conflict);
}

/** The same command again, or another one under its id: the record says by whom it was. */
function again(known: store.CommandRow): Answered {
  const { facts } = known;
  if (known.answer === "applied") return { id: known.id, answer: "already", ...facts };
  return { id: known.id, answer: "refused", ...facts };
}

/** What waited for this command, and what waited for that. */
async function takeHeld(ctx: OpenContext, kinds: Kinds, first: string): Promise<void> {
  const { services, actor } = ctx;
  const waiting = await asActor(services.db, actor, (sql) => store.heldAfter(sql, actor.postId, [first]));
  for (const row of waiting) {
    const text = unseal(services.keys.sealingKey, Buffer.from(row.sealed_body ?? "", "base64"), boundTo(row.id));
    const { body } = JSON.parse(text) as { body: unknown };
    const { id, kind, after_id: after } = row;
    await take(ctx, kinds, { id, kind, after, body, madeAt: isoInstant(row.made_at), clockOffsetMs: 0 });
  }
}

const sentences = ({ code, zh, en }: ProblemKind) => ({ code, zh, en });

function unreadable(raw: unknown): Answered {
  const id = typeof raw === "object" && raw !== null && "id" in raw && typeof raw.id === "string" ? raw.id : null;
  const read = SentCommand.safeParse(raw);
  const fields = read.success ? [] : read.error.issues.slice(0, 10).map((issue) => issue.path.map(String).join("."));
  return { id: id?.slice(0, 64) ?? null, answer: "refused", ...sentences(problem["unreadable-command"]), fields };
}

/** GET /field/commands/held. */
export const held: Answer<typeof listHeld> = async ({ sql, actor }) => ({
  held: (await store.heldOf(sql, actor.postId)).map((row) => ({
    id: row.id,
    kind: row.kind,
    after: row.after_id ?? row.id,
    madeAt: isoInstant(row.made_at),
    receivedAt: isoInstant(row.received_at),
  })),
});
