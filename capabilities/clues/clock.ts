/** What was not assessed, assigned, accepted, done or verified in its time climbs, one level of centres after another. */
import type { Services } from "#platform/answer.ts";
import { climbOnce } from "#platform/climbing.ts";
import { CLUE_COURSE } from "./gather.ts";
import { clueClimbs } from "./rules/level.ts";

export const escalateClues = (services: Services): Promise<number> =>
  climbOnce(services, {
    table: "clue",
    paceColumn: "level",
    everyMs: clueClimbs,
    upTo: "province",
    course: CLUE_COURSE,
  });
