import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { factsOf } from "#capabilities/facts/facts.ts";
import { noteUse, returns } from "#capabilities/facts/uses.ts";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { browse, showDoor } from "./browse.ts";
import type * as contract from "./contract-import.ts";
import { importRegister } from "./import.ts";
import { readVisitsOnce } from "./read-visits.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const VILLAGE = "320583101201";
const GRID = "320583101201001";
let database: TestDatabase;
let leader: Actor;
let worker: Actor;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { [VILLAGE]: "徐公桥村", [GRID]: "第一网格" });
  leader = await testPost(database.owner, { role: "grid-leader", area: VILLAGE });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
});

const context = (actor: Actor) => ({
  actor,
  now: database.services.clock(),
  services: database.services,
  requestId: newId(),
});
const as = <T>(actor: Actor, work: (ctx: Context) => Promise<T>): Promise<T> =>
  asActor(database.server, actor, (sql) => work({ ...context(actor), sql }));

const HEAD = "网格编码,楼栋,房号,姓名,身份证号,居住方式,入住日期,人口类别\n";
const take = (csv: string, mode: "look" | "keep", columns?: string) =>
  importRegister(
    { ...context(leader), reply: { header: () => undefined } } as never,
    { place: VILLAGE, mode, ...(columns === undefined ? {} : { columns }) } as never,
    Readable.from([Buffer.from(csv)]) as never,
  ) as Promise<z.output<typeof contract.importRegister.result>>;
const rows = async () => {
  const [row] = await database.owner<{ doors: number; people: number; counted: number }[]>`
    select (select count(*)::int from door) as doors, (select count(*)::int from register_person) as people,
           (select coalesce(sum(delta), 0)::int from counter_pending where metric = 'household.registered') as counted`;
  return row;
};

const FILE = `${HEAD}${GRID},3,101,王小明,320583199003071239,租住,2019-06-01,流动
${GRID},3,101,李芳,,租住,2019-06-01,
${GRID},3,102,赵六,320583199003071231,自住,,户籍
${GRID},4,201,,,,,
,5,,孙七,,自住,昨天,
`;

test("a look says which rows are right and why the others are not, and keeps nothing", async () => {
  const look = await take(FILE, "look");
  expect(look).toMatchObject({ rows: 5, accepted: 3, rejected: 2, doorsAdded: 0 });
  expect(look.faults).toMatchObject([
    { line: 4, column: "idNumber", zh: "身份证号不对(位数、校验码或出生日期)" },
    { line: 6, column: "since", fault: "not-a-day" },
  ]);
  expect(await rows()).toEqual({ doors: 0, people: 0, counted: 0 });
});

test("kept once: the same file again, and a longer one with the same rows, double nobody", async () => {
  expect(await take(FILE, "keep")).toMatchObject({ doorsAdded: 2, personsAdded: 2, isKnown: false });
  expect(await take(FILE, "keep")).toMatchObject({ doorsAdded: 0, personsAdded: 0, isKnown: true });
  expect(await take(`${FILE}${GRID},3,101,周八,,租住,,\n`, "keep")).toMatchObject({ doorsAdded: 0, personsAdded: 1 });
  expect(await rows()).toEqual({ doors: 2, people: 3, counted: 2 });
  expect((await as(systemActor("32"), verifyCounters)).counterDifferences).toEqual([]);
});

test("the columns that were chosen are remembered for the next file with these headings", async () => {
  const csv = "甲,乙,丙\n7,701,吴九\n";
  expect(await take(csv, "look")).toMatchObject({ accepted: 0 });
  await expect(take(csv, "keep")).rejects.toMatchObject({ kind: { code: "households/columns-wrong" } });
  const columns = ["", "0", "", "", "1", "", "", "", "", "", "", "", "", "2", "", "", "", ""].join(",");
  expect(await take(csv, "keep", columns)).toMatchObject({ doorsAdded: 1, personsAdded: 1 });
  expect(await take("甲,乙,丙\n8,801,郑十\n", "look")).toMatchObject({ accepted: 1 });
});

