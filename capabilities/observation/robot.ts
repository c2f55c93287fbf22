/** Asking by robot and by text: whom to ask now, and what an answer does. Whom nobody reaches, people take over. */
import type { z } from "zod";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { queueMessage } from "#capabilities/residents/messages.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, HOUR, type Instant, later, startOf } from "#kernel/time.ts";
import type { OpenAnswer, OpenContext, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { isHanded } from "#platform/handed.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract-robot.ts";
import { type Acting, mustSit, settle, take } from "./record.ts";
import { windowAt } from "./rules/calendar.ts";
import { isOpen } from "./rules/machine.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import type { Window } from "./rules/profile.ts";
import * as rules from "./rules/robot.ts";
import { heardDistress, keepCheck, notAnswered } from "./steps.ts";
import * as store from "./store-calls.ts";

/** Given out at once: a robot with fifty lines is a large one. */
const CALLS_A_PULL = 50;
const TEXTS_A_TURN = 100;
/** Of what was said, kept sealed for the doctor. */
const NOTE_AT_MOST = 500;

const boundTo = (id: string): string => `observation-phone ${id}`;

/** The use case of `reach`: the team writes down what the person said. */
export async function setReach(
  ctx: CommandContext,
  body: z.output<(typeof contract.reach)["body"]>,
): Promise<Record<string, unknown>> {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, ["CADRE", "GRID", "HEALTH"]);
  if (!isOpen(of.row.state)) throw new Problem(problems["wrong-state"]);
  const { keys } = ctx.services;
  const phoneKey = body.by === "people" ? null : phoneKeyOf(keys.provinceKey, body.phone);
  if (body.by === "text" && phoneKey !== null) {
    // An answer must say whose it is: a number asks for one person.
    const other = await asSystem(ctx, ({ sql }) => store.askedAt(sql, phoneKey));
    if (other !== null && other.id !== of.row.id) throw new Problem(problems["number-taken"]);
  }
  const sealedPhone = body.by === "people" ? null : seal(keys.sealingKey, body.phone, boundTo(of.row.id));
  await store.setReach(ctx.sql, of.row, { reach: body.by, sealedPhone, phoneKey });
  const { id: objectId, place } = of.row;
  await audit(ctx, {
    action: "observation.reach",
    objectKind: "observation",
    objectId,
    place,
    detail: { by: body.by },
  });
  await asSystem(ctx, (inside) => settle(inside, of));
  return {};
}

/** The half day that is asked now; null: none is, or it is no hour to ask. */
function askedNow(now: Instant, may: (now: Instant) => boolean): { day: string; part: Window } | null {
  if (!may(now)) return null;
  const day = dayOf(now);
  return { day, part: now < later(startOf(day), 12 * HOUR) ? "morning" : "evening" };
}

type Asked = { readonly id: string; readonly token: string; readonly phone: string; readonly part: Window };

/** Those whose window is open now by their own variant, given out; each on record. */
async function giveOut(
  ctx: Acting,
  of: Parameters<typeof store.wanted>[1],
  more: { readonly counts: boolean },
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const one of await store.wanted(ctx.sql, of)) {
    const { row, profile } = await take(ctx, one.id);
    const [from, to] = profile.windows[of.part];
    const start = startOf(dayOf(ctx.now));
    const isOwed = row.started_at !== null && row.started_at <= later(start, from * HOUR) && ctx.now < row.due_at;
    if (!isOwed || ctx.now < later(start, from * HOUR) || ctx.now >= later(start, to * HOUR)) continue;
    const token = newId();
    await store.giveOut(ctx.sql, { ...one, day: of.day, part: of.part, token }, { now: ctx.now, ...more });
    await audit(ctx, {
      action: "observation.asked",
      objectKind: "observation",
      objectId: one.id,
      place: one.place,
      detail: { by: of.reach, part: of.part },
    });
    const phone = unseal(ctx.services.keys.sealingKey, one.sealed_phone, boundTo(one.id));
    asked.push({ id: one.id, token, phone, part: of.part });
  }
  return asked;
}

const asClockwork = <T>(services: Services, now: Instant, work: (ctx: Acting) => Promise<T>): Promise<T> => {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) => work({ sql, actor, now, services }));
};

/** Throws unless the operator of the robot signed these parts just now. */
function mustBeRobot(
  { services, now }: OpenContext,
  { at, signature }: { readonly at: string; readonly signature: string },
  parts: readonly string[],
): void {
  const secret = services.settings.robotSecret;
  if (secret === null) throw new Problem(common["not-found"]);
  if (!isHanded(secret, { parts, signature, at }, now)) throw new Problem(problems["not-the-robot"]);
}

