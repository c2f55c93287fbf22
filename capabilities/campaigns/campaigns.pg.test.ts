import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { neighbourCommands } from "#capabilities/neighbours/commands.ts";
import { makeSend } from "#capabilities/offline/commands.ts";
import { makeCopy } from "#capabilities/offline/copy.ts";
import type { Actor } from "#kernel/actor.ts";
import { HOUR, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type TestDoor, testDoors } from "#testing/doors.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { campaignCommands } from "./commands.ts";
import type * as contract from "./contract.ts";
import { campaignCopies } from "./copies.ts";
import { freezeOnce } from "./universe.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const [GRID, NEXT] = ["320583101201001", "320583101201002"];
const TOWNSHIP = "320583101";
let database: TestDatabase;
let server: TestServer;
let operator: Actor;
let worker: Actor;
let second: Actor;
let neighbour: Actor;

type Watched = z.output<typeof contract.watchCampaign.result>;
type Plan = z.output<typeof contract.retryPlan.result>;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    [TOWNSHIP]: "花桥镇",
    "320583101201": "徐公桥村",
    [GRID]: "第一网格",
    [NEXT]: "第二网格",
    "320583101202": "集善村",
  });
  operator = await testPost(database.owner, { role: "operator", area: TOWNSHIP });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  second = await testPost(database.owner, { role: "police-officer", area: "320583101201" });
  neighbour = await testPost(database.owner, { role: "grid-worker", area: "320583101202" });
  server = await testServer(database);
});

const call = async <T>(actor: Actor, method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await (await server.as(actor)).call(method, path, body);
  expect(answer, path).toMatchObject({ status: 200 });
  return answer.body as T;
};
const codeOf = async (actor: Actor, method: string, path: string, body?: unknown) => {
  const answer = await (await server.as(actor)).call(method, path, body);
  return (answer.body as { code?: string }).code ?? answer.status;
};

const start = (area: string, more: Record<string, unknown> = {}) => ({
  id: newId(),
  area,
  name: "拉网式排查",
  questions: ["household.size"],
  untilAt: isoInstant(later(NOW, 72 * HOUR)),
  ...more,
});
const begin = async (area: string, questions: readonly string[] = ["household.size"]) => {
  const body = start(area, { questions });
  await call(operator, "POST", "/campaigns", body);
  return body.id;
};
const watch = (id: string, area = TOWNSHIP, actor = operator) =>
  call<Watched>(actor, "GET", `/campaigns/${id}/areas/${area}`);

type Row = {
  id: string;
  name: string;
  state: string;
  tries: number;
  group_id: string | null;
  ordinal: number;
  place: string;
};
const rowsOf = (id: string) => database.owner<Row[]>`
  select id, name, state, tries, group_id, ordinal, place from campaign_door where campaign_id = ${id} order by place, ordinal`;

/** Says commands as a phone does. */
const say = async (actor: Actor, kind: string, bodies: readonly unknown[], more: Record<string, unknown> = {}) => {
  const now = database.services.clock();
  const commands = bodies.map((body) => ({
    id: newId(),
    kind,
    madeAt: isoInstant(now),
    clockOffsetMs: 0,
    after: null,
    body,
    ...more,
  }));
  const ctx = { actor, now, services: database.services, requestId: newId() };
  return (await makeSend([...campaignCommands, ...neighbourCommands])(ctx as never, {}, { commands } as never)).answers;
};
const mark = (campaignDoorId: string, outcome: string, more: Record<string, unknown> = {}) => ({
  campaignDoorId,
  place: GRID,
  outcome,
  ...more,
});

const copyOf = (actor: Actor, area: string, cursor?: string) =>
  asActor(database.server, actor, (sql) =>
    makeCopy(campaignCopies)(
      { actor, now: database.services.clock(), services: database.services, requestId: newId(), sql } as never,
      { area, kinds: "campaign,campaign-door", ...(cursor === undefined ? {} : { cursor }) },
      undefined,
    ),
  );

