/** The silent alarm at a checkpoint: safe on the phone first, tried again and again, whatever else waits to be sent. */
import { v7 } from "uuid";
import { sendCommands } from "#capabilities/offline/contract.ts";
import { confirmSafe, raiseAlarm, sendPosition } from "#capabilities/safety/contract.ts";
import { isoInstant } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { platformNow } from "./clock.ts";
import { here, keep } from "./local.ts";
import type { AlarmHere } from "./shapes.ts";

const POSITION_WITHIN_MS = 8_000;
const VIBRATES_MS = 60;

const command = (id: string, kind: string, body: object, after: string | null) => ({
  id,
  kind,
  // By the platform's clock already.
  madeAt: isoInstant(platformNow()),
  clockOffsetMs: 0,
  after,
  body: body as Record<string, never>,
});

/** One touch: a short vibration, no sound, nothing that a bystander would see. */
export async function raiseNow(): Promise<void> {
  const { kit, shift } = here().kept;
  navigator.vibrate?.(VIBRATES_MS);
  const place = kit?.checkpoints.find((one) => one.id === shift?.checkpointId)?.place ?? null;
  const alarm: AlarmHere = { id: v7(), madeAt: isoInstant(platformNow()), place, isSent: false, isSafe: false };
  await keep({ alarm });
  await sendAlarm();
  sendPositionOf(alarm.id);
}

/** Sends the alarm that is still on the phone; the same again changes nothing. */
export async function sendAlarm(): Promise<void> {
  const { alarm } = here().kept;
  if (alarm === undefined || alarm.isSent) return;
  const { place } = alarm;
  const given = {
    ...command(alarm.id, raiseAlarm.kind, place === null ? {} : { at: place }, null),
    madeAt: alarm.madeAt,
  };
  if (await arrives(given)) await keep({ alarm: { ...alarm, isSent: true } });
}

export async function sayIAmSafe(): Promise<void> {
  const { alarm } = here().kept;
  if (alarm === undefined) return;
  if (await arrives(command(v7(), confirmSafe.kind, { alarmId: alarm.id }, alarm.id)))
    await keep({ alarm: { ...alarm, isSafe: true } });
}

/** The alarm is over: the button is as before. */
export const closeAlarm = (): Promise<void> => keep({ alarm: undefined });

async function arrives(given: ReturnType<typeof command>): Promise<boolean> {
  try {
    const { answers } = await send(sendCommands, {}, { commands: [given] });
    return answers.some(({ answer }) => answer === "applied" || answer === "already" || answer === "held");
  } catch {
    return false;
  }
}

/** Only now, and only if the phone gives it; the alarm never waits for it. */
function sendPositionOf(alarmId: string): void {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      const { latitude, longitude } = coords;
      const accuracyM = Math.min(Math.max(coords.accuracy, 0), 100_000);
      void arrives(command(v7(), sendPosition.kind, { alarmId, latitude, longitude, accuracyM }, alarmId));
    },
    () => undefined,
    { enableHighAccuracy: true, timeout: POSITION_WITHIN_MS, maximumAge: 0 },
  );
}
