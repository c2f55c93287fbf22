/**
 * The daily assessment against DuckDB's bare scan-and-group of the same files and against PostgreSQL from the same
 * files to the same list. Makes its own pseudonymised Parquet; each figure is a JSON line on stdout.
 *
 *   node bench/assess.ts [--persons 100000,1000000] [--engines duckdb,postgres] [--travellers 3] [--memory 8] [--threads 2]
 *
 * PostgreSQL is the server of DATABASE_URL, else an embedded one of its own. `--dir` keeps the files for another run.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { assessFeeds, DEFAULT_RULES, loadRuleSet } from "#capabilities/assessment/assess.ts";
import { instantOf } from "#kernel/time.ts";
import { figure as print } from "./figure.ts";
import { benchDatabase } from "./setup.ts";

const { values } = parseArgs({
  options: {
    persons: { type: "string", default: "100000,1000000" },
    engines: { type: "string", default: "duckdb,postgres" },
    travellers: { type: "string", default: "3" },
    memory: { type: "string", default: "8" },
    threads: { type: "string", default: "2" },
    dir: { type: "string" },
    steps: { type: "boolean", default: false },
  },
});
const DAY = "2020-02-14";
/** Stays of a phone and trips of a person: ten rows of movement each. */
const STAYS = 8;
const TRIPS = 2;
const MOVEMENTS = STAYS + TRIPS;
const memoryMb = Number(values.memory) * 1024;
const threads = Number(values.threads);

const figure = (name: string, value: number | boolean, unit: string, target?: string) =>
  print("assess", name, value, unit, target);

/** Pseudo-random and repeatable: hash of the row's own numbers. */
const roll = (salt: number, of: number, what = "i") => `(hash(${what}, ${salt}) % ${of})`;
const key = (kind: string, what = "i") => `cast(md5('${kind}' || ${what}) as uuid)`;
const at = (seconds: string) => `(timestamptz '2020-01-31 00:00:00+08' + to_seconds(cast(${seconds} as bigint)))`;

