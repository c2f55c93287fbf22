import { expect, test } from "vitest";
import { keepRows } from "#capabilities/households/import-rows.ts";
import { PLACES } from "#capabilities/tasks/list.testing.ts";
import { instant } from "#kernel/time.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { beginField } from "./demo-field.ts";

const GRID = "320583101201001";
const NOW = instant("2020-02-10T08:30:00+08:00");

test("the demo's field begins once, by the use cases: day five of an observation, a screening, help, a clue, a quarrel, a notice", async () => {
  const { owner, services } = await testDatabase(NOW);
  await testPlaces(owner, PLACES);
  const said: string[] = [];
  const begin = () => beginField(services, GRID, "wangge-demo", (step) => void said.push(step));
  await begin();
  expect(said).toEqual([`What is under way in the field stays out: no grid-worker of ${GRID}`]);
  const worker = await testPost(owner, { role: "grid-worker", area: GRID, isPrimary: true });
  for (const [role, area] of [
    ["health-worker", "320583"],
    ["police-officer", "320583"],
    ["operator", "320583101"],
    ["operator", "320583"],
  ] as const)
    await testPost(owner, { role, area });
  const person = (line: number, name: string, idNumber: string, relation: "head" | "spouse") => ({
    line,
    place: GRID,
    kind: "dwelling" as const,
    building: "1",
    stair: "1",
    floor: "1",
    room: "101",
    villagerGroup: null,
    doorNumber: null,
    walkOrder: 10,
    isRented: false,
    tenure: "owner" as const,
    since: null,
    phone: null,
    isVacant: false,
    name,
    idNumber,
    relation,
    residence: ["resident" as const],
  });
  await asActor(services.db, worker, (sql) =>
    keepRows({ sql, actor: worker, now: NOW, services, requestId: newId(), commandId: newId(), madeAt: NOW }, [
      person(2, "周建国", "320583199003071239", "head"),
      person(3, "李秀英", "320583198805120026", "spouse"),
      ...["102", "201", "202", "301"].map((room, at) => ({
        ...person(4 + at, `住户${room}`, "", "head"),
        idNumber: null,
        room,
        walkOrder: 20 + at,
      })),
    ]),
  );
  await begin();
  await begin();
  expect(said.slice(1)).toEqual([]);
  expect([...(await owner`select state, d_zero::text, days from observation`)]).toEqual([
    { state: "ACTIVE", d_zero: "2020-02-05", days: 14 },
  ]);
  const counted = await owner`
    select (select count(*) from observation_proposal where decision is null)::int as proposed,
           (select count(*) from care_seat where until_at is null and post_id is not null)::int as seats,
           (select count(*) from campaign)::int as campaigns, (select count(*) from campaign_mark)::int as marks, (select count(*) from service_request)::int as services,
           (select count(*) from clue)::int as clues, (select count(*) from dispute)::int as disputes,
           (select count(*) from publicity_item where approved_at is not null)::int as published,
           (select count(*) from centre_line where place = '320583')::int as lines`;
  expect(counted[0]).toEqual({
    proposed: 1,
    seats: 4,
    campaigns: 1,
    marks: 5,
    services: 1,
    clues: 1,
    disputes: 1,
    lines: 1,
    published: 2,
  });
});
