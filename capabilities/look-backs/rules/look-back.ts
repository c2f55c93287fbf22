/**
 * Exposure look-back: which stretches may be asked about, and what confirmed ones lead to.
 *
 * Source: reference/domain.md §2.12 (close contact: named by investigators, not by a list of who was in a building),
 * §3.9 (871 people who were never there got red codes by a venue's picture): so only evidence of presence counts, and
 * it leads to a notice and a call, never to a colour.
 */
import { DAY, HOUR, type Instant } from "#kernel/time.ts";

export const LOOK_BACK_STATES = ["asked", "confirmed", "rejected"] as const;

/** Scans are kept for 16 days; contacts count for 14. */
const BACK_FOR = 14 * DAY;
const LONGEST = 24 * HOUR;
/** More than that is no exposure but a crowd: the stretch must be narrowed. */
export const PERSONS_AT_MOST = 5_000;
/** First contact of a casual contact: domain.md §6.2, T9. */
export const CALL_WITHIN = 12 * HOUR;

/** May this stretch be asked about at `now`? */
export const isWindowRight = (from: Instant, until: Instant, now: Instant): boolean =>
  from < until && until - from <= LONGEST && until <= now && from >= now - BACK_FOR;
