/** SQL of forms. Row-level security: forms of one's area and above; answers of one's area, and one's own. */
import type { Role } from "#kernel/actor.ts";
import { afterArea, selfAndAncestors } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { FormDocument, Subject } from "./rules/document.ts";

export type FormState = "draft" | "published" | "replaced" | "withdrawn";
export type FormRow = {
  readonly id: string;
  readonly key: string;
  readonly version: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly state: FormState;
  readonly area: string;
  readonly roles: Role[];
  readonly is_reviewed: boolean;
  readonly shown_from: Instant | null;
  readonly shown_until: Instant | null;
  readonly brought_at: Instant;
  readonly published_at: Instant | null;
  readonly ended_at: Instant | null;
};
export type WholeForm = FormRow & { readonly document: FormDocument };

const head = (sql: Sql) => sql`
  f.id, f.key, f.version, f.title_zh, f.title_en, f.state, f.area, f.roles, f.is_reviewed, f.shown_from, f.shown_until,
  f.brought_at, f.published_at, f.ended_at`;

export const insertForm = (
  sql: Sql,
  row: {
    readonly id: string;
    readonly document: FormDocument;
    readonly area: string;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<unknown> => sql`
  insert into form (id, key, version, title_zh, title_en, document, area, brought_by, brought_at)
  values (${row.id}, ${row.document.key}, ${row.document.version}, ${row.document.title.zh}, ${row.document.title.en},
          ${sql.json(row.document as never)}, ${row.area}, ${row.by}, ${row.at})`;

/** Is this version here already, in this area, as a draft or more? Reads form_by_area. */
export async function isVersionHere(sql: Sql, area: string, key: string, version: string): Promise<boolean> {
  const rows = await sql`select 1 from form where area = ${area} and key = ${key} and version = ${version} limit 1`;
  return rows.length > 0;
}

/** One form with its document, or null. Reads form_pkey. */
export async function findForm(sql: Sql, id: string): Promise<WholeForm | null> {
  const [row] = await sql<WholeForm[]>`select ${head(sql)}, f.document from form f where f.id = ${id}`;
  return row ?? null;
}

/** Forms of an area, of places inside it and of those around it; the latest first. Reads form_by_area. */
export const formsAround = (sql: Sql, area: string, limit: number): Promise<FormRow[]> => sql<FormRow[]>`
  select ${head(sql)} from form f
   where f.area = any (${selfAndAncestors(area)}::text[]) or (f.area > ${area} and f.area < ${afterArea(area)})
   order by coalesce(f.published_at, f.brought_at) desc, f.id limit ${limit}`;

/** Published versions of a key in an area or one around it. Reads form_standing. */
export const standingOf = (sql: Sql, area: string, key: string): Promise<FormRow[]> => sql<FormRow[]>`
  select ${head(sql)} from form f
   where f.area = any (${selfAndAncestors(area)}::text[]) and f.key = ${key} and f.state = 'published' for update`;

/** Does a version of a key stand in an area or one around it? Reads form_standing. */
export async function isStanding(
  sql: Sql,
  of: { readonly area: string; readonly key: string; readonly now: Instant },
): Promise<boolean> {
  const rows = await sql`
    select 1 from form
     where area = any (${selfAndAncestors(of.area)}::text[]) and key = ${of.key} and state = 'published'
       and (shown_until is null or shown_until > ${of.now}) limit 1`;
  return rows.length > 0;
}

export const publish = (
  sql: Sql,
  id: string,
  given: {
    readonly area: string;
    readonly roles: readonly string[];
    readonly isReviewed: boolean;
    readonly from: Instant;
    readonly until: Instant | null;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<unknown> => sql`
  update form set state = 'published', area = ${given.area}, roles = ${[...given.roles]}, is_reviewed = ${given.isReviewed},
                  shown_from = ${given.from}, shown_until = ${given.until}, published_by = ${given.by},
                  published_at = ${given.at}
   where id = ${id} and state = 'draft'`;

/** Ends a published version; false when it no longer stood. */
export async function endForm(sql: Sql, id: string, state: "replaced" | "withdrawn", at: Instant): Promise<boolean> {
  const rows = await sql`
    update form set state = ${state}, ended_at = ${at} where id = ${id} and state = 'published' returning id`;
  return rows.length === 1;
}

/** Published forms for a role on a phone of an area, by id. Reads form_by_area. */
export const formsForPhone = (
  sql: Sql,
  of: {
    readonly area: string;
    readonly role: string;
    readonly now: Instant;
    readonly ids: readonly string[] | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<WholeForm[]> => sql<WholeForm[]>`
  select ${head(sql)}, f.document from form f
   where (f.area = any (${selfAndAncestors(of.area)}::text[]) or (f.area > ${of.area} and f.area < ${afterArea(of.area)}))
     and f.state = 'published' and ${of.role} = any (f.roles) and (f.shown_until is null or f.shown_until > ${of.now})
     and (${of.ids === null}::boolean or f.id = any (${[...(of.ids ?? [])]}::uuid[]))
     and (${of.after}::uuid is null or f.id > ${of.after}::uuid)
   order by f.id limit ${of.limit}`;

export type AnswerState = "kept" | "to-review" | "returned" | "approved" | "replaced";
export type AnswerRow = {
  readonly id: string;
  readonly form_id: string;
  readonly version: string;
  readonly key: string;
  readonly place: string;
  readonly subject_kind: Subject;
  readonly subject_id: string | null;
  readonly by_post: string;
  readonly by_name: string | null;
  readonly made_at: Instant;
  readonly received_at: Instant;
  readonly state: AnswerState;
  readonly reason: string | null;
  readonly decided_by_name: string | null;
  readonly keyed_by: string | null;
  readonly keyed_by_name: string | null;
  readonly sealed_answers: Uint8Array;
};

const nameOf = (sql: Sql, post: "by_post" | "decided_by" | "keyed_by") => sql`
  (select c.display_name from post p join account c on c.id = p.account_id where p.id = a.${sql(post)})`;
const answer = (sql: Sql) => sql`
  a.id, a.form_id, f.version, f.key, a.place, a.subject_kind, a.subject_id, a.by_post, a.made_at, a.received_at, a.state, a.reason,
  a.sealed_answers, a.keyed_by, ${nameOf(sql, "keyed_by")} as keyed_by_name, ${nameOf(sql, "by_post")} as by_name, ${nameOf(sql, "decided_by")} as decided_by_name`;

export const insertAnswer = (
  sql: Sql,
  row: {
    readonly id: string;
    readonly formId: string;
    readonly place: string;
    readonly subject: { readonly kind: string; readonly id: string } | null;
    readonly byPost: string;
    readonly madeAt: Instant;
    readonly receivedAt: Instant;
    readonly sealed: Buffer;
    readonly keyId: string;
    readonly state: AnswerState;
    readonly corrects: string | null;
    readonly keyedBy: string | null;
  },
): Promise<unknown> => sql`
  insert into form_answer (county, id, form_id, place, subject_kind, subject_id, by_post, made_at, received_at,
                           sealed_answers, key_id, state, corrects, keyed_by)
  values (${row.place.slice(0, 6)}, ${row.id}, ${row.formId}, ${row.place}, ${row.subject?.kind ?? "none"},
          ${row.subject?.id ?? null}, ${row.byPost}, ${row.madeAt}, ${row.receivedAt}, ${row.sealed}, ${row.keyId},
          ${row.state}, ${row.corrects}, ${row.keyedBy})`;

/** One answer, or null. Reads form_answer_pkey. */
export async function findAnswer(sql: Sql, id: string): Promise<AnswerRow | null> {
  const [row] = await sql<AnswerRow[]>`
    select ${answer(sql)} from form_answer a join form f on f.id = a.form_id where a.id = ${id}`;
  return row ?? null;
}

/** An answer and those that it corrects, one by one: their photos are its photos. Reads form_answer_pkey. */
export async function withCorrected(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive chain as (
      select id, corrects, 1 as n from form_answer where id = ${id}
       union all select a.id, a.corrects, c.n + 1 from form_answer a join chain c on a.id = c.corrects and c.n < 10)
    select id from chain`;
  return rows.map((row) => row.id);
}

/** A returned answer of this post is replaced by its correction; false when there is none such. */
export async function replaceAnswer(sql: Sql, id: string, post: string, at: Instant): Promise<boolean> {
  const rows = await sql`
    update form_answer set state = 'replaced', replaced_at = ${at}
     where id = ${id} and by_post = ${post} and state = 'returned' returning id`;
  return rows.length === 1;
}

/** Decides one that waits; false when it does not (any more). */
export async function decide(
  sql: Sql,
  id: string,
  by: { readonly post: string; readonly at: Instant; readonly reason: string | null },
): Promise<boolean> {
  const rows = await sql`
    update form_answer
       set state = ${by.reason === null ? "approved" : "returned"}, reason = ${by.reason}, decided_by = ${by.post},
           decided_at = ${by.at}
     where id = ${id} and state = 'to-review' returning id`;
  return rows.length === 1;
}

/** Answers to a form in an area, the latest first. Reads form_answer_by_form. */
export const answersAround = (
  sql: Sql,
  of: {
    readonly area: string;
    readonly formId: string;
    readonly isToReview: boolean;
    readonly before: Instant;
    readonly limit: number;
  },
): Promise<AnswerRow[]> => sql<AnswerRow[]>`
  select ${answer(sql)} from form_answer a join form f on f.id = a.form_id
   where a.form_id = ${of.formId} and a.place >= ${of.area} and a.place < ${afterArea(of.area)}
     and a.received_at < ${of.before} and (${!of.isToReview}::boolean or a.state = 'to-review')
   order by a.received_at desc, a.id limit ${of.limit}`;

/**
 * What stood at an instant of the answers to any version of a form's key over an area, those made from–until; one that was
 * replaced by then does not stand. Reads form_by_area and form_answer_by_form.
 */
export const answersAsOf = (
  sql: Sql,
  of: {
    readonly area: string;
    readonly key: string;
    readonly from: Instant;
    readonly until: Instant;
    readonly asOf: Instant;
    readonly limit: number;
  },
): Promise<Pick<AnswerRow, "id" | "form_id" | "place" | "made_at" | "state" | "sealed_answers">[]> => sql`
  select a.id, a.form_id, a.place, a.made_at, a.state, a.sealed_answers from form_answer a join form f on f.id = a.form_id
   where f.key = ${of.key} and a.place >= ${of.area} and a.place < ${afterArea(of.area)}
     and a.made_at >= ${of.from} and a.made_at < ${of.until} and a.received_at <= ${of.asOf}
     and (a.replaced_at is null or a.replaced_at > ${of.asOf})
     and not (a.state = 'returned' and a.decided_at <= ${of.asOf})
   order by a.id limit ${of.limit}`;

/**
 * Of those answers the last one about each door or household. Reads form_by_area and form_answer_by_form.
 */
export const lastAnswersAsOf = (
  sql: Sql,
  of: {
    readonly area: string;
    readonly key: string;
    readonly until: Instant;
    readonly asOf: Instant;
    readonly limit: number;
  },
): Promise<{ readonly id: string; readonly subject_id: string; readonly sealed_answers: Uint8Array }[]> => sql`
  select distinct on (a.subject_id) a.id, a.subject_id, a.sealed_answers
    from form_answer a join form f on f.id = a.form_id
   where f.key = ${of.key} and a.place >= ${of.area} and a.place < ${afterArea(of.area)}
     and a.subject_kind in ('door', 'household') and a.made_at < ${of.until} and a.received_at <= ${of.asOf}
     and (a.replaced_at is null or a.replaced_at > ${of.asOf})
     and not (a.state = 'returned' and a.decided_at <= ${of.asOf})
   order by a.subject_id, a.made_at desc, a.id desc limit ${of.limit}`;

/** The latest published document of a key that an area can see. Reads form_by_area. */
export async function latestOf(sql: Sql, area: string, key: string): Promise<WholeForm | null> {
  const [row] = await sql<WholeForm[]>`
    select ${head(sql)}, f.document from form f
     where f.key = ${key} and f.state <> 'draft'
       and (f.area = any (${selfAndAncestors(area)}::text[]) or (f.area > ${area} and f.area < ${afterArea(area)}))
     order by f.published_at desc limit 1`;
  return row ?? null;
}

/** A post's own answers on a phone of an area, by id. Reads form_answer_by_post. */
export const answersForPhone = (
  sql: Sql,
  of: {
    readonly area: string;
    readonly post: string;
    readonly since: Instant;
    readonly ids: readonly string[] | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<AnswerRow[]> => sql<AnswerRow[]>`
  select ${answer(sql)} from form_answer a join form f on f.id = a.form_id
   where a.by_post = ${of.post} and a.received_at > ${of.since} and a.state <> 'replaced'
     and a.place >= ${of.area} and a.place < ${afterArea(of.area)}
     and (${of.ids === null}::boolean or a.id = any (${[...(of.ids ?? [])]}::uuid[]))
     and (${of.after}::uuid is null or a.id > ${of.after}::uuid)
   order by a.id limit ${of.limit}`;
