/**
 * How grave a clue is: impact × likelihood, each 1 (least) to 4 (most), by two people at least; the graver of their findings
 * stands. Levels I to IV are 特急, 紧急, 较急, 一般; each has its deadline, and must be accepted within a tenth of it.
 *
 * Source: design/command.md, "Clues" (levels, deadlines, tenth); the cells of the table are ours.
 */
import { DAY, HOUR, type Instant, later } from "#kernel/time.ts";

export type Grade = 1 | 2 | 3 | 4;
export type ClueLevel = 1 | 2 | 3 | 4;

/** Rows: impact from 1 to 4; columns: likelihood from 1 to 4. */
const TABLE: readonly (readonly ClueLevel[])[] = [
  [4, 4, 4, 3],
  [4, 3, 3, 2],
  [3, 3, 2, 1],
  [3, 2, 1, 1],
];

export const levelOfClue = (impact: Grade, likelihood: Grade): ClueLevel => TABLE[impact - 1]?.[likelihood - 1] ?? 1;

export const ASSESSORS_AT_LEAST = 2;

export type Assessment = { readonly accountId: string; readonly impact: Grade; readonly likelihood: Grade };

/** The level that stands, or null while fewer than two people have said theirs. */
export function standingLevel(assessments: readonly Assessment[]): ClueLevel | null {
  const people = new Set(assessments.map(({ accountId }) => accountId));
  if (people.size < ASSESSORS_AT_LEAST) return null;
  const levels = assessments.map(({ impact, likelihood }) => levelOfClue(impact, likelihood));
  return Math.min(...levels) as ClueLevel;
}

const DEADLINE: Readonly<Record<ClueLevel, number>> = { 1: 2 * HOUR, 2: 12 * HOUR, 3: 48 * HOUR, 4: 7 * DAY };

export const clueDue = (level: ClueLevel, assignedAt: Instant): Instant => later(assignedAt, DEADLINE[level]);
export const acceptBy = (level: ClueLevel, assignedAt: Instant): Instant => later(assignedAt, DEADLINE[level] / 10);

/** From one level of centres to the next: as red, yellow and blue tasks climb (design/command.md, "Tasks"). */
export function clueClimbs(level: string | null): number {
  if (level === "1" || level === null) return HOUR;
  return level === "2" ? 6 * HOUR : 12 * HOUR;
}
