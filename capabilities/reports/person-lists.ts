/**
 * Lists of persons: asked for with their purpose, approved by two people of two departments, made once with a watermark,
 * fetched by whoever asked within a day, then erased. Every step is in the audit log, and each person's own log names the
 * use (docs/decisions/0036-lists-of-persons.md).
 */
import { countPersonsOn } from "#capabilities/households/lines.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, type Instant, isoInstant, isoShanghai, later, type PlainDay } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer, Services } from "#platform/answer.ts";
import { audit, auditMany } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { fillTemplate } from "./file/fill.ts";
import { gather } from "./gather.ts";
import { sendFile, XLSX } from "./make.ts";
import { markerOf } from "./rules/markers.ts";
import { missingWords } from "./rules/missing.ts";
import {
  approvingOf,
  isApproved,
  LISTED_FOR,
  type ListFacts,
  mayAsk,
  PERSONS_AT_MOST,
  refusalOf,
  stateOf,
  watermarkOf,
} from "./rules/persons.ts";
import { reportProblems as problem } from "./rules/problems.ts";
import { copiesOf, resolve } from "./rules/resolve.ts";
import { workbookOf } from "./store.ts";
import * as store from "./store-persons.ts";
import { mustFind, templateIn } from "./templates.ts";

const SHOWN_AT_MOST = 100;
const ERASED_A_TURN = 100;

const bound = (id: string): string => `person-list/${id}`;

/** POST /reports/templates/{templateId}/person-lists. */
export const ask: Answer<typeof contract.askPersons> = async (ctx, { templateId }, { area, day, purpose, reason }) => {
  const { sql, actor, now } = ctx;
  if (!isWithin(area, actor.area)) throw new Problem(common["not-found"]);
  if (!mayAsk(actor)) throw new Problem(problem["not-your-seat"]);
  const template = await mustFind(sql, templateId);
  if (template.ended_at !== null) throw new Problem(problem["template-ended"]);
  if (day > dayOf(now)) throw new Problem(problem["day-in-the-future"]);
  // Said before two people look at what cannot be made.
  if ((await countPersonsOn(ctx, { area, day: day as PlainDay })) > PERSONS_AT_MOST)
    throw new Problem(problem["too-many-persons"]);
  const id = newId();
  const by = { asked_by_account: actor.accountId, by: actor.postId, asked_at: now };
  await store.insertList(sql, { id, template_id: templateId, area, day, purpose, reason, ...by });
  await told(ctx, { id, area }, "person-list.ask", { template: templateId, day, purpose });
  return shown(ctx, await mustFindList(ctx, id));
};

const told = (
  ctx: Pick<Context, "sql" | "actor" | "now">,
  list: { readonly id: string; readonly area: string },
  action: string,
  detail: Readonly<Record<string, unknown>> = {},
) => audit(ctx, { action, objectKind: "person-list", objectId: list.id, place: list.area, detail });

export const list: Answer<typeof contract.listPersonLists> = async (ctx, { area }) => {
  const rows = await store.listsIn(ctx.sql, area, SHOWN_AT_MOST);
  const ids = rows.map((row) => row.id);
  const decisions = Map.groupBy(await store.decisionsOf(ctx.sql, ids), (one) => one.list_id);
  return { lists: rows.map((row) => present(ctx, row, decisions.get(row.id) ?? [])) };
};

/** POST /reports/person-lists/{listId}/decision. */
export const decide: Answer<typeof contract.decidePersonList> = async (ctx, { listId }, given) => {
  const { sql, actor, now } = ctx;
  const row = await mustFindList(ctx, listId);
  const before = await store.decisionsOf(sql, [listId]);
  const refusal = refusalOf(factsOf(row, before), actor, now);
  if (refusal !== null)
    throw new Problem(problem[refusal === "over" ? "list-over" : "not-your-seat"], { why: refusal });
  const department = approvingOf(actor);
  if (department === null) throw new Problem(problem["not-your-seat"], { why: "not-a-seat" });
  const { decision } = given;
  const reason = given.decision === "refuse" ? given.reason : null;
  const by = { account_id: actor.accountId, post: actor.postId, department };
  await store.insertDecision(sql, { list_id: listId, ...by, decision, reason, at: now });
  await told(ctx, row, `person-list.${decision}`, { department });
  const decisions = await store.decisionsOf(sql, [listId]);
  if (decision === "refuse") await store.refuseList(sql, listId, now);
  else if (isApproved({ decisions })) await makeList(ctx, row);
  return shown(ctx, await mustFindList(ctx, listId));
};

