import { beforeAll, describe, expect, test } from "vitest";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import type { Actor } from "#kernel/actor.ts";
import { HOUR, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { escalateClues } from "./clock.ts";

const NOW = instant("2020-02-10T07:10:00Z");
const GRID = "320583101201001";
let database: TestDatabase;
let server: TestServer;
type Somebody = { actor: Actor; client: Client };
let wu: Somebody;
let li: Somebody;
let centre: Somebody;
let police: Somebody;
let county: Somebody;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { [GRID]: "一格" });
  server = await testServer(database);
  const as = async (role: "grid-worker" | "police-officer" | "operator", area: string): Promise<Somebody> => {
    const actor = await testPost(database.owner, { role, area });
    return { actor, client: await server.as(actor) };
  };
  wu = await as("grid-worker", GRID);
  li = await as("grid-worker", GRID);
  centre = await as("operator", "320583101");
  police = await as("police-officer", "320583101");
  county = await as("operator", "320583");
});

type Sent = { answer: string; code?: string };
async function say(who: Somebody, kind: string, body: unknown, id = newId()): Promise<Sent> {
  const madeAt = isoInstant(database.services.clock());
  const { body: answered } = await who.client.call("POST", "/field/commands", {
    commands: [{ id, kind, madeAt, body }],
  });
  return (answered as { answers: Sent[] }).answers[0] ?? { answer: "none" };
}
const wages = {
  place: GRID,
  category: "labour-pay",
  words: "工地停工，12名工人没有拿到一月份工资",
  grievance: "发清工资",
};
async function gathered(who = wu, over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = newId();
  expect(await say(who, "clues/gather", { ...wages, ...over }, id)).toMatchObject({ answer: "applied" });
  return id;
}
const call = (who: Somebody, id: string, what: string, body: unknown = {}) =>
  who.client.call("POST", `/clues/320583/${id}/${what}`, body);
const judged = (who: Somebody, id: string, impact = 3, likelihood = 3) =>
  call(who, id, "assessments", { impact, likelihood, reason: "人数较多，拖欠属实" });
async function assigned(to = li, over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await gathered(wu, over);
  await judged(centre, id);
  await judged(police, id);
  expect((await call(centre, id, "assignment", { postId: to.actor.postId })).status).toBe(200);
  return id;
}
const row = async (id: string) => (await database.owner`select * from clue where id = ${id}`)[0] ?? {};
const copyOf = async (who: Somebody, id: string) => {
  const { body } = await who.client.call("GET", `/field/copy?area=${GRID}&kinds=clue`);
  return (body as { records: { id: string; value: unknown }[] }).records.find((one) => one.id === id)?.value;
};

