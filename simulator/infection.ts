/** Who is infected, when and by whom: reports follow the curve of the county's city in the case file day by day. */
import { FIRST_DAY, LAST_DAY, type Outbreak } from "./outbreak.ts";
import { apportion, streamOf } from "./random.ts";
import { firstPersonOf, householdMembers, type World } from "./world.ts";

/** Someone who came home from a high area: where infections are imported from. */
export type Returnee = { readonly person: number; readonly county: string; readonly backOn: number };

export type Infected = {
  readonly person: number;
  readonly county: string;
  readonly how: "imported" | "household" | "social" | "community";
  readonly infectedBy: number | null;
  readonly onsetOn: number;
  /** Null: never found. */
  readonly reportedOn: number | null;
  readonly caseId: string | null;
};

/** Days from a return home to the report, at most: 14 days of incubation and delay, mostly less. */
const LONGEST_DELAY = 12;
/** A neighbour, colleague or friend lives within this many persons' numbers: the village and the ones beside it. */
const NEIGHBOURHOOD = 3_000;

/** All infected of a world, independent of the day that the feeds are for; by county, then day of report. */
export function infect(world: World, returnees: readonly Returnee[]): Infected[] {
  const shares = world.counties.map((county) =>
    world.grids.filter((grid) => grid.county === county).reduce((sum, grid) => sum + grid.households, 0),
  );
  const counts = apportion(Math.round(world.persons * world.rates.prevalence), shares);
  const byCounty = new Map<string, Returnee[]>();
  for (const returnee of returnees) {
    const list = byCounty.get(returnee.county) ?? [];
    list.push(returnee);
    byCounty.set(returnee.county, list);
  }
  return world.counties.flatMap((county, index) =>
    infectCounty(
      world,
      county,
      counts[index] ?? 0,
      (byCounty.get(county) ?? []).sort((a, b) => a.backOn - b.backOn || a.person - b.person),
    ),
  );
}

/** The days on which `count` cases are reported: equal parts of the area under the city's curve. */
export function reportDays(outbreaks: readonly Outbreak[], county: string, count: number): number[] {
  const of = (code: string) => outbreaks.filter((outbreak) => outbreak.code.startsWith(code));
  const sources = of(county.slice(0, 4)).length > 0 ? of(county.slice(0, 4)) : of(county.slice(0, 2));
  const curve = Array.from({ length: LAST_DAY + 1 }, (_, day) =>
    sources.reduce((sum, { cases }) => sum + (cases[day] ?? 0), 0),
  );
  const total = curve.reduce((sum, cases) => sum + cases, 0);
  const days: number[] = [];
  let reached = 0;
  for (let day = FIRST_DAY; day <= LAST_DAY; day++) {
    reached += curve[day] ?? 0;
    while (days.length < count && (days.length + 0.5) / count <= reached / total) days.push(day);
  }
  return days;
}

function infectCounty(world: World, county: string, count: number, returnees: readonly Returnee[]): Infected[] {
  const next = streamOf(world.seed, `infections ${county}`);
  const below = (sides: number) => Math.floor(next() * sides);
  const grids = world.grids.filter((grid) => grid.county === county);
  const firstHousehold = grids[0]?.first ?? 0;
  const afterHousehold = grids.reduce((last, grid) => Math.max(last, grid.first + grid.households), 0);
  const first = firstPersonOf(world.seed, firstHousehold);
  const after = Math.min(world.persons, firstPersonOf(world.seed, afterHousehold));
  const taken = new Set<number>();
  const infected: Infected[] = [];
  const anyone = (near?: number) => {
    for (let tries = 0; tries < 50; tries++) {
      const person =
        near === undefined ? first + below(after - first) : near + below(2 * NEIGHBOURHOOD) - NEIGHBOURHOOD;
      if (person >= first && person < after && !taken.has(person)) return person;
    }
    return null;
  };
  const local = (onsetOn: number): Pick<Infected, "person" | "how" | "infectedBy"> | null => {
    const sources = infected.filter((one) => one.onsetOn <= onsetOn - 2 && one.onsetOn >= onsetOn - 10);
    const source = sources[below(sources.length)];
    const member =
      source && next() < 0.6 ? householdMembers(world, source.person).find((one) => !taken.has(one)) : undefined;
    if (source && member !== undefined) return { person: member, how: "household", infectedBy: source.person };
    const person = anyone(source && source.person < world.persons ? source.person : undefined) ?? anyone();
    if (person === null) return null;
    return source
      ? { person, how: "social", infectedBy: source.person }
      : { person, how: "community", infectedBy: null };
  };
  const imported = (reportedOn: number) => {
    const fit = returnees.filter(
      (one) => one.backOn >= reportedOn - LONGEST_DELAY && one.backOn <= reportedOn - 2 && !taken.has(one.person),
    );
    return fit[below(fit.length)];
  };
  const add = (one: Omit<Infected, "county">) => {
    taken.add(one.person);
    infected.push({ ...one, county });
  };
  for (const [index, reportedOn] of reportDays(world.outbreaks, county, count).entries()) {
    const onsetOn = reportedOn - 2 - below(4);
    const from = next() < world.rates.imported ? imported(reportedOn) : undefined;
    const who = from ? { person: from.person, how: "imported" as const, infectedBy: null } : local(onsetOn);
    if (who) add({ ...who, onsetOn, reportedOn, caseId: `C${county}-${String(index + 1).padStart(4, "0")}` });
  }
  const unseen = Math.round(infected.length * world.rates.undetected);
  for (let index = 0; index < unseen; index++) {
    const onsetOn = (infected[below(infected.length)]?.onsetOn ?? FIRST_DAY) + 3;
    const who = local(onsetOn);
    if (who) add({ ...who, onsetOn, reportedOn: null, caseId: null });
  }
  return infected;
}
