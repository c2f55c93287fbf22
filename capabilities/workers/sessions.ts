/** Signing in and out, and finding who acts in a request. */
import { createHash, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { FastifyRequest } from "fastify";
import { type Actor, TERMINAL_ROLES } from "#kernel/actor.ts";
import { DAY, HOUR, type Instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Answer, OpenAnswer, OpenContext, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, type Database, type Sql, systemActor } from "#platform/database.ts";
import { poke } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type { showMe, signIn, signOut, switchPost } from "./contract.ts";
import { workerProblems } from "./rules/problems.ts";
import {
  type AccountRow,
  accountById,
  accountByUsername,
  actorOfSession,
  endSession,
  insertSession,
  noteContacts,
  noteFailedSignIn,
  noteSignIn,
  type PostRow,
  postsOf,
  setSessionPost,
} from "./store-sessions.ts";
import { terminalForSignIn } from "./store-terminals.ts";

const COOKIE = "wangge_session";
/** A browser's session lasts a shift; a registered terminal's a week without contact (design/field.md, "Offline"). */
const SESSION_FOR = 12 * HOUR;
const TERMINAL_SESSION_FOR = 7 * DAY;
const WRONG_PASSWORDS = 8;
const LOCKED_FOR = 15 * MINUTE;
/** How long a session may be served from memory: an ended one is refused everywhere within this time. */
const REMEMBERED_FOR = 5_000;
const REMEMBERED_AT_MOST = 50_000;

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Argon2id with the library's defaults (19 MiB, 2 passes: OWASP's first choice). */
export const hashPassword = (password: string): Promise<string> => hash(password);

const tokenIn = (request: FastifyRequest): string | null => {
  const bearer = /^Bearer ([\w-]{43})$/.exec(request.headers.authorization ?? "")?.[1];
  return bearer ?? request.cookies[COOKIE] ?? null;
};

/** The hash under which the request's own session is kept. */
export const tokenHashOf = (request: FastifyRequest): Buffer => hashOf(tokenIn(request) ?? "");

/** How a server finds the actor: from the session cookie or a terminal's bearer token, remembered for seconds. */
export function makeAuthenticate(services: Services): (request: FastifyRequest) => Promise<Actor | null> {
  const { db, clock, hub } = services;
  const remembered = new Map<string, { readonly actor: Actor; readonly until: number }>();
  const heardOf = makeContactBook(services);
  hub.listenAll(({ topic }) => {
    if (topic === "session") remembered.clear();
  });
  return async (request) => {
    const token = tokenIn(request);
    if (token === null) return null;
    const now = clock();
    const known = remembered.get(token);
    if (known && known.until > now) return known.actor;
    const found = await actorOfSession(db, hashOf(token), now);
    remembered.delete(token);
    if (found === null) return null;
    const { actor, expiresAt } = found;
    if (actor.terminalId !== null) heardOf(hashOf(token), actor.terminalId, expiresAt, now);
    if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
    remembered.set(token, { actor, until: now + REMEMBERED_FOR });
    return actor;
  };
}

/** A terminal's session is renewed at most once an hour, some hundreds of terminals a statement. */
const RENEWED_EVERY = HOUR;
const CONTACTS_AT_ONCE = 500;
const CONTACTS_KEPT_FOR = 5_000;

/**
 * Notes which terminals were heard of, so that "a week without contact" counts from the last one. Written beside the
 * request, never in its way: 180,000 phones at 08:00 must not each write a row first.
 */
function makeContactBook({ db, log }: Services) {
  const book = new Map<string, { readonly tokenHash: Buffer; readonly terminalId: string }>();
  let writtenAt = 0;
  const write = async (now: Instant) => {
    const contacts = [...book.values()];
    book.clear();
    writtenAt = now;
    try {
      await noteContacts(db, contacts, now, later(now, TERMINAL_SESSION_FOR));
    } catch (error) {
      // The next contact of each terminal notes it again.
      log("contacts-not-noted", { count: contacts.length, error: error instanceof Error ? error.name : "unknown" });
    }
  };
  return (tokenHash: Buffer, terminalId: string, expiresAt: Instant, now: Instant) => {
    if (expiresAt > now + TERMINAL_SESSION_FOR - RENEWED_EVERY) return;
    book.set(terminalId, { tokenHash, terminalId });
    if (book.size >= CONTACTS_AT_ONCE || now - writtenAt >= CONTACTS_KEPT_FOR) void write(now);
  };
}

/** Makes a session and returns its token; only its hash is kept. */
export async function openSession(
  sql: Database | Sql,
  of: { accountId: string; postId: string; terminalId: string | null; now: Instant },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await insertSession(sql, {
    tokenHash: hashOf(token),
    accountId: of.accountId,
    postId: of.postId,
    terminalId: of.terminalId,
    createdAt: of.now,
    expiresAt: later(of.now, of.terminalId === null ? SESSION_FOR : TERMINAL_SESSION_FOR),
  });
  return token;
}

/** The session cookie: not readable by scripts, never sent by another site's page. */
export function setSessionCookie(ctx: OpenContext, token: string, isTerminal = false): void {
  ctx.reply.setCookie(COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: ctx.request.protocol === "https",
    maxAge: (isTerminal ? TERMINAL_SESSION_FOR : SESSION_FOR) / 1000,
  });
}

