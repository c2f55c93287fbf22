/** A report from its first touch to what is sent. Pure. */
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import { tenthsOf } from "../parts/temperature.ts";
import type { Draft, ReportBody } from "../store/shapes.ts";

/** Under which key a draft is kept: a correction has its own, beside that of the task. */
export const draftKey = (postId: string, taskOrReport: string): string => `${postId}/${taskOrReport}`;

type Start = {
  readonly id: string;
  readonly postId: string;
  readonly taskId: string;
  readonly startedAt: string;
};

export const emptyDraft = ({ id, postId, taskId, startedAt }: Start): Draft => ({
  key: draftKey(postId, taskId),
  id,
  taskId,
  postId,
  startedAt,
  manner: "door",
  result: null,
  temperature: "",
  symptoms: [],
  travel: "",
  spokenTo: null,
  spokenWith: "",
  servicesAsked: [],
  servicesDone: [],
  personsMet: 1,
  note: "",
  place: null,
  toPlace: null,
  corrects: null,
});

/**
 * A draft that says again what a report said, under a new id: to put a sent one right (`corrects`), or to repair a
 * refused one, which may itself have been a correction. It is kept under the old report's id.
 */
export function draftFrom(report: ReportBody, start: Start, corrects: string | null): Draft {
  const tenths = report.temperatureTenths;
  return {
    ...emptyDraft(start),
    key: draftKey(start.postId, report.id),
    manner: report.manner ?? "door",
    result: report.result,
    temperature: tenths === undefined ? "" : (tenths / 10).toFixed(1),
    symptoms: report.symptoms ?? [],
    travel: report.travel ?? "",
    spokenTo: report.spokenTo,
    spokenWith: report.spokenWith ?? "",
    servicesAsked: report.servicesAsked ?? [],
    servicesDone: report.servicesDone ?? [],
    personsMet: report.personsMet ?? 0,
    note: report.note ?? "",
    place: report.place,
    toPlace: report.toPlace ?? null,
    corrects,
  };
}

/** Results with which somebody went somewhere: the form asks where to. */
export const asksWhere = (result: VisitResult | null): boolean => result === "LEFT" || result === "MOVED";

export type Missing = "result" | "spokenTo" | "place" | "temperature";

/** A report is made at a village, a grid or a micro-grid. */
const isDoorPlace = (code: string): boolean => code.length >= 12;

/** Where a report of a task is made: as chosen, else the task's place, else the worker's own area when it is fine enough. */
export function placeFor(draft: Draft, taskPlace: string, area: string): string | null {
  if (draft.place !== null) return draft.place;
  if (isDoorPlace(taskPlace)) return taskPlace;
  return isDoorPlace(area) ? area : null;
}

/** What keeps a draft from being sent. */
export function missingOf(draft: Draft, place: string | null): Missing[] {
  const missing: Missing[] = [];
  if (draft.result === null) missing.push("result");
  if (draft.spokenTo === null) missing.push("spokenTo");
  if (place === null) missing.push("place");
  const tenths = tenthsOf(draft.temperature);
  if (draft.temperature !== "" && (tenths === null || tenths < 300 || tenths > 450)) missing.push("temperature");
  return missing;
}

type Facts = {
  readonly place: string;
  readonly county: string;
  readonly personKey: string;
  /** The device's own clock (ISO), and how far the platform's is ahead of it. */
  readonly visitedAt: string;
  readonly clockOffsetMs: number;
};

/** The report as it goes out; null when something is missing. Empty texts are left out, not sent as "". */
export function reportOf(draft: Draft, facts: Facts): ReportBody | null {
  const { result, spokenTo } = draft;
  if (result === null || spokenTo === null) return null;
  const tenths = tenthsOf(draft.temperature);
  const text = (name: string, value: string) => (value.trim() === "" ? {} : { [name]: value.trim() });
  return {
    id: draft.id,
    taskId: draft.taskId,
    taskCounty: facts.county,
    personKey: facts.personKey,
    place: facts.place,
    visitedAt: facts.visitedAt,
    clockOffsetMs: facts.clockOffsetMs,
    manner: draft.manner,
    result,
    ...(asksWhere(result) && draft.toPlace !== null ? { toPlace: draft.toPlace } : {}),
    ...(tenths === null ? {} : { temperatureTenths: tenths }),
    symptoms: [...draft.symptoms],
    ...text("travel", draft.travel),
    spokenTo,
    ...text("spokenWith", draft.spokenWith),
    servicesAsked: [...draft.servicesAsked],
    servicesDone: [...draft.servicesDone],
    personsMet: spokenTo === "nobody" ? 0 : draft.personsMet,
    ...text("note", draft.note),
    ...(draft.corrects === null ? {} : { corrects: draft.corrects }),
  };
}
