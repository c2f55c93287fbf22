/** No path leads from a clue, a dispute or a complaint to a colour or a tier (docs/decisions/0031-wall-of-codes.md). */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";

const OURS = /^(clue|dispute)(_|$)/;
/** Tables that make, hold or show a colour or a tier. */
const THEIRS =
  /^(evidence|colour_decision|code_|attestation|assessment|joint_session|list_push|task(_|$)|false_green|paper_code)/;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase(instant("2020-02-10T01:00:00Z"));
});

test("no column of clues and disputes holds the key of a person, a household, a resident or a phone", async () => {
  const columns = await database.owner<{ table_name: string; column_name: string }[]>`
    select table_name, column_name from information_schema.columns where table_schema = 'public'`;
  const ours = columns.filter(({ table_name }) => OURS.test(table_name));
  expect(ours.length).toBeGreaterThan(60);
  const keys = ours.filter(({ column_name }) => /person|household|phone|subject|code_id/.test(column_name));
  expect(keys).toEqual([]);
});

test("no foreign key leads from one side of the wall to the other", async () => {
  const keys = await database.owner<{ a: string; b: string }[]>`
    select conrelid::regclass::text as a, confrelid::regclass::text as b from pg_constraint where contype = 'f'`;
  const across = keys.filter(({ a, b }) => (OURS.test(a) && THEIRS.test(b)) || (OURS.test(b) && THEIRS.test(a)));
  expect(across).toEqual([]);
});

test("no function, view, trigger or policy of the database names tables of both sides", async () => {
  const texts = await database.owner<{ name: string; text: string }[]>`
    select p.oid::regprocedure::text as name, p.prosrc || coalesce(pg_get_function_sqlbody(p.oid), '') as text
      from pg_proc p where pronamespace = 'public'::regnamespace and prokind = 'f'
    union all
    select viewname, definition from pg_views where schemaname = 'public'
    union all
    select policyname, coalesce(qual, '') || coalesce(with_check, '') || ' from ' || tablename from pg_policies where schemaname = 'public'
    union all
    select t.tgname, pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal`;
  const tables = await database.owner<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'`;
  const namesOf = (side: RegExp) =>
    new RegExp(
      `\\b(from|join|into|update|on)\\s+(public\\.)?(${tables
        .filter(({ name }) => side.test(name))
        .map(({ name }) => name)
        .join("|")})\\b`,
      "i",
    );
  const [ours, theirs] = [namesOf(OURS), namesOf(THEIRS)];
  expect(ours.test("from clue c")).toBe(true);
  expect(theirs.test("insert into evidence")).toBe(true);
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter(({ text }) => ours.test(text) && theirs.test(text)).map(({ name }) => name)).toEqual([]);
});

test.each(["clue", "dispute", "complaint", "petition", "clue/01900000"])(
  "evidence that says it comes from a %s is refused by the table itself, whoever writes it",
  async (source) => {
    const row = {
      id: newId(),
      person_key: newId(),
      kind: "hand-red",
      source,
      source_id: "x",
      since: instant("2020-02-10T01:00:00Z"),
      facts: {},
      recorded_at: instant("2020-02-10T01:00:00Z"),
      recorded_role: "system",
      mac: Buffer.alloc(32),
    };
    await expect(database.owner`insert into evidence ${database.owner(row as never)}`).rejects.toMatchObject({
      constraint_name: "evidence_beyond_the_wall",
    });
    // The server's own role cannot write into the table at all: it has a function for it, which the check stands behind.
    const asServer = database.server`insert into evidence ${database.server(row as never)}`;
    await expect(asServer).rejects.toMatchObject({ code: "42501" });
  },
);

const filesOf = (capability: string) =>
  readdirSync(`capabilities/${capability}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => `${entry.parentPath}/${entry.name}`);

test("no file of one side imports the other", () => {
  const codes = [
    "codes",
    "credentials",
    "assessment",
    "intake",
    "joint-session",
    "false-greens",
    "look-backs",
    "tasks",
  ];
  const imports = (file: string) => [...readFileSync(file, "utf8").matchAll(/from "#capabilities\/([a-z-]+)\//g)];
  const across = [
    ...["clues", "disputes"].flatMap(filesOf).flatMap((file) =>
      imports(file)
        .filter(([, to]) => to !== undefined && [...codes, "people"].includes(to))
        .map(([text]) => `${file}: ${text}`),
    ),
    ...codes.flatMap(filesOf).flatMap((file) =>
      imports(file)
        .filter(([, to]) => to === "clues" || to === "disputes")
        .map(([text]) => `${file}: ${text}`),
    ),
  ];
  expect(across).toEqual([]);
});
