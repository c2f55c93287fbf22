import { createHmac } from "node:crypto";
import { v7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { enrol } from "#capabilities/codes/evidence.ts";
import { DAY, HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { type Gate, GRID, scanAt, seedGate } from "./gate.testing.ts";
import { placeText, presenceMessage, presenceText, windowOf } from "./rules/presence.ts";

const NOW = instant("2020-02-23T08:00:00+08:00");
let database: TestDatabase;
let server: TestServer;
let gate: Gate;
let staff: Client;
let colleague: Client;
let operator: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  gate = await seedGate(database.owner);
  staff = await server.as(gate.staff);
  colleague = await server.as(gate.colleague);
  operator = await server.as(gate.operator);
});

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

test("a centre sets a checkpoint up in its own area only; who stands there finds it in the kit", async () => {
  const of = { place: GRID, name: "花桥地铁站", kind: "station", lanes: 3 };
  const made = await operator.call("POST", "/checkpoints", of);
  expect(made.status).toBe(200);
  expect(code(await operator.call("POST", "/checkpoints", { ...of, place: "320585100" }))).toBe(
    "checkpoints/no-such-place",
  );
  expect(code(await operator.call("POST", "/checkpoints", { ...of, place: "320583999" }))).toBe(
    "checkpoints/no-such-place",
  );
  const { body } = await staff.call("GET", "/checkpoint-kit");
  expect((body as { checkpoints: { name: string }[] }).checkpoints.map((one) => one.name).sort()).toEqual(
    ["徐公桥南门", "花桥地铁站"].sort(),
  );
  const id = (made.body as { id: string }).id;
  expect(
    (await operator.call("PUT", `/checkpoints/${id}`, { name: "花桥地铁站", lanes: 4, isClosed: true })).status,
  ).toBe(200);
  const after = (await staff.call("GET", "/checkpoint-kit")).body as { checkpoints: unknown[] };
  expect(after.checkpoints).toHaveLength(1);
  const stranger = await server.as(gate.stranger);
  expect((await stranger.call("GET", `/checkpoints/${gate.checkpointId}/days/2020-02-23`)).status).toBe(404);
  expect(((await stranger.call("GET", "/checkpoint-kit")).body as { checkpoints: unknown[] }).checkpoints).toEqual([]);
});

test("the rule of the day is the county's, and a new text is a new version", async () => {
  const text = { validOn: "2020-02-23", zh: "绿码、体温正常放行。", en: "Green and no fever: pass." };
  const first = await operator.call("POST", "/areas/320583/checkpoint-banner", text);
  expect(first.body).toMatchObject({ county: "320583", version: 1 });
  await operator.call("POST", "/areas/320583/checkpoint-banner", {
    ...text,
    zh: "湖北来人先登记。",
    en: "Register first.",
  });
  const { body } = await staff.call("GET", "/areas/320583101201/checkpoint-banner");
  expect((body as { banners: { version: number; zh: string }[] }).banners.map((one) => [one.version, one.zh])).toEqual([
    [2, "湖北来人先登记。"],
    [1, "绿码、体温正常放行。"],
  ]);
  expect(code(await operator.call("POST", "/areas/320583101/checkpoint-banner", text))).toBe("checkpoints/lower-level");
  expect((await operator.call("POST", "/areas/320585/checkpoint-banner", text)).status).toBe(404);
});

test("a roster names staff of the place, and nobody twice at once", async () => {
  const turn = {
    postId: gate.staff.postId,
    lane: 1,
    from: "2020-02-23T08:00:00+08:00",
    until: "2020-02-23T16:00:00+08:00",
  };
  const path = `/checkpoints/${gate.checkpointId}/roster/2020-02-23`;
  expect((await operator.call("PUT", path, { turns: [turn] })).body).toEqual({ version: 1 });
  expect(code(await operator.call("PUT", path, { turns: [turn, { ...turn, lane: 2 }] }))).toBe(
    "checkpoints/wrong-plan",
  );
  expect(code(await operator.call("PUT", path, { turns: [{ ...turn, postId: gate.worker.postId }] }))).toBe(
    "checkpoints/no-such-post",
  );
  expect(code(await operator.call("PUT", path, { turns: [{ ...turn, from: "2020-02-22T23:59:59+08:00" }] }))).toBe(
    "checkpoints/wrong-plan",
  );
  const shown = (await staff.call("GET", path)).body as { version: number; turns: unknown[]; staff: unknown[] };
  expect([shown.version, shown.turns.length, shown.staff.length]).toEqual([1, 1, 2]);
});

