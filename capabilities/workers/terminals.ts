/** Phones of workers: one-time codes from the township's centre, registration, revocation; passwords that got lost. */
import { createHmac, randomBytes } from "node:crypto";
import { verify } from "@node-rs/argon2";
import { count } from "#capabilities/rollups/count.ts";
import { type Role, TERMINAL_ROLES } from "#kernel/actor.ts";
import { CODE_LENGTH as DIGITS, isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { DAY, dayOf, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit, auditMany } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { poke } from "#platform/inbox.ts";
import type { Keys } from "#platform/keys.ts";
import { Problem } from "#platform/problem.ts";
import { cursorOf } from "./board.ts";
import type * as contract from "./contract.ts";
import { appointFault } from "./rules/appoint.ts";
import { workerProblems } from "./rules/problems.ts";
import { codeFrom, isWeakPassword, printedCode, typedCode } from "./rules/secrets.ts";
import { hashPassword, NOBODYS_HASH, openSession, presentSession, setSessionCookie, tokenHashOf } from "./sessions.ts";
import { standingPostsOf } from "./store-posts.ts";
import { accountById, accountByUsername, noteFailedSignIn } from "./store-sessions.ts";
import {
  activateAccount,
  endOtherSessions,
  insertCodes,
  postsForCodes,
  resetAccountRow,
  revokeTerminalRow,
  setPassword,
  spendCode,
  terminalOf,
  terminalsOf,
  type WaitingCode,
  waitingCode,
} from "./store-terminals.ts";

const CODE_VALID_FOR = 7 * DAY;
/** What a centre prints at once, and what one request may make. */
const CODES_AT_ONCE = 500;
const RANDOM_BYTES = 64;
const WRONG_PASSWORDS = 8;
const LOCKED_FOR = 15 * MINUTE;

const isField = (role: Role): boolean => TERMINAL_ROLES.some((one) => one === role);

/** Only the hash is kept, keyed: whoever reads the table alone cannot try codes. */
const codeHash = (keys: Keys, code: string): Buffer =>
  createHmac("sha256", keys.sealingKey).update(`wangge-activation-v1 ${code}`).digest();

function newCode(): string {
  for (;;) {
    const code = codeFrom(randomBytes(RANDOM_BYTES));
    if (code !== null) return code;
  }
}

export const issueCodes: Answer<typeof contract.issueCodes> = async (ctx, _params, { area, postIds }) => {
  const { sql, now, actor } = ctx;
  if (!isWithin(area, actor.area)) throw new Problem(common["not-found"]);
  if (actor.area.length > DIGITS.township) throw new Problem(workerProblems["not-township"]);
  const found = await postsForCodes(sql, { area, postIds, limit: CODES_AT_ONCE + 1, now });
  // A phone of the field is the township's business; a centre's own account only his who may appoint it.
  const may = found.filter(
    (post) =>
      isField(post.role) || appointFault(actor, { ...post, department: "centre", accountId: post.account_id }) === null,
  );
  const posts = may.slice(0, CODES_AT_ONCE);
  const made = posts.map((post) => ({ post, id: newId(), code: newCode() }));
  const validUntil = later(now, CODE_VALID_FOR);
  if (made.length > 0) {
    const codes = made.map(({ post, id, code }) => ({ id, postId: post.id, hash: codeHash(ctx.services.keys, code) }));
    await insertCodes(sql, codes, { until: validUntil, by: actor.postId, now });
    await auditMany(
      ctx,
      made.map(({ post, id }) => ({
        action: "terminal.issue-code",
        objectKind: "post",
        objectId: post.id,
        place: post.area,
        detail: { terminalId: id },
      })),
    );
  }
  return {
    validUntil: isoInstant(validUntil),
    codes: made.map(({ post, code }) => ({
      postId: post.id,
      username: post.username,
      displayName: post.display_name,
      area: post.area,
      code: printedCode(code),
    })),
    hasMore: found.length > CODES_AT_ONCE,
  };
};

export const register: OpenAnswer<typeof contract.registerTerminal> = async (ctx, _params, { code, password }) => {
  const { db, keys, settings } = ctx.services;
  const typed = typedCode(code);
  const waiting = typed === null ? null : await waitingCode(db, codeHash(keys, typed), ctx.now);
  const account = waiting === null ? null : await accountById(db, waiting.account_id);
  const mayTry = account !== null && (account.locked_until === null || account.locked_until <= ctx.now);
  // A known account proves its password; a new one sets it. Wrong codes take as long as wrong passwords.
  const isRight = await verify(account?.password_hash ?? (await NOBODYS_HASH), password);
  const isNew = account?.state === "invited";
  if (!waiting || !account || !mayTry || !(isNew || (account.state === "active" && isRight))) {
    if (account && mayTry && !isNew) {
      await noteFailedSignIn(db, account.id, WRONG_PASSWORDS, later(ctx.now, LOCKED_FOR));
    }
    throw new Problem(workerProblems["wrong-activation"]);
  }
  if (isNew && isWeakPassword(password, account.username)) throw new Problem(workerProblems["weak-password"]);
  const passwordHash = isNew ? await hashPassword(password) : null;
  const actor = { ...systemActor(settings.province), postId: waiting.post_id, role: waiting.role, area: waiting.area };
  const token = await asActor(db, actor, (sql) => activate({ ...ctx, sql, actor }, waiting, passwordHash));
  const terminalId = isField(waiting.role) ? waiting.terminal_id : null;
  setSessionCookie(ctx, token, terminalId !== null);
  return { terminalId, token, me: await presentSession(ctx, waiting.account_id, waiting.post_id) };
};

/** Uses the code up, sets the password, opens the session: all or nothing. */
async function activate(ctx: Context, waiting: WaitingCode, passwordHash: string | null): Promise<string> {
  const { sql, now } = ctx;
  const { terminal_id: id, post_id: postId, account_id: accountId, area } = waiting;
  const isTerminal = isField(waiting.role);
  if (!(await spendCode(sql, id, isTerminal, now))) throw new Problem(workerProblems["wrong-activation"]);
  if (passwordHash !== null) await activateAccount(sql, accountId, passwordHash);
  if (isTerminal) await count(sql, [{ place: area, day: dayOf(now), metric: "worker.terminal", delta: 1 }]);
  const detail = { postId, isFirstPassword: passwordHash !== null };
  await audit(ctx, { action: "terminal.register", objectKind: "terminal", objectId: id, place: area, detail });
  return openSession(sql, { accountId, postId, terminalId: isTerminal ? id : null, now });
}

export const list: Answer<typeof contract.listTerminals> = async ({ sql, now }, params) => {
  const { area, state = null, after, limit } = params;
  const rows = await terminalsOf(sql, { area, state, after: cursorOf(after), limit: limit + 1, now });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const iso = (at: (typeof rows)[number]["revoked_at"]) => (at === null ? null : isoInstant(at));
  return {
    items: items.map((row) => ({
      id: row.id,
      postId: row.post_id,
      displayName: row.display_name,
      area: row.area,
      state: row.state,
      issuedAt: isoInstant(row.issued_at),
      registeredAt: iso(row.registered_at),
      lastSeenAt: iso(row.last_seen_at),
      revokedAt: iso(row.revoked_at),
      wipedAt: iso(row.wiped_at),
      wipedUnsent: row.wiped_unsent,
    })),
    next: rows.length > limit && last ? `${last.area}~${last.id}` : null,
  };
};

export const revoke: Answer<typeof contract.revokeTerminal> = async (ctx, { terminalId }, { reason }) => {
  const { sql, now, actor } = ctx;
  const terminal = await terminalOf(sql, terminalId);
  if (!terminal || !isWithin(terminal.area, actor.area)) throw new Problem(common["not-found"]);
  if (terminal.revoked_at !== null) throw new Problem(workerProblems["already-ended"]);
  await revokeTerminalRow(sql, terminalId, reason, now);
  if (terminal.registered_at !== null) {
    await count(sql, [{ place: terminal.area, day: dayOf(now), metric: "worker.terminal", delta: -1 }]);
  }
  await poke(sql, "session", [terminal.account_id], now);
  await audit(ctx, {
    action: "terminal.revoke",
    objectKind: "terminal",
    objectId: terminalId,
    place: terminal.area,
    detail: { reason },
  });
  return { revokedAt: isoInstant(now) };
};

export const resetAccount: Answer<typeof contract.resetAccount> = async (ctx, { accountId }, { reason }) => {
  const { sql, now, actor } = ctx;
  const posts = await standingPostsOf(sql, [accountId], now);
  if (!posts.some((post) => isWithin(post.area, actor.area))) throw new Problem(common["not-found"]);
  // Whoever resets an account can become it: so every post of it must be his to give.
  const why = posts.map((post) => appointFault(actor, { ...post, accountId })).find((fault) => fault !== null);
  if (why !== undefined) throw new Problem(workerProblems["may-not-appoint"], { why });
  await resetAccountRow(sql, accountId, now);
  await poke(sql, "session", [accountId], now);
  await audit(ctx, { action: "account.reset", objectKind: "account", objectId: accountId, detail: { reason } });
  return { state: "invited" as const };
};

export const changePassword: OpenAnswer<typeof contract.changePassword> = async (ctx, _params, body) => {
  const { db } = ctx.services;
  const account = await accountById(db, ctx.actor.accountId);
  const isLocked = account?.locked_until != null && account.locked_until > ctx.now;
  const isRight = await verify(account?.password_hash ?? (await NOBODYS_HASH), body.password);
  if (!account || isLocked || !isRight) {
    if (account) await noteFailedSignIn(db, account.id, WRONG_PASSWORDS, later(ctx.now, LOCKED_FOR));
    throw new Problem(workerProblems["wrong-sign-in"]);
  }
  if (isWeakPassword(body.newPassword, account.username)) throw new Problem(workerProblems["weak-password"]);
  const hash = await hashPassword(body.newPassword);
  await asActor(db, ctx.actor, async (sql) => {
    await setPassword(sql, account.id, hash);
    await endOtherSessions(sql, account.id, tokenHashOf(ctx.request), ctx.now);
    await poke(sql, "session", [account.id], ctx.now);
    await audit({ ...ctx, sql }, { action: "account.password", objectKind: "account", objectId: account.id });
  });
  return {};
};

/** The owner sets an account's password from the command line. False when there is no such account. */
export async function givePassword(ctx: Context, username: string, passwordHash: string): Promise<boolean> {
  const account = await accountByUsername(ctx.sql, username.trim().toLowerCase());
  if (account === null) return false;
  await resetAccountRow(ctx.sql, account.id, ctx.now);
  await activateAccount(ctx.sql, account.id, passwordHash);
  await poke(ctx.sql, "session", [account.id], ctx.now);
  await audit(ctx, { action: "account.password", objectKind: "account", objectId: account.id });
  return true;
}
