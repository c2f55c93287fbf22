import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { applicationsOnce } from "./clock.ts";
import { fillDaysOnce } from "./days.ts";
import * as fixture from "./enterprises.testing.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
let database: TestDatabase;
let server: TestServer;
let manager: Client;
let stranger: Client;
const NAMES = ["township", "neighbour", "county", "otherCounty", "city", "analyst"] as const;
let actors: Record<(typeof NAMES)[number], Actor>;
let posts: Record<(typeof NAMES)[number], Client>;

/** A post's session lasts a shift: whoever moves the clock signs in again. */
async function signIn(): Promise<void> {
  const clients = await Promise.all(NAMES.map(async (name) => [name, await server.as(actors[name])] as const));
  posts = Object.fromEntries(clients) as typeof posts;
}
const moveTo = async (at: string): Promise<void> => {
  database.setNow(instant(at));
  await signIn();
};

beforeEach(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  const { owner } = database;
  await testPlaces(owner, fixture.PLACES);
  manager = server.asResident(await testResident(owner, []));
  stranger = server.asResident(await testResident(owner, []));
  const post = (role: Exclude<Actor["role"], "system">, area: string) => testPost(owner, { role, area });
  actors = {
    township: await post("operator", "320583100"),
    neighbour: await post("operator", "320583101"),
    county: await post("operator", "320583"),
    otherCounty: await post("operator", "320585"),
    city: await post("operator", "3205"),
    analyst: await post("analyst", "320583"),
  };
  await signIn();
});

const register = async (change: object = {}, by: Client = manager) => {
  const answer = await by.call("POST", "/my/enterprises", { uscc: fixture.USCC, ...fixture.REGISTRATION, ...change });
  return { ...answer, id: (answer.body as { id: string }).id };
};
const upload = (id: string, query = "mode=keep", bytes: Buffer = fixture.csvOf(fixture.STAFF)) =>
  fixture.sendBytes(server.url, manager, `/my/enterprises/${id}/roster?${query}`, bytes);
const photo = (id: string, item: string) =>
  fixture.sendBytes(server.url, manager, `/my/enterprises/${id}/photos/${item}`, fixture.PNG);

/** Registered, complete and submitted; returns the enterprise's id. */
async function submitted(change: object = {}): Promise<string> {
  const { id } = await register(change);
  await upload(id);
  await manager.call("PUT", `/my/enterprises/${id}/application`, { version: 0, content: fixture.CONTENT });
  for (const item of ["gate", "disinfection", "isolation"])
    expect(await photo(id, item)).toMatchObject({ status: 200 });
  const answer = await manager.call("POST", `/my/enterprises/${id}/application/submission`, { version: 1 });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return id;
}
const applicationOf = async (id: string, by: Client = posts.county) =>
  (await by.call("GET", `/enterprises/${id}`)).body as {
    application: { version: number; state: string; events: { kind: string; by: string }[]; problems: unknown[] };
    may: string[];
  };

test("an organisation is registered once; who asks again learns that it is taken and nothing of whose it is", async () => {
  expect(await register()).toMatchObject({ status: 200, body: { uscc: fixture.USCC, placeName: "昆山市玉山镇" } });
  const again = await register({}, stranger);
  expect(again).toMatchObject({ status: 409, body: { code: "enterprises/already-registered" } });
  expect(Object.keys(again.body as object).sort()).toEqual(["code", "detail", "requestId", "status", "title", "type"]);
  expect(await register({ uscc: "91350100M000100Y44" })).toMatchObject({ body: { code: "enterprises/code-wrong" } });
});

test("address and contact lie sealed, and are opened to a centre with a reason in the audit log", async () => {
  const { id } = await register();
  const [row] = await database.owner<{ text: string }[]>`select encode(sealed, 'escape') as text from enterprise`;
  expect(row?.text).not.toContain("13900000001");
  const opened = await posts.township.call("POST", `/enterprises/${id}/contact`, { reason: "核对地址" });
  expect(opened.body).toEqual({ address: "某路1号", contactName: "陈某", contactPhone: "13900000001" });
  const deeds = await database.owner`select detail from audit_pending where action = 'enterprise.contact.open'`;
  expect(deeds.map((deed) => deed["detail"])).toEqual([{ reason: "核对地址" }]);
});