const estate = (building: string, doors: number): TestDoor[] =>
  Array.from({ length: doors }, (_, n) => ({
    place: GRID,
    building,
    stair: "1",
    floor: String(Math.floor(n / 2) + 1),
    room: `${Math.floor(n / 2) + 1}0${(n % 2) + 1}`,
  }));

describe("a campaign", () => {
  it("freezes the register's doors, reaches the phones of its place and of no other", async () => {
    await testDoors(database.owner, [...estate("1", 6), { place: NEXT, villagerGroup: "三组", doorNumber: "1" }]);
    const id = await begin(TOWNSHIP);
    expect((await rowsOf(id)).map((row) => row.name)).toEqual([
      "1幢1单元101室",
      "1幢1单元102室",
      "1幢1单元201室",
      "1幢1单元202室",
      "1幢1单元301室",
      "1幢1单元302室",
      expect.stringContaining("三组"),
    ]);
    // Built since: no door of this universe until somebody finds it.
    await testDoors(database.owner, [{ place: GRID, building: "9" }]);
    expect((await watch(id)).own.coverage).toEqual({ doors: 7, vacant: 0, of: 7, covered: 0, permille: 0 });
    const { records } = await copyOf(worker, GRID);
    expect(records.filter(({ kind }) => kind === "campaign")).toHaveLength(1);
    expect(records.filter(({ kind }) => kind === "campaign-door")).toHaveLength(6);
    const other = await copyOf(neighbour, "320583101202");
    expect(other.records.map(({ kind }) => kind)).toEqual(["campaign"]);
    await call(operator, "POST", `/campaigns/${id}/close`, { reason: "测试结束" });
  });

  it("is refused outside one's area, with an unknown question, without any, and when it ends in the past", async () => {
    expect(await codeOf(operator, "POST", "/campaigns", start("320584"))).toBe("campaigns/outside-your-area");
    expect(await codeOf(operator, "POST", "/campaigns", start(TOWNSHIP, { questions: ["person.colour"] }))).toBe(
      "campaigns/not-an-attribute",
    );
    expect(await codeOf(operator, "POST", "/campaigns", start(TOWNSHIP, { questions: [] }))).toBe(
      "campaigns/nothing-to-ask",
    );
    // The phone asks nothing of each person at a door: said at the start, not left out there.
    expect(await codeOf(operator, "POST", "/campaigns", start(TOWNSHIP, { questions: ["person.employer"] }))).toBe(
      "campaigns/asks-of-persons",
    );
    expect(await codeOf(operator, "POST", "/campaigns", start(TOWNSHIP, { untilAt: isoInstant(NOW) }))).toBe(
      "campaigns/ends-in-the-past",
    );
  });
});

describe("a campaign with a form", () => {
  it("names it for all its versions, and takes only one that stands in the whole area", async () => {
    const form = async (state: "published" | "replaced", area: string, version: string, until: string | null = null) =>
      void (await database.owner`
        insert into form (id, key, version, title_zh, title_en, document, area, state, roles, shown_from, shown_until,
                          brought_by, brought_at, published_by, published_at, ended_at)
        values (${newId()}, 'door-check', ${version}, '入户表', 'Door check', '{}', ${area}, ${state}, '{grid-worker}',
                ${later(NOW, -HOUR)}, ${until}, ${operator.postId}, ${NOW}, ${operator.postId}, ${NOW}, ${state === "replaced" ? NOW : null})`);
    const body = { questions: [], formId: "door-check" };
    const begun = () => codeOf(operator, "POST", "/campaigns", start("320583101201", body));
    expect(await begun()).toBe("campaigns/no-such-form");
    await form("replaced", TOWNSHIP, "1");
    await form("published", GRID, "1");
    await form("published", "320583", "0", isoInstant(NOW));
    expect(await begun()).toBe("campaigns/no-such-form");
    await form("published", TOWNSHIP, "2");
    expect(await begun()).toBe(200);
    const { campaign } = await watch(
      (await database.owner<{ id: string }[]>`select id from campaign where form_id is not null`)[0]?.id ?? "",
    );
    expect(campaign.formId).toBe("door-check");
    await call(operator, "POST", `/campaigns/${campaign.id}/close`, { reason: "测试结束" });
  });
});

