/**
 * Key set and change list as anybody fetches them: from memory, signed, with an ETag, cacheable for half a minute. The
 * batches are read as they are published; when the database is away the last known list is given, and says its age itself.
 */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { common } from "#kernel/problem.ts";
import { DAY, type Instant, later, MINUTE } from "#kernel/time.ts";
import type { OpenAnswer, Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { keyRingOf } from "./key-ring.ts";
import { encodeChanges, PAPER_ENTRY_FOR, PHONE_ENTRY_FOR } from "./rules/change-list.ts";
import { type BatchRow, batchesAfter, erasePast, publishBatch } from "./store-changes.ts";
import { signList } from "./token.ts";

const BATCH_EVERY = MINUTE;
/** A clock a moment early must not skip a minute. */
const SLACK = 2_000;
/** A shift that synchronises late still finds whose codes it scanned. */
const KEPT_FOR = 17 * DAY;
/** The list is asked at most so often of the database. */
const LOOK_EVERY_MS = 1_000;
const REMEMBERED = 200;
const CACHE = "public, max-age=20, stale-while-revalidate=60";

type Desk = {
  batches: BatchRow[];
  lookedAt: number;
  looking: Promise<void> | null;
  readonly texts: Map<string, Buffer>;
};
const desks = new WeakMap<Services, Desk>();

/** The clockwork `code-changes`: a batch each minute, also an empty one: the list says as of when it is. */
export async function publishOnSchedule(services: Services): Promise<number> {
  const now = services.clock();
  await asActor(services.db, systemActor(services.settings.province), (sql) =>
    publishBatch(sql, now, BATCH_EVERY - SLACK),
  );
  return 0;
}

/** The clockwork `codes-erase`: batches and attestations that ended long ago. */
export const eraseOnSchedule = (services: Services): Promise<number> =>
  asActor(services.db, systemActor(services.settings.province), (sql) =>
    erasePast(sql, later(services.clock(), -KEPT_FOR)),
  );

export const keySet: OpenAnswer<typeof contract.showKeySet> = async ({ services, now, request, reply }) => {
  const { text } = keyRingOf(services).keySet(now);
  return cached(request, reply, Buffer.from(text), "application/json; charset=utf-8");
};

export const changes: OpenAnswer<typeof contract.showCodeChanges> = async (ctx, { since }) => {
  const desk = await deskOf(ctx.services);
  const last = desk.batches.at(-1);
  if (last === undefined) throw new Problem(common["try-later"]);
  const key = `${since ?? ""}/${last.sequence}/${keyRingOf(ctx.services).signer("list", ctx.now).kid}`;
  const text = desk.texts.get(key) ?? listText(ctx.services, desk.batches, since ?? null, ctx.now);
  if (desk.texts.size >= REMEMBERED) desk.texts.clear();
  desk.texts.set(key, text);
  return cached(ctx.request, ctx.reply, text, "application/cose");
};

async function deskOf(services: Services): Promise<Desk> {
  const desk = desks.get(services) ?? { batches: [], lookedAt: 0, looking: null, texts: new Map() };
  desks.set(services, desk);
  if (performance.now() - desk.lookedAt < LOOK_EVERY_MS && desk.batches.length > 0) return desk;
  desk.looking ??= look(services, desk).finally(() => {
    desk.looking = null;
  });
  // With something in hand nobody waits for the database, nor fails with it.
  if (desk.batches.length === 0) await desk.looking;
  else await Promise.race([desk.looking.catch(() => {}), patience()]);
  return desk;
}

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, 500).unref());

async function look(services: Services, desk: Desk): Promise<void> {
  desk.lookedAt = performance.now();
  const fresh = await batchesAfter(services.db, desk.batches.at(-1)?.sequence ?? 0);
  if (fresh.length === 0) return;
  const from = services.clock() - PAPER_ENTRY_FOR;
  desk.batches = [...desk.batches, ...fresh].filter((batch) => batch.published_at > from);
  desk.texts.clear();
}

/** The delta since a batch, or the whole list when it is older than what is kept, or newer than there is. */
function listText(services: Services, batches: readonly BatchRow[], since: number | null, now: Instant): Buffer {
  const [first, last] = [batches[0], batches.at(-1)];
  if (first === undefined || last === undefined) throw new Problem(common["try-later"]);
  const isDelta =
    since !== null && since >= first.sequence - 1 && since <= last.sequence && !isOld(batches, since, last);
  const some = isDelta ? batches.filter((batch) => batch.sequence > since) : batches;
  const phonesFrom = last.published_at - PHONE_ENTRY_FOR;
  const bytes = encodeChanges({
    issuer: services.settings.province,
    from: isDelta ? since : null,
    to: last.sequence,
    at: last.published_at,
    phoneIds: ascending(some.filter((one) => one.published_at > phonesFrom).flatMap((one) => one.phone_ids)),
    paperIds: ascending(some.flatMap((one) => one.paper_ids)),
  });
  return signList(bytes, keyRingOf(services).signer("list", now));
}

/** A delta of more than a day would let the phones' entries of today pass for yesterday's. */
const isOld = (batches: readonly BatchRow[], since: number, last: BatchRow): boolean =>
  (batches.find((batch) => batch.sequence > since)?.published_at ?? last.published_at) < last.published_at - DAY;

const ascending = (ids: readonly number[]): Uint32Array => Uint32Array.from(new Set(ids)).sort();

function cached(request: FastifyRequest, reply: FastifyReply, body: Buffer, type: string): FastifyReply {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  reply.header("etag", etag).header("cache-control", CACHE);
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.type(type).send(body);
}