test("another's manager, a post elsewhere and a manager who was ended find nothing", async () => {
  const id = await submitted();
  for (const path of ["", "/staff", "/days/2020-02-10"]) {
    expect((await stranger.call("GET", `/my/enterprises/${id}${path}`)).status).toBe(404);
  }
  expect((await stranger.call("PUT", `/my/enterprises/${id}/application`, { version: 2, content: {} })).status).toBe(
    404,
  );
  for (const post of [posts.neighbour, posts.otherCounty]) {
    expect((await post.call("GET", `/enterprises/${id}`)).status).toBe(404);
    expect(
      (await post.call("POST", `/enterprises/${id}/site-check`, { version: 2, outcome: "fit", remark: "合格合格" }))
        .status,
    ).toBe(404);
  }
  const list = await posts.neighbour.call("GET", "/areas/320583101/enterprises");
  expect(list.body).toMatchObject({ enterprises: [] });
  expect((await posts.neighbour.call("GET", "/areas/320583100/enterprises")).status).toBe(404);
});

test("a manager is invited by phone and confirms; the last one stays", async () => {
  const { id } = await register();
  const invited = await testResident(database.owner, []);
  const key = "0f0f0f0f-0000-4000-8000-000000000001";
  await database.owner`update resident set phone_key = ${key} where id = ${invited}`;
  await manager.call("POST", `/my/enterprises/${id}/managers`, { phone: "13800000009" });
  await database.owner`update enterprise_manager set phone_key = ${key} where resident_id is null`;
  const guest = server.asResident(invited);
  expect((await guest.call("GET", `/my/enterprises/${id}`)).status).toBe(404);
  expect((await stranger.call("PUT", `/my/enterprises/${id}/invitation`, { accepts: true })).status).toBe(404);
  expect((await guest.call("GET", "/my/enterprises")).body).toMatchObject({ invitations: [{ enterpriseId: id }] });
  expect((await guest.call("PUT", `/my/enterprises/${id}/invitation`, { accepts: true })).status).toBe(200);
  const shown = (await guest.call("GET", `/my/enterprises/${id}`)).body as {
    managers: { id: string; isMe: boolean }[];
  };
  const other = shown.managers.find((one) => !one.isMe)?.id;
  expect((await guest.call("DELETE", `/my/enterprises/${id}/managers/${other}`)).status).toBe(200);
  expect((await manager.call("GET", `/my/enterprises/${id}`)).status).toBe(404);
  const mine = shown.managers.find((one) => one.isMe)?.id;
  const last = await guest.call("DELETE", `/my/enterprises/${id}/managers/${mine}`);
  expect(last.body).toMatchObject({ code: "enterprises/last-manager" });
});

test("an application is saved in versions, refused while incomplete, and a stale writer is told", async () => {
  const { id } = await register();
  const path = `/my/enterprises/${id}/application`;
  const first = await manager.call("PUT", path, { version: 0, content: { rooms: 3 } });
  expect(first.body).toMatchObject({ version: 1 });
  expect((await manager.call("PUT", path, { version: 1, content: fixture.CONTENT })).body).toMatchObject({
    version: 2,
    missing: ["photo.gate", "photo.disinfection", "photo.isolation", "roster"],
  });
  expect((await manager.call("PUT", path, { version: 1, content: {} })).status).toBe(409);
  const early = await manager.call("POST", `${path}/submission`, { version: 2 });
  expect(early.body).toMatchObject({ code: "enterprises/incomplete", missing: expect.arrayContaining(["roster"]) });
  const versions =
    await database.owner`select version, content->'rooms' as rooms from resumption_version order by version`;
  expect(versions.map((row) => [row["version"], row["rooms"]])).toEqual([
    [1, 3],
    [2, 12],
  ]);
  expect((await applicationOf(id)).application).toBeNull();
});