describe("a campaign over more villages than its operator waits for", () => {
  it("freezes twelve at once and the others by the clockwork, says how many wait, and takes each door once", async () => {
    const township = "320583102";
    const villages = Array.from({ length: 15 }, (_, n) => `${township}${201 + n}`);
    await testPlaces(database.owner, {
      [township]: "陆家镇",
      ...Object.fromEntries(villages.map((code, n) => [code, `第${n + 1}村`])),
    });
    await testDoors(
      database.owner,
      villages.flatMap((place) => ["1", "2"].map((doorNumber) => ({ place, villagerGroup: "一组", doorNumber }))),
    );
    const above = await testPost(database.owner, { role: "operator", area: "320583" });
    const body = start(township);
    expect(await call(above, "POST", "/campaigns", body)).toMatchObject({ villagesWaiting: 3 });
    expect((await watch(body.id, township, above)).own.coverage.doors).toBe(24);
    // Two processes at once: a village is one's or the other's, and what is done is not done again.
    const turns = await Promise.all([freezeOnce(database.services), freezeOnce(database.services)]);
    expect(turns[0] + turns[1]).toBe(3);
    expect(await freezeOnce(database.services)).toBe(0);
    const { campaign, own, children } = await watch(body.id, township, above);
    expect(campaign.villagesWaiting).toBe(0);
    expect(own.coverage).toMatchObject({ doors: 30, covered: 0 });
    expect(children.map(({ place, tally }) => [place, tally.NOT_VISITED])).toEqual(villages.map((place) => [place, 2]));
    // The phones of the last village have its doors now.
    const last = await testPost(database.owner, { role: "grid-worker", area: villages.at(-1) ?? "" });
    const { records } = await copyOf(last, villages.at(-1) ?? "");
    expect(records.filter(({ kind }) => kind === "campaign-door")).toHaveLength(2);
  });
});

