import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";
import { schemaText } from "../schema.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase(instant("2020-02-10T00:00:00Z"));
});

const FOLDER = "db/migrations";
const migrations = readdirSync(FOLDER).map((name) => ({ name, sql: readFileSync(`${FOLDER}/${name}`, "utf8") }));

test("db/schema.sql is the sum of the migrations (repair: read the difference, then run this file with -u)", async () => {
  await expect(await schemaText(database.owner)).toMatchFileSnapshot("../../db/schema.sql");
});

test.each(migrations)("$name says why, what it locks, and whether old code can run", ({ sql }) => {
  expect(sql).toMatch(/^-- why: .+\n(?:-- {2,}.+\n)*-- locks: .+\n(?:-- {2,}.+\n)*-- old code can run: (yes|no)/);
});

test("every table names its family in the comment above it", () => {
  const without = migrations.flatMap(({ name, sql }) =>
    [...sql.matchAll(/((?:^--.*\n)*)^create (?:unlogged )?table (?:if not exists )?(\w+)/gm)]
      .filter(
        ([, comment, table]) =>
          !/Family: (reference|person|county)/.test(comment ?? "") && table !== "rule_set_signature",
      )
      .map(([, , table]) => `${name}: ${table}`),
  );
  expect(without, "write `-- Family: reference|person|county. …` above it").toEqual([]);
});

test("every table that holds a person's key is under row-level security", async () => {
  const bare = await database.owner<{ relname: string }[]>`
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity
       and a.attname in ('person_key', 'household_key') and not c.relispartition order by 1`;
  // Who was in touch with a person is for every team, across areas: it names a time, a role and a result only.
  expect(bare.map((row) => row.relname)).toEqual(["contact"]);
});

test("every foreign key has an index that starts with its columns", async () => {
  const bare = await database.owner<{ repair: string }[]>`
    select format('create index on %s (%s)', c.conrelid::regclass,
                  (select string_agg(attname, ', ' order by k.ord) from unnest(c.conkey) with ordinality k (num, ord)
                     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num)) as repair
      from pg_constraint c
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace
       and not exists (select from pg_index i where i.indrelid = c.conrelid
                        and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey)`;
  expect(bare.map((row) => row.repair)).toEqual([]);
});

test("every index has a comment that says for which query", () => {
  const bare = migrations.flatMap(({ name, sql }) => {
    const lines = sql.split("\n");
    return lines.flatMap((line, at) => {
      if (!/^create (unique )?index/.test(line)) return [];
      // A comment stands above the first of a group of indexes.
      let above = at - 1;
      while (above >= 0 && /^create (unique )?index|^ {2}/.test(lines[above] ?? "")) above--;
      const isForeignKey = /_by_(post|session|account|issuer|terminal|assessment|substitute|expiry)|superseded_by/.test(
        line,
      );
      return (lines[above] ?? "").startsWith("--") || isForeignKey ? [] : [`${name}: ${line.slice(0, 60)}`];
    });
  });
  expect(bare).toEqual([]);
});

test("the server's role can neither change nor delete what is append-only", async () => {
  const mighty = await database.owner<{ line: string }[]>`
    select table_name || ' ' || privilege_type as line from information_schema.role_table_grants
     where grantee = 'wangge_server' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
       and table_name in ('audit_pending', 'audit_entry', 'audit_head', 'visit', 'task_event', 'counter_entry', 'contact',
                          'joint_session_decision', 'assessment_result', 'verified_place', 'place_change', 'sealed_identity')`;
  expect(mighty).toEqual([]);
});
