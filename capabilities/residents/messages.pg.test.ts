import { readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { instant, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { seal } from "#platform/seal.ts";
import { testDatabase, testPlaces } from "#testing/database.ts";
import { httpSender, queueMessage, sendMessagesOnce } from "./messages.ts";
import { tellHolders } from "./notices.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const { owner, services, setNow } = await testDatabase(NOW);
await testPlaces(owner, { "32": "江苏省" });
const system = systemActor("32");

/** A gateway of the test: answers with `status`, hangs when it is null; keeps what it was sent. */
const gateway = { status: 202 as number | null, got: [] as { body: unknown; token: string | undefined }[] };
const http = createServer((request, response) => {
  let text = "";
  request.on("data", (part) => {
    text += part;
  });
  request.on("end", () => {
    gateway.got.push({ body: JSON.parse(text), token: request.headers.authorization });
    if (gateway.status !== null) response.writeHead(gateway.status).end();
  });
});
await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
afterAll(() => {
  http.closeAllConnections();
  http.close();
});

const by = (more: Partial<Services["settings"]>): Services => ({
  ...services,
  settings: { ...services.settings, ...more },
});
const byHttp = by({ sms: "http", smsUrl: url, smsToken: "secret-token" });
const queue = (phone: string, text: string) =>
  asActor(services.db, system, (sql) => queueMessage({ sql, now: services.clock(), services }, phone, text));
const Message = z.object({ id: z.string(), phone: z.string(), text: z.string() });

async function resident(phone: string): Promise<string> {
  const [id, personKey] = [newId(), crypto.randomUUID()];
  await owner`
    insert into resident (id, phone_key, phone_sealed, created_at)
    values (${id}, gen_random_uuid(), ${seal(services.keys.sealingKey, phone, id)}, ${NOW})`;
  await owner`insert into resident_person (resident_id, person_key, relation, added_at) values (${id}, ${personKey}, 'self', ${NOW})`;
  return personKey;
}

test("a colour makes one message an account, which says that there is news and nothing of health", async () => {
  const personKey = await resident("13900000001");
  const words = { zh: "您的健康码已变为红码，依据：发热", en: "Red: fever" };
  await asActor(services.db, system, (sql) =>
    tellHolders({ sql, actor: system, now: NOW, services }, [
      { personKey, kind: "colour", ...words, subject: "a" },
      { personKey, kind: "colour", ...words, subject: "b" },
    ]),
  );
  expect(await sendMessagesOnce(byHttp)).toBe(2);
  expect(gateway.got).toHaveLength(1);
  const { phone, text } = Message.parse(gateway.got[0]?.body);
  expect([phone, gateway.got[0]?.token]).toEqual(["13900000001", "Bearer secret-token"]);
  expect(text).not.toMatch(/红|黄|绿|待定|发热|症状|隔离|确诊|red|yellow|green|pending|fever|symptom|isolat/i);
  // Sent: only when is kept.
  const rows = await owner<{ n: number }[]>`select length(sealed) as n from message where sent_at is not null`;
  expect(rows.map((row) => row.n)).toEqual([0]);
  expect(await sendMessagesOnce(byHttp)).toBe(0);
});

test("what a gateway refuses is tried again a minute later with the same id, five times in all", async () => {
  gateway.got.length = 0;
  gateway.status = 503;
  await queue("13900000002", "验证码 123456");
  for (let n = 0; n < 7; n++) {
    setNow(later(NOW, n * MINUTE));
    await sendMessagesOnce(byHttp);
    await sendMessagesOnce(byHttp);
  }
  expect(gateway.got).toHaveLength(5);
  expect(new Set(gateway.got.map((one) => Message.parse(one.body).id)).size).toBe(1);
  setNow(NOW);
});

test("one message that fails holds up no other", async () => {
  gateway.got.length = 0;
  gateway.status = 202;
  await owner`
    insert into message (id, phone_key, sealed, queued_at) values (${newId()}, gen_random_uuid(), 'nothing of ours', ${NOW})`;
  await queue("13900000003", "验证码 123456");
  expect(await sendMessagesOnce(byHttp)).toBe(1);
  expect(gateway.got.map((one) => Message.parse(one.body).phone)).toEqual(["13900000003"]);
});

test("a gateway that hangs, or is not there, is given up", async () => {
  gateway.status = null;
  const message = { id: newId(), phone: "13900000004", text: "x" };
  await expect(httpSender(url, null, 50)(message)).rejects.toThrow(/timeout/i);
  gateway.status = 202;
  await expect(httpSender("http://127.0.0.1:1/", null)(message)).rejects.toThrow();
});

test("the file sender appends lines to a file that only the server reads", async () => {
  const dataDir = join(services.settings.dataDir, `sms-${newId()}`);
  const byFile = by({ sms: "file", dataDir });
  for (const phone of ["13900000005", "13900000006"]) {
    await queue(phone, "验证码 654321");
    expect(await sendMessagesOnce(byFile)).toBe(1);
  }
  const file = join(dataDir, "messages/outbox.ndjson");
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  expect(lines.map((line) => Message.parse(JSON.parse(line)).phone)).toEqual(["13900000005", "13900000006"]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(dataDir, { recursive: true });
});
