import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { touchInboxes } from "#platform/inbox.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { PLACES } from "./list.testing.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const GRID = "320583101201001";
let database: TestDatabase;
let server: TestServer;
let worker: Actor;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  server = await testServer(database, { clockwork: true });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
});

type Heard = { readonly id: string; readonly data: { version: number; waitMs: number } };
/** An open line: `next` waits for the next event; `isEnded` once the server closed it. */
async function follow(actor: Actor, lastEventId?: string) {
  const { token } = await server.as(actor);
  const stop = new AbortController();
  const response = await fetch(`${server.url}/api/v1/inbox/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    signal: stop.signal,
  });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    stop: () => stop.abort(),
    async next(): Promise<Heard | "ended"> {
      for (;;) {
        const match = /id: (\d+)\nevent: inbox\ndata: (.*)\n\n/.exec(text);
        if (match) {
          text = text.slice(match.index + match[0].length);
          return { id: match[1] ?? "", data: JSON.parse(match[2] ?? "null") };
        }
        const read = await reader?.read();
        if (!read || read.done) return "ended";
        text += read.value;
      }
    },
  };
}
const touch = (holder: string) =>
  asActor(database.server, systemActor("32"), (sql) => touchInboxes(sql, [{ county: "320583", holder }], NOW));

test("a terminal hears of a change of its own inbox within two seconds, and resumes where it was", async () => {
  const line = await follow(worker);
  expect(await line.next()).toMatchObject({ id: "0" });
  const from = performance.now();
  await touch(worker.postId);
  expect(await line.next()).toEqual({ id: "1", data: { version: 1, waitMs: 0 } });
  expect(performance.now() - from).toBeLessThan(2_000);
  line.stop();
  await touch(worker.postId);
  const resumed = await follow(worker, "1");
  expect(await resumed.next()).toMatchObject({ id: "2" });
  resumed.stop();
  const upToDate = await follow(worker, "2");
  await touch(worker.postId);
  // What it knew already is not said again.
  expect(await upToDate.next()).toMatchObject({ id: "3" });
  upToDate.stop();
});

test("an instruction to the county is heard by its grid workers; another worker's inbox is not", async () => {
  const other = await testPost(database.owner, { role: "grid-worker", area: "320585100201001" });
  const [line, stranger] = [await follow(worker), await follow(other)];
  const before = await line.next();
  expect(await stranger.next()).toMatchObject({ id: "0" });
  const operator = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  const issued = await operator.call("POST", "/instructions", {
    targetArea: "320583",
    roles: ["grid-worker"],
    title: "返程高峰摸排",
    body: "请于今日内逐户走访。",
    legalBasis: "省网格化领导小组办公室 2020-02-10 视频会议",
    priority: "urgent",
  });
  expect(issued.status).toBe(200);
  const heard = await line.next();
  expect(Number(heard === "ended" ? 0 : heard.id)).toBeGreaterThan(Number(before === "ended" ? 0 : before.id));
  await touch(other.postId);
  expect(await stranger.next()).toMatchObject({ id: "1" });
  line.stop();
  stranger.stop();
});

test("a fourth line of one post ends its oldest; an ended session ends its lines", async () => {
  const post = await testPost(database.owner, { role: "grid-worker", area: GRID });
  const lines = [await follow(post), await follow(post), await follow(post)];
  for (const line of lines) await line.next();
  const fourth = await follow(post);
  await fourth.next();
  expect(await lines[0]?.next()).toBe("ended");
  database.services.hub.tell({ topic: "session", key: post.accountId });
  expect(await fourth.next()).toBe("ended");
});

test("nobody follows without being signed in, and an auditor has no inbox", async () => {
  expect((await fetch(`${server.url}/api/v1/inbox/events`)).status).toBe(401);
  const auditor = await server.as(await testPost(database.owner, { role: "auditor", area: "32" }));
  expect((await auditor.call("GET", "/inbox/events")).status).toBe(403);
});
