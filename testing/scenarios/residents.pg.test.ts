/** Golden scenarios of the domain's reference (§7.3) on the residents' side, from the phone to the tables. */
import { expect, test } from "vitest";
import { z } from "zod";
import { expireOnce } from "#capabilities/codes/clock.ts";
import { recordEvidence, settleUnchecked } from "#capabilities/codes/evidence.ts";
import { aForm, aTrip } from "#capabilities/declarations/forms.testing.ts";
import { checkCharacter } from "#kernel/identity.ts";
import { type Instant, instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const NOW = instant("2020-02-24T10:00:00+08:00");
const database = await testDatabase(NOW);
const { owner, services, setNow } = database;
const server = await testServer(database);
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583001": "玉山镇" });

const Added = z.object({ state: z.string(), personKey: z.string().nullable() });
const Persons = z.object({ persons: z.array(z.record(z.string(), z.unknown())) });
const Notices = z.object({
  notices: z.array(z.object({ personKey: z.string(), kind: z.string(), zh: z.string(), en: z.string() })),
});
const withCheck = (first17: string): string => first17 + checkCharacter(first17);

async function account() {
  const id = newId();
  await owner`insert into resident (id, phone_key, created_at) values (${id}, gen_random_uuid(), ${NOW})`;
  const client = server.asResident(id);
  return {
    client,
    add: (body: object) =>
      client.call("POST", "/my/persons", { id: newId(), relation: "self", document: "resident-id", ...body }),
    me: async () => Persons.parse((await client.call("GET", "/resident/me")).body).persons,
  };
}

const system = systemActor("32");
const settle = (personKey: string) =>
  asActor(services.db, system, (sql) =>
    settleUnchecked({ sql, actor: system, now: services.clock(), services }, [personKey]),
  );
const colourOf = async (personKey: string) =>
  (await owner`select colour from code_current where person_key = ${personKey}`)[0]?.["colour"];
async function passTo(at: Instant) {
  setNow(at);
  while ((await expireOnce(services)) > 0);
}

/** A tourist at a hotel of 玉山镇 who stays until the 26th, declared and checked. */
async function guest(tourist: string) {
  setNow(NOW);
  const { client, add } = await account();
  const personKey = Added.parse((await add({ number: tourist, name: "游客甲" })).body).personKey ?? "";
  const form = {
    ...aForm,
    category: "short-stay",
    hukou: "110105",
    trip: { ...aTrip("110105", "2020-02-24", "2020-02-24"), purpose: "tour" },
    stayUntil: "2020-02-26",
    lodging: "hotel",
  };
  const declared = await client.call("POST", `/my/persons/${personKey}/declarations`, {
    id: newId(),
    baseVersion: 0,
    form,
  });
  expect(declared.body).toMatchObject({ version: 1, colour: "pending" });
  await settle(personKey);
  expect(await colourOf(personKey)).toBe("pending");
  return { client, personKey };
}

test("scenario 8: a tourist is green pending; the hotel logs his temperature and he is green while it is normal", async () => {
  const number = withCheck("11010519850505001");
  const { client, personKey } = await guest(number);
  const hotel = await server.as(await testPost(owner, { role: "checkpoint-staff", area: "320583001" }));
  const elsewhere = await server.as(await testPost(owner, { role: "checkpoint-staff", area: "320583002" }));
  const log = (desk: typeof hotel, temperatureTenths: number, idNumber = number, id = newId()) =>
    desk.call("POST", "/guest-temperatures", { id, idType: "111", idNumber, temperatureTenths });
  // Another area's desk, and a number that nobody here has, get the same answer.
  expect((await log(elsewhere, 365)).body).toEqual({ colour: null, isFever: false });
  expect((await log(hotel, 365, withCheck("11010519850505003"))).body).toEqual({ colour: null, isFever: false });
  expect(await colourOf(personKey)).toBe("pending");
  const morning = newId();
  expect((await log(hotel, 366, number, morning)).body).toEqual({ colour: "green", isFever: false });
  expect(await colourOf(personKey)).toBe("green");
  const entries = z.object({ entries: z.array(z.object({ who: z.string(), action: z.string() })) });
  const told = entries.parse((await client.call("GET", `/my/persons/${personKey}/log`)).body).entries;
  expect(told).toMatchObject([{ who: "checkpoint", action: "temperature" }]);
  // A fever is no finding yet: pending again, and somebody comes to measure; yellow is the recheck's to say.
  expect((await log(hotel, 373)).body).toEqual({ colour: "pending", isFever: true });
  expect((await owner`select kind from task where person_key = ${personKey}`).map((row) => row["kind"])).toEqual([
    "verification",
  ]);
  // The morning's reading sent once more by a phone without a network does not release him again.
  expect((await log(hotel, 366, number, morning)).body).toEqual({ colour: "pending", isFever: false });
  expect((await log(hotel, 368)).body).toEqual({ colour: "green", isFever: false });
  // Leaving: the account gives the person up, and there is no code to show any more.
  expect((await client.call("DELETE", `/my/persons/${personKey}`)).status).toBe(200);
  expect((await client.call("GET", `/codes/${personKey}/attestation`)).status).not.toBe(200);
});

test("scenario 8: without a temperature the pending ends with the day that the tourist named", async () => {
  const { personKey } = await guest(withCheck("11010519850505005"));
  await passTo(instant("2020-02-26T23:59:59+08:00"));
  expect(await colourOf(personKey)).toBe("pending");
  await passTo(instant("2020-02-27T00:00:00+08:00"));
  expect(await colourOf(personKey)).toBe("green");
});

test("scenario 9: the community applies for an elder without a phone, and his daughter carries him as well", async () => {
  setNow(NOW);
  const worker = await server.as(await testPost(owner, { role: "grid-worker", area: "320583001" }));
  const elder = { document: "resident-id", number: withCheck("32058319400101002"), name: "陈奶奶" };
  const applied = await worker.call("POST", "/proxy-applications", {
    id: newId(),
    ...elder,
    place: "320583001",
    reason: "no-phone",
  });
  const { personKey } = z.object({ personKey: z.string() }).parse(applied.body);
  const form = { ...aForm, place: "320583001" };
  const declared = await worker.call("POST", `/proxy-applications/${personKey}/declarations`, {
    id: newId(),
    baseVersion: 0,
    form,
  });
  expect(declared.status).toBe(200);
  await settle(personKey);
  expect(await colourOf(personKey)).toBe("green");
  const elsewhere = await server.as(await testPost(owner, { role: "grid-worker", area: "320583002" }));
  const refused = await elsewhere.call("POST", `/proxy-applications/${personKey}/declarations`, {
    id: newId(),
    baseVersion: 1,
    form,
  });
  expect(refused.status).toBe(404);
  const daughter = await account();
  await daughter.add({ number: withCheck("32058319700101004"), name: "陈女儿" });
  expect(Added.parse((await daughter.add({ ...elder, relation: "elder" })).body)).toEqual({
    state: "carried",
    personKey,
  });
});

test("scenario 10: a foreigner's passport name fits, is masked, and he has no registered residence", async () => {
  setNow(NOW);
  const { client, add, me } = await account();
  const added = await add({
    document: "passport",
    number: "PA1234567",
    country: "IRL",
    name: "O'CONNOR-LÓPEZ, Seán María",
    bornOn: "1985-01-01",
  });
  const personKey = Added.parse(added.body).personKey ?? "";
  expect(await me()).toMatchObject([{ name: "O*******", lastFour: "4567", document: "passport", isMinor: false }]);
  const declared = await client.call("POST", `/my/persons/${personKey}/declarations`, {
    id: newId(),
    baseVersion: 0,
    form: { ...aForm, category: "staying", hukou: null },
  });
  expect(declared.status).toBe(200);
  await asActor(services.db, system, (sql) =>
    recordEvidence({ sql, actor: system, now: services.clock(), services }, [
      {
        id: newId(),
        personKey,
        kind: "measure",
        source: "measure",
        sourceId: "m1",
        since: NOW,
        until: null,
        facts: {},
      },
    ]),
  );
  const { notices } = Notices.parse((await client.call("GET", "/my/notices")).body);
  expect(notices[0]?.kind).toBe("colour");
  expect(notices[0]?.en).toMatch(/code/i);
});

test("scenario 27: two people of one name are never merged; a number that fails its check goes to people", async () => {
  setNow(NOW);
  const number = withCheck("32058319900101001");
  const typo = number.slice(0, 16) + String((Number(number[16]) + 1) % 10) + number.slice(17);
  const [one, two] = [await account(), await account()];
  const first = Added.parse((await one.add({ number, name: "张伟" })).body).personKey;
  const refused = await two.add({ number: typo, name: "张伟" });
  expect(refused.body).toMatchObject({ code: "residents/wrong-document" });
  const second = Added.parse((await two.add({ number: typo, name: "张伟", insists: true })).body).personKey;
  expect(second).not.toBe(first);
  const desk = await server.as(await testPost(owner, { role: "operator", area: "32" }));
  const { reviews } = z
    .object({ reviews: z.array(z.object({ id: z.string(), personKey: z.string(), why: z.string() })) })
    .parse((await desk.call("GET", "/identity-reviews")).body);
  const mine = reviews.filter((review) => review.personKey === second);
  expect(mine.map((review) => review.why)).toEqual(["number-fails-check"]);
  // Until somebody has seen the document, the identity card goes with the code.
  const form = { id: newId(), baseVersion: 0, form: aForm };
  await two.client.call("POST", `/my/persons/${second ?? ""}/declarations`, form);
  await settle(second ?? "");
  expect(await colourOf(second ?? "")).toBe("pending");
  await desk.call("POST", `/identity-reviews/${mine[0]?.id ?? ""}/decision`, {
    decision: "other-person",
    reason: "已核对户口簿原件",
  });
  const keys = await owner`select person_key from person_claim where person_key in (${first ?? ""}, ${second ?? ""})`;
  expect(keys.count).toBe(2);
});

test("scenario 28: a declared exposure of a minor gives his school a day and nothing else", async () => {
  setNow(NOW);
  const guardian = await account();
  await guardian.add({ number: withCheck("32058319810101003"), name: "李家长" });
  const child = { number: withCheck("32058320060101001"), name: "李小红", relation: "child" };
  const personKey = Added.parse((await guardian.add(child)).body).personKey ?? "";
  const form = { ...aForm, contacts: [{ kind: "confirmed", on: "2020-02-20" }] };
  await guardian.client.call("POST", `/my/persons/${personKey}/declarations`, { id: newId(), baseVersion: 0, form });
  const note = await guardian.client.call("GET", `/my/persons/${personKey}/school-note`);
  expect(note.body).toMatchObject({ mayAttend: false, lastDayAtHome: "2020-03-05", zh: "居家学习至2020-03-05" });
});

test("scenario 28: a 14-year-old turns red; the guardian is told, and nobody else", async () => {
  setNow(NOW);
  const guardian = await account();
  await guardian.add({ number: withCheck("32058319800101003"), name: "王家长" });
  const child = Added.parse(
    (
      await guardian.add({
        number: withCheck("32058320051212001"),
        name: "王小明",
        relation: "child",
        document: "household-book",
      })
    ).body,
  );
  const personKey = child.personKey ?? "";
  expect((await guardian.me())[1]).toMatchObject({ relation: "child", isMinor: true, hasPhone: false });
  const declared = await guardian.client.call("POST", `/my/persons/${personKey}/declarations`, {
    id: newId(),
    baseVersion: 0,
    form: aForm,
  });
  expect(declared.status).toBe(200);
  await asActor(services.db, system, (sql) =>
    recordEvidence({ sql, actor: system, now: services.clock(), services }, [
      {
        id: newId(),
        personKey,
        kind: "measure",
        source: "measure",
        sourceId: "m2",
        since: NOW,
        until: null,
        facts: {},
      },
    ]),
  );
  expect(await colourOf(personKey)).toBe("red");
  const { notices } = Notices.parse((await guardian.client.call("GET", "/my/notices")).body);
  expect(notices.filter((one) => one.personKey === personKey).map((one) => one.kind)).toContain("colour");
  const note = await guardian.client.call("GET", `/my/persons/${personKey}/school-note`);
  expect(note.body).toMatchObject({ name: "王**", mayAttend: false, zh: "居家学习至解除通知之日" });
  expect(JSON.stringify(note.body)).not.toMatch(/red|红|measure|隔离/);
  const own = (await guardian.me())[0]?.["personKey"];
  expect((await guardian.client.call("GET", `/my/persons/${String(own)}/school-note`)).status).toBe(404);
  const stranger = await account();
  expect((await stranger.client.call("GET", `/my/persons/${personKey}/log`)).status).toBe(404);
  expect(Notices.parse((await stranger.client.call("GET", "/my/notices")).body).notices).toEqual([]);
  // No sanction follows a colour anywhere: there is no such table, task or case.
  expect((await owner`select from task where person_key = ${personKey} and kind <> 'verification'`).count).toBe(0);
});
