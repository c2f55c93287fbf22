import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type NewSheet, writeWorkbook } from "#capabilities/reports/file/write-workbook.ts";
import type { Actor } from "#kernel/actor.ts";
import { HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
let database: TestDatabase;
let server: TestServer;
let centre: Client;
let worker: Actor;
let phone: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  await testPlaces(database.owner, { "320583": "昆山市", "320583101201": "徐公桥村", [GRID]: "第一网格" });
  centre = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
  phone = await server.as(worker);
});
beforeEach(() => database.setNow(NOW));

type Said = { readonly id: string; readonly answer: string; readonly code?: string; readonly result?: unknown };
async function say(kind: string, body: Record<string, unknown>, more: { at?: number; after?: string } = {}) {
  const id = newId();
  const madeAt = isoInstant((more.at ?? database.services.clock()) as never);
  const sent = { id, kind, madeAt, clockOffsetMs: 0, after: more.after ?? null, body };
  const { body: said } = await phone.call("POST", "/field/commands", { commands: [sent] });
  return { ...((said as { answers: Said[] }).answers[0] as Said), id };
}

const HEAD = ["type", "name", "label", "required", "bind::wangge:fact", "repeat_count"];
const CHOICES: NewSheet = {
  name: "choices",
  rows: [
    ["list_name", "name", "label"],
    ["yn", "yes", "是"],
    ["yn", "no", "否"],
  ],
};
async function published(key: string, subject: string, rows: readonly (readonly string[])[]): Promise<string> {
  const survey: NewSheet = { name: "survey", rows: [HEAD, ...rows] };
  const settings: NewSheet = {
    name: "settings",
    rows: [
      ["form_id", "form_title", "subject"],
      [key, "核查", subject],
    ],
  };
  const response = await fetch(`${server.url}/api/v1/forms`, {
    method: "POST",
    headers: { authorization: `Bearer ${centre.token}`, "content-type": "application/octet-stream" },
    body: new Uint8Array(await writeWorkbook([survey, CHOICES, settings])),
  });
  const { form, faults } = (await response.json()) as { form: { id: string } | null; faults: unknown };
  expect(faults).toEqual([]);
  const given = { area: "320583101", roles: ["grid-worker"], from: null, until: null, isReviewed: subject === "none" };
  const { status } = await centre.call("POST", `/forms/${form?.id}/publication`, given);
  expect(status).toBe(200);
  return form?.id ?? "";
}

describe("an answer that is a part of the register", () => {
  it("of a door changes the door by the register's own rule: the later verified value stands, both are kept and shown", async () => {
    const formId = await published("door-check", "door", [
      ["select_one yn", "rented", "出租吗", "yes", "door.is-rented"],
      ["text", "room", "室", "", "door.room"],
      ["text", "hazard", "隐患", "", "door.hazard"],
    ]);
    const place = GRID;
    const { id: doorId } = await say("households/add-door", { place, kind: "dwelling", building: "3", room: "501" });
    const door = async () =>
      (await database.owner`select is_rented, room, address_key from door where id = ${doorId}`)[0];
    const before = await door();
    const submit = (answers: Record<string, unknown>, more: Record<string, unknown> = {}, at?: number) =>
      say(
        "forms/submit",
        { formId, place, subject: { kind: "door", id: doorId }, answers, ...more },
        at === undefined ? {} : { at },
      );
    expect(await submit({ rented: "yes", room: "502", hazard: "楼道堆物" })).toMatchObject({ answer: "applied" });
    expect(await door()).toMatchObject({ is_rented: true, room: "502" });
    expect((await door())?.["address_key"]).not.toBe(before?.["address_key"]);
    // Seen an hour earlier, sent later: it is kept beside what stands, and the phone is told.
    database.setNow(later(NOW, HOUR));
    const late = await submit({ rented: "no" }, {}, later(NOW, -HOUR));
    expect(late).toMatchObject({
      answer: "applied",
      result: { note: { zh: expect.stringContaining("出租以“是”为准") } },
    });
    expect(await door()).toMatchObject({ is_rented: true });
    const values = await phone.call("GET", `/field/facts/${doorId}/door.is-rented`);
    expect(values.body).toMatchObject({
      values: [
        { value: true, source: "form" },
        { value: false, source: "form" },
      ],
    });
    // Somebody changed the room since the phone was shown it: the newer one stands, and the phone is told of the other.
    const seen = await submit({ rented: "yes", room: "503" }, { seen: { room: "501" } });
    expect(seen).toMatchObject({ result: { note: { zh: expect.stringContaining("502") } } });
    expect(await submit({ rented: "yes", room: "五".repeat(41) })).toMatchObject({ code: "households/part-wrong" });
    const hazard = await database.owner`select value from fact where attribute = 'door.hazard'`;
    expect(hazard).toEqual([{ value: "楼道堆物" }]);
  });

  it("of a person corrects the person; a number that is none is refused and stays on the phone", async () => {
    const formId = await published("person-check", "person", [
      ["text", "phone", "手机", "", "person.phone"],
      ["select_one yn", "floating", "流动人口", "", "person.floating"],
    ]);
    const place = GRID;
    const { id: doorId } = await say("households/add-door", { place, kind: "dwelling", building: "4", room: "101" });
    const personId = newId();
    const persons = [{ personId, name: "王小明", relation: "head", phone: "13900000001" }];
    expect(await say("households/move-in", { doorId, persons })).toMatchObject({ answer: "applied" });
    const submit = (answers: Record<string, unknown>) =>
      say("forms/submit", { formId, place, subject: { kind: "person", id: personId }, answers });
    database.setNow(later(NOW, HOUR));
    expect(await submit({ phone: "123" })).toMatchObject({ answer: "refused", code: "households/phone-wrong" });
    expect(await submit({ phone: "13900000002", floating: "yes" })).toMatchObject({ answer: "applied" });
    const { body } = await phone.call("GET", `/field/copy?area=${GRID}&kinds=person`);
    expect(body).toMatchObject({ records: [{ value: { phone: "13900000002", residence: ["floating"] } }] });
    const deeds = await database.owner`
      select detail from audit_pending where action = 'register.person.correct' and object_id = ${personId}`;
    expect(deeds).toEqual([{ detail: { parts: ["phone", "floating"], hasNumber: false } }]);
  });
});

