/** The papers of an observation: made from its facts, kept as they were, signed on the screen; all sealed. */

import { common } from "#kernel/problem.ts";
import { isSignature } from "#kernel/signature.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type { showDocuments } from "./contract.ts";
import type { Acting } from "./record.ts";
import { apologyOf, type DocumentKind, noticeOf, type Papers, releaseOf } from "./rules/documents.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import * as store from "./store.ts";
import * as documents from "./store-documents.ts";

type Row = store.ObservationRow;

function papersOf(row: Row, kind: DocumentKind, now: Instant): Papers {
  const facts = { basis: row.basis, dZero: row.d_zero, days: row.days, dueAt: row.due_at, isMinor: row.is_minor };
  if (kind === "notice") return noticeOf(facts);
  if (kind === "apology") return apologyOf();
  return releaseOf({ ...facts, releasedAt: row.released_at ?? now, isEarly: row.state === "ENDED_EARLY" });
}

/** Makes a paper, once. */
export async function makePaper(ctx: Acting, row: Row, kind: DocumentKind): Promise<void> {
  const id = newId();
  const text = JSON.stringify(papersOf(row, kind, ctx.now));
  await documents.insertDocument(ctx.sql, {
    county: row.county,
    id,
    observationId: row.id,
    kind,
    madeAt: ctx.now,
    sealedText: seal(ctx.services.keys.sealingKey, text, id),
  });
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
    signature: row.sealed_signature === null ? null : unseal(key, row.sealed_signature, `${row.id}/signature`),
  }));
}
type PaperText = { title: string; lines: string[] };

export const showPapers: Answer<typeof showDocuments> = async (ctx, { id }) => {
  const [row] = await store.observationsByIds(ctx.sql, [id]);
  if (row === undefined) throw new Problem(common["not-found"]);
  return { documents: presentPapers(ctx, await documents.documentsOf(ctx.sql, [id])) };
};
