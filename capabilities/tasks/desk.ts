/** What a centre's desk sees: lists, searches, offers, and one task with its story. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { ROLES } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, endOf, type Instant, isoInstant, startOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import type { listOffers, listTasks, searchTasks, showTask } from "./contract.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { sourcesOf } from "./store-issue.ts";
import {
  contactsOf,
  eventsOf,
  offersBy,
  offersTo,
  openTasks,
  ruleDocumentOf,
  tasksById,
  tasksOfPerson,
} from "./store-lists.ts";
import { findTask, lineOf, linesOf, namesOfPosts, type TaskRow } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

export const list: Answer<typeof listTasks> = async (ctx, { area, scope, limit, after, ...filter }) => {
  const { sql, now } = ctx;
  const rows = await openTasks(sql, { area, scope }, filter, { now, limit, after: readCursor(after) });
  const { page, next } = pageOf(rows, limit);
  await auditLook(ctx, area, "task.list", { scope, ...filter }, page.length);
  return { tasks: await linesOf(sql, page), next };
};

export const search: Answer<typeof searchTasks> = async (ctx, { area, q }) => {
  const { sql } = ctx;
  const digits = q.replaceAll("-", "");
  if (digits.length > 32) throw new Problem(common["wrong-shape"]);
  const range = { from: asUuid(digits.padEnd(32, "0")), to: asUuid(digits.padEnd(32, "f")) };
  const found = await tasksById(sql, area, range);
  const byPerson = digits.length === 32 ? await tasksOfPerson(sql, area, range.from) : [];
  const rows = [...found, ...byPerson.filter((row) => !found.some((one) => one.id === row.id))];
  await auditLook(ctx, area, "task.search", { q }, rows.length);
  return { tasks: await linesOf(sql, rows) };
};

const asUuid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

export const offers: Answer<typeof listOffers> = async (ctx, { area }) => {
  const { sql } = ctx;
  const [received, sent] = [await offersTo(sql, area), await offersBy(sql, area)];
  await auditLook(ctx, area, "task.list-offers", {}, received.length + sent.length);
  return { received: await linesOf(sql, received), sent: await linesOf(sql, sent) };
};

export const show: Answer<typeof showTask> = async (ctx, { taskId }) => {
  const { sql, now } = ctx;
  const task = await findTask(sql, taskId);
  if (!task) throw new Problem(common["not-found"]);
  const today = dayOf(now);
  // Its history may lie in counties that it came from: who may see the task may see how it came here.
  const [events, earlier] = await widened(ctx, async () => [
    await eventsOf(sql, taskId),
    await tasksOfPerson(sql, ctx.services.settings.province, task.person_key),
  ]);
  const names = await namesOfPosts(sql, [task.holder_post]);
  const contacts = await contactsOf(sql, task.person_key, startOf(today), endOf(today));
  const reasons = reasonsOf(task, await ruleDocumentOf(sql, task.session_id), await sourcesOf(sql, taskId));
  await audit(ctx, { action: "task.show", objectKind: "task", objectId: taskId, place: task.place });
  return {
    ...lineOf(task, names),
    day: task.day,
    sessionId: task.session_id,
    deliveredAt: iso(task.delivered_at),
    readAt: iso(task.read_at),
    acceptedAt: iso(task.accepted_at),
    endedAt: iso(task.ended_at),
    reasons,
    events: events.map((event) => ({
      at: isoInstant(event.at),
      kind: event.kind,
      byName: event.by_name,
      byRole: ROLES.find((role) => role === event.by_role) ?? null,
      fromHolder: event.from_holder,
      toHolder: event.to_holder,
      reason: event.reason,
    })),
    contactsToday: contacts.map(({ at, ...contact }) => ({ at: isoInstant(at), ...contact })),
    earlierTasks: earlier
      .filter((one) => one.id !== taskId)
      .map(({ id, day, tier, state, result }) => ({ id, day, tier, state, result })),
  };
};

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const Sentences = z.object({
  rules: z.array(z.object({ id: z.string(), reason: z.object({ zh: z.string(), en: z.string() }) })),
});

/** Each of its rules in the words of the rule set that listed it or of the source that asked; else the rule's id. */
function reasonsOf(task: TaskRow, document: unknown, sources: Awaited<ReturnType<typeof sourcesOf>>) {
  const read = Sentences.safeParse(document);
  const sentences = new Map(read.success ? read.data.rules.map((rule) => [rule.id, rule.reason]) : []);
  const asked = sources.map((one) => ({ rule: `source.${one.source_kind}`, zh: one.reason_zh, en: one.reason_en }));
  const listed = task.rules
    .filter((rule) => !asked.some((one) => one.rule === rule))
    .map((rule) => ({ rule, ...(sentences.get(rule) ?? { zh: rule, en: rule }) }));
  return [...asked, ...listed];
}

/** One entry a page or search: what was asked, hashed, and how many rows it showed. */
async function auditLook(
  ctx: Acting,
  area: string,
  action: string,
  query: Readonly<Record<string, unknown>>,
  rows: number,
): Promise<void> {
  const sha256 = createHash("sha256").update(JSON.stringify(query)).digest("hex");
  await audit(ctx, { action, objectKind: "place", objectId: area, place: area, detail: { sha256, rows } });
}