/** Made once, in the transaction of the second approval. */
async function makeList(ctx: Context, row: store.ListRow): Promise<void> {
  const { sql, now } = ctx;
  const template = await mustFind(sql, row.template_id);
  const parsed = await templateIn(await workbookOf(sql, template.id));
  const markers = template.markers.map((one) => markerOf(one.marker)).filter((one) => one !== null);
  const each = new Set(parsed.sheets.flatMap((sheet) => [...sheet.repeated.values()]));
  const wanted = { area: row.area, from: null, day: row.day as PlainDay, asOf: null };
  const { department } = template;
  const { gathered, personKeys } = await gather(ctx, { department, wanted, markers, each, isApproved: true });
  const until = later(now, LISTED_FOR);
  const minute = (at: Instant) => isoShanghai(at).slice(0, 16).replace("T", " ");
  const { asked_by_name: name, purpose, id } = row;
  const filled = await fillTemplate(parsed, (marker, at) => resolve(markerOf(marker), gathered, at), {
    copies: (of) => copiesOf(gathered, of),
    mark: watermarkOf({ name, at: minute(row.asked_at), purpose, id, until: minute(until) }),
  });
  const { sealingKey } = ctx.services.keys;
  const persons = gathered.lines.persons.length;
  await store.keepFile(sql, {
    id,
    at: now,
    until,
    persons,
    missing: filled.missing,
    sealed: seal(sealingKey, filled.bytes.toString("base64"), bound(id)),
    keyId: sealingKeyId(sealingKey),
  });
  await told(ctx, row, "person-list.make", { persons, missing: filled.missing.length });
  // Whoever is in it finds the use among what is kept about him: who (a department), when, for what.
  const who = ctx.actor.department === "health" ? "health" : "centre";
  await logForHolders(
    ctx,
    [...new Set(personKeys)].map((personKey) => ({
      id: newId(),
      personKey,
      at: now,
      who,
      action: "person-list.print",
      place: row.area,
      detail: { purpose, list: id },
    })),
  );
}

/** GET /reports/person-lists/{listId}/file. */
export const download: OpenAnswer<typeof contract.downloadPersonList> = async (ctx, { listId }) => {
  const { row, bytes } = await asActor(ctx.services.db, ctx.actor, async (sql) => {
    const inside = { ...ctx, sql };
    const row = await mustFindList(inside, listId);
    // What two approved was approved for whoever asked.
    if (row.asked_by_account !== ctx.actor.accountId) throw new Problem(common["not-found"]);
    const sealed = await store.fetchFile(sql, listId, ctx.now);
    if (sealed === null) throw new Problem(problem["list-over"]);
    await told(inside, row, "person-list.download");
    return { row, bytes: Buffer.from(unseal(ctx.services.keys.sealingKey, sealed, bound(listId)), "base64") };
  });
  sendFile(ctx, { name: `${row.title}-${row.area}-${row.day}.xlsx`, type: XLSX, bytes });
};

/** One turn of the clockwork: files whose day is over are erased. */
export const erasePersonListsOnce = (services: Services): Promise<number> => {
  const [actor, now] = [systemActor(services.settings.province), services.clock()];
  return asActor(services.db, actor, async (sql) => {
    const gone = await store.eraseFiles(sql, now, ERASED_A_TURN);
    await auditMany(
      { sql, actor, now },
      gone.map(({ id, area }) => ({
        action: "person-list.erase",
        objectKind: "person-list",
        objectId: id,
        place: area,
      })),
    );
    return gone.length;
  });
};

/** Outside one's area: there is none. */
async function mustFindList({ sql, actor }: Pick<Context, "sql" | "actor">, id: string): Promise<store.ListRow> {
  const row = await store.lockList(sql, id);
  if (row === null || !isWithin(row.area, actor.area)) throw new Problem(common["not-found"]);
  return row;
}

const factsOf = (row: store.ListRow, decisions: readonly store.DecisionRow[]): ListFacts => ({
  askedByAccount: row.asked_by_account,
  askedAt: row.asked_at,
  isRefused: row.refused_at !== null,
  expiresAt: row.expires_at,
  decisions: decisions.map(({ account_id: accountId, department, decision }) => ({ accountId, department, decision })),
});

const shown = async (ctx: Context, row: store.ListRow) => present(ctx, row, await store.decisionsOf(ctx.sql, [row.id]));

function present({ actor, now }: Pick<Context, "actor" | "now">, row: store.ListRow, decisions: store.DecisionRow[]) {
  const facts = factsOf(row, decisions);
  const state = stateOf(facts, now);
  return {
    id: row.id,
    templateId: row.template_id,
    title: row.title,
    department: row.department,
    area: row.area,
    day: row.day,
    purpose: row.purpose,
    reason: row.reason,
    askedBy: row.asked_by_name,
    askedAt: isoInstant(row.asked_at),
    state,
    persons: row.persons,
    expiresAt: row.expires_at === null ? null : isoInstant(row.expires_at),
    decisions: decisions.map(({ name, department, decision, reason, at }) => ({
      name,
      department,
      decision,
      reason,
      at: isoInstant(at),
    })),
    missing: (row.missing ?? []).map(({ sheet, cell, marker, ...why }) => ({
      sheet,
      cell,
      marker,
      ...missingWords(why),
    })),
    mayDecide: refusalOf(facts, actor, now) === null,
    mayFetch: state === "made" && row.has_file && row.asked_by_account === actor.accountId,
  };
}
