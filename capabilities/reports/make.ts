/** Making a report: what is known is gathered once and printed into the department's own workbook. */
import { noteUse } from "#capabilities/facts/uses.ts";
import { DEFINITIONS } from "#capabilities/rollups/rules/definitions.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, daysBetween, instant, isoInstant, isoShanghai, type PlainDay } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { fillTemplate } from "./file/fill.ts";
import { gather, type Wanted } from "./gather.ts";
import { type EachKind, markerOf } from "./rules/markers.ts";
import { missingWords } from "./rules/missing.ts";
import { reportProblems as problem } from "./rules/problems.ts";
import { copiesOf, resolve } from "./rules/resolve.ts";
import * as store from "./store.ts";
import { mustFind, templateIn } from "./templates.ts";

/** A city has some ten counties, a township some hundred villages. */
const PLACES_AT_MOST = 500;
/** A leap year. */
const DAYS_AT_MOST = 366;
const LISTED_AT_MOST = 100;
const DUE_AT_ONCE = 20;

/** POST /reports/templates/{templateId}/reports. */
export const make: Answer<typeof contract.makeReport> = async (ctx, { templateId }, { area, from, day, asOf }) => {
  if (!isWithin(area, ctx.actor.area)) throw new Problem(common["not-found"]);
  const template = await mustFind(ctx.sql, templateId);
  if (template.ended_at !== null) throw new Problem(problem["template-ended"]);
  if (day > dayOf(ctx.now)) throw new Problem(problem["day-in-the-future"]);
  if (from !== undefined && !isPeriod(from, day)) throw new Problem(problem["not-a-period"]);
  const wanted = {
    area,
    // A period of one day is the day.
    from: from === undefined || from === day ? null : (from as PlainDay),
    day: day as PlainDay,
    asOf: asOf === null ? null : instant(asOf),
  };
  const id = await makeOnce(ctx, template, wanted, ctx.actor.postId);
  return shown(await mustFindReport(ctx.sql, id));
};

const isPeriod = (from: string, day: string): boolean =>
  from <= day && daysBetween(from as PlainDay, day as PlainDay) < DAYS_AT_MOST;

/** Fills a template and keeps what came of it; returns the report's id. */
export async function makeOnce(
  ctx: Context,
  template: store.TemplateRow,
  wanted: Wanted,
  by: string | null,
): Promise<string> {
  const { sql, now } = ctx;
  const parsed = await templateIn(await store.workbookOf(sql, template.id));
  const markers = template.markers.map((one) => markerOf(one.marker)).filter((one) => one !== null);
  const each = new Set(parsed.sheets.flatMap((sheet) => [...sheet.repeated.values()]));
  if (each.has("persons")) throw new Problem(problem["needs-approval"]);
  const found = await gather(ctx, { department: template.department, wanted, markers, each, isApproved: false });
  const copies = (of: EachKind) => copiesOf(found.gathered, of);
  if (each.has("places") && copies("places") > PLACES_AT_MOST) throw new Problem(problem["too-many-places"]);
  const filled = await fillTemplate(parsed, (marker, at) => resolve(markerOf(marker), found.gathered, at), {
    copies,
    mark: null,
  });
  const id = newId();
  await store.insertReport(sql, {
    id,
    template_id: template.id,
    area: wanted.area,
    from_on: wanted.from,
    day: wanted.day,
    as_of: found.asOf.at,
    as_of_fold: found.asOf.fold,
    made_at: now,
    made_by: by,
    missing: filled.missing,
    definitions: [...new Set(markers.flatMap((one) => (one.is === "figure" ? [one.metric] : [])))],
    workbook: filled.bytes,
  });
  await audit(ctx, {
    action: "report.make",
    objectKind: "report",
    objectId: id,
    place: wanted.area,
    detail: {
      template: template.id,
      day: wanted.day,
      ...(wanted.from === null ? {} : { from: wanted.from }),
      missing: filled.missing.length,
      ...(each.has("doors") ? { doors: copies("doors") } : {}),
      ...(each.has("households") ? { households: copies("households") } : {}),
    },
  });
  const { department, title } = template;
  await noteUse(
    ctx,
    found.facts.map((one) => one.id),
    { kind: "report", id, zh: `${department}报表“${title}”`, en: `${department}'s report "${title}"` },
  );
  return id;
}

/** One turn of the clockwork: what is due today and was not made yet. */
export async function makeDailyOnce(services: Services): Promise<number> {
  const now = services.clock();
  const actor = systemActor(services.settings.province);
  const [day, time] = [dayOf(now), isoShanghai(now).slice(11, 16)];
  const due = await asActor(services.db, actor, (sql) => store.dueNow(sql, { day, time, limit: DUE_AT_ONCE }));
  let made = 0;
  for (const template of due) {
    try {
      await asActor(services.db, actor, (sql) =>
        makeOnce(
          { sql, actor, now, services, requestId: newId() },
          template,
          { area: template.area, from: null, day, asOf: null },
          null,
        ),
      );
      made++;
    } catch (error) {
      // Another process was faster, or the template cannot be filled for its area: said, and the others go on.
      services.log("report-not-made", {
        template: template.id,
        name: error instanceof Error ? error.message.slice(0, 80) : "",
      });
    }
  }
  return made;
}

export const list: Answer<typeof contract.listReports> = async ({ sql }, { area, templateId }) => ({
  reports: (await store.reportsIn(sql, area, templateId ?? null, LISTED_AT_MOST)).map(shown),
});

/** GET /reports/{reportId}/file. */
export const download: OpenAnswer<typeof contract.downloadReport> = async (ctx, { reportId }) => {
  const { row, bytes } = await asActor(ctx.services.db, ctx.actor, async (sql) => {
    const row = await mustFindReport(sql, reportId);
    await audit(
      { sql, actor: ctx.actor, now: ctx.now },
      { action: "report.download", objectKind: "report", objectId: row.id, place: row.area },
    );
    return { row, bytes: await store.fileOf(sql, reportId) };
  });
  sendFile(ctx, { name: `${row.title}-${row.area}-${row.day}.xlsx`, type: XLSX, bytes });
};

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A file to be saved, never shown by a browser as a page. */
export function sendFile(
  { reply }: Parameters<typeof download>[0],
  file: { readonly name: string; readonly type: string; readonly bytes: Buffer },
): void {
  void reply
    .header("content-type", file.type)
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header("cache-control", "no-store")
    .send(file.bytes);
}

async function mustFindReport(sql: Context["sql"], id: string): Promise<store.ReportRow> {
  const row = await store.findReport(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

const shown = (row: store.ReportRow) => ({
  id: row.id,
  templateId: row.template_id,
  title: row.title,
  department: row.department,
  version: row.version,
  area: row.area,
  from: row.from_on,
  day: row.day,
  asOf: { at: isoInstant(row.as_of), fold: row.as_of_fold },
  madeAt: isoInstant(row.made_at),
  isByClock: row.made_by === null,
  missing: row.missing.map(({ sheet, cell, marker, ...why }) => ({ sheet, cell, marker, ...missingWords(why) })),
  definitions: row.definitions.flatMap((id) => {
    const one = DEFINITIONS.find((definition) => definition.id === id);
    return one === undefined ? [] : [{ id, zh: `${one.zh}：${one.howZh}`, en: `${one.en}: ${one.howEn}` }];
  }),
});
