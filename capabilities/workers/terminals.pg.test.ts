import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { DAY, HOUR, instant, later } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Answered, type Client, type TestServer, testServer } from "#testing/server.ts";
import { hashPassword } from "./sessions.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const GRID = "320583100001001";
const PASSWORD = "correct horse 9";
let database: TestDatabase;
let server: TestServer;
let township: Client;
let nobody: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583100": "玉山镇",
    [GRID]: "一网格",
  });
  server = await testServer(database);
  township = await server.as(await testPost(database.owner, { role: "operator", area: "320583100" }));
  nobody = await server.as(null);
});

async function invited(role: "grid-worker" | "operator" = "grid-worker", area = GRID): Promise<Actor> {
  const actor = await testPost(database.owner, { role, area });
  await database.owner`update account set state = 'invited' where id = ${actor.accountId}`;
  return actor;
}

async function codeFor(actor: Actor, client = township): Promise<string> {
  const issued = await client.call("POST", "/activation-codes", { area: actor.area, postIds: [actor.postId] });
  const { codes } = issued.body as { codes: { code: string; postId: string }[] };
  expect(codes).toMatchObject([{ postId: actor.postId }]);
  return codes[0]?.code ?? "";
}

const register = (code: string, password = PASSWORD): Promise<Answered> =>
  nobody.call("POST", "/terminals", { code, password });
type Registered = { terminalId: string; token: string };

