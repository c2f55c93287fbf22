/**
 * Load shedding: a process takes so many requests at once and no more, and fewer while its event loop is late. What is
 * refused costs little and says when to come back; as soon as the pressure is gone everything is taken again.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";

export type Shedder = {
  /** False: refuse with 503. True: `leave` must follow. */
  readonly enter: () => boolean;
  readonly leave: () => void;
  readonly inFlight: () => number;
};

export type ShedLimits = {
  /** Requests under way at most. */
  readonly inFlight: number;
  /** How late the event loop may be on average, in milliseconds. */
  readonly lateMs: number;
};

const SAMPLE_EVERY_MS = 100;
const RESOLUTION_MS = 10;
/**
 * While the loop is late a quarter is still let through. Not fewer: refusing makes the loop late too, and sixteen places then
 * answered one request a second (bench/overload.ts).
 */
const SHARE_WHEN_LATE = 0.25;

export function makeShedder({ inFlight: most, lateMs }: ShedLimits): Shedder {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let isLate = false;
  let inFlight = 0;
  setInterval(() => {
    isLate = delay.mean / 1e6 - RESOLUTION_MS > lateMs;
    delay.reset();
  }, SAMPLE_EVERY_MS).unref();
  return {
    enter() {
      if (inFlight >= most || (isLate && inFlight >= most * SHARE_WHEN_LATE)) return false;
      inFlight++;
      return true;
    },
    leave() {
      inFlight--;
    },
    inFlight: () => inFlight,
  };
}