describe("doors of a campaign", () => {
  it("follow from their marks, count as visits, and are seen at once by the others of the group", async () => {
    const id = await begin("320583101201");
    const rows = await rowsOf(id);
    const [first, other, third] = rows.map((row) => row.id);
    // Whole, then only changes.
    let { cursor } = await copyOf(second, "320583101201");
    for (let isWhole = false; !isWhole; ) ({ cursor, isWhole } = await copyOf(second, "320583101201", cursor));
    const answers = await say(worker, "campaigns/mark-door", [
      mark(first ?? "", "opened", { seen: 3 }),
      mark(other ?? "", "no-answer", { leftNote: true }),
      mark(third ?? "", "opened", { revisitAt: "2020-02-10T19:00:00+08:00" }),
    ]);
    expect(answers.map(({ answer }) => answer)).toEqual(["applied", "applied", "applied"]);
    const { records } = await copyOf(second, "320583101201", cursor);
    expect(records.map(({ id: one, value }) => [one, (value as { state: string }).state]).sort()).toEqual(
      [
        [first, "OPENED"],
        [other, "NO_ANSWER"],
        [third, "OPENED"],
      ].sort(),
    );
    const { own, children } = await watch(id);
    expect(own.tally).toMatchObject({ OPENED: 2, NO_ANSWER: 1, NOT_VISITED: rows.length - 3, revisits: 1 });
    expect(children.map(({ place }) => place)).toEqual(["320583101201"]);
    const visits = await database.owner`
      select result, spoken_to, persons_met from visit where place = ${GRID} order by persons_met desc, result`;
    expect(visits).toMatchObject([
      { result: "HOME_IN_PLACE", persons_met: 3 },
      { result: "HOME_IN_PLACE", persons_met: 0 },
      { result: "NO_ANSWER", spoken_to: "nobody" },
    ]);
    const reached = await database.owner`select 1 from household where first_visited_at is not null`;
    expect(reached).toHaveLength(2);
    await call(operator, "POST", `/campaigns/${id}/close`, { reason: "测试结束" });
  });

  it("take what was made before the end, however late it arrives, and nothing made after", async () => {
    const id = await begin(GRID);
    const [first, other] = (await rowsOf(id)).map((row) => row.id);
    const before = isoInstant(later(NOW, 5 * MINUTE));
    database.setNow(later(NOW, 10 * MINUTE));
    await call(operator, "POST", `/campaigns/${id}/close`, { reason: "全部完成" });
    database.setNow(later(NOW, 20 * MINUTE));
    expect(await say(worker, "campaigns/mark-door", [mark(first ?? "", "opened")], { madeAt: before })).toMatchObject([
      { answer: "applied" },
    ]);
    expect(await say(worker, "campaigns/mark-door", [mark(other ?? "", "opened")])).toMatchObject([
      { answer: "refused", code: "campaigns/closed" },
    ]);
    expect(await codeOf(operator, "POST", `/campaigns/${id}/close`, { reason: "再结束一次" })).toBe("campaigns/closed");
  });

  it("of another's area are nobody's: not to be seen, not to be marked", async () => {
    const id = await begin(GRID);
    const [first] = (await rowsOf(id)).map((row) => row.id);
    expect(await say(neighbour, "campaigns/mark-door", [mark(first ?? "", "opened")])).toMatchObject([
      { answer: "refused", code: "common/not-found" },
    ]);
    expect(
      await say(neighbour, "campaigns/mark-door", [{ ...mark(first ?? "", "opened"), place: "320583101202" }]),
    ).toMatchObject([{ answer: "refused", code: "campaigns/no-such-door" }]);
  });

  it("that the register lacked are taken in when found, once, and counted as found", async () => {
    const id = await begin(GRID);
    const before = (await watch(id, GRID)).own.coverage.doors;
    const [doorId] = await testDoors(database.owner, [{ place: GRID, building: "棚屋", doorNumber: "1" }]);
    const body = { campaignId: id, doorId, place: GRID };
    expect(await say(worker, "campaigns/found-door", [body, body])).toMatchObject([
      { answer: "applied" },
      { answer: "applied" },
    ]);
    const { tally, coverage } = (await watch(id, GRID)).own;
    expect([coverage.doors, tally.found]).toEqual([before + 1, 1]);
    expect(await say(worker, "campaigns/found-door", [{ ...body, doorId: newId() }])).toMatchObject([
      { answer: "refused", code: "campaigns/no-such-door" },
    ]);
  });

  it("with nothing found are said so out loud, with how far one had come", async () => {
    const id = await begin(GRID);
    const [first] = (await rowsOf(id)).map((row) => row.id);
    await say(worker, "campaigns/mark-door", [mark(first ?? "", "opened")]);
    expect(await say(worker, "campaigns/zero-report", [{ campaignId: id, place: GRID }])).toMatchObject([
      { answer: "applied" },
    ]);
    const [zero] = await database.owner`select covered, doors, on_day from campaign_zero where campaign_id = ${id}`;
    expect(zero).toMatchObject({ covered: 1, on_day: "2020-02-10" });
    expect((await watch(id)).own.zeros).toBe(1);
  });
});

