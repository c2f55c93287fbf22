/** The audit entry, written by the function that does the deed, in the same transaction. */
import type { Actor } from "#kernel/actor.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "./database.ts";
import { newId } from "./ids.ts";

export type Deed = {
  /** A verb of the field: `list.publish`, `identity.open`, `task.transfer` … */
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly place?: string | null;
  /** Keys, counts, codes and reasons; never a name, number, phone or address. */
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** Writes one deed; the sequencer gives it its place in the Merkle log within a second. */
export async function audit(ctx: { sql: Sql; actor: Actor; now: Instant }, deed: Deed): Promise<void> {
  const { sql, actor, now } = ctx;
  await sql`
    insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
    values (${newId()}, ${now}, ${actor.role === "system" ? null : actor.postId}, ${actor.role}, ${actor.area},
            ${deed.action}, ${deed.objectKind}, ${deed.objectId}, ${deed.place ?? null}, ${sql.json((deed.detail ?? {}) as never)})`;
}

const DEEDS_A_STATEMENT = 5_000;

/** Writes many deeds of one actor, each its own entry, in one statement a few thousand. */
export async function auditMany(ctx: { sql: Sql; actor: Actor; now: Instant }, deeds: readonly Deed[]): Promise<void> {
  const { sql, actor, now } = ctx;
  for (let at = 0; at < deeds.length; at += DEEDS_A_STATEMENT) {
    const some = deeds.slice(at, at + DEEDS_A_STATEMENT);
    await sql`
      insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
      select id, ${now}, ${actor.role === "system" ? null : actor.postId}::uuid, ${actor.role}, ${actor.area},
             action, object_kind, object_id, place, detail
        from unnest(${some.map(() => newId())}::uuid[], ${some.map((deed) => deed.action)}::text[],
                    ${some.map((deed) => deed.objectKind)}::text[], ${some.map((deed) => deed.objectId)}::text[],
                    ${some.map((deed) => deed.place ?? null)}::text[],
                    ${some.map((deed) => JSON.stringify(deed.detail ?? {}))}::text[]::jsonb[])
             as deed (id, action, object_kind, object_id, place, detail)`;
  }
}
