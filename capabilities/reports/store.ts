/** SQL of reports. Row-level security: templates of one's area and above, reports of one's area. */
import { afterArea, selfAndAncestors } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Missing } from "./rules/missing.ts";

export type PlacedMarker = {
  readonly sheet: string;
  readonly cell: string;
  readonly marker: string;
  readonly isRepeated: boolean;
};
export type TemplateRow = {
  readonly id: string;
  readonly area: string;
  readonly department: string;
  readonly title: string;
  readonly version: number;
  readonly markers: readonly PlacedMarker[];
  readonly daily_at: string | null;
  readonly brought_at: Instant;
  readonly ended_at: Instant | null;
};

const template = (sql: Sql) => sql`
  t.id, t.area, t.department, t.title, t.version, t.markers, t.daily_at, t.brought_at, t.ended_at`;

/** Ends the version that stands under a title and returns the next one's number and schedule. Reads report_template_version. */
export async function nextVersion(
  sql: Sql,
  of: { readonly area: string; readonly department: string; readonly title: string },
  at: Instant,
): Promise<{ readonly version: number; readonly dailyAt: string | null }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`report-template ${of.area} ${of.department} ${of.title}`}, 0))`;
  const [row] = await sql<{ version: number; daily_at: string | null }[]>`
    select version, daily_at from report_template
     where area = ${of.area} and department = ${of.department} and title = ${of.title} order by version desc limit 1`;
  await sql`
    update report_template set ended_at = ${at}
     where area = ${of.area} and department = ${of.department} and title = ${of.title} and ended_at is null`;
  return { version: (row?.version ?? 0) + 1, dailyAt: row?.daily_at ?? null };
}

export const insertTemplate = (
  sql: Sql,
  row: Omit<TemplateRow, "brought_at" | "ended_at"> & {
    readonly workbook: Buffer;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<unknown> => sql`
  insert into report_template (id, area, department, title, version, workbook, markers, daily_at, brought_by, brought_at)
  values (${row.id}, ${row.area}, ${row.department}, ${row.title}, ${row.version}, ${row.workbook},
          ${sql.json(row.markers as never)}, ${row.daily_at}, ${row.by}, ${row.at})`;

/** One template, or null. Reads report_template_pkey. */
export async function findTemplate(sql: Sql, id: string): Promise<TemplateRow | null> {
  const [row] = await sql<TemplateRow[]>`select ${template(sql)} from report_template t where t.id = ${id}`;
  return row ?? null;
}

/** The workbook of a template. Reads report_template_pkey. */
export async function workbookOf(sql: Sql, id: string): Promise<Buffer> {
  const [row] = await sql<{ workbook: Uint8Array }[]>`select workbook from report_template where id = ${id}`;
  return Buffer.from(row?.workbook ?? []);
}

/** Templates of an area and of those around it that stand. Reads report_template_version. */
export const templatesAround = (sql: Sql, area: string, limit: number): Promise<TemplateRow[]> => sql<TemplateRow[]>`
  select ${template(sql)} from report_template t
   where t.area = any (${selfAndAncestors(area)}::text[]) and t.ended_at is null
   order by t.department, t.title, t.area limit ${limit}`;

export async function setSchedule(sql: Sql, id: string, dailyAt: string | null): Promise<boolean> {
  const rows = await sql`
    update report_template set daily_at = ${dailyAt} where id = ${id} and ended_at is null returning id`;
  return rows.length === 1;
}

export async function endTemplate(sql: Sql, id: string, at: Instant): Promise<boolean> {
  const rows =
    await sql`update report_template set ended_at = ${at} where id = ${id} and ended_at is null returning id`;
  return rows.length === 1;
}

/** Templates that are due at a time of the day and were not made yet for it. Reads report_template_daily. */
export const dueNow = (
  sql: Sql,
  of: { readonly day: string; readonly time: string; readonly limit: number },
): Promise<TemplateRow[]> => sql<TemplateRow[]>`
  select ${template(sql)} from report_template t
   where t.daily_at is not null and t.ended_at is null and t.daily_at <= ${of.time}
     and not exists (select 1 from report_made m
                      where m.template_id = t.id and m.area = t.area and m.day = ${of.day} and m.made_by is null)
   order by t.daily_at, t.id limit ${of.limit}`;

export type ReportRow = {
  readonly id: string;
  readonly template_id: string;
  readonly title: string;
  readonly department: string;
  readonly version: number;
  readonly area: string;
  /** Of a period; null: the day alone. */
  readonly from_on: string | null;
  readonly day: string;
  readonly as_of: Instant;
  readonly as_of_fold: number;
  readonly made_at: Instant;
  readonly made_by: string | null;
  readonly missing: readonly Missing[];
  readonly definitions: readonly string[];
};

const report = (sql: Sql) => sql`
  m.id, m.template_id, t.title, t.department, t.version, m.area, m.from_on, m.day, m.as_of, m.as_of_fold, m.made_at, m.made_by,
  m.missing, m.definitions`;

export const insertReport = (
  sql: Sql,
  row: Omit<ReportRow, "title" | "department" | "version"> & { readonly workbook: Buffer },
): Promise<unknown> => sql`
  insert into report_made (id, template_id, area, from_on, day, as_of, as_of_fold, made_at, made_by, missing, definitions, workbook)
  values (${row.id}, ${row.template_id}, ${row.area}, ${row.from_on}, ${row.day}, ${row.as_of}, ${row.as_of_fold}, ${row.made_at},
          ${row.made_by}, ${sql.json(row.missing as never)}, ${sql.json(row.definitions as never)}, ${row.workbook})`;

/** One report, or null. Reads report_made_pkey. */
export async function findReport(sql: Sql, id: string): Promise<ReportRow | null> {
  const [row] = await sql<ReportRow[]>`
    select ${report(sql)} from report_made m join report_template t on t.id = m.template_id where m.id = ${id}`;
  return row ?? null;
}

/** The file of a report. Reads report_made_pkey. */
export async function fileOf(sql: Sql, id: string): Promise<Buffer> {
  const [row] = await sql<{ workbook: Uint8Array }[]>`select workbook from report_made where id = ${id}`;
  return Buffer.from(row?.workbook ?? []);
}

/** Reports of an area and of places inside it, the latest first. Reads report_made_by_area. */
export const reportsIn = (
  sql: Sql,
  area: string,
  templateId: string | null,
  limit: number,
): Promise<ReportRow[]> => sql<ReportRow[]>`
  select ${report(sql)} from report_made m join report_template t on t.id = m.template_id
   where m.area >= ${area} and m.area < ${afterArea(area)} and (${templateId}::uuid is null or m.template_id = ${templateId}::uuid)
   order by m.made_at desc, m.id limit ${limit}`;
