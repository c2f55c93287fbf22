/** Codes on paper, for those without a phone: printed by whoever is responsible where the person lives, green only. */
import type { z } from "zod";
import { shortCodeOf } from "#capabilities/checkpoints/rules/short-code.ts";
import { currentColours } from "#capabilities/codes/evidence.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { common } from "#kernel/problem.ts";
import { DAY, type Instant, instantOf, isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { unseal } from "#platform/seal.ts";
import { takeCodeIds } from "./code-ids.ts";
import type * as contract from "./contract.ts";
import { credentialProblems } from "./contract.ts";
import { keyRingOf } from "./key-ring.ts";
import { listCodes } from "./store-changes.ts";
import { endPaper, keepPaper, lockedSeq, openForPaper, type PaperRow, papers } from "./store-paper.ts";
import { encodeToken, qrOf } from "./token.ts";

export const print: Answer<typeof contract.printPaperCode> = async (ctx, _params, { personKey, days }) => {
  const { sql, actor, now, services } = ctx;
  const opened = await openForPaper(sql, { entryId: newId(), at: now, personKey });
  const [decisionSeq, current] = [
    await lockedSeq(sql, personKey),
    (await currentColours(ctx, [personKey])).get(personKey),
  ];
  if (opened.outcome === "not-found" || decisionSeq === null || current === undefined)
    throw new Problem(credentialProblems["no-code"]);
  if (!current.isSound) throw new Problem(credentialProblems["cannot-be-confirmed"]);
  if (current.colour !== "green") throw new Problem(credentialProblems["not-green"]);
  const [codeId = 0] = await takeCodeIds(services, 1);
  const issuedAt = instantOf(Math.floor(now / 1000) * 1000);
  const expiresAt = instantOf(issuedAt + days * DAY);
  const issuer = services.settings.province;
  const claims = { issuer, codeId, issuedAt, expiresAt, colour: current.colour, holderKey: null, isShortStay: false };
  const token = encodeToken({ ...claims, form: "paper" }, keyRingOf(services).signer("code", now));
  const { place } = current;
  const id = newId();
  const paper = { id, personKey, place, issuer, codeId, colour: current.colour, decisionSeq, issuedAt, expiresAt };
  await keepPaper(sql, { ...paper, printedBy: actor.postId });
  await audit(ctx, {
    action: "paper-code.print",
    objectKind: "person",
    objectId: personKey,
    place,
    detail: { paperId: id, days },
  });
  await tellHolder(ctx, personKey, "paper-code.print", place);
  return { paper: presented(await own(ctx, id)), qr: qrOf(token), lastFour: lastFourIn(ctx, opened.sealed, personKey) };
};

export const list: Answer<typeof contract.listPaperCodes> = async ({ sql }, { personKey }) => ({
  items: (await papers(sql, { personKey: personKey ?? null, id: null })).map(presented),
});

export const revoke: Answer<typeof contract.revokePaperCode> = async (ctx, { id }, { because }) => {
  const paper = await own(ctx, id);
  if (paper.revoked_at !== null) throw new Problem(credentialProblems["paper-ended"]);
  await endPaper(ctx.sql, { id, because, by: ctx.actor.postId, at: ctx.now });
  await listCodes(ctx.sql, paper.person_key, [paper.code_id], ctx.now);
  await audit(ctx, {
    action: "paper-code.revoke",
    objectKind: "person",
    objectId: paper.person_key,
    place: paper.place,
    detail: { paperId: id, because },
  });
  return presented(await own(ctx, id));
};

async function own({ sql }: Pick<Context, "sql">, id: string): Promise<PaperRow> {
  const [paper] = await papers(sql, { personKey: null, id });
  if (paper === undefined) throw new Problem(common["not-found"]);
  return paper;
}

const presented = (row: PaperRow): z.input<typeof contract.revokePaperCode.result> => ({
  id: row.id,
  personKey: row.person_key,
  place: row.place,
  shortCode: shortCodeOf(row.code_id),
  issuedAt: isoInstant(row.issued_at),
  expiresAt: isoInstant(row.expires_at),
  printedBy: row.printed_by,
  revokedAt: isoOrNull(row.revoked_at),
  revokedBecause: row.revoked_because,
  isListed: row.listed_at !== null,
});

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

/** The last four of the identity number, as whoever compares it with the card sees them. */
function lastFourIn({ services }: Context, sealed: Uint8Array | null, personKey: string): string | null {
  if (sealed === null) return null;
  const facts: { idNumber?: string | null } = JSON.parse(unseal(services.keys.sealingKey, sealed, personKey));
  return facts.idNumber?.slice(-4) ?? null;
}

const tellHolder = (ctx: Context, personKey: string, action: string, place: string): Promise<void> =>
  logForHolders(ctx, [
    {
      id: newId(),
      personKey,
      at: ctx.now,
      who: ctx.actor.role === "health-worker" ? "health" : ctx.actor.role === "operator" ? "centre" : "worker",
      action,
      place,
      detail: {},
    },
  ]);
