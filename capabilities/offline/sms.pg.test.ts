import { createHash, createHmac, randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { type SmsReport, smsBody } from "./rules/sms.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const SHARED = "a secret of thirty-two letters or more";
let database: TestDatabase;
let server: TestServer;
let nobody: Client;
let worker: Actor;
const vault = { id: newId(), token: randomBytes(32).toString("base64url") };

beforeAll(async () => {
  const plain = await testDatabase(NOW);
  const settings = { ...plain.services.settings, smsInboundSecret: SHARED, smsInboundNumber: "12350" };
  database = { ...plain, services: { ...plain.services, settings } };
  const names = { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583101": "花桥镇" };
  await testPlaces(database.owner, { ...names, "320583101201": "徐公桥村", [GRID]: "第一网格" });
  server = await testServer(database);
  nobody = await server.as(null);
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
  const { call } = await server.as(worker);
  const kept = await call("PUT", `/field/vaults/${vault.id}`, {
    secret: randomBytes(32).toString("base64url"),
    token: vault.token,
  });
  expect(kept.body).toEqual({ smsNumber: "12350" });
});

const report = (of: Partial<SmsReport> = {}): SmsReport => ({
  vaultId: vault.id,
  reportId: newId(),
  task: null,
  place: GRID,
  toPlace: null,
  visitedAt: NOW - 5 * 60_000,
  result: "HOME_IN_PLACE",
  manner: "door",
  spokenTo: "self",
  personsMet: 2,
  temperatureTenths: 371,
  symptoms: ["cough"],
  ...of,
});

/** As the phone writes it. */
function messageOf(of: SmsReport, token = vault.token): string {
  const body = smsBody(of);
  const key = createHash("sha256").update(token).digest();
  return `${body} ${createHmac("sha256", key).update(body).digest("base64url").slice(0, 8)}`;
}

/** As the gateway hands it in. */
function hand(text: string, { from = "13800000001", at = isoInstant(NOW), secret = SHARED } = {}) {
  const id = newId();
  const signature = createHmac("sha256", secret).update(`${id}\n${at}\n${from}\n${text}`).digest("hex");
  return nobody.call("POST", "/field/sms", { id, from, text, at, signature });
}

const visitOf = async (id: string) => {
  const rows = await database.owner`
    select by_post as post_id, place, result, temperature_tenths, symptoms, persons_met from visit where id = ${id}`;
  return rows;
};

describe("a report by text message", () => {
  it("is the phone's own report, once, however it comes", async () => {
    const one = report();
    expect((await hand(messageOf(one))).body).toMatchObject({ answer: "accepted" });
    expect((await hand(messageOf(one))).body).toMatchObject({ answer: "already" });
    const { call } = await server.as(worker);
    const again = await call("POST", "/visits", {
      reports: [
        { id: one.reportId, place: GRID, visitedAt: isoInstant(NOW), result: "HOME_IN_PLACE", spokenTo: "self" },
      ],
    });
    expect(again.body).toMatchObject({ answers: [{ answer: "already" }] });
    expect(await visitOf(one.reportId)).toMatchObject([
      {
        post_id: worker.postId,
        place: GRID,
        result: "HOME_IN_PLACE",
        temperature_tenths: 371,
        symptoms: ["cough"],
        persons_met: 2,
      },
    ]);
  });

  it("is refused outside of the post's area, with the visits' own word", async () => {
    const one = report({ place: "320583101202001" });
    expect((await hand(messageOf(one))).body).toMatchObject({ answer: "refused" });
    expect(await visitOf(one.reportId)).toEqual([]);
  });

  it("is no report when a letter of it was changed, or another key wrote it", async () => {
    const one = report();
    const text = messageOf(one);
    expect((await hand(text.replace(" HDS.2.", " HDS.9."))).body).toMatchObject({ answer: "unreadable" });
    expect((await hand(messageOf(one, "another token"))).body).toMatchObject({ answer: "unreadable" });
    expect((await hand(messageOf(report({ vaultId: newId() })))).body).toMatchObject({ answer: "unknown" });
    expect(await visitOf(one.reportId)).toEqual([]);
  });

  it("comes from the number that the first one came from", async () => {
    await hand(messageOf(report()));
    expect((await hand(messageOf(report()), { from: "13900000009" })).body).toMatchObject({ answer: "other-number" });
    const [row] = await database.owner`select sms_number_hash from vault_secret where vault_id = ${vault.id}`;
    expect(String(row?.["sms_number_hash"])).not.toContain("13800000001");
  });

  it("is taken from the gateway only, and only fresh", async () => {
    const text = messageOf(report());
    expect((await hand(text, { secret: "b secret of thirty-two letters or more" })).status).toBe(403);
    expect((await hand(text, { at: "2020-02-10T08:40:00+08:00" })).status).toBe(403);
  });

  it("ends with the vault's secret", async () => {
    await database.owner`update vault_secret set sealed_secret = null where vault_id = ${vault.id}`;
    expect((await hand(messageOf(report()))).body).toMatchObject({ answer: "unknown" });
  });
});
