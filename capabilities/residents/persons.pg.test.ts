import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { settleUnchecked } from "#capabilities/codes/evidence.ts";
import { aForm } from "#capabilities/declarations/forms.testing.ts";
import { keepIdentities } from "#capabilities/people/keep.ts";
import { personKeyOf, phoneKeyOf } from "#capabilities/people/keys.ts";
import { checkCharacter } from "#kernel/identity.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { unseal } from "#platform/seal.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { logForHolders } from "./holder-log.ts";
import { MASS_FROM, tellHolders } from "./notices.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const database = await testDatabase(NOW);
const { owner, services } = database;
const server = await testServer(database);
const { provinceKey, sealingKey } = services.keys;

let count = 0;
/** A synthetic number of somebody born on a day. */
function numberOf(born: string): string {
  count++;
  const first = `320583${born.replaceAll("-", "")}${String(count).padStart(3, "0")}`;
  return first + checkCharacter(first);
}

async function account(phone: string | null = null) {
  const id = newId();
  const phoneKey = phone === null ? randomUUID() : phoneKeyOf(provinceKey, phone);
  await owner`insert into resident (id, phone_key, created_at) values (${id}, ${phoneKey}, ${NOW})`;
  const client = server.asResident(id);
  const add = (body: object) =>
    client.call("POST", "/my/persons", {
      id: newId(),
      relation: "self",
      document: "resident-id",
      name: "张伟",
      ...body,
    });
  return { id, client, add };
}

const Added = z.object({ claimId: z.string(), state: z.string(), personKey: z.string().nullable() });
const Me = z.object({ persons: z.array(z.record(z.string(), z.unknown())) });
const nameOf = (answer: { body: unknown }) => z.object({ code: z.string() }).parse(answer.body).code;
const system = systemActor("32");
const inside = <T>(work: (ctx: Parameters<typeof tellHolders>[0]) => Promise<T>) =>
  asActor(services.db, system, (sql) => work({ sql, actor: system, now: NOW, services }));

test("oneself is carried by the key under which the feeds know the number", async () => {
  const { client, add } = await account();
  const number = numberOf("1980-05-05");
  expect(Added.parse((await add({ number })).body).personKey).toBe(personKeyOf(provinceKey, "111", number));
  const me = Me.parse((await client.call("GET", "/resident/me")).body);
  expect(me.persons).toMatchObject([
    {
      name: "张**",
      lastFour: number.slice(-4),
      relation: "self",
      isMinor: false,
      appliedBy: "self",
      isUnderReview: false,
    },
  ]);
  expect(nameOf(await add({ number: numberOf("1981-05-05") }))).toBe("residents/self-already");
});

test("a name that is not the register's is a fact for reviewers, and the applicant is told nothing of it", async () => {
  const [known, unknown] = [numberOf("1980-05-05"), numberOf("1980-05-05")];
  const personKey = personKeyOf(provinceKey, "111", known);
  const one = {
    personKey,
    feed: "police/residents",
    name: "李明",
    idType: "111",
    idNumber: known,
    phone: null,
    address: null,
  };
  await keepIdentities(
    services,
    (async function* () {
      yield [one];
    })(),
  );
  const answers = [];
  for (const number of [known, unknown]) {
    const { client, add } = await account();
    const added = await add({ number, name: "王强" });
    const form = await client.call("GET", `/my/persons/${Added.parse(added.body).personKey ?? ""}/form`);
    answers.push([
      added.status,
      Object.keys(Object(added.body)),
      Added.parse(added.body).state,
      form.status,
      Object(form.body).known,
    ]);
  }
  expect(answers[0]).toEqual(answers[1]);
  const reviews = await owner`select why from identity_review where person_key = ${personKey}`;
  expect(reviews.map((row) => row["why"])).toEqual(["name-differs"]);
});

test("an identity that another account says is its own gets a key of its own, a review, and the holder hears of it", async () => {
  const number = numberOf("1975-03-03");
  const holder = await account();
  const real = Added.parse((await holder.add({ number })).body).personKey;
  const other = await account();
  const added = Added.parse((await other.add({ number })).body);
  expect(added.state).toBe("carried");
  expect(added.personKey).not.toBe(real);
  const told = z.object({ notices: z.array(z.object({ kind: z.string() })) });
  expect(told.parse((await holder.client.call("GET", "/my/notices")).body).notices).toMatchObject([{ kind: "case" }]);
  const desk = await server.as(await testPost(owner, { role: "operator", area: "32" }));
  const Reviews = z.object({ reviews: z.array(z.object({ id: z.string(), personKey: z.string(), why: z.string() })) });
  const open = Reviews.parse((await desk.call("GET", "/identity-reviews")).body).reviews;
  const mine = open.find((one) => one.personKey === added.personKey);
  expect(mine?.why).toBe("held-elsewhere");
  const decided = await desk.call("POST", `/identity-reviews/${mine?.id ?? ""}/decision`, {
    decision: "same-person",
    reason: "已核对证件原件",
  });
  expect(decided.status).toBe(200);
  expect(Me.parse((await other.client.call("GET", "/resident/me")).body).persons).toMatchObject([{ personKey: real }]);
  expect(Me.parse((await holder.client.call("GET", "/resident/me")).body).persons).toEqual([]);
});