test("township on site, then the county decides; each only its own step", async () => {
  const id = await submitted();
  const check = { version: 2, outcome: "fit", remark: "现场合格" };
  const decision = { version: 3, decision: "approve", reason: "材料齐全", conditions: "每班不超过20人" };
  expect(
    (await posts.county.call("POST", `/enterprises/${id}/decision`, { ...decision, version: 2 })).body,
  ).toMatchObject({
    code: "enterprises/wrong-state",
  });
  expect((await posts.city.call("POST", `/enterprises/${id}/site-check`, check)).body).toMatchObject({
    code: "enterprises/not-your-level",
  });
  expect((await posts.analyst.call("POST", `/enterprises/${id}/site-check`, check)).status).toBe(403);
  expect((await posts.township.call("POST", `/enterprises/${id}/site-check`, check)).body).toMatchObject({
    state: "at-county",
    dueAt: "2020-02-12T01:00:00.000Z",
    siteCheck: "done",
  });
  expect((await posts.township.call("POST", `/enterprises/${id}/decision`, decision)).status).toBe(403);
  expect((await posts.county.call("POST", `/enterprises/${id}/decision`, { ...decision, version: 2 })).status).toBe(
    409,
  );
  const done = await posts.county.call("POST", `/enterprises/${id}/decision`, decision);
  expect(done.body).toMatchObject({ state: "approved", isSilent: false, conditions: "每班不超过20人" });
  const revoked = await posts.county.call("POST", `/enterprises/${id}/revocation`, {
    version: 4,
    reason: "聚集就餐整改无效",
  });
  expect(revoked.body).toMatchObject({ state: "revoked", reason: "聚集就餐整改无效" });
  const kinds = (await applicationOf(id)).application.events.map((event) => event.kind);
  expect(kinds).toEqual(["submit", "site-check-fit", "approve", "revoke"]);
  const audited = await database.owner`select action from audit_pending where action like 'resumption.%' order by id`;
  expect(audited.map((row) => row["action"])).toEqual([
    "resumption.submit",
    "resumption.site-check-fit",
    "resumption.approve",
    "resumption.revoke",
  ]);
  // A new application can be begun.
  const again = await manager.call("PUT", `/my/enterprises/${id}/application`, { version: 0, content: {} });
  expect(again.status).toBe(200);
});

test("what is to be mended comes back with problems, is mended, closed and submitted again", async () => {
  const id = await submitted();
  const problems = [{ text: "隔离室没有洗手台", dueOn: "2020-02-12" }];
  const mend = { version: 2, outcome: "mend", remark: "隔离室不合格", problems };
  const back = await posts.township.call("POST", `/enterprises/${id}/site-check`, mend);
  expect(back.body).toMatchObject({ state: "returned", reason: "隔离室不合格", problems: [{ mendedAt: null }] });
  await posts.township.call("PUT", `/enterprises/${id}/helper`, { name: "周某", phone: "13700000000" });
  const [problem] = (back.body as { problems: { id: string }[] }).problems;
  const mended = await manager.call("POST", `/my/enterprises/${id}/problems/${problem?.id}/mended`, { note: "已装好" });
  expect(mended.body).toMatchObject({ mendedNote: "已装好", closedAt: null });
  const closed = await posts.township.call("POST", `/enterprises/${id}/problems/${problem?.id}/closure`, {});
  expect(closed.body).toMatchObject({ closedAt: "2020-02-10T01:00:00.000Z" });
  const again = await manager.call("POST", `/my/enterprises/${id}/application/submission`, { version: 4 });
  expect(again.body).toMatchObject({ state: "at-township", helper: { name: "周某" } });
});

