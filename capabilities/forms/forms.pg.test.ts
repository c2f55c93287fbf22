import { beforeAll, describe, expect, it } from "vitest";
import { factsIn } from "#capabilities/facts/facts.ts";
import { type NewSheet, writeWorkbook } from "#capabilities/reports/file/write-workbook.ts";
import type { Actor } from "#kernel/actor.ts";
import { HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { FORM_SHEETS } from "../../cli/demo-forms.ts";
import { tallyOf } from "./tally.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const OTHER = "320583101202001";
let database: TestDatabase;
let server: TestServer;
let centre: Client;
let worker: Actor;
let phone: Client;
let leader: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  await testPlaces(database.owner, { "320583": "昆山市", "320583101201": "徐公桥村", [GRID]: "第一网格" });
  centre = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
  phone = await server.as(worker);
  leader = await server.as(await testPost(database.owner, { role: "grid-leader", area: "320583101201" }));
});

const bring = async (sheets: readonly NewSheet[], who = centre) => {
  const response = await fetch(`${server.url}/api/v1/forms`, {
    method: "POST",
    headers: { authorization: `Bearer ${who.token}`, "content-type": "application/octet-stream" },
    body: new Uint8Array(await writeWorkbook(sheets)),
  });
  const json = (await response.json()) as Record<string, unknown>;
  if (![200, 409, 422].includes(response.status)) throw new Error(JSON.stringify(json));
  return { status: response.status, body: json };
};
const version = (one: string, key = "returnee-check"): readonly NewSheet[] =>
  FORM_SHEETS.map((sheet) =>
    sheet.name === "settings"
      ? { ...sheet, rows: [sheet.rows[0] ?? [], ["返苏家庭核查", "Returnee household check", key, one, "household"]] }
      : sheet,
  );
