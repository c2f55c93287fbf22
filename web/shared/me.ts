import { useSuspenseQuery } from "@tanstack/react-query";
import { showMe } from "#capabilities/workers/contract.ts";
import { PHONE_ROLES } from "#kernel/actor.ts";
import { dayOf, type Instant, instant, instantOf, type PlainDay } from "#kernel/time.ts";
import { ask, query } from "./api.ts";

/** How far the platform's clock is from this device's, in ms: the demo lives in February 2020, phones run wrong. */
let clockOffset = 0;

/** Sets the platform's clock from an answer that carries its time; phones also restore a kept one with it. */
export function setPlatformClock(now: string): void {
  clockOffset = instant(now) - Date.now();
}
export const platformClockOffset = (): number => clockOffset;

/** Who is signed in; also sets the platform's clock. */
export const me = () => ({
  ...query(showMe, {}),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const found = await ask(showMe, {}, signal);
    setPlatformClock(found.now);
    return found;
  },
  staleTime: 5 * 60_000,
});

export const useMe = () => useSuspenseQuery(me()).data;

export const platformNow = (): Instant => instantOf(Date.now() + clockOffset);
export const platformToday = (): PlainDay => dayOf(platformNow());

/** Who stands at doors or at gates goes to the phone's pages, all others to the command pages. */
export function homeOf(role: string): "/field/" | "/command/" | "/checkpoint/" {
  if (role === "checkpoint-staff") return "/checkpoint/";
  return PHONE_ROLES.some((one) => one === role) ? "/field/" : "/command/";
}