test("scenario 19, Nantong cycle: wages at 15:10, orange at 16:20, assigned 17:05, due 05:05, done, in the day's report", async () => {
  const id = await gathered();
  database.setNow(instant("2020-02-10T08:20:00Z"));
  expect((await judged(centre, id)).body).toMatchObject({ state: "GATHERED", level: null, assessments: 1 });
  expect((await judged(centre, id)).body).toMatchObject({ code: "clues/assessed-already" });
  // Orange, 紧急: level II.
  expect((await judged(police, id)).body).toMatchObject({ state: "ASSESSED", level: 2 });
  expect((await call(centre, id, "warnings", { desks: ["320583"] })).status).toBe(200);
  await call(county, id, "warnings/receipt");
  database.setNow(instant("2020-02-10T09:05:00Z"));
  const given = await call(centre, id, "assignment", { postId: li.actor.postId });
  expect(given.body).toMatchObject({
    state: "ASSIGNED",
    acceptBy: "2020-02-10T10:17:00.000Z",
    dueAt: "2020-02-10T21:05:00.000Z",
  });
  expect(await copyOf(li, id)).toMatchObject({ isAssignedToMe: true, words: wages.words, grievance: "发清工资" });
  await say(li, "clues/accept", { clueId: id });
  await say(li, "clues/report-back", { clueId: id, done: "劳动监察到场，工资已发" });
  expect((await call(li, id, "verification", { isSolved: true })).status).toBe(403);
  expect((await call(police, id, "verification", { isSolved: true })).body).toMatchObject({
    code: "clues/not-the-assigner",
  });
  expect((await call(centre, id, "verification", { isSolved: true })).body).toMatchObject({ state: "CLOSED" });
  // The reporter is told back.
  expect(await copyOf(wu, id)).toMatchObject({ state: "CLOSED", done: "劳动监察到场，工资已发", isMine: true });
  const { body } = await county.client.call("GET", "/areas/320583/clues/days/2020-02-10");
  expect(body).toMatchObject({
    gathered: 1,
    closed: 1,
    open: 0,
    byCategory: [{ category: "labour-pay", level: 2, gathered: 1, closed: 1 }],
  });
  const none = await county.client.call("GET", "/areas/320583/clues/days/2020-02-09");
  expect(none.body).toMatchObject({ gathered: 0, closed: 0, byCategory: [] });
  const shown = await centre.client.call("GET", `/clues/320583/${id}`);
  expect(shown.body).toMatchObject({
    warned: [{ desk: "320583", receivedAt: "2020-02-10T08:20:00.000Z" }],
    events: [
      "gathered",
      "judged",
      "assessed",
      "warned",
      "warning-received",
      "assigned",
      "accepted",
      "reported",
      "verified",
    ].map((kind) => ({ kind })),
  });
  database.setNow(NOW);
});

describe("gathering", () => {
  test("one about an opinion is refused with the reason, and nothing of it is kept", async () => {
    const before = await database.owner`select count(*)::int as n from clue`;
    const refused = await say(wu, "clues/gather", { ...wages, category: "other", words: "3幢有人准备去上访" });
    expect(refused).toMatchObject({ answer: "refused", code: "clues/opinion" });
    const without = await say(wu, "clues/gather", { ...wages, grievance: "" });
    expect(without).toMatchObject({ answer: "refused", code: "offline/unreadable-command" });
    expect(await database.owner`select count(*)::int as n from clue`).toEqual(before);
    expect(JSON.stringify(await database.owner`select facts from field_command`)).not.toContain("3幢");
  });

  test("the same matter of a grid within two hours is linked, counted once, and both reporters are told", async () => {
    const over = { category: "supplies-prices", words: "药店口罩十二元一只", grievance: "查价格" };
    const first = await gathered(wu, over);
    database.setNow(later(NOW, 2 * HOUR));
    const second = await gathered(li, over);
    database.setNow(later(NOW, 2 * HOUR + 1));
    const third = await gathered(li, over);
    expect(await row(second)).toMatchObject({ like_of: first });
    expect(await row(third)).toMatchObject({ like_of: null });
    const [counted] = await database.owner<{ n: number }[]>`
      select sum(delta)::int as n from counter_pending where metric = 'clue' and place = '320583101201'`;
    const [mains] = await database.owner<{ n: number }[]>`select count(*)::int as n from clue where like_of is null`;
    expect(counted?.n).toBe(mains?.n);
    expect((await judged(centre, second)).body).toMatchObject({ code: "clues/repeats-another" });
    const why = { why: "solved-already", reason: "市场监管已处理" };
    expect((await call(centre, first, "rejection", why)).body).toMatchObject({ state: "REJECTED" });
    expect(await copyOf(li, second)).toMatchObject({
      state: "REJECTED",
      rejectedWhy: "solved-already",
      isLinked: true,
    });
    database.setNow(NOW);
  });

  test("a reporter reads his own and nobody else's; a health worker none that he did not report", async () => {
    const id = await gathered(wu, { category: "tenancy" });
    expect(await copyOf(li, id)).toBeUndefined();
    const health = await testPost(database.owner, { role: "health-worker", area: "320583101" });
    const doctor = { actor: health, client: await server.as(health) };
    expect((await doctor.client.call("GET", `/clues/320583/${id}`)).status).toBe(403);
    const own = await gathered(doctor, { category: "danger-to-life" });
    expect(await copyOf(doctor, own)).toMatchObject({ isMine: true });
    expect(await copyOf(doctor, id)).toBeUndefined();
    expect((await row(id))["sealed"].toString("latin1")).not.toContain("工资");
  });
});

