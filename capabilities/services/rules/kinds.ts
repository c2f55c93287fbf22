/**
 * What can be asked for, and by when it is due: medicine within two hours, everything else within four.
 *
 * Source: reference/domain.md §6.5, step 5 ("requests ≤ 4 h; medicine ≤ 2 h"); the kinds are those of the field report.
 */
import { SERVICES, type Service } from "#capabilities/visits/rules/answers.ts";
import { HOUR, type Instant, later } from "#kernel/time.ts";

export const SERVICE_KINDS = SERVICES;
export type ServiceKind = Service;

const MEDICINE_FOR = 2 * HOUR;
const OTHERS_FOR = 4 * HOUR;

/** By when it is to be at the door. */
export const serviceDue = (kind: ServiceKind, askedAt: Instant): Instant =>
  later(askedAt, kind === "medicine" ? MEDICINE_FOR : OTHERS_FOR);

/** Between one level that is told and the next: half of what the errand had. Ours; the source names none. */
export const serviceClimbs = (kind: string | null): number => (kind === "medicine" ? MEDICINE_FOR : OTHERS_FOR) / 2;

/** Delivered and not a word from who asked: then the village's centre calls. Ours. */
export const CONFIRMED_WITHIN = 24 * HOUR;

/** Open errands of one volunteer at once: who does more than three keeps somebody waiting. Ours. */
export const ERRANDS_AT_ONCE = 3;
/** Open requests of one household's resident at once. Ours: a mistake or a flood, not a need. */
export const OPEN_AT_ONCE = 10;
