/**
 * A dashboard's figures over 20 million visits, for every level, as now known and as of a past fold.
 *
 * The counter tables are filled as so many visits of 38 days in all of Jiangsu's villages would leave them; the figures
 * never read visits. `--rows N` puts N visit rows beside them, to see that.
 *
 *   node bench/rollup.ts [--visits 20000000] [--days 38] [--queries 200] [--rows 0]
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figuresOf } from "#capabilities/rollups/figures.ts";
import { METRICS } from "#capabilities/rollups/rules/metrics.ts";
import { daysLater, instant, instantOf, later, type PlainDay, startOf } from "#kernel/time.ts";
import { asActor, type Database, systemActor } from "#platform/database.ts";
import { figure, percentile } from "./figure.ts";
import { benchDatabase } from "./setup.ts";

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "20000000" },
    days: { type: "string", default: "38" },
    queries: { type: "string", default: "200" },
    rows: { type: "string", default: "0" },
  },
});
const VISITS = Number(values.visits);
const DAYS = Number(values.days);
const QUERIES = Number(values.queries);
const FIRST = "2020-01-23" as PlainDay;
const LAST = daysLater(FIRST, DAYS - 1);
/** Marks of the last day, one every two minutes. */
const MARKS = 720;
/** Folds of the two minutes after the mark from which the past is asked: two a second. */
const FOLDS_AFTER = 240;
const ASKED_MARK = 500;

const codes = readFileSync(join(import.meta.dirname, "../data/places/32.csv"), "utf8")
  .split("\n")
  .slice(1)
  .map((line) => line.split(",") as [string, string])
  .filter(([code]) => code !== "");

/** Places, and what so many visits leave in the sums of every level, the marks of the last day, and its ledger. */
async function fill(owner: Database): Promise<void> {
  for (let at = 0; at < codes.length; at += 5000) {
    const rows = codes
      .slice(at, at + 5000)
      .map(([code, name]) => ({ code, name, source: "bench", valid_from: "2020-01-01", recorded_at: "2020-01-01" }));
    await owner`insert into place ${owner(rows)}`;
  }
  const villages = codes.filter(([code]) => code.length === 12).length;
  const each = VISITS / villages / DAYS;
  await owner.unsafe("alter table counter_total drop constraint counter_total_pkey");
  await owner.unsafe("alter table counter_mark drop constraint counter_mark_pkey");
  // A village books a metric on a day when it had some: rarer results on fewer days.
  await owner`
    create unlogged table booked as
    select p.code as place, d.day::date as day, m.metric, greatest(1, round(${each}::float * m.share))::bigint as value
      from place p
     cross join generate_series(${FIRST}::text::date, ${LAST}::text::date, interval '1 day') d (day)
     cross join (select metric, case when metric in ('visit', 'visit.household', 'visit.person') then 1.0
                                     when metric = 'visit.result.HOME_IN_PLACE' then 0.8
                                     when metric like 'task.%.done' then 0.3 else 0.01 end as share
                   from unnest(${[...METRICS]}::text[]) metric
                  where metric not like 'household.%' and metric not like 'worker.%') m
     where length(p.code) = 12
       and (hashtext(p.code || d.day::text || m.metric) & 1023) < 1024 * least(1, ${each}::float * m.share)`;
  await owner`
    insert into counter_total (parent, place, day, metric, value)
    select (case l.digits when 2 then left(b.place, 2) when 4 then left(b.place, 2) when 6 then left(b.place, 4)
                 when 9 then left(b.place, 6) else left(b.place, 9) end)::place_code,
           left(b.place, l.digits)::place_code, b.day, b.metric, sum(b.value)
      from booked b cross join (values (2), (4), (6), (9), (12)) l (digits) group by 1, 2, 3, 4`;
  await owner`
    insert into counter_total (parent, place, day, metric, value)
    select distinct on (t.parent, t.place, m.metric) t.parent, t.place, date '1970-01-01', m.metric, 1000
      from (select distinct parent, place from counter_total) t
     cross join (select unnest(${METRICS.filter((one) => /^(task|household|worker)/.test(one))}::text[])) m (metric)`;
  // What changed since the mark before: everything high up, a county every sixth time, a township hourly, a village three times a day.
  await owner`
    insert into counter_mark (parent, metric, day, place, fold_id, value)
    select t.parent, t.metric, t.day, t.place, k.mark * ${FOLDS_AFTER}::int, greatest(1, t.value * k.mark / ${MARKS}::int)
      from counter_total t
     cross join lateral (select (case length(t.place) when 12 then 240 when 9 then 30 when 6 then 6 else 1 end) as step) s
     cross join lateral generate_series(1 + (hashtext(t.place || t.metric) & 1023) % s.step, ${MARKS}::int, s.step) k (mark)
     where t.day in (${LAST}::text::date, date '1970-01-01')`;
  const begin = startOf(LAST);
  await owner`
    insert into counter_fold (fold_id, at, is_mark)
    select f, ${begin}::timestamptz + f * interval '0.5 s', f % ${FOLDS_AFTER}::int = 0
      from generate_series(${FOLDS_AFTER}::int, ${MARKS * FOLDS_AFTER}::int) f`;
  await owner`
    insert into counter_entry (fold_id, place, day, metric, delta)
    select ${ASKED_MARK * FOLDS_AFTER}::int + b.f, b.place, b.day, b.metric, 1
      from (select place, day, metric, (row_number() over ()) % ${FOLDS_AFTER - 1}::int + 1 as f
              from booked where day = ${LAST}::text::date limit ${60 * (FOLDS_AFTER - 1)}::int) b`;
  await owner.unsafe("alter table counter_total add primary key (parent, metric, day, place)");
  await owner.unsafe("alter table counter_mark add primary key (parent, metric, day, place, fold_id)");
  await owner.unsafe("drop table booked");
}

