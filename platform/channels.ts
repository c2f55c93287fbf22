/** The channels that fail apart, with the limits of each: how much its process takes at once, and how long it waits. */
import type { Channel } from "#kernel/route.ts";
import type { ShedLimits } from "./shed.ts";

export type ChannelLimits = ShedLimits & {
  /** Connections of its own to the database. */
  readonly connections: number;
  /** A statement that takes longer is given up, so that a database that hangs fills no queue; null: never (long jobs). */
  readonly statementMs: number | null;
  /** How long the front waits for the head of an answer. */
  readonly answerMs: number;
};

/** In flight: about what the channel gets through in a quarter of a second, so that whoever is taken is answered in time. */
export const CHANNEL_LIMITS: Readonly<Record<Channel, ChannelLimits>> = {
  work: { inFlight: 600, lateMs: 500, connections: 20, statementMs: null, answerMs: 180_000 },
  declare: { inFlight: 300, lateMs: 250, connections: 14, statementMs: 10_000, answerMs: 15_000 },
  codes: { inFlight: 2_000, lateMs: 150, connections: 10, statementMs: 5_000, answerMs: 8_000 },
  verify: { inFlight: 2_000, lateMs: 150, connections: 3, statementMs: 5_000, answerMs: 8_000 },
  scan: { inFlight: 300, lateMs: 250, connections: 10, statementMs: 10_000, answerMs: 15_000 },
};
