/** Applying at the door or counter for someone who cannot, and the queue of identities that do not fit. */
import type { z } from "zod";
import { withdrawStanding } from "#capabilities/codes/evidence.ts";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal } from "#platform/seal.ts";
import { asSystem } from "./as-system.ts";
import type * as contract from "./contract-desk.ts";
import { logForHolders } from "./holder-log.ts";
import { identify, keepIdentity, reviewsOf } from "./identify.ts";
import { tellHolders } from "./notices.ts";
import { phoneOf } from "./phones.ts";
import { maskedName } from "./rules/names.ts";
import { residentProblems } from "./rules/problems.ts";
import * as store from "./store-claims.ts";
import * as reviews from "./store-reviews.ts";

const PAGE = 50;

/** The post has seen the document: the real key, unless the number itself fails. Shown to the person from then on. */
export const apply: Answer<typeof contract.applyForSomeone> = async (ctx, _params, body) => {
  const { sql, actor, now, services } = ctx;
  if (!body.place.startsWith(actor.area)) throw new Problem(common["not-found"]);
  const before = await store.claimById(sql, body.id);
  const phone = body.phone === undefined ? null : phoneOf(body.phone);
  const found = await identify(ctx, body, actor.postId);
  const personKey = found.document.failsCheck ? found.standInKey : found.realKey;
  const name = maskedName(found.name);
  if (before !== null) return { claimId: before.id, personKey: before.person_key, name };
  const { idType, idNumber } = found.document;
  const words = { name: found.name, number: idNumber, phone, country: body.country ?? null };
  await store.insertClaim(sql, {
    id: body.id,
    residentId: null,
    byPost: actor.postId,
    personKey,
    realKey: found.realKey,
    relation: null,
    document: body.document,
    idType,
    bornOn: found.bornOn,
    sealed: seal(services.keys.sealingKey, JSON.stringify(words), body.id),
    phoneKey: phone === null ? null : phoneKeyOf(services.keys.provinceKey, phone),
    nameKey: found.nameKey,
    matches: found.matches,
    numberFails: found.document.failsCheck,
    place: body.place,
    reason: body.reason,
    now,
    state: "carried",
  });
  await keepIdentity(ctx, { personKey, name: found.name, idType, idNumber, phone });
  const otherKey = personKey === found.realKey ? null : found.realKey;
  await store.insertReviews(
    sql,
    reviewsOf(found, {}).map((why) => ({
      id: newId(),
      claimId: body.id,
      personKey,
      otherKey,
      why,
      place: body.place.slice(0, 6),
    })),
    now,
  );
  await logForHolders(ctx, [
    {
      id: newId(),
      personKey,
      at: now,
      who: "worker",
      action: "proxy.apply",
      place: body.place,
      detail: { reason: body.reason },
    },
  ]);
  await tellHolders(ctx, [
    {
      personKey,
      kind: "declaration",
      zh: "社区工作人员已代您申请健康码。如不是您的意思，请联系社区。",
      en: "A community worker applied for your health code. If you did not want that, ask the community office.",
      subject: body.id,
    },
  ]);
  await audit(ctx, {
    action: "person.apply-for",
    objectKind: "person",
    objectId: personKey,
    place: body.place,
    detail: { reason: body.reason, document: body.document },
  });
  return { claimId: body.id, personKey, name };
};

/** Was it his document? A slip in the number, or another person of the same name, was found by looking at it. */
const isSeen = (why: store.ReviewWhy, decision: reviews.Decision): boolean =>
  decision === "correct-as-is" || (decision === "other-person" && why === "number-fails-check");

/** The code is no longer pending for the document, unless another review still asks for it. */
async function settleDocument(ctx: Context, row: reviews.ReviewRow, reason: string): Promise<void> {
  const { person_key: personKey, id: sourceId } = row;
  await asSystem(ctx, async (inside) => {
    if (await reviews.isDocumentUnseen(inside.sql, personKey)) return;
    const kind = "unseen-document";
    await withdrawStanding(inside, { personKeys: [personKey], kind, because: "source", sourceId, reason });
  });
}

const present = (row: reviews.ReviewRow): z.input<typeof contract.Review> => ({
  id: row.id,
  personKey: row.person_key,
  otherKey: row.other_key,
  why: row.why,
  place: row.place,
  at: isoInstant(row.at),
  decision: row.decision,
});

export const listReviews: Answer<typeof contract.listReviews> = async ({ sql }, { after = null }) => {
  const rows = await reviews.openReviews(sql, { after, limit: PAGE });
  return { reviews: rows.map(present), after: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null };
};

export const decideReview: Answer<typeof contract.decideReview> = async (ctx, { id }, { decision, reason }) => {
  const { sql, actor, now } = ctx;
  const row = await reviews.lockReview(sql, id);
  if (row === null || (actor.role !== "operator" && row.why !== "document-unseen"))
    throw new Problem(common["not-found"]);
  if (row.decision !== null) throw new Problem(residentProblems["already-released"]);
  await reviews.decide(sql, { id, decision, reason, post: actor.postId, now });
  // Same person: the account carries the real key from now on. Nobody's records are merged.
  if (decision === "same-person") await reviews.adoptRealKey(sql, row.claim_id, now);
  else if (isSeen(row.why, decision)) await settleDocument(ctx, row, reason);
  await audit(ctx, {
    action: "identity-review.decide",
    objectKind: "identity-review",
    objectId: id,
    place: row.place,
    detail: { decision, reason, why: row.why },
  });
  return present({ ...row, decision });
};
