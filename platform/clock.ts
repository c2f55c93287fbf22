import { type Instant, instantOf } from "#kernel/time.ts";

/** Tells the time. Given to everything above the platform, so that a test or a demo can live on another day. */
export type Clock = () => Instant;

/** The machine's own time. */
export const machineClock: Clock = () => instantOf(Date.now());

/** A clock that runs `offset` milliseconds away from the machine's: the demo lives in February 2020. */
export const shiftedClock =
  (offset: number): Clock =>
  () =>
    instantOf(Date.now() + offset);
