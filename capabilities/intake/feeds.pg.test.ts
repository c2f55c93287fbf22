import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { csvOf, fromWuhan, type Posts, provincialPosts, put, WUHAN_IS_HIGH } from "./day.testing.ts";
import { makeWatcher } from "./watch.ts";

const NOW = instant("2020-02-10T01:00:00Z");
let database: TestDatabase;
let server: TestServer;
let posts: Posts;
let watchDir: string;

beforeAll(async () => {
  const plain = await testDatabase(NOW);
  watchDir = mkdtempSync(join(plain.services.settings.dataDir, "watch-"));
  const dataDir = mkdtempSync(join(plain.services.settings.dataDir, "feeds-"));
  const settings = { ...plain.services.settings, feedMaxBytes: 300_000, watchDir, dataDir };
  database = { ...plain, services: { ...plain.services, settings } };
  server = await testServer(database);
  posts = await provincialPosts(database);
});
afterAll(() => rmSync(watchDir, { recursive: true, force: true }));

const AREAS = csvOf("health/areas", [WUHAN_IS_HIGH]);
const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const standing = async (day: string) => {
  const { body } = await (await server.as(posts.analyst)).call("GET", `/feeds/${day}`);
  return (body as { files: { name: string; sha256: string; supersededBy: string | null }[] }).files;
};

test("a file is taken with its hash, and its receipt says who and when", async () => {
  const answer = await put(server, posts.health, "2020-02-10/health/areas.csv", AREAS);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ state: "taken", supersedes: null });
  const [file] = await standing("2020-02-10");
  expect(file).toMatchObject({
    name: "health/areas.csv",
    sha256: sha(AREAS),
    bytes: Buffer.byteLength(AREAS),
    receivedAt: "2020-02-10T01:00:00.000Z",
    receivedBy: { displayName: "signatory 32" },
    channel: "upload",
    supersededBy: null,
    receipt: null,
  });
});

test("the same content twice is taken once, also under another name, and the answer says so", async () => {
  const text = csvOf("police/trips", [fromWuhan(1, "2020-02-01")]);
  expect((await put(server, posts.police, "2020-02-11/police/trips.csv", text)).body).toMatchObject({ state: "taken" });
  for (const name of ["trips.csv", "trips-again.csv"])
    expect((await put(server, posts.police, `2020-02-11/police/${name}`, text)).body).toMatchObject({
      state: "already-taken",
      file: { name: "police/trips.csv" },
    });
  expect(await standing("2020-02-11")).toHaveLength(1);
});

test("a corrected file supersedes by name and day; the old one stays on record; a return to the old content stands again", async () => {
  const [first, second] = [csvOf("telecom/stays", []), `${csvOf("telecom/stays", [])}\n`];
  await put(server, posts.telecom, "2020-02-12/telecom/stays.csv", first);
  const corrected = await put(server, posts.telecom, "2020-02-12/telecom/stays.csv", second);
  expect(corrected.body).toMatchObject({ state: "taken" });
  expect(corrected.body["supersedes"]).not.toBeNull();
  expect((await standing("2020-02-12")).map((file) => [file.sha256, file.supersededBy === null])).toEqual([
    [sha(second), true],
    [sha(first), false],
  ]);
  const back = await put(server, posts.telecom, "2020-02-12/telecom/stays.csv", first);
  expect(back.body).toMatchObject({ state: "taken", file: { sha256: sha(first), supersededBy: null } });
  expect((await standing("2020-02-12")).filter((file) => file.supersededBy === null)).toHaveLength(1);
});

test("ten hand-overs of one name at the same moment leave exactly one standing", async () => {
  const bodies = Array.from({ length: 10 }, (_, n) => csvOf("police/trips", [fromWuhan(n + 1, "2020-02-01")]));
  const answers = await Promise.all(
    bodies.map((body) => put(server, posts.police, "2020-02-13/police/trips.csv", body)),
  );
  expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 200));
  const files = await standing("2020-02-13");
  expect(files).toHaveLength(10);
  expect(files.filter((file) => file.supersededBy === null)).toHaveLength(1);
});

test("each department hands in its own folder only; the province's operator any; nobody else", async () => {
  const tries: [keyof Posts | null, string, number, string][] = [
    ["telecom", "police/trips.csv", 403, "intake/other-department"],
    ["police", "health/cases.csv", 403, "intake/other-department"],
    ["chair", "health/cases.csv", 403, "intake/other-department"],
    ["analyst", "health/cases.csv", 403, "common/not-your-duty"],
    ["auditor", "health/cases.csv", 403, "common/not-your-duty"],
    ["county", "health/cases.csv", 404, "common/not-found"],
    [null, "health/cases.csv", 401, "common/not-signed-in"],
  ];
  for (const [who, path, status, code] of tries) {
    const answer = await put(server, who === null ? null : posts[who], `2020-02-14/${path}`, "x");
    expect([who, answer.status, answer.body["code"]]).toEqual([who, status, code]);
  }
  expect(await standing("2020-02-14")).toEqual([]);
  expect((await put(server, posts.operator, "2020-02-14/health/areas.csv", AREAS)).status).toBe(200);
});

