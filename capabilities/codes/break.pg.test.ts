/** Trying to break it: roles × API and SQL, edits by the owner of the tables, the circuit breaker. */
import { expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { runOneJob } from "#platform/jobs.ts";
import { testDatabase, testPlaces, testPost, testResident } from "../../testing/database.ts";
import { testServer } from "../../testing/server.ts";
import { dutyOnce, makeVerify, proposeFromVisits } from "./clock.ts";
import { currentColours, enrol, recordEvidence, reevaluate, withdrawEvidence } from "./evidence.ts";
import { runRelease } from "./holds.ts";
import { EVIDENCE_KINDS } from "./rules/evidence.ts";
import type { CodesContext, EvidenceItem } from "./types.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const database = await testDatabase(NOW);
const { owner, server: pool, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320582": "张家港市" });
const SYSTEM = systemActor("32");
const county = "320583";
const health = await testPost(owner, { role: "health-worker", area: county, organisation: "昆山市疾控中心" });
const hospital = await testPost(owner, { role: "health-worker", area: county, organisation: "昆山市第一人民医院" });
const sameHouse = await testPost(owner, { role: "health-worker", area: county, organisation: "昆山市疾控中心" });
const signA = await testPost(owner, {
  role: "signatory",
  area: county,
  department: "health",
  organisation: "昆山市卫健委",
});
const signB = await testPost(owner, {
  role: "signatory",
  area: county,
  department: "health",
  organisation: "昆山市疾控中心",
});
const province = await testPost(owner, {
  role: "signatory",
  area: "32",
  department: "health",
  organisation: "省卫健委",
});
const centre = await testPost(owner, { role: "signatory", area: county, department: "centre" });
const policeDesk = await testPost(owner, { role: "signatory", area: county, department: "police" });
const police = await testPost(owner, { role: "police-officer", area: county });
const operator = await testPost(owner, { role: "operator", area: county });
const auditor = await testPost(owner, { role: "auditor", area: "32" });
const http = await testServer(database);

const as = <T>(work: (ctx: CodesContext) => Promise<T>, actor: Actor = SYSTEM): Promise<T> =>
  asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
const item = (personKey: string, kind: EvidenceItem["kind"]): EvidenceItem => ({
  id: newId(),
  personKey,
  kind,
  source: "test",
  sourceId: "1",
  since: NOW,
  until: null,
  facts: {},
});
async function holders(count: number, place = county): Promise<string[]> {
  const keys = Array.from({ length: count }, () => crypto.randomUUID());
  await as((ctx) =>
    enrol(
      ctx,
      keys.map((personKey) => ({ personKey, place })),
    ),
  );
  return keys;
}
const colourOf = async (key: string) => (await as((ctx) => currentColours(ctx, [key]))).get(key);
const reason = "流行病学调查认定的密切接触者，由县疾控中心登记上报，编号待补。";

test("the kinds in the database are those of the rules", async () => {
  const rows = await owner<{ kind: string; colour: string; class: string; recorded_by: string[] }[]>`
    select kind, colour, class, recorded_by from evidence_kind`;
  const ours = Object.entries(EVIDENCE_KINDS).map(([kind, rule]) => [
    kind,
    rule.colour,
    rule.class,
    [...rule.recordedBy].sort(),
  ]);
  expect(rows.map((row) => [row.kind, row.colour, row.class, [...row.recorded_by].sort()]).sort()).toEqual(ours.sort());
});

test.each([
  ["police officer", police],
  ["operator of a centre", operator],
  ["signatory of the centre", centre],
  ["signatory of police", policeDesk],
  ["auditor", auditor],
])("a %s can neither record nor withdraw any evidence", async (_who, actor) => {
  const [key] = (await holders(1)) as [string];
  for (const kind of Object.keys(EVIDENCE_KINDS) as EvidenceItem["kind"][])
    await expect(as((ctx) => recordEvidence(ctx, [item(key, kind)]), actor)).rejects.toThrow("may not record");
  const red = item(key, "measure");
  await as((ctx) => recordEvidence(ctx, [red]));
  for (const because of ["appeal", "release", "source", "two-health"] as const)
    await expect(
      as((ctx) => withdrawEvidence(ctx, { evidenceIds: [red.id], because, sourceId: "x", reason: "试" }), actor),
    ).rejects.toThrow("may not withdraw");
  expect((await colourOf(key))?.colour).toBe("red");
});

test("a resident records about the persons of his account only, and withdraws no red of his own", async () => {
  const [mine, other] = (await holders(2)) as [string, string];
  const residentId = await testResident(owner, [mine]);
  const resident: Actor = {
    ...SYSTEM,
    role: "resident",
    accountId: residentId,
    postId: residentId,
    area: "0" as Actor["area"],
  };
  const red = item(mine, "declared-high-area");
  await as((ctx) => recordEvidence(ctx, [red]), resident);
  expect((await colourOf(mine))?.colour).toBe("red");
  await expect(as((ctx) => recordEvidence(ctx, [item(other, "declared-high-area")]), resident)).rejects.toThrow(
    "may not record",
  );
  await expect(as((ctx) => recordEvidence(ctx, [item(mine, "measure")]), resident)).rejects.toThrow("may not record");
  await expect(
    as(
      (ctx) => withdrawEvidence(ctx, { evidenceIds: [red.id], because: "source", sourceId: "x", reason: "改" }),
      resident,
    ),
  ).rejects.toThrow("may not withdraw");
});

test("the server's role has no way to write a colour", async () => {
  const [key] = (await holders(1)) as [string];
  const refused = [
    `update code_current set colour = 'red'`,
    `insert into code_current (person_key, place, seq, colour) values ('${crypto.randomUUID()}', '320583', 1, 'red')`,
    `delete from code_current`,
    `update colour_decision set new_colour = 'red'`,
    `delete from colour_decision`,
    `update evidence set until = null`,
    `delete from evidence`,
    `delete from evidence_withdrawal`,
    `delete from code_alarm`,
    `update recolouring_hold set state = 'released'`,
    `update evidence_proposal set state = 'confirmed'`,
    `update recolouring_limit set document = '{}'`,
    `update evidence_kind set colour = 'green'`,
  ];
  for (const text of refused)
    await expect(asActor(pool, SYSTEM, (sql) => sql.unsafe(text))).rejects.toThrow(/permission denied/);
  // The one function that takes a colour refuses what does not follow from evidence.
  await expect(
    asActor(pool, SYSTEM, (sql) =>
      sql.unsafe(`select record_decisions('{${key}}', '{2}', '{${newId()}}', '{red}', '{measure}',
      'x', '{NULL}', '{NULL}', '{NULL}', now(), 'evidence', '{"\\\\x00"}')`),
    ),
  ).rejects.toThrow("do not follow from the standing evidence");
});

test("evidence that the server did not mark counts for nothing and raises an alarm", async () => {
  const [key] = (await holders(1)) as [string];
  const forged = newId();
  await owner`insert into evidence (id, person_key, kind, source, source_id, since, facts, recorded_at, recorded_role, mac)
              values (${forged}, ${key}, 'measure', 'hand', 'x', ${NOW}, '{}', ${NOW}, 'system', '\\x00')`;
  await as((ctx) => reevaluate(ctx, [key]));
  expect(await colourOf(key)).toMatchObject({ colour: "green", isSound: true });
  const rows = await owner`select kind, object_id from code_alarm where person_key = ${key}`;
  expect(rows).toEqual([{ kind: "evidence-unsound", object_id: forged }]);
});

test("a withdrawal that the server did not mark frees nobody", async () => {
  const [key] = (await holders(1)) as [string];
  const red = item(key, "measure");
  await as((ctx) => recordEvidence(ctx, [red]));
  await owner`insert into evidence_withdrawal (evidence_id, person_key, at, because, source_id, reason, by_role, mac)
              values (${red.id}, ${key}, ${NOW}, 'release', 'x', 'x', 'system', '\\x00')`;
  await as((ctx) => reevaluate(ctx, [key]));
  expect((await colourOf(key))?.colour).toBe("red");
});

test.each([
  ["the projection", (key: string) => owner`update code_current set colour = 'red' where person_key = ${key}`],
  ["the record", (key: string) => owner`update colour_decision set new_colour = 'red' where person_key = ${key}`],
  [
    "both",
    async (key: string) => {
      await owner`update code_current set colour = 'red' where person_key = ${key}`;
      await owner`update colour_decision set new_colour = 'red' where person_key = ${key}`;
    },
  ],
  [
    "the number, to go back to an older record",
    async (key: string) => {
      await as((ctx) => recordEvidence(ctx, [item(key, "declared-symptom")]));
      await owner`update code_current set seq = 1, colour = 'green', until = null where person_key = ${key}`;
    },
  ],
])("whoever edits %s by hand is found: the code cannot be confirmed, and the auditor hears", async (_what, edit) => {
  const [key] = (await holders(1)) as [string];
  await edit(key);
  expect((await colourOf(key))?.isSound).toBe(false);
  const client = await http.as(auditor);
  const { body } = await client.call("GET", "/code-alarms");
  expect(JSON.stringify(body)).toContain(key);
  const [entry] = await owner<{ n: number }[]>`
    select count(*) as n from audit_pending where action = 'codes.alarm' and object_id like ${`${key}%`}`;
  expect(entry?.n).toBe(1);
});

test("the clockwork finds an edit that nobody reads", async () => {
  const [key] = (await holders(1)) as [string];
  await owner`update code_current set colour = 'red' where person_key = ${key}`;
  await makeVerify()(services);
  // Nobody keeps a colour that somebody wrote: it was decided anew from the evidence.
  expect(await colourOf(key)).toMatchObject({ colour: "green", isSound: true });
  const [row] = await owner<{ n: number }[]>`select count(*) as n from code_alarm where person_key = ${key}`;
  expect(row?.n).toBe(1);
});

test("by hand takes an event, a reason, and another organisation of health", async () => {
  const [key] = (await holders(1)) as [string];
  const proposal = { id: newId(), personKey: key, kind: "hand-red", eventId: "KS-2020-014", reason, hours: 48 };
  const call = async (actor: Actor, path: string, body: unknown) => (await http.as(actor)).call("POST", path, body);
  for (const actor of [operator, police, auditor])
    expect((await call(actor, "/code-evidence/proposals", proposal)).status).toBe(403);
  for (const actor of [centre, policeDesk])
    expect((await call(actor, "/code-evidence/proposals", { ...proposal, id: newId() })).status).toBe(403);
  for (const wrong of [{ reason: "太短" }, { eventId: "" }, { hours: 73 }, { kind: "measure" }])
    expect((await call(health, "/code-evidence/proposals", { ...proposal, ...wrong })).status).toBe(400);
  expect((await call(health, "/code-evidence/proposals", proposal)).status).toBe(200);
  const yes = { decision: "confirm" };
  const path = `/code-evidence/proposals/${proposal.id}/decision`;
  expect((await call(health, path, yes)).body).toMatchObject({ code: "codes/same-person" });
  expect((await call(sameHouse, path, yes)).body).toMatchObject({ code: "codes/same-organisation" });
  expect((await call(centre, path, yes)).status).toBe(403);
  expect((await colourOf(key))?.colour).toBe("green");
  expect((await call(hospital, path, yes)).body).toEqual({ state: "confirmed" });
  expect(await colourOf(key)).toMatchObject({
    colour: "red",
    rule: "hand-red",
    until: instant("2020-02-12T10:00:00+08:00"),
  });
  expect((await call(signA, path, yes)).body).toMatchObject({ code: "codes/ended" });
  // Withdrawing takes the same two.
  const evidenceId = proposal.id;
  expect((await call(health, `/code-evidence/${evidenceId}/release`, { reason: "解除隔离" })).body).toMatchObject({
    code: "codes/two-needed",
  });
  const back = { id: newId(), personKey: key, reason };
  expect((await call(hospital, `/code-evidence/${evidenceId}/withdrawal-proposals`, back)).status).toBe(200);
  expect((await call(health, `/code-evidence/proposals/${back.id}/decision`, yes)).body).toEqual({
    state: "confirmed",
  });
  expect((await colourOf(key))?.colour).toBe("green");
});

test("past 200 a day and county the province's health signatory must say yes too", async () => {
  const [key] = (await holders(1)) as [string];
  await owner`insert into evidence_proposal (id, person_key, place, what, kind, event_id, reason, hours, source, source_id, since,
                proposed_role, proposed_organisation, proposed_at, state)
              select gen_random_uuid(), gen_random_uuid(), ${county}, 'record', 'hand-yellow', 'E-1', ${reason}, 24, 'hand', 'x', ${NOW},
                     'health-worker', '某单位', ${NOW}, 'open' from generate_series(1, 200)`;
  const proposal = { id: newId(), personKey: key, kind: "hand-yellow", eventId: "KS-2020-015", reason, hours: 24 };
  await (await http.as(health)).call("POST", "/code-evidence/proposals", proposal);
  const path = `/code-evidence/proposals/${proposal.id}/decision`;
  expect((await (await http.as(hospital)).call("POST", path, { decision: "confirm" })).body).toEqual({ state: "open" });
  expect((await colourOf(key))?.colour).toBe("green");
  expect((await (await http.as(province)).call("POST", path, { decision: "confirm" })).body).toEqual({
    state: "confirmed",
  });
  expect((await colourOf(key))?.colour).toBe("yellow");
});

test("too many at once are held for the place; two signatories of health release them, and they are recomputed", async () => {
  const keys = await holders(30, "320582");
  // 20 is the floor of a small county.
  await as((ctx) =>
    recordEvidence(
      ctx,
      keys.slice(0, 20).map((key) => item(key, "declared-symptom")),
    ),
  );
  expect((await colourOf(keys[0] ?? ""))?.colour).toBe("yellow");
  await as((ctx) =>
    recordEvidence(
      ctx,
      keys.slice(20).map((key) => item(key, "measure")),
    ),
  );
  for (const key of keys.slice(20)) expect((await colourOf(key))?.colour).toBe("green");
  // Not even another evaluation lets it through.
  await as((ctx) => reevaluate(ctx, keys));
  expect((await colourOf(keys[25] ?? ""))?.colour).toBe("green");
  const seen = await (await http.as(auditor)).call("GET", "/recolouring-holds");
  expect(seen.body).toMatchObject({
    holds: [{ place: "320582", state: "open", wouldChange: 30, limit: 20, items: 10 }],
  });
  const id = (seen.body as { holds: { id: string }[] }).holds[0]?.id ?? "";
  const post = (organisation: string) =>
    testPost(owner, { role: "signatory", area: "320582", department: "health", organisation });
  const [a, sameA, b] = [await post("卫健委"), await post("卫健委"), await post("疾控中心")];
  const yes = { decision: "release", reason: "已核对名单，属实，同意放行" };
  const say = async (actor: Actor) =>
    (await (await http.as(actor)).call("POST", `/recolouring-holds/${id}/decision`, yes)).body;
  expect(await say(signB)).toMatchObject({ code: "common/not-found" });
  expect(await say(a)).toEqual({ state: "open" });
  expect(await say(a)).toMatchObject({ code: "codes/said-already" });
  expect(await say(sameA)).toEqual({ state: "open" });
  expect(await say(b)).toEqual({ state: "released" });
  await runOneJob(services, { "codes-release": runRelease });
  for (const key of keys.slice(20)) expect((await colourOf(key))?.colour).toBe("red");
});

test("time passes for everybody: expiry is never held", async () => {
  const keys = await holders(25, "320583");
  const soon = instant("2020-02-10T10:05:00+08:00");
  for (let at = 0; at < 25; at += 5) {
    await owner`delete from recolouring_tally`;
    await as((ctx) =>
      recordEvidence(
        ctx,
        keys.slice(at, at + 5).map((key) => ({ ...item(key, "declared-symptom"), until: soon })),
      ),
    );
  }
  database.setNow(soon);
  await as((ctx) => reevaluate(ctx, keys));
  for (const key of keys) expect((await colourOf(key))?.colour).toBe("green");
  database.setNow(NOW);
});

test("symptoms are for health; others read that there is something, and the holder reads who looked", async () => {
  const [key] = (await holders(1)) as [string];
  await owner`delete from recolouring_tally`;
  await as((ctx) => recordEvidence(ctx, [item(key, "declared-symptom")]));
  const read = async (actor: Actor) => (await (await http.as(actor)).call("GET", `/persons/${key}/code`)).body;
  expect(await read(health)).toMatchObject({ rule: "declared-symptom", evidence: [{ kind: "declared-symptom" }] });
  expect(await read(operator)).toMatchObject({ colour: "yellow", rule: "health", evidence: [{ kind: null }] });
  expect(JSON.stringify(await read(operator))).not.toContain("干咳");
  expect((await (await http.as(police)).call("GET", `/persons/${key}/code`)).status).toBe(403);
  const log = await owner`select 1 from holder_log where person_key = ${key}`;
  expect(log.length).toBe(3);
  const resident = http.asResident(await testResident(owner, [key]));
  expect((await resident.call("GET", "/my/codes")).body).toMatchObject({
    codes: [{ colour: "yellow", rule: "declared-symptom", evidenceClass: "E6", phone: "12345" }],
  });
  expect((await resident.call("GET", `/my/codes/${key}/history`)).body).toMatchObject({
    decisions: [
      { to: "yellow", cause: "evidence" },
      { to: "green", cause: "enrol" },
    ],
  });
  const stranger = http.asResident(await testResident(owner, [crypto.randomUUID()]));
  expect((await stranger.call("GET", `/my/codes/${key}/history`)).status).toBe(404);
});

test("nobody stays red because staff forgot: two hours past the planned end there is an alarm, and another every four hours", async () => {
  const [key] = (await holders(1)) as [string];
  await owner`delete from recolouring_tally`;
  const measure = { ...item(key, "measure"), until: instant("2020-02-10T12:00:00+08:00") };
  await as((ctx) => recordEvidence(ctx, [measure]));
  const alarmsAt = async (at: string) => {
    database.setNow(instant(at));
    await dutyOnce(services);
    return (await owner`select 1 from code_alarm where kind = 'release-overdue' and person_key = ${key}`).length;
  };
  expect(await alarmsAt("2020-02-10T13:59:59+08:00")).toBe(0);
  expect(await alarmsAt("2020-02-10T14:00:00+08:00")).toBe(1);
  expect(await alarmsAt("2020-02-10T17:59:59+08:00")).toBe(1);
  expect(await alarmsAt("2020-02-10T18:00:00+08:00")).toBe(2);
  expect((await colourOf(key))?.colour).toBe("red");
  database.setNow(NOW);
});

test("a symptom at a door is proposed by the visit and counts when a second post of the field confirms it", async () => {
  const [key] = (await holders(1, "320583101201001")) as [string];
  await owner`delete from recolouring_tally`;
  const grid = (organisation: string) =>
    testPost(owner, { role: "grid-worker", area: "320583101201001", organisation });
  const [first, second] = [await grid("徐公桥村"), await grid("徐公桥村")];
  await owner`
    insert into visit (county, id, person_key, door_key, place, visited_at, visited_on, recorded_at, by_post, by_role, manner,
                       result, spoken_to, temperature_tenths, symptoms, services_asked, services_done, persons_met, clues, disputes)
    values (${county}, ${newId()}, ${key}, ${newId()}, '320583101201001', ${NOW}, '2020-02-10', ${NOW}, ${first.postId}, 'grid-worker',
            'door', 'HOME_IN_PLACE', 'self', 378, '{}', '{}', '{}', 1, 0, 0)`;
  await proposeFromVisits(services);
  await proposeFromVisits(services);
  expect((await colourOf(key))?.colour).toBe("green");
  type Seen = { proposals: { id: string; personKey: string; kind: string }[] };
  const seen = (await (await http.as(second)).call("GET", "/code-evidence/proposals")).body as Seen;
  expect(seen.proposals).toMatchObject([{ personKey: key, kind: "field-symptom" }]);
  const path = `/code-evidence/proposals/${seen.proposals[0]?.id}/decision`;
  const say = async (who: Actor) => (await http.as(who)).call("POST", path, { decision: "confirm" });
  expect((await say(first)).body).toMatchObject({ code: "codes/same-person" });
  expect((await say(second)).body).toEqual({ state: "confirmed" });
  expect(await colourOf(key)).toMatchObject({ colour: "yellow", rule: "field-symptom" });
});
