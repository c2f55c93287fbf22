import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { HOUR, instant, later, MINUTE } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { countOnce } from "./statistics.ts";

const NOON = instant("2020-02-10T12:00:00+08:00");
let database: TestDatabase;
let server: TestServer;

/** So many holders of a colour in a county, decided some hours ago. */
async function holders(county: string, colour: string, count: number, hoursAgo = 0): Promise<void> {
  for (let at = 0; at < count; at++) {
    const key = randomUUID();
    await database.owner`
      insert into code_current (person_key, place, seq, colour) values (${key}, ${county}, 1, ${colour})`;
    await database.owner`
      insert into colour_decision (person_key, seq, id, place, new_colour, rule, rule_set, evidence_ids, at, cause, mac)
      values (${key}, 1, ${randomUUID()}, ${county}, ${colour}, 'test', 'test', '{}', ${later(NOON, -hoursAgo * HOUR)},
              'enrol', '')`;
  }
}
const show = async () => (await (await server.as(null)).call("GET", "/statistics")).body as Record<string, unknown>;

beforeAll(async () => {
  database = await testDatabase(NOON);
  server = await testServer(database);
  await testPlaces(database.owner, { "32": "江苏省", "3201": "南京市", "3205": "苏州市", "320583": "昆山市" });
});

test("before anything was counted it says so", async () => {
  expect(await show()).toMatchObject({ asOf: null, province: null, cities: [] });
});

test("counts by city, suppresses few, and gives the median of hours under restriction", async () => {
  await holders("320583", "red", 3, 30);
  await holders("320102", "red", 40, 50);
  await holders("320583", "yellow", 12, 10);
  await holders("320583", "green", 25);
  expect(await countOnce(database.services)).toBe(1);
  expect(await show()).toMatchObject({
    asOf: "2020-02-10T04:00:00.000Z",
    province: { name: "江苏省", byColour: { red: 43, yellow: 12, pending: 0, green: 25 } },
    cities: [
      { place: "3201", name: "南京市", byColour: { red: "hidden", yellow: 0, green: 0 } },
      { place: "3205", name: "苏州市", byColour: { red: "small", yellow: 12, green: 25 } },
    ],
    // 12 of 10 hours, 3 of 30, 40 of 50: the middle one of 55 is one of the forty.
    medianHoursRestricted: 50,
    holdsOpen: 0,
  });
});

test("counts every five minutes, not more often", async () => {
  database.setNow(later(NOON, 4 * MINUTE));
  expect(await countOnce(database.services)).toBe(0);
  database.setNow(later(NOON, 5 * MINUTE));
  expect(await countOnce(database.services)).toBe(1);
  expect(await show()).toMatchObject({ asOf: "2020-02-10T04:05:00.000Z" });
});