test("a missed clock of the township goes on to the county, a missed one of the county is a silent approval", async () => {
  const id = await submitted();
  database.setNow(instant("2020-02-11T08:59:59+08:00"));
  expect(await applicationsOnce(database.services)).toBe(0);
  await moveTo("2020-02-11T09:00:00+08:00");
  expect(await applicationsOnce(database.services)).toBe(1);
  const missed = await applicationOf(id);
  expect(missed.application).toMatchObject({
    state: "at-county",
    siteCheck: "missed",
    dueAt: "2020-02-13T01:00:00.000Z",
  });
  expect(missed.may).toEqual(["late-check", "decide", "help"]);
  await moveTo("2020-02-13T09:00:00+08:00");
  expect(await applicationsOnce(database.services)).toBe(1);
  const silent = await applicationOf(id);
  expect(silent.application).toMatchObject({ state: "approved", isSilent: true });
  expect(silent.application.events.at(-1)).toMatchObject({ kind: "silent-approval", by: "clock" });
  expect(silent.application.problems).toHaveLength(1);
  expect(await applicationsOnce(database.services)).toBe(0);
});

test("a home where people live under care is never opened by silence: the city is told", async () => {
  const id = await submitted({ kind: "care-home" });
  for (const at of ["2020-02-11T09:00:00+08:00", "2020-02-13T09:00:00+08:00", "2020-02-14T09:00:00+08:00"]) {
    await moveTo(at);
    await applicationsOnce(database.services);
  }
  const shown = await applicationOf(id, posts.city);
  expect(shown.application.state).toBe("at-county");
  expect(shown.may).toEqual(["decide"]);
  const list = await posts.city.call("GET", "/areas/3205/enterprises?state=waiting");
  expect(list.body).toMatchObject({ enterprises: [{ isEscalated: true }] });
});

test("where the county asks for a filing only, submitting is enough, but not for a home under care", async () => {
  const policy = { mode: "filing", reason: "低风险县区" };
  expect((await posts.otherCounty.call("PUT", "/areas/320583/resumption-policy", policy)).status).toBe(404);
  expect((await posts.county.call("PUT", "/areas/320583/resumption-policy", policy)).status).toBe(200);
  const id = await submitted();
  expect((await applicationOf(id)).application).toMatchObject({ state: "filed", mode: "filing", dueAt: null });
});

test("photos are sniffed, sealed, at most ten, and gone from nobody's browser cache", async () => {
  const id = await submitted();
  expect((await photo(id, "gate")).body).toMatchObject({ code: "enterprises/wrong-state" });
  await manager.call("POST", `/my/enterprises/${id}/application/withdrawal`, { reason: "补充材料" });
  await manager.call("PUT", `/my/enterprises/${id}/application`, { version: 0, content: {} });
  const path = `/my/enterprises/${id}/photos/gate`;
  const html = await fixture.sendBytes(
    server.url,
    manager,
    path,
    Buffer.from("<html><script>alert(1)</script></html>"),
  );
  expect(html).toMatchObject({ status: 415, body: { code: "enterprises/not-a-photo" } });
  const large = Buffer.concat([fixture.PNG, Buffer.alloc(2 * 1024 * 1024)]);
  expect((await fixture.sendBytes(server.url, manager, path, large)).status).toBe(413);
  expect((await fixture.sendBytes(server.url, stranger, path, fixture.PNG)).status).toBe(404);
  for (let at = 0; at < 10; at++) expect((await photo(id, "gate")).status).toBe(200);
  const last = await photo(id, "gate");
  expect(last.body).toMatchObject({ code: "enterprises/too-many-photos" });
  const [row] = await database.owner<
    { id: string }[]
  >`select id from resumption_photo order by at desc, id desc limit 1`;
  const shown = await fetch(`${server.url}/api/v1/my/enterprises/${id}/photos/${row?.id}`, {
    headers: { authorization: `Bearer ${manager.token}` },
  });
  expect([shown.headers.get("content-type"), shown.headers.get("cache-control")]).toEqual(["image/png", "no-store"]);
  expect(Buffer.from(await shown.arrayBuffer()).equals(fixture.PNG)).toBe(true);
});

