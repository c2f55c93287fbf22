import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import type { ObservationView } from "./contract.ts";
import { at, buildTown, FILE, GRID, SIGNATURE } from "./homes.testing.ts";
import { DEFAULT_PROFILE } from "./rules/profile.ts";
import { notAnswered } from "./steps.ts";

const database = await testDatabase(at("02T10:00"));
const { owner, services, setNow } = database;
const server = await testServer(database);
const town = await buildTown(database, server);
const { posts, say } = town;

const seen = async (who: (typeof posts)["worker"], id: string) =>
  (await (await town.as(who)).call("GET", `/observations/${id}`)).body as ObservationView;
const copyOf = async (who: (typeof posts)["worker"]) =>
  (
    (await (await town.as(who)).call("GET", `/field/copy?area=${GRID}&kinds=observation`)).body as {
      records: { id: string; value: ObservationView | null }[];
    }
  ).records;

test("the community files whom the list says to watch; whom it does not, only health can order, and the colour follows", async () => {
  setNow(at("02T10:00"));
  const unlisted = await town.person(null);
  expect(await say(posts.worker, "observation/file", { ...FILE, personKey: unlisted })).toMatchObject({
    answer: "refused",
    code: "observation/no-basis",
  });
  expect(await town.colourOf(unlisted)).toBe("green");
  const ordered = await say(posts.doctor, "observation/file", { ...FILE, personKey: unlisted });
  expect(ordered).toMatchObject({ answer: "applied", result: { dZero: "2020-02-01" } });
  expect(await town.colourOf(unlisted)).toBe("red");
  expect(await say(posts.worker, "observation/file", { ...FILE, personKey: unlisted })).toMatchObject({
    code: "observation/already-open",
  });
  expect(await say(posts.worker, "observation/file", { ...FILE, personKey: randomUUID() })).toMatchObject({
    code: "common/not-found",
  });
});

test("a team of four sits at once, nearest and least loaded; told and signed it is under way; the paper is sealed", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  const view = await seen(posts.worker, id);
  expect(view).toMatchObject({ state: "ACTIVE", dZero: "2020-02-01", days: 14, mySeat: "GRID", basis: "list-red" });
  expect(view.team.map(({ seat, postId }) => [seat, postId])).toEqual([
    ["CADRE", posts.cadre.postId],
    ["POLICE", posts.police.postId],
    ["HEALTH", posts.doctor.postId],
    ["GRID", posts.worker.postId],
  ]);
  const papers = (await (await town.as(posts.cadre)).call("GET", `/observations/${id}/documents`)).body;
  expect(papers).toMatchObject({
    documents: [{ kind: "notice", signedBy: "person", signature: expect.stringMatching(/^M20 80l/) }],
  });
  const [row] = await owner<
    { sealed_text: Buffer }[]
  >`select sealed_text from observation_document where observation_id = ${id}`;
  expect(row?.sealed_text.toString("utf8")).not.toContain("告知");
  expect((await (await town.as(posts.police)).call("GET", `/observations/${id}/documents`)).status).toBe(403);
});

test("a slip of the finger is no signature; who declines signs nothing, with the reason on file", async () => {
  setNow(at("02T10:00"));
  const personKey = await town.person(at("01T20:00"));
  const { id } = await say(posts.worker, "observation/file", { ...FILE, personKey });
  const notify = (more: object) =>
    say(posts.cadre, "observation/notify", { observationId: id, signature: null, ...more });
  expect(await notify({ signedBy: "person" })).toMatchObject({ code: "observation/signature-empty" });
  expect(await notify({ signedBy: "declined", note: "本人在电话里同意，不愿签字" })).toMatchObject({
    answer: "applied",
  });
  expect(await town.stateOf(id)).toBe("ACTIVE");
});

