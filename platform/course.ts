/**
 * The course of a thing (a request, a clue, a dispute): who did what when, and why, in an append-only table of its capability
 * (`county, id, object_id, kind, at, by_post, by_resident, sealed_reason, detail`). A reason is sealed and bound to its event.
 */
import type { Instant } from "#kernel/time.ts";
import type { Context } from "./answer.ts";
import { audit } from "./audit.ts";
import { noteChanges } from "./copies.ts";
import type { Sql } from "./database.ts";
import { newId } from "./ids.ts";
import { seal, unseal } from "./seal.ts";

export type CourseTable = "service_event" | "clue_event" | "dispute_event";
type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;

/** Whose course: `kind` is its name in the audit log, and of its copies on phones. */
export type Courses = { readonly table: CourseTable; readonly kind: string };
export type Coursed = { readonly county: string; readonly id: string; readonly place: string };
export type CourseEvent = {
  readonly kind: string;
  readonly reason?: string | null;
  /** Codes and numbers; it also stands in the audit log. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
};

const boundTo = (table: CourseTable, eventId: string): string => `${table} ${eventId}`;

/** Writes an event and its deed, and tells the phones of the place, in the caller's transaction. */
export async function writeCourse(ctx: Inside, of: Courses & Coursed, event: CourseEvent): Promise<void> {
  const { sql, actor, now } = ctx;
  const id = newId();
  const isPost = actor.role !== "resident" && actor.role !== "system";
  const reason = event.reason ?? null;
  const sealed = reason === null ? null : seal(ctx.services.keys.sealingKey, reason, boundTo(of.table, id));
  await sql`
    insert into ${sql(of.table)} (county, id, object_id, kind, at, by_post, by_resident, sealed_reason, detail)
    values (${of.county}, ${id}, ${of.id}, ${event.kind}, ${now}, ${isPost ? actor.postId : null},
            ${actor.role === "resident" ? actor.accountId : null}, ${sealed}, ${sql.json(event.detail ?? {})})`;
  const deed = { objectKind: of.kind, objectId: of.id, place: of.place };
  await audit(ctx, { action: `${of.kind}.${event.kind}`, ...deed, detail: event.detail ?? {} });
  await noteChanges(ctx, [{ kind: of.kind, id: of.id, place: of.place }]);
}

/** The same for many that the clockwork changed: no reason, no deed of a person. */
export async function writeEscalations(
  { sql, now }: { sql: Sql; now: Instant },
  of: Courses,
  climbed: readonly (Coursed & { readonly to: string })[],
): Promise<void> {
  if (climbed.length === 0) return;
  await sql`
    insert into ${sql(of.table)} (county, id, object_id, kind, at, detail)
    select county, id, object_id, 'escalated', ${now}, jsonb_build_object('to', "to")
      from unnest(${climbed.map((one) => one.county)}::text[], ${climbed.map(() => newId())}::uuid[],
                  ${climbed.map((one) => one.id)}::uuid[], ${climbed.map((one) => one.to)}::text[])
           as climbed (county, id, object_id, "to")`;
  await noteChanges(
    { sql, now },
    climbed.map(({ id, place }) => ({ kind: of.kind, id, place })),
  );
}

export type CourseRow = {
  readonly kind: string;
  readonly at: Instant;
  readonly byPost: string | null;
  readonly byResident: string | null;
  readonly byName: string | null;
  readonly reason: string | null;
};

/** The course of a thing, oldest first, at most 200. Reads the table's index on object_id. */
export async function courseOf(
  { sql, services }: Pick<Inside, "sql" | "services">,
  table: CourseTable,
  objectId: string,
): Promise<CourseRow[]> {
  type Row = {
    readonly id: string;
    readonly kind: string;
    readonly at: Instant;
    readonly by_post: string | null;
    readonly by_resident: string | null;
    readonly by_name: string | null;
    readonly sealed_reason: Buffer | null;
  };
  const rows = await sql<Row[]>`
    select e.id, e.kind, e.at, e.by_post, e.by_resident, e.sealed_reason, a.display_name as by_name
      from ${sql(table)} e left join post p on p.id = e.by_post left join account a on a.id = p.account_id
     where e.object_id = ${objectId} order by e.at, e.id limit 200`;
  return rows.map((row) => ({
    kind: row.kind,
    at: row.at,
    byPost: row.by_post,
    byResident: row.by_resident,
    byName: row.by_name,
    reason:
      row.sealed_reason === null ? null : unseal(services.keys.sealingKey, row.sealed_reason, boundTo(table, row.id)),
  }));
}
