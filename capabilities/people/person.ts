/** One person's page by key, who has been in touch today, and the search by exact number. */
import { createHash } from "node:crypto";
import { readRuleSet } from "#capabilities/assessment/contract.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { lookerOf } from "#capabilities/residents/rules/kinds.ts";
import type { Actor } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, isoInstant, startOf } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type { listContacts, listOpenings, searchPeople, showPerson } from "./contract.ts";
import { personKeyOf, phoneKeyOf } from "./keys.ts";
import { expiryOf, reasonsOf } from "./rules/reasons.ts";
import { openings } from "./store-open.ts";
import {
  type ContactRow,
  contactsSince,
  isAssessed,
  type ListedRow,
  listedAmong,
  listsOf,
  peopleOfPhone,
  type TaskRow,
  tasksOf,
  type VisitRow,
  visitsOf,
} from "./store-person.ts";

/** Evidence (trains, hotels, counties) is for those who judge a list; a door needs the reason only. */
const SEES_EVIDENCE: readonly Actor["role"][] = ["analyst", "signatory", "operator", "auditor"];

export const show: Answer<typeof showPerson> = async (ctx, { personKey }) => {
  const { sql } = ctx;
  const [lists, tasks] = [await listsOf(sql, personKey), await tasksOf(sql, personKey)];
  const isProvincial = ctx.actor.area === ctx.services.settings.province;
  const isKnown = lists.length > 0 || tasks.length > 0 || (isProvincial && (await isAssessed(sql, personKey)));
  if (!isKnown) throw new Problem(common["not-found"]);
  const [visits, contacts] = [await visitsOf(sql, personKey), await contactsToday(ctx, personKey)];
  await audit(ctx, {
    action: "person.read",
    objectKind: "person",
    objectId: personKey,
    place: lists[0]?.place ?? tasks[0]?.place ?? ctx.actor.area,
  });
  const at = { personKey, at: ctx.now, place: ctx.actor.area };
  await logForHolders(ctx, [{ id: newId(), ...at, who: lookerOf(ctx.actor), action: "person.read", detail: {} }]);
  return {
    personKey,
    kind: lists[0]?.kind ?? "person",
    standing: standingOf(ctx, lists, tasks),
    history: lists.map((row) => ({
      sessionId: row.session_id,
      day: row.day,
      version: row.version,
      tier: row.tier,
      rules: row.rules,
    })),
    tasks: tasks.map(presentTask),
    visits: visits.map(presentVisit),
    contactedToday: contacts,
  };
};

/** Where he stands now: his row on the latest list, or, for a post that may see no more than its task, the task. */
function standingOf({ actor, services }: Context, lists: readonly ListedRow[], tasks: readonly TaskRow[]) {
  const numberOf = (day: string, version: number) =>
    `${services.settings.province}-${day.replaceAll("-", "")}-${version}`;
  const listed = lists.find((row) => row.is_latest);
  if (listed) {
    const { ruleSet, reasons } = explain(listed);
    const expiresAt = ruleSet === null ? null : expiryOf(listed.latest_exposure_at, ruleSet.windowDays, listed.rules);
    return {
      sessionId: listed.session_id,
      assessmentId: listed.assessment_id,
      day: listed.day,
      listNumber: numberOf(listed.day, listed.version),
      tier: listed.tier,
      managed: listed.managed,
      place: listed.place,
      placeSource: listed.place_source,
      reasons,
      latestExposureAt: listed.latest_exposure_at === null ? null : isoInstant(listed.latest_exposure_at),
      expiresAt: expiresAt === null ? null : isoInstant(expiresAt),
      evidence: SEES_EVIDENCE.includes(actor.role) ? listed.evidence : [],
    };
  }
  const task = tasks.find((row) => row.ended_at === null);
  if (!task || task.assessment_id === null || task.session_version === null) return null;
  return {
    sessionId: task.session_id,
    assessmentId: task.assessment_id,
    day: task.day,
    listNumber: numberOf(task.day, task.session_version),
    tier: task.tier,
    managed: false,
    place: task.place,
    placeSource: null,
    reasons: explain(task).reasons,
    latestExposureAt: null,
    expiresAt: null,
    evidence: [],
  };
}

