import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, later, MINUTE } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
let database: TestDatabase;
let server: TestServer;
let centre: Client;
let nobody: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583101": "花桥镇" });
  server = await testServer(database);
  centre = await server.as(await testPost(database.owner, { role: "operator", area: "320583101" }));
  nobody = await server.as(null);
});

const secret = () => randomBytes(32).toString("base64url");

/** A worker whose phone is registered, with a vault whose secret the server keeps. */
async function phone() {
  const terminalId = newId();
  const worker: Actor = { ...(await testPost(database.owner, { role: "grid-worker", area: GRID })), terminalId };
  await database.owner`
    insert into terminal (id, post_id, activation_hash, activation_until, issued_by, issued_at, registered_at)
    values (${terminalId}, ${worker.postId}, ${randomBytes(32)}, ${NOW}, ${worker.postId}, ${NOW}, ${NOW})`;
  const client = await server.as(worker);
  const vault = { id: newId(), secret: secret(), token: secret() };
  const kept = await client.call("PUT", `/field/vaults/${vault.id}`, { secret: vault.secret, token: vault.token });
  expect(kept.status).toBe(200);
  const open = (who: Client = client) => who.call("POST", `/field/vaults/${vault.id}/open`, {});
  const contact = (body: object) => nobody.call("POST", `/field/vaults/${vault.id}/contact`, body);
  return { worker, client, terminalId, vault, open, contact };
}

describe("a vault of a phone", () => {
  it("is opened by its own post, within fifteen minutes of the password, and lies sealed", async () => {
    const { vault, open } = await phone();
    expect((await open()).body).toEqual({ secret: vault.secret });
    const [row] = await database.owner`select sealed_secret from vault_secret where vault_id = ${vault.id}`;
    expect(String(row?.["sealed_secret"])).not.toContain(vault.secret);
    database.setNow(later(NOW, 16 * MINUTE));
    expect(await open()).toMatchObject({ status: 403, body: { code: "offline/sign-in-again" } });
    database.setNow(NOW);
    const stranger = await phone();
    expect(await open(stranger.client)).toMatchObject({ status: 404 });
  });

  it("is told to be erased once its terminal is revoked; the secret is destroyed, and the centre sees the erasing", async () => {
    const { vault, terminalId, contact } = await phone();
    expect((await contact({ token: vault.token })).body).toEqual({ standing: "good" });
    expect((await centre.call("POST", `/terminals/${terminalId}/revoke`, { reason: "手机丢失" })).status).toBe(200);
    const [row] = await database.owner`select sealed_secret from vault_secret where vault_id = ${vault.id}`;
    expect(row?.["sealed_secret"]).toBeNull();
    expect((await contact({ token: vault.token })).body).toEqual({ standing: "erase" });
    await contact({ token: vault.token, erased: { unsent: 2 } });
    const listed = (await centre.call("GET", `/terminals?area=${GRID}`)).body as { items: { id: string }[] };
    expect(listed.items.find(({ id }) => id === terminalId)).toMatchObject({
      state: "revoked",
      wipedAt: "2020-02-10T01:00:00.000Z",
      wipedUnsent: 2,
    });
  });

  it("is told to be erased when its post has ended", async () => {
    const { vault, worker, contact } = await phone();
    await database.owner`update post set valid_until = ${NOW} where id = ${worker.postId}`;
    expect((await contact({ token: vault.token })).body).toEqual({ standing: "erase" });
  });

  it("says nothing to whoever only guesses", async () => {
    const { vault, terminalId, contact } = await phone();
    await centre.call("POST", `/terminals/${terminalId}/revoke`, { reason: "手机丢失" });
    expect((await contact({ token: secret(), erased: { unsent: 0 } })).body).toEqual({ standing: "good" });
    const [row] = await database.owner`select wiped_at from vault_secret where vault_id = ${vault.id}`;
    expect(row?.["wiped_at"]).toBeNull();
    expect((await nobody.call("POST", `/field/vaults/${newId()}/contact`, { token: secret() })).body).toEqual({
      standing: "good",
    });
  });

  it("of a post: the ten newest can be opened", async () => {
    const { client, open } = await phone();
    for (let n = 0; n < 10; n++) {
      database.setNow(later(NOW, (n + 1) * 1000));
      await client.call("PUT", `/field/vaults/${newId()}`, { secret: secret(), token: secret() });
    }
    database.setNow(NOW);
    expect(await open()).toMatchObject({ status: 410, body: { code: "offline/secret-gone" } });
  });
});