const withToken = (token: string, path: string, init: RequestInit = {}) =>
  fetch(`${server.url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });

describe("registering a phone", () => {
  test("with the township's code and a password of one's own the account is active, the phone signed in, and counted", async () => {
    const worker = await invited();
    const code = await codeFor(worker);
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
    const registered = await register(` ${code.toLowerCase().replaceAll("-", " ")}`);
    expect(registered).toMatchObject({ status: 200, body: { me: { post: { id: worker.postId, area: GRID } } } });
    const { token, terminalId } = registered.body as Registered;
    expect((await withToken(token, "/session")).status).toBe(200);
    const [account] = await database.owner`select state from account where id = ${worker.accountId}`;
    expect(account).toEqual({ state: "active" });
    const counted = await database.owner`select place, delta from counter_pending where metric = 'worker.terminal'`;
    expect(counted).toEqual([{ place: "320583100001", delta: 1 }]);
    const [kept] = await database.owner`select activation_hash from terminal where id = ${terminalId}`;
    expect(Buffer.from(kept?.["activation_hash"]).toString("latin1")).not.toContain(code.replaceAll("-", ""));
    const listed = await township.call("GET", `/terminals?area=${GRID}&state=registered`);
    expect(listed.body).toMatchObject({ items: [{ id: terminalId, state: "registered" }] });
  });

  test("wrong, used, replaced, overdue and revoked codes all get the same answer", async () => {
    const answers: unknown[] = [];
    const refused = async (code: string, password?: string) => {
      const answer = await register(code, password);
      answers.push([answer.status, { ...(answer.body as object), requestId: "" }]);
    };
    await refused("2345-6789-ABCD");
    await refused("not a code at all");
    const worker = await invited();
    const replaced = await codeFor(worker);
    const used = await codeFor(worker);
    await refused(replaced);
    expect((await register(used)).status).toBe(200);
    await refused(used);
    const second = await codeFor(await invited());
    database.setNow(later(NOW, 7 * DAY));
    await refused(second);
    database.setNow(later(NOW, 7 * DAY - 1));
    expect((await register(second)).status).toBe(200);
    database.setNow(NOW);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject([401, { code: "workers/wrong-activation" }]);
  });

  test("an account that has a password must prove it: a code alone takes nobody's account over", async () => {
    const worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
    await database.owner`update account set password_hash = ${await hashPassword(PASSWORD)} where id = ${worker.accountId}`;
    const code = await codeFor(worker);
    expect(await register(code, "another password")).toMatchObject({ status: 401 });
    expect(await register(code)).toMatchObject({ status: 200 });
    const [account] = await database.owner`select failed_sign_ins from account where id = ${worker.accountId}`;
    expect(account).toEqual({ failed_sign_ins: 1 });
  });

  test("a password that is easily guessed is refused, and the code still good", async () => {
    const code = await codeFor(await invited());
    expect(await register(code, "12345678")).toMatchObject({ status: 422, body: { code: "workers/weak-password" } });
    expect(await register(code)).toMatchObject({ status: 200 });
  });

  test("one code used by two phones at once registers one", async () => {
    const code = await codeFor(await invited());
    const statuses = (await Promise.all([register(code), register(code)])).map((answer) => answer.status);
    expect(statuses.sort()).toEqual([200, 401]);
  });

  test("a centre's own account is activated without becoming a phone", async () => {
    const operator = await invited("operator", "320583100");
    const county = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
    const registered = await register(await codeFor(operator, county));
    expect(registered).toMatchObject({ status: 200, body: { terminalId: null, me: { post: { role: "operator" } } } });
  });

  test("nobody issues himself a code, and a village issues none", async () => {
    const me = await testPost(database.owner, { role: "operator", area: "320583100" });
    const client = await server.as(me);
    const own = await client.call("POST", "/activation-codes", { area: "320583100", postIds: [me.postId] });
    expect(own).toMatchObject({ status: 200, body: { codes: [] } });
    const village = await server.as(await testPost(database.owner, { role: "operator", area: "320583100001" }));
    const refused = await village.call("POST", "/activation-codes", { area: "320583100001" });
    expect(refused).toMatchObject({ status: 403, body: { code: "workers/not-township" } });
  });

  test("the printable list is for whoever has neither phone nor code", async () => {
    const fresh = await invited("grid-worker", "320583100001002");
    const list = () => township.call("POST", "/activation-codes", { area: "320583100001002" });
    expect((await list()).body).toMatchObject({ codes: [{ postId: fresh.postId }], hasMore: false });
    expect((await list()).body).toMatchObject({ codes: [] });
  });
});

describe("a registered phone", () => {
  async function phone(): Promise<{ worker: Actor; token: string; terminalId: string }> {
    const worker = await invited();
    const { token, terminalId } = (await register(await codeFor(worker))).body as Registered;
    return { worker, token, terminalId };
  }

  test("is refused from the next request on when it is revoked", async () => {
    const { token, terminalId, worker } = await phone();
    expect((await withToken(token, "/session")).status).toBe(200);
    const revoked = await township.call("POST", `/terminals/${terminalId}/revoke`, { reason: "手机丢失" });
    expect(revoked).toMatchObject({ status: 200 });
    database.services.hub.tell({ topic: "session", key: worker.accountId });
    expect((await withToken(token, "/session")).status).toBe(401);
    const again = await township.call("POST", `/terminals/${terminalId}/revoke`, { reason: "手机丢失" });
    expect(again).toMatchObject({ status: 409 });
  });

  test("stays signed in as long as it is heard of once a week, and no longer", async () => {
    const { token, terminalId } = await phone();
    for (const days of [6, 12, 18]) {
      database.setNow(later(NOW, days * DAY));
      expect((await withToken(token, "/session")).status).toBe(200);
      await expect
        .poll(async () => (await database.owner`select last_seen_at from terminal where id = ${terminalId}`)[0])
        .toEqual({ last_seen_at: later(NOW, days * DAY) });
    }
    database.setNow(later(NOW, 25 * DAY));
    expect((await withToken(token, "/session")).status).toBe(401);
    database.setNow(NOW);
  });

  test("signs in again as itself with the password, and only its own account can", async () => {
    const { worker, terminalId } = await phone();
    const [row] = await database.owner<
      { username: string }[]
    >`select username from account where id = ${worker.accountId}`;
    const signIn = (username: string | undefined) =>
      nobody.call("POST", "/session", { username, password: PASSWORD, terminalId });
    const signed = await signIn(row?.username);
    expect(signed).toMatchObject({ status: 200, body: { token: expect.any(String), post: { id: worker.postId } } });
    const other = await phone();
    const [stranger] = await database.owner<
      { username: string }[]
    >`select username from account where id = ${other.worker.accountId}`;
    expect(await signIn(stranger?.username)).toMatchObject({ status: 401 });
  });

  test("acts for its holder's other field posts, but never as an office", async () => {
    const { worker, token } = await phone();
    const posts = await database.owner<{ id: string; role: string }[]>`
      insert into post (id, account_id, role, area, organisation, valid_from, recorded_at)
      select gen_random_uuid(), ${worker.accountId}, role, area, '某村', ${later(NOW, -HOUR)}, ${NOW}
        from (values ('grid-worker', '320583100001002'), ('operator', '320583100')) as v (role, area)
      returning id, role`;
    const switchTo = async (role: string) => {
      const body = JSON.stringify({ postId: posts.find((post) => post.role === role)?.id });
      const headers = { "content-type": "application/json" };
      return (await withToken(token, "/session/post", { method: "POST", body, headers })).status;
    };
    expect(await switchTo("grid-worker")).toBe(200);
    expect(await switchTo("operator")).toBe(403);
  });
});

describe("passwords", () => {
  test("a forgotten one: the township resets, all sessions end, a new code makes a new one", async () => {
    const worker = await invited();
    const { token } = (await register(await codeFor(worker))).body as Registered;
    const reset = await township.call("POST", `/accounts/${worker.accountId}/reset`, { reason: "忘记密码" });
    expect(reset).toMatchObject({ status: 200, body: { state: "invited" } });
    database.services.hub.tell({ topic: "session", key: worker.accountId });
    expect((await withToken(token, "/session")).status).toBe(401);
    expect(await register(await codeFor(worker), "a new password 7")).toMatchObject({ status: 200 });
  });

  test("a township does not reset an account that also holds a post above it", async () => {
    const worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
    await database.owner`
      insert into post (id, account_id, role, area, organisation, valid_from, recorded_at)
      values (gen_random_uuid(), ${worker.accountId}, 'analyst', '32', '省厅', ${NOW}, ${NOW})`;
    const refused = await township.call("POST", `/accounts/${worker.accountId}/reset`, { reason: "忘记密码" });
    expect(refused).toMatchObject({ status: 403, body: { code: "workers/may-not-appoint" } });
  });

  test("changing one's own ends the other sessions, not this one, and needs the old one", async () => {
    const actor = await testPost(database.owner, { role: "operator", area: "320583" });
    await database.owner`update account set password_hash = ${await hashPassword(PASSWORD)} where id = ${actor.accountId}`;
    const [mine, other] = [await server.as(actor), await server.as(actor)];
    const change = (password: string, newPassword: string) =>
      mine.call("POST", "/session/password", { password, newPassword });
    expect(await change("wrong", "brand new 42 horses")).toMatchObject({ status: 401 });
    expect(await change(PASSWORD, "12345678")).toMatchObject({ status: 422 });
    expect(await change(PASSWORD, "brand new 42 horses")).toMatchObject({ status: 200 });
    database.services.hub.tell({ topic: "session", key: actor.accountId });
    expect(await mine.call("GET", "/session")).toMatchObject({ status: 200 });
    expect(await other.call("GET", "/session")).toMatchObject({ status: 401 });
  });

  test("guessing codes from one address is slowed down", async () => {
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 40; attempt++) statuses.add((await register("2345-6789-ABCD")).status);
    expect(statuses).toContain(429);
  });
});
