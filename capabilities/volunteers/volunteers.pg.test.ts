import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { seal } from "#platform/seal.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

/** 10:00 in Shanghai. */
const NOW = instant("2020-02-10T02:00:00Z");
const GRID = "320583101201001";
let database: TestDatabase;
let server: TestServer;
let worker: { actor: Actor; client: Client };
let asker: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { [GRID]: "一格" });
  server = await testServer(database);
  const actor = await testPost(database.owner, { role: "grid-worker", area: GRID });
  worker = { actor, client: await server.as(actor) };
  asker = server.asResident(await testResident(database.owner, [newId()]));
});

/** A resident who has said who he is, as adding oneself does. */
async function known(name: string): Promise<Client> {
  const personKey = newId();
  const residentId = await testResident(database.owner, [personKey]);
  const claimId = newId();
  const words = { name, number: "320583199001011234", phone: null, country: null };
  const sealed = seal(database.services.keys.sealingKey, JSON.stringify(words), claimId);
  await database.owner`
    insert into person_claim ${database.owner({
      id: claimId,
      resident_id: residentId,
      person_key: personKey,
      real_key: personKey,
      relation: "self",
      document: "resident-id",
      id_type: "111",
      sealed,
      name_key: newId(),
      number_fails: false,
      state: "carried",
      at: NOW,
    } as never)}`;
  return server.asResident(residentId);
}

const offer = { place: "320583101201", skills: ["errands"], slots: ["morning"], agrees: true };
const ask = async (over: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const id = newId();
  const errand = { words: "降压药两盒", name: "张某", door: "3幢502", phone: "19999900001" };
  const request = { id, place: GRID, kind: "groceries", errand, mayVolunteer: true, isContactless: true, ...over };
  expect((await asker.call("POST", "/my/services", request)).status).toBe(200);
  return id;
};
type Errands = { mine: { id: string }[]; open: { id: string }[] };
const errandsOf = async (client: Client): Promise<Errands> =>
  (await client.call("GET", "/my/volunteer/errands")).body as Errands;
const say = async (kind: string, body: unknown) => {
  const command = { id: newId(), kind, madeAt: isoInstant(NOW), body };
  const { body: answered } = await worker.client.call("POST", "/field/commands", { commands: [command] });
  return (answered as { answers: { answer: string; code?: string }[] }).answers[0];
};

test("a resident registers by consent with his surname and a number, and workers of the place see no more", async () => {
  const wang = await known("王小明");
  expect((await wang.call("PUT", "/my/volunteer", { ...offer, agrees: false })).status).toBe(400);
  const registered = await wang.call("PUT", "/my/volunteer", offer);
  expect(registered.body).toMatchObject({ volunteer: { name: "王**", place: offer.place } });
  const { body } = await worker.client.call("GET", `/field/copy?area=${GRID}&kinds=volunteer`);
  const copies = (body as { records: { value: Record<string, unknown> }[] }).records;
  expect(copies).toHaveLength(1);
  expect(Object.keys(copies[0]?.value ?? {}).toSorted()).toEqual([
    "inHand",
    "name",
    "number",
    "place",
    "skills",
    "slots",
  ]);
  await wang.call("DELETE", "/my/volunteer");
  expect((await wang.call("GET", "/my/volunteer")).body).toMatchObject({ volunteer: null });
  const nobody = server.asResident(await testResident(database.owner, []));
  expect((await nobody.call("PUT", "/my/volunteer", offer)).body).toMatchObject({ code: "volunteers/who-are-you" });
});