/** Visit rows beside the counters, which no figure reads. */
async function fillVisits(owner: Database, rows: number): Promise<void> {
  await owner`
    insert into visit (county, id, door_key, place, visited_at, visited_on, recorded_at, by_post, by_role, manner, result,
                       spoken_to, symptoms, services_asked, services_done, persons_met, clues, disputes)
    select left(p.code, 6), gen_random_uuid(), gen_random_uuid(), p.code, ${instant(`${LAST}T02:00:00Z`)}, ${LAST}::text::date,
           ${instant(`${LAST}T02:00:00Z`)}, gen_random_uuid(), 'grid-worker', 'door', 'HOME_IN_PLACE', 'self', '{}', '{}',
           '{}', 1, 0, 0
      from (select array_agg(code) as codes from place where length(code) = 12) a
     cross join generate_series(1, ${rows}::int) i
     cross join lateral (select a.codes[1 + i % array_length(a.codes, 1)] as code) p`;
}

const database = await benchDatabase();
try {
  const { owner, services } = database;
  const began = performance.now();
  await fill(owner);
  if (Number(values.rows) > 0) await fillVisits(owner, Number(values.rows));
  await owner.unsafe("vacuum analyze");
  await owner.unsafe("checkpoint");
  const [size] = await owner<{ totals: number; marks: number; entries: number }[]>`
    select (select count(*) from counter_total) as totals, (select count(*) from counter_mark) as marks,
           (select count(*) from counter_entry) as entries`;
  console.error(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s`, size);
  const now = later(startOf(LAST), 23.9 * 3_600_000);
  const province = systemActor("32");
  const asked = (place: string, asOf: boolean) =>
    asActor(services.db, province, (sql) => {
      const fold = ASKED_MARK * FOLDS_AFTER + Math.floor(Math.random() * FOLDS_AFTER);
      const of = { place, day: LAST };
      return figuresOf({ sql, now }, asOf ? { ...of, asOf: { fold_id: fold, at: instantOf(now) } } : of);
    });
  let worst = 0;
  for (const [level, digits] of [
    ["province", 2],
    ["city", 4],
    ["county", 6],
    ["township", 9],
    ["village", 12],
  ] as const) {
    const places = codes.map(([code]) => code).filter((code) => code.length === digits);
    for (const asOf of [false, true]) {
      const times: number[] = [];
      for (let n = 0; n < QUERIES + 10; n++) {
        const place = places[Math.floor(Math.random() * places.length)] ?? "32";
        const start = performance.now();
        await asked(place, asOf);
        if (n >= 10) times.push(performance.now() - start);
      }
      const name = asOf ? `${level} as of a past fold` : level;
      figure("rollup", `${name} p50`, percentile(times, 0.5), "ms");
      figure("rollup", `${name} p99`, percentile(times, 0.99), "ms", "<= 50");
      if (!asOf) worst = Math.max(worst, percentile(times, 0.99));
    }
  }
  figure("rollup", `worst p99 of any level over ${VISITS} visits`, worst, "ms", "<= 50");
} finally {
  await database.stop();
}
