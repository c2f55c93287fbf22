/** Codes on this phone: kept, renewed when the pure policy says so, shown whatever the network does. */
import { registerDevice, showAttestation } from "#capabilities/credentials/contract.ts";
import type { Tries } from "#capabilities/credentials/rules/refresh.ts";
import { isoInstant } from "#kernel/time.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { act } from "../store/ask.ts";
import { learnClock, platformNow } from "../store/clock.ts";
import { forget, keep, readLocal, useLocal } from "../store/local.ts";
import { deviceKey, dropDeviceKey } from "./device-key.ts";
import { asksNow, type HeldCode, heldFrom, type ShownCode } from "./standing.ts";

const NO_TRIES: Tries = { failures: 0, lastAt: null, retryAfter: null };
const nameOf = (personKey: string) => `code/${personKey}`;

/** Tries are of this page alone: a page that is opened anew asks at once when it should. */
const tries = new Map<string, Tries>();
const running = new Map<string, Promise<unknown>>();

export const useHeldCode = (personKey: string): HeldCode | null =>
  useLocal((local) => local.kept[nameOf(personKey)]?.value ?? null) as HeldCode | null;
const heldCode = (personKey: string) => (readLocal().kept[nameOf(personKey)]?.value ?? null) as HeldCode | null;

/** Asks for the code: `if-due` by the policy, `now` because the person wishes it. Throws what the server refused. */
export async function renewCode(personKey: string, when: "now" | "if-due"): Promise<void> {
  const now = platformNow();
  const held = heldCode(personKey);
  if (when === "if-due" && !asksNow(held, tries.get(personKey) ?? NO_TRIES, now)) return;
  let renewal = running.get(personKey);
  if (renewal === undefined) {
    renewal = askAndKeep(personKey, held).finally(() => running.delete(personKey));
    running.set(personKey, renewal);
  }
  await renewal;
}

async function askAndKeep(personKey: string, held: HeldCode | null): Promise<void> {
  try {
    const shown = await askServer(personKey, held);
    void keep("clock", learnClock(shown.now), shown.now);
    tries.set(personKey, { failures: 0, lastAt: platformNow(), retryAfter: null });
    const next = heldFrom(shown, held);
    if (next !== null) await keep(nameOf(personKey), next, isoInstant(platformNow()));
  } catch (error) {
    const failures = (tries.get(personKey)?.failures ?? 0) + 1;
    tries.set(personKey, { failures, lastAt: platformNow(), retryAfter: null });
    // Not carried any more (or never declared): what is on the phone is nobody's to show.
    if (isRefusal(error, "credentials/no-code")) await forget(nameOf(personKey));
    throw error;
  }
}

async function askServer(personKey: string, held: HeldCode | null): Promise<ShownCode> {
  const key = await deviceKey();
  if (key === null) return act(showAttestation, { personKey });
  if (held === null || held.shown.device === null) return act(registerDevice, { personKey }, { key: key.publicJwk });
  const { device, codeId } = held.shown;
  try {
    return await act(showAttestation, { personKey, device, ...(codeId === null ? {} : { sameAs: codeId }) });
  } catch (error) {
    if (!isRefusal(error, "credentials/device-unknown")) throw error;
    // Revoked, or this browser's key was lost and made anew: the phone registers with a new one.
    await dropDeviceKey();
    const fresh = await deviceKey();
    return fresh === null
      ? act(showAttestation, { personKey })
      : act(registerDevice, { personKey }, { key: fresh.publicJwk });
  }
}
