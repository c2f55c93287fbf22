/** Mutual recognition with other provinces: agreed by two people, carried by the holder, reasons and validity only. */
import { createHash, createHmac } from "node:crypto";
import { evidenceOf, recordEvidence } from "#capabilities/codes/evidence.ts";
import { ruleOf } from "#capabilities/codes/rules/evidence.ts";
import { common } from "#kernel/problem.ts";
import { type Instant, instantOf, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract-recognition.ts";
import { recognitionProblems } from "./contract-recognition.ts";
import { keyRingOf } from "./key-ring.ts";
import { makeVerify } from "./node-crypto.ts";
import { base64url, fromBase64url } from "./rules/bytes.ts";
import { isKeySetSigned } from "./rules/check-key-set.ts";
import { isSignedBy, readSign1 } from "./rules/cose.ts";
import { isInForce, type SignedKeySet } from "./rules/key-set.ts";
import {
  encodeStatement,
  REASONS_AT_MOST,
  type ReasonStatement,
  readStatement,
  recognise,
  STATEMENT_FOR,
} from "./rules/recognition.ts";
import * as store from "./store-recognition.ts";
import { signStatement } from "./token.ts";

export const list: Answer<typeof contract.listRecognitions> = async ({ sql, now }) => ({
  items: (await store.recognitions(sql)).map(presented),
  now: isoInstant(now),
});

export const propose: Answer<typeof contract.proposeRecognition> = async (
  ctx,
  _params,
  { id, keySet, mapping, note },
) => {
  const { sql, actor, now, services } = ctx;
  const isWhole = await isKeySetSigned(keySet, makeVerify(), null);
  if (!isWhole || keySet.issuer === services.settings.province)
    throw new Problem(recognitionProblems["key-set-not-whole"]);
  await store.insertRecognition(sql, { id, keySet, mapping, note, by: actor.postId, at: now });
  await audit(ctx, {
    action: "recognition.propose",
    objectKind: "recognition",
    objectId: id,
    detail: { issuer: keySet.issuer, rootKid: keySet.signature.kid, reasons: Object.keys(mapping).length },
  });
  return presented(await mustFind(ctx.sql, id));
};

const STATES = { confirm: "confirmed", reject: "rejected", end: "ended" } as const;
const FROM = { confirm: "proposed", reject: "proposed", end: "confirmed" } as const;

export const decide: Answer<typeof contract.decideRecognition> = async (ctx, { id }, { decision }) => {
  const { sql, actor, now, services } = ctx;
  if (actor.department !== "health" || actor.area !== services.settings.province) {
    throw new Problem(recognitionProblems["not-province-health"]);
  }
  const row = await mustFind(sql, id);
  await mustBeAnother(ctx, row.proposed_by, decision);
  if (row.state !== FROM[decision]) throw new Problem(common["not-found"]);
  await store.decideRecognitionRow(sql, { id, state: STATES[decision], by: actor.postId, at: now });
  await audit(ctx, {
    action: `recognition.${decision}`,
    objectKind: "recognition",
    objectId: id,
    detail: { issuer: row.issuer, rootKid: row.root_kid },
  });
  return presented(await mustFind(sql, id));
};

/** Two people of two houses: one person with two posts, or two colleagues, are one opinion. Ending needs no second. */
async function mustBeAnother({ sql, actor }: Context, proposedBy: string, decision: string): Promise<void> {
  if (proposedBy === actor.postId) throw new Problem(recognitionProblems["same-person"]);
  if (decision === "end") return;
  const parts = await store.apart(sql, proposedBy, actor.postId);
  if (!parts.isOtherAccount) throw new Problem(recognitionProblems["same-person"]);
  if (!parts.isOtherOrganisation) throw new Problem(recognitionProblems["same-organisation"]);
}

async function mustFind(sql: Parameters<typeof store.lockedRecognition>[0], id: string) {
  const row = await store.lockedRecognition(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

export const issue: Answer<typeof contract.issueStatement> = async (ctx, { personKey }, { audience }) => {
  const { sql, now, services } = ctx;
  if (!(await store.isMine(sql, personKey))) throw new Problem(common["not-found"]);
  const standing = (await evidenceOf(ctx, personKey)).filter(
    ({ kind, until, withdrawn_at, is_held }) =>
      withdrawn_at === null &&
      !is_held &&
      (until === null || until > now) &&
      // Another's reasons are another's to state.
      !kind.startsWith("recognised-") &&
      (ruleOf(kind).colour === "red" || ruleOf(kind).colour === "yellow"),
  );
  const statement: ReasonStatement = {
    issuer: services.settings.province,
    audience,
    subject: pseudonym(services.keys.decisionKey, personKey, audience),
    issuedAt: now,
    expiresAt: later(now, STATEMENT_FOR),
    reasons: standing.slice(0, REASONS_AT_MOST).map(({ kind, since, until }) => ({
      code: kind,
      evidenceClass: ruleOf(kind).class,
      since,
      until,
    })),
  };
  const token = signStatement(encodeStatement(statement), keyRingOf(services).signer("code", now));
  await audit(ctx, {
    action: "recognition.state",
    objectKind: "person",
    objectId: personKey,
    detail: { audience, reasons: statement.reasons.length },
  });
  return {
    statement: base64url(token),
    expiresAt: isoInstant(statement.expiresAt),
    reasons: statement.reasons.map((reason) => reason.code),
  };
};

/** Another name of the same person for each province, and none that leads back. */
const pseudonym = (key: Parameters<typeof createHmac>[1], personKey: string, audience: string): Uint8Array =>
  new Uint8Array(createHmac("sha256", key).update(`recognise ${audience} ${personKey}`).digest().subarray(0, 16));

export const accept: OpenAnswer<typeof contract.acceptStatement> = async (ctx, { personKey }, { statement: text }) => {
  const { services, actor, now } = ctx;
  const token = fromBase64url(text) ?? new Uint8Array();
  const sign1 = readSign1(token);
  const statement = sign1 === null ? null : readStatement(sign1.payload);
  if (sign1 === null || statement === null) throw new Problem(recognitionProblems["statement-unusable"]);
  const issuer = await asActor(services.db, actor, async (sql) => {
    if (!(await store.isMine(sql, personKey))) throw new Problem(common["not-found"]);
    return store.inForce(sql, statement.issuer);
  });
  if (issuer === null) throw new Problem(recognitionProblems["not-recognised"]);
  const isOurs = statement.audience === services.settings.province;
  const isCurrent = statement.issuedAt <= later(now, 90_000) && now < statement.expiresAt;
  const key = keyIn(issuer.key_set, sign1.kid, now);
  const publicKey = key === null || key.alg !== sign1.algorithm ? null : fromBase64url(key.publicKey);
  const isSigned = publicKey !== null && (await isSignedBy(sign1, publicKey, makeVerify()));
  if (!isOurs || !isCurrent || !isSigned) throw new Problem(recognitionProblems["statement-unusable"]);
  const { evidence, unknown } = recognise(statement, issuer.mapping, now);
  // Recorded by the platform itself: nobody can type evidence of another province, and no place of his is needed for it.
  const system = systemActor(services.settings.province);
  await asActor(services.db, system, async (sql) => {
    const asSystem = { sql, actor: system, now, services };
    const items = evidence.map(({ reason, kind, since, until }, at) => ({
      id: evidenceId(token, { personKey, at, issuedAt: statement.issuedAt }),
      personKey,
      kind,
      source: "recognition",
      sourceId: issuer.id,
      since,
      until,
      facts: { issuer: statement.issuer, reason },
    }));
    await recordEvidence(asSystem, items);
    await audit(asSystem, {
      action: "recognition.accept",
      objectKind: "person",
      objectId: personKey,
      detail: { issuer: statement.issuer, recognised: evidence.length, unknown },
    });
  });
  return {
    issuer: statement.issuer,
    evidence: evidence.map(({ reason, kind, until }) => ({ reason, kind, until: isoInstant(until) })),
    unknown: [...unknown],
  };
};

function keyIn(set: SignedKeySet, kid: Uint8Array | null, now: Instant) {
  const name = kid === null ? null : base64url(kid);
  return set.keys.find((key) => key.use === "code" && key.kid === name && isInForce(key, now)) ?? null;
}

/** The same reason of the same statement for the same person is the same evidence, however often it is brought: a UUIDv7. */
function evidenceId(
  token: Uint8Array,
  { personKey, at, issuedAt }: { personKey: string; at: number; issuedAt: Instant },
): string {
  const hash = createHash("sha256").update(token).update(`${personKey} ${at}`).digest("hex");
  const time = instantOf(issuedAt).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

const presented = (row: store.RecognitionRow) => ({
  id: row.id,
  issuer: row.issuer,
  rootKid: row.root_kid,
  mapping: { ...row.mapping },
  state: row.state,
  proposedAt: isoInstant(row.proposed_at),
  decidedAt: row.decided_at === null ? null : isoInstant(row.decided_at),
  note: row.note,
  keySetIssuedAt: row.key_set.issuedAt,
  keys: row.key_set.keys.map(({ kid, alg, use, validFrom, validUntil }) => ({ kid, alg, use, validFrom, validUntil })),
});
