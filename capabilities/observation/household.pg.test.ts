/** The household around an observed person, the sealed words, and the board of a place. */
import { expect, test } from "vitest";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import type { ObservationView } from "./contract.ts";
import { at, buildTown, FILE, GRID } from "./homes.testing.ts";

const database = await testDatabase(at("02T10:00"));
const { owner, services } = database;
const server = await testServer(database);
const town = await buildTown(database, server);
const { posts, say } = town;

const seen = async (who: (typeof posts)["worker"], id: string) =>
  (await (await town.as(who)).call("GET", `/observations/${id}`)).body as ObservationView;
const notesOf = async (who: (typeof posts)["worker"], id: string, purpose: string) =>
  (await town.as(who)).call("POST", `/observations/${id}/notes`, { purpose });
const keyOf = (number: string): string => personKeyOf(services.keys.provinceKey, "111", number);

const SHARED = { ...FILE, hasOwnRoom: false, note: "一室一厅，老人睡客厅" };
const PERSON = { phone: null, sex: null, bornYear: null, residence: [] };

/** A family behind a door: the head, the spouse, a child of four, and a lodger without a document. */
async function family(room: string, numbers: readonly [string, string, string]): Promise<void> {
  const door = await say(posts.worker, "households/add-door", { kind: "dwelling", building: "3", room });
  const made = await say(posts.worker, "households/move-in", {
    doorId: door.id,
    sinceOn: "2019-01-01",
    persons: [
      { ...PERSON, personId: newId(), name: "周建国", relation: "head", idNumber: numbers[0] },
      { ...PERSON, personId: newId(), name: "李秀英", relation: "spouse", idNumber: numbers[1] },
      { ...PERSON, personId: newId(), name: "周小宝", relation: "child", idNumber: numbers[2] },
      { ...PERSON, personId: newId(), name: "王租客", relation: "tenant", idNumber: null },
    ],
  });
  expect(made).toMatchObject({ answer: "applied" });
}

test("who cannot be apart is proposed from the register with the reason; the doctor decides on each, nobody is filed by rule", async () => {
  const [head, spouse, child] = ["320583199003071239", "320583198805120026", "320583201506010016"] as const;
  await family("502", [head, spouse, child]);
  // A person of the register without a code or a task: the doctor's order is enough.
  const filed = await say(posts.doctor, "observation/file", { ...SHARED, personKey: keyOf(head) });
  expect(filed).toMatchObject({ answer: "applied", result: { proposed: 3 } });
  const home = await seen(posts.doctor, filed.id);
  expect(home.household?.map(({ relation, bornYear, why, decision }) => [relation, bornYear, why, decision])).toEqual([
    ["spouse", 1988, "sharing-a-room", null],
    ["child", 2015, "sharing-a-room", null],
    ["tenant", null, "sharing-a-room", null],
  ]);
  expect(home.lines.map(({ kind }) => kind)).toContain("household-proposed");
  expect(await owner`select 1 from observation where person_key = ${keyOf(spouse)}`).toHaveLength(0);
  expect((await seen(posts.police, filed.id)).household).toEqual([]);
  const [wife, boy, lodger] = home.household ?? [];

  const decide = (who: (typeof posts)["worker"], more: Record<string, unknown>) =>
    say(who, "observation/decide-household", { observationId: filed.id, ...more });
  const observe = { proposalId: wife?.id, decision: "observe", isMinor: false };
  expect((await decide(posts.worker, observe)).answer).toBe("refused");
  const ordered = await decide(posts.doctor, observe);
  expect(ordered).toMatchObject({ answer: "applied", result: { opened: true } });
  // The same home from the same day, under the doctor's order; and nobody is proposed a second time.
  expect(await seen(posts.doctor, ordered.id)).toMatchObject({
    basis: "health-order",
    dZero: home.dZero,
    dueAt: home.dueAt,
    obstacles: ["no-own-room"],
    household: [],
  });
  expect(await decide(posts.doctor, observe)).toMatchObject({ code: "common/not-found" });
  await decide(posts.doctor, { proposalId: boy?.id, decision: "apart", reason: "住到外婆家" });
  expect(await decide(posts.doctor, { proposalId: lodger?.id, decision: "observe", isMinor: false })).toMatchObject({
    code: "observation/no-document",
  });
  const after = await seen(posts.worker, filed.id);
  expect(after.household?.map(({ decision }) => decision)).toEqual(["observe", "apart", null]);
  expect(after.household?.[0]?.openedId).toBe(ordered.id);
});

test("who has a room of his own leaves the household alone; the wrong person takes the proposals with him", async () => {
  const numbers = ["320583196001010033", "320583197001010011", "320583198502280022"] as const;
  await family("503", numbers);
  const apart = await say(posts.doctor, "observation/file", { ...FILE, personKey: keyOf(numbers[1]) });
  expect(apart).toMatchObject({ answer: "applied", result: { proposed: 0 } });
  const wrong = await say(posts.doctor, "observation/file", { ...SHARED, personKey: keyOf(numbers[0]) });
  // The one who is observed already is not proposed.
  expect(wrong).toMatchObject({ result: { proposed: 2 } });
  await say(posts.doctor, "observation/end", { observationId: wrong.id, why: "wrong-person", reason: "号码抄错了" });
  expect(await owner`select 1 from observation_proposal where observation_id = ${wrong.id}`).toHaveLength(0);
});