describe("groups", () => {
  it("share doors by plan, keep what was moved by hand, and get the same doors again next time", async () => {
    const id = await begin(GRID);
    const group = async (name: string, members: readonly string[]) =>
      (
        await call<{ id: string }>(operator, "POST", `/campaigns/${id}/groups`, {
          id: newId(),
          place: GRID,
          name,
          members,
        })
      ).id;
    const one = await group("第一组", [worker.postId]);
    const two = await group("第二组", [second.postId]);
    expect(
      await codeOf(operator, "POST", `/campaigns/${id}/groups`, {
        id: newId(),
        place: GRID,
        name: "外来组",
        members: [neighbour.postId],
      }),
    ).toBe("campaigns/not-a-team");
    const assign = (campaign: string, way: string) =>
      call<{ assigned: { groupId: string; doors: number }[] }>(
        operator,
        "POST",
        `/campaigns/${campaign}/areas/${GRID}/assign`,
        { way },
      );
    const { assigned } = await assign(id, "clusters");
    const rows = await rowsOf(id);
    expect(assigned.reduce((sum, { doors }) => sum + doors, 0)).toBe(rows.length);
    // The first building of six doors stays whole.
    expect(rows.slice(0, 6).map((row) => row.group_id)).toEqual(Array(6).fill(one));
    const moved = { campaignId: id, place: GRID, campaignDoorIds: [rows[0]?.id], toGroup: two, reason: "住户是亲戚" };
    expect(await say(worker, "campaigns/move-doors", [{ ...moved, reason: "" }])).toMatchObject([
      { answer: "refused" },
    ]);
    expect(await say(worker, "campaigns/move-doors", [moved])).toMatchObject([{ answer: "applied" }]);
    await assign(id, "clusters");
    expect((await rowsOf(id))[0]?.group_id).toBe(two);
    const next = await begin(GRID);
    for (const [name, members] of [
      ["甲", [worker.postId]],
      ["乙", [second.postId]],
    ] as const)
      await call(operator, "POST", `/campaigns/${next}/groups`, { id: newId(), place: GRID, name, members });
    await assign(next, "last-team");
    const names = new Map((await watch(next, GRID)).groups.map((row) => [row.id, row.name]));
    const again = (await rowsOf(next)).map((row) => names.get(row.group_id ?? ""));
    expect([again[0], again[1]]).toEqual(["乙", "甲"]);
  });
});

describe("a grid that is split in the middle of a campaign", () => {
  it("hands its doors' standing and its units to the new grids: their phones go on, coverage counts each door once", async () => {
    const [village, grid] = ["320583104201", "320583104201001"];
    await testPlaces(database.owner, { "320583104": "张浦镇", [village]: "金华村", [grid]: "第一网格" });
    const above = await testPost(database.owner, { role: "operator", area: "320583" });
    const before = await testPost(database.owner, { role: "grid-worker", area: grid, isPrimary: true });
    const ids = await testDoors(
      database.owner,
      ["1", "2", "3"].map((doorNumber) => ({ place: grid, villagerGroup: "三组", doorNumber })),
    );
    const [east = "", west = "", far = ""] = ids;
    const keys = await database.owner<{ id: string; household_key: string }[]>`
      select id, household_key from door where id = any (${ids}::uuid[])`;
    const body = start(grid);
    await call(above, "POST", "/campaigns", body);
    const doorOf = new Map(
      (
        await database.owner<{ id: string; door_id: string }[]>`
        select id, door_id from campaign_door where campaign_id = ${body.id}`
      ).map((row) => [row.door_id, row.id]),
    );
    const at = (doorId: string, outcome: string, more = {}) => ({
      ...mark(doorOf.get(doorId) ?? "", outcome, more),
      place: grid,
    });
    const promise = { revisitAt: isoInstant(later(NOW, 30 * HOUR)) };
    await say(before, "campaigns/mark-door", [at(east, "opened"), at(west, "no-answer", promise)]);
    expect(await say(before, "neighbours/form-units", [{ place: grid }])).toMatchObject([{ answer: "applied" }]);
    const kind = "comprehensive";
    const { created } = await call<{ created: string[] }>(above, "POST", `/places/${grid}/split`, {
      into: [
        { name: "东", kind, households: [keys.find(({ id }) => id === east)?.household_key] },
        { name: "西", kind, takesRest: true },
      ],
      reason: "户数超过五百",
    });
    const [a = "", b = ""] = created;
    const { campaign, own, children } = await watch(body.id, village, above);
    expect(campaign.area).toBe(village);
    expect(own.coverage).toEqual({ doors: 3, vacant: 0, of: 3, covered: 1, permille: 333 });
    expect(
      children
        .filter(({ coverage }) => coverage.doors > 0)
        .map(({ place, tally }) => [place, tally.OPENED, tally.revisits]),
    ).toEqual([
      [a, 1, 0],
      [b, 0, 1],
    ]);
    const next = await testPost(database.owner, { role: "grid-worker", area: b, isPrimary: true });
    const { records } = await copyOf(next, b);
    expect(records.map(({ kind: one, value }) => [one, (value as { doorId?: string; tries?: number }).tries])).toEqual([
      ["campaign", undefined],
      ["campaign-door", 1],
      ["campaign-door", 0],
    ]);
    // The knock of before counts with the next one.
    const again = { ...at(west, "no-answer"), place: b };
    expect(await say(next, "campaigns/mark-door", [again])).toMatchObject([{ answer: "applied" }]);
    const [door] = await database.owner`select tries, place from campaign_door where door_id = ${west}`;
    expect(door).toEqual({ tries: 2, place: b });
    // The unit went with most of its doors, under a number of the new grid; the third door is in none until they are formed anew.
    const units = await database.owner`
      select u.place, u.number, u.ended_at, array_agg(d.door_id) as doors from watch_unit u
        join watch_unit_door d on d.unit_id = u.id where starts_with(u.place, ${village}) group by u.id, u.county`;
    expect(units).toMatchObject([{ place: b, number: 1, ended_at: null }]);
    expect(units.flatMap((row) => row["doors"] as string[]).sort()).toEqual([west, far].sort());
    expect(await say(next, "neighbours/form-units", [{ place: b }])).toMatchObject([{ answer: "applied" }]);
  });
});

