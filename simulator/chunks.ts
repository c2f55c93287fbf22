/** The bulk of a world, chunk by chunk of persons: each chunk is computed by one thread, so order and bytes never vary. */
import { availableParallelism } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { handsetsSql, journeysTruthSql, residentsSql, staysSql, travellersSql, tripsSql } from "./feeds.ts";
import { type Feed, type Format, writeFeed, writeTruth } from "./files.ts";
import { householdsSql, personsSql, phoneSql, residentsFrom } from "./people.ts";
import { BLOCK_HOUSEHOLDS, BLOCK_PERSONS, instantSql, loadTables, type World } from "./world.ts";

/** At most 259,000 persons: some 150 MB in DuckDB, and files of a size that readers like. */
const MOST_BLOCKS = 100;
/** At least 52,000 persons: below, planning the queries costs more than running them. */
const LEAST_BLOCKS = 20;
/** So that a small world too keeps several cores busy. Depends on the world alone: files are the same on any machine. */
const WANTED_CHUNKS = 8;
const VISITORS_A_CHUNK = 200_000;
const MEMORY_A_WORKER = "1GB";

export type Rows = Record<Feed, number>;
type Job = {
  readonly part: number;
  readonly kind: "residents" | "visitors" | "handsets";
  readonly from: number;
  readonly to: number;
};
export type Output = {
  readonly feedsDir: string;
  readonly truthDir: string;
  readonly format: Format;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Opens a DuckDB of its own with one thread and the world's small tables. */
export async function openWorker(world: World): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: MEMORY_A_WORKER,
    preserve_insertion_order: "true",
  });
  const connection = await instance.connect();
  await loadTables(connection, world);
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
}

/** Writes residents, trips, stays and the truth about journeys; returns rows by feed. */
export async function writeChunks(world: World, output: Output): Promise<Rows> {
  const jobs = jobsOf(world);
  const rows: Rows = {
    "police/residents": 0,
    "police/trips": 0,
    "telecom/stays": 0,
    "telecom/stays-handsets": 0,
    "health/cases": 0,
    "health/contacts": 0,
    "health/areas": 0,
    "health/measures": 0,
  };
  let next = 0;
  let done = 0;
  const work = async () => {
    const { connection, close } = await openWorker(world);
    try {
      for (let job = jobs[next++]; job; job = jobs[next++]) {
        await runJob(connection, world, output, job, rows);
        output.onProgress?.(++done, jobs.length);
      }
    } finally {
      close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, availableParallelism(), 8) }, work));
  return rows;
}

function jobsOf({ persons, visitors, handsets }: World): Job[] {
  const jobs: Job[] = [];
  const cut = (kind: Job["kind"], from: number, to: number, size: number) => {
    for (let at = from; at < to; at += size)
      jobs.push({ part: jobs.length + 1, kind, from: at, to: Math.min(at + size, to) });
  };
  const blocks = Math.ceil(persons / BLOCK_PERSONS / WANTED_CHUNKS);
  cut("residents", 0, persons, Math.min(MOST_BLOCKS, Math.max(LEAST_BLOCKS, blocks)) * BLOCK_PERSONS);
  cut("visitors", persons, persons + visitors, VISITORS_A_CHUNK);
  cut("handsets", persons + visitors, persons + visitors + handsets, persons + visitors + handsets);
  return jobs;
}

