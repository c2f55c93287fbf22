/** Signing residents in and out: a phone, a one-time code, and, after a long silence, proof that the number is still theirs. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { isoInstant, later } from "#kernel/time.ts";
import type { OpenAnswer, OpenContext } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { sendCode, takeCode } from "./one-time-codes.ts";
import { phoneOf } from "./phones.ts";
import { lastFourOf } from "./rules/documents.ts";
import { ANSWERS, needsIdentity, RESEND_AFTER } from "./rules/one-time-code.ts";
import { residentProblems } from "./rules/problems.ts";
import { RESIDENT_COOKIE, residentActor } from "./sessions.ts";
import * as store from "./store-residents.ts";
import { makeResidentToken, RESIDENT_SESSION_FOR } from "./token.ts";

/** The use of a code that signs in; codes for other things do not. */
const SIGN_IN = "sign-in";

export const askCode: OpenAnswer<typeof contract.askCode> = async (ctx, _params, body) => {
  const phone = phoneOf(body.phone);
  const { services, now } = ctx;
  const expiresAt = await asActor(services.db, systemActor(services.settings.province), (sql) =>
    sendCode(
      { sql, now, services },
      {
        phone,
        use: SIGN_IN,
        address: ctx.request.ip,
        text: (code) =>
          `【网格】验证码 ${code}，5分钟内有效。请勿告诉任何人。Code ${code}, good for 5 minutes; tell nobody.`,
      },
    ),
  );
  return { expiresAt: isoInstant(expiresAt), resendAfterSeconds: RESEND_AFTER / 1000 };
};

type Opened = { readonly residentId: string; readonly epoch: number };

/** The try is committed before anything is refused: five wrong ones end the code. */
export const signIn: OpenAnswer<typeof contract.signIn> = async (ctx, _params, body) => {
  const phone = phoneOf(body.phone);
  const { services, now } = ctx;
  const opened = await asActor(services.db, systemActor(services.settings.province), (sql) =>
    open({ ...ctx, sql }, { ...body, phone }),
  );
  if (opened === "wrong-code" || opened === "identity-needed") throw new Problem(residentProblems[opened]);
  const token = makeResidentToken(services.keys.residentKey, { ...opened, issuedAt: now });
  ctx.reply.setCookie(RESIDENT_COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: ctx.request.protocol === "https",
    maxAge: RESIDENT_SESSION_FOR / 1000,
  });
  return { residentId: opened.residentId, token, expiresAt: isoInstant(later(now, RESIDENT_SESSION_FOR)) };
};

type OpenIn = OpenContext & { readonly sql: Sql };
type Given = { phone: string; code: string; lastFour?: string | undefined; isNewOwner: boolean };

async function open(ctx: OpenIn, given: Given): Promise<Opened | "wrong-code" | "identity-needed"> {
  const { sql, now, services } = ctx;
  const phoneKey = phoneKeyOf(services.keys.provinceKey, given.phone);
  const account = await store.accountOfPhone(sql, phoneKey);
  const isSilent = account !== null && needsIdentity(account.last_signed_in_at, now);
  if (isSilent && given.lastFour === undefined && !given.isNewOwner) {
    // The code is looked at but not used up: the same one serves with the answer. A wrong one still costs a try.
    const isRight = await takeCode(ctx, { phoneKey, use: SIGN_IN, code: given.code });
    if (!isRight) return "wrong-code";
    await store.unuseCode(sql, phoneKey, SIGN_IN);
    return "identity-needed";
  }
  if (!(await takeCode(ctx, { phoneKey, use: SIGN_IN, code: given.code }))) return "wrong-code";
  if (account === null) return begin(ctx, given.phone, phoneKey);
  if (!isSilent) return enter(ctx, account);
  if (given.isNewOwner) {
    // What the former owner had stays his: he finds it again with his document from his new phone.
    await store.detachPhone(sql, account.id, now);
    await note(ctx, "resident.number-passed-on", account.id);
    return begin(ctx, given.phone, phoneKey);
  }
  return answer(ctx, account, given.lastFour ?? "");
}

/** While the question is locked even the right answer is wrong, in the same words: a guesser learns nothing. */
async function answer(ctx: OpenIn, account: store.AccountRow, lastFour: string): Promise<Opened | "wrong-code"> {
  const { sql, now } = ctx;
  const isKnown = await knowsLastFour(ctx, account.id, lastFour);
  if (account.answers_locked_until !== null && now < account.answers_locked_until) return "wrong-code";
  if (isKnown) return enter(ctx, account);
  const lockedUntil = later(now, ANSWERS.lockedFor);
  await store.noteWrongAnswer(sql, { id: account.id, atMost: ANSWERS.wrongAtMost, lockedUntil });
  return "wrong-code";
}

async function begin(ctx: OpenIn, phone: string, phoneKey: string): Promise<Opened> {
  const id = newId();
  const phoneSealed = seal(ctx.services.keys.sealingKey, phone, id);
  await store.insertResident(ctx.sql, { id, phoneKey, phoneSealed, now: ctx.now });
  await note(ctx, "resident.open", id);
  return { residentId: id, epoch: 1 };
}

async function enter(ctx: OpenIn, account: store.AccountRow): Promise<Opened> {
  await store.noteSignIn(ctx.sql, account.id, ctx.now);
  await note(ctx, "resident.sign-in", account.id);
  return { residentId: account.id, epoch: account.epoch };
}

const note = (ctx: OpenIn, action: string, residentId: string): Promise<void> =>
  audit(
    { ...ctx, actor: { ...residentActor(residentId), role: "resident" } },
    { action, objectKind: "resident", objectId: residentId },
  );

/** Compared in constant time with the last four of the account's own person; without one, nobody can know it. */
async function knowsLastFour(ctx: OpenIn, residentId: string, lastFour: string): Promise<boolean> {
  const claim = await store.ownClaim(ctx.sql, residentId);
  const { sealingKey, residentKey } = ctx.services.keys;
  const kept: { number: string } =
    claim === null ? { number: "" } : JSON.parse(unseal(sealingKey, claim.sealed, claim.id));
  const digest = (text: string) => createHmac("sha256", residentKey).update(text).digest();
  const isSame = timingSafeEqual(digest(lastFourOf(kept.number)), digest(lastFour.toUpperCase()));
  return isSame && claim !== null;
}

export const signOut: OpenAnswer<typeof contract.signOut> = async (ctx, { everywhere }) => {
  if (everywhere === "true") {
    await asActor(ctx.services.db, ctx.actor, async (sql) => {
      await store.raiseEpoch(sql, ctx.actor.accountId);
      await audit(
        { ...ctx, sql },
        { action: "resident.sign-out-everywhere", objectKind: "resident", objectId: ctx.actor.accountId },
      );
    });
  }
  ctx.reply.clearCookie(RESIDENT_COOKIE, { path: "/" });
  return {};
};