test("children and elders without phones are carried freely, six others at most; adults agree by a code", async () => {
  const { client, add } = await account();
  expect(nameOf(await add({ relation: "child", number: numberOf("2010-01-01") }))).toBe("residents/self-first");
  await add({ number: numberOf("1980-05-05") });
  expect(nameOf(await add({ relation: "child", number: numberOf("2002-02-10") }))).toBe("residents/wrong-age");
  expect(nameOf(await add({ relation: "elder", number: numberOf("1960-02-11") }))).toBe("residents/wrong-age");
  expect(nameOf(await add({ relation: "spouse", number: numberOf("1982-01-01") }))).toBe("residents/phone-needed");
  for (const born of ["2002-02-11", "2010-01-01", "2015-01-01", "1960-02-10", "1950-01-01"]) {
    const relation = born > "2000" ? "child" : "elder";
    expect(Added.parse((await add({ relation, number: numberOf(born), document: "household-book" })).body).state).toBe(
      "carried",
    );
  }
  const spouse = numberOf("1982-01-01");
  const asked = Added.parse((await add({ relation: "spouse", number: spouse, phone: "13900000001" })).body);
  expect(asked).toMatchObject({ state: "awaiting-confirmation", personKey: null });
  expect(nameOf(await add({ relation: "elder", number: numberOf("1940-01-01") }))).toBe("residents/too-many-persons");
  const [message] = await owner<{ id: string; sealed: Uint8Array }[]>`
    select id, sealed from message where phone_key = ${phoneKeyOf(provinceKey, "13900000001")}`;
  const text = unseal(sealingKey, message?.sealed ?? new Uint8Array(), message?.id ?? "");
  const code = /验证码 (\d{6})/.exec(text)?.[1] ?? "";
  const wrong = code === "111111" ? "222222" : "111111";
  const confirm = (said: string) => client.call("POST", "/my/persons/confirm", { claimId: asked.claimId, code: said });
  expect(nameOf(await confirm(wrong))).toBe("residents/wrong-code");
  expect((await confirm(code)).body).toEqual({ personKey: personKeyOf(provinceKey, "111", spouse) });
});

test("whoever gets a phone of his own takes over from those who carried him; a child's guardian stays", async () => {
  const guardian = await account();
  await guardian.add({ number: numberOf("1980-05-05") });
  const [elder, child] = [numberOf("1945-01-01"), numberOf("2006-01-01")];
  await guardian.add({ relation: "elder", number: elder });
  await guardian.add({ relation: "child", number: child });
  await (await account()).add({ number: elder });
  await (await account()).add({ number: child });
  const left = Me.parse((await guardian.client.call("GET", "/resident/me")).body).persons;
  expect(left.map((one) => one["relation"])).toEqual(["self", "child"]);
});