test("a roster is looked at before it is kept; faults come with line and reason, a formula is not taken", async () => {
  const { id } = await register();
  const file = Buffer.from(
    "姓名,证件号码,手机号\n王甲,320583198001010008,13800000001\n=cmd|'/c calc'!A0,320583198101010005,\n李乙,320583198101010000,\n王甲,320583198001010008,\n,,\n",
  );
  const look = await upload(id, "mode=look", file);
  expect(look.body).toMatchObject({ rows: 5, right: 1, added: 0, columns: [0, null, 1, 2, null, null] });
  expect(
    (look.body as { faults: { line: number; fault: string }[] }).faults.map((one) => [one.line, one.fault]),
  ).toEqual([
    [3, "formula"],
    [4, "number-checksum"],
    [5, "twice"],
  ]);
  expect(await database.owner`select from enterprise_staff`).toHaveLength(0);
  expect((await upload(id, "mode=keep&columns=0,,0,,,", file)).body).toMatchObject({
    code: "enterprises/columns-wrong",
  });
  expect((await upload(id, "mode=keep", file)).body).toMatchObject({ added: 1 });
  expect((await upload(id, "mode=keep&isWhole=yes")).body).toMatchObject({ added: 2, ended: 0 });
  const one = fixture.csvOf(fixture.STAFF.slice(0, 1));
  expect((await upload(id, "mode=keep&isWhole=yes", one)).body).toMatchObject({ added: 0, ended: 2 });
  const [row] = await database.owner<{ text: string }[]>`select encode(sealed, 'escape') as text from enterprise_staff`;
  expect(row?.text).not.toContain("王甲");
});

test("a roster of more than three times the registered staff is refused, at the look and when it is kept piece by piece", async () => {
  const { id } = await register({ headcount: 5 });
  // Passports: any number of the right shape; nobody's.
  const passports = (from: number, to: number) =>
    Buffer.from(
      `姓名,证件类型,证件号码\n${Array.from({ length: to - from }, (_, at) => `王某,护照,E${10_000_000 + from + at}`).join("\n")}\n`,
    );
  const refused = { status: 422, body: { code: "enterprises/roster-beyond-staff", people: 21, atMost: 20 } };
  for (const mode of ["look", "keep"])
    expect(await upload(id, `mode=${mode}`, passports(0, 21))).toMatchObject(refused);
  expect((await upload(id, "mode=keep", passports(0, 20))).body).toMatchObject({ added: 20 });
  expect(await upload(id, "mode=keep", passports(20, 21))).toMatchObject(refused);
  expect(await database.owner`select from enterprise_staff`).toHaveLength(20);
  // Who has more staff says so first.
  const { headcount: _old, ...rest } = fixture.REGISTRATION;
  expect((await manager.call("PUT", `/my/enterprises/${id}`, { ...rest, headcount: 7 })).status).toBe(200);
  expect((await upload(id, "mode=keep", passports(20, 21))).body).toMatchObject({ added: 1 });
});

test("a hostile file is refused with its reason and the server goes on", async () => {
  const { id } = await register();
  const refused = await upload(id, "mode=keep", Buffer.from("d0cf11e0a1b11ae1", "hex"));
  expect(refused).toMatchObject({ status: 422, body: { code: "enterprises/file-refused", fault: "old-or-encrypted" } });
  const large = await upload(id, "mode=look", Buffer.alloc(5 * 1024 * 1024 + 1, 65)).catch(() => ({ status: 413 }));
  expect(large.status).toBe(413);
  expect((await manager.call("GET", "/my/enterprises")).status).toBe(200);
});

