/** Golden scenarios of the domain's reference (§7.3) about home observation, from list to follow-up, over HTTP. */
import { createHmac, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { at, buildTown, FILE, GRID, SIGNATURE } from "#capabilities/observation/homes.testing.ts";
import { askByTextOnce } from "#capabilities/observation/robot.ts";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import { type Instant, instant, isoInstant, MINUTE } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { unseal } from "#platform/seal.ts";
import { testDatabase, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const ROBOT = "the robot's secret of thirty-two letters";
const GATEWAY = "the gateway's secret of thirty-two letters";
const plain = await testDatabase(at("02T09:00"));
const settings = { ...plain.services.settings, robotSecret: ROBOT, smsInboundSecret: GATEWAY };
const database = { ...plain, services: { ...plain.services, settings } };
const { owner, services, setNow } = database;
const server = await testServer(database);
const town = await buildTown(database, server);
const { posts, say } = town;
const nobody = await server.as(null);

type Mine = {
  id: string;
  state: string;
  day: number | null;
  days: number;
  team: { id: string; seat: string; name: string | null }[];
  today: { window: string; isTaken: boolean }[];
  documents: { kind: string; signedBy: string | null; zh: { lines: string[] } }[];
};
const pageOf = async (residentId: string): Promise<Mine[]> =>
  ((await server.asResident(residentId).call("GET", "/my/observations")).body as { observations: Mine[] }).observations;
const released = async (day: string): Promise<number> => {
  while ((await foldOnce(services)) > 0);
  const { body } = await (await town.as(posts.desk)).call("GET", `/areas/320583101/figures?day=${day}`);
  return (body as { own: { values: Record<string, number> } }).own.values["observation.released"] ?? 0;
};

test("scenario 1: returnee of a key area: red, seven steps, both daily tests, signed 16 February 08:30, green within 60 s", async () => {
  setNow(at("02T09:00"));
  // Left Wuhan and arrived in Kunshan on 1 February at 20:00; on the list of the 2nd as red.
  const personKey = await town.person(at("01T20:00"));
  const resident = await testResident(owner, [personKey]);
  expect(await town.colourOf(personKey)).toBe("red");

  // 1 file, 3 team: four seats at once.
  const { id, answer } = await say(posts.worker, "observation/file", { ...FILE, personKey });
  expect(answer).toBe("applied");
  expect((await pageOf(resident))[0]).toMatchObject({ id, state: "PROPOSED", days: 14 });
  expect((await pageOf(resident))[0]?.team).toHaveLength(4);
  // 2 inform and pledge: read on the own phone, signed there.
  setNow(at("02T10:30"));
  const signed = await server
    .asResident(resident)
    .call("POST", `/my/observations/${id}/pledge`, { signature: SIGNATURE });
  expect(signed.status).toBe(200);
  expect((await pageOf(resident))[0]).toMatchObject({
    state: "ACTIVE",
    day: 1,
    documents: [{ kind: "notice", signedBy: "person" }],
  });
  const [observation] = await owner<
    { d_zero: string; due_at: Instant }[]
  >`select d_zero, due_at from observation where id = ${id}`;
  expect(observation).toEqual({ d_zero: "2020-02-01", due_at: instant("2020-02-16T00:00:00+08:00") });

  // 4 two checks a day, by himself in the app: 27 from the evening of the 2nd to that of the 15th.
  for (let day = 2; day <= 15; day++) {
    const date = String(day).padStart(2, "0");
    for (const time of day === 2 ? ["17:00"] : ["08:00", "17:00"]) {
      await town.passTo(at(`${date}T${time}`));
      const check = { id: newId(), temperatureTenths: 364 + (day % 4), symptoms: [] };
      const { body } = await server.asResident(resident).call("POST", `/my/observations/${id}/checks`, check);
      expect(body).toEqual({ needsDoctor: false, isAlready: false });
    }
    if (day === 4 || day === 8 || day === 12)
      await say(posts.worker, "observation/care", { observationId: id, what: "care-call", day: day - 1 });
    expect(await town.alarmsOf(id)).toEqual([]);
  }
  expect((await owner`select 1 from observation_check where observation_id = ${id}`).length).toBe(27);
  // Nothing is asked twice: the same answers were the day's check-ins.
  expect((await owner`select 1 from check_in where person_key = ${personKey}`).length).toBe(27);

  // 7 the last day is over; red stands until somebody of health has signed.
  await town.passTo(at("16T00:00"));
  expect(await town.stateOf(id)).toBe("COMPLETED_PENDING_SIGN");
  expect(await town.colourOf(personKey)).toBe("red");
  await town.passTo(at("16T02:00"));
  expect(await town.alarmsOf(id)).toEqual(["release"]);
  setNow(at("16T08:30"));
  expect(await say(posts.worker, "observation/sign-release", { observationId: id })).toMatchObject({
    answer: "refused",
  });
  const before = Date.now();
  expect(await say(posts.doctor, "observation/sign-release", { observationId: id })).toMatchObject({
    answer: "applied",
    result: { state: "RELEASED" },
  });
  expect(await town.colourOf(personKey)).toBe("green");
  expect(Date.now() - before).toBeLessThan(MINUTE);
  const [decision] = await owner<{ new_colour: string; at: Instant }[]>`
    select new_colour, at from colour_decision where person_key = ${personKey} order by seq desc limit 1`;
  expect(decision).toEqual({ new_colour: "green", at: at("16T08:30") });
  const told = await owner<
    { kind: string }[]
  >`select kind from notice where person_key = ${personKey} and at = ${at("16T08:30")}`;
  expect(told.map(({ kind }) => kind).sort()).toEqual(["colour", "observation"]);
  expect(await released("2020-02-16")).toBe(1);

  // Delivered by the cadre by ten, a call on the third day, and the team is free.
  await say(posts.cadre, "observation/care", { observationId: id, what: "delivered" });
  setNow(at("19T10:00"));
  await say(posts.worker, "observation/care", { observationId: id, what: "followed-up" });
  expect(await town.stateOf(id)).toBe("FOLLOWED_UP");
  expect(await owner`select 1 from care_seat where subject_id = ${id} and until_at is null`).toHaveLength(0);
});

test("scenario 18: the health seat is empty for two hours: alarm; nobody is released until the seat signs", async () => {
  setNow(at("02T10:00"));
  const { id } = await town.underWay(at("01T20:00"));
  setNow(at("15T21:00"));
  const absence = await (await town.as(posts.doctor)).call("POST", `/posts/${posts.doctor.postId}/absences`, {
    from: null,
    until: "2020-02-17T08:00:00+08:00",
    substitutePostId: null,
    reason: "病假在家休息",
  });
  expect(absence.status, JSON.stringify(absence.body)).toBe(200);
  await town.passTo(at("15T21:01"));
  await town.passTo(at("15T23:02"));
  expect(await town.alarmsOf(id)).toContain("seat");
  await town.passTo(at("16T08:30"));
  expect(await say(posts.doctor, "observation/sign-release", { observationId: id })).toMatchObject({
    code: "observation/seat-vacant",
  });
  // Another doctor comes to the town: the clock seats him, and he signs.
  const second = await testPost(owner, { role: "health-worker", area: "320583101" });
  await town.passTo(at("16T09:00"));
  expect(await town.alarmsOf(id)).not.toContain("seat");
  expect(await say(second, "observation/sign-release", { observationId: id })).toMatchObject({
    result: { state: "RELEASED" },
  });
});

/** The operator of the call robot: signs as the interface's description says. */
async function robot(path: "calls" | "answers", body: Record<string, unknown> = {}) {
  const said: Record<string, unknown> = { id: newId(), at: isoInstant(services.clock()), symptoms: [], ...body };
  const { id, at: time, token, outcome, temperatureTenths = "", symptoms, transcript = "" } = said;
  const parts =
    path === "calls"
      ? [id, time]
      : [id, time, token, outcome, temperatureTenths, (symptoms as string[]).join(","), transcript];
  const signature = createHmac("sha256", ROBOT).update(parts.join("\n")).digest("hex");
  const { status, body: answer } = await nobody.call("POST", `/robot/${path}`, { ...said, signature });
  return { status, ...(answer as { calls: { token: string; phone: string; part: string }[]; next?: string }) };
}
const callsTo = async (phone: string) => (await robot("calls")).calls.filter((one) => one.phone === phone);

test("scenario 22, night robot: no answer three times: people take over at 16:30; “胸闷” goes to a doctor at once", async () => {
  setNow(at("17T10:00"));
  const { id } = await town.underWay(at("16T20:00"));
  const phone = "13800000022";
  await say(posts.worker, "observation/reach", { observationId: id, by: "voice", phone });
  expect(await town.alarmsOf(id)).toEqual([]);
  // Never at night, and only while the check is owed.
  setNow(at("17T20:45"));
  expect(await callsTo(phone)).toEqual([]);
  for (const [time, next] of [
    ["16:05", "again"],
    ["16:17", "again"],
    ["16:30", "people"],
  ] as const) {
    setNow(at(`17T${time}`));
    const [call] = await callsTo(phone);
    // A number and a token: no name, no place, no reason.
    expect(Object.keys(call ?? {}).sort()).toEqual(["part", "phone", "token"]);
    expect(await robot("answers", { token: call?.token, outcome: "not-answered" })).toMatchObject({ next });
    expect(await robot("answers", { token: call?.token, outcome: "not-answered" })).toMatchObject({
      answer: "already",
    });
    // Not again before ten minutes are over.
    expect(await callsTo(phone)).toEqual([]);
  }
  expect(await town.alarmsOf(id)).toEqual(["call"]);
  const [call] = await owner<{ due_at: Instant; raised_at: Instant }[]>`
    select due_at, raised_at from observation_alarm where observation_id = ${id} and kind = 'call'`;
  expect(call).toEqual({ raised_at: at("17T16:30"), due_at: at("17T18:30") });

  // Another one is reached, and says what no robot may keep to itself.
  setNow(at("17T15:30"));
  const other = await town.underWay(at("16T20:00"));
  await say(posts.worker, "observation/reach", { observationId: other.id, by: "voice", phone: "13800000023" });
  setNow(at("17T16:31"));
  const [reached] = await callsTo("13800000023");
  const said = {
    token: reached?.token,
    outcome: "answered",
    temperatureTenths: 366,
    transcript: "量了，36度6，就是胸闷",
  };
  expect(await robot("answers", said)).toMatchObject({ status: 200, next: "people" });
  expect(await town.alarmsOf(other.id)).toEqual(["abnormal"]);
  expect(await town.stateOf(other.id)).toBe("ABNORMAL");
  const checks =
    await owner`select manner, temperature_tenths from observation_check where observation_id = ${other.id}`;
  expect([...checks]).toEqual([{ manner: "robot", temperature_tenths: 366 }]);
  expect(
    JSON.stringify(await owner`select facts from observation_line where observation_id = ${other.id}`),
  ).not.toContain("胸闷");
  const asked = await owner`select 1 from audit_pending where action = 'observation.asked' and object_id = ${id}
    union all select 1 from audit_entry where action = 'observation.asked' and object_id = ${id}`;
  expect(asked.length).toBe(3);
});

test("a normal answer to the robot is the check; who is a child, or gave no number, is called by people alone", async () => {
  setNow(at("17T10:00"));
  const { id } = await town.underWay(at("16T20:00"));
  const phone = "13800000024";
  setNow(at("17T16:05"));
  expect(await callsTo(phone)).toEqual([]);
  await say(posts.worker, "observation/reach", { observationId: id, by: "voice", phone });
  const [call] = await callsTo(phone);
  const good = { outcome: "answered", temperatureTenths: 364, transcript: "没有发烧，都好" };
  expect((await robot("answers", { token: newId(), ...good })).status).toBe(404);
  expect(await robot("answers", { token: call?.token, ...good })).toMatchObject({ next: "done" });
  expect(await town.stateOf(id)).toBe("ACTIVE");
  expect(await callsTo(phone)).toEqual([]);
  // Whoever does not know the secret hears nothing.
  const forged = { id: "1", at: isoInstant(services.clock()), signature: "0".repeat(64) };
  expect((await nobody.call("POST", "/robot/calls", forged)).status).toBe(403);
  await owner`update observation set is_minor = true where id = ${id}`;
  setNow(at("18T09:05"));
  expect(await callsTo(phone)).toEqual([]);
});

test("scenario 29, deaf resident: the robot is off, the two checks are asked and answered by text", async () => {
  setNow(at("17T10:00"));
  const { id } = await town.underWay(at("16T20:00"));
  const phone = "13800000029";
  const text = async (words: string, from = phone) => {
    const [mid, time] = [newId(), isoInstant(services.clock())];
    const signature = createHmac("sha256", GATEWAY).update([mid, time, from, words].join("\n")).digest("hex");
    const { body } = await nobody.call("POST", "/field/sms", { id: mid, at: time, from, text: words, signature });
    return body as { answer: string; reply: string };
  };
  const texts = async () => {
    const rows = await owner<{ id: string; sealed: Buffer }[]>`select id, sealed from message order by queued_at, id`;
    const all = rows.map((one) => JSON.parse(unseal(services.keys.sealingKey, one.sealed, one.id)) as Message);
    return all.filter((one) => one.phone === phone).map((one) => one.text);
  };
  type Message = { phone: string; text: string };
  await say(posts.worker, "observation/reach", { observationId: id, by: "text", phone });
  // The number asks for one person: an answer must say whose it is.
  const second = await town.underWay(at("16T20:00"));
  expect(await say(posts.worker, "observation/reach", { observationId: second.id, by: "text", phone })).toMatchObject({
    code: "observation/number-taken",
  });

  setNow(at("17T16:00"));
  expect(await callsTo(phone)).toEqual([]);
  await askByTextOnce(services);
  await askByTextOnce(services);
  expect(await texts()).toEqual([
    "【网格】今天下午的测温：请回复体温和身体情况，例如：36.5 都好。需要人来请回复：求助。",
  ]);
  setNow(at("17T17:00"));
  await askByTextOnce(services);
  setNow(at("17T18:10"));
  await askByTextOnce(services);
  expect(await texts()).toHaveLength(2);
  expect(await text("你好")).toEqual({
    answer: "accepted",
    reply: "没有看懂。请回复体温和身体情况，例如：36.5 都好。需要人来请回复：求助。",
  });
  expect(await text("36.5 都好", "13900000000")).toMatchObject({ answer: "unreadable" });
  expect(await text("36.5 都好")).toEqual({ answer: "accepted", reply: "已记下，谢谢。" });
  const checks =
    await owner`select day::text, part, manner, temperature_tenths from observation_check where observation_id = ${id}`;
  expect([...checks]).toEqual([{ day: "2020-02-17", part: "evening", manner: "self", temperature_tenths: 365 }]);
  await town.passTo(at("17T19:01"));
  expect(await town.alarmsOf(id)).toEqual([]);

  // The next morning he asks for somebody, without a reading.
  await town.passTo(at("18T08:30"));
  await askByTextOnce(services);
  expect(await texts()).toHaveLength(3);
  expect(await text("胸闷，喘不上气")).toEqual({ answer: "accepted", reply: "已记下，工作人员会尽快来找您。" });
  expect(await town.alarmsOf(id)).toEqual(["abnormal"]);
  // No message names an illness, a colour or the person.
  for (const one of await texts()) expect(one).not.toMatch(/观察|隔离|病|红|黄|症/);
  // Who was not meant at all leaves no number behind.
  await say(posts.doctor, "observation/end", { observationId: id, why: "wrong-person", reason: "核对有误" });
  expect([...(await owner`select sealed_phone, phone_key from observation where id = ${id}`)]).toEqual([
    { sealed_phone: null, phone_key: null },
  ]);
});

/** A landlord, a neighbour … invited by the worker, who joins with the code. */
async function supporter(id: string, seat: string, calledAs: string) {
  const code = String(10_000_000 + Math.floor(Math.random() * 89_999_999));
  const invited = await say(posts.worker, "teams/invite", { subjectId: id, seat, code, hasAgreed: true });
  expect(invited.answer).toBe("applied");
  const residentId = await testResident(owner, [randomUUID()]);
  const client = server.asResident(residentId);
  const joined = await client.call("POST", "/my/seats", { code, calledAs, hasConsented: true });
  expect(joined.status).toBe(200);
  return { client, code, seatId: (joined.body as { seatId: string }).seatId };
}

test("scenario 24: the landlord of an observed tenant sees that help is needed and the last day, and nothing else", async () => {
  setNow(at("17T10:00"));
  const { id, personKey } = await town.underWay(at("16T20:00"));
  const landlord = await supporter(id, "LANDLORD", "房东老陈");
  const { body } = await landlord.client.call("GET", "/my/seats");
  expect(body).toEqual({
    seats: [
      {
        seatId: landlord.seatId,
        seat: "LANDLORD",
        since: expect.any(String),
        needsHelp: true,
        needs: [],
        endsOn: "2020-03-01",
      },
    ],
  });
  expect(JSON.stringify(body)).not.toContain(personKey);
  expect((await landlord.client.call("GET", "/my/observations")).body).toEqual({ observations: [] });
  // The code is good once.
  const second = server.asResident(await testResident(owner, [randomUUID()]));
  const again = await second.call("POST", "/my/seats", { code: landlord.code, calledAs: "别人", hasConsented: true });
  expect(again.body).toMatchObject({ code: "teams/wrong-code" });
});

test("scenario 28: a child of fourteen: the guardian is told and signs, there is no sanction, the school sees only the day", async () => {
  setNow(at("17T10:00"));
  const personKey = await town.person(at("16T20:00"));
  const guardian = await testResident(owner, [randomUUID(), personKey]);
  await owner`update resident_person set relation = 'child' where resident_id = ${guardian} and person_key = ${personKey}`;
  const { id } = await say(posts.worker, "observation/file", { ...FILE, personKey, isMinor: true });
  const [page] = await pageOf(guardian);
  expect(page?.documents[0]?.zh.lines.at(-1)).toContain("监护人");
  await server.asResident(guardian).call("POST", `/my/observations/${id}/pledge`, { signature: SIGNATURE });
  expect((await pageOf(guardian))[0]?.documents[0]?.signedBy).toBe("guardian");
  await owner`update observation set rung = 'explained', exits = 2, has_statement = true where id = ${id}`;
  expect(await say(posts.police, "observation/climb", { observationId: id, rung: "referred" })).toMatchObject({
    code: "observation/minor",
  });
});

test("scenario 30: the neighbour supporter withdraws: the name is gone from the team, the table and the phones at once", async () => {
  setNow(at("17T10:00"));
  const personKey = await town.person(at("16T20:00"));
  const resident = await testResident(owner, [personKey]);
  const { id } = await say(posts.worker, "observation/file", { ...FILE, personKey });
  const neighbour = await supporter(id, "VOLUNTEER", "李阿姨");
  expect((await pageOf(resident))[0]?.team.map(({ name }) => name)).toContain("李阿姨");
  expect((await neighbour.client.call("DELETE", `/my/seats/${neighbour.seatId}`)).status).toBe(200);
  expect((await pageOf(resident))[0]?.team.map(({ name }) => name)).not.toContain("李阿姨");
  expect(await owner`select sealed_name from care_seat where id = ${neighbour.seatId}`).toEqual([
    { sealed_name: null },
  ]);
  const worker = await town.as(posts.worker);
  const { body } = await worker.call("GET", `/field/copy?area=${GRID}&kinds=observation`);
  expect(JSON.stringify(body)).not.toContain("李阿姨");
  // And the person may send a supporter away himself.
  const other = await supporter(id, "VOLUNTEER", "王叔");
  expect((await server.asResident(resident).call("DELETE", `/my/team/${other.seatId}`)).status).toBe(200);
  expect((await pageOf(resident))[0]?.team.map(({ name }) => name)).not.toContain("王叔");
});
