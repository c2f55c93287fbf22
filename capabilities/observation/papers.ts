/** The papers of an observation: made from its facts, kept as they were, signed on the screen; all sealed. */

import { common } from "#kernel/problem.ts";
import { isSignature } from "#kernel/signature.ts";
import { dayOf, type Instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type { showDocuments } from "./contract.ts";
import { type Acting, fieldsHere, type InHand } from "./record.ts";
import { type DocumentKind, LAW, type Order } from "./rules/documents.ts";
import { type PaperFacts, paperOf } from "./rules/orders.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import * as store from "./store.ts";
import * as documents from "./store-documents.ts";

type Row = store.ObservationRow;
type Of = Pick<InHand, "row" | "profile">;

const REPEATED: ReadonlySet<DocumentKind> = new Set(["extension", "transfer", "conversion"]);

/** 居观〔2020〕320583第12号: by county and year, as offices number their papers. */
const numberOf = (county: string, year: number, n: number): string => `居观〔${year}〕${county}第${n}号`;

/** Who issues it, under which number, on what ground; as the clockwork. */
async function orderOf(ctx: Acting, row: Row, postId: string): Promise<Order> {
  const by = await documents.issuerOf(ctx.sql, {
    postId,
    profileArea: row.profile_area,
    profileVersion: row.profile_version,
  });
  if (by === null) throw new Error("an order without an issuer");
  const year = Number(dayOf(ctx.now).slice(0, 4));
  const number = numberOf(row.county, year, await documents.nextNumber(ctx.sql, row.county, year));
  return { number, issuer: by.issuer, legalBasis: by.cityBasis === null ? LAW : `${LAW}；${by.cityBasis}` };
}

/**
 * Makes a paper by the order of `byPost`; a notice, a release notice and an apology once. As the clockwork. `of`: before the
 * paper's own event, so that it can name the end that was.
 */
export async function makePaper(
  ctx: Acting,
  { row, profile }: Of,
  kind: DocumentKind,
  { byPost, ...made }: PaperFacts & { readonly byPost: string | null },
): Promise<void> {
  const id = newId();
  const order = kind === "apology" || byPost === null ? null : await orderOf(ctx, row, byPost);
  const { type, basis, d_zero: dZero, days, due_at: dueAt, is_minor: isMinor } = row;
  const at = row.released_at ?? ctx.now;
  const facts: PaperFacts = { days, dueAt: isoInstant(dueAt), ...made };
  const papers = paperOf(kind, { type, order, basis, dZero, days, dueAt, isMinor, profile }, at, facts);
  const one = {
    county: row.county,
    id,
    observationId: row.id,
    kind,
    madeAt: ctx.now,
    sealedText: seal(ctx.services.keys.sealingKey, JSON.stringify(papers), id),
    order,
    facts,
  };
  if (order !== null && REPEATED.has(kind)) await documents.insertOrder(ctx.sql, { ...one, order });
  else await documents.insertDocument(ctx.sql, one);
}

/** Puts a signature under the notice; a slip of the finger is none, and who declines signs nothing. */
export async function signNotice(
  ctx: Acting,
  row: Row,
  signed: { readonly by: "person" | "guardian" | "declined"; readonly path: string | null; readonly at: Instant },
): Promise<void> {
  const path = signed.by === "declined" ? null : signed.path;
  if (signed.by !== "declined" && (path === null || !isSignature(path))) throw new Problem(problems["signature-empty"]);
  const paper = (await documents.documentsOf(ctx.sql, [row.id])).find(({ kind }) => kind === "notice");
  if (paper === undefined) throw new Error("an observation without its notice");
  await documents.signDocument(
    ctx.sql,
    { id: paper.id, county: row.county },
    {
      at: signed.at,
      by: signed.by,
      signature: path === null ? null : seal(ctx.services.keys.sealingKey, path, `${paper.id}/signature`),
    },
  );
}

/** The papers in words, with their signatures. */
export function presentPapers(ctx: Pick<Context, "services">, rows: readonly documents.DocumentRow[]) {
  const key = ctx.services.keys.sealingKey;
  return rows.map((row) => ({
    kind: row.kind,
    madeAt: isoInstant(row.made_at),
    ...(JSON.parse(unseal(key, row.sealed_text, row.id)) as { zh: PaperText; en: PaperText }),
    signedAt: row.signed_at === null ? null : isoInstant(row.signed_at),
    signedBy: row.signed_by,
    number: row.number,
    issuer: row.issuer,
    legalBasis: row.legal_basis,
    signature: row.sealed_signature === null ? null : unseal(key, row.sealed_signature, `${row.id}/signature`),
  }));
}
type PaperText = { title: string; lines: string[] };

export const showPapers: Answer<typeof showDocuments> = async (ctx, { id }) => {
  const [row] = await store.observationsByIds(ctx.sql, [id]);
  if (row === undefined) throw new Problem(common["not-found"]);
  const fields = await fieldsHere(ctx, row);
  if (fields === null || !(fields.has("documents") || ctx.actor.role === "operator"))
    throw new Problem(problems["not-your-seat"]);
  const rows = await documents.documentsOf(ctx.sql, [id]);
  await audit(ctx, {
    action: "observation.papers",
    objectKind: "observation",
    objectId: id,
    place: row.place,
    detail: { papers: rows.length },
  });
  return { documents: presentPapers(ctx, rows) };
};