test("a missed check alarms when its window closes, walks call and visit, and ends with a check", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  await town.passTo(at("02T19:00"));
  expect(await town.alarmsOf(id)).toEqual(["call"]);
  expect(await say(posts.worker, "observation/climb", { observationId: id, rung: "visited" })).toMatchObject({
    code: "observation/rung-skipped",
  });
  await say(posts.worker, "observation/climb", { observationId: id, rung: "called" });
  expect(await town.alarmsOf(id)).toEqual(["visit"]);
  const check = { observationId: id, manner: "door", temperatureTenths: 366, symptoms: [] };
  expect(await say(posts.worker, "observation/check", check)).toMatchObject({
    answer: "applied",
    result: { isAbnormal: false },
  });
  expect(await town.alarmsOf(id)).toEqual([]);
  expect(await say(posts.worker, "observation/check", { ...check, temperatureTenths: 20 })).toMatchObject({
    code: "observation/wrong-temperature",
  });
});

test("three calls in vain: the duty is a call, as the alarm is, and no longer a check; the officer's only duty is the breach", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  setNow(at("02T16:30"));
  const kinds = async (who: (typeof posts)["worker"]) => (await seen(who, id)).duties.map(({ kind }) => kind);
  expect(await kinds(posts.worker)).toEqual(["check"]);
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    notAnswered({ sql, actor, now: services.clock(), services }, { observationId: id, tries: 3 }),
  );
  expect(await town.alarmsOf(id)).toEqual(["call"]);
  expect(await kinds(posts.worker)).toEqual(["call"]);
  expect(await kinds(posts.police)).toEqual([]);
  await say(posts.worker, "observation/climb", { observationId: id, rung: "called" });
  await say(posts.police, "observation/climb", { observationId: id, rung: "visited" });
  await say(posts.police, "observation/climb", { observationId: id, rung: "exit-confirmed" });
  expect(await kinds(posts.police)).toEqual(["breach"]);
  expect(await kinds(posts.desk)).toEqual([]);
});

test("a check sent twice is one; made without a network it counts for its own window", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  const [commandId, client] = [newId(), await town.as(posts.worker)];
  const command = {
    id: commandId,
    kind: "observation/check",
    madeAt: "2020-02-02T09:30:00.000Z",
    clockOffsetMs: 0,
    after: null,
    body: { observationId: id, place: GRID, manner: "door", temperatureTenths: 365, symptoms: [] },
  };
  await town.passTo(at("02T20:00"));
  expect(await town.alarmsOf(id)).toEqual(["call"]);
  for (let n = 0; n < 2; n++) await client.call("POST", "/field/commands", { commands: [command] });
  const rows = await owner`select day, part from observation_check where observation_id = ${id}`;
  expect(rows.map(({ day, part }) => [day, part])).toEqual([["2020-02-02", "evening"]]);
  expect(await town.alarmsOf(id)).toEqual([]);
});

test("fever: the doctor within fifteen minutes, the vehicle, and the other side says that it has the person", async () => {
  setNow(at("02T10:00"));
  const hospital = await testPost(owner, { role: "health-worker", area: "320583" });
  const { id } = await town.underWay(at("01T20:00"));
  setNow(at("02T16:30"));
  await say(posts.worker, "observation/check", {
    observationId: id,
    manner: "door",
    temperatureTenths: 382,
    symptoms: ["cough"],
  });
  expect(await town.stateOf(id)).toBe("ABNORMAL");
  expect(await town.alarmsOf(id)).toEqual(["abnormal"]);
  const fetch = { observationId: id, decision: "hospital", toPost: hospital.postId, vehicle: "120-07" };
  expect(await say(posts.worker, "observation/handle", fetch)).toMatchObject({ answer: "refused" });
  expect(await say(posts.doctor, "observation/handle", fetch)).toMatchObject({ answer: "applied" });
  expect(await say(posts.doctor, "observation/receive", { observationId: id })).toMatchObject({
    code: "observation/not-your-seat",
  });
  expect(await say(hospital, "observation/receive", { observationId: id })).toMatchObject({ answer: "applied" });
  expect(await town.stateOf(id)).toBe("TRANSFERRED");
});

