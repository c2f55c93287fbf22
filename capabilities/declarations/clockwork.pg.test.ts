import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { blobPath } from "#capabilities/intake/take.ts";
import { type Instant, instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testResident } from "#testing/database.ts";
import { readAreasOnce } from "./areas.ts";
import { remindOnce } from "./check-ins.ts";

const NOW = instant("2020-02-10T08:59:00+08:00");
const { owner, services, setNow } = await testDatabase(NOW);
await testPlaces(owner, { "32": "江苏省" });
const at = (time: string): Instant => instant(`2020-02-10T${time}+08:00`);

async function holder(colour: string, until: Instant | null = null): Promise<string> {
  const personKey = crypto.randomUUID();
  await owner`
    insert into code_current (person_key, place, seq, colour, until) values (${personKey}, '320583', 1, ${colour}, ${until})`;
  return personKey;
}

async function checkIn(personKey: string, half: string): Promise<void> {
  const residentId = await testResident(owner, [personKey]);
  await owner`
    insert into check_in (person_key, day, half, id, at, temperature_tenths, symptoms, resident_id)
    values (${personKey}, '2020-02-10', ${half}, ${newId()}, ${NOW}, 365, '{}', ${residentId})`;
}

const told = async (personKey: string) =>
  (await owner`select subject from notice where person_key = ${personKey} order by subject`).map(
    (row) => row["subject"],
  );

test("red and yellow are reminded each half-day, pending and blue once a day, green and whoever checked in never", async () => {
  const [red, yellow, done, pending, minutes, early, green, blue] = await Promise.all([
    holder("red"),
    holder("yellow"),
    holder("yellow"),
    holder("pending", at("23:00:00")),
    // Pending while a declaration is checked: he has just told how he is.
    holder("pending", at("15:05:00")),
    holder("pending"),
    holder("green"),
    holder("green"),
  ]);
  await owner`
    insert into evidence (id, person_key, kind, source, source_id, since, until, facts, recorded_at, recorded_role, mac)
    values (${newId()}, ${blue}, 'assessment-blue', 'assessment', 'x', ${NOW}, '2020-02-20T00:00+08', '{}', ${NOW}, 'system', '')`;
  await checkIn(done, "morning");
  await checkIn(early, "morning");
  expect(await remindOnce(services)).toBe(0);
  setNow(at("09:00:00"));
  expect(await remindOnce(services)).toBe(2);
  expect(await remindOnce(services)).toBe(0);
  setNow(at("14:59:00"));
  expect(await remindOnce(services)).toBe(0);
  setNow(at("15:00:00"));
  // Red, and both yellow in the second half; pending and blue for the day.
  expect(await remindOnce(services)).toBe(5);
  expect(await remindOnce(services)).toBe(0);
  const [morning, afternoon, day] = [
    "check-in/2020-02-10/morning",
    "check-in/2020-02-10/afternoon",
    "check-in/2020-02-10",
  ];
  expect(await told(red)).toEqual([afternoon, morning]);
  expect(await told(yellow)).toEqual([afternoon, morning]);
  expect(await told(done)).toEqual([afternoon]);
  expect(await told(pending)).toEqual([day]);
  expect(await told(blue)).toEqual([day]);
  for (const nobody of [minutes, early, green]) expect(await told(nobody)).toEqual([]);
});

test("more than a thousand reminders go out by themselves: each is one person's own duty", async () => {
  setNow(instant("2020-02-11T09:00:00+08:00"));
  await owner`
    insert into code_current (person_key, place, seq, colour) select gen_random_uuid(), '320584', 1, 'yellow' from generate_series(1, 2500)`;
  expect(await remindOnce(services)).toBe(2503);
  expect((await owner`select from mass_notice`).count).toBe(0);
});

async function feed(day: string, content: Buffer, name = "health/areas.csv"): Promise<void> {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const path = blobPath(services.settings.dataDir, sha256);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await owner`
    insert into feed_file (id, day, name, sha256, bytes, received_at, channel)
    values (${newId()}, ${day}, ${name}, decode(${sha256}, 'hex'), ${content.length}, ${NOW}, 'upload')`;
}
const areas = async () =>
  (await owner`select area, level, until from risk_area order by area`).map((row) => [
    row["area"],
    row["level"],
    row["until"],
  ]);

test("the newest list up to today replaces the one before, plain or gzipped; what does not fit is left out", async () => {
  setNow(instant("2020-02-10T10:00:00+08:00"));
  expect(await readAreasOnce(services)).toBe(0);
  expect(await areas()).toEqual([]);
  await feed("2020-02-09", Buffer.from("area,level,since,until\n42,high,2020-01-01,\n"));
  await readAreasOnce(services);
  expect(await areas()).toEqual([["42", "high", null]]);
  const text =
    "\uFEFFlevel,area,until,since\r\nmedium,330304,2020-02-20,2020-01-20\r\nlow,330305,,2020-01-01\r\nhigh,xx,,2020-01-01\r\nhigh,42,,not a day\r\n";
  await feed("2020-02-10", gzipSync(text), "health/areas.csv.gz");
  // Tomorrow's list does not count today.
  await feed("2020-02-11", Buffer.from("area,level,since,until\n31,high,2020-01-01,\n"));
  await readAreasOnce(services);
  await readAreasOnce(services);
  expect(await areas()).toEqual([["330304", "medium", "2020-02-20"]]);
});
