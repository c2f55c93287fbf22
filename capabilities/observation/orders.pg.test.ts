/** Orders on the way of an observation: extended, handed over; and what holds when a step was left out. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type Instant, instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import type { ObservationView } from "./contract.ts";
import { at, buildTown, FILE, GRID } from "./homes.testing.ts";
import { DEFAULT_PROFILE } from "./rules/profile.ts";

const database = await testDatabase(at("17T10:00"));
const { owner, setNow } = database;
const server = await testServer(database);
const town = await buildTown(database, server);
const { posts, say } = town;

const seen = async (who: (typeof posts)["worker"], id: string) =>
  (await (await town.as(who)).call("GET", `/observations/${id}`)).body as ObservationView;

const papersOf = async (who: (typeof posts)["worker"], id: string) =>
  (await (await town.as(who)).call("GET", `/observations/${id}/documents`)).body as {
    documents: { kind: string; number: string | null; issuer: string | null; zh: { title: string; lines: string[] } }[];
  };
const measuresOf = (personKey: string) =>
  owner<{ planned_until: Instant | null; is_standing: boolean }[]>`
    select planned_until, not exists (select from evidence_withdrawal w where w.evidence_id = e.id) as is_standing
      from evidence e where person_key = ${personKey} and kind = 'measure' order by recorded_at, id`;

test("extended by the doctor: a numbered order, the measure at the new hour, red all the while, the person told; within the limit", async () => {
  setNow(at("17T10:00"));
  const { id, personKey } = await town.underWay(at("16T20:00"));
  const extend = (who: (typeof posts)["worker"], body: object) =>
    say(who, "observation/extend", {
      observationId: id,
      reason: "exposed-again",
      words: "2月20日又与病人同车",
      ...body,
    });
  expect(await extend(posts.worker, { lastDay: "2020-03-07" })).toMatchObject({ answer: "refused" });
  expect(await extend(posts.doctor, { lastDay: "2020-03-01" })).toMatchObject({ code: "observation/not-longer" });
  // D0 is 16 February; 28 days after it are over on 15 March at 24:00.
  expect(await extend(posts.doctor, { lastDay: "2020-03-16" })).toMatchObject({ code: "observation/beyond-limit" });
  expect(await extend(posts.doctor, { lastDay: "2020-03-08" })).toMatchObject({
    answer: "applied",
    result: { dueAt: "2020-03-08T16:00:00.000Z" },
  });
  expect(await seen(posts.worker, id)).toMatchObject({ days: 21, dueAt: "2020-03-08T16:00:00.000Z", type: "home" });
  expect(await measuresOf(personKey)).toEqual([
    { planned_until: instant("2020-03-02T00:00:00+08:00"), is_standing: false },
    { planned_until: instant("2020-03-09T00:00:00+08:00"), is_standing: true },
  ]);
  const colours = await owner<{ new_colour: string }[]>`
    select new_colour from colour_decision where person_key = ${personKey} order by seq`;
  // Green at first, until the list said red; from then on never anything else.
  expect(colours.slice(1).every((row) => row.new_colour === "red")).toBe(true);
  await extend(posts.doctor, { lastDay: "2020-03-15", reason: "result-pending" });
  const { documents } = await papersOf(posts.cadre, id);
  expect(documents.map(({ kind }) => kind)).toEqual(["notice", "extension", "extension"]);
  expect(documents[1]?.zh.lines.join("")).toContain("原定2020年3月1日24时结束，现延长到2020年3月8日24时");
  expect(documents[2]?.zh.lines.join("")).toContain(
    "检查结果还没有出来，居家观察原定2020年3月8日24时结束，现延长到2020年3月15日24时",
  );
  // Numbers of a county and year run on, whoever issues; the issuer is the doctor's house.
  const numbers = documents.map(({ number }) => Number(/^居观〔2020〕320583第(\d+)号$/.exec(number ?? "")?.[1]));
  expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
  expect(numbers[2]).toBe((numbers[1] ?? 0) + 1);
  expect(documents[1]?.issuer).toBe("某单位");
  const told = await owner<
    { zh: string }[]
  >`select zh from notice where person_key = ${personKey} order by id desc limit 1`;
  expect(told[0]?.zh).toContain("延长到 2020-03-15 24时");
});

test("to an observation point in another county: named from the directory, alarmed until accepted, and the days go on there", async () => {
  setNow(at("17T10:00"));
  const point = await testPost(owner, { role: "health-worker", area: "320585" });
  const { id, personKey } = await town.underWay(at("16T20:00"));
  const directory = async (query: string) =>
    (
      (await (await town.as(posts.doctor)).call("GET", `/areas/${GRID}/receivers${query}`)).body as {
        receivers: { postId: string; organisation: string }[];
      }
    ).receivers.map(({ postId }) => postId);
  expect(await directory("")).toContain(point.postId);
  expect(await directory("?words=没有这家")).toEqual([]);
  const move = { observationId: id, decision: "central", vehicle: "昆观-02" };
  expect(await say(posts.doctor, "observation/handle", { ...move, toPost: posts.worker.postId })).toMatchObject({
    code: "observation/receiver-unknown",
  });
  expect(await say(posts.doctor, "observation/handle", { ...move, toPost: point.postId })).toMatchObject({
    answer: "applied",
  });
  // Not ended by the decision: whoever is not accepted is still looked after here, and it is loud.
  expect(await town.stateOf(id)).toBe("ACTIVE");
  await town.passTo(at("17T10:16"));
  expect(await town.alarmsOf(id)).toEqual(["transfer"]);
  const incoming = await (await town.as(point)).call("GET", "/incoming-observations");
  expect(incoming.body).toMatchObject({
    incoming: [{ id, as: "central", vehicle: "昆观-02", lateAt: "2020-02-17T02:15:00.000Z" }],
  });
  expect((await papersOf(point, id)).documents.at(-1)?.zh.title).toBe("转集中医学观察决定书（交接单）");
  const received = await say(point, "observation/receive", { observationId: id });
  expect(received).toMatchObject({ answer: "applied" });
  expect(await town.stateOf(id)).toBe("CONVERTED");
  const goesOn = String(received.result?.["goesOn"]);
  expect(await seen(point, goesOn)).toMatchObject({
    type: "central",
    state: "ACTIVE",
    dZero: "2020-02-16",
    mySeat: "HEALTH",
    place: "320585",
  });
  // The one measure went along; whoever signs at the point frees the colour.
  expect((await measuresOf(personKey)).filter((one) => one.is_standing)).toHaveLength(1);
  await town.passTo(instant("2020-03-02T00:00:00+08:00"));
  expect(await say(point, "observation/sign-release", { observationId: goesOn, place: "320585" })).toMatchObject({
    result: { state: "RELEASED" },
  });
  expect(await town.colourOf(personKey)).toBe("green");
  expect((await papersOf(point, goesOn)).documents.at(-1)?.zh.title).toBe("解除集中医学观察通知书");
});

test("a phone of last month says 'central' and names nobody: nothing ends, and the vehicle is owed until one is named", async () => {
  setNow(at("17T10:00"));
  const { id } = await town.underWay(at("16T20:00"));
  await say(posts.doctor, "observation/handle", { observationId: id, decision: "central" });
  expect(await town.stateOf(id)).toBe("ACTIVE");
  await town.passTo(at("17T10:16"));
  expect(await town.alarmsOf(id)).toContain("transfer");
  await say(posts.doctor, "observation/handle", { observationId: id, decision: "stays" });
  expect(await town.alarmsOf(id)).not.toContain("transfer");
});

test("released: landlord, property, the school's contact and the employer with consent hear that it has ended, and no more", async () => {
  setNow(at("17T10:00"));
  const { id, personKey } = await town.underWay(at("16T20:00"));
  const told = async (residentId: string) =>
    owner<{ zh: string; en: string; kind: string }[]>`
      select n.zh, n.en, n.kind from notice n join resident_person p on p.person_key = n.person_key and p.relation = 'self'
       where p.resident_id = ${residentId}`;
  const helpers: string[] = [];
  for (const [code, seat] of [
    ["10000001", "LANDLORD"],
    ["10000002", "PROPERTY"],
    ["10000003", "MINOR_CONTACT"],
  ] as const) {
    await say(posts.worker, "teams/invite", { subjectId: id, seat, code, hasAgreed: true });
    const resident = await testResident(owner, [randomUUID()]);
    const body = { code, calledAs: "老陈", hasConsented: true };
    expect((await server.asResident(resident).call("POST", "/my/seats", body)).status).toBe(200);
    helpers.push(resident);
  }
  const employer = async (agrees: boolean) => {
    const manager = await testResident(owner, [randomUUID()]);
    const enterprise = newId();
    const uscc = agrees ? "91350100M000100Y43" : "91330106MA27Y4U47R";
    await owner`
      insert into enterprise (id, uscc, name, kind, industry, place, headcount, dormitories, sealed, key_id, created_at, created_by)
      values (${enterprise}, ${uscc}, '昆山某厂', 'company', 'C', '320583101', 10, 0, '', 'k', ${at("10T10:00")}, ${manager})`;
    await owner`
      insert into enterprise_manager (id, enterprise_id, phone_key, resident_id, invited_by, invited_at, confirmed_at)
      values (${newId()}, ${enterprise}, ${randomUUID()}, ${manager}, ${manager}, ${at("10T10:00")}, ${at("10T10:00")})`;
    await owner`
      insert into enterprise_staff (person_key, enterprise_id, id, sealed, key_id, added_at, agrees)
      values (${personKey}, ${enterprise}, ${newId()}, '', 'k', ${at("10T10:00")}, ${agrees})`;
    return manager;
  };
  const [asked, notAsked] = [await employer(true), await employer(false)];
  setNow(instant("2020-03-02T08:30:00+08:00"));
  await town.passTo(instant("2020-03-02T08:30:00+08:00"));
  expect(await say(posts.doctor, "observation/sign-release", { observationId: id })).toMatchObject({
    result: { state: "RELEASED" },
  });
  for (const helper of [...helpers, asked]) {
    const notices = await told(helper);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.zh).toContain("已经结束");
    expect(`${notices[0]?.zh}${notices[0]?.en}`).not.toMatch(
      /码|红|黄|绿|观察|隔离|健康|病|体温|code|health|observ|quarantine/i,
    );
  }
  expect(await told(notAsked)).toEqual([]);
});

test("seats empty: checks count and are owed, the team stays owed; never informed: signed at the end all the same", async () => {
  setNow(at("17T10:00"));
  const police = { from: null, until: "2020-03-20T08:00:00+08:00", substitutePostId: null, reason: "外出培训" };
  const off = await (await town.as(posts.police)).call("POST", `/posts/${posts.police.postId}/absences`, police);
  expect(off.status, JSON.stringify(off.body)).toBe(200);
  await town.passTo(at("17T10:01"));
  const { id } = await town.underWay(at("16T20:00"));
  expect(await town.stateOf(id)).toBe("NOTICED");
  await town.passTo(at("17T19:00"));
  expect(await town.alarmsOf(id)).toEqual(["call", "seat", "team"]);
  await say(posts.worker, "observation/check", {
    observationId: id,
    manner: "door",
    temperatureTenths: 366,
    symptoms: [],
  });
  expect(await town.stateOf(id)).toBe("NOTICED");
  expect(await town.alarmsOf(id)).toEqual(["seat", "team"]);
  expect((await seen(posts.worker, id)).duties.map(({ kind }) => kind)).toContain("team");
  const personKey = await town.person(null);
  const { id: untold } = await say(posts.doctor, "observation/file", { ...FILE, personKey, exposedOn: "2020-02-04" });
  await town.passTo(at("19T00:00"));
  expect(await town.stateOf(untold)).toBe("COMPLETED_PENDING_SIGN");
  expect(await town.colourOf(personKey)).toBe("red");
  expect(await say(posts.doctor, "observation/sign-release", { observationId: untold })).toMatchObject({
    result: { state: "RELEASED" },
  });
  expect(await town.colourOf(personKey)).toBe("green");
  expect(await say(posts.doctor, "observation/care", { observationId: untold, what: "followed-up" })).toMatchObject({
    code: "observation/not-delivered",
  });
  await say(posts.doctor, "observation/care", { observationId: untold, what: "delivered", how: "paper" });
  expect(await say(posts.doctor, "observation/care", { observationId: untold, what: "followed-up" })).toMatchObject({
    code: "observation/follow-up-early",
  });
});

test("a need becomes an order by a tap of the team, never by itself; from then on it stands with an owner and a due time", async () => {
  const personKey = await town.person(at("16T20:00"));
  const needs = ["prenatal", "groceries"];
  const { id } = await say(posts.worker, "observation/file", { ...FILE, personKey, needs });
  const orders = () =>
    owner`select kind, source, source_id, state from service_request where source_id = ${id} order by kind`;
  expect(await orders()).toEqual([]);
  const order = { observationId: id, need: "prenatal", words: "孕产检查陪送", door: "3 幢 502" };
  const elsewhere = await testPost(owner, { role: "grid-worker", area: GRID });
  expect(await say(elsewhere, "observation/order", order)).toMatchObject({ code: "observation/not-your-seat" });
  expect(await say(posts.worker, "observation/order", order)).toMatchObject({ answer: "applied" });
  expect(await orders()).toMatchObject([{ kind: "prenatal", source: "observation", state: "REQUESTED" }]);
  expect((await seen(posts.worker, id)).needs).toEqual(["groceries"]);
});

test("a city's desk drafts its variant with who and why; it counts for nobody before it is published", async () => {
  const city = await testPost(owner, { role: "operator", area: "3205", organisation: "苏州市指挥部" });
  const path = "/areas/3205/observation-profile";
  const client = await town.as(city);
  const desk = async () => (await client.call("GET", `${path}/desk`)).body as Record<string, unknown>;
  expect(await desk()).toMatchObject({ from: null, version: 0, draft: null, published: [] });
  const { id: _id, ...own } = DEFAULT_PROFILE;
  const profile = { ...own, abnormalMinutes: 30, windows: { morning: [6, 9], evening: [17, 20] } };
  const why = "农村路远，医生30分钟内到";
  expect((await client.call("PUT", `${path}/draft`, { follows: 0, profile, why })).status).toBe(200);
  expect(await desk()).toMatchObject({
    version: 0,
    draft: { why, byOrganisation: "苏州市指挥部", profile: { abnormalMinutes: 30 } },
  });
  expect((await client.call("GET", path)).body).toMatchObject({ area: null, profile: { abnormalMinutes: 15 } });
  expect((await client.call("PUT", `${path}/draft`, { follows: 3, profile, why })).body).toMatchObject({
    code: "observation/version-taken",
  });
  const legalBasis = "苏州市疫情防控第10号通告";
  const backwards = { ...profile, windows: { morning: [9, 6], evening: [17, 20] } };
  expect((await client.call("POST", path, { follows: 0, profile: backwards, legalBasis, why })).body).toMatchObject({
    code: "observation/profile-unsound",
  });
  expect((await client.call("POST", path, { follows: 0, profile, legalBasis, why })).body).toEqual({ version: 1 });
  expect(await desk()).toMatchObject({
    from: "3205",
    version: 1,
    draft: null,
    published: [{ version: 1, why, legalBasis, byOrganisation: "苏州市指挥部" }],
  });
  // The paper says the city's own hours and stands on its notice too.
  setNow(at("19T09:00"));
  const { id } = await town.underWay(at("18T20:00"));
  const [notice] = (await papersOf(posts.cadre, id)).documents;
  expect(notice?.zh.lines.join("")).toContain("每天上午6点到9点、下午5点到晚上8点各测一次体温");
  expect(notice?.zh.lines[0]).toContain(legalBasis);
  // A county's desk writes its own, never its city's.
  const county = await testPost(owner, { role: "operator", area: "320583" });
  expect((await (await town.as(county)).call("PUT", `${path}/draft`, { follows: 1, profile, why })).status).toBe(404);
});