test("a neighbour applies for somebody without a phone: carried under a key of its own, pending until the grid has seen the document", async () => {
  await testPlaces(owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583001": "玉山镇",
    "320583001001": "某社区",
    "320583001001001": "一网格",
  });
  const neighbour = await account();
  await neighbour.add({ number: numberOf("1980-05-05") });
  const number = numberOf("1975-01-01");
  const real = personKeyOf(provinceKey, "111", number);
  const ward = Added.parse((await neighbour.add({ relation: "ward", number, name: "孙某" })).body);
  expect(ward.state).toBe("carried");
  expect(ward.personKey).not.toBe(real);
  const standIn = ward.personKey ?? "";
  const declared = (version: number) =>
    neighbour.client.call("POST", `/my/persons/${standIn}/declarations`, {
      id: newId(),
      baseVersion: version,
      form: aForm,
    });
  expect((await declared(0)).body).toMatchObject({ colour: "pending" });
  await inside((ctx) => settleUnchecked(ctx, [standIn]));
  const ruleOf = async () =>
    (
      await owner`select d.new_colour, d.rule from colour_decision d where d.person_key = ${standIn} order by seq desc limit 1`
    )[0];
  expect(await ruleOf()).toEqual({ new_colour: "pending", rule: "unseen-document" });
  const persons = Me.parse((await neighbour.client.call("GET", "/resident/me")).body).persons;
  expect(persons[1]).toMatchObject({ relation: "ward", appliedBy: "neighbour", isUnderReview: true });
  expect((await owner`select from task where person_key = ${standIn}`).count).toBe(1);
  const List = z.object({ reviews: z.array(z.object({ id: z.string(), personKey: z.string(), why: z.string() })) });
  const elsewhere = await server.as(await testPost(owner, { role: "grid-worker", area: "320583001001002" }));
  const grid = await server.as(await testPost(owner, { role: "grid-worker", area: "320583001001001" }));
  expect(List.parse((await elsewhere.call("GET", "/identity-reviews")).body).reviews).toEqual([]);
  const [review] = List.parse((await grid.call("GET", "/identity-reviews")).body).reviews;
  expect(review).toMatchObject({ personKey: standIn, why: "document-unseen" });
  const decide = (client: typeof grid) =>
    client.call("POST", `/identity-reviews/${review?.id ?? ""}/decision`, {
      decision: "correct-as-is",
      reason: "已上门核对证件原件",
    });
  expect((await decide(elsewhere)).status).toBe(404);
  expect((await decide(grid)).status).toBe(200);
  expect(await ruleOf()).toEqual({ new_colour: "green", rule: "nothing-found" });
  // His own sign-in takes over, although the neighbour carries him under another key.
  const himself = await account();
  expect(Added.parse((await himself.add({ number, name: "孙某" })).body).personKey).toBe(real);
  const left = Me.parse((await neighbour.client.call("GET", "/resident/me")).body).persons;
  expect(left.map((one) => one["relation"])).toEqual(["self"]);
});

test("a ward's document that is somebody else's leaves the code pending, whatever is declared again", async () => {
  const neighbour = await account();
  await neighbour.add({ number: numberOf("1980-05-05") });
  const ward = Added.parse(
    (await neighbour.add({ relation: "ward", number: numberOf("1975-01-01"), place: "320583001001001" })).body,
  );
  const operator = await server.as(await testPost(owner, { role: "operator", area: "320583" }));
  const List = z.object({ reviews: z.array(z.object({ id: z.string(), personKey: z.string() })) });
  const { reviews } = List.parse((await operator.call("GET", "/identity-reviews")).body);
  const id = reviews.find((one) => one.personKey === ward.personKey)?.id ?? "";
  await operator.call("POST", `/identity-reviews/${id}/decision`, {
    decision: "other-person",
    reason: "证件不是本人的",
  });
  const standIn = ward.personKey ?? "";
  await neighbour.client.call("POST", `/my/persons/${standIn}/declarations`, {
    id: newId(),
    baseVersion: 0,
    form: aForm,
  });
  await inside((ctx) => settleUnchecked(ctx, [standIn]));
  expect((await owner`select colour from code_current where person_key = ${standIn}`)[0]).toEqual({
    colour: "pending",
  });
});

test("a ward who has an account of his own is not handed to the neighbour, and does not lose it", async () => {
  const number = numberOf("1975-01-01");
  const himself = await account();
  const real = Added.parse((await himself.add({ number })).body).personKey;
  const neighbour = await account();
  await neighbour.add({ number: numberOf("1980-05-05") });
  const ward = Added.parse((await neighbour.add({ relation: "ward", number, place: "320583001001001" })).body);
  const operator = await server.as(await testPost(owner, { role: "operator", area: "320583" }));
  const rows = await owner<
    { id: string }[]
  >`select id from identity_review where person_key = ${ward.personKey} order by why`;
  for (const { id } of rows)
    await operator.call("POST", `/identity-reviews/${id}/decision`, {
      decision: "same-person",
      reason: "证件是本人的",
    });
  expect(Me.parse((await himself.client.call("GET", "/resident/me")).body).persons).toMatchObject([
    { personKey: real },
  ]);
  const left = Me.parse((await neighbour.client.call("GET", "/resident/me")).body).persons;
  expect(left.map((one) => one["relation"])).toEqual(["self"]);
});

test("removing a person ends the view at once", async () => {
  const { client, add } = await account();
  const { personKey } = Added.parse((await add({ number: numberOf("1980-05-05") })).body);
  expect((await client.call("DELETE", `/my/persons/${personKey ?? ""}`)).status).toBe(200);
  expect((await client.call("GET", `/my/persons/${personKey ?? ""}/log`)).status).toBe(404);
  expect((await client.call("DELETE", `/my/persons/${personKey ?? ""}`)).status).toBe(404);
});