describe("a form on paper", () => {
  it("is printed with a number, keyed in later with who filled it and when, and counts each line once", async () => {
    const id = await begin(GRID, ["household.size", "door.hazard"]);
    database.setNow(later(NOW, HOUR));
    const { sheets } = await call<{ sheets: { number: string; lines: { line: number; name: string }[] }[] }>(
      operator,
      "POST",
      `/campaigns/${id}/areas/${GRID}/sheets`,
      {},
    );
    const [sheet] = sheets;
    expect(sheet?.number).toMatch(/^[1-9]\d{9}$/);
    expect(sheet?.lines.map(({ line }) => line)).toEqual(sheet?.lines.map((_, at) => at + 1));
    database.setNow(later(NOW, 9 * HOUR));
    const lines = [
      { id: newId(), line: 1, outcome: "opened", seen: 2 },
      { id: newId(), line: 2, outcome: "refused" },
    ];
    const filled = { filledBy: worker.postId, filledAt: isoInstant(later(NOW, 3 * HOUR)), lines };
    const path = `/campaign-sheets/${sheet?.number}`;
    expect(await codeOf(operator, "POST", path, { ...filled, filledAt: isoInstant(NOW) })).toBe(
      "campaigns/filled-when",
    );
    expect(await codeOf(operator, "POST", path, { ...filled, filledBy: neighbour.postId })).toBe(
      "campaigns/not-a-team",
    );
    expect(await call(operator, "POST", path, filled)).toEqual({ keyed: 2, already: 0 });
    expect(await call(operator, "POST", path, filled)).toEqual({ keyed: 0, already: 2 });
    const marks = await database.owner`
      select outcome, by_post, keyed_by, made_at from campaign_mark where sheet_id is not null order by outcome`;
    expect(marks).toMatchObject([
      { outcome: "opened", by_post: worker.postId, keyed_by: operator.postId },
      { outcome: "refused" },
    ]);
    expect((await watch(id, GRID)).own.tally).toMatchObject({ OPENED: 1, REFUSED: 1 });
    // Its own questions: an answer is a fact of whoever filled the sheet, at that hour; revisit, neighbour and note come too.
    const said = (line: number, attribute: string, value: unknown, more = {}) => ({
      ...filled,
      lines: [{ id: newId(), line, outcome: "no-answer", answers: [{ attribute, value }], ...more }],
    });
    const again = { revisitAt: isoInstant(later(NOW, 30 * HOUR)), neighbour: "away", leftNote: true };
    expect(await call(operator, "POST", path, said(3, "door.hazard", "楼道堆物", again))).toEqual({
      keyed: 1,
      already: 0,
    });
    const facts = await database.owner`
      select f.attribute, f.by_post, f.observed_at, m.keyed_by, m.neighbour, m.left_note, m.revisit_at
        from fact f join campaign_mark m on m.id = f.source_id where f.attribute = 'door.hazard'`;
    expect(facts).toEqual([
      {
        attribute: "door.hazard",
        by_post: worker.postId,
        observed_at: later(NOW, 3 * HOUR),
        keyed_by: operator.postId,
        neighbour: "away",
        left_note: true,
        revisit_at: later(NOW, 30 * HOUR),
      },
    ]);
    expect(await codeOf(operator, "POST", path, said(4, "door.hazard", 7))).toBe("campaigns/answer-wrong");
    expect(await codeOf(operator, "POST", path, said(4, "household.needs", ["food"]))).toBe("campaigns/answer-wrong");
    expect(await codeOf(operator, "POST", path, said(4, "household.size", 3))).toBe("campaigns/no-household");
    expect(await codeOf(operator, "GET", "/campaign-sheets/1234567890")).toBe("campaigns/no-such-sheet");
    expect(await codeOf(await testPost(database.owner, { role: "operator", area: "320584" }), "GET", path)).toBe(
      "campaigns/no-such-sheet",
    );
    database.setNow(NOW);
  });
});

