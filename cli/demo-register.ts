/** The register of the demo worker's grid: simulated people behind doors that are made up, so that a newcomer sees one. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { keepRows } from "#capabilities/households/import-rows.ts";
import { setLandlord } from "#capabilities/households/landlords.ts";
import type { RegisterRow } from "#capabilities/households/rules/register-file.ts";
import type { Actor } from "#kernel/actor.ts";
import { residentNumberFault } from "#kernel/identity.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { Services } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";

const HOUSEHOLDS = 120;
/** Every so many of the flats are let, and stand empty. */
const LET = 9;
const EMPTY = 17;

type Resident = { readonly household: string; readonly name: string; readonly number: string | null };

/** Fills the grid's register once, in the name of its worker. Small worlds have no such feed: theirs stays empty. */
export async function registerGrid(services: Services, feedsDir: string, grid: string): Promise<void> {
  const actor = await workerOf(services, grid);
  if (actor === null) return;
  const [known] = await asActor(services.db, actor, (sql) => sql`select from door limit 1`);
  if (known !== undefined) return;
  const homes = [...Map.groupBy(await residentsOf(feedsDir, grid), (one) => one.household).values()].slice(
    0,
    HOUSEHOLDS,
  );
  const rows = homes.flatMap((people, n) => rowsOf(people, n, grid));
  const now = services.clock();
  await asActor(services.db, actor, async (sql) => {
    const ctx = { sql, actor, now, services, requestId: newId(), commandId: newId(), madeAt: now };
    await keepRows(ctx, rows);
    const [let1] = await sql<{ id: string }[]>`select id from door where is_rented order by walk_order limit 1`;
    if (let1 !== undefined)
      await setLandlord(
        { ...ctx, commandId: newId() },
        {
          doorId: let1.id,
          landlord: { name: "沈国平", phone: null, idType: "111", idNumber: null },
          sinceOn: "2020-01-20",
        },
      );
  });
}

async function workerOf({ db }: Services, grid: string): Promise<Actor | null> {
  const [row] = await db<{ id: string; account_id: string; display_name: string }[]>`
    select p.id, p.account_id, a.display_name from post p join account a on a.id = p.account_id
     where p.role = 'grid-worker' and p.area = ${grid} and p.valid_until is null limit 1`;
  if (row === undefined) return null;
  const { id: postId, account_id: accountId, display_name: displayName } = row;
  return {
    postId,
    accountId,
    role: "grid-worker",
    area: grid as PlaceCode,
    department: null,
    displayName,
    terminalId: null,
  };
}

/** Two stairs a building, ten floors, two flats a floor, in walking order. */
function rowsOf(people: readonly Resident[], n: number, grid: string): RegisterRow[] {
  const floor = 1 + (Math.floor(n / 2) % 10);
  const isRented = n % LET === LET - 1;
  const door = {
    line: n + 2,
    place: grid,
    kind: "dwelling" as const,
    building: String(1 + Math.floor(n / 40)),
    stair: String(1 + (Math.floor(n / 20) % 2)),
    floor: String(floor),
    room: `${floor}${n % 2 === 0 ? "01" : "02"}`,
    villagerGroup: null,
    doorNumber: null,
    walkOrder: (n + 1) * 10,
    isRented,
    tenure: isRented ? ("tenant" as const) : ("owner" as const),
    since: isRented ? "2020-02-05" : null,
    phone: null,
  };
  const nobody = { ...door, isVacant: true, name: null, idNumber: null, relation: "other" as const, residence: [] };
  if (n % EMPTY === EMPTY - 1) return [nobody];
  return people.map(({ name, number }, at) => ({
    ...door,
    isVacant: false,
    name,
    idNumber: number,
    relation: at === 0 ? ("head" as const) : ("other-family" as const),
    residence: isRented ? (["floating"] as const) : (["hukou", "resident"] as const),
  }));
}

/** People of the simulated register, household by household, those of the grid's own village first. */
async function residentsOf(feedsDir: string, grid: string): Promise<Resident[]> {
  const files = await readdir(join(feedsDir, "police"));
  if (!files.some((name) => /^residents-.*\.parquet$/.test(name))) return [];
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(`
      select household_id, name, case when id_type = '111' then id_number end as number
        from read_parquet('${feedsDir.replaceAll("'", "''")}/police/residents-*.parquet')
       where name is not null and household_id is not null
       order by starts_with(area, '${grid.slice(0, 12)}') desc, household_id limit ${HOUSEHOLDS * 6}`);
    const seen = new Set<string>();
    return read.getRowObjectsJson().map((row) => {
      const number = rightNumber(row["number"]);
      const isTwice = number !== null && seen.has(number);
      if (number !== null) seen.add(number);
      return { household: String(row["household_id"]), name: String(row["name"]), number: isTwice ? null : number };
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The feeds are dirty on purpose; a number that is none was not read at the door. */
const rightNumber = (value: unknown): string | null =>
  typeof value === "string" && residentNumberFault(value, "2020-02-10") === null ? value : null;
