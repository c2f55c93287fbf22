/** Filing an appeal: from the colour, at the door, on the phone, for a minor; and what its holder does afterwards. */
import { personKeyOf } from "#capabilities/people/keys.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { normaliseNumber, residentNumberFault } from "#kernel/identity.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { ATTACHMENTS_AT_MOST } from "./rules/attachments.ts";
import { appealProblems as problems } from "./rules/problems.ts";
import {
  type AppealChannel,
  type AppealKind,
  decisionDue,
  isUndecided,
  lastDue,
  REVIEW_ASKED_WITHIN,
  SECOND_REVIEW_FOR,
  triageDue,
} from "./rules/states.ts";
import { sealFile, sealWords } from "./sealing.ts";
import * as store from "./store.ts";
import { lineOf, viewOf } from "./views.ts";

type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;
type Filing = {
  readonly id: string;
  readonly personKey: string;
  readonly about: { readonly kind: "colour" | "evidence" | "case"; readonly ids: readonly string[] };
  readonly kind: AppealKind;
  readonly words: string;
  readonly attachments: readonly { readonly data: string }[];
};
type Taken = { readonly channel: AppealChannel; readonly ownerArea: string; readonly ownerPost: string | null };

/** The post that acts; null for residents, the platform and nobody. */
const postOf = ({ actor }: Pick<Context, "actor">) =>
  actor.role === "resident" || actor.role === "system" ? null : actor.postId;
const by = (ctx: Pick<Context, "actor">) => ({ post: postOf(ctx), role: ctx.actor.role });

/** Takes an appeal in; the same id again is the same one. */
async function take(ctx: Inside, filing: Filing, code: store.CodeRow, taken: Taken): Promise<store.AppealRow> {
  const { sql, now, services } = ctx;
  const before = await store.oneAppeal(sql, filing.id);
  if (before !== null) {
    if (before.person_key !== filing.personKey) throw new Problem(common["not-found"]);
    return before;
  }
  const standing = await store.standingOf(sql, filing.personKey, now);
  const evidenceIds =
    filing.about.kind === "evidence" ? filing.about.ids : filing.about.kind === "colour" ? standing : [];
  if (evidenceIds.some((id) => !standing.includes(id))) throw new Problem(problems["unknown-evidence"]);
  const [caseId] = filing.about.kind === "case" ? filing.about.ids : [];
  if (
    filing.about.kind === "case" &&
    (caseId === undefined || !(await store.isCaseOf(sql, caseId, filing.personKey)))
  ) {
    throw new Problem(problems["unknown-evidence"]);
  }
  const isOwned = taken.ownerPost !== null;
  const isNew = await store.insertAppeal(
    sql,
    {
      id: filing.id,
      person_key: filing.personKey,
      place: code.place,
      about_kind: filing.about.kind,
      about_ids: filing.about.ids,
      evidence_ids: evidenceIds,
      rule: filing.about.kind === "case" ? "declared-observed" : code.rule,
      kind: filing.kind,
      channel: taken.channel,
      state: isOwned ? "OWNED" : "RECEIVED",
      sealed_words: sealWords(services.keys, filing.id, filing.words),
      owner_area: taken.ownerArea,
      owner_post: taken.ownerPost,
      due_at: isOwned ? decisionDue(now, filing.kind) : triageDue(now),
      received_on: dayOf(now),
    },
    now,
  );
  if (!isNew) throw new Problem(problems["already-open"]);
  await attach(ctx, filing.id, 0, filing.attachments);
  if (caseId !== undefined) await store.markCaseAppealed(sql, caseId);
  await store.insertStep(sql, { id: newId(), appealId: filing.id, step: "received" }, by(ctx), now);
  if (isOwned) await store.insertStep(sql, { id: newId(), appealId: filing.id, step: "owned" }, by(ctx), now);
  await tellHolders(ctx, [
    {
      personKey: filing.personKey,
      kind: "appeal",
      zh: `申诉已收到，最迟${shanghai(isoInstant(lastDue(now)))}前答复。受理单位会办到底。`,
      en: `Your appeal was received and will be answered within 24 hours. The office that received it deals with it to the end.`,
      link: `/appeals/${filing.id}`,
      subject: filing.id,
    },
  ]);
  await audit(ctx, {
    action: "appeal.file",
    objectKind: "appeal",
    objectId: filing.id,
    place: code.place,
    detail: { channel: taken.channel, about: filing.about.kind },
  });
  const row = await store.oneAppeal(sql, filing.id);
  if (row === null) throw new Error("an appeal that was taken is not to be seen");
  return row;
}

