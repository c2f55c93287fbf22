/** The schema as text, from the catalogue: db/schema.sql is its golden, so that a review sees what the migrations sum up to. */
import type { Database } from "#platform/database.ts";

type Line = { readonly line: string };

/** Every table with columns, constraints, indexes and policies, then functions; sorted, one statement a line. */
export async function schemaText(owner: Database): Promise<string> {
  const tables = await owner<{ name: string; rls: boolean }[]>`
    select relname as name, relrowsecurity as rls from pg_class
     where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> 'migration' order by relname`;
  const parts: string[] = [];
  for (const { name, rls } of tables) {
    const lines = [...(await columns(owner, name)), ...(await constraints(owner, name))].map((row) => `  ${row.line}`);
    parts.push(
      [`table ${name}${rls ? " (row-level security)" : ""}`, ...lines, ...(await besides(owner, name)), ""].join("\n"),
    );
  }
  const functions = await owner<Line[]>`
    select pg_get_functiondef(oid) as line from pg_proc
     where pronamespace = 'public'::regnamespace and prokind = 'f' order by proname, oid::regprocedure::text`;
  return `${parts.join("\n")}\n${functions.map((row) => row.line.trim()).join("\n\n")}\n`;
}

const columns = (owner: Database, table: string): Promise<Line[]> => owner<Line[]>`
  select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
         || coalesce(case when a.attgenerated = 's' then ' generated as ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '') as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

const constraints = (owner: Database, table: string): Promise<Line[]> => owner<Line[]>`
  select conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
   where conrelid = ${table}::regclass and contype <> 'n' order by conname`;

async function besides(owner: Database, table: string): Promise<string[]> {
  const indexes = await owner<Line[]>`
    select indexdef as line from pg_indexes where schemaname = 'public' and tablename = ${table} order by indexname`;
  const policies = await owner<Line[]>`
    select 'policy ' || policyname || ' for ' || cmd || coalesce(' using ' || qual, '') || coalesce(' check ' || with_check, '') as line
      from pg_policies where schemaname = 'public' and tablename = ${table} order by policyname`;
  const grants = await owner<Line[]>`
    select 'grant ' || string_agg(privilege_type, ', ' order by privilege_type) || ' to ' || grantee as line
      from information_schema.role_table_grants
     where table_schema = 'public' and table_name = ${table} and grantee like 'wangge_s%' group by grantee order by grantee`;
  return [...indexes, ...policies, ...grants].map((row) => `  ${row.line.replace(/\s+/g, " ")}`);
}
