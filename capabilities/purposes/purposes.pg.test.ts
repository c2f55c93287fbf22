import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { makeAuthenticate } from "#capabilities/workers/sessions.ts";
import type { Actor } from "#kernel/actor.ts";
import { route } from "#kernel/route.ts";
import { HOUR, instant, later } from "#kernel/time.ts";
import { openPair } from "#platform/answer.ts";
import { buildHttp } from "#platform/http.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { makePurposeGate } from "./purposes.ts";

const NOON = instant("2020-03-01T12:00:00+08:00");
let database: TestDatabase;
let server: TestServer;
const actors = new Map<string, Actor>();
/** Signs in each time: sessions end after twelve hours, and these tests go on for days. */
const call = async (who: string, method: string, path: string, body?: unknown) => {
  const client = await server.as(actors.get(who) ?? null);
  const answer = await client.call(method, path, body);
  return { status: answer.status, body: answer.body as Record<string, unknown> };
};
const WENMING = {
  id: "code.study-rooms",
  eventId: "covid-19",
  aim: "movement",
  titleZh: "图书馆入馆核验健康码",
  titleEn: "Verifying codes at the doors of libraries",
  legalBasis: [{ title: "苏州市疫情防控第10号通告", article: "第三条" }],
  dataKinds: ["colour"],
  retentionDays: 14,
};

beforeAll(async () => {
  database = await testDatabase(NOON);
  server = await testServer(database);
  for (const [name, role, department] of [
    ["analyst", "analyst", null],
    ["health", "signatory", "health"],
    ["police", "signatory", "police"],
    ["chair", "signatory", "centre"],
    ["auditor", "auditor", null],
    ["operator", "operator", null],
  ] as const) {
    actors.set(name, await testPost(database.owner, { role, area: "32", department }));
  }
});

test("anybody reads what data is used for, and by which law", async () => {
  const { body } = await call("nobody", "GET", "/purposes");
  expect(body["events"]).toMatchObject([{ id: "covid-19", endedAt: null }]);
  expect(body["purposes"]).toContainEqual(
    expect.objectContaining({
      id: "code.show",
      state: "in-force",
      legalBasis: expect.arrayContaining([{ title: "中华人民共和国传染病防治法", article: "第十二条" }]),
    }),
  );
});

test("an aim that is no outbreak's cannot even be proposed", async () => {
  for (const aim of ["credit", "civility", "public-order"]) {
    expect(await call("analyst", "POST", "/purposes", { ...WENMING, aim })).toMatchObject({ status: 400 });
  }
  expect(await call("analyst", "POST", "/purposes", { ...WENMING, legalBasis: [] })).toMatchObject({ status: 400 });
  expect(await call("operator", "POST", "/purposes", WENMING)).toMatchObject({ status: 403 });
});

test("a new purpose takes force a day after it was proposed, signed by health and the chair, unless the auditor objects", async () => {
  const gate = makePurposeGate(database.services);
  expect(await call("analyst", "POST", "/purposes", WENMING)).toMatchObject({
    status: 200,
    body: { state: "proposed", inForceFrom: null },
  });
  expect(await call("analyst", "POST", "/purposes", WENMING)).toMatchObject({
    status: 409,
    body: { code: "purposes/id-taken" },
  });
  const decide = (who: string, body: unknown) => call(who, "POST", `/purposes/${WENMING.id}/decisions`, body);
  expect(await decide("police", { decision: "sign" })).toMatchObject({
    status: 403,
    body: { code: "purposes/not-a-seat" },
  });
  expect(await decide("health", { decision: "sign" })).toMatchObject({ body: { state: "proposed" } });
  expect(await decide("auditor", { decision: "object", reason: "法律依据不够具体" })).toMatchObject({ status: 200 });
  expect(await decide("chair", { decision: "sign" })).toMatchObject({ body: { state: "proposed" } });
  database.setNow(later(NOON, HOUR));
  expect(await decide("auditor", { decision: "sign" })).toMatchObject({
    body: { state: "announced", inForceFrom: "2020-03-02T04:00:00.000Z" },
  });
  expect(await gate(WENMING.id)).toBe(false);
  database.setNow(later(NOON, 24 * HOUR));
  expect(await gate(WENMING.id)).toBe(true);
  expect(await decide("auditor", { decision: "object", reason: "签得太晚了" })).toMatchObject({
    status: 409,
    body: { code: "purposes/already-decided" },
  });
});

test("a route that serves an unpublished or ended purpose is refused by the platform, whoever asks", async () => {
  const { services } = database;
  const planted = (purpose: string) =>
    openPair(
      route({
        method: "GET",
        path: `/planted/${purpose}`,
        summary: "Planted.",
        who: "anyone",
        params: z.object({}),
        body: z.undefined(),
        result: z.object({ reached: z.boolean() }),
        problems: [],
        runs: "by-itself",
        purpose,
      }),
      async () => ({ reached: true }),
    );
  const app = await buildHttp(
    services,
    [planted("code.show"), planted("city.civility"), planted("code.appeal")],
    { post: makeAuthenticate(services), resident: async () => null },
    makePurposeGate(services),
  );
  const get = async (purpose: string) => {
    const answer = await app.inject({ url: `/api/v1/planted/${purpose}` });
    return { status: answer.statusCode, body: answer.json() };
  };
  expect(await get("code.show")).toEqual({ status: 200, body: { reached: true } });
  expect(await get("city.civility")).toMatchObject({ status: 403, body: { code: "common/purpose-not-in-force" } });
  expect(await get("code.appeal")).toMatchObject({ status: 200 });
  expect(await call("chair", "POST", "/purposes/code.appeal/end", { reason: "疫情响应结束" })).toMatchObject({
    body: { state: "ended", endedReason: "疫情响应结束" },
  });
  // A process that heard no poke goes on for two seconds at most.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  expect(await get("code.appeal")).toMatchObject({ status: 403, body: { code: "common/purpose-not-in-force" } });
  await app.close();
});

test("what was decided is in the audit log", async () => {
  const rows = await database.owner<{ action: string; object_id: string }[]>`
    select action, object_id from audit_pending where object_kind = 'purpose' order by id`;
  expect(rows.map((row) => row.action)).toEqual([
    "purpose.propose",
    "purpose.sign",
    "purpose.object",
    "purpose.sign",
    "purpose.sign",
    "purpose.end",
  ]);
});
