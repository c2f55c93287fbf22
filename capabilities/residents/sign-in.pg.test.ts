import { expect, test } from "vitest";
import { z } from "zod";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { DAY, instant, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { unseal } from "#platform/seal.ts";
import { testDatabase } from "#testing/database.ts";
import { type Client, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const SECOND = 1000;
const database = await testDatabase(NOW);
const { owner, services, setNow } = database;
const server = await testServer(database);
const stranger = await server.as(null);

let minute = 0;
/** Each test in minutes of its own, so that no limit of one holds up the other. */
const nextHour = () => {
  minute += 24 * 60;
  setNow(later(NOW, minute * MINUTE));
};

/** The code that the phone received last. */
async function codeOf(phone: string, of: Services = services): Promise<string> {
  const [row] = await owner<{ id: string; sealed: Uint8Array }[]>`
    select id, sealed from message where phone_key = ${phoneKeyOf(of.keys.provinceKey, phone)}
     order by queued_at desc, id desc limit 1`;
  const { text } = z
    .object({ text: z.string() })
    .parse(JSON.parse(unseal(of.keys.sealingKey, row?.sealed ?? new Uint8Array(), row?.id ?? "")));
  return /\d{6}/.exec(text)?.[0] ?? "";
}

const ask = (phone: string, client: Client = stranger) => client.call("POST", "/resident/codes", { phone });
const enter = (phone: string, code: string, more: object = {}) =>
  stranger.call("POST", "/resident/session", { phone, code, ...more });
const Session = z.object({ residentId: z.string(), token: z.string() });
const codeName = (answer: { body: unknown }) => z.object({ code: z.string() }).parse(answer.body).code;
const withToken = (token: string): Client => ({
  token,
  async call(method, path, body) {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers };
  },
});

async function signedIn(phone: string): Promise<Client & { residentId: string }> {
  await ask(phone);
  const session = Session.parse((await enter(phone, await codeOf(phone))).body);
  return { ...withToken(session.token), residentId: session.residentId };
}

test("a phone signs in with its code, once; the cookie is strict and unreadable by scripts", async () => {
  nextHour();
  const phone = "13800000001";
  expect((await ask(phone)).body).toMatchObject({ resendAfterSeconds: 60 });
  const code = await codeOf(phone);
  const first = await enter(phone, code);
  expect(first.status).toBe(200);
  expect(first.headers.get("set-cookie")).toMatch(/^wangge_resident=[\w-]{78};.*HttpOnly; SameSite=Strict/);
  const again = await enter(phone, code);
  expect([again.status, codeName(again)]).toEqual([422, "residents/wrong-code"]);
});

test("five wrong codes end the right one, and ten codes a day end the day", async () => {
  nextHour();
  const phone = "13800000002";
  await ask(phone);
  const code = await codeOf(phone);
  const wrong = code === "000000" ? "000001" : "000000";
  for (let n = 0; n < 5; n++) expect(codeName(await enter(phone, wrong))).toBe("residents/wrong-code");
  expect(codeName(await enter(phone, code))).toBe("residents/wrong-code");
  const start = services.clock();
  const answers = [];
  for (let n = 1; n <= 7; n++) {
    setNow(later(start, n * 61 * SECOND));
    answers.push((await ask(phone)).status);
  }
  // Five an hour: one was sent before.
  expect(answers).toEqual([200, 200, 200, 200, 429, 429, 429]);
});

test("within a minute no second message is sent, and the answer is the same", async () => {
  nextHour();
  const phone = "13800000003";
  const [one, two] = [await ask(phone), await ask(phone)];
  expect(two.body).toEqual(one.body);
  const rows = await owner`select from message where phone_key = ${phoneKeyOf(services.keys.provinceKey, phone)}`;
  expect(rows.count).toBe(1);
});

test("a code of five minutes is no good after five minutes", async () => {
  nextHour();
  const phone = "13800000004";
  await ask(phone);
  const code = await codeOf(phone);
  setNow(later(services.clock(), 5 * MINUTE));
  expect((await enter(phone, code)).status).toBe(422);
});

test("known and unknown phones get the same answers", async () => {
  nextHour();
  await signedIn("13800000005");
  nextHour();
  const [known, unknown] = [await ask("13800000005"), await ask("13800000006")];
  expect(Object.keys(Object(known.body))).toEqual(Object.keys(Object(unknown.body)));
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  const [a, b] = [await enter("13800000005", "999999"), await enter("13800000006", "999999")];
  expect([a.status, codeName(a)]).toEqual([b.status, codeName(b)]);
});

test("twenty sign-ins at the same moment with one code open one session and one account", async () => {
  nextHour();
  const phone = "13800000007";
  await Promise.all(Array.from({ length: 20 }, () => ask(phone)));
  const code = await codeOf(phone);
  const answers = await Promise.all(Array.from({ length: 20 }, () => enter(phone, code)));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
  const accounts = await owner`select from resident where phone_key = ${phoneKeyOf(services.keys.provinceKey, phone)}`;
  expect(accounts.count).toBe(1);
});

test("signing out everywhere ends every token of the account", async () => {
  nextHour();
  const client = await signedIn("13800000008");
  expect((await client.call("GET", "/resident/me")).status).toBe(200);
  expect((await client.call("DELETE", "/resident/session?everywhere=true")).status).toBe(200);
  expect((await client.call("GET", "/resident/me")).status).toBe(401);
});

test("a number silent for 90 days proves whose it is; its new owner sees nothing of the old one", async () => {
  nextHour();
  const phone = "13800000009";
  const client = await signedIn(phone);
  const added = await client.call("POST", "/my/persons", {
    id: newId(),
    relation: "self",
    document: "resident-id",
    number: "11010519491231002X",
    name: "张伟",
  });
  expect(added.body).toMatchObject({ state: "carried" });
  minute += (90 * DAY) / MINUTE;
  setNow(later(NOW, minute * MINUTE));
  await ask(phone);
  const code = await codeOf(phone);
  expect(codeName(await enter(phone, code))).toBe("residents/identity-needed");
  expect(codeName(await enter(phone, code, { lastFour: "0000" }))).toBe("residents/wrong-code");
  nextHour();
  await ask(phone);
  const session = Session.parse((await enter(phone, await codeOf(phone), { isNewOwner: true })).body);
  expect(session.residentId).not.toBe(client.residentId);
  const me = z
    .object({ persons: z.array(z.unknown()) })
    .parse((await withToken(session.token).call("GET", "/resident/me")).body);
  expect(me.persons).toEqual([]);
  expect((await client.call("GET", "/resident/me")).status).toBe(401);
});

test("with the last four of his number the old owner goes on", async () => {
  nextHour();
  const phone = "13800000010";
  const client = await signedIn(phone);
  await client.call("POST", "/my/persons", {
    id: newId(),
    relation: "self",
    document: "resident-id",
    number: "440524188001010014",
    insists: true,
    name: "李四",
  });
  minute += (90 * DAY) / MINUTE;
  setNow(later(NOW, minute * MINUTE));
  await ask(phone);
  const session = Session.parse((await enter(phone, await codeOf(phone), { lastFour: "0014" })).body);
  expect(session.residentId).toBe(client.residentId);
});

test("three wrong answers about the number lock the question for a day; the new owner may still begin empty", async () => {
  nextHour();
  const phone = "13800000011";
  const client = await signedIn(phone);
  const more = { relation: "self", document: "resident-id", number: "440524188001010014", insists: true, name: "李四" };
  await client.call("POST", "/my/persons", { id: newId(), ...more });
  minute += (90 * DAY) / MINUTE;
  const start = later(NOW, minute * MINUTE);
  const answer = async (at: number, lastFour: string) => {
    setNow(later(start, at));
    await ask(phone);
    const said = await enter(phone, await codeOf(phone), { lastFour });
    return said.status === 200 ? Session.parse(said.body).residentId : codeName(said);
  };
  const wrong = "residents/wrong-code";
  for (const n of [0, 1, 2]) expect(await answer(n * 15 * MINUTE, "0000")).toBe(wrong);
  // Locked: the right one is answered like a wrong one, a minute before the day is over as well.
  expect(await answer(60 * MINUTE, "0014")).toBe(wrong);
  expect(await answer(30 * MINUTE + DAY - MINUTE, "0014")).toBe(wrong);
  expect(await answer(30 * MINUTE + DAY, "0014")).toBe(client.residentId);
  minute += (2 * DAY) / MINUTE;
});

test("a known and an unknown phone cost the database the same statements, asking and guessing", async () => {
  nextHour();
  await signedIn("13800000012");
  nextHour();
  const statements = async (work: () => Promise<unknown>): Promise<string[]> => {
    const seen: string[] = [];
    const begin = services.db.options.debug;
    services.db.options.debug = (_connection, query) => seen.push(query.replace(/\s+/g, " "));
    await work();
    services.db.options.debug = begin;
    return seen;
  };
  for (const act of [ask, (phone: string) => enter(phone, "999999")]) {
    const [known, unknown] = [await statements(() => act("13800000012")), await statements(() => act("13800000013"))];
    expect(known.length).toBeGreaterThan(2);
    expect(known).toEqual(unknown);
  }
});

test("what is no phone is told so, and the demo's screen is not there outside the demo", async () => {
  nextHour();
  for (const phone of ["12345678901", "1380000", "+0123456789", "not a phone"])
    expect(codeName(await ask(phone))).toBe("residents/not-a-phone");
  expect((await stranger.call("POST", "/resident/demo-messages", { phone: "13800000001" })).status).toBe(404);
});
