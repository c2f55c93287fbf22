/** The set-based statements of an import. `place_import` lives for one transaction. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { RowFault } from "./rules/rows.ts";

export type ImportCounts = {
  readonly rows: number;
  readonly created: number;
  readonly renamed: number;
  readonly restored: number;
  readonly retired: number;
  /** Default grids made: one a village that never had any. */
  readonly grids: number;
};

export type ImportOn = {
  readonly effectiveOn: PlainDay | null;
  readonly today: PlainDay;
  readonly sinceLong: PlainDay;
  readonly source: string;
  readonly now: Instant;
};

export async function createImportTable(sql: Sql): Promise<void> {
  await sql`
    create temporary table place_import (
      line integer not null, code text collate "C" primary key, name text not null, households integer, kind text
    ) on commit drop`;
}

/** Which of the codes are standing places. Reads place_pkey. */
export async function knownAmong(sql: Sql, codes: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from place where code = any (${[...codes]}) and valid_until is null`;
  return new Set(rows.map((row) => row.code));
}

/** Grids of the list that were retired: their codes are not used again. */
export async function retiredGridsInImport(sql: Sql): Promise<RowFault[]> {
  return sql<RowFault[]>`
    select i.line, i.code, 'retired-code' as why
      from place_import i join place p on p.code = i.code
     where p.valid_until is not null and length(p.code) >= 15
     order by i.line limit 100`;
}

/** Renames, restores, creates and retires, each with its line in place_change; creations are noted as one. */
export async function mergeImport(sql: Sql, on: ImportOn): Promise<Omit<ImportCounts, "grids">> {
  await sql`analyze place_import`;
  const reason = `import: ${on.source.slice(-100)}`;
  const [renamed] = await sql<{ count: number }[]>`
    with changed as (
      select p.code, p.name as old_name, i.name as new_name
        from place p join place_import i on i.code = p.code where p.name <> i.name
    ), noted as (
      insert into place_change (id, kind, from_codes, to_codes, effective_on, reason, recorded_at, detail)
      select gen_random_uuid(), 'rename', array[code], array[code], ${on.effectiveOn ?? on.today}::date, ${reason}, ${on.now},
             jsonb_build_object('oldName', old_name, 'newName', new_name) from changed
    ), done as (
      update place p set name = c.new_name from changed c where p.code = c.code returning 1
    )
    select count(*) from done`;
  const [restored] = await sql<{ count: number }[]>`
    with back as (
      update place p set valid_until = null from place_import i
       where i.code = p.code and p.valid_until is not null returning p.code
    ), noted as (
      insert into place_change (id, kind, from_codes, to_codes, effective_on, reason, recorded_at, detail)
      select gen_random_uuid(), 'import', '{}', array[code], ${on.effectiveOn ?? on.today}::date, ${reason}, ${on.now},
             '{"restored": true}' from back
    )
    select count(*) from back`;
  await sql`
    update place p set households = coalesce(i.households, p.households), kind = coalesce(i.kind, p.kind)
      from place_import i
     where i.code = p.code and (i.households is distinct from p.households or i.kind is distinct from p.kind)
       and (i.households is not null or i.kind is not null)`;
  // A province's first list tells what stood long before the deployment; later ones what is new.
  const [created] = await sql<{ count: number }[]>`
    with known as (
      select distinct left(code, 2) as province from place
    ), made as (
      insert into place (code, name, kind, households, source, valid_from, recorded_at)
      select i.code, i.name, i.kind, i.households, ${on.source.slice(-100)},
             coalesce(${on.effectiveOn}::date, case when k.province is null then ${on.sinceLong}::date else ${on.today}::date end),
             ${on.now}
        from place_import i left join known k on k.province = left(i.code, 2)
       where not exists (select from place p where p.code = i.code)
      returning 1
    )
    select count(*) from made`;
  const retired = await retireMissing(sql, on, reason);
  const [all] = await sql<{ count: number }[]>`select count(*) from place_import`;
  return {
    rows: all?.count ?? 0,
    created: created?.count ?? 0,
    renamed: renamed?.count ?? 0,
    restored: restored?.count ?? 0,
    retired,
  };
}

/**
 * What stands below a top of the list, at a level that the list has, and is not in it, disappeared; all below it too.
 * A list of one village's grids without the village itself retires nothing.
 */
async function retireMissing(sql: Sql, on: ImportOn, reason: string): Promise<number> {
  const [retired] = await sql<{ count: number }[]>`
    with top as (
      select i.code from place_import i
       where not exists (select from place_import a where a.code = case length(i.code)
         when 4 then left(i.code, 2) when 6 then left(i.code, 4) when 9 then left(i.code, 6)
         when 12 then left(i.code, 9) when 15 then left(i.code, 12) when 18 then left(i.code, 15) end)
    ), gone as (
      select p.code from top t
        join place p on p.code > t.code and p.code < t.code || ':'
       where p.valid_until is null
         and length(p.code) in (select distinct length(code) from place_import)
         and not exists (select from place_import i where i.code = p.code)
    ), ended as (
      update place p set valid_until = greatest(coalesce(${on.effectiveOn}::date, ${on.today}::date), p.valid_from)
       where p.valid_until is null
         and (p.code in (select code from gone)
              or left(p.code, 4) in (select code from gone) or left(p.code, 6) in (select code from gone)
              or left(p.code, 9) in (select code from gone) or left(p.code, 12) in (select code from gone)
              or left(p.code, 15) in (select code from gone))
      returning p.code
    ), noted as (
      insert into place_change (id, kind, from_codes, to_codes, effective_on, reason, recorded_at)
      select gen_random_uuid(), 'retire', array[code], '{}', coalesce(${on.effectiveOn}::date, ${on.today}::date), ${reason}, ${on.now}
        from ended
    )
    select count(*) from ended`;
  return retired?.count ?? 0;
}

/** One grid for each standing village below the list's places that never had one. Returns how many. */
export async function insertDefaultGrids(sql: Sql, on: ImportOn): Promise<number> {
  const [made] = await sql<{ count: number }[]>`
    with made as (
      insert into place (code, name, kind, households, source, valid_from, recorded_at)
      select v.code || '001', left(v.name, 96) || '第一网格', 'comprehensive', v.households, 'default', v.valid_from, ${on.now}
        from place_import i join place v on v.code = i.code
       where length(v.code) = 12 and v.valid_until is null
         and not exists (select from place g where g.parent = v.code)
      returning 1
    )
    select count(*) from made`;
  return made?.count ?? 0;
}

/** One line for the whole import: its tops and its counts. */
export async function noteImport(sql: Sql, tops: readonly string[], counts: ImportCounts, on: ImportOn): Promise<void> {
  await sql`
    insert into place_change (id, kind, from_codes, to_codes, effective_on, reason, recorded_at, detail)
    values (gen_random_uuid(), 'import', '{}', ${tops.slice(0, 100)}, ${on.effectiveOn ?? on.today}, ${`import: ${on.source.slice(-100)}`},
            ${on.now}, ${sql.json(counts)})`;
}
