/** Visits that other capabilities made at doors (a campaign's mark): told once there, counted here like any report. */

import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import type { Role } from "#kernel/actor.ts";
import { dayOf, type Instant, isoInstant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { visitProblems } from "./contract.ts";
import type { Manner, SpokenTo } from "./rules/answers.ts";
import { type Item, recordWave } from "./store.ts";

export type DoorVisit = {
  /** The id of what was said there: told again, it is the same visit. */
  readonly id: string;
  readonly postId: string;
  readonly role: Role;
  readonly terminalId: string | null;
  readonly place: string;
  readonly householdKey: string | null;
  readonly visitedAt: Instant;
  readonly manner: Manner;
  readonly result: VisitResult;
  readonly spokenTo: SpokenTo;
  readonly personsMet: number;
};

/** Writes the visits in the caller's transaction. Throws when the post may not report there. */
export async function recordAtDoors(
  { sql, now }: Pick<Context, "sql" | "now">,
  visits: readonly DoorVisit[],
): Promise<void> {
  if (visits.length === 0) return;
  const refused = (await recordWave(sql, visits.map(itemOf), now)).find(({ answer }) => answer === "refused");
  if (refused === undefined) return;
  const reason = Object.entries(visitProblems).find(([name]) => name === refused.reason)?.[1];
  throw new Problem(reason ?? visitProblems["not-taken"]);
}

const itemOf = (visit: DoorVisit): Item => ({
  id: visit.id,
  post: visit.postId,
  role: visit.role,
  terminal: visit.terminalId,
  county: visit.place.slice(0, 6),
  place: visit.place,
  task_county: null,
  task: null,
  person: null,
  household: visit.householdKey,
  visited: isoInstant(visit.visitedAt),
  on_day: dayOf(visit.visitedAt),
  manner: visit.manner,
  result: visit.result,
  to_place: null,
  spoken: visit.spokenTo,
  temperature: null,
  symptoms: [],
  asked: [],
  done: [],
  met: visit.personsMet,
  corrects: null,
  clues: 0,
  disputes: 0,
  sealed: null,
  alarm: false,
});