/** Statements that write the feed folder of `persons` people. */
function feedStatements(dir: string, persons: number, travellers: number): string[] {
  const to = (path: string) => `to '${dir}/${path}' (format parquet, compression snappy)`;
  const places = `read_csv('${join(import.meta.dirname, "../data/places")}/`;
  const isTraveller = `(${roll(1, 1000)} < ${travellers * 10})`;
  const statements = [
    `create table inside as select row_number() over (order by code) - 1 as no, code from ${places}32.csv', all_varchar = true) where length(code) = 6`,
    `create table outside as select row_number() over (order by code) - 1 as no, code from ${places}china-counties.csv', all_varchar = true) where length(code) = 6 and code not like '32%'`,
    `create table village as select row_number() over (order by code) - 1 as no, code from ${places}32.csv', all_varchar = true) where length(code) = 12`,
  ];
  const counts = { inside: 104, outside: 2800, village: 21_000 };
  const person = `range(${persons}) p(i)`;
  statements.push(
    `copy (select code as area, case when no % 3 = 0 then 'high' else 'medium' end as level, date '2020-01-20' + cast(no % 15 as integer) as since, case when no % 2 = 0 then date '2020-02-05' + cast(no % 9 as integer) end as until from outside where no % 10 = 0 limit 300) ${to("health/areas.parquet")}`,
    `copy (select 'C' || i as case_id, ${key("n")} as person_key, ${key("p")} as phone_key, 'confirmed' as status, date '2020-02-01' + cast(i % 12 as integer) as onset_on, date '2020-02-03' + cast(i % 12 as integer) as reported_on, '320105' as area from ${person} where i % 20000 = 7) ${to("health/cases.parquet")}`,
    `copy (select 'C' || (i - i % 20000 + 7) as case_id, ${key("n")} as person_key, ${key("p")} as phone_key, 'work' as kind, date '2020-02-05' + cast(i % 9 as integer) as last_contact_on from ${person} where i % 4000 = 11) ${to("health/contacts.parquet")}`,
    `copy (select ${key("n")} as person_key, case when i % 3 = 0 then 'fever_clinic' else 'observation' end as measure, ${at("864000 + i % 86400")} as since, cast(null as timestamptz) as until, '320105' as place from ${person} where i % 10000 = 13) ${to("health/measures.parquet")}`,
    `copy (select ${key("n")} as person_key, ${key("p")} as phone_key, v.code as area, 'H' || (i // 3) as household_id from ${person} join village v on v.no = ${roll(3, counts.village, "(i // 3)")}) ${to("police/residents.parquet")}`,
  );
  for (let k = 0; k < TRIPS; k += 1)
    statements.push(
      `copy (select ${key("n")} as person_key, ${key("p")} as phone_key, case when ${roll(20 + k, 3)} = 0 then 'coach' else 'rail' end as mode, 'G' || ${roll(30 + k, 4000)} as carrier,
         cast(${roll(31 + k, 16)} as varchar) as unit, cast(${roll(32 + k, 17)} as integer) as seat_row, case when ${k} = 1 and ${isTraveller} then o.code else a.code end as from_area, b.code as to_area,
         ${at(`${k} * 600000 + ${roll(33 + k, 500_000)}`)} as departed_at, ${at(`${k} * 600000 + ${roll(33 + k, 500_000)} + 3600 + ${roll(34 + k, 14_400)}`)} as arrived_at
         from ${person} join inside a on a.no = ${roll(4 + k, counts.inside)} join inside b on b.no = ${roll(6 + k, counts.inside)} join outside o on o.no = ${roll(9, counts.outside)}) ${to(`police/trips-${k}.parquet`)}`,
    );
  for (let k = 0; k < STAYS; k += 1)
    statements.push(
      `copy (select ${key("p")} as phone_key, case when ${isTraveller} and ${k} <= ${roll(8, STAYS - 1)} then o.code else a.code end as area,
         ${at(`${k} * 150000 + ${roll(40 + k, 100_000)}`)} as arrived_at, ${k === STAYS - 1 ? "cast(null as timestamptz)" : at(`${k + 1} * 150000 + ${roll(41 + k, 100_000)} - 60 * ${roll(42, 100)}`)} as left_at
         from ${person} join inside a on a.no = ${roll(100 + Math.floor(k / 3), counts.inside)} join outside o on o.no = ${roll(110 + Math.floor(k / 2), counts.outside)}) ${to(`telecom/stays-${k}.parquet`)}`,
    );
  return statements;
}

