/**
 * How long what was seen at a gate is kept (reference/domain.md §2.14, purpose `code.verify`): an ordinary temperature
 * and a false alarm one day; scans and visitors 14 + 2 days.
 */
import { DAY, HOUR, type Instant, later, MINUTE } from "#kernel/time.ts";

export const TEMPERATURE_FOR = 24 * HOUR;
export const SCAN_FOR = 16 * DAY;
/** Clocks of phones are corrected by the offset that they know; what is still ahead by more is wrong. */
const AHEAD_AT_MOST = 10 * MINUTE;

/** The instant at which it happened, or why it cannot be taken. A phone may be offline for days. */
export function takenAt(deviceAt: Instant, offsetMs: number, now: Instant): Instant | "from-the-future" | "too-old" {
  const at = later(deviceAt, offsetMs);
  if (at > later(now, AHEAD_AT_MOST)) return "from-the-future";
  return at <= later(now, -SCAN_FOR) ? "too-old" : at;
}