/** 2月10日 09:00, as a letter writes it. */
const shanghai = (iso: string): string => {
  const at = new Date(Date.parse(iso) + 8 * 3_600_000);
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日${at.toISOString().slice(11, 16)}`;
};

async function attach(
  ctx: Inside,
  appealId: string,
  there: number,
  files: readonly { readonly data: string }[],
): Promise<void> {
  if (there + files.length > ATTACHMENTS_AT_MOST) throw new Problem(problems["too-many-attachments"]);
  for (const [at, { data }] of files.entries()) {
    await store.insertAttachment(
      ctx.sql,
      appealId,
      { n: there + at + 1, ...sealFile(ctx.services.keys, appealId, data) },
      ctx.now,
    );
  }
}

export const fileMine: Answer<typeof contract.fileMine> = async (ctx, _, body) => {
  const code = await store.codeOf(ctx.sql, body.personKey);
  if (code === null) throw new Problem(common["not-found"]);
  // The office that receives what comes by phone app is the county's.
  const row = await take(ctx, body, code, { channel: "app", ownerArea: code.place.slice(0, 6), ownerPost: null });
  return viewOf(ctx, row, await store.stepsOf(ctx.sql, row.id));
};

export const fileForSomeone: Answer<typeof contract.fileForSomeone> = async (ctx, _, { channel, ...filing }) => {
  const code = await store.codeOf(ctx.sql, filing.personKey);
  if (code === null) throw new Problem(common["not-found"]);
  const row = await take(ctx, filing, code, { channel, ownerArea: ctx.actor.area, ownerPost: ctx.actor.postId });
  return lineOf(row, ctx.now);
};

const ADULT_FROM = 18;

/** The number alone says that it is a minor's: the answer is the same whether the platform knows the person or not. */
export const fileForMinor: OpenAnswer<typeof contract.fileForMinor> = async ({ services, now }, _, body) => {
  const number = normaliseNumber(body.idNumber);
  const today = dayOf(now);
  const born = number.slice(6, 14);
  const adultOn = `${Number(born.slice(0, 4)) + ADULT_FROM}${born.slice(4)}`;
  if (residentNumberFault(number, today) !== null || adultOn <= today.replaceAll("-", "")) {
    throw new Problem(problems["not-a-minor"]);
  }
  const personKey = personKeyOf(services.keys.provinceKey, "111", number);
  const { province } = services.settings;
  const actor = systemActor(province);
  const answer = { id: body.id, receivedAt: isoInstant(now), lastDueAt: isoInstant(lastDue(now)) };
  for (const { data } of body.attachments) sealFile(services.keys, body.id, data);
  await asActor(services.db, actor, async (sql) => {
    const code = (await store.codeOf(sql, personKey)) ?? { place: province, rule: "nothing-found" };
    const filing: Filing = {
      id: body.id,
      personKey,
      about: { kind: "colour", ids: [] },
      kind: "exposure",
      words: body.words,
      attachments: body.attachments,
    };
    await take({ sql, actor, now, services }, filing, code, {
      channel: "helper",
      ownerArea: code.place.slice(0, 6),
      ownerPost: null,
    });
  }).catch((error: unknown) => {
    // That one is open already would tell that the person is known.
    if (!(error instanceof Problem) || error.kind !== problems["already-open"]) throw error;
  });
  return answer;
};

export const listMine: Answer<typeof contract.listMine> = async (ctx) => {
  const rows = await store.appealsOfMine(ctx.sql);
  return { now: isoInstant(ctx.now), appeals: rows.map((row) => lineOf(row, ctx.now)) };
};

async function mine(ctx: Context, id: string): Promise<store.AppealRow> {
  const row = await store.lockAppeal(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

export const showMine: Answer<typeof contract.showMine> = async (ctx, { id }) => {
  const row = await store.oneAppeal(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return viewOf(ctx, row, await store.stepsOf(ctx.sql, id));
};

export const addMine: Answer<typeof contract.addMine> = async (ctx, { id }, { attachments }) => {
  const row = await mine(ctx, id);
  if (!isUndecided(row.state)) throw new Problem(problems["not-now"]);
  await attach(ctx, id, (await store.attachmentsOf(ctx.sql, id)).length, attachments);
  await store.insertStep(ctx.sql, { id: newId(), appealId: id, step: "evidence" }, by(ctx), ctx.now);
  await audit(ctx, {
    action: "appeal.attach",
    objectKind: "appeal",
    objectId: id,
    place: row.place,
    detail: { count: attachments.length },
  });
  return viewOf(ctx, row, await store.stepsOf(ctx.sql, id));
};

export const askReview: Answer<typeof contract.askReview> = async (ctx, { id }, { words }) => {
  const row = await mine(ctx, id);
  if (row.state !== "NOTIFIED" || row.outcome === "upheld" || row.decided_at === null)
    throw new Problem(problems["not-now"]);
  if (ctx.now > later(row.decided_at, REVIEW_ASKED_WITHIN)) throw new Problem(problems["review-too-late"]);
  const isReviewed = (await store.stepsOf(ctx.sql, id)).some((one) => one.step === "reviewed");
  const next = await store.moveAppeal(ctx.sql, id, {
    state: isReviewed ? "OMBUDSMAN" : "SECOND_REVIEW",
    dueAt: isReviewed ? null : later(ctx.now, SECOND_REVIEW_FOR),
    reviewAskedAt: ctx.now,
  });
  await store.insertStep(
    ctx.sql,
    { id: newId(), appealId: id, step: isReviewed ? "ombudsman-asked" : "review-asked", words },
    by(ctx),
    ctx.now,
  );
  await audit(ctx, { action: "appeal.ask-review", objectKind: "appeal", objectId: id, place: row.place });
  return viewOf(ctx, next, await store.stepsOf(ctx.sql, id));
};
