/** The persons an account carries: oneself, family, wards; applied for, agreed to, ended. */
import type { z } from "zod";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { maskPhone } from "#capabilities/people/rules/mask.ts";
import { common } from "#kernel/problem.ts";
import { DAY, dayOf, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer, OpenContext } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { claimWords, type Identified, identify, keepIdentity, reviewsOf } from "./identify.ts";
import { tellHolders } from "./notices.ts";
import { sendCode, takeCode } from "./one-time-codes.ts";
import { phoneOf } from "./phones.ts";
import { isMinorOn, mayCarry } from "./rules/carrying.ts";
import { lastFourOf } from "./rules/documents.ts";
import { maskedName } from "./rules/names.ts";
import { residentProblems } from "./rules/problems.ts";
import * as store from "./store-claims.ts";
import { unreadOf } from "./store-notices.ts";
import { phoneOfAccount } from "./store-residents.ts";

/** Claims of an account a day: enough for a family with slips, too few to try out strangers' numbers. */
const CLAIMS_A_DAY = 20;

type Asked = z.output<(typeof contract.addPerson)["body"]>;
type Added = z.input<(typeof contract.addPerson)["result"]>;
type In = OpenContext & { readonly sql: Sql };

/** As the clockwork: the comparison and the code's message are not the resident's to see. Every row is the account's. */
export const add: OpenAnswer<typeof contract.addPerson> = (ctx, _params, body) =>
  asActor(ctx.services.db, systemActor(ctx.services.settings.province), (sql) => addOne({ ...ctx, sql }, body));

async function addOne(ctx: In, body: Asked): Promise<Added> {
  const { sql, now } = ctx;
  const residentId = ctx.actor.accountId;
  const carried = await store.lockCarried(sql, residentId);
  const before = await store.claimById(sql, body.id);
  if (before !== null) return answerAgain(before, residentId);
  if ((await store.claimsSince(sql, residentId, later(now, -DAY))) >= CLAIMS_A_DAY)
    throw new Problem(residentProblems["too-many-persons"]);
  const phone = body.phone === undefined ? null : phoneOf(body.phone);
  const found = await identify(ctx, body, residentId);
  const facts = { relation: body.relation, bornOn: found.bornOn, givesPhone: phone !== null, ...carried };
  const may = mayCarry(facts, dayOf(now));
  if (may !== "at-once" && may !== "by-code" && may !== "once-seen") throw new Problem(residentProblems[may]);
  const holder = await store.selfAccountOf(sql, found.realKey);
  const isHeldElsewhere = holder !== null && holder !== residentId;
  // With a code from his own phone the holder agrees; without one, whoever asks gets a key of his own and a review.
  const isUnseen = may === "once-seen";
  const usesStandIn = found.document.failsCheck || isUnseen || (isHeldElsewhere && may === "at-once");
  const personKey = usesStandIn ? found.standInKey : found.realKey;
  await keepClaim(ctx, body, { found, personKey, phone, state: may === "by-code" ? "awaiting" : "carried" });
  if (may === "by-code") {
    await askHim(ctx, { claimId: body.id, phone: phone ?? "", holder });
    return { claimId: body.id, state: "awaiting-confirmation", personKey: null };
  }
  await carryNow(ctx, { body, found, personKey, phone, isHeldElsewhere, isUnseen });
  return { claimId: body.id, state: "carried", personKey };
}

function answerAgain(claim: store.ClaimRow, residentId: string): Added {
  if (claim.resident_id !== residentId) throw new Problem(common.conflict);
  const isCarried = claim.state === "carried";
  return {
    claimId: claim.id,
    state: isCarried ? "carried" : "awaiting-confirmation",
    personKey: isCarried ? claim.person_key : null,
  };
}

type Claiming = { found: Identified; personKey: string; phone: string | null; state: "carried" | "awaiting" };

