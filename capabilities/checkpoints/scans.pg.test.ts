import { v7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { DAY, HOUR, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { eraseOnce } from "./erase.ts";
import { type Gate, GRID, scanAt, seedGate } from "./gate.testing.ts";

const NOW = instant("2020-02-10T08:00:00+08:00");
let database: TestDatabase;
let server: TestServer;
let gate: Gate;
let staff: Client;

beforeEach(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  gate = await seedGate(database.owner);
  staff = await server.as(gate.staff);
});

const send = async (items: readonly unknown[], client = staff) => {
  const { status, body } = await client.call("POST", "/scans", { items });
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { answers: { id: string; answer: string; code?: string; faults?: string[] }[] }).answers;
};
const scan = (more: Readonly<Record<string, unknown>> = {}, at = NOW) => scanAt(gate.checkpointId, at, more);
const counted = async () => {
  const rows = await database.owner<{ metric: string; n: number }[]>`
    select metric, sum(delta)::int as n from counter_pending group by 1 having sum(delta) <> 0 order by 1`;
  return Object.fromEntries(rows.map((row) => [row.metric, row.n]));
};
const one = (rows: readonly Record<string, unknown>[]) => rows[0] ?? {};

test("a batch sent again, in another order and from a second request at once, is each record once", async () => {
  const items = [
    scan(),
    scan({ colour: "red", outcome: "stop", why: "colour-red" }),
    scan({ colour: null, outcome: "cannot-verify", why: "unknown-key" }),
  ];
  const [first, second] = await Promise.all([send(items), send(items.toReversed())]);
  const answers = [...first, ...second].map((answer) => answer.answer).sort();
  expect(answers).toEqual(["accepted", "accepted", "accepted", "already", "already", "already"]);
  expect((await send(items)).map((answer) => answer.answer)).toEqual(["already", "already", "already"]);
  expect(one(await database.owner`select count(*)::int as n from scan`)["n"]).toBe(3);
  expect(await counted()).toEqual({ scan: 3, "scan.green": 1, "scan.red": 1 });
});

test("a whole shift later, with a clock an hour slow: the day and time are those at the gate", async () => {
  const at = later(NOW, -10 * HOUR);
  const [answer] = await send([scan({ deviceAt: isoInstant(later(at, -HOUR)), clockOffsetMs: HOUR })]);
  expect(answer?.answer).toBe("accepted");
  expect(one(await database.owner`select scanned_at, scanned_on from scan`)).toEqual({
    scanned_at: at,
    scanned_on: "2020-02-09",
  });
});

test("each bad record is refused by itself, with its reason, and sinks no other", async () => {
  const good = scan();
  const answers = await send([
    scan({ deviceAt: isoInstant(later(NOW, 11 * MINUTE)) }),
    scan({ deviceAt: isoInstant(later(NOW, -17 * DAY)) }),
    scan({ checkpointId: v7() }),
    scan({ temperatureTenths: 990 }),
    { hello: 1 },
    good,
    good,
  ]);
  expect(answers.map((answer) => answer.code ?? answer.answer)).toEqual([
    "checkpoints/from-the-future",
    "checkpoints/too-old",
    "checkpoints/not-your-checkpoint",
    "checkpoints/unreadable-record",
    "checkpoints/unreadable-record",
    "accepted",
    "already",
  ]);
});

test("a checkpoint of another county, another's id, another role, and 201 records are refused", async () => {
  const stranger = await server.as(gate.stranger);
  const item = scan();
  expect((await send([item], stranger)).map((answer) => answer.code)).toEqual(["checkpoints/not-your-checkpoint"]);
  await send([item]);
  const colleague = await server.as(gate.colleague);
  expect((await send([item], colleague)).map((answer) => answer.code)).toEqual(["checkpoints/id-taken"]);
  const worker = await server.as(gate.worker);
  expect((await worker.call("POST", "/scans", { items: [item] })).status).toBe(403);
  const many = Array.from({ length: 201 }, () => scan());
  expect((await staff.call("POST", "/scans", { items: many })).status).toBe(400);
  const huge = scan({ why: "x".repeat(300_000) });
  expect((await staff.call("POST", "/scans", { items: [huge] })).status).toBe(413);
});

test("whose code it was is found by the server; one that nobody issued is kept without a person", async () => {
  const person = "a0000000-0000-0000-0000-000000000001";
  await database.owner`
    insert into attestation (person_key, issuer, code_id, form, colour, decision_seq, issued_at, expires_at)
    values (${person}, '32', 4711, 'phone', 'green', 1, ${isoInstant(later(NOW, -HOUR))}, ${isoInstant(later(NOW, HOUR))}),
           (${"a0000000-0000-0000-0000-000000000002"}, '32', 4711, 'phone', 'green', 1, ${isoInstant(later(NOW, -14 * DAY))},
            ${isoInstant(later(NOW, -13 * DAY))})`;
  await send([scan({ codeId: 4711 }), scan({ codeId: 4712 }), scan({ codeId: 4711, issuer: "42" })]);
  const rows = await database.owner`select code_id, issuer, person_key from scan order by id`;
  expect(rows.map((row) => row["person_key"])).toEqual([person, null, null]);
});

const fever = (id: string, more = {}) => scan({ id, temperatureTenths: 374, outcome: "ask", why: "valid", ...more });
const recheck = (scanId: string, minutes: number, temperatureTenths: number) => ({
  kind: "recheck",
  id: v7(),
  checkpointId: gate.checkpointId,
  lane: 1,
  deviceAt: isoInstant(later(NOW, (minutes - 12) * MINUTE)),
  scanId,
  temperatureTenths,
});
const first = { deviceAt: isoInstant(later(NOW, -12 * MINUTE)) };

