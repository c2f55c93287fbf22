/** Messages to phones: queued sealed in the transaction of what they are about, sent by the clockwork through a port. */
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { common } from "#kernel/problem.ts";
import { DAY, type Instant, isoInstant, later } from "#kernel/time.ts";
import type { OpenAnswer, Services } from "#platform/answer.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type { showDemoMessages } from "./contract.ts";
import { phoneOf } from "./phones.ts";
import { sweepCodes } from "./store-codes.ts";
import * as store from "./store-messages.ts";

/** The port to a gateway: throws when the message was not taken, and is asked again. */
export type SmsSender = (message: {
  readonly id: string;
  readonly phone: string;
  readonly text: string;
}) => Promise<void>;

/** No health detail: a phone lies on tables, and its number may have another owner. */
const NEWS = {
  code: "【网格】您的健康码状态有更新，请打开查看。Your health code has news; please open it.",
  service: "【网格】您的居家求助有新进展，请打开查看并确认。Your request for help has news; please open it.",
} as const;
/** A turn with a gateway that hangs ends (5 × 5 s) before what it took falls due again (a minute). */
const AT_ONCE = 100;
const IN_PARALLEL = 20;
const TRIES = 5;
const GATEWAY_TIMEOUT_MS = 5_000;

/** Queues a message in the caller's transaction (as the clockwork). */
export async function queueMessage(
  ctx: { sql: Sql; now: Instant; services: Services },
  phone: string,
  text: string,
): Promise<void> {
  const id = newId();
  const { keys } = ctx.services;
  const sealed = seal(keys.sealingKey, JSON.stringify({ phone, text }), id);
  await store.insertMessages(ctx.sql, [{ id, phoneKey: phoneKeyOf(keys.provinceKey, phone), sealed }], ctx.now);
}

/** Appends to a file in the data folder (0600): for a deployment whose gateway reads files, and for trying out. */
const fileSender =
  (dataDir: string): SmsSender =>
  async (message) => {
    const folder = join(dataDir, "messages");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await appendFile(join(folder, "outbox.ndjson"), `${JSON.stringify(message)}\n`, { mode: 0o600 });
  };

/** POST {id, phone, text} as JSON with a bearer token; any 2xx is taken. `id` lets the gateway drop repeats. */
export const httpSender =
  (url: string, token: string | null, timeoutMs = GATEWAY_TIMEOUT_MS): SmsSender =>
  async (message) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  };

/** The sender of the settings; null: messages are kept and nobody sends them (the demo shows them on screen). */
export function senderOf({ settings }: Services): SmsSender | null {
  if (settings.sms === "file") return fileSender(settings.dataDir);
  return settings.sms === "http" && settings.smsUrl !== null ? httpSender(settings.smsUrl, settings.smsToken) : null;
}

/** A turn of the clockwork: accounts with news get their message, then what waits is sent. Returns how many moved. */
export async function sendMessagesOnce(services: Services): Promise<number> {
  const queued = await queueNews(services);
  const send = senderOf(services);
  if (send === null) return queued;
  const now = services.clock();
  const system = systemActor(services.settings.province);
  // Marked as tried before sending: a process that dies meanwhile makes no phone ring twice, and the rest is tried again.
  const waiting = await asActor(services.db, system, (sql) =>
    store.takeWaiting(sql, { limit: AT_ONCE, tries: TRIES, now }),
  );
  const sent: string[] = [];
  const sendOne = async ({ id, sealed }: (typeof waiting)[number]) => {
    try {
      const message: { phone: string; text: string } = JSON.parse(unseal(services.keys.sealingKey, sealed, id));
      await send({ id, ...message });
      sent.push(id);
    } catch (error) {
      services.log("message-not-sent", { error: error instanceof Error ? error.name : "unknown" });
    }
  };
  for (let at = 0; at < waiting.length; at += IN_PARALLEL)
    await Promise.all(waiting.slice(at, at + IN_PARALLEL).map(sendOne));
  if (sent.length > 0) await asActor(services.db, system, (sql) => store.markSent(sql, sent, now));
  return queued + sent.length;
}

/** One message an account, however many of its persons' colours changed. */
async function queueNews(services: Services): Promise<number> {
  const { keys } = services;
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const due = await store.takeDue(sql, 2_000);
    const messages = due.flatMap(({ id: residentId, phone_key, phone_sealed, about }) => {
      if (phone_key === null || phone_sealed === null) return [];
      const id = newId();
      const phone = unseal(keys.sealingKey, phone_sealed, residentId);
      const sealed = seal(keys.sealingKey, JSON.stringify({ phone, text: NEWS[about] }), id);
      return [{ id, phoneKey: phone_key, sealed }];
    });
    await store.insertMessages(sql, messages, services.clock());
    return due.length;
  });
}

/** A turn of the clockwork: what has served is deleted. */
export const sweepMessages = (services: Services): Promise<number> =>
  asActor(services.db, systemActor(services.settings.province), async (sql) => {
    await sweepCodes(sql, later(services.clock(), -2 * DAY));
    return 0;
  });

/** The demo's screen instead of a phone. Anywhere else this route does not exist. */
export const demoMessages: OpenAnswer<typeof showDemoMessages> = async ({ services }, _params, { phone }) => {
  if (!services.settings.isDemo) throw new Problem(common["not-found"]);
  const phoneKey = phoneKeyOf(services.keys.provinceKey, phoneOf(phone));
  const rows = await asActor(services.db, systemActor(services.settings.province), (sql) =>
    store.messagesOf(sql, phoneKey, 10),
  );
  return {
    messages: rows.map(({ id, sealed, queued_at }) => {
      const { text }: { text: string } = JSON.parse(unseal(services.keys.sealingKey, sealed, id));
      return { at: isoInstant(queued_at), text };
    }),
  };
};