/** A hash that no password has, so that an unknown account takes as long as a wrong password. */
export const NOBODYS_HASH = hashPassword(randomBytes(16).toString("hex"));

export const signInWithPassword: OpenAnswer<typeof signIn> = async (ctx, _params, body) => {
  const { username, password, postId, terminalId = null } = body;
  const { db } = ctx.services;
  const account = await accountByUsername(db, username.trim().toLowerCase());
  if (account?.locked_until && account.locked_until > ctx.now) throw new Problem(workerProblems.locked);
  const isRight = await verify(account?.password_hash ?? (await NOBODYS_HASH), password);
  if (!account || !isRight || account.state !== "active") {
    if (account) await noteFailedSignIn(db, account.id, WRONG_PASSWORDS, later(ctx.now, LOCKED_FOR));
    throw new Problem(workerProblems["wrong-sign-in"]);
  }
  const posts = await postsOf(db, account.id, ctx.now);
  const terminal = terminalId === null ? null : await terminalForSignIn(db, terminalId, account.id);
  if (terminalId !== null && terminal === null) throw new Problem(workerProblems["wrong-sign-in"]);
  const wanted = terminal?.post_id ?? postId;
  const post = wanted === undefined ? posts[0] : posts.find((one) => one.id === wanted);
  if (!post) throw new Problem(workerProblems["no-post"]);
  const system = systemActor(ctx.services.settings.province);
  const token = await asActor(db, system, async (sql) => {
    await noteSignIn(sql, account.id);
    await audit(
      { sql, actor: { ...system, postId: post.id, role: post.role, area: post.area }, now: ctx.now },
      { action: "session.open", objectKind: "account", objectId: account.id, place: post.area },
    );
    return openSession(sql, { accountId: account.id, postId: post.id, terminalId, now: ctx.now });
  });
  setSessionCookie(ctx, token, terminalId !== null);
  const me = present(ctx, account, posts, post);
  return terminalId === null ? me : { ...me, token };
};

export const signOutOfSession: OpenAnswer<typeof signOut> = async (ctx) => {
  const token = tokenIn(ctx.request);
  if (token !== null) {
    await asActor(ctx.services.db, ctx.actor, async (sql) => {
      await endSession(sql, hashOf(token), ctx.now);
      await poke(sql, "session", [ctx.actor.accountId], ctx.now);
      await audit({ ...ctx, sql }, { action: "session.close", objectKind: "account", objectId: ctx.actor.accountId });
    });
  }
  ctx.reply.clearCookie(COOKIE, { path: "/" });
  return {};
};

export const show: Answer<typeof showMe> = async (ctx) => {
  const account = await accountById(ctx.sql, ctx.actor.accountId);
  const posts = await postsOf(ctx.sql, ctx.actor.accountId, ctx.now);
  const post = posts.find((one) => one.id === ctx.actor.postId);
  if (!account || !post) throw new Problem(workerProblems["no-post"]);
  return present(ctx, account, posts, post);
};

/** What `GET /session` would say of this account at this post. */
export async function presentSession(ctx: OpenContext, accountId: string, postId: string) {
  const account = await accountById(ctx.services.db, accountId);
  const posts = await postsOf(ctx.services.db, accountId, ctx.now);
  const post = posts.find((one) => one.id === postId);
  if (!account || !post) throw new Problem(workerProblems["no-post"]);
  return present(ctx, account, posts, post);
}

export const switchToPost: OpenAnswer<typeof switchPost> = async (ctx, _params, { postId }) => {
  const { db } = ctx.services;
  const [account, posts, token] = [
    await accountById(db, ctx.actor.accountId),
    await postsOf(db, ctx.actor.accountId, ctx.now),
    tokenIn(ctx.request),
  ];
  const post = posts.find((one) => one.id === postId);
  // A phone of the field acts for its holder's field posts only.
  const mayAct = post && (ctx.actor.terminalId === null || TERMINAL_ROLES.some((role) => role === post.role));
  if (!account || !mayAct || token === null) throw new Problem(workerProblems["no-post"]);
  await asActor(db, ctx.actor, async (sql) => {
    await setSessionPost(sql, hashOf(token), post.id);
    await poke(sql, "session", [ctx.actor.accountId], ctx.now);
    await audit(
      { ...ctx, sql },
      { action: "session.switch-post", objectKind: "post", objectId: post.id, place: post.area },
    );
  });
  ctx.services.hub.tell({ topic: "session", key: ctx.actor.accountId });
  return present(ctx, account, posts, post);
};

const shapeOf = (post: PostRow) => ({
  id: post.id,
  role: post.role,
  area: post.area,
  areaName: post.area_name ?? post.area,
  department: post.department,
  organisation: post.organisation,
});

function present(
  ctx: Pick<OpenContext, "now" | "services">,
  account: AccountRow,
  posts: readonly PostRow[],
  post: PostRow,
) {
  return {
    displayName: account.display_name,
    username: account.username,
    post: shapeOf(post),
    posts: posts.filter((one) => one.id !== post.id).map(shapeOf),
    now: isoInstant(ctx.now),
    isDemo: ctx.services.settings.isDemo,
  };
}
