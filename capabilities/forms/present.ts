/** Rows as the contract shows them. */
import type { z } from "zod";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { FormHead, FormDocument as Shape } from "./contract.ts";
import type { FormDocument } from "./rules/document.ts";
import type { AnswerRow, FormRow } from "./store.ts";

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

export const headOf = (row: FormRow): FormHead => ({
  id: row.id,
  key: row.key,
  version: row.version,
  title: { zh: row.title_zh, en: row.title_en },
  state: row.state,
  area: row.area,
  roles: FIELD_ROLES.filter((one) => row.roles.includes(one)),
  isReviewed: row.is_reviewed,
  from: iso(row.shown_from),
  until: iso(row.shown_until),
  broughtAt: isoInstant(row.brought_at),
  publishedAt: iso(row.published_at),
  endedAt: iso(row.ended_at),
});

/** The same document, as a shape that may be written to. */
export const documentOf = (document: FormDocument): z.input<typeof Shape> => document as z.input<typeof Shape>;

export const answerHeadOf = (row: AnswerRow) => ({
  id: row.id,
  formId: row.form_id,
  version: row.version,
  place: row.place,
  subjectKind: row.subject_kind,
  byName: row.by_name,
  keyedByName: row.keyed_by_name,
  madeAt: isoInstant(row.made_at),
  receivedAt: isoInstant(row.received_at),
  state: row.state,
  reason: row.reason,
});