const published = async (one: string, more: Record<string, unknown> = {}, key = "returnee-check") => {
  const { body } = await bring(version(one, key));
  const { id } = body["form"] as { id: string };
  const answer = await centre.call("POST", `/forms/${id}/publication`, {
    area: "320583101",
    roles: ["grid-worker"],
    from: isoInstant(NOW),
    until: null,
    isReviewed: false,
    ...more,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return id;
};
const copied = async (kind: string, who = phone, area = GRID) => {
  const { body } = await who.call("GET", `/field/copy?area=${area}&kinds=${kind}`);
  return (body as { records: { id: string; value: Record<string, unknown> }[] }).records;
};
const ANSWERS = {
  opened: "yes",
  size: "4",
  returned: "yes",
  supplies: "no",
  needs: "food masks",
  people: [{ came_on: "2020-02-05", told: "OK" }],
};
const submit = async (formId: string, more: Record<string, unknown> = {}, who = phone) => {
  const id = newId();
  const body = { formId, place: GRID, subject: { kind: "household", id: newId() }, answers: ANSWERS, ...more };
  const madeAt = more["madeAt"] ?? isoInstant(database.services.clock());
  const sent = { id, kind: "forms/submit", madeAt, clockOffsetMs: 0, after: null, body };
  const { body: said } = await who.call("POST", "/field/commands", { commands: [sent] });
  return { id, ...((said as { answers: Record<string, unknown>[] }).answers[0] ?? {}) } as Record<string, unknown> & {
    id: string;
  };
};

describe("a workbook", () => {
  it("is a draft; published, it is on the phones of its area and role, and nowhere else", async () => {
    const { status, body } = await bring(version("1"));
    expect(status).toBe(200);
    expect(body["form"]).toMatchObject({ key: "returnee-check", version: "1", state: "draft" });
    expect(await copied("form")).toEqual([]);
    const { id } = body["form"] as { id: string };
    const until = isoInstant(later(NOW, 2 * HOUR));
    const answer = await centre.call("POST", `/forms/${id}/publication`, {
      area: "320583101201",
      roles: ["grid-worker"],
      from: isoInstant(NOW),
      until,
      isReviewed: false,
    });
    expect(answer.body).toMatchObject({ state: "published", area: "320583101201", until });
    expect(await copied("form")).toMatchObject([{ id, value: { document: { title: { zh: "返苏家庭核查" } } } }]);
    expect(await copied("form", leader, "320583101201")).toEqual([]);
    const elsewhere = await server.as(await testPost(database.owner, { role: "grid-worker", area: OTHER }));
    expect(await copied("form", elsewhere, OTHER)).toEqual([]);
    expect((await bring(version("1"))).status).toBe(200);
    expect((await bring(version("1"))).body).toMatchObject({ code: "forms/version-here" });
    database.setNow(later(NOW, 3 * HOUR));
    expect(await copied("form")).toEqual([]);
    database.setNow(NOW);
  });

  it("with faults is no draft: each with sheet, row, column and what to do, in both languages", async () => {
    const [survey, ...rest] = FORM_SHEETS;
    const broken = { name: "survey", rows: [...(survey?.rows ?? []), ["geopoint", "where", "在哪里", "Where"]] };
    const { body } = await bring([broken, ...rest]);
    expect(body).toMatchObject({ form: null, faultCount: 1 });
    const line = (survey?.rows.length ?? 0) + 1;
    expect(body["faults"]).toMatchObject([
      { sheet: "survey", line, column: "type", zh: expect.stringContaining(`survey，第 ${line} 行，type：`) },
    ]);
    const response = await fetch(`${server.url}/api/v1/forms`, {
      method: "POST",
      headers: { authorization: `Bearer ${centre.token}`, "content-type": "application/octet-stream" },
      body: "type,name",
    });
    expect(await response.json()).toMatchObject({ code: "forms/file-refused" });
  });

  it("is published by centres to their own area only, and not under a key that stands above", async () => {
    const { body } = await bring(version("9", "above"));
    const { id } = body["form"] as { id: string };
    const publish = (who: Client, area: string, one = id) =>
      who.call("POST", `/forms/${one}/publication`, {
        area,
        roles: ["grid-worker"],
        from: isoInstant(NOW),
        until: null,
        isReviewed: false,
      });
    expect((await publish(centre, "32")).body).toMatchObject({ code: "forms/outside-your-area" });
    expect((await publish(phone, GRID)).status).toBe(403);
    expect((await publish(centre, "320583")).status).toBe(200);
    const town = await server.as(await testPost(database.owner, { role: "operator", area: "320583101" }));
    const own = (await bring(version("10", "above"), town)).body["form"] as { id: string };
    expect((await publish(town, "320583101", own.id)).body).toMatchObject({ code: "forms/taken-above" });
    const past = await bring(version("11", "above"));
    const answer = await centre.call("POST", `/forms/${(past.body["form"] as { id: string }).id}/publication`, {
      area: "320583",
      roles: ["grid-worker"],
      from: isoInstant(NOW),
      until: isoInstant(later(NOW, -HOUR)),
      isReviewed: false,
    });
    expect(answer.body).toMatchObject({ code: "forms/ends-in-the-past" });
  });
});

describe("a filled form", () => {
  it("is decided by the server as on the phone; a refusal names the question and its row", async () => {
    const id = await published("a1", {}, "strict");
    expect(await submit(id, { answers: { ...ANSWERS, size: "0" } })).toMatchObject({
      answer: "refused",
      code: "forms/answer-wrong",
      fields: ["size"],
    });
    const late = { ...ANSWERS, people: [{ came_on: "2020-02-05" }, { came_on: "2020-02-11" }] };
    expect(await submit(id, { answers: late })).toMatchObject({
      code: "forms/answer-wrong",
      fields: ["people/1/came_on"],
    });
    expect(await submit(id, { subject: null })).toMatchObject({ code: "forms/subject-missing" });
    expect(await submit(id)).toMatchObject({ answer: "applied", result: { facts: 4 } });
  });

  it("becomes facts, is sealed at rest, and keeps nothing of what was not asked", async () => {
    const id = await published("b1", {}, "facts");
    const household = newId();
    const sent = await submit(id, {
      subject: { kind: "household", id: household },
      known: ["supplies"],
      answers: { ...ANSWERS, extra: "x", days: "99" },
    });
    const known = await asActor(database.server, worker, (sql) =>
      factsIn(
        { sql, actor: worker, now: NOW, services: database.services },
        { area: GRID, attributes: ["household.size", "household.needs", "household.supplies-ensured"], asOf: NOW },
      ),
    );
    const own = known.filter((one) => one.subjectId === household).map((one) => [one.attribute, one.value, one.source]);
    expect(own.sort()).toEqual([
      ["household.needs", ["food", "masks"], "form"],
      ["household.size", 4, "form"],
    ]);
    const [row] = await database.owner<{ sealed_answers: Uint8Array }[]>`
      select sealed_answers from form_answer where id = ${sent.id}`;
    expect(Buffer.from(row?.sealed_answers ?? []).toString("utf8")).not.toContain("came_on");
    const { body } = await centre.call("GET", `/forms/answers/${sent.id}`);
    expect(body).toMatchObject({
      answers: { ...ANSWERS, people: [{ came_on: "2020-02-05", days: "5", told: "OK" }], returnees: "1" },
    });
    expect(body).not.toMatchObject({ answers: { extra: "x" } });
    const opened =
      await database.owner`select 1 from audit_pending where action = 'form.answer.open' and object_id = ${sent.id}`;
    expect(opened).toHaveLength(1);
  });

  it("of an earlier version is accepted after a new one took its place; of a withdrawn form only if filled before", async () => {
    const first = await published("c1", {}, "versions");
    const second = await published("c2", {}, "versions");
    expect((await copied("form")).map((one) => one.id)).toContain(second);
    expect((await copied("form")).map((one) => one.id)).not.toContain(first);
    expect(await submit(first)).toMatchObject({ answer: "applied" });
    expect((await centre.call("POST", `/forms/${second}/withdrawal`, { reason: "改用新表" })).body).toMatchObject({
      state: "withdrawn",
    });
    expect(await submit(second)).toMatchObject({ answer: "applied" });
    database.setNow(later(NOW, HOUR));
    expect(await submit(second)).toMatchObject({ answer: "refused", code: "forms/form-ended" });
    expect(await submit(second, { madeAt: isoInstant(NOW) })).toMatchObject({ answer: "applied" });
    database.setNow(NOW);
    const tally = await asActor(database.server, worker, (sql) =>
      tallyOf({ sql, services: database.services } as unknown as Context, {
        area: "320583101",
        key: "versions",
        from: null,
        day: null,
        asOf: later(NOW, HOUR),
        below: ["320583101001", "320583101002"],
      }),
    );
    // Three taken: one of the first version, two of the second; two masks and food each.
    expect(tally).toMatchObject({ answers: 3 });
    const needs = tally?.questions.find((one) => one.question.name === "needs");
    expect([...(needs?.choices ?? [])]).toEqual([
      ["food", 3],
      ["medicine", 0],
      ["masks", 3],
      ["other", 0],
    ]);
    expect(tally?.questions.find((one) => one.question.name === "size")?.sum).toBe(12);
  });

  it("of a reviewed form waits; returned with a reason it comes back to the collector, who corrects it", async () => {
    const id = await published("d1", { isReviewed: true }, "reviewed");
    const subject = { kind: "household" as const, id: newId() };
    const known = async () => {
      const facts = await database.owner<{ value: unknown; is_verified: boolean; is_provisional: boolean }[]>`
        select value, is_verified, is_provisional from fact
         where subject_id = ${subject.id} and attribute = 'household.size' and dropped_at is null`;
      return facts.map((one) => [one.value, one.is_verified, one.is_provisional]);
    };
    const inReports = () =>
      asActor(database.server, worker, (sql) =>
        factsIn(
          { sql, actor: worker, now: database.services.clock(), services: database.services },
          {
            area: "320583101",
            attributes: ["household.size"],
            asOf: later(NOW, HOUR),
          },
        ),
      ).then((facts) => facts.filter((one) => one.subjectId === subject.id).map((one) => one.value));
    const sent = await submit(id, { subject });
    // Known, so that nobody asks again; in no report before it was approved.
    expect([await known(), await inReports()]).toEqual([[[4, false, true]], []]);
    const waiting = await leader.call("GET", `/areas/320583101201/forms/${id}/answers?only=to-review`);
    expect(waiting.body).toMatchObject({ answers: [{ id: sent.id, state: "to-review" }] });
    const decision = (body: Record<string, unknown>, of = sent.id, who = leader) =>
      who.call("POST", `/forms/answers/${of}/decision`, body);
    expect((await decision({ decision: "return", reason: "人数与上次不符" })).body).toMatchObject({
      state: "returned",
    });
    expect((await decision({ decision: "approve" })).body).toMatchObject({ code: "forms/not-to-review" });
    expect(await known()).toEqual([]);
    const [mine] = (await copied("form-answer")).filter((one) => one.id === sent.id);
    expect(mine?.value).toMatchObject({ state: "returned", reason: "人数与上次不符", answers: { size: "4" } });
    const fixed = await submit(id, { subject, answers: { ...ANSWERS, size: "5" }, corrects: sent.id });
    expect(fixed).toMatchObject({ answer: "applied" });
    expect((await copied("form-answer")).map((one) => one.id)).not.toContain(sent.id);
    expect(await submit(id, { corrects: sent.id })).toMatchObject({ code: "forms/not-yours-to-correct" });
    expect((await decision({ decision: "approve" }, fixed.id, centre)).body).toMatchObject({ state: "approved" });
    expect([await known(), await inReports()]).toEqual([[[5, true, false]], [5]]);
    expect((await phone.call("POST", `/forms/answers/${fixed.id}/decision`, { decision: "approve" })).status).toBe(403);
  });

  it("is nobody's outside its area", async () => {
    const id = await published("e1", {}, "outside");
    const sent = await submit(id);
    const far = await server.as(await testPost(database.owner, { role: "operator", area: "320585" }));
    expect((await far.call("GET", `/forms/answers/${sent.id}`)).status).toBe(404);
    expect((await far.call("GET", `/forms/${id}`)).status).toBe(404);
    expect(await submit(id, { place: OTHER })).toMatchObject({ code: "common/not-found" });
    const tally = await centre.call("GET", `/areas/320583/forms/${id}/tally`);
    expect(tally.body).toMatchObject({ answers: 1 });
  });
});

describe("a form on paper", () => {
  it("is keyed in for whoever filled it, with both on record; keyed twice it counts once, and its keyer does not review it", async () => {
    const formId = await published("1", { isReviewed: true }, "on-paper");
    database.setNow(later(NOW, 2 * HOUR));
    const body = {
      id: newId(),
      place: GRID,
      subject: { kind: "household", id: newId() },
      filledBy: worker.postId,
      filledAt: isoInstant(later(NOW, HOUR)),
      answers: ANSWERS,
    };
    const key = async (more: Record<string, unknown>, who = leader) =>
      (await who.call("POST", `/forms/${formId}/answers`, { ...body, ...more })).body;
    expect(await key({ filledAt: isoInstant(later(NOW, -HOUR)) })).toMatchObject({ code: "forms/filled-when" });
    const elsewhere = await testPost(database.owner, { role: "grid-worker", area: OTHER });
    expect(await key({ filledBy: elsewhere.postId })).toMatchObject({ code: "forms/not-a-filler" });
    expect(await key({ answers: { ...ANSWERS, size: "" } })).toMatchObject({ code: "forms/answer-wrong" });
    expect(await key({ place: OTHER })).toMatchObject({ code: "common/not-found" });
    expect(await key({})).toEqual({ isNew: true });
    expect(await key({})).toEqual({ isNew: false });
    const [row] = await database.owner`select by_post, keyed_by, made_at from form_answer where id = ${body.id}`;
    expect(row).toMatchObject({ by_post: worker.postId, made_at: later(NOW, HOUR) });
    expect(row?.["keyed_by"]).not.toBe(worker.postId);
    const facts = await database.owner`select distinct by_post from fact where source_id = ${body.id}`;
    expect(facts).toEqual([{ by_post: worker.postId }]);
    const deeds = await database.owner`select action from audit_pending where object_id = ${body.id}`;
    expect(deeds.map((deed) => deed["action"])).toEqual(["form.answer.key"]);
    // Whoever filled it sees what became of it; whoever keyed it in leaves the review to another.
    expect((await copied("form-answer")).find(({ id }) => id === body.id)?.value).toMatchObject({ state: "to-review" });
    const decide = async (who: Client) =>
      (await who.call("POST", `/forms/answers/${body.id}/decision`, { decision: "approve" })).body;
    expect(await decide(leader)).toMatchObject({ code: "forms/own-answer" });
    expect(await decide(centre)).toMatchObject({ state: "approved" });
    database.setNow(NOW);
  });
});