test("a hand-over is signed by both, whichever half arrives first, and its notes are sealed", async () => {
  const [first, second, third] = [v7(), v7(), v7()];
  const item = (id: string, more: object, at = NOW) => ({
    id,
    checkpointId: gate.checkpointId,
    lane: 1,
    deviceAt: isoInstant(at),
    ...more,
  });
  const close = (shiftId: string) =>
    item(v7(), { kind: "shift-close", shiftId, headcount: 12, notes: "体温枪换了电池", openMatters: ["东侧围栏松动"] });
  const closing = close(first);
  const [, answer] = (
    (
      await staff.call("POST", "/scans", {
        items: [item(first, { kind: "shift-open" }, later(NOW, -8 * HOUR)), closing],
      })
    ).body as { answers: { answer: string }[] }
  ).answers;
  expect(answer?.answer).toBe("accepted");
  const kit = (await colleague.call("GET", "/checkpoint-kit")).body as { handOvers: Record<string, unknown>[] };
  expect(kit.handOvers).toMatchObject([
    { shiftId: first, headcount: 12, notes: "体温枪换了电池", openMatters: ["东侧围栏松动"] },
  ]);
  await colleague.call("POST", "/scans", { items: [item(second, { kind: "shift-open", takesOver: first })] });
  const after = (await colleague.call("GET", "/checkpoint-kit")).body as { handOvers: unknown[] };
  expect(after.handOvers).toEqual([]);
  // The one who comes opens before the hand-over of the one who leaves has reached the server.
  await staff.call("POST", "/scans", { items: [item(third, { kind: "shift-open", takesOver: second })] });
  const late = await colleague.call("POST", "/scans", { items: [close(second), closing] });
  expect(
    (late.body as { answers: { answer: string; code?: string }[] }).answers.map((one) => one.code ?? one.answer),
  ).toEqual(["accepted", "checkpoints/id-taken"]);
  const rows = await database.owner`select id, taken_by, sealed_notes::text as notes from checkpoint_shift order by id`;
  expect(rows.map((row) => row["taken_by"])).toEqual([gate.colleague.postId, gate.staff.postId, null]);
  expect(rows[0]?.["notes"]).not.toContain(Buffer.from("电池").toString("hex"));
});

test("the day tells outcomes, colours and how fast a lane works", async () => {
  const items = [0, 4, 8, 12].map((seconds, index) =>
    scanAt(
      gate.checkpointId,
      later(NOW, seconds * 1000 - HOUR),
      index === 3 ? { colour: "red", outcome: "stop", why: "red", temperatureTenths: null } : {},
    ),
  );
  const count = {
    kind: "count",
    id: v7(),
    checkpointId: gate.checkpointId,
    lane: 1,
    deviceAt: isoInstant(NOW),
    people: 40,
    queue: 7,
  };
  await staff.call("POST", "/scans", { items: [...items, count] });
  const { body } = await operator.call("GET", `/checkpoints/${gate.checkpointId}/days/2020-02-23`);
  expect(body).toMatchObject({
    outcomes: { pass: 3, ask: 0, stop: 1, "cannot-verify": 0 },
    colours: { red: 1, yellow: 0, pending: 0, green: 3 },
    lanes: [{ lane: 1, people: 4, secondsEach: 4, busiestFiveMinutes: 4 }],
    lastCount: { people: 40, queue: 7 },
  });
  const list = (await operator.call("GET", "/areas/320583/checkpoints")).body as { checkpoints: { today: object }[] };
  expect(list.checkpoints.map((one) => one.today)).toEqual([{ scans: 4, stops: 1, fevers: 0, onShift: 1 }]);
});

const personKeyOf = async (idNumber: string) => {
  const { personKeyOf: make } = await import("#capabilities/people/keys.ts");
  return make(database.services.keys.provinceKey, "111", idNumber);
};
const asSystem = <T>(work: (ctx: Parameters<typeof enrol>[0]) => Promise<T>): Promise<T> => {
  const actor = systemActor("32");
  return asActor(database.services.db, actor, (sql) => work({ sql, actor, now: NOW, services: database.services }));
};

