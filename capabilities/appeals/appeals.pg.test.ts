import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { residentNumber } from "#capabilities/assessment/feeds.testing.ts";
import { currentColours, enrol, recordEvidence, withdrawEvidence } from "#capabilities/codes/evidence.ts";
import type { CodesContext, EvidenceItem } from "#capabilities/codes/types.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { checkCharacter } from "#kernel/identity.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { keepAppeals } from "./clock.ts";
import { countAppeals } from "./figures.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const database = await testDatabase(NOW);
const { owner, services } = database;
const server = await testServer(database);
await testPlaces(owner, {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320505": "虎丘区",
  "320583100": "花桥镇",
});
const post = (role: Parameters<typeof testPost>[1]["role"], area = "320583", more: object = {}) =>
  testPost(owner, { role, area, ...more });
const HEALTH = await post("health-worker");
const OTHER_HEALTH = await post("signatory", "320583", { department: "health" });
const POLICE_SEAT = await post("signatory", "320583", { department: "police" });
const OPERATOR = await post("operator");
const POLICE = await post("police-officer");
const WORKER = await post("grid-worker", "320583100");
const AUDITOR = await post("auditor", "32");
const ELSEWHERE = await post("health-worker", "320505");
const SYSTEM = systemActor("32");
const at = (text: string) => database.setNow(instant(`2020-02-${text}:00+08:00`));
const as = <T>(work: (ctx: CodesContext) => Promise<T>, actor: Actor = SYSTEM): Promise<T> =>
  asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
const call = async (actor: Actor, method: string, path: string, body?: unknown) =>
  (await server.as(actor)).call(method, path, body);

/** A holder with this evidence against him, recorded by whoever may. */
async function holder(kind: EvidenceItem["kind"], by: Actor = SYSTEM) {
  const personKey = randomUUID();
  const client = server.asResident(await testResident(owner, [personKey]));
  await as((ctx) => enrol(ctx, [{ personKey, place: "320583100" }]));
  const id = newId();
  await as(
    (ctx) =>
      recordEvidence(ctx, [
        {
          id,
          personKey,
          kind,
          source: "test",
          sourceId: "1",
          since: instant("2020-02-09T09:00:00+08:00"),
          until: null,
          facts: {},
        },
      ]),
    by,
  );
  const appeal = (more: object = {}) =>
    client.call("POST", "/my/appeals", {
      id: newId(),
      personKey,
      about: { kind: "colour" },
      words: "我没有去过那里，请核实",
      ...more,
    });
  return { personKey, client, evidence: id, appeal };
}
const Taken = z.object({
  id: z.string(),
  state: z.string(),
  dueAt: z.string().nullable(),
  evidence: z.array(z.object({ id: z.string(), reason: z.object({ zh: z.string() }) })),
});
const colourOf = async (key: string) => (await as((ctx) => currentColours(ctx, [key]))).get(key)?.colour;
const REASON = "车票显示当日在本市，登记的行程不是本人的";
const decide = (actor: Actor, id: string, outcome: string, more: object = {}) =>
  call(actor, "POST", `/appeals/${id}/decision`, { outcome, reasonZh: REASON, ...more });
const jpeg = (size = 100) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size)]).toString("base64");

test("one tap from the colour: acknowledged with a clock, decided by health, upheld, green in the same transaction", async () => {
  at("10T09:00");
  const { personKey, client, evidence, appeal } = await holder("measure");
  expect(await colourOf(personKey)).toBe("red");
  const taken = Taken.parse((await appeal({ attachments: [{ data: jpeg() }] })).body);
  expect(taken).toMatchObject({
    state: "RECEIVED",
    dueAt: "2020-02-10T01:30:00.000Z",
    evidence: [{ id: evidence, reason: { zh: "正在接受隔离或医学观察" } }],
  });
  expect((await call(OPERATOR, "POST", `/appeals/${taken.id}/triage`, { kind: "data-error" })).body).toMatchObject({
    state: "EVIDENCE",
    dueAt: "2020-02-10T05:00:00.000Z",
    ownerArea: "320583",
  });
  expect((await decide(OTHER_HEALTH, taken.id, "upheld")).body).toMatchObject({ state: "NOTIFIED", outcome: "upheld" });
  expect(await colourOf(personKey)).toBe("green");
  expect(
    await owner`select because, source_id, by_post from evidence_withdrawal where evidence_id = ${evidence}`,
  ).toMatchObject([{ because: "appeal", source_id: taken.id, by_post: OTHER_HEALTH.postId }]);
  const letter = (await client.call("GET", `/my/appeals/${taken.id}`)).body;
  expect(letter).toMatchObject({
    outcome: "upheld",
    letters: [{ outcome: "upheld", zh: `申诉成立。理由：${REASON}。相关依据已撤回，健康码已重新计算。` }],
  });
  const deeds = await owner<
    { action: string }[]
  >`select action from audit_pending where object_id = ${taken.id} order by id`;
  expect(deeds.map((row) => row.action)).toEqual(["appeal.file", "appeal.triage", "appeal.decide"]);
});

