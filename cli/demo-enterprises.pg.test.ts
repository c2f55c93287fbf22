import { expect, test } from "vitest";
import { personKeyOf, phoneKeyOf } from "#capabilities/people/keys.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testResident } from "#testing/database.ts";
import { applyOnce } from "./demo-enterprises.ts";

const PERSON = { name: "王某", number: "320583198001010008", phone: "13800000001", area: "320583100001" };

test("the demo's enterprise applies once; without its resident the demo goes on and says so", async () => {
  const database = await testDatabase(instant("2020-02-10T08:30:00+08:00"));
  const { owner, services } = database;
  await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583100": "玉山镇" });
  const said: string[] = [];
  const say = (step: string) => void said.push(step);
  await applyOnce(services, PERSON, say);
  expect(said).toEqual(["The demo's enterprise stays out: its manager has no account"]);

  const { provinceKey } = services.keys;
  const id = await testResident(owner, [personKeyOf(provinceKey, "111", PERSON.number)]);
  await owner`update resident set phone_key = ${phoneKeyOf(provinceKey, PERSON.phone)} where id = ${id}`;
  await applyOnce(services, PERSON, say);
  await applyOnce(services, PERSON, say);
  expect(said).toHaveLength(1);
  const rows =
    await owner`select e.place, r.state, r.roster_count from enterprise e join resumption r on r.enterprise_id = e.id`;
  expect([...rows]).toEqual([{ place: "320583100", state: "at-township", roster_count: 2 }]);
});