test("police see address and breach, no symptom, in the page, the copy and the database", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  setNow(at("02T16:30"));
  await say(posts.worker, "observation/check", {
    observationId: id,
    manner: "phone",
    temperatureTenths: 379,
    symptoms: ["fever"],
  });
  const police = await seen(posts.police, id);
  expect(police).toMatchObject({ mySeat: "POLICE", state: "ACTIVE", checks: [], abnormalSince: null, rung: "none" });
  expect(police.personKey).not.toBeNull();
  expect(police.lines.map(({ kind }) => kind)).not.toContain("abnormal");
  const worker = (await copyOf(posts.worker)).find((record) => record.id === id)?.value;
  expect(worker).toMatchObject({ state: "ABNORMAL", checks: [{ temperatureTenths: 379, symptoms: ["fever"] }] });
  const rows = await asActor(services.db, posts.police, (sql) => sql`select 1 from observation_check`);
  expect(rows).toHaveLength(0);
  const desk = await seen(posts.desk, id);
  expect(desk).toMatchObject({ state: "ACTIVE", personKey: null, checks: [] });
  const elsewhere = await testPost(owner, { role: "grid-worker", area: "320583101202001" });
  expect((await (await town.as(elsewhere)).call("GET", `/observations/${id}`)).status).toBe(404);
});

test("the team opens the name for care, on record; a colleague off the team does not", async () => {
  setNow(at("02T10:00"));
  const { personKey } = await town.underWay(at("01T20:00"));
  const open = async (who: (typeof posts)["worker"]) =>
    (await (await town.as(who)).call("POST", `/people/${personKey}/identity`, { purpose: "care" })).body as {
      code?: string;
    };
  const other = await testPost(owner, { role: "grid-worker", area: GRID });
  // Nothing is sealed of this person: the right was there, the record is not.
  expect((await open(posts.worker)).code).toBe("people/not-recorded");
  expect((await open(other)).code).not.toBe("people/not-recorded");
});

test("another person was meant: an apology, everything erased, the colour free at once", async () => {
  setNow(at("02T10:00"));
  const personKey = await town.person(null);
  const { id } = await say(posts.doctor, "observation/file", { ...FILE, personKey });
  const end = { observationId: id, why: "wrong-person", reason: "身份证号写错一位" };
  expect(await say(posts.doctor, "observation/end", end)).toMatchObject({ answer: "applied" });
  expect(await town.colourOf(personKey)).toBe("green");
  const [row] = await owner`select state, person_key, sealed_note, needs from observation where id = ${id}`;
  expect(row).toMatchObject({ state: "ENDED_ERROR", person_key: null, sealed_note: null, needs: [] });
  expect(await owner`select kind from observation_line where observation_id = ${id}`).toMatchObject([
    { kind: "ended-error" },
  ]);
  expect(await owner`select 1 from care_seat where person_key = ${personKey}`).toHaveLength(0);
  const told = await owner<
    { zh: string }[]
  >`select zh from notice where person_key = ${personKey} and kind = 'observation' order by id`;
  expect(told.at(-1)?.zh).toContain("郑重致歉");
});

test("the index was excluded: it ends early and the colour that only the measure held is free", async () => {
  setNow(at("02T10:00"));
  const personKey = await town.person(null);
  const { id } = await say(posts.doctor, "observation/file", { ...FILE, personKey });
  await say(posts.doctor, "observation/end", {
    observationId: id,
    why: "index-excluded",
    reason: "密接对象核酸阴性，已排除",
  });
  expect(await town.stateOf(id)).toBe("ENDED_EARLY");
  expect(await town.colourOf(personKey)).toBe("green");
});