describe("photos, and repeats in repeats", () => {
  const photo = Buffer.concat([
    Buffer.from("ffd8ffe000104a46494600010100000100010000ffda", "hex"),
    Buffer.alloc(500, 7),
  ]).toString("base64");

  it("follow their answer, are opened at the desk with an entry in the audit log, and stay with its correction", async () => {
    const formId = await published("notice", "none", [
      ["image", "notice", "拍下告知书", "yes"],
      ["begin repeat", "people", "返回人员"],
      ["text", "who", "姓名", "yes"],
      ["begin repeat", "trips", "行程"],
      ["text", "town", "到过哪里", "yes"],
      ["end repeat", ""],
      ["end repeat", ""],
    ]);
    const notice = newId();
    const answers = { notice, people: [{ who: "甲", trips: [{ town: "武汉" }, { town: "黄石" }] }] };
    const of = { formId, place: GRID, subject: null };
    expect(await say("forms/submit", { ...of, answers: { notice: "a.jpg" } })).toMatchObject({
      code: "forms/answer-wrong",
    });
    const sent = await say("forms/submit", { ...of, answers });
    expect(sent).toMatchObject({ answer: "applied" });
    const attach = (objectId: string, id: string, who = phone, after: string | null = objectId) =>
      who.call("POST", "/field/commands", {
        commands: [
          {
            id,
            kind: "attachments/add",
            madeAt: isoInstant(NOW),
            clockOffsetMs: 0,
            after,
            body: { objectKind: "form-answer", objectId, medium: "photo", data: photo },
          },
        ],
      });
    expect((await attach(sent.id, notice)).body).toMatchObject({ answers: [{ answer: "applied" }] });
    const opened = await centre.call("GET", `/forms/answers/${sent.id}`);
    expect(opened.body).toMatchObject({ answers, files: [{ id: notice, medium: "photo", county: "320583" }] });
    const headers = { authorization: `Bearer ${centre.token}` };
    const file = await fetch(`${server.url}/api/v1/attachments/320583/${notice}`, { headers });
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    const deeds = await database.owner`select from audit_pending where action = 'attachment.open'`;
    expect(deeds).toHaveLength(1);
    const returned = { decision: "return", reason: "请写全行程" };
    expect((await centre.call("POST", `/forms/answers/${sent.id}/decision`, returned)).status).toBe(200);
    // The correction names the photo that is there already.
    const fixed = await say("forms/submit", { ...of, answers, corrects: sent.id });
    const again = await centre.call("GET", `/forms/answers/${fixed.id}`);
    expect(again.body).toMatchObject({ files: [{ id: notice }] });
    // Nobody attaches to an answer of somebody else.
    const other = await server.as(await testPost(database.owner, { role: "grid-worker", area: GRID }));
    expect((await attach(sent.id, newId(), other, null)).body).toMatchObject({
      answers: [{ code: "common/not-found" }],
    });
  });
});