function explain(row: Pick<ListedRow, "document" | "rules" | "tier">) {
  const read = readRuleSet(row.document);
  if (read.ok) return { ruleSet: read.ruleSet, reasons: reasonsOf(read.ruleSet, row.rules, row.tier) };
  return { ruleSet: null, reasons: row.rules.map((rule) => ({ rule, tier: row.tier, zh: rule, en: rule })) };
}

const presentTask = (row: TaskRow) => ({
  county: row.county,
  id: row.id,
  tier: row.tier,
  state: row.state,
  result: row.result,
  place: row.place,
  placeName: row.place_name ?? row.place,
  isYours: row.is_yours,
  issuedAt: isoInstant(row.issued_at),
  dueAt: isoInstant(row.due_at),
  endedAt: row.ended_at === null ? null : isoInstant(row.ended_at),
});

const presentVisit = (row: VisitRow) => ({
  id: row.id,
  visitedAt: isoInstant(row.visited_at),
  result: row.result,
  place: row.place,
  displayName: row.display_name ?? "",
  temperatureTenths: row.temperature_tenths,
  symptoms: row.symptoms,
  corrects: row.corrects,
});

const presentContact = (row: ContactRow) => ({
  at: isoInstant(row.at),
  role: row.role,
  county: row.county,
  countyName: row.county_name ?? row.county,
  result: row.result,
  displayName: row.display_name,
  isOwn: row.is_own,
});

async function contactsToday({ sql, now }: Context, personKey: string) {
  return (await contactsSince(sql, personKey, startOf(dayOf(now)))).map(presentContact);
}

/** The banner before a call or a knock: "two teams were here today". Only for whom the actor may see. */
export const contacts: Answer<typeof listContacts> = async (ctx, { personKey }) => {
  const known = await listedAmong(ctx.sql, [personKey]);
  if (known.length === 0) throw new Problem(common["not-found"]);
  await audit(ctx, {
    action: "person.read-contacts",
    objectKind: "person",
    objectId: personKey,
    place: known[0]?.place ?? null,
  });
  return { today: await contactsToday(ctx, personKey) };
};

/**
 * The number becomes a key here and goes no further. Nobody, and somebody elsewhere, get the same answer; the audit
 * entry holds a hash, because the key of a number that is nobody's would be a fact about a stranger.
 */
export const search: Answer<typeof searchPeople> = async (ctx, _params, body) => {
  const { provinceKey } = ctx.services.keys;
  const isPhone = "phone" in body;
  const key = isPhone ? phoneKeyOf(provinceKey, body.phone) : personKeyOf(provinceKey, body.idType, body.idNumber);
  const keys = isPhone ? [key, ...(await peopleOfPhone(ctx.sql, key))] : [key];
  const rows = await listedAmong(ctx.sql, keys);
  await audit(ctx, {
    action: "person.search",
    objectKind: "query",
    objectId: createHash("sha256").update(`${provinceKey}|${key}`).digest("hex").slice(0, 32),
    place: ctx.actor.area,
    detail: { by: isPhone ? "phone" : "number", found: rows.length },
  });
  return {
    found: rows.map((row) => ({ personKey: row.person_key, kind: row.kind, tier: row.tier, place: row.place })),
  };
};

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What the auditor sees of openings: who, whose key, for what; no name. Looking is on record too. */
export const listOpened: Answer<typeof listOpenings> = async (ctx, { breakGlass, before }) => {
  const rows = await openings(ctx.sql, {
    area: ctx.actor.area,
    breakGlassOnly: breakGlass,
    before: before ?? null,
  });
  await audit(ctx, {
    action: "audit.read",
    objectKind: "audit-log",
    objectId: "identity.open",
    place: ctx.actor.area,
    detail: { breakGlass, rows: rows.length },
  });
  return {
    openings: rows.map((row) => ({
      leafIndex: row.leaf_index,
      at: isoInstant(row.at),
      personKey: row.object_id,
      displayName: row.display_name ?? "",
      role: row.actor_role,
      area: row.actor_area,
      purpose: text(row.detail["purpose"]) ?? "masked",
      reason: text(row.detail["reason"]),
      form: row.detail["form"] === "full" ? ("full" as const) : ("masked" as const),
      outcome: text(row.detail["outcome"]) ?? "",
      isBreakGlass: row.detail["breakGlass"] === true,
    })),
  };
};