test("signed in the last hours, the release comes by itself at the exact hour", async () => {
  setNow(at("02T10:00"));
  const { id, personKey } = await town.underWay(at("01T20:00"));
  setNow(at("15T18:00"));
  await say(posts.worker, "observation/check", {
    observationId: id,
    manner: "door",
    temperatureTenths: 364,
    symptoms: [],
  });
  setNow(at("15T20:00"));
  expect(await say(posts.doctor, "observation/sign-release", { observationId: id })).toMatchObject({
    answer: "applied",
    result: { state: "ACTIVE" },
  });
  await town.passTo(at("15T23:59"));
  expect(await town.stateOf(id)).toBe("ACTIVE");
  await town.passTo(at("16T00:00"));
  expect(await town.stateOf(id)).toBe("RELEASED");
  // The list's own evidence ends at the same minute by its own clock; the measure is gone.
  const [left] = await owner`
    select 1 from evidence e where e.person_key = ${personKey} and e.kind = 'measure'
       and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)`;
  expect(left).toBeUndefined();
});

test("three calls without an answer: people take over at once, whatever called", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  setNow(at("02T16:30"));
  const actor = systemActor("32");
  const robot = (tries: number) =>
    asActor(services.db, actor, (sql) =>
      notAnswered({ sql, actor, now: services.clock(), services }, { observationId: id, tries }),
    );
  expect(await robot(2)).toEqual({ takenOver: false });
  expect(await robot(3)).toEqual({ takenOver: true });
  expect(await town.alarmsOf(id)).toEqual(["call"]);
});

test("the board counts by step and alarm, the loudest home first, and names nobody", async () => {
  setNow(at("16T03:00"));
  await town.passTo(at("16T03:00"));
  const { body } = await (await town.as(posts.desk)).call("GET", "/areas/320583101/observations");
  const board = body as { counts: { byAlarm: Record<string, number> }; rows: { alarms: { kind: string }[] }[] };
  expect(board.counts.byAlarm["release"]).toBeGreaterThan(0);
  expect(board.rows[0]?.alarms[0]?.kind).toBe("release");
  expect(JSON.stringify(board)).not.toContain("personKey");
  expect((await (await town.as(posts.desk)).call("GET", "/areas/320585/observations")).status).toBe(404);
});

test("a city publishes its own variant; what is filed after it follows it, what was filed before keeps its own", async () => {
  setNow(at("17T10:00"));
  const { id: before } = await town.underWay(at("16T20:00"));
  const city = await testPost(owner, { role: "operator", area: "3205" });
  const { id: _id, ...profile } = DEFAULT_PROFILE;
  const variant = {
    ...profile,
    steps: { ...profile.steps, checks: { zh: "早晚两测", en: "Two a day" } },
    household: "everybody",
  };
  const publish = (follows: number) =>
    city &&
    town.as(city).then((client) =>
      client.call("POST", "/areas/3205/observation-profile", {
        follows,
        profile: variant,
        legalBasis: "苏州市疫情防控第10号通告",
      }),
    );
  expect((await publish(0)).body).toEqual({ version: 1 });
  expect((await publish(0)).body).toMatchObject({ code: "observation/version-taken" });
  const { id } = await town.underWay(at("16T20:00"));
  expect((await seen(posts.worker, id)).profile).toMatchObject({ id: "3205@1", steps: { checks: { zh: "早晚两测" } } });
  expect((await seen(posts.worker, before)).profile).toBeNull();
});