test("he sees what fits him; words, door and telephone only once it is in his hands; the asker sees his number", async () => {
  const li = await known("李丽");
  const registered = await li.call("PUT", "/my/volunteer", offer);
  const { number } = (registered.body as { volunteer: { number: string } }).volunteer;
  const id = await ask();
  const notForHim = await ask({ mayVolunteer: false });
  const elsewhere = await ask({ place: "320583101202001" });
  const cannot = await ask({ kind: "school" });
  const before = await errandsOf(li);
  const seen = before.open.map((one) => one.id);
  expect(seen).toContain(id);
  for (const other of [notForHim, elsewhere, cannot]) expect(seen).not.toContain(other);
  expect(before.open.find((one) => one.id === id)).toMatchObject({ words: null, contact: null });
  const path = `/my/volunteer/errands/${id}`;
  expect((await li.call("POST", `${path}/take`, { feelsWell: false })).body).toMatchObject({
    code: "volunteers/feel-well",
  });
  const taken = await li.call("POST", `${path}/take`, { feelsWell: true });
  expect(taken.body).toMatchObject({ words: "降压药两盒", contact: { door: "3幢502", phone: "19999900001" } });
  const { body } = await asker.call("GET", "/my/services");
  expect((body as { services: { id: string }[] }).services.find((one) => one.id === id)).toMatchObject({
    state: "TAKEN",
    takenBy: { is: "volunteer", name: number },
  });
  const delivered = await li.call("POST", `${path}/deliver`, { signature: "M10 20l150 0 0 70" });
  expect(delivered.body).toEqual({ state: "CONFIRMED" });
  // Whatever was done, nothing of it stays with him.
  expect((await errandsOf(li)).mine).toEqual([]);
  await li.call("DELETE", "/my/volunteer");
});

test("three in hand are enough; who withdraws gives back what he has, at once", async () => {
  const chen = await known("陈晨");
  await chen.call("PUT", "/my/volunteer", offer);
  const ids = [await ask(), await ask(), await ask()];
  for (const id of ids) await chen.call("POST", `/my/volunteer/errands/${id}/take`, { feelsWell: true });
  expect((await errandsOf(chen)).open).toEqual([]);
  const fourth = await ask();
  const refused = await chen.call("POST", `/my/volunteer/errands/${fourth}/take`, { feelsWell: true });
  expect(refused.body).toMatchObject({ code: "services/too-many-errands" });
  expect((await chen.call("DELETE", "/my/volunteer")).body).toEqual({ handedBack: 3 });
  const rows = await database.owner`select state from service_request where id = any (${ids}::uuid[])`;
  expect(rows.map((row) => row["state"])).toEqual(["REQUESTED", "REQUESTED", "REQUESTED"]);
  expect((await chen.call("GET", "/my/volunteer/errands")).body).toMatchObject({ code: "services/not-a-volunteer" });
});

test("a worker is proposed who fits, and asks one, who then finds it first", async () => {
  const near = await known("赵近");
  const far = await known("钱远");
  const teacher = await known("孙师");
  await near.call("PUT", "/my/volunteer", { ...offer, place: GRID });
  await far.call("PUT", "/my/volunteer", { ...offer, place: "320583101" });
  await teacher.call("PUT", "/my/volunteer", { ...offer, skills: ["teaching"] });
  const id = await ask();
  const proposed = await worker.client.call("GET", `/services/320583/${id}/volunteers`);
  const { volunteers } = proposed.body as { volunteers: { id: string; name: string }[] };
  expect(volunteers.map(({ name }) => name)).toEqual(["赵**", "钱**"]);
  const volunteerId = volunteers[1]?.id ?? "";
  expect(await say("services/ask-volunteer", { requestId: id, volunteerId })).toMatchObject({ answer: "applied" });
  expect((await errandsOf(far)).open[0]).toMatchObject({ id, isAskedOfMe: true });
  const told = await far.call("GET", "/my/notices");
  expect(told.body).toMatchObject({ unread: 1, notices: [{ kind: "service", link: "/volunteer" }] });
  expect(await say("services/ask-volunteer", { requestId: id, volunteerId: newId() })).toMatchObject({
    code: "services/no-such-volunteer",
  });
  // Another resident, and a worker of another place, are no volunteers' business.
  expect((await asker.call("POST", `/my/volunteer/errands/${id}/take`, { feelsWell: true })).body).toMatchObject({
    code: "services/not-a-volunteer",
  });
  const stranger = await server.as(await testPost(database.owner, { role: "grid-worker", area: "320583102201001" }));
  expect((await stranger.call("GET", `/services/320583/${id}/volunteers`)).status).toBe(404);
});