/** POST /robot/calls. */
export const pull: OpenAnswer<typeof contract.pullCalls> = async (ctx, _params, body) => {
  mustBeRobot(ctx, body, [body.id, body.at]);
  const { services, now } = ctx;
  const asked = askedNow(now, rules.mayCall);
  if (asked === null) return { calls: [] };
  const pauseSince = later(now, -rules.PAUSE);
  const of = { ...asked, reach: "voice", tries: rules.TRIES, pauseSince, limit: CALLS_A_PULL } as const;
  const calls = await asClockwork(services, now, (inside) =>
    giveOut(inside, { ...of, notSince: later(now, -rules.LOST_AFTER) }, { counts: false }),
  );
  return { calls: calls.map(({ token, phone, part }) => ({ token, phone, part })) };
};

/** POST /robot/answers. */
export const answer: OpenAnswer<typeof contract.answerCall> = async (ctx, _params, body) => {
  const { id, at, token, outcome, temperatureTenths, symptoms, transcript } = body;
  const reading = temperatureTenths === undefined ? "" : String(temperatureTenths);
  mustBeRobot(ctx, body, [id, at, token, outcome, reading, symptoms.join(","), transcript ?? ""]);
  return asClockwork(ctx.services, ctx.now, async (inside) => {
    const call = await store.callOf(inside.sql, token);
    if (call === null) throw new Problem(common["not-found"]);
    const isAnswered = call.answered_at !== null && call.answered_at >= call.given_at;
    const { row } = await take(inside, call.observation_id);
    if (isAnswered || !isOpen(row.state))
      return { answer: "already" as const, next: call.ended_at === null && isOpen(row.state) ? "again" : "done" };
    const said = outcome === "answered" ? { temperatureTenths: temperatureTenths ?? null, symptoms, transcript } : null;
    const next = said === null ? "again" : await heard(inside, row.id, "robot", said);
    const tries = call.tries + 1;
    const isGivenUp = next === "again" && tries >= rules.TRIES;
    await store.noteAnswer(inside.sql, call, { now: inside.now, tries, isOver: next !== "again" || isGivenUp });
    if (isGivenUp) await notAnswered(inside, { observationId: row.id, tries });
    return { answer: "taken" as const, next: isGivenUp ? "people" : next };
  });
};

type Heard = {
  readonly temperatureTenths: number | null;
  readonly symptoms: readonly string[];
  readonly transcript?: string | undefined;
};

/** A reading is a check; words that ask for help go to the doctor; neither of them: nobody was reached. */
async function heard(
  ctx: Acting,
  observationId: string,
  manner: "robot" | "self",
  { temperatureTenths, symptoms, transcript = "" }: Heard,
): Promise<"done" | "people" | "again"> {
  const isDistressed = rules.soundsDistressed(transcript);
  const note = transcript.trim().slice(0, NOTE_AT_MOST);
  if (temperatureTenths === null) {
    if (!isDistressed) return "again";
    await heardDistress(ctx, observationId, note);
    return "people";
  }
  const of = await take(ctx, observationId);
  const check = { id: newId(), at: ctx.now, manner, temperatureTenths, symptoms, isDistressed, note };
  const { isAbnormal } = await keepCheck(ctx, of, check);
  return isAbnormal ? "people" : "done";
}

/** A turn of the clockwork: who is asked by text gets the question, and once more after an hour. */
export async function askByTextOnce(services: Services): Promise<number> {
  const now = services.clock();
  const asked = askedNow(now, rules.mayText);
  if (asked === null) return 0;
  const since = later(now, -rules.REMIND_AFTER);
  const of = { ...asked, reach: "text", tries: rules.TEXTS, limit: TEXTS_A_TURN } as const;
  return asClockwork(services, now, async (ctx) => {
    const texts = await giveOut(ctx, { ...of, notSince: since, pauseSince: since }, { counts: true });
    for (const { phone, part } of texts) await queueMessage(ctx, phone, rules.QUESTION[part]);
    return texts.length;
  });
}

/** A message from the number of somebody who is asked by text: the reply to it; null: the number is nobody's here. */
export function receiveText(
  { services, now }: OpenContext,
  { from, text }: { readonly from: string; readonly text: string },
): Promise<string | null> {
  return asClockwork(services, now, async (ctx) => {
    const asked = await store.askedAt(ctx.sql, phoneKeyOf(services.keys.provinceKey, from));
    if (asked === null) return null;
    const { row, profile } = await take(ctx, asked.id);
    if (row.started_at === null) return rules.REPLIES.unread;
    const { temperatureTenths, isDistressed } = rules.readReply(text);
    if (temperatureTenths === null && !isDistressed) return rules.REPLIES.unread;
    const next = await heard(ctx, asked.id, "self", { temperatureTenths, symptoms: [], transcript: text });
    const { window } = windowAt(now, profile);
    await audit(ctx, {
      action: "observation.answered",
      objectKind: "observation",
      objectId: asked.id,
      place: row.place,
      detail: { by: "text", part: window },
    });
    return next === "done" ? rules.REPLIES.taken : rules.REPLIES.coming;
  });
}