test("the day is filled in from the staff's temperatures and confirmed, also when zero", async () => {
  const id = await submitted({ kind: "company" });
  const staff = (await manager.call("GET", `/my/enterprises/${id}/staff`)).body as { staff: { id: string }[] };
  const items = staff.staff.map((one, at) => ({ staffId: one.id, isFit: at > 0 }));
  expect((await manager.call("POST", `/my/enterprises/${id}/temperatures`, { items })).body).toEqual({ recorded: 3 });
  const path = `/my/enterprises/${id}/days/2020-02-10`;
  expect((await manager.call("GET", path)).body).toMatchObject({ onRoster: 3, onSite: 2, fever: 1, confirmedAt: null });
  const wrong = await manager.call("PUT", path, { onSite: 121, fever: 0, isolated: 0 });
  expect(wrong.body).toMatchObject({ code: "enterprises/figures-wrong" });
  const zero = await manager.call("PUT", path, { onSite: 0, fever: 0, isolated: 0 });
  expect(zero.body).toMatchObject({ isZero: true, confirmedAt: "2020-02-10T01:00:00.000Z" });
  const old = `/my/enterprises/${id}/days/2020-02-08`;
  expect((await manager.call("PUT", old, { onSite: 0, fever: 0, isolated: 0 })).body).toMatchObject({
    code: "enterprises/day-not-open",
  });
});

test("figures count by industry and place; the clockwork fills the days of those at work; small numbers stay unpublished", async () => {
  await posts.county.call("PUT", "/areas/320583/resumption-policy", { mode: "filing", reason: "低风险县区" });
  const id = await submitted();
  await register({ uscc: fixture.OTHER_USCC, industry: "P", place: "320585100", name: "太仓某校" });
  expect(await fillDaysOnce(database.services)).toBe(1);
  expect(await fillDaysOnce(database.services)).toBe(0);
  const figures = await posts.city.call("GET", "/areas/3205/enterprise-figures");
  expect(figures.body).toMatchObject({
    total: { registered: 2, inForce: 1, headcount: 120, waiting: 0 },
    byIndustry: [
      { key: "C", name: "制造业", registered: 1, inForce: 1 },
      { key: "P", name: "教育", registered: 1, inForce: 0 },
    ],
    byPlace: [
      { key: "320583", name: "昆山市", inForce: 1 },
      { key: "320585", name: "太仓市", inForce: 0 },
    ],
  });
  expect((await posts.county.call("GET", `/enterprises/${id}`)).body).toMatchObject({ days: [{ onRoster: 3 }] });
  await database.owner`update enterprise_day set on_site = 4`;
  const open = await (await server.as(null)).call("GET", "/enterprise-figures");
  expect(open.body).toMatchObject({
    total: { registered: 2, onSite: null },
    byIndustry: [{ onSite: null }, { onSite: 0 }],
  });
});

test("beside how many are held from work the centre sees for how long: the median, from when they were counted on", async () => {
  await posts.county.call("PUT", "/areas/320583/resumption-policy", { mode: "filing", reason: "低风险县区" });
  await submitted();
  await database.owner`update enterprise_staff set agrees = true, answered_at = ${NOW}, answered_by = id`;
  const [first, second, third] = fixture.STAFF.map((one) => fixture.keyOf(database, one.idNumber));
  const until = instant("2020-02-20T00:00:00+08:00");
  const red = (since: string) => ({ kind: "declared-high-area" as const, since: instant(since), until });
  // The first was stopped before he was listed: he is held from the listing, at NOW.
  await fixture.giveCode(database, first ?? "", red("2020-02-05T00:00:00+08:00"));
  await moveTo("2020-02-10T11:00:00+08:00");
  await fixture.giveCode(database, second ?? "", red("2020-02-10T11:00:00+08:00"));
  await fixture.giveCode(database, third ?? "");
  await moveTo("2020-02-10T21:30:00+08:00");
  expect(await fillDaysOnce(database.services)).toBe(1);
  const [day] = await database.owner`select held, held_hours from enterprise_day`;
  expect(day).toEqual({ held: 2, held_hours: [10, 12] });
  const figures = await posts.city.call("GET", "/areas/3205/enterprise-figures");
  expect(figures.body).toMatchObject({
    total: { held: 2, heldHours: 11 },
    byIndustry: [{ key: "C", heldHours: 11 }],
    byPlace: [{ key: "320583", heldHours: 11 }],
  });
  const open = await (await server.as(null)).call("GET", "/enterprise-figures");
  expect(JSON.stringify(open.body)).not.toContain("heldHours");
});