test("a grid worker applies for someone in his grid and nowhere else; the person is told who did", async () => {
  const worker = await server.as(await testPost(owner, { role: "grid-worker", area: "320583001001001" }));
  const number = numberOf("1940-01-01");
  const apply = (place: string) =>
    worker.call("POST", "/proxy-applications", {
      id: newId(),
      document: "resident-id",
      number,
      name: "王奶奶",
      place,
      reason: "no-phone",
    });
  expect((await apply("320583002001001")).status).toBe(404);
  expect((await apply("320583001001001")).body).toMatchObject({
    name: "王**",
    personKey: personKeyOf(provinceKey, "111", number),
  });
  const later = await account();
  const { personKey } = Added.parse((await later.add({ number, name: "王奶奶" })).body);
  const log = await later.client.call("GET", `/my/persons/${personKey ?? ""}/log`);
  expect(log.body).toMatchObject({ entries: [{ who: "worker", action: "proxy.apply" }] });
});

test("the holder's log tells categories and places, in pages, and a repeat counts once", async () => {
  const { client, add } = await account();
  const personKey = Added.parse((await add({ number: numberOf("1980-05-05") })).body).personKey ?? "";
  const rows = Array.from({ length: 60 }, (_, n) => ({
    id: newId(),
    personKey,
    at: instant(`2020-02-10T09:${String(n).padStart(2, "0")}:00+08:00`),
    who: "checkpoint" as const,
    action: "scan",
    place: "320583",
    detail: { outcome: "pass" },
  }));
  await inside((ctx) => logForHolders(ctx, rows));
  await inside((ctx) => logForHolders(ctx, rows));
  const Page = z.object({
    entries: z.array(z.object({ id: z.string(), at: z.string() })),
    after: z.string().nullable(),
  });
  const first = Page.parse((await client.call("GET", `/my/persons/${personKey}/log`)).body);
  const second = Page.parse((await client.call("GET", `/my/persons/${personKey}/log?after=${first.after ?? ""}`)).body);
  expect([first.entries.length, second.entries.length, second.after]).toEqual([50, 10, null]);
  expect(first.entries[0]?.at).toBe("2020-02-10T01:59:00.000Z");
});

test("a notice to more than a thousand waits for two people; a thousand colours do not", async () => {
  const keys = Array.from({ length: MASS_FROM + 1 }, () => randomUUID());
  const notices = (kind: "mass" | "colour") =>
    keys.map((personKey) => ({ personKey, kind, zh: "通知", en: "Notice", subject: "s1" }));
  await inside((ctx) => tellHolders(ctx, notices("colour")));
  await inside((ctx) => tellHolders(ctx, notices("mass")));
  const told = async () =>
    (
      await owner`select kind, count(*)::int as n from notice where person_key = any (${keys}::uuid[]) group by 1 order by 1`
    ).map((row) => [row["kind"], row["n"]]);
  expect(await told()).toEqual([["colour", 1001]]);
  const operator = await server.as(await testPost(owner, { role: "operator", area: "32" }));
  const county = await server.as(await testPost(owner, { role: "operator", area: "320583" }));
  const health = await server.as(await testPost(owner, { role: "signatory", area: "32", department: "health" }));
  const List = z.object({ massNotices: z.array(z.object({ id: z.string(), persons: z.int() })) });
  const [mass] = List.parse((await operator.call("GET", "/mass-notices")).body).massNotices;
  expect(mass?.persons).toBe(1001);
  const release = (client: typeof operator) =>
    client.call("POST", `/mass-notices/${mass?.id ?? ""}/decision`, { decision: "release", reason: "已核对内容" });
  expect((await release(county)).status).toBe(403);
  expect((await release(operator)).body).toMatchObject({ state: "waiting", releasedBy: ["operator"] });
  expect((await release(operator)).status).toBe(409);
  expect((await release(health)).body).toMatchObject({ state: "released" });
  expect(await told()).toEqual([
    ["colour", 1001],
    ["mass", 1001],
  ]);
});

test("what is read is read, and a copy of one's data can be had; a closed account shows nothing more", async () => {
  const { client, add } = await account();
  const personKey = Added.parse((await add({ number: numberOf("1980-05-05") })).body).personKey ?? "";
  await inside((ctx) => tellHolders(ctx, [{ personKey, kind: "colour", zh: "有更新", en: "News", subject: "d1" }]));
  const Page = z.object({ notices: z.array(z.object({ id: z.string() })), unread: z.int() });
  const page = Page.parse((await client.call("GET", "/my/notices")).body);
  expect(page.unread).toBe(1);
  expect((await client.call("POST", "/my/notices/read", { upTo: page.notices[0]?.id })).body).toEqual({ unread: 0 });
  const data = await client.call("GET", "/my/data");
  expect(data.body).toMatchObject({ persons: [{ personKey }] });
  expect(JSON.stringify(data.body)).toContain("有更新");
  expect((await client.call("DELETE", "/my/account")).status).toBe(200);
  expect((await client.call("GET", "/resident/me")).status).toBe(401);
});