test("37.4 and after ten minutes 37.5: one task for the door's worker, counted once, even when the readings arrive the wrong way round", async () => {
  const [a, b] = [v7(), v7()];
  await send([recheck(b, 11, 375)]);
  await send([fever(a, first), recheck(a, 11, 375), fever(b, first)]);
  await send([recheck(a, 11.5, 380)]);
  expect((await database.owner`select fever from scan order by id`).map((row) => row["fever"])).toEqual([
    "confirmed",
    "confirmed",
  ]);
  const tasks = await database.owner`select holder_post, tier, place, rules from task`;
  expect(tasks).toEqual(
    [a, b].map(() => ({
      holder_post: gate.worker.postId,
      tier: "yellow",
      place: GRID,
      rules: ["source.checkpoint-fever"],
    })),
  );
  expect(await counted()).toMatchObject({ fever: 2, "task.yellow.issued": 2 });
});

test("measured again before the rest is over counts for nothing; the reading is erased after a day, a confirmed one is not", async () => {
  const [a, b, c] = [v7(), v7(), v7()];
  await send([fever(a, first), recheck(a, 2, 366), fever(b, first), recheck(b, 11, 375), scan({ id: c })]);
  expect((await database.owner`select fever from scan order by id`).map((row) => row["fever"])).toEqual([
    "too-soon",
    "confirmed",
    "none",
  ]);
  database.setNow(later(NOW, 24 * HOUR + 1));
  expect(await eraseOnce(database.services)).toBeGreaterThan(0);
  expect(await database.owner`select temperature_tenths, fever from scan order by id`).toEqual([
    { temperature_tenths: null, fever: "none" },
    { temperature_tenths: 374, fever: "confirmed" },
    { temperature_tenths: null, fever: "none" },
  ]);
  expect(await database.owner`select scan_id from scan_recheck`).toEqual([{ scan_id: b }]);
  database.setNow(later(NOW, 16 * DAY + 1));
  await eraseOnce(database.services);
  expect(one(await database.owner`select count(*)::int as n from scan`)["n"]).toBe(0);
  const erasures = await database.owner`select detail from audit_pending where action = 'checkpoint.erase' order by id`;
  expect(erasures.map((row) => row["detail"])).toMatchObject([{ temperatures: 3, scans: 0 }, { scans: 3 }]);
  expect(await eraseOnce(database.services)).toBe(0);
});

const visitor = (more: Readonly<Record<string, unknown>> = {}) => {
  const { form, issuer, colour, ...base } = scan({ outcome: "cannot-verify", why: "no-code" });
  return {
    ...base,
    kind: "visitor",
    visitorId: v7(),
    form: {
      name: "王桂兰",
      idType: "111",
      idNumber: "11010519491231002X",
      phone: null,
      from: "上海嘉定",
      toSee: "3幢201 女儿家",
      isChild: false,
    },
    ...more,
  };
};

test("a visitor is sealed, found again by name and last four, and is the same person; whoever reads the table sees no name", async () => {
  const came = visitor();
  await send([came]);
  const row = one(await database.owner`select sealed::text as sealed, person_key from visitor`);
  expect(String(row["sealed"])).not.toContain(Buffer.from("王桂兰").toString("hex"));
  const find = await staff.call("POST", `/checkpoints/${gate.checkpointId}/visitors/find`, {
    name: "王桂兰",
    lastFour: "002x",
  });
  expect(find.body).toMatchObject({ found: [{ visitorId: came["visitorId"], maskedName: "王**", from: "上海嘉定" }] });
  const nobody = await staff.call("POST", `/checkpoints/${gate.checkpointId}/visitors/find`, {
    name: "王桂芳",
    lastFour: "002X",
  });
  expect(nobody.body).toEqual({ found: [] });
  await send([visitor({ visitorId: came["visitorId"], form: null })]);
  const persons = await database.owner`select distinct person_key from scan`;
  expect(persons).toEqual([{ person_key: row["person_key"] }]);
  expect(row["person_key"]).not.toBeNull();
  expect(await counted()).toEqual({ scan: 2, visitor: 2 });
});

test("a number that was misread makes no key of anybody; a child without one and a foreigner's passport are registered", async () => {
  const forms = [
    { name: "甲", idType: "111", idNumber: "110105194912310021" },
    { name: "小宝", isChild: true },
    { name: "SEAN O'CONNOR-LOPEZ", idType: "414", idNumber: "PA1234567", from: "Dublin" },
  ];
  const answers = await send(forms.map((form) => visitor({ form })));
  expect(answers.map((answer) => answer.answer)).toEqual(["accepted", "accepted", "accepted"]);
  const rows = await database.owner`select person_key is null as has_none, is_child from visitor order by id`;
  expect(await database.owner`select count(*)::int as n from visitor where person_key is null`).toEqual([{ n: 2 }]);
  expect(rows).toHaveLength(3);
});

test("a plate is kept by key and kind, its province decides nothing", async () => {
  const { outcome, why, form, issuer, colour, temperatureTenths, ...base } = scan();
  await send([{ ...base, kind: "vehicle", plate: "鄂A·12345", from: "苏州吴中", passengers: 3 }]);
  expect(await database.owner`select plate_kind, from_place, headcount, outcome, person_key from scan`).toEqual([
    { plate_kind: "ordinary", from_place: "苏州吴中", headcount: 3, outcome: null, person_key: null },
  ]);
  expect(await counted()).toEqual({ vehicle: 1 });
  expect(await database.owner`select count(*)::int as n from task`).toEqual([{ n: 0 }]);
});