test("sealed words are opened for a purpose by whoever's duty it is, each time on record, symptoms never at a desk", async () => {
  const { id } = await town.underWay(at("01T20:00"));
  const remark = {
    observationId: id,
    manner: "door",
    temperatureTenths: 365,
    symptoms: [],
    note: "老人听力不好，请大声",
  };
  expect(await say(posts.worker, "observation/check", remark)).toMatchObject({ answer: "applied" });
  await town.passTo(at("02T19:00"));
  await say(posts.worker, "observation/climb", { observationId: id, rung: "called", note: "电话关机" });
  await say(posts.cadre, "observation/climb", { observationId: id, rung: "visited" });
  await say(posts.cadre, "observation/climb", { observationId: id, rung: "exit-confirmed" });
  const explained = { observationId: id, rung: "explained", statement: "下楼倒垃圾，五分钟就回来" };
  expect(await say(posts.police, "observation/climb", explained)).toMatchObject({ answer: "applied" });
  const texts = (body: unknown) => (body as { notes: { text: string }[] }).notes.map(({ text }) => text);
  const doctor = await notesOf(posts.doctor, id, "care");
  expect(texts(doctor.body)).toEqual(["下楼倒垃圾，五分钟就回来", "电话关机", "老人听力不好，请大声"]);
  expect(texts((await notesOf(posts.desk, id, "complaint")).body)).toEqual(["下楼倒垃圾，五分钟就回来", "电话关机"]);
  expect((await notesOf(posts.desk, id, "care")).body).toMatchObject({ code: "observation/purpose-not-yours" });
  expect((await notesOf(posts.police, id, "care")).status).toBe(403);
  expect(texts((await notesOf(posts.police, id, "breach")).body)).toHaveLength(2);
  expect((await notesOf(posts.auditor, id, "breach")).status).toBe(403);
  const other = await testPost(owner, { role: "police-officer", area: GRID });
  expect((await notesOf(other, id, "breach")).body).toMatchObject({ code: "observation/not-your-seat" });
  const openings = await owner<{ detail: Record<string, unknown> }[]>`
    select detail from audit_pending where action = 'observation.notes' and object_id = ${id} order by at`;
  expect(openings.map(({ detail }) => detail["purpose"])).toEqual(["care", "complaint", "breach"]);
  expect(JSON.stringify(openings)).not.toContain("垃圾");
});

test("the board is sorted and narrowed over the whole of a place, page after page; a wide phone has the same order", async () => {
  await owner`delete from observation_alarm`;
  const base = { ...FILE, place: GRID };
  const first = await say(posts.worker, "observation/file", { ...base, personKey: await town.person(at("01T20:00")) });
  // 130 more of the same home's kind, straight in the table: the one with an alarm is the last by id.
  await owner`
    insert into observation (county, id, person_key, place, basis, d_zero, days, is_minor, state, filed_at, due_at)
    select county, gen_random_uuid(), gen_random_uuid(), place, basis, d_zero, days, false, 'ACTIVE', filed_at + n * interval '1 second',
           due_at - n * interval '1 minute'
      from observation, generate_series(1, 130) n where id = ${first.id}`;
  const [last] = await owner<{ id: string }[]>`select id from observation order by id desc limit 1`;
  await owner`
    insert into observation_alarm (county, observation_id, kind, subject, place, due_at, raised_at, level)
    select county, id, 'release', '', place, due_at, ${at("02T10:00")}, 0 from observation where id = ${last?.id ?? ""}`;
  const desk = await town.as(posts.desk);
  type Board = { rows: { id: string; dueAt: string; state: string }[]; next: string | null };
  const board = async (query: string) =>
    (await desk.call("GET", `/areas/320583101/observations?${query}`)).body as Board;
  const one = await board("");
  expect(one.rows).toHaveLength(100);
  expect(one.rows[0]?.id).toBe(last?.id);
  const two = await board(`after=${one.next}`);
  const dues = [...one.rows, ...two.rows].slice(1).map(({ dueAt }) => dueAt);
  expect(dues).toEqual([...dues].sort());
  expect(new Set([...one.rows, ...two.rows].map(({ id }) => id)).size).toBe(one.rows.length + two.rows.length);
  expect((await board("alarm=release")).rows.map(({ id }) => id)).toEqual([last?.id]);
  expect((await board("alarm=call")).rows).toEqual([]);
  expect((await board("state=PROPOSED")).rows.every(({ state }) => state === "PROPOSED")).toBe(true);
  expect((await board("sort=filed")).rows[0]?.id).not.toBe(first.id);
  const doctor = await town.as(posts.doctor);
  const wide = (await doctor.call("GET", "/areas/320583101/observed-homes")).body as {
    homes: ObservationView[];
    next: string | null;
  };
  expect(wide.homes).toHaveLength(100);
  expect(wide.homes[0]?.id).toBe(last?.id);
  expect((await doctor.call("GET", "/areas/320583102/observed-homes")).status).toBe(404);
});