async function keepClaim(ctx: In, body: Asked, { found, personKey, phone, state }: Claiming): Promise<void> {
  const { keys } = ctx.services;
  const words = { name: found.name, number: found.document.idNumber, phone, country: body.country ?? null };
  await store.insertClaim(ctx.sql, {
    id: body.id,
    residentId: ctx.actor.accountId,
    byPost: null,
    personKey,
    realKey: found.realKey,
    relation: body.relation,
    document: body.document,
    idType: found.document.idType,
    bornOn: found.bornOn,
    sealed: seal(keys.sealingKey, JSON.stringify(words), body.id),
    phoneKey: phone === null ? null : phoneKeyOf(keys.provinceKey, phone),
    nameKey: found.nameKey,
    matches: found.matches,
    numberFails: found.document.failsCheck,
    place: body.place ?? null,
    reason: null,
    now: ctx.now,
    state,
  });
}

/** The code goes to the phone given, unless the person has an account with another: then to nobody, with the same answer. */
async function askHim(ctx: In, of: { claimId: string; phone: string; holder: string | null }): Promise<void> {
  const sealed = of.holder === null ? null : await phoneOfAccount(ctx.sql, of.holder);
  const own = of.holder === null || sealed === null ? null : unseal(ctx.services.keys.sealingKey, sealed, of.holder);
  await sendCode(ctx, {
    phone: of.phone,
    use: of.claimId,
    address: ctx.request.ip,
    isSent: own === null || own === of.phone,
    text: (code) =>
      `【网格】有人申请代您出示健康码，同意请把验证码 ${code} 告诉对方；不同意请忽略。Someone asks to carry your health code: tell them ${code} if you agree.`,
  });
}

type Carrying = {
  body: Asked;
  found: Identified;
  personKey: string;
  phone: string | null;
  isHeldElsewhere: boolean;
  /** Nobody agreed and nobody has seen the document: a neighbour applied. */
  isUnseen: boolean;
};

async function carryNow(ctx: In, carrying: Carrying): Promise<void> {
  const { body, found, personKey, phone, isHeldElsewhere, isUnseen } = carrying;
  const { sql, now } = ctx;
  const residentId = ctx.actor.accountId;
  const { relation } = body;
  await store.carry(sql, { residentId, personKey, relation, byResident: relation === "self" ? null : residentId, now });
  const { idType, idNumber } = found.document;
  await keepIdentity(ctx, { personKey, name: found.name, idType, idNumber, phone });
  // A ward's whole place: the grid that looks at the document is found by it. The declaration puts it right.
  const place = (isUnseen ? body.place : body.place?.slice(0, 6)) ?? ctx.services.settings.province;
  const otherKey = personKey === found.realKey ? null : found.realKey;
  const reviews = reviewsOf(found, { isHeldElsewhere, isUnseen }).map((why) => ({ why, otherKey }));
  const namesake = found.bornOn === null ? null : await store.namesakeOf(sql, { ...found, bornOn: found.bornOn });
  const all = namesake === null ? reviews : [...reviews, { why: "same-name-near" as const, otherKey: namesake }];
  await store.insertReviews(
    sql,
    all.map((one) => ({ id: newId(), claimId: body.id, personKey, place, ...one })),
    now,
  );
  if (isHeldElsewhere) await warnHolder(ctx, found.realKey, body.id);
  const takesOver = relation === "self" && personKey === found.realKey && found.matches !== false;
  if (takesOver) {
    const keepChildren = isMinorOn(found.bornOn, dayOf(now)) === true;
    await store.endCarriers(sql, { personKey, except: residentId, keepChildren, now });
  }
  await audit(ctx, {
    action: "person.carry",
    objectKind: "person",
    objectId: personKey,
    detail: { relation, document: body.document, reviews: all.length },
  });
}

const warnHolder = (ctx: In, personKey: string, claimId: string): Promise<void> =>
  tellHolders(ctx, [
    {
      personKey,
      kind: "case",
      zh: "有人用另一部手机以您的证件申请健康码，已交人工核实，对方看不到您的信息。如果是您本人换了手机，请携证件到社区办理。",
      en: "Someone applied for a code with your document from another phone. It is being looked into and shows them nothing of yours. If it was you with a new phone, bring your document to the community office.",
      subject: claimId,
    },
  ]);