async function duck(scratch: string) {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${Math.round(memoryMb * 0.9)}MB`,
    threads: String(threads),
    temp_directory: `${scratch}/spill`,
    preserve_insertion_order: "false",
  });
  return { connection: await instance.connect(), close: () => instance.closeSync() };
}

async function makeFeeds(dir: string, persons: number): Promise<void> {
  if (existsSync(join(dir, "telecom", `stays-${STAYS - 1}.parquet`))) return;
  for (const department of ["health", "police", "telecom"]) mkdirSync(join(dir, department), { recursive: true });
  const { connection, close } = await duck(dir);
  for (const statement of feedStatements(dir, persons, Number(values.travellers))) await connection.run(statement);
  close();
}

/** Every column of the three large feeds read and grouped by its subject: what nobody can do without. */
async function bareScan(dir: string): Promise<{ seconds: number; cpu: number }> {
  const { connection, close } = await duck(dir);
  const started = performance.now();
  const before = process.cpuUsage();
  await connection.run(
    `create table a as select phone_key, count(*) as n, min(area) as area, min(arrived_at) as first, max(left_at) as last from read_parquet('${dir}/telecom/stays-*.parquet') group by phone_key`,
  );
  await connection.run(
    `create table b as select person_key, count(*) as n, min(from_area) as f, max(to_area) as t, min(departed_at) as first, max(arrived_at) as last, min(carrier) as c, min(unit) as u, min(mode) as m, min(seat_row) as s, min(cast(phone_key as varchar)[1]) as p from read_parquet('${dir}/police/trips-*.parquet') group by person_key`,
  );
  await connection.run(
    `create table c as select household_id, count(*) as n, min(area) as area, max(person_key) as p, max(phone_key) as q from read_parquet('${dir}/police/residents.parquet') group by household_id`,
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  close();
  return { seconds, cpu: (user + system) / 1e6 };
}

async function assess(dir: string, engine: "duckdb" | "postgres") {
  const started = performance.now();
  const outDir = join(dir, `out-${engine}`);
  let last = started;
  let step = "start";
  const summary = await assessFeeds({
    feedsDir: dir,
    day: DAY,
    rules: await loadRuleSet(DEFAULT_RULES),
    engine,
    outDir,
    provinceKey: null,
    memoryMb,
    threads,
    by: "bench",
    now: instantOf(Date.now()),
    ...(databaseUrl === null ? {} : { databaseUrl }),
    onProgress: (next) => {
      const now = performance.now();
      if (values.steps) console.error(`${((now - last) / 1000).toFixed(2)} s ${step}`);
      [last, step] = [now, next];
    },
  });
  if (values.steps) console.error(`${((performance.now() - last) / 1000).toFixed(2)} s ${step}`);
  return { seconds: (performance.now() - started) / 1000, summary };
}

const own =
  values.engines.includes("postgres") && process.env["DATABASE_URL"] === undefined ? await benchDatabase() : null;
const databaseUrl = values.engines.includes("postgres") ? (process.env["DATABASE_URL"] ?? own?.ownerUrl ?? null) : null;
const base = values.dir ?? mkdtempSync(join(tmpdir(), "bench-assess-"));
for (const persons of values.persons.split(",").map(Number)) {
  const dir = join(base, String(persons));
  await makeFeeds(dir, persons);
  const rows = persons * MOVEMENTS;
  const size = `${persons} people, ${rows} rows of movement, ${values.travellers} % travellers, ${threads} threads, ${values.memory} GB`;
  const [first, second] = [await bareScan(dir), await bareScan(dir)];
  const bare = Math.min(first.seconds, second.seconds);
  const bareCpu = Math.min(first.cpu, second.cpu);
  figure(`bare scan-and-group by DuckDB: ${size}`, bare, "s");
  figure(`bare scan-and-group by DuckDB, CPU time: ${size}`, bareCpu, "s");
  const fast = await assess(dir, "duckdb");
  figure(`assess by DuckDB: ${size}`, fast.seconds, "s");
  figure(`assess by DuckDB, CPU time: ${size}`, fast.summary.cpuSeconds, "s");
  figure(`people listed: ${size}`, fast.summary.listed, "people");
  figure(`assess over bare scan: ${size}`, fast.seconds / bare, "ratio", "<= 2");
  figure(`assess over bare scan, CPU time: ${size}`, fast.summary.cpuSeconds / bareCpu, "ratio", "<= 2");
  figure(`assess by DuckDB, cost of a row: ${size}`, (fast.seconds / rows) * 1e6, "µs", "the same at every size");
  figure(`peak memory of the assessing process: ${size}`, fast.summary.peakMemoryMb, "MiB", "<= 8192");
  if (databaseUrl !== null) {
    const slow = await assess(dir, "postgres");
    figure(`assess by PostgreSQL, load and query: ${size}`, slow.seconds, "s");
    figure(`PostgreSQL over DuckDB: ${size}`, slow.seconds / fast.seconds, "ratio", ">= 10");
    figure(
      `both engines wrote the same bytes: ${size}`,
      slow.summary.rankedSha256 === fast.summary.rankedSha256,
      "yes or no",
      "true",
    );
  }
  if (values.dir === undefined) rmSync(dir, { recursive: true, force: true });
}
if (values.dir === undefined) rmSync(base, { recursive: true, force: true });
await own?.stop();
