/** Raising the alarm from the phone: safe on the phone first, sent ahead of everything else, again and again. */
import { v7 } from "uuid";
import { sendCommands } from "#capabilities/offline/contract.ts";
import { raiseAlarm, sendPosition } from "#capabilities/safety/contract.ts";
import { send } from "../../shared/api.ts";
import { give } from "../store/give.ts";
import { here } from "../store/local.ts";

const POSITION_WITHIN_MS = 8_000;
const VIBRATES_MS = 60;

/** One touch: a short vibration, no sound, nothing that a bystander would see. */
export async function raiseNow(): Promise<void> {
  const id = v7();
  navigator.vibrate?.(VIBRATES_MS);
  await give(raiseAlarm, {}, { id });
  sendPositionOf(id);
  await sendAhead();
}

/** Only now, and only if the phone gives it; the alarm never waits for it. */
function sendPositionOf(alarmId: string): void {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      const { latitude, longitude } = coords;
      const accuracyM = Math.min(Math.max(coords.accuracy, 0), 100_000);
      void give(sendPosition, { alarmId, latitude, longitude, accuracyM }, { after: alarmId });
    },
    () => undefined,
    { enableHighAccuracy: true, timeout: POSITION_WITHIN_MS, maximumAge: 0 },
  );
}

/**
 * Sends alarms that are still on the phone past everything that waits in the outbox. The outbox sends them too, is told
 * "already", and so takes them off.
 */
export async function sendAhead(): Promise<void> {
  const waiting = here().outbox.flatMap(({ id, madeAt, refusal, command }) =>
    command.kind === "command" && command.name === raiseAlarm.kind && refusal === null
      ? [{ id, kind: command.name, madeAt, clockOffsetMs: 0, after: null, body: {} }]
      : [],
  );
  if (waiting.length > 0) await send(sendCommands, {}, { commands: waiting }).catch(() => undefined);
}