test("a card in hand is looked up and logged for its holder; nobody and no code are the same answer", async () => {
  const number = "11010519491231002X";
  const personKey = await personKeyOf(number);
  const path = `/checkpoints/${gate.checkpointId}/look-up`;
  const ask = (idNumber: string) => staff.call("POST", path, { idType: "111", idNumber });
  expect((await ask(number)).body).toMatchObject({ colour: null });
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: "320585100" }]));
  expect((await ask(number)).body).toMatchObject({ colour: "green" });
  expect(code(await ask("110105194912310021"))).toBe("checkpoints/wrong-number");
  const log = await database.owner`select who, action, place from holder_log where person_key = ${personKey}`;
  expect(log).toEqual([{ who: "checkpoint", action: "scan", place: GRID }]);
});

test("a confirmed fever turns the code of a known person yellow, tells him, and goes to his own grid's worker", async () => {
  const personKey = "a0000000-0000-4000-8000-0000000000fe";
  await testResident(database.owner, [personKey]);
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: GRID }]));
  await database.owner`
    insert into attestation (person_key, issuer, code_id, form, colour, decision_seq, issued_at, expires_at)
    values (${personKey}, '32', 991, 'phone', 'green', 1, ${isoInstant(later(NOW, -HOUR))}, ${isoInstant(later(NOW, DAY))})`;
  const scan = scanAt(gate.checkpointId, later(NOW, -15 * 60_000), {
    codeId: 991,
    temperatureTenths: 374,
    outcome: "ask",
  });
  const recheck = {
    kind: "recheck",
    id: v7(),
    checkpointId: gate.checkpointId,
    lane: 1,
    deviceAt: isoInstant(NOW),
    scanId: scan.id,
    temperatureTenths: 376,
  };
  await staff.call("POST", "/scans", { items: [scan, recheck] });
  await staff.call("POST", "/scans", { items: [scan, recheck] });
  const [current] = await database.owner`select colour from code_current where person_key = ${personKey}`;
  expect(current?.["colour"]).toBe("yellow");
  const tasks = await database.owner`select holder_post from task where person_key = ${personKey}`;
  expect(tasks).toEqual([{ holder_post: gate.worker.postId }]);
  const evidence =
    await database.owner`select kind, count(*)::int as n from evidence where person_key = ${personKey} group by 1`;
  expect(evidence).toEqual([{ kind: "checkpoint-fever", n: 1 }]);
  const log = await database.owner`select action from holder_log where person_key = ${personKey}`;
  expect(log).toEqual([{ action: "scan" }]);
});

test("a resident's check-in counts with the screen's fresh code only; a picture of it or of the wall is weak", async () => {
  const personKey = "a0000000-0000-4000-8000-0000000000cc";
  const resident = server.asResident(await testResident(database.owner, [personKey]));
  const kit = (await staff.call("GET", "/checkpoint-kit")).body as {
    checkpoints: { id: string; presenceSecret: string }[];
  };
  const secret = kit.checkpoints.find((one) => one.id === gate.checkpointId)?.presenceSecret ?? "";
  const shown = (ms: number, key = secret) => {
    const window = windowOf(later(NOW, ms));
    const mac = createHmac("sha256", Buffer.from(key, "hex"))
      .update(presenceMessage(gate.checkpointId, window))
      .digest("hex");
    return presenceText(gate.checkpointId, window, mac);
  };
  const checkIn = async (text: string, of = personKey) =>
    (await resident.call("POST", "/my/check-ins-at", { id: newId(), personKey: of, code: text })).body as Record<
      string,
      unknown
    >;
  expect(await checkIn(shown(0))).toMatchObject({ strength: "present", placeName: "徐公桥南门" });
  expect(await checkIn(shown(-30_000))).toMatchObject({ strength: "present" });
  expect(await checkIn(shown(-60_000))).toMatchObject({ strength: "weak" });
  expect(await checkIn(shown(0, "00".repeat(32)))).toMatchObject({ strength: "weak" });
  expect(await checkIn(placeText(gate.checkpointId))).toMatchObject({ strength: "weak" });
  expect(await checkIn("WG1:ABC")).toMatchObject({ code: "checkpoints/no-such-code" });
  expect(await checkIn(shown(0), "a0000000-0000-4000-8000-0000000000dd")).toMatchObject({ code: "common/not-found" });
  const seen = await asSystem(({ sql }) => sql`select evidence from venue_presence where person_key = ${personKey}`);
  expect(seen.map((row) => row["evidence"])).toEqual(["screen", "screen"]);
});
