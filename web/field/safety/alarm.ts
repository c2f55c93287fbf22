/** Calling for help from the phone: safe on the phone first, sent ahead of everything else, again and again. */
import { v7 } from "uuid";
import type { z } from "zod";
import { sendCommands } from "#capabilities/offline/contract.ts";
import { raiseAlarm, sendPosition, withdraw } from "#capabilities/safety/contract.ts";
import { showMe } from "#capabilities/workers/contract.ts";
import type { Command } from "#kernel/command.ts";
import { ask, send } from "../../shared/api.ts";
import { give } from "../store/give.ts";
import { here } from "../store/local.ts";

const POSITION_WITHIN_MS = 8_000;
/** A storage that hangs is as one that is full. */
const KEPT_WITHIN_MS = 2_000;
const VIBRATES_MS = 60;
/** What goes past everything that waits in the outbox. */
const URGENT: readonly string[] = [raiseAlarm.kind, withdraw.kind];

/** `kept`: on the phone, tried until it has arrived. `failed`: neither kept nor sent, and the screen says whom to ring. */
export type Called = "kept" | "arrived" | "failed";

/**
 * One touch: a short vibration, no sound, nothing that a bystander would see. A phone that cannot write (storage full, no
 * vault) sends it straight to the server: help must not wait for a disk. The same `id` again is the same call.
 */
export async function callForHelp<B extends z.ZodType>(
  command: Command<B>,
  body: z.input<B>,
  id: string,
): Promise<Called> {
  navigator.vibrate?.(VIBRATES_MS);
  const isKept = await Promise.race([
    give(command, body, { id }).then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((giveUp) => setTimeout(() => giveUp(false), KEPT_WITHIN_MS)),
  ]);
  if (!isKept) return (await sendStraight(command, body, id)) ? "arrived" : "failed";
  withPosition(
    (position) => void give(sendPosition, { alarmId: id, ...position }, { after: id }).catch(() => undefined),
  );
  await sendAhead();
  return "kept";
}

export const raiseNow = (id: string): Promise<Called> => callForHelp(raiseAlarm, {}, id);

/** Past the phone's storage altogether: while it is locked or cannot write. Says whether the server has it. */
export async function sendStraight<B extends z.ZodType>(
  command: Command<B>,
  body: z.input<B>,
  id: string,
): Promise<boolean> {
  try {
    // The phone's own clock may be wrong, and what it knew of that may be locked away.
    const { now: madeAt } = await ask(showMe, {});
    const one = { madeAt, clockOffsetMs: 0, after: null };
    const { answers } = await send(sendCommands, {}, { commands: [{ ...one, id, kind: command.kind, body }] });
    withPosition((position) => {
      const told = { ...one, id: v7(), kind: sendPosition.kind, body: { alarmId: id, ...position } };
      void send(sendCommands, {}, { commands: [told] }).catch(() => undefined);
    });
    return answers.some(({ answer }) => answer === "applied" || answer === "already");
  } catch {
    return false;
  }
}

type Position = Omit<z.input<typeof sendPosition.body>, "alarmId">;

/** Only now, and only if the phone gives it; the call never waits for it. */
function withPosition(tell: (position: Position) => void): void {
  navigator.geolocation?.getCurrentPosition(
    ({ coords: { latitude, longitude, accuracy } }) =>
      tell({ latitude, longitude, accuracyM: Math.min(Math.max(accuracy, 0), 100_000) }),
    () => undefined,
    { enableHighAccuracy: true, timeout: POSITION_WITHIN_MS, maximumAge: 0 },
  );
}

/**
 * Sends calls that are still on the phone past everything that waits in the outbox. The outbox sends them too, is told
 * "already", and so takes them off.
 */
export async function sendAhead(): Promise<void> {
  const waiting = here().outbox.flatMap(({ id, madeAt, refusal, command }) =>
    command.kind === "command" && URGENT.includes(command.name) && refusal === null
      ? [{ id, kind: command.name, madeAt, clockOffsetMs: 0, after: null, body: command.body }]
      : [],
  );
  if (waiting.length > 0) await send(sendCommands, {}, { commands: waiting }).catch(() => undefined);
}
