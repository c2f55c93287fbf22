/** Golden scenario 20 the whole way (reference/domain.md §7.3): case bulletins by the command line, the brief over HTTP. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const database = await testDatabase(instant("2020-03-09T07:00:00+08:00"));
const server = await testServer(database);
const { dataDir } = inject("postgres");

/** Cumulative bulletins of the province: 629, then 631 on 18 February, then nothing new; or one more from a day on. */
function bulletins(oneMoreFrom: string | null): string {
  const days = Array.from({ length: 21 }, (_, n) => new Date(Date.UTC(2020, 1, 17 + n)).toISOString().slice(0, 10));
  const confirmed = (day: string) =>
    (day < "2020-02-18" ? 629 : 631) + (oneMoreFrom !== null && day >= oneMoreFrom ? 1 : 0);
  const rows = days.map((day) => `${day},320000,,${confirmed(day)},0,0,0`);
  return ["date,province,city,confirmed,suspected,cured,dead", ...rows, ""].join("\n");
}

function load(text: string): void {
  const file = join(mkdtempSync(join(dataDir, "bulletins-")), "cases.csv");
  writeFileSync(file, text);
  execFileSync(process.execPath, ["cli/main.ts", "brief", "load", file], {
    env: { ...process.env, DATABASE_URL: database.ownerUrl, WANGGE_DATA_DIR: dataDir, WANGGE_DEMO: "off" },
  });
}

test("scenario 20, streak: bulletins all zero from 19 February to 8 March are 19 days; one case added on 25 February makes them 12", async () => {
  await testPlaces(database.owner, { "32": "江苏省" });
  const analyst = await server.as(await testPost(database.owner, { role: "analyst", area: "32" }));
  const brief = async () => (await analyst.call("GET", "/areas/32/brief?day=2020-03-08")).body;
  load(bulletins(null));
  expect(await brief()).toMatchObject({
    cases: { own: { confirmed: 631, newConfirmed: 0, daysWithoutNew: 19 } },
    textZh: expect.stringContaining("19天"),
  });
  load(bulletins("2020-02-25"));
  expect(await brief()).toMatchObject({
    cases: { own: { confirmed: 632, newConfirmed: 0, daysWithoutNew: 12 } },
    textZh: expect.stringContaining("12天"),
  });
});
