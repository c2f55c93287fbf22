/** The clockwork that makes facts of reports, in batches and after the fact: the hot path of a report pays nothing. */
import { type NewFact, recordFacts } from "#capabilities/facts/facts.ts";
import { noteVisitUses } from "#capabilities/facts/uses.ts";
import { later } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { idFrom } from "#platform/ids.ts";
import { factsOfVisit } from "./rules/visit-facts.ts";
import * as store from "./store-visits.ts";

const VISITS_A_TURN = 500;
/** Reports are stamped before they commit: what is younger may still come. */
const SETTLES_IN = 15_000;

/** One turn; returns how many reports were read. Safe in several processes: one has the cursor. */
export const readVisitsOnce = (services: Services): Promise<number> => {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    const cursor = await store.lockCursor(sql);
    if (cursor === null) return 0;
    const visits = await store.visitsAfter(sql, cursor, { before: later(now, -SETTLES_IN), limit: VISITS_A_TURN });
    const last = visits.at(-1);
    if (last === undefined) return 0;
    const ctx = { sql, actor, now, services };
    await recordFacts(ctx, visits.flatMap(newFactsOf));
    await noteVisitUses(ctx, visits.flatMap(usesOf));
    const atDoors = visits
      .filter(({ household_key }) => household_key !== null)
      .map(({ county, household_key, visited_at, by_post, result }) => ({
        county,
        household_key,
        visited_at,
        by_post,
        result,
      }));
    const doors = atDoors.length === 0 ? [] : await store.setLastAsked(sql, atDoors);
    await noteChanges(
      ctx,
      doors.map(({ id, place }) => ({ kind: "door", id, place })),
    );
    await store.moveCursor(sql, { recordedAt: last.at, visitId: last.id });
    return visits.length;
  });
};

function newFactsOf(visit: store.ReadVisit): NewFact[] {
  const said = factsOfVisit({
    result: visit.result,
    spokenTo: visit.spoken_to,
    toPlace: visit.to_place,
    temperatureTenths: visit.temperature_tenths,
    symptoms: visit.symptoms,
    servicesAsked: visit.services_asked,
  });
  const subjects = { person: visit.person_id ?? visit.person_key, household: visit.household_id, door: null };
  const isVerified = visit.spoken_to === "self" || visit.spoken_to === "household";
  return said.flatMap(({ subject, attribute, value }) => {
    const subjectId = subjects[subject];
    if (subjectId === null) return [];
    const { county, place, id: sourceId, visited_at: observedAt, by_post: byPost } = visit;
    return [
      {
        county,
        place,
        subjectKind: subject,
        subjectId,
        attribute,
        value,
        source: "visit" as const,
        sourceId,
        observedAt,
        byPost,
        isVerified,
      },
    ];
  });
}

/** Every report is counted into its village's day and every level above; one that answers a task is that task's report. */
function usesOf(visit: store.ReadVisit) {
  const of = { visitId: visit.id, county: visit.county, place: visit.place, by: visit.by_post };
  const village = visit.village_name ?? visit.place.slice(0, 12);
  const day = visit.visited_on;
  return [
    {
      ...of,
      kind: "figure" as const,
      id: idFrom(`figure|${visit.place.slice(0, 12)}|${day}`),
      zh: `${village} ${day} 走访统计(计入村、乡镇、县、市、省各级)`,
      en: `Visits of ${village} on ${day}, counted at every level up to the province`,
    },
    ...(visit.task_id === null
      ? []
      : [
          {
            ...of,
            kind: "task" as const,
            id: visit.task_id,
            zh: "核查任务的反馈",
            en: "The report of a verification task",
          },
        ]),
  ];
}
