import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type EntryRow = {
  readonly leaf_index: number;
  readonly id: string;
  readonly at: Instant;
  readonly actor_post: string | null;
  readonly actor_name: string | null;
  readonly actor_role: string;
  readonly actor_area: string;
  readonly action: string;
  readonly object_kind: string;
  readonly object_id: string;
  readonly place: string | null;
  readonly place_name: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type EntryFilter = {
  /** Entries about places in it, and those about no place by actors in it. */
  readonly area: string | null;
  readonly objectKind: string | null;
  readonly objectId: string | null;
  readonly actorPosts: readonly string[] | null;
  readonly role: string | null;
  readonly action: string | null;
  readonly place: string | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** Leaf index, exclusive. */
  readonly before: number | null;
  readonly limit: number;
};

/**
 * Entries of the log, newest first. Reads audit_entry_by_object, audit_entry_by_actor, audit_entry_by_place,
 * audit_entry_by_time or, without a filter, audit_entry_pkey backward.
 */
export async function entriesOf(sql: Sql, f: EntryFilter): Promise<EntryRow[]> {
  const areaEnd = f.area === null ? null : afterArea(f.area);
  return sql<EntryRow[]>`
    select e.leaf_index, e.id, e.at, e.actor_post, a.display_name as actor_name, e.actor_role, e.actor_area, e.action,
           e.object_kind, e.object_id, e.place, l.name as place_name, e.detail
      from audit_entry e
      left join post p on p.id = e.actor_post
      left join account a on a.id = p.account_id
      left join place l on l.code = e.place
     where true
       ${f.before === null ? sql`` : sql`and e.leaf_index < ${f.before}`}
       ${f.objectKind === null ? sql`` : sql`and e.object_kind = ${f.objectKind}`}
       ${f.objectId === null ? sql`` : sql`and e.object_id = ${f.objectId}`}
       ${f.actorPosts === null ? sql`` : sql`and e.actor_post = any (${[...f.actorPosts]}::uuid[])`}
       ${f.role === null ? sql`` : sql`and e.actor_role = ${f.role}`}
       ${f.action === null ? sql`` : sql`and e.action = ${f.action}`}
       ${f.place === null ? sql`` : sql`and e.place >= ${f.place} and e.place < ${afterArea(f.place)}`}
       ${f.from === null ? sql`` : sql`and e.at >= ${f.from}`}
       ${f.until === null ? sql`` : sql`and e.at < ${f.until}`}
       ${
         f.area === null
           ? sql``
           : sql`and (e.place >= ${f.area} and e.place < ${areaEnd}
                      or e.place is null and e.actor_area collate "C" >= ${f.area} and e.actor_area collate "C" < ${areaEnd})`
       }
     order by e.leaf_index desc limit ${f.limit}`;
}

/** Every post that an account ever held. Reads post_by_account. */
export async function postsEverOf(sql: Sql, accountId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from post where account_id = ${accountId}`;
  return rows.map((row) => row.id);
}

export type HeadRow = {
  readonly tree_size: number;
  readonly at: Instant;
  readonly root_hash: Uint8Array;
  readonly key_id: string;
  readonly signature: Uint8Array;
};

/** Signed heads in order of size. Reads audit_head_pkey. */
export async function headsAfter(sql: Sql, after: number, limit: number): Promise<HeadRow[]> {
  return sql<HeadRow[]>`
    select tree_size, at, root_hash, key_id, signature from audit_head
     where tree_size > ${after} order by tree_size limit ${limit}`;
}
