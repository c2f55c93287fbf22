/** Rows as the contract shows them, and what every use case here does first and last. */
import type { z } from "zod";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { common } from "#kernel/problem.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { deskHolder, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type * as shape from "./rules/shapes.ts";
import * as store from "./store.ts";
import * as applications from "./store-application.ts";

export type Acting = Pick<Context, "sql" | "actor" | "now" | "services">;

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

/** The enterprise that the acting resident manages; to everybody else it does not exist. */
export async function mustManage({ sql }: Pick<Acting, "sql">, id: string): Promise<store.EnterpriseRow> {
  const row = await store.managedEnterprise(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

/** The enterprise in the acting post's area. */
export async function mustSee({ sql }: Pick<Acting, "sql">, id: string): Promise<store.EnterpriseRow> {
  const row = await store.enterpriseInArea(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

/**
 * Runs `work` as the platform itself would: a manager has no area, and the colours of people who agreed lie in one. Only
 * for persons whose consent was read before, or for counts.
 */
export async function asPlatform<T>(
  { sql, actor, services, now }: Acting,
  work: (acting: Acting) => Promise<T>,
): Promise<T> {
  const { province } = services.settings;
  await sql`select set_config('wangge.role', 'system', true), set_config('wangge.area', ${province}, true)`;
  const result = await work({ sql, actor, services, now });
  await sql`select set_config('wangge.role', ${actor.role}, true), set_config('wangge.area', ${actor.area}, true)`;
  return result;
}

export const presentEnterprise = (row: store.EnterpriseRow): z.input<typeof shape.Enterprise> => ({
  id: row.id,
  uscc: row.uscc,
  name: row.name,
  kind: row.kind,
  industry: row.industry,
  place: row.place,
  placeName: row.place_name,
  headcount: row.headcount,
  dormitories: row.dormitories,
  createdAt: isoInstant(row.created_at),
});

export const presentPhoto = (row: applications.PhotoRow): z.input<typeof shape.Photo> => ({
  id: row.id,
  item: row.item,
  mediaType: row.media_type,
  bytes: row.bytes,
  takenBy: row.taken_by,
  at: isoInstant(row.at),
});

export const presentProblem = (row: applications.ProblemRow): z.input<typeof shape.ProblemItem> => ({
  id: row.id,
  text: row.text,
  raisedAt: isoInstant(row.raised_at),
  dueOn: row.due_on,
  mendedAt: iso(row.mended_at),
  mendedNote: row.mended_note,
  closedAt: iso(row.closed_at),
});

export async function presentApplication(
  sql: Sql,
  row: applications.ApplicationRow,
): Promise<z.input<typeof shape.Application>> {
  const events = await applications.eventsOf(sql, row.id);
  return {
    id: row.id,
    state: row.state,
    mode: row.mode,
    version: row.version,
    content: row.content,
    rosterCount: row.roster_count,
    submittedAt: iso(row.submitted_at),
    stateSince: isoInstant(row.state_since),
    dueAt: iso(row.due_at),
    siteCheck: row.site_check,
    isSilent: row.is_silent,
    conditions: row.conditions,
    reason: row.reason,
    helper: row.helper_name === null ? null : { name: row.helper_name, phone: row.helper_phone ?? "" },
    photos: (await applications.photosOf(sql, row.id)).map(presentPhoto),
    problems: (await applications.problemsOf(sql, row.id)).map(presentProblem),
    events: events.map((one) => ({
      at: isoInstant(one.at),
      kind: one.kind,
      by: one.by_post !== null ? "post" : one.by_resident !== null ? "enterprise" : "clock",
      reason: one.reason,
    })),
  };
}

/** The application after a change, as the route answers it. */
export async function shownAgain({ sql }: Acting, enterpriseId: string): Promise<z.input<typeof shape.Application>> {
  const row = await applications.latestApplication(sql, enterpriseId);
  if (row === null) throw new Error("the application is gone");
  return presentApplication(sql, row);
}

type Happening = {
  readonly kind: string;
  readonly reason?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Centres whose work list changed. */
  readonly desks?: readonly string[];
};

/** Writes what happened: into the application's own history, the audit log, and the work lists concerned. */
export async function happened(
  ctx: Acting,
  application: Pick<applications.ApplicationRow, "id" | "county" | "place" | "enterprise_id">,
  { kind, reason = null, detail = {}, desks = [] }: Happening,
): Promise<void> {
  const { actor, now } = ctx;
  await applications.insertEvent(ctx.sql, {
    county: application.county,
    id: newId(),
    resumptionId: application.id,
    at: now,
    kind,
    by_post: actor.role === "resident" || actor.role === "system" ? null : actor.postId,
    by_resident: actor.role === "resident" ? actor.postId : null,
    reason,
    detail,
  });
  await audit(ctx, {
    action: `resumption.${kind}`,
    objectKind: "enterprise",
    objectId: application.enterprise_id,
    place: application.place,
    detail: { ...detail, ...(reason === null ? {} : { reason }) },
  });
  await touchInboxes(
    ctx.sql,
    desks.map((desk) => ({ county: desk.slice(0, 6), holder: deskHolder(desk) })),
    now,
  );
}

/** Tells the managers, as the persons that they are, how their application stands. */
export async function tellManagers(
  ctx: Acting,
  application: Pick<applications.ApplicationRow, "enterprise_id" | "id" | "version">,
  sentence: { readonly zh: string; readonly en: string },
): Promise<void> {
  await asPlatform(ctx, async (acting) => {
    const persons = await applications.managersPersons(acting.sql, application.enterprise_id);
    await tellHolders(
      acting,
      persons.map(({ person_key }) => ({
        personKey: person_key,
        kind: "enterprise",
        ...sentence,
        link: "/enterprise/",
        subject: `${application.id}/${application.version}`,
      })),
    );
  });
}