test("the same id is the same appeal; a second one at the same time is refused; words and proof lie sealed", async () => {
  at("10T09:00");
  const { personKey, appeal } = await holder("measure");
  const id = newId();
  const words = "我叫张三，住在某某路";
  expect((await appeal({ id, words, attachments: [{ data: jpeg() }] })).status).toBe(200);
  expect((await appeal({ id, words })).body).toMatchObject({ id });
  expect((await appeal()).body).toMatchObject({ code: "appeals/already-open" });
  const [row] = await owner<{ sealed_words: Uint8Array; sealed: Uint8Array }[]>`
    select a.sealed_words, f.sealed from appeal a join appeal_attachment f on f.appeal_id = a.id where a.person_key = ${personKey}`;
  expect(Buffer.from(row?.sealed_words ?? []).includes(Buffer.from("张三"))).toBe(false);
  expect(Buffer.from(row?.sealed ?? []).includes(Buffer.from([0xff, 0xd8, 0xff]))).toBe(false);
});

test("attachments: three at most, 2 MB each, pictures and PDF by their bytes, given out as a download that nothing runs", async () => {
  at("10T09:00");
  const { appeal } = await holder("measure");
  const page = Buffer.from("<html><script>alert(1)</script>").toString("base64");
  expect((await appeal({ attachments: [{ data: page }] })).body).toMatchObject({
    code: "appeals/attachment-wrong-type",
  });
  expect((await appeal({ attachments: [{ data: jpeg(2_097_152) }] })).body).toMatchObject({
    code: "appeals/attachment-too-large",
  });
  expect((await appeal({ attachments: Array.from({ length: 4 }, () => ({ data: jpeg() })) })).status).toBe(400);
  const { id } = Taken.parse((await appeal({ attachments: [{ data: jpeg(1_000) }, { data: jpeg() }] })).body);
  const token = (await server.as(HEALTH)).token;
  const answer = await fetch(`${server.url}/api/v1/appeals/${id}/attachments/1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/jpeg");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="attachment-1.jpg"');
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await answer.arrayBuffer()).byteLength).toBe(1_004);
  expect((await call(ELSEWHERE, "GET", `/appeals/${id}/attachments/1`)).status).toBe(404);
  expect((await call(AUDITOR, "GET", `/appeals/${id}/attachments/1`)).status).toBe(403);
});

test("police, operators, workers, other seats and whoever recorded the evidence decide nothing; neither does the table by hand", async () => {
  at("10T09:00");
  const { evidence, appeal } = await holder("measure", HEALTH);
  const { id } = Taken.parse((await appeal()).body);
  for (const actor of [OPERATOR, POLICE, WORKER, AUDITOR])
    expect((await decide(actor, id, "upheld")).body).toMatchObject({ code: "common/not-your-duty" });
  expect((await decide(POLICE_SEAT, id, "upheld")).body).toMatchObject({ code: "appeals/health-only" });
  expect((await decide(HEALTH, id, "rejected")).body).toMatchObject({ code: "appeals/own-evidence" });
  expect((await decide(ELSEWHERE, id, "upheld")).status).toBe(404);
  for (const actor of [SYSTEM, OPERATOR, POLICE, POLICE_SEAT]) {
    await expect(
      asActor(
        services.db,
        actor,
        (sql) =>
          sql`update appeal set outcome = 'rejected', state = 'NOTIFIED', decided_at = ${NOW}, decided_by = ${actor.postId} where id = ${id} returning 1`,
      ).then((rows) => (rows.length === 0 ? Promise.reject({ code: "42501" }) : rows)),
    ).rejects.toMatchObject({ code: "42501" });
  }
  await expect(asActor(services.db, HEALTH, (sql) => sql`delete from appeal where id = ${id}`)).rejects.toMatchObject({
    code: "42501",
  });
  expect(await owner`select from evidence_withdrawal where evidence_id = ${evidence}`).toHaveLength(0);
});

test("a missed clock climbs; weak yellow is suspended to green-pending, red of E1 stays red", async () => {
  at("10T09:00");
  const red = await holder("measure");
  const yellow = await holder("measure");
  // A field report of symptoms stands only with a second post's word; here it is written as it then stands.
  const fieldId = await confirmedFieldSymptom(yellow.personKey);
  await call(OTHER_HEALTH, "GET", "/appeals");
  await as((ctx) =>
    withdrawEvidence(ctx, { evidenceIds: [yellow.evidence], because: "source", sourceId: "x", reason: "测试" }),
  );
  expect(await colourOf(yellow.personKey)).toBe("yellow");
  const first = Taken.parse((await red.appeal()).body);
  const second = Taken.parse((await yellow.appeal()).body);
  expect(second.evidence.map((one) => one.id)).toEqual([fieldId]);
  const stands = async (id: string) => (await owner`select escalated_to, state from appeal where id = ${id}`)[0];
  at("10T09:30");
  await keepAppeals(services);
  expect(await stands(first.id)).toMatchObject({ escalated_to: "3205", state: "RECEIVED" });
  expect(await colourOf(yellow.personKey)).toBe("yellow");
  at("10T21:00");
  await keepAppeals(services);
  expect(await stands(second.id)).toMatchObject({ escalated_to: "32" });
  expect(await colourOf(yellow.personKey)).toBe("pending");
  expect(await colourOf(red.personKey)).toBe("red");
  expect((await yellow.client.call("GET", `/my/appeals/${second.id}`)).body).toMatchObject({
    isSuspending: true,
    evidence: [{ isSuspended: true }],
  });
});

async function confirmedFieldSymptom(personKey: string): Promise<string> {
  const id = newId();
  await owner`insert into evidence_proposal (id, person_key, place, what, kind, reason, hours, source, source_id, since, proposed_by, proposed_role, proposed_organisation, proposed_at, state, ended_at)
    values (${id}, ${personKey}, '320583100', 'record', 'field-symptom', '走访发现发热', 24, 'hand', '1', ${NOW}, ${WORKER.postId}, 'grid-worker', '某社区', ${NOW}, 'confirmed', ${NOW})`;
  await as(
    (ctx) =>
      recordEvidence(ctx, [
        { id, personKey, kind: "field-symptom", source: "proposal", sourceId: id, since: NOW, until: null, facts: {} },
      ]),
    HEALTH,
  );
  return id;
}

test("rejected: a second review by another health officer, then the ombudsman; each with its letter", async () => {
  at("10T09:00");
  const { client, appeal } = await holder("measure");
  const { id } = Taken.parse((await appeal()).body);
  expect((await decide(HEALTH, id, "rejected")).status).toBe(200);
  expect((await client.call("GET", `/my/appeals/${id}`)).body).toMatchObject({
    mayAskReview: true,
    mayAskOmbudsman: false,
  });
  expect((await client.call("POST", `/my/appeals/${id}/review`, { words: "仍不服" })).body).toMatchObject({
    state: "SECOND_REVIEW",
    dueAt: "2020-02-11T01:00:00.000Z",
  });
  expect((await decide(HEALTH, id, "upheld")).body).toMatchObject({ code: "appeals/same-person" });
  at("10T10:00");
  expect((await decide(OTHER_HEALTH, id, "rejected")).status).toBe(200);
  expect((await client.call("POST", `/my/appeals/${id}/review`, { words: "请监督员看" })).body).toMatchObject({
    state: "OMBUDSMAN",
  });
  expect(
    (await call(AUDITOR, "POST", `/appeals/${id}/opinion`, { words: "建议卫健部门复查原始名单" })).body,
  ).toMatchObject({ state: "CLOSED" });
  expect((await client.call("GET", `/my/appeals/${id}`)).body).toMatchObject({
    letters: [{ isReview: false }, { isReview: true }],
  });
});

test("on behalf: the grid worker's office owns it from then on; for a minor without signing in the answer tells nothing", async () => {
  at("10T09:00");
  const { personKey } = await holder("measure");
  const filed = await call(WORKER, "POST", "/appeals", {
    id: newId(),
    personKey,
    about: { kind: "colour" },
    words: "老人没有手机，代为申诉",
    channel: "grid",
  });
  expect(filed.body).toMatchObject({ state: "OWNED", ownerArea: "320583100", channel: "grid" });
  const anybody = await server.as(null);
  const first17 = "32058320080102001";
  const child = `${first17}${checkCharacter(first17)}`;
  const key = personKeyOf(services.keys.provinceKey, "111", child);
  await as((ctx) => enrol(ctx, [{ personKey: key, place: "320583100" }]));
  const help = (idNumber: string) =>
    anybody.call("POST", "/appeals/helper", { id: newId(), idNumber, words: "孩子的码是红的，学校不让进" });
  const known = await help(child);
  const other17 = "32058320090102001";
  const unknown = await help(`${other17}${checkCharacter(other17)}`);
  const again = await help(child);
  for (const answer of [known, unknown, again]) {
    expect(answer.status).toBe(200);
    expect(Object.keys(z.object({}).loose().parse(answer.body)).sort()).toEqual(["id", "lastDueAt", "receivedAt"]);
  }
  expect(await owner`select owner_area from appeal where person_key = ${key}`).toEqual([{ owner_area: "320583" }]);
  expect((await help(residentNumber(1))).body).toMatchObject({ code: "appeals/not-a-minor" });
});

test("a resident sees his own appeals only, and no evidence of another", async () => {
  at("10T09:00");
  const [one, other] = [await holder("measure"), await holder("measure")];
  const { id } = Taken.parse((await one.appeal()).body);
  expect((await other.client.call("GET", `/my/appeals/${id}`)).status).toBe(404);
  expect((await other.appeal({ personKey: one.personKey })).status).toBe(404);
  expect((await other.appeal({ about: { kind: "evidence", ids: [one.evidence] } })).body).toMatchObject({
    code: "appeals/unknown-evidence",
  });
});

test("what is published leaves small numbers out", async () => {
  at("11T09:00");
  await countAppeals(services);
  const published = (await (await server.as(null)).call("GET", "/appeals/statistics")).body;
  expect(published).toMatchObject({ months: [{ month: "2020-02", upheldShare: null }] });
  expect(JSON.stringify(published)).not.toMatch(/"(filed|upheld|rejected|waiting)":[1-9][,}]/);
});