async function runJob(
  connection: DuckDBConnection,
  world: World,
  output: Output,
  { kind, part, from, to }: Job,
  rows: Rows,
): Promise<void> {
  const { feedsDir, truthDir, format } = output;
  const feed = async (name: Feed, number: number, query: string) => {
    const written = await writeFeed(connection, feedsDir, format, name, number, query);
    rows[name] += written;
  };
  if (kind === "handsets") return feed("telecom/stays-handsets", 0, handsetsSql(world, strangersSql(world, from, to)));
  if (kind === "residents") {
    await connection.run(householdsSql(world, residentHouseholds(from, to), false));
    await connection.run(`create or replace temp table pn as ${personsSql(world, residentsFrom(world, from, to))}`);
  } else {
    await connection.run(householdsSql(world, visitorHouseholds(world, from, to), true));
    await connection.run(
      `create or replace temp table pn as ${personsSql(world, `select hh - ${world.households} + ${world.persons} as p, hh, 0 as rank, 1 as size from h`)}`,
    );
  }
  await connection.run(travellersSql(world));
  if (kind === "residents") await feed("police/residents", part, residentsSql(world));
  await feed("police/trips", part, tripsSql(world));
  await feed("telecom/stays", part, staysSql(world));
  await writeTruth(connection, truthDir, `journeys-${String(part).padStart(4, "0")}`, journeysTruthSql(world));
  await writeTruth(connection, truthDir, `exposures-journeys-${String(part).padStart(4, "0")}`, stayExposuresSql());
  if (kind === "residents")
    await writeTruth(connection, truthDir, `oddities-${String(part).padStart(4, "0")}`, odditiesSql);
}

/** hh and gi of the households of the persons from..to-1 (whole blocks), in order. */
function residentHouseholds(from: number, to: number): string {
  const first = Math.floor(from / BLOCK_PERSONS) * BLOCK_HOUSEHOLDS;
  const last = Math.ceil(to / BLOCK_PERSONS) * BLOCK_HOUSEHOLDS;
  return `select unnest(range(greatest(first, ${first}), least(first + n, ${last}))) as hh, gi from grid where first < ${last} and first + n > ${first}`;
}

/** Visitors are households of one after the last resident one, in any grid. */
export const visitorHouseholds = ({ dice, grids, households, persons }: World, from: number, to: number): string =>
  `select range - ${persons} + ${households} as hh, ${dice.die("visits", "range", grids.length)}::integer as gi from range(${from}, ${to})`;

/** Strangers with handsets of their own, and with former numbers of residents that the register still holds. */
function strangersSql({ dice, rates, grids, persons }: World, from: number, to: number): string {
  const former = 200_000_000;
  return `
  select range as p, ${phoneSql("range")} as phone, g.county
    from range(${from}, ${to}) join grid g on g.gi = ${dice.die("stranger-place", "range", grids.length)}
  union all
  select range, ${phoneSql(`range + ${former}`)}, g.county
    from range(0, ${persons}) join grid g on g.gi = ${dice.die("stranger-place", "range", grids.length)}
   where ${dice.chance("changed-phone", "range", rates.changedPhone)} and ${dice.chance("recycled", "range", rates.recycledPhone)}`;
}

/**
 * truth/exposures of stays: who was how long in an area while it was high or medium (longest matching prefix, of equals the
 * higher level), whether or not any feed shows it; at least four hours.
 */
function stayExposuresSql(): string {
  return `
with spells as (
  select tv.*, case when resident then out_at + takes else -86400 end as there_at, l.area, l.level, l.since * 1440 as high_from, coalesce((l.until + 1) * 1440, 200000) as high_until
    from tv join level l on starts_with(tv.origin, l.area)),
parts as (
  select *, greatest(there_at, high_from) as f, least(back_at, high_until) as u,
         rank() over (partition by p, greatest(there_at, high_from) order by length(area) desc) as closeness
    from spells)
select p as person, id_type, id_number, second_id, phone_now, level || '-area' as how, origin as place, ${instantSql("f")} as since, ${instantSql("u")} as until, null::varchar as case_id,
       case when not resident then ${instantSql("back_at")} end as in_scope_from
  from parts where u - f >= 240 and closeness = 1 order by p, f`;
}

/** truth/oddities: who has moved, changed or shares a number, has a second document: with where he really lives. */
const odditiesSql = `
select p as person, id_type, id_number, second_id, phone_known, phone_now, hh as household, code as lives_in, registered_code as registered_in,
       moved, phone_changed, not carries_phone as no_phone_of_his_own, phone_foreign
  from pn where moved or phone_changed or phone_foreign or second_id is not null`;