describe("deadlines", () => {
  test("not accepted within a tenth: told up, level by level; not done in time: again", async () => {
    const id = await assigned(li, { category: "service-missing" });
    await database.owner`update clue set look_at = null where id <> ${id}`;
    // Level II: 12 h, a tenth is 72 minutes.
    database.setNow(later(NOW, 72 * MINUTE - 1));
    expect(await escalateClues(database.services)).toBe(0);
    database.setNow(later(NOW, 72 * MINUTE));
    expect(await escalateClues(database.services)).toBe(1);
    expect(await row(id)).toMatchObject({ escalated_to: "320583101" });
    await say(li, "clues/accept", { clueId: id });
    expect(await row(id)).toMatchObject({ escalated_to: null, look_at: later(NOW, 12 * HOUR) });
    database.setNow(later(NOW, 12 * HOUR));
    await escalateClues(database.services);
    expect(await row(id)).toMatchObject({ escalated_to: "320583101", look_at: later(NOW, 18 * HOUR) });
    database.setNow(later(NOW, 18 * HOUR));
    await escalateClues(database.services);
    expect(await row(id)).toMatchObject({ escalated_to: "320583" });
    database.setNow(NOW);
  });

  test("not solved twice it is open again; the third time it goes to the centre above, which assigns it anew", async () => {
    const id = await assigned(li, { category: "quarantine-passage" });
    for (const n of [1, 2, 3]) {
      expect(await say(li, "clues/report-back", { clueId: id, done: `第${n}次处理` })).toMatchObject({
        answer: "applied",
      });
      const answer = await call(centre, id, "verification", { isSolved: false, reason: "路还堵着" });
      expect(answer.body).toMatchObject(
        n < 3 ? { state: "ACCEPTED", reopened: n } : { state: "ASSESSED", desk: "320583", escalatedTo: "320583" },
      );
    }
    expect((await call(county, id, "assignment", { postId: centre.actor.postId })).body).toMatchObject({
      state: "ASSIGNED",
    });
    // Whoever assigned it before no longer verifies.
    await call(centre, id, "report", { done: "已清除" });
    expect((await call(centre, id, "verification", { isSolved: true })).body).toMatchObject({
      code: "clues/to-yourself",
    });
    expect((await call(county, id, "verification", { isSolved: true })).body).toMatchObject({ state: "CLOSED" });
  });

  test("who cannot deal with it says so at once, and it is assigned anew", async () => {
    const id = await assigned(li, { category: "neighbours" });
    expect(await say(li, "clues/decline", { clueId: id, reason: "当事人是我亲戚" })).toMatchObject({
      answer: "applied",
    });
    expect(await copyOf(li, id)).toMatchObject({ state: "ASSESSED", isAssignedToMe: false });
    expect((await call(centre, id, "assignment", { postId: wu.actor.postId })).status).toBe(200);
    const stranger = await testPost(database.owner, { role: "grid-worker", area: "320585101201001" });
    const other = await assigned(wu, { category: "other" });
    await say(wu, "clues/decline", { clueId: other, reason: "不在我处" });
    expect((await call(centre, other, "assignment", { postId: stranger.postId })).body).toMatchObject({
      code: "clues/no-such-owner",
    });
  });
});

test("every clue is recounted from its rows", async () => {
  const actor = systemActor("32");
  const verified = await asActor(database.services.db, actor, (sql) => verifyCounters({ sql, actor, now: NOW }));
  expect(verified.counterDifferences).toEqual([]);
});