test("help asked on the own page is a work order of the observation; feeling bad calls the doctor at once", async () => {
  setNow(at("17T10:00"));
  const { id, personKey } = await town.underWay(at("16T20:00"));
  const resident = server.asResident(await testResident(owner, [personKey]));
  const errand = { kind: "medicine", words: "降压药一盒", door: "3 幢 502" };
  const ask = (body: object) => resident.call("POST", `/my/observations/${id}/help`, { id: newId(), ...body });
  expect((await ask({ errand, isUrgent: false })).body).toEqual({ asked: true });
  const orders = await owner`select kind, source, state from service_request where source_id = ${id}`;
  expect(orders).toMatchObject([{ kind: "medicine", source: "observation", state: "REQUESTED" }]);
  expect(await town.alarmsOf(id)).toEqual([]);
  expect((await ask({ errand: null, isUrgent: true })).body).toEqual({ asked: true });
  expect(await town.alarmsOf(id)).toEqual(["abnormal"]);
});

test("an account that carries nobody of these sees nothing", async () => {
  const stranger = server.asResident(await testResident(owner, [randomUUID()]));
  expect((await stranger.call("GET", "/my/observations")).body).toEqual({ observations: [] });
  const { id } = await town.underWay(at("16T20:00"));
  const refused = await stranger.call("POST", `/my/observations/${id}/pledge`, { signature: SIGNATURE });
  expect(refused.status).toBe(404);
});

test("help done clears the needs that are named; a need that came up later is added by the worker", async () => {
  setNow(at("17T10:00"));
  const personKey = await town.person(at("16T20:00"));
  const { id } = await say(posts.worker, "observation/file", {
    ...FILE,
    personKey,
    needs: ["groceries", "medicine", "rubbish"],
  });
  const care = (body: object) => say(posts.worker, "observation/care", { observationId: id, ...body });
  const needs = async () => (await seen(posts.worker, id)).needs;
  await care({ what: "help-done", needs: ["medicine"] });
  expect(await needs()).toEqual(["groceries", "rubbish"]);
  // A phone of last month names none: which of two it meant, nobody knows.
  await care({ what: "help-done" });
  expect(await needs()).toEqual(["groceries", "rubbish"]);
  await care({ what: "help-asked", needs: ["masks"] });
  expect(await needs()).toEqual(["groceries", "rubbish", "masks"]);
  await care({ what: "help-done", needs: ["groceries", "masks"] });
  await care({ what: "help-done" });
  expect(await needs()).toEqual([]);
});

test("a resident's morning check that is sent at 16:10 counts for the morning, never for before the file or the future", async () => {
  setNow(at("17T06:30"));
  const { id, personKey } = await town.underWay(at("16T20:00"));
  const resident = server.asResident(await testResident(owner, [personKey]));
  const check = (body: object) =>
    resident.call("POST", `/my/observations/${id}/checks`, {
      id: newId(),
      temperatureTenths: 365,
      symptoms: [],
      ...body,
    });
  const checks = async () =>
    (
      await owner<{ day: string; part: string }[]>`
        select day, part from observation_check where observation_id = ${id} order by day, part desc`
    ).map(({ day, part }) => `${day}/${part}`);
  await town.passTo(at("17T16:10"));
  expect(await town.alarmsOf(id)).toEqual(["call"]);
  // The phone's clock runs eight hours behind; the platform's is ahead of it by that.
  const behind = { madeAt: "2020-02-17T00:05:00+08:00", clockOffsetMs: 8 * 3_600_000 };
  expect((await check(behind)).body).toMatchObject({ isAlready: false });
  expect(await checks()).toEqual(["2020-02-17/morning"]);
  expect(await town.alarmsOf(id)).toEqual([]);
  const [checkIn] = await owner`select day, half from check_in where person_key = ${personKey}`;
  expect(checkIn).toMatchObject({ day: "2020-02-17", half: "morning" });
  // Ahead of the platform: now. Before the file: when it was filed.
  await check({ madeAt: "2020-02-19T09:00:00+08:00" });
  expect(await checks()).toEqual(["2020-02-17/morning", "2020-02-17/evening"]);
  await check({ madeAt: "2020-02-10T17:00:00+08:00" });
  expect(await checks()).toEqual(["2020-02-17/morning", "2020-02-17/morning", "2020-02-17/evening"]);
});
