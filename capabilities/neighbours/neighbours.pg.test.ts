import { beforeAll, describe, expect, it } from "vitest";
import { makeSend } from "#capabilities/offline/commands.ts";
import { makeCopy } from "#capabilities/offline/copy.ts";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { DAY, instant, isoInstant, later } from "#kernel/time.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testDoors } from "#testing/doors.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { neighbourCommands } from "./commands.ts";
import { neighbourCopies } from "./copies.ts";
import { endTermsOnce } from "./heads.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const TOWNSHIP = "320583101";
const PHONE = "13800000001";
const NAME = "王阿姨";
let database: TestDatabase;
let server: TestServer;
let operator: Actor;
let worker: Actor;
let stranger: Actor;
let head: Client;
let other: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    [TOWNSHIP]: "花桥镇",
    "320583101201": "徐公桥村",
    [GRID]: "第一网格",
    "320583101202": "集善村",
    "320583101202001": "邻村网格",
  });
  operator = await testPost(database.owner, { role: "operator", area: TOWNSHIP });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  stranger = await testPost(database.owner, { role: "grid-worker", area: "320583101202001", isPrimary: true });
  server = await testServer(database);
  const residentOf = async (phone: string) => {
    const id = await testResident(database.owner, []);
    const key = phoneKeyOf(database.services.keys.provinceKey, phone);
    await database.owner`update resident set phone_key = ${key} where id = ${id}`;
    return server.asResident(id);
  };
  head = await residentOf(PHONE);
  other = await residentOf("13800000002");
  await testDoors(
    database.owner,
    Array.from({ length: 23 }, (_, n) => ({ place: GRID, villagerGroup: "三组", doorNumber: String(n + 1) })),
  );
});

const say = async (actor: Actor, kind: string, body: unknown) => {
  const now = database.services.clock();
  const sent = { id: newId(), kind, madeAt: isoInstant(now), clockOffsetMs: 0, after: null, body };
  const ctx = { actor, now, services: database.services, requestId: newId() };
  const [answer] = (await makeSend(neighbourCommands)(ctx as never, {}, { commands: [sent] } as never)).answers;
  return { ...answer, id: sent.id };
};
type Unit = {
  number: number;
  label: string;
  doors: { doorId: string; label: string; isByHand: boolean }[];
  seats: { headId: string; seat: string; consentedAt: string | null }[];
  lastTap: { word: string } | null;
};
const units = async (actor = worker, area = GRID) => {
  const { records } = await asActor(database.server, actor, (sql) =>
    makeCopy(neighbourCopies)(
      { actor, now: database.services.clock(), services: database.services, requestId: newId(), sql } as never,
      { area, kinds: "watch-unit" },
      undefined,
    ),
  );
  return records.map(({ id, value }) => ({ id, ...(value as Unit) })).sort((a, b) => a.number - b.number);
};
type Own = {
  headId: string;
  hasConsented: boolean;
  doors: string[];
  hasDeputy: boolean;
  tapToday: { word: string } | null;
  notices: { id: string; readAt: string | null }[];
};
const own = async (client: Client) => ((await client.call("GET", "/my/units")).body as { units: Own[] }).units;
const asked = (unitId: string, more: Record<string, unknown> = {}) => ({
  place: GRID,
  unitId,
  seat: "head",
  name: NAME,
  phone: PHONE,
  isAdult: true,
  livesHereSince: "2010-05-01",
  isFree: true,
  hasSigned: false,
  ...more,
});

describe("units", () => {
  it("scenario 17: 23 rural households are 12 + 11, and a move-in keeps numbers and ids", async () => {
    expect(await say(worker, "neighbours/form-units", { place: GRID })).toMatchObject({ answer: "applied" });
    const before = await units();
    expect(before.map(({ number, doors }) => [number, doors.length])).toEqual([
      [1, 12],
      [2, 11],
    ]);
    expect(before[0]?.label).toMatch(/三组.*1.* – .*12/);
    await testDoors(database.owner, [{ place: GRID, villagerGroup: "三组", doorNumber: "24" }]);
    await say(worker, "neighbours/form-units", { place: GRID });
    const after = await units();
    expect(after.map(({ id, doors }) => [id, doors.length])).toEqual([
      [before[0]?.id, 12],
      [before[1]?.id, 12],
    ]);
  });

  it("moved by hand stay moved, with the reason on record; of another grid they are nobody's", async () => {
    const [first, second] = await units();
    const doorIds = [first?.doors[0]?.doorId];
    const move = { place: GRID, unitId: second?.id, doorIds, reason: "与二单元是一个院子" };
    expect(await say(stranger, "neighbours/move-doors", move)).toMatchObject({ code: "common/not-found" });
    expect(await say(worker, "neighbours/move-doors", move)).toMatchObject({ answer: "applied" });
    await say(worker, "neighbours/form-units", { place: GRID });
    expect((await units())[1]?.doors.filter((door) => door.isByHand).map((door) => door.doorId)).toEqual(doorIds);
    expect(await database.owner`select reason, by_post from watch_move`).toMatchObject([
      { reason: "与二单元是一个院子", by_post: worker.postId },
    ]);
    const lost = await say(worker, "neighbours/move-doors", { ...move, doorIds: [newId()] });
    expect(lost).toMatchObject({ code: "neighbours/other-grid" });
    expect(await units(stranger, "320583101202001")).toEqual([]);
    expect(await say(stranger, "neighbours/form-units", { place: "320583101202001" })).toMatchObject({
      code: "neighbours/no-doors",
    });
  });
});

