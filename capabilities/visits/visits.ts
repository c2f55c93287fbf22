/** Taking field reports in, and showing them. */
import type { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { DAY, dayOf, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { Report, visitProblems } from "./contract.ts";
import { isAlarming } from "./rules/answers.ts";
import { type Item, sealedNoteOf, type VisitRow, visitsOfPerson, visitsOfPlaceDay, visitsOfTask } from "./store.ts";
import { type Verdict, writerOf } from "./writer.ts";

/** Clocks of phones are corrected by the offset they know; what is still ahead by more is wrong. */
const AHEAD_AT_MOST = 10 * MINUTE;
/** A phone erases itself after 7 days without contact (design/field.md); anything much older was not made by one. */
const OLD_AT_MOST = 31 * DAY;
const PAGE = 100;

type ReportAnswer = z.input<typeof contract.Answer>;
type ProblemName = keyof typeof visitProblems;

/** POST /visits: each report is answered by itself, in order; what was accepted is durable and counted once. */
export const record: OpenAnswer<typeof contract.recordVisits> = async (ctx, _params, { reports }) => {
  const answers: ReportAnswer[] = [];
  const items: { readonly at: number; readonly item: Item }[] = [];
  for (const [at, report] of reports.entries()) {
    if ("unreadable" in report) answers[at] = unreadable(report.unreadable);
    else {
      const visitedAt = later(instant(report.visitedAt), report.clockOffsetMs);
      if (visitedAt > ctx.now + AHEAD_AT_MOST) answers[at] = refused(report.id, "from-the-future");
      else if (visitedAt < ctx.now - OLD_AT_MOST) answers[at] = refused(report.id, "too-old");
      else items.push({ at, item: itemOf(report, ctx.actor, ctx.services.keys.sealingKey) });
    }
  }
  if (items.length > 0) {
    const { actor, requestId } = ctx;
    const verdicts = await writerOf(ctx.services)({ actor, requestId, items: items.map(({ item }) => item) });
    for (const [index, { at, item }] of items.entries()) {
      const verdict = verdicts[index];
      if (!verdict) throw new Error("a report was left unanswered");
      answers[at] = answerOf(item.id, verdict);
    }
  }
  return { now: isoInstant(ctx.now), answers };
};

const refused = (id: string | null, name: ProblemName): ReportAnswer => {
  const { code, zh, en } = visitProblems[name];
  return { id, answer: "refused", code, zh, en };
};

const isProblemName = (name: string): name is ProblemName => name in visitProblems;

function answerOf(id: string, { answer, reason, step, again_at }: Verdict): ReportAnswer {
  if (answer === "refused") return refused(id, reason !== null && isProblemName(reason) ? reason : "not-taken");
  if (answer === "already") return { id, answer };
  return { id, answer, next: step, tryAgainBy: again_at === null ? null : isoInstant(again_at) };
}

function unreadable(raw: unknown): ReportAnswer {
  const id = typeof raw === "object" && raw !== null && "id" in raw && typeof raw.id === "string" ? raw.id : null;
  const read = Report.safeParse(raw);
  const issues = read.success ? [] : read.error.issues.slice(0, 10);
  const faults = issues.map((issue) => ({ path: issue.path.map(String).join("."), rule: issue.code }));
  return { ...refused(id?.slice(0, 64) ?? null, "unreadable-report"), faults };
}

function itemOf(report: Report, actor: Actor, sealingKey: Buffer): Item {
  const visitedAt = later(instant(report.visitedAt), report.clockOffsetMs);
  const temperature = report.temperatureTenths ?? null;
  const words = {
    ...(report.travel === undefined ? {} : { travel: report.travel }),
    ...(report.spokenWith === undefined ? {} : { spokenWith: report.spokenWith }),
    ...(report.note === undefined ? {} : { note: report.note }),
  };
  const county = report.place.slice(0, 6);
  return {
    id: report.id,
    post: actor.postId,
    role: actor.role,
    terminal: actor.terminalId,
    county,
    place: report.place,
    // A task's county is six digits unless its place was coarser; the phone says which.
    task_county: report.taskId === undefined ? null : (report.taskCounty ?? county),
    task: report.taskId ?? null,
    person: report.personKey ?? null,
    household: report.householdKey ?? null,
    visited: isoInstant(visitedAt),
    on_day: dayOf(visitedAt),
    manner: report.manner,
    result: report.result,
    to_place: report.toPlace ?? null,
    spoken: report.spokenTo,
    temperature,
    symptoms: report.symptoms,
    asked: report.servicesAsked,
    done: report.servicesDone,
    met: report.personsMet,
    corrects: report.corrects ?? null,
    clues: report.clues,
    disputes: report.disputes,
    sealed:
      Object.keys(words).length === 0
        ? null
        : `\\x${seal(sealingKey, JSON.stringify(words), boundTo(county, report.id)).toString("hex")}`,
    alarm: isAlarming(temperature, report.symptoms),
  };
}

const boundTo = (county: string, id: string): string => `visit ${county} ${id}`;

/** GET /tasks/{county}/{id}/visits. */
export const listOfTask: Answer<typeof contract.visitsOfTask> = async (ctx, { county, id }) => {
  const rows = await visitsOfTask(ctx.sql, county, id);
  await noteReading(ctx, "task", id, rows.length);
  return { visits: rows.map(shapeOf) };
};

/** GET /people/{personKey}/visits. */
export const listOfPerson: Answer<typeof contract.visitsOfPerson> = async (ctx, { personKey }) => {
  const rows = await visitsOfPerson(ctx.sql, personKey);
  await noteReading(ctx, "person", personKey, rows.length);
  return { visits: rows.map(shapeOf) };
};

/** GET /areas/{place}/visits. */
export const listOfPlace: Answer<typeof contract.visitsOfPlace> = async (ctx, { place, day, after }) => {
  const rows = await visitsOfPlaceDay(ctx.sql, { place, day, after: after ?? null, limit: PAGE });
  await noteReading(ctx, "place-day", `${place} ${day}`, rows.length);
  return { visits: rows.map(shapeOf), after: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null) };
};

/** POST /visits/{county}/{id}/note: what was written in words, for one who may see the report and says why. */
export const openNote: Answer<typeof contract.openNote> = async (ctx, { county, id }, { reason }) => {
  const row = await sealedNoteOf(ctx.sql, county, id);
  if (!row) throw new Problem(common["not-found"]);
  await audit(ctx, {
    action: "visit.open-note",
    objectKind: "visit",
    objectId: id,
    place: row.place,
    detail: { county, reason },
  });
  const empty = { travel: null, spokenWith: null, note: null };
  if (row.sealed_note === null) return empty;
  return { ...empty, ...JSON.parse(unseal(ctx.services.keys.sealingKey, row.sealed_note, boundTo(county, id))) };
};

/** Reading of reports about persons leaves one entry a page. */
async function noteReading(ctx: Context, objectKind: string, objectId: string, rows: number): Promise<void> {
  await audit(ctx, { action: "visit.read", objectKind, objectId, place: ctx.actor.area, detail: { rows } });
}

const shapeOf = (row: VisitRow): z.input<typeof contract.Visit> => ({
  county: row.county,
  id: row.id,
  taskId: row.task_id,
  personKey: row.person_key,
  householdKey: row.household_key,
  place: row.place,
  visitedAt: isoInstant(row.visited_at),
  recordedAt: isoInstant(row.recorded_at),
  byPost: row.by_post,
  byRole: row.by_role,
  byName: row.by_name,
  manner: row.manner,
  result: row.result,
  toPlace: row.to_place,
  temperatureTenths: row.temperature_tenths,
  symptoms: row.symptoms,
  spokenTo: row.spoken_to,
  servicesAsked: row.services_asked,
  servicesDone: row.services_done,
  personsMet: row.persons_met,
  hasNote: row.has_note,
  corrects: row.corrects,
  correctedBy: row.corrected_by,
});
