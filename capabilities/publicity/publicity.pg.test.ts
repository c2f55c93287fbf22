import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { DAY, instant, later } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const VILLAGE = "320583101201";
const database = await testDatabase(NOW);
const server = await testServer(database);
const clients: Record<string, Client> = {};
const actors: Record<string, Actor> = {};
async function signIn(name: string, actor = actors[name] ?? null): Promise<void> {
  if (actor !== null) actors[name] = actor;
  clients[name] = await server.as(actor);
}
const call = async (name: string, method: string, path: string, body?: unknown) => {
  const answered = await clients[name]?.call(method, path, body);
  return { status: answered?.status ?? 0, body: answered?.body as Record<string, unknown> };
};

const TEXT = {
  kind: "notice",
  titleZh: "依法防控，人人有责",
  titleEn: "The law and the outbreak",
  bodyZh: "如实申报行程，配合居家观察。",
  bodyEn: "Declare your travel truthfully; keep to home observation.",
  legalBasis: "《传染病防治法》第十二条",
  validFrom: "2020-02-10T00:00:00+08:00",
  validUntil: "2020-03-10T00:00:00+08:00",
};

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583101": "花桥镇",
    "320583102": "周市镇",
    [VILLAGE]: "徐公桥村",
    [`${VILLAGE}001`]: "第一网格",
  });
  for (const [name, role, area] of [
    ["drafter", "operator", "320583101"],
    ["second", "operator", "320583101"],
    ["county", "operator", "320583"],
    ["elsewhere", "operator", "320583102"],
    ["worker", "grid-worker", `${VILLAGE}001`],
    ["judge", "legal-partner", VILLAGE],
  ] as const)
    await signIn(name, await testPost(database.owner, { role, area }));
});

const copies = async (name: string, area: string) => {
  const { body } = await call(name, "GET", `/field/copy?area=${area}&kinds=notice`);
  return body["records"] as { id: string; value: Record<string, unknown> | null }[];
};
const draft = async (text: object = TEXT) =>
  String((await call("drafter", "POST", "/areas/320583101/publicity", text)).body["id"]);

let first = "";
test("is on no phone before a second person has approved it; nobody approves his own draft", async () => {
  first = await draft();
  expect(await copies("worker", `${VILLAGE}001`)).toEqual([]);
  expect((await call("drafter", "POST", `/publicity/${first}/approve`, {})).body["code"]).toBe(
    "publicity/second-person",
  );
  expect((await call("elsewhere", "POST", `/publicity/${first}/approve`, {})).status).toBe(404);
  expect((await call("second", "POST", `/publicity/${first}/approve`, {})).status).toBe(200);
  expect((await call("county", "POST", `/publicity/${first}/approve`, {})).body["code"]).toBe("publicity/not-waiting");
  for (const [name, area] of [
    ["worker", `${VILLAGE}001`],
    ["judge", VILLAGE],
  ] as const)
    expect(await copies(name, area)).toMatchObject([
      { id: first, value: { titleZh: "依法防控，人人有责", version: 1 } },
    ]);
});

test("receipts are counted by way and place, once each, and nobody stands behind them", async () => {
  const say = async (name: string, body: object, id = newId()) => {
    const command = { id, kind: "publicity/receipt", madeAt: new Date(NOW).toISOString(), body };
    const answered = await call(name, "POST", "/field/commands", { commands: [command, command] });
    return (answered.body["answers"] as { answer: string }[]).map(({ answer }) => answer);
  };
  const at = { itemId: first, place: `${VILLAGE}001` };
  expect(await say("worker", { ...at, way: "read-aloud", listeners: 3 })).toEqual(["applied", "already"]);
  expect(await say("worker", { ...at, way: "paper-left", listeners: 1 })).toEqual(["applied", "already"]);
  expect(await say("judge", { ...at, way: "talk", listeners: 40 })).toEqual(["applied", "already"]);
  expect((await say("worker", { ...at, place: "320583102", way: "shown", listeners: 1 }))[0]).toBe("refused");
  const { body } = await call("county", "GET", "/areas/320583/publicity");
  expect(body["items"]).toMatchObject([{ given: { shown: 0, readAloud: 1, paperLeft: 1, talk: 1, listeners: 44 } }]);
  const columns = await database.owner<{ column_name: string }[]>`
    select column_name from information_schema.columns where table_name = 'publicity_receipt'`;
  expect(columns.filter(({ column_name: name }) => /post|account/.test(name))).toEqual([]);
});

test("a new version replaces the old one on every phone when it is approved; withdrawn and over, it goes", async () => {
  const next = await draft({
    ...TEXT,
    titleZh: "依法防控（修订）",
    validUntil: "2020-02-11T00:00:00+08:00",
    replaces: first,
  });
  expect(await copies("worker", `${VILLAGE}001`)).toMatchObject([{ id: first }]);
  await call("county", "POST", `/publicity/${next}/approve`, {});
  expect(await copies("worker", `${VILLAGE}001`)).toMatchObject([{ id: next, value: { version: 2 } }]);
  database.setNow(later(NOW, DAY));
  await signIn("worker");
  expect(await copies("worker", `${VILLAGE}001`)).toEqual([]);
  database.setNow(NOW);
  await signIn("worker");
  expect((await call("drafter", "POST", `/publicity/${next}/end`, { reason: "新规定已发布" })).status).toBe(200);
  expect(await copies("worker", `${VILLAGE}001`)).toEqual([]);
  const past = { ...TEXT, validUntil: "2020-02-09T00:00:00+08:00" };
  expect((await call("drafter", "POST", "/areas/320583101/publicity", past)).body["code"]).toBe(
    "publicity/wrong-times",
  );
});