describe("a head", () => {
  it("is an adult of half a year, free, with a phone; agrees on the own page and only then sees the unit", async () => {
    const [unit] = await units();
    const refused = async (more: Record<string, unknown>) =>
      (await say(worker, "neighbours/propose-head", asked(unit?.id ?? "", more))).code;
    expect(await refused({ isAdult: false })).toBe("neighbours/not-adult");
    expect(await refused({ livesHereSince: "2020-01-01" })).toBe("neighbours/not-six-months");
    expect(await refused({ isFree: false })).toBe("neighbours/not-free");
    expect(await refused({ phone: "12345" })).toBe("neighbours/not-a-phone");
    expect(await refused({})).toBeUndefined();
    expect(await refused({ phone: "13800000002" })).toBe("neighbours/seat-taken");
    const [seat] = await own(head);
    expect(seat).toMatchObject({ hasConsented: false, doors: [], notices: [] });
    expect((await head.call("POST", `/my/units/${seat?.headId}/tap`, { id: newId(), word: "NORMAL" })).status).toBe(
      404,
    );
    expect(await own(other)).toEqual([]);
    expect((await other.call("POST", `/my/units/${seat?.headId}/answer`, { answer: "agree" })).status).toBe(404);
    expect((await head.call("POST", `/my/units/${seat?.headId}/answer`, { answer: "agree" })).status).toBe(200);
    expect((await own(head))[0]).toMatchObject({ hasConsented: true, hasDeputy: false });
    expect((await own(head))[0]?.doors).toHaveLength(11);
  });

  it("is never given a name, a phone, a colour, health or a document's number, however he asks", async () => {
    const [first] = await database.owner<{ person: string }[]>`select gen_random_uuid() as person`;
    const [seat] = await own(head);
    const text = JSON.stringify((await head.call("GET", "/my/units")).body);
    // What may be there is closed: door numbers, notices, times, ids.
    expect(text).not.toMatch(/name|phone|colour|tier|symptom|temperature|idNumber|lastFour|personKey|household/i);
    expect(text).not.toContain(NAME);
    expect(text).not.toContain(PHONE);
    for (const path of [
      `/watch-heads/${seat?.headId}/open`,
      `/areas/${GRID}/watch-units`,
      `/areas/${GRID}/watch-notices`,
      `/field/copy?area=${GRID}&kinds=watch-unit,door,household,person`,
      `/areas/${GRID}/visits?day=2020-02-10`,
      `/people/${first?.person}`,
      `/my/persons/${first?.person}/code`,
    ]) {
      const method = path.endsWith("/open") ? "POST" : "GET";
      const { status } = await head.call(method, path, method === "POST" ? { reason: "想看看是谁" } : undefined);
      expect([401, 403, 404], path).toContain(status);
    }
  });

  it("taps once a day; help becomes a task of the grid's worker within the same request, and the phone shows it", async () => {
    const [seat] = await own(head);
    const tap = { id: newId(), word: "HELP", words: "三楼老人要买药" };
    const path = `/my/units/${seat?.headId}/tap`;
    expect((await head.call("POST", path, tap)).body).toEqual({ isAlready: false });
    expect((await head.call("POST", path, tap)).body).toEqual({ isAlready: true });
    const tasks = await database.owner`
      select t.place, t.holder_post, s.reason_zh from task t join task_source s on s.task_id = t.id`;
    expect(tasks).toMatchObject([{ holder_post: worker.postId, reason_zh: "联防单元U001需要帮助，请联系责任人" }]);
    const [row] = await database.owner<{ sealed_words: Buffer }[]>`select sealed_words from watch_tap`;
    expect(row?.sealed_words.toString("utf8")).not.toContain("老人");
    expect((await units())[0]?.lastTap).toMatchObject({ word: "HELP" });
    await head.call("POST", path, { id: newId(), word: "NORMAL" });
    expect((await own(head))[0]?.tapToday).toMatchObject({ word: "NORMAL" });
    const shown = await (await server.as(operator)).call("GET", `/areas/${TOWNSHIP}/watch-units`);
    expect(shown.body).toMatchObject({ places: [{ units: 2, heads: 1, deputies: 0, normal: 1, help: 0, silent: 0 }] });
    // Two whole days without a tap are silence; the unit without a head is not silent, it is without a head.
    const now = database.services.clock();
    const silentAfter = async (days: number) => {
      database.setNow(later(now, days * DAY));
      const shownThen = await (await server.as(operator)).call("GET", `/areas/${TOWNSHIP}/watch-units`);
      return (shownThen.body as { places: { silent: number; normal: number }[] }).places.map(({ silent, normal }) => [
        silent,
        normal,
      ]);
    };
    expect(await silentAfter(2)).toEqual([[0, 0]]);
    expect(await silentAfter(3)).toEqual([[1, 0]]);
    database.setNow(now);
  });

  it("reads notices out, and the receipts are counted", async () => {
    const centre = await server.as(operator);
    const id = newId();
    const notice = { id, area: TOWNSHIP, title: "错峰取快递", body: "请每家一人，戴口罩，隔一米。" };
    expect((await centre.call("POST", "/watch-notices", notice)).status).toBe(200);
    expect((await centre.call("POST", "/watch-notices", { ...notice, id: newId(), area: "3205" })).status).toBe(404);
    const [seat] = await own(head);
    expect(seat?.notices).toMatchObject([{ id, readAt: null }]);
    await head.call("POST", `/my/units/${seat?.headId}/notices/${id}/read`, {});
    await head.call("POST", `/my/units/${seat?.headId}/notices/${id}/read`, {});
    const listed = await centre.call("GET", `/areas/${TOWNSHIP}/watch-notices`);
    expect(listed.body).toMatchObject({ notices: [{ id, units: 1, read: 1 }] });
    await centre.call("POST", `/watch-notices/${id}/recall`, {});
    expect((await own(head))[0]?.notices).toEqual([]);
  });

  it("opens to the worker by name, on record; withdraws, and name and phone are gone in the same moment", async () => {
    const [unit] = await units();
    const headId = unit?.seats[0]?.headId;
    const own_ = await server.as(worker);
    const opened = await own_.call("POST", `/watch-heads/${headId}/open`, { reason: "两天没有点，问候一下" });
    expect(opened.body).toEqual({ name: NAME, phone: PHONE });
    expect(
      (await (await server.as(stranger)).call("POST", `/watch-heads/${headId}/open`, { reason: "看一看是谁" })).status,
    ).toBe(404);
    expect((await head.call("POST", `/my/units/${headId}/answer`, { answer: "withdraw" })).status).toBe(200);
    const [row] = await database.owner`select sealed, phone_key, end_reason from watch_head where id = ${headId ?? ""}`;
    expect(row).toEqual({ sealed: null, phone_key: null, end_reason: "withdrawn" });
    expect(await own(head)).toEqual([]);
    expect((await units())[0]?.seats).toEqual([]);
    expect((await own_.call("POST", `/watch-heads/${headId}/open`, { reason: "再看一次" })).status).toBe(404);
  });

  it("who signed on paper holds the seat at once, for thirty days; then the platform forgets the name by itself", async () => {
    const [unit] = await units();
    const { id } = await say(worker, "neighbours/propose-head", asked(unit?.id ?? "", { hasSigned: true }));
    expect((await own(head))[0]).toMatchObject({ hasConsented: true });
    database.setNow(later(NOW, 29 * DAY));
    expect(await endTermsOnce(database.services)).toBe(0);
    database.setNow(later(NOW, 31 * DAY));
    expect(await endTermsOnce(database.services)).toBe(1);
    const [row] = await database.owner`select sealed, end_reason from watch_head where id = ${id}`;
    expect(row).toEqual({ sealed: null, end_reason: "term-over" });
    database.setNow(NOW);
  });

  it("answers for two units at most", async () => {
    const groups = ["五组", "六组", "七组"];
    await testDoors(
      database.owner,
      groups.flatMap((villagerGroup) =>
        Array.from({ length: 8 }, (_, n) => ({ place: GRID, villagerGroup, doorNumber: String(n + 1) })),
      ),
    );
    await say(worker, "neighbours/form-units", { place: GRID });
    const [, , three, four, five] = await units();
    for (const unit of [three, four]) await say(worker, "neighbours/propose-head", asked(unit?.id ?? ""));
    expect((await say(worker, "neighbours/propose-head", asked(five?.id ?? ""))).code).toBe("neighbours/two-units");
  });
});