test.each([
  ["..%2Ftrips.csv", 422],
  ["trips-..%2F..%2Fx.csv", 422],
  ["%2Fetc%2Fpasswd", 422],
  ["trips.csv%00.txt", 422],
  ["trips.exe", 422],
  ["cases.csv", 422],
  ["%252e%252e%252ftrips.csv", 422],
  ["..%5Ctrips.csv", 422],
  [`${"t".repeat(121)}.csv`, 400],
])("the name %s is refused, and nothing is written", async (name, status) => {
  const answer = await put(server, posts.police, `2020-02-15/police/${name}`, "x");
  expect(answer.status).toBe(status);
  expect(await standing("2020-02-15")).toEqual([]);
});

test.each([
  ["2020-02-30/police/trips.csv"],
  ["yesterday/police/trips.csv"],
  ["2020-02-15/field/places.csv"],
  ["2020-02-15/declared/places.csv"],
  ["2020-02-15/secret/trips.csv"],
])("the path %s has the wrong shape", async (path) => {
  expect((await put(server, posts.operator, path, "x")).status).toBe(400);
});

test("an empty file, one over the limit (said or streamed), and one that breaks off leave nothing behind", async () => {
  expect((await put(server, posts.police, "2020-02-16/police/trips.csv", "")).body["code"]).toBe("intake/empty-file");
  const large = "x".repeat(300_001);
  expect((await put(server, posts.police, "2020-02-16/police/trips.csv", large)).body["code"]).toBe(
    "intake/file-too-large",
  );
  expect(await streamed("2020-02-16/police/trips.csv", 400_000, false)).toBe(413);
  expect(await streamed("2020-02-16/police/trips.csv", 1000, true)).toBeNull();
  expect(await standing("2020-02-16")).toEqual([]);
  expect(readdirSync(join(database.services.settings.dataDir, "feeds/incoming"))).toEqual([]);
});

test("a file much larger than a JSON body may be is taken", async () => {
  const rows = Array.from({ length: 1500 }, (_, n) => fromWuhan(n % 500, "2020-02-01"));
  const text = csvOf("police/trips", rows);
  expect(text.length).toBeGreaterThan(100_000);
  expect((await put(server, posts.police, "2020-02-17/police/trips.csv", text)).status).toBe(200);
});

/** Sends `bytes` without saying how many; when it breaks off, the socket is cut. Gives the status, null without an answer. */
async function streamed(path: string, bytes: number, breaksOff: boolean): Promise<number | null> {
  const { token } = await server.as(posts.police);
  return new Promise((resolve) => {
    const sent = request(`${server.url}/api/v1/feeds/${path}`, {
      method: "PUT",
      headers: {
        "content-type": "application/octet-stream",
        authorization: `Bearer ${token}`,
        ...(breaksOff ? { "content-length": bytes * 2 } : { "transfer-encoding": "chunked" }),
      },
    });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    sent.on("error", () => resolve(null));
    if (breaksOff) {
      sent.write("x".repeat(bytes));
      setTimeout(() => sent.destroy(), 200);
      return;
    }
    for (let at = 0; at < bytes; at += 50_000) sent.write("x".repeat(50_000));
    sent.end();
  });
}

test("the watched folder: a file is taken when it stood still for a turn, once, and links and strange names never", async () => {
  const turn = makeWatcher();
  const folder = join(watchDir, "2020-02-18", "police");
  mkdirSync(folder, { recursive: true });
  const text = csvOf("police/trips", [fromWuhan(3, "2020-02-02")]);
  writeFileSync(join(folder, "trips-01.csv"), text);
  writeFileSync(join(folder, "trips-01.csv.tmp"), "half");
  writeFileSync(join(watchDir, "2020-02-18", "police", "notes.txt"), "x");
  symlinkSync("/etc/hostname", join(folder, "trips-02.csv"));
  await turn(database.services);
  expect(await standing("2020-02-18")).toEqual([]);
  writeFileSync(join(folder, "trips-01.csv"), `${text}\n`);
  await turn(database.services);
  expect(await standing("2020-02-18")).toEqual([]);
  await turn(database.services);
  await turn(database.services);
  expect(await standing("2020-02-18")).toMatchObject([
    { name: "police/trips-01.csv", sha256: sha(`${text}\n`), channel: "folder", receivedBy: null },
  ]);
  const afterRestart = makeWatcher();
  await afterRestart(database.services);
  await afterRestart(database.services);
  expect(await standing("2020-02-18")).toHaveLength(1);
});

test("days with files are listed newest first", async () => {
  const { status, body } = await (await server.as(posts.auditor)).call("GET", "/feeds?before=2020-02-12");
  expect(status).toBe(200);
  expect((body as { days: { day: string }[] }).days.map((one) => one.day)).toEqual(["2020-02-11", "2020-02-10"]);
});

test("each hand-over is in the audit log, without a word of its contents", async () => {
  const rows = await database.owner<{ detail: Record<string, unknown> }[]>`
    select detail from audit_pending where action = 'feed.take' order by at, id`;
  expect(rows.length).toBeGreaterThan(10);
  expect(JSON.stringify(rows)).not.toMatch(/某\d|1399999/);
});