describe("scenario 14, closed doors", () => {
  it("2,406 doors, 258 opened is 10.7 %, and 2,148 are in the plan of retries", async () => {
    const village = "320583101202";
    await testDoors(
      database.owner,
      Array.from({ length: 2406 }, (_, n) => ({
        place: village,
        building: String(Math.floor(n / 50) + 1),
        room: String(n + 1),
      })),
    );
    const id = await begin(village);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(2406);
    // A few as a phone says them; the rest as those few left them, straight in the tables: 2,406 commands take minutes.
    const bodies = [...rows.slice(0, 8), ...rows.slice(258, 290)].map((row, n) => ({
      ...mark(row.id, n < 8 ? "opened" : "no-answer"),
      place: village,
    }));
    await say(neighbour, "campaigns/mark-door", bodies);
    const [opened, shut] = [rows.slice(8, 258), rows.slice(290)].map((some) => some.map((row) => row.id));
    await database.owner`update campaign_door set state = 'OPENED', last_at = ${NOW} where id = any (${opened ?? []}::uuid[])`;
    await database.owner`
      update campaign_door set state = 'NO_ANSWER', tries = 1, windows = '{0}', last_at = ${NOW} where id = any (${shut ?? []}::uuid[])`;
    await database.owner`
      update campaign_tally t set doors = d.doors
        from (select state, count(*) as doors from campaign_door where campaign_id = ${id} group by 1) d
       where t.campaign_id = ${id} and t.figure = d.state`;
    await database.owner`update campaign_tally set doors = 0 where campaign_id = ${id} and figure = 'NOT_VISITED'`;
    const { own } = await watch(id, village);
    expect(own.coverage).toEqual({ doors: 2406, vacant: 0, of: 2406, covered: 258, permille: 107 });
    const plan = await call<Plan>(operator, "GET", `/campaigns/${id}/areas/${village}/retry-plan`);
    expect(plan.total).toBe(2148);
    // A village of more doors than one printing takes is printed on from where it ended; each open door is on one sheet.
    const print = (body: unknown) =>
      call<{ sheets: { lines: { campaignDoorId: string }[] }[]; next: string | null }>(
        operator,
        "POST",
        `/campaigns/${id}/areas/${village}/sheets`,
        body,
      );
    const [head, tail] = [await print({}), await print({ after: `${village} 2000` })];
    expect([head.next, tail.next]).toEqual([`${village} 2000`, null]);
    const printed = [head, tail].flatMap(({ sheets }) => sheets.flatMap(({ lines }) => lines));
    expect(new Set(printed.map(({ campaignDoorId }) => campaignDoorId)).size).toBe(2148);
    expect(printed).toHaveLength(2148);
    // Knocked at between 9 and 11: next in the afternoon of the same day.
    expect(plan.slots.map(({ step, on, window, total }) => [step, on, window, total])).toEqual([
      ["try", "2020-02-10", 1, 2148],
    ]);
  });
});
