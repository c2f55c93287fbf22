/** What other capabilities ask about a worker's phone: whether it may still be used, when its holder signed in. */
import type { FastifyRequest } from "fastify";
import type { Actor } from "#kernel/actor.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";
import { tokenHashOf } from "./sessions.ts";
import * as store from "./store-phones.ts";

/** `revoked`: by a centre; `ended`: the post is over or the account is closed. */
export type PhoneStanding = "good" | "revoked" | "ended";

export async function phoneStanding(
  sql: Sql,
  of: { readonly postId: string; readonly terminalId: string | null },
  now: Instant,
): Promise<PhoneStanding> {
  const found = await store.standingOf(sql, of, now);
  if (found === null || found.is_ended) return "ended";
  return found.is_revoked ? "revoked" : "good";
}

/** Who acts with a phone of this post now, for what reached us without a session; null: the post or account is over. */
export const actorOfPost = (
  db: Database,
  of: { readonly postId: string; readonly terminalId: string | null },
  now: Instant,
): Promise<Actor | null> => store.actorOfPost(db, of, now);

/** When the password of this request's session was given; null: there is no such session. */
export const signedInAt = (db: Database, request: FastifyRequest): Promise<Instant | null> =>
  store.sessionSince(db, tokenHashOf(request));

/** The phone said that it has erased what it held: shown to its centre. */
export const wiped = (
  sql: Sql,
  of: { readonly terminalId: string; readonly unsent: number; readonly now: Instant },
): Promise<void> => store.noteTerminalWiped(sql, of);
