/** The platform's clock on this phone: the demo lives in February 2020, phones run wrong. Ticks for what shows time. */
import { useSyncExternalStore } from "react";
import { type Instant, instantOf } from "#kernel/time.ts";

/** How far the platform's clock is from this phone's, in ms. */
let offset = 0;

export function setPlatformClock(byMs: number): void {
  offset = byMs;
}

/** Sets the clock from an answer that carries its time; gives the new offset, which the caller keeps. */
export function learnClock(now: string): number {
  offset = Date.parse(now) - Date.now();
  return offset;
}

export const platformNow = (): Instant => instantOf(Date.now() + offset);

const second = () => Math.floor((Date.now() + offset) / 1000);

function everySecond(listener: () => void) {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

/** The platform's time in whole seconds; redraws each second while shown. */
export const useSecond = (): number => useSyncExternalStore(everySecond, second);

const minute = () => Math.floor((Date.now() + offset) / 60_000);
function everyTenSeconds(listener: () => void) {
  const timer = setInterval(listener, 10_000);
  return () => clearInterval(timer);
}
/** The platform's time to the minute, in ms, for deadlines. */
export const useMinute = (): number => useSyncExternalStore(everyTenSeconds, minute) * 60_000;