test("the register is looked through by what doors are, and a door says who lived there since when", async () => {
  const asked = { area: VILLAGE as never, only: "floating" as const, limit: 100 };
  const { doors, total } = await as(leader, (ctx) => browse(ctx, asked, undefined));
  expect({ total, doors }).toMatchObject({
    total: 1,
    doors: [{ room: "101", people: 3, floating: 1, isRented: true, lastMoveOn: "2019-06-01", contested: [] }],
  });
  const found = async (q: string) =>
    (await as(leader, (ctx) => browse(ctx, { ...asked, only: "all", q }, undefined))).doors.map((door) => door.room);
  expect(await found("3-101")).toEqual(["101"]);
  expect(await found("3幢 10")).toEqual([]);
  const contested = await as(leader, (ctx) => browse(ctx, { ...asked, only: "contested" }, undefined));
  expect(contested.total).toBe(0);
  const doorId = doors[0]?.doorId ?? "";
  const shown = await as(leader, (ctx) => showDoor(ctx, { doorId }, undefined));
  expect(shown.households[0]?.people.map((one) => one.name).sort()).toEqual(["周八", "李芳", "王小明"].sort());
  const { total: none } = await as(leader, (ctx) =>
    browse(ctx, { ...asked, only: "all", since: "2019-07-01" }, undefined),
  );
  expect(none).toBe(0);
});

test("a large village is kept in batches, and a file beyond 20,000 rows is refused", async () => {
  const line = (n: number) => `${GRID},${100 + Math.floor(n / 200)},${1000 + (n % 200)},居民${n},,自住,,`;
  const many = (count: number) => `${HEAD}${Array.from({ length: count }, (_, n) => line(n)).join("\n")}\n`;
  expect(await take(many(2_500), "keep")).toMatchObject({ accepted: 2_500, doorsAdded: 2_500, personsAdded: 2_500 });
  await expect(take(many(20_001), "look")).rejects.toMatchObject({
    kind: { code: expect.stringMatching(/import-full|file-refused/) },
  });
}, 60_000);

test("what a report says becomes facts, once, and its author sees what they were used for", async () => {
  const [door] = await database.owner<
    { household_key: string }[]
  >`select household_key from door where room = '101' and building = '3'`;
  const [person] = await database.owner<
    { id: string; person_key: string }[]
  >`select id, person_key from register_person where person_key is not null`;
  const id = newId();
  await database.owner`
    insert into visit (county, id, person_key, household_key, door_key, place, visited_at, visited_on, recorded_at, by_post, by_role,
                       manner, result, spoken_to, temperature_tenths, symptoms, services_asked, services_done, persons_met, clues, disputes)
    values ('320583', ${id}, ${person?.person_key ?? ""}, ${door?.household_key ?? ""}, ${door?.household_key ?? ""}, ${GRID}, ${NOW},
            '2020-02-10', ${NOW}, ${worker.postId}, 'grid-worker', 'door', 'HOME_IN_PLACE', 'self', 365, '{}', '{groceries,masks}', '{}', 1, 0, 0)`;
  database.setNow(later(NOW, 60_000));
  expect(await readVisitsOnce(database.services)).toBe(1);
  expect(await readVisitsOnce(database.services)).toBe(0);
  const facts = await as(worker, (ctx) =>
    factsOf(ctx, { subjectIds: [person?.id ?? ""], attributes: ["person.temperature-tenths", "person.whereabouts"] }),
  );
  expect(facts.map((fact) => [fact.attribute, fact.value, fact.byPost])).toEqual([
    ["person.temperature-tenths", 365, worker.postId],
    ["person.whereabouts", "here", worker.postId],
  ]);
  // Whoever comes next to that door reads who asked, and when.
  const [asked] = await database.owner`
    select last_asked_by, last_asked_at from door where household_key = ${door?.household_key ?? ""}`;
  expect(asked).toEqual({ last_asked_by: worker.postId, last_asked_at: NOW });
  // Health is for health posts and whoever asked: the leader knows that it is known, not what.
  const others = await as(leader, (ctx) =>
    factsOf(ctx, { subjectIds: [person?.id ?? ""], attributes: ["person.temperature-tenths"] }),
  );
  expect(others).toMatchObject([{ value: null }]);
  const used = {
    kind: "report" as const,
    id: newId(),
    zh: "每日返乡人员统计表",
    en: "Daily table of those who returned",
  };
  await as(leader, (ctx) =>
    noteUse(
      ctx,
      facts.map((fact) => fact.id),
      used,
    ),
  );
  await as(leader, (ctx) =>
    noteUse(
      ctx,
      facts.map((fact) => fact.id),
      used,
    ),
  );
  const seen = await as(worker, (ctx) => returns(ctx, { limit: 100 }, undefined));
  expect(seen.uses.map((use) => [use.usedKind, use.records, use.title.zh])).toEqual(
    expect.arrayContaining([
      ["report", 2, "每日返乡人员统计表"],
      ["figure", 1, "徐公桥村 2020-02-10 走访统计(计入村、乡镇、县、市、省各级)"],
    ]),
  );
  // Temperature, symptoms, whereabouts, needs and the report itself; three of them went somewhere.
  expect(seen).toMatchObject({ collected: 5, used: 3 });
});
