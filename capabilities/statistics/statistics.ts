/** Counting what is published, and publishing it. */
import { SMALL } from "#kernel/suppress.ts";
import { DAY, dayOf, type Instant, instantOf, isoInstant, MINUTE, startOf } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import type { showStatistics } from "./contract.ts";
import { publishColours } from "./rules/publish.ts";
import * as store from "./store.ts";

const EVERY = 5 * MINUTE;
const HAND_TYPED_DAYS = 14;

/** The clockwork's turn: counts when the last count is five minutes old. Returns 1 when it counted. */
export function countOnce(services: Services): Promise<number> {
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const now = services.clock();
    const last = await store.lastSnapshot(sql);
    if (last !== null && now - last.at < EVERY) return 0;
    const byCity: Record<string, Record<string, number>> = {};
    for (const { city, colour, count } of await store.coloursByCity(sql)) {
      byCity[city] = { ...byCity[city], [colour]: count };
    }
    const [today] = await sql<{ scans: number }[]>`
      select coalesce(sum(value), 0)::bigint as scans from counter_total
       where place = ${services.settings.province} and metric = 'scan' and day = ${dayOf(now)}`;
    await store.insertSnapshot(sql, now, {
      byCity,
      medianHoursRestricted: await store.medianHoursRestricted(sql, now),
      handTyped: await store.handTypedByDay(sql, firstDay(now)),
      holdsOpen: await store.openHolds(sql),
      scansToday: today?.scans ?? 0,
    });
    return 1;
  });
}

const firstDay = (now: Instant): Instant => instantOf(startOf(dayOf(now)) - (HAND_TYPED_DAYS - 1) * DAY);

export const show: Answer<typeof showStatistics> = async ({ sql, services }) => {
  const last = await store.lastSnapshot(sql);
  if (last === null) return NOTHING;
  const { province } = services.settings;
  const names = await store.cityNames(sql, province);
  const cities = names.filter(({ code }) => code !== province);
  const { sum, places } = publishColours(
    cities.map(({ code }) => ({ red: 0, yellow: 0, pending: 0, green: 0, ...last.document.byCity[code] })),
  );
  const provinceName = names.find(({ code }) => code === province)?.name ?? province;
  const { handTyped, holdsOpen, scansToday } = last.document;
  const restricted = Object.values(last.document.byCity).reduce(
    (sum, { red = 0, yellow = 0 }) => sum + red + yellow,
    0,
  );
  return {
    asOf: isoInstant(last.at),
    province: { place: province, name: provinceName, byColour: sum },
    cities: cities.map(({ code, name }, at) => ({ place: code, name, byColour: places[at] ?? sum })),
    // The median of few would be somebody's own.
    medianHoursRestricted: restricted < SMALL ? null : last.document.medianHoursRestricted,
    handTyped: [...handTyped],
    holdsOpen,
    scansToday,
  };
};

const NOTHING = {
  asOf: null,
  province: null,
  cities: [],
  medianHoursRestricted: null,
  handTyped: [],
  holdsOpen: 0,
  scansToday: 0,
};
