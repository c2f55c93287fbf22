import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMobile, residentNumberFault } from "#kernel/identity.ts";
import { openWorker } from "./chunks.ts";
import type { Format } from "./files.ts";
import { countiesOfChina, placesOfJiangsu } from "./places.ts";
import { ratesWith } from "./rates.ts";
import { type SimulateOptions, simulate } from "./simulate.ts";
import { worldOf } from "./world.ts";

let root: string;
let connection: DuckDBConnection;
let today: string;
let tomorrow: string;

const options = (out: string, changed: Partial<SimulateOptions> = {}): SimulateOptions => ({
  persons: 40_000,
  seed: 7,
  counties: ["320583", "320582"],
  until: "2020-02-10",
  days: 14,
  out,
  format: "parquet",
  rates: ratesWith({}, false),
  ...changed,
});
const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
const single = async (sql: string) => Number((await rows(sql))[0]?.[0]);
const table = (out: string, feed: string) => `read_parquet('${out}/feeds/${feed}*.parquet')`;

async function hashOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const sums = files.map(async (file) => {
    const path = join(file.parentPath, file.name);
    return `${path.slice(folder.length)} ${createHash("sha256")
      .update(await readFile(path))
      .digest("hex")}`;
  });
  return (await Promise.all(sums)).sort().join("\n");
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "wangge-simulate-"));
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("set timezone = 'Asia/Shanghai'");
  [today, tomorrow] = [join(root, "today"), join(root, "tomorrow")];
  await simulate(options(today));
  await simulate(options(tomorrow, { until: "2020-02-11" }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("the same arguments and seed", () => {
  test.each<Format>(["parquet", "csv", "mixed"])(
    "give the same bytes as %s, another seed gives others",
    async (format) => {
      const outs = ["one", "two", "three"].map((name) => join(root, `${format}-${name}`));
      for (const [index, out] of outs.entries())
        await simulate(options(out, { persons: 3_000, format, seed: index === 2 ? 8 : 7 }));
      const [one, two, three] = await Promise.all(outs.map(hashOf));
      expect(two).toBe(one);
      expect(three).not.toBe(one);
    },
  );
});

describe("persons", () => {
  test("live in households of the sizes of Jiangsu: a quarter alone, three in ten by two, 2.6 in the mean", async () => {
    const clean = join(root, "clean");
    await simulate(options(clean, { rates: ratesWith({}, true) }));
    const sizes = await rows(
      `select size, count(*) / sum(count(*)) over () from (select count(*) as size from ${table(clean, "police/residents")} group by household_id) group by size order by size`,
    );
    const share = new Map(sizes.map(([size, part]) => [Number(size), Number(part)]));
    for (const [size, part] of [
      [1, 0.245],
      [2, 0.298],
      [3, 0.218],
      [4, 0.137],
      [5, 0.062],
    ] as const)
      expect(Math.abs((share.get(size) ?? 0) - part)).toBeLessThan(0.005);
    expect(
      await single(`select count(*) / count(distinct household_id) from ${table(clean, "police/residents")}`),
    ).toBeCloseTo(2.6, 1);
    expect(await single(`select count(*) from ${table(clean, "police/residents")}`)).toBe(40_000);
    expect(await single(`select count(distinct id_type || id_number) from ${table(clean, "police/residents")}`)).toBe(
      40_000,
    );
    const faults = (
      await rows(`select distinct id_number from ${table(clean, "police/residents")} where id_type = '111'`)
    ).filter(([id]) => residentNumberFault(String(id), "2020-02-10") !== null);
    expect(faults).toEqual([]);
    const phones = await rows(
      `select distinct phone from ${table(clean, "police/residents")} where phone is not null and phone not like '+%'`,
    );
    expect(phones.every(([phone]) => isMobile(String(phone)))).toBe(true);
  });

  test("have numbers of which only the stated share is faulty: 0.3 % typed wrong, 1 % in another form, 3 % other documents", async () => {
    const all = await rows(`select id_type, id_number from ${table(today, "police/residents")}`);
    const cards = all.filter(([type]) => type === "111").map(([, id]) => String(id));
    const inForm = cards.filter((id) => /^\d{17}[\dX]$/.test(id));
    const faulty = inForm.filter((id) => residentNumberFault(id, "2020-02-10") !== null);
    expect(faulty.length / inForm.length).toBeGreaterThan(0.0015);
    expect(faulty.length / inForm.length).toBeLessThan(0.0045);
    // One form in four is a small x, which only numbers that end in X show.
    expect(1 - inForm.length / cards.length).toBeGreaterThan(0.005);
    expect(1 - inForm.length / cards.length).toBeLessThan(0.0115);
    expect(1 - cards.length / all.length).toBeGreaterThan(0.025);
    expect(1 - cards.length / all.length).toBeLessThan(0.035);
  });

  test("share and miss phones, move and are written twice about as often as stated", async () => {
    const odd = (condition: string) =>
      single(`select count(*) filter (${condition}) / 40000.0 from read_parquet('${today}/truth/oddities-*.parquet')`);
    const near = (value: number, stated: number) => expect(Math.abs(value / stated - 1)).toBeLessThan(0.15);
    near(await odd("where moved"), 0.08);
    near(await odd("where second_id is not null"), 0.03);
    const address = await single(
      `select count(*) filter (where not regexp_matches(address, '^(昆山|张家港)市.+(镇|道|区|园|农场|圃).*[社村].*(室|号)$')) / count(*) from ${table(today, "police/residents")}`,
    );
    expect(address).toBeGreaterThan(0.01);
    expect(address).toBeLessThan(0.06);
    const register = table(today, "police/residents");
    const twice = await single(
      `select 1 - count(distinct household_id || name || id_number) / count(*) from ${register}`,
    );
    expect(twice).toBeGreaterThan(0.007);
    expect(twice).toBeLessThan(0.013);
    const written = await single(`select count(distinct household_id || name || id_number) / 40000 from ${register}`);
    expect(written).toBeGreaterThan(0.985);
    expect(written).toBeLessThan(0.995);
  });
});

test("a worker computes with one thread in bounded memory, so that order and size of the world don't matter", async () => {
  const world = worldOf(options(today));
  const { connection: worker, close } = await openWorker(world);
  const [settings] = (
    await worker.runAndReadAll("select current_setting('threads'), current_setting('memory_limit')")
  ).getRowsJson();
  close();
  expect(settings).toEqual(["1", "953.6 MiB"]);
});

describe("places", () => {
  test("are real everywhere: grids below villages of the counties, origins counties of the country", async () => {
    const [own, china] = [placesOfJiangsu(), countiesOfChina()];
    const grids = await rows(`select distinct area from ${table(today, "police/residents")}`);
    expect(grids.every(([code]) => String(code).length === 15 && own.has(String(code).slice(0, 12)))).toBe(true);
    expect(grids.every(([code]) => ["320583", "320582"].includes(String(code).slice(0, 6)))).toBe(true);
    const others = await rows(
      `select distinct from_area from ${table(today, "police/trips")} union select distinct to_area from ${table(today, "police/trips")} union select distinct area from ${table(today, "telecom/stays")}`,
    );
    expect(others.filter(([code]) => !china.has(String(code)))).toEqual([]);
  });

  test("have grids of at most 500 households, nearly all of at least 250, and grids.csv names them", async () => {
    const lines = (await readFile(join(today, "grids.csv"), "utf8")).trim().split("\n");
    expect(lines[0]).toBe("code,name,households");
    const counts = lines.slice(1).map((line) => Number(line.split(",")[2]));
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
    expect(counts.filter((count) => count < 250).length / counts.length).toBeLessThan(0.25);
  });
});

describe("journeys", () => {
  test("follow the case file: arrivals by city of Hubei go with its cases, Wuhan's before all others", async () => {
    const big = join(root, "big");
    await simulate(options(big, { persons: 200_000, rates: ratesWith({ outbreak: 1, returning: 0.5 }, true) }));
    const counted = await rows(
      `select substr(origin, 1, 4) as city, count(*) from read_parquet('${big}/truth/journeys-*.parquet') where origin like '42%' and origin not like '4290%' group by city order by 2 desc`,
    );
    expect(counted[0]?.[0]).toBe("4201");
    // Confirmed cases on 2020-03-31 by the case file, read by hand: Wuhan, Xiaogan, Huanggang, Jingzhou, Ezhou, Suizhou, Xiangyang, Huangshi, Yichang, Jingmen, Xianning, Shiyan, Enshi.
    const cases = new Map(
      Object.entries({
        4201: 50006,
        4209: 3518,
        4211: 2907,
        4210: 1580,
        4207: 1394,
        4213: 1307,
        4206: 1175,
        4202: 1015,
        4205: 931,
        4208: 928,
        4212: 836,
        4203: 672,
        4228: 252,
      }),
    );
    const pairs = counted.flatMap(([city, count]) =>
      cases.has(String(city)) ? [[Math.log(cases.get(String(city)) ?? 1), Math.log(Number(count))]] : [],
    );
    expect(pairs.length).toBe(13);
    expect(correlation(pairs)).toBeGreaterThan(0.95);
  });

  test("agree with the masts: who rode home from elsewhere has a stay there that ends with the departure and one here that begins with the arrival", async () => {
    const matched = `
      select count(*) filter (where there.phone is not null) / count(*), count(*) filter (where here.phone is not null) / count(*)
        from read_parquet('${today}/truth/journeys-*.parquet') j
        left join (select distinct on (phone, area) * from ${table(today, "telecom/stays")}) there
          on there.phone = j.phone_now and there.area = j.origin and abs(date_diff('minute', there.left_at, j.there_until)) <= 30
        left join (select distinct on (phone, area, arrived_at) * from ${table(today, "telecom/stays")}) here
          on here.phone = j.phone_now and here.area = j.county and abs(date_diff('minute', here.arrived_at, j.here_from)) <= 15
       where j.resident and not j.ghost and j.phone_now is not null and j.here_from between timestamptz '2020-01-30 00:00:00+08' and timestamptz '2020-02-09 00:00:00+08'
         and j.person not in (select person from read_parquet('${today}/truth/oddities-*.parquet') where no_phone_of_his_own)`;
    const [there, here] = (await rows(matched))[0] ?? [];
    expect(Number(there)).toBeGreaterThan(0.97);
    expect(Number(here)).toBeGreaterThan(0.97);
  });

  test("do not lie within another stay: no handset is in two counties at once, but for numbers that two people use", async () => {
    const overlaps = await single(`select count(*) from (
        select phone, left_at, lead(arrived_at) over (partition by phone order by arrived_at) as next from (select distinct * from ${table(today, "telecom/stays-0")}))
      where left_at > next`);
    expect(overlaps).toBe(0);
  });
});

describe("the next day", () => {
  test.each([
    ["police/residents", "true", "*"],
    ["police/trips", "arrived_at > timestamptz '2020-01-29 00:00:00+08'", "*"],
    ["telecom/stays", "left_at > timestamptz '2020-01-29 00:00:00+08'", "*"],
    ["telecom/stays", "left_at is null", "phone, area, arrived_at"],
    ["health/cases", "true", "*"],
    ["health/contacts", "last_contact_on >= date '2020-01-15'", "*"],
    ["health/areas", "true", "area, level, since"],
  ])("knows all that today's %s knows where %s", async (feed, condition, columns) => {
    const lost = await single(
      `select count(*) from (select ${columns} from ${table(today, feed)} where ${condition} except select ${columns} from ${table(tomorrow, feed)})`,
    );
    expect(lost).toBe(0);
  });

  test("knows more cases and trips", async () => {
    expect(
      await single(
        `select max(reported_on) = date '2020-02-11' from ${table(tomorrow, "health/cases")} where reported_on <= date '2020-02-11'`,
      ),
    ).toBeDefined();
    expect(
      await single(
        `select count(*) from ${table(tomorrow, "police/trips")} where departed_at >= timestamptz '2020-02-11 00:00:00+08'`,
      ),
    ).toBeGreaterThan(20);
    expect(
      await single(
        `select count(*) from ${table(today, "police/trips")} where departed_at >= timestamptz '2020-02-11 00:00:00+08'`,
      ),
    ).toBe(0);
  });
});

/** Pearson's coefficient. */
function correlation(pairs: readonly (readonly number[])[]): number {
  const mean = (index: number) => pairs.reduce((sum, pair) => sum + (pair[index] ?? 0), 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x = 0, y = 0] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
