/** Whom infected persons met while infectious, and suspects who turn out healthy. */
import type { Infected } from "./infection.ts";
import { streamOf } from "./random.ts";
import { householdMembers, type World } from "./world.ts";

type MetRow = [caseP: number, p: number, kind: string, last: number, traced: boolean];

/** Household tracing hardly misses anyone (assumed). */
const HOUSEHOLD_TRACED = 0.97;

/**
 * Household, work, social and medical contacts, from two days before onset to the report (or ten days after onset, if never
 * reported). Five or so a case; Jiangsu traced some 20 a case, most of them in vehicles and shops.
 */
export function contactsOf(world: World, infected: readonly Infected[]): MetRow[] {
  const rows: MetRow[] = [];
  for (const one of infected) {
    const next = streamOf(world.seed, `contacts ${one.person}`);
    const end = (one.reportedOn ?? one.onsetOn + 10) - 1;
    for (const member of householdMembers(world, one.person))
      if (member !== one.person) rows.push([one.person, member, "household", end, next() < HOUSEHOLD_TRACED]);
    const others = Math.floor(next() * 5);
    for (let index = 0; index < others; index++) {
      const draw = next();
      const kind = draw < 0.5 ? "work" : draw < 0.9 ? "social" : "medical";
      const near = one.person < world.persons ? one.person : Math.floor(next() * world.persons);
      const person = Math.max(0, Math.min(world.persons - 1, near + Math.floor(next() * 4_000) - 2_000));
      const last = Math.max(one.onsetOn - 2, end - Math.floor(next() * 5));
      const traced = next() < world.rates.traced;
      if (person !== one.person) rows.push([one.person, person, kind, last, traced]);
    }
  }
  return rows;
}

/** As many suspects who are excluded two days later as there are cases, around them in time and place. */
export function excludedOf(
  world: World,
  infected: readonly Infected[],
): [p: number, caseId: string, reported: number][] {
  const taken = new Set(infected.map((one) => one.person));
  const rows: [number, string, number][] = [];
  for (const one of infected) {
    if (one.reportedOn === null) continue;
    const next = streamOf(world.seed, `suspect ${one.person}`);
    const person = Math.floor(next() * world.persons);
    if (taken.has(person)) continue;
    taken.add(person);
    rows.push([person, `${(one.caseId ?? "C").replace("C", "S")}`, one.reportedOn - 2 + Math.floor(next() * 5)]);
  }
  return rows;
}