/** The try is committed before it is refused. */
export const confirm: OpenAnswer<typeof contract.confirmPerson> = async (ctx, _params, { claimId, code }) => {
  const done = await asActor(ctx.services.db, systemActor(ctx.services.settings.province), async (sql) => {
    const inside = { ...ctx, sql };
    const claim = await store.claimById(sql, claimId);
    if (
      claim === null ||
      claim.resident_id !== ctx.actor.accountId ||
      claim.state === "ended" ||
      claim.relation === null
    )
      return "not-found" as const;
    if (claim.state === "carried") return { personKey: claim.person_key };
    const isRight = await takeCode(inside, { phoneKey: claim.phone_key ?? claim.id, use: claimId, code });
    if (!isRight) return "wrong-code" as const;
    const residentId = ctx.actor.accountId;
    await store.carry(sql, {
      residentId,
      personKey: claim.person_key,
      relation: claim.relation,
      byResident: residentId,
      now: ctx.now,
    });
    await store.setClaimState(sql, claimId, "carried");
    const { name, number, phone } = claimWords(ctx.services, claim);
    await keepIdentity(inside, { personKey: claim.person_key, name, idType: claim.id_type, idNumber: number, phone });
    await audit(inside, { action: "person.confirm", objectKind: "person", objectId: claim.person_key });
    return { personKey: claim.person_key };
  });
  if (done === "not-found") throw new Problem(common["not-found"]);
  if (done === "wrong-code") throw new Problem(residentProblems["wrong-code"]);
  return done;
};

export const end: Answer<typeof contract.endPerson> = async (ctx, { personKey }) => {
  if (!(await store.endCarrying(ctx.sql, ctx.actor.accountId, personKey, ctx.now)))
    throw new Problem(common["not-found"]);
  await audit(ctx, { action: "person.end-carrying", objectKind: "person", objectId: personKey });
  return {};
};

/** The persons of the account, as it may see them. */
export async function presentPersons(ctx: Context): Promise<z.input<typeof contract.CarriedPerson>[]> {
  const today = dayOf(ctx.now);
  const rows = await store.carriedBy(ctx.sql, ctx.actor.accountId);
  return rows.map((row) => {
    const said = row.claim_id === null || row.sealed === null ? null : { id: row.claim_id, sealed: row.sealed };
    const words = said === null ? null : claimWords(ctx.services, said);
    return {
      personKey: row.person_key,
      name: maskedName(words?.name ?? ""),
      lastFour: lastFourOf(words?.number ?? ""),
      document: row.document ?? "none-yet",
      relation: row.relation,
      isMinor: isMinorOn(row.born_on, today),
      hasPhone: row.relation === "self" || row.has_own_account,
      place: row.place,
      since: isoInstant(row.added_at),
      appliedBy: appliedBy(row),
      declaredAt: row.declared_at === null ? null : isoInstant(row.declared_at),
      isUnderReview: row.is_under_review,
    };
  });
}

function appliedBy(row: store.CarriedRow): "self" | "family" | "neighbour" | "worker" {
  if (row.added_by_post !== null) return "worker";
  if (row.relation === "self") return "self";
  return row.relation === "ward" ? "neighbour" : "family";
}

export const showMe: Answer<typeof contract.showMe> = async (ctx) => {
  const { sql, services, now } = ctx;
  const residentId = ctx.actor.accountId;
  const sealed = await phoneOfAccount(sql, residentId);
  const awaiting = await store.awaitingOf(sql, residentId);
  return {
    residentId,
    phone: sealed === null ? null : maskPhone(unseal(services.keys.sealingKey, sealed, residentId)),
    now: isoInstant(now),
    isDemo: services.settings.isDemo,
    unread: await unreadOf(sql, residentId),
    persons: await presentPersons(ctx),
    awaiting: awaiting.map((claim) => ({
      claimId: claim.id,
      name: maskedName(claimWords(services, claim).name),
      relation: claim.relation ?? "ward",
    })),
  };
};

/**
 * One person of the account for a page about him. `isProven`: what the platform knows of him may be shown to this
 * account; not while somebody has yet to look at the document, nor when the name is not the register's.
 */
export async function presentPerson(
  ctx: Context,
  personKey: string,
): Promise<{ readonly name: string; readonly lastFour: string; readonly isProven: boolean }> {
  const person = (await presentPersons(ctx)).find((one) => one.personKey === personKey);
  if (person === undefined) throw new Problem(common["not-found"]);
  const isProven = !person.isUnderReview && !(await store.isDoubted(ctx.sql, ctx.actor.accountId, personKey));
  return { name: person.name, lastFour: person.lastFour, isProven };
}
