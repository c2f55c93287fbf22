/** A department's workbooks: brought, checked, kept by version, put on a daily schedule, retired. */
import { readBytes } from "#capabilities/enterprises/file/bytes.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer, OpenContext } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { TEMPLATE_BYTES } from "./contract.ts";
import { readTemplate, rowOf, type Template } from "./file/template.ts";
import { EACH, isPersonMarker, markerOf, piecesOf } from "./rules/markers.ts";
import { meaningOf } from "./rules/meanings.ts";
import { reportProblems as problem, TEMPLATE_FAULTS } from "./rules/problems.ts";
import * as store from "./store.ts";

const LISTED_AT_MOST = 200;

/** POST /reports/templates. */
export const bring: OpenAnswer<typeof contract.bringTemplate> = async (ctx, { department, title }, body) => {
  const bytes = await workbookIn(ctx, body);
  const markers = markersIn(await templateIn(bytes));
  return asActor(ctx.services.db, ctx.actor, async (sql) => {
    const { actor, now } = ctx;
    const of = { area: actor.area, department, title };
    const { version, dailyAt } = await store.nextVersion(sql, of, now);
    const id = newId();
    const row = { ...of, id, version, markers, daily_at: dailyAt, workbook: bytes, by: actor.postId, at: now };
    await store.insertTemplate(sql, row);
    await audit(
      { sql, actor, now },
      {
        action: "report.template.bring",
        objectKind: "report-template",
        objectId: id,
        place: actor.area,
        detail: { version },
      },
    );
    return shown(await mustFind(sql, id));
  });
};

async function workbookIn(ctx: OpenContext, body: unknown): Promise<Buffer> {
  try {
    return await readBytes(body, TEMPLATE_BYTES);
  } catch (error) {
    // What was not read of the body must not be taken for the next request.
    ctx.reply.header("connection", "close");
    throw error;
  }
}

/** The workbook read as a template, or refused with what is wrong. */
export async function templateIn(bytes: Buffer): Promise<Template> {
  let found: Awaited<ReturnType<typeof readTemplate>>;
  try {
    found = await readTemplate(bytes);
  } catch (error) {
    if (error instanceof Problem) throw new Problem(problem["file-refused"], error.facts);
    throw error;
  }
  if ("fault" in found) throw new Problem(problem["not-a-template"], { ...found, ...TEMPLATE_FAULTS[found.fault] });
  return found;
}

const markersIn = (template: Template): store.PlacedMarker[] =>
  template.sheets.flatMap((sheet) =>
    [...sheet.marked.values()].flatMap(({ cell, text }) =>
      piecesOf(text).flatMap((piece) => {
        if (!("marker" in piece) || EACH.test(`{{${piece.marker}}}`)) return [];
        return [{ sheet: sheet.name, cell, marker: piece.marker, isRepeated: sheet.repeated.has(rowOf(cell)) }];
      }),
    ),
  );

export const list: Answer<typeof contract.listTemplates> = async ({ sql }, { area }) => ({
  templates: (await store.templatesAround(sql, area, LISTED_AT_MOST)).map(headOf),
});

export const show: Answer<typeof contract.showTemplate> = async ({ sql }, { templateId }) =>
  shown(await mustFind(sql, templateId));

export const schedule: Answer<typeof contract.scheduleTemplate> = async (ctx, { templateId }, { dailyAt }) => {
  const row = await mustOwn(ctx, templateId);
  const isOfPersons = row.markers.some(({ marker }) => isPersonMarker(markerOf(marker)));
  if (isOfPersons && dailyAt !== null) throw new Problem(problem["needs-approval"]);
  if (!(await store.setSchedule(ctx.sql, row.id, dailyAt))) throw new Problem(problem["template-ended"]);
  await told(ctx, row, "report.template.schedule");
  return headOf(await mustFind(ctx.sql, templateId));
};

export const retire: Answer<typeof contract.retireTemplate> = async (ctx, { templateId }) => {
  const row = await mustOwn(ctx, templateId);
  if (!(await store.endTemplate(ctx.sql, row.id, ctx.now))) throw new Problem(problem["template-ended"]);
  await told(ctx, row, "report.template.retire");
  return headOf(await mustFind(ctx.sql, templateId));
};

const told = (ctx: Context, row: store.TemplateRow, action: string) =>
  audit(ctx, { action, objectKind: "report-template", objectId: row.id, place: row.area });

/** Those of a place above may be used, not changed. */
async function mustOwn({ sql, actor }: Context, id: string): Promise<store.TemplateRow> {
  const row = await mustFind(sql, id);
  if (!isWithin(row.area, actor.area)) throw new Problem(common["not-found"]);
  return row;
}

export async function mustFind(sql: Context["sql"], id: string): Promise<store.TemplateRow> {
  const row = await store.findTemplate(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

const headOf = (row: store.TemplateRow) => ({
  id: row.id,
  area: row.area,
  department: row.department,
  title: row.title,
  version: row.version,
  dailyAt: row.daily_at,
  broughtAt: isoInstant(row.brought_at),
  endedAt: row.ended_at === null ? null : isoInstant(row.ended_at),
});

const shown = (row: store.TemplateRow) => ({
  template: headOf(row),
  markers: row.markers.map((one) => ({ ...one, meaning: meaningOf(one.marker) })),
});
