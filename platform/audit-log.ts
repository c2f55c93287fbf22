/**
 * The Merkle audit log: the sequencer moves entries into it and signs tree heads; `verify` recomputes everything.
 * An edited, dropped or reordered row changes a leaf or a root that a signed head has fixed.
 */
import { sign, verify as verifySignature } from "node:crypto";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Database, Sql } from "./database.ts";
import type { Keys } from "./keys.ts";
import { append, type Edge, EMPTY_EDGE, leafHash, rootOf } from "./merkle.ts";

type Entry = {
  readonly id: string;
  readonly at: Instant;
  readonly actor_post: string | null;
  readonly actor_role: string;
  readonly actor_area: string;
  readonly action: string;
  readonly object_kind: string;
  readonly object_id: string;
  readonly place: string | null;
  readonly detail: unknown;
};
type Leaf = Entry & { readonly leaf_index: number; readonly leaf_hash: Uint8Array };

export type Head = {
  readonly tree_size: number;
  readonly at: Instant;
  readonly root_hash: Uint8Array;
  readonly key_id: string;
  readonly signature: Uint8Array;
};

/** JSON with sorted keys and no spaces: the same entry gives the same bytes on any machine. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}

const hashOf = (e: Entry): Buffer =>
  leafHash(
    canonicalJson([
      e.id,
      isoInstant(e.at),
      e.actor_post,
      e.actor_role,
      e.actor_area,
      e.action,
      e.object_kind,
      e.object_id,
      e.place,
      e.detail,
    ]),
  );

/** What a head's signature is over. */
export const headText = (head: Pick<Head, "tree_size" | "at" | "root_hash">): Buffer =>
  Buffer.from(
    `wangge-audit-head-v1\n${head.tree_size}\n${isoInstant(head.at)}\n${Buffer.from(head.root_hash).toString("hex")}\n`,
  );

const ENTRIES_PER_TURN = 5_000;
const HASH_BYTES = 32;

/** One turn of the sequencer, as its own role: returns how many entries it took. The caller runs one at a time. */
export async function sequenceOnce(db: Database, keys: Keys, now: Instant): Promise<number> {
  return db.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(7294423)`;
    const taken = await sql<Entry[]>`
      delete from audit_pending where id in (select id from audit_pending order by id limit ${ENTRIES_PER_TURN})
      returning id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail`;
    if (taken.length === 0) return 0;
    const entries = taken.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    let edge = await lastEdge(sql);
    const leaves = entries.map((entry, offset) => {
      const leaf_hash = hashOf(entry);
      const leaf_index = edge.size;
      edge = append(edge, leaf_hash);
      return { ...entry, detail: sql.json(entry.detail as never), leaf_index, leaf_hash, offset };
    });
    for (let at = 0; at < leaves.length; at += 1000) {
      await sql`insert into audit_entry ${sql(
        leaves.slice(at, at + 1000) as never,
        ...([
          "leaf_index",
          "id",
          "at",
          "actor_post",
          "actor_role",
          "actor_area",
          "action",
          "object_kind",
          "object_id",
          "place",
          "detail",
          "leaf_hash",
        ] as never[]),
      )}`;
    }
    const head = { tree_size: edge.size, at: now, root_hash: rootOf(edge) };
    const signature = sign(null, headText(head), keys.auditKey);
    await sql`
      insert into audit_head (tree_size, at, root_hash, key_id, signature, frontier)
      values (${head.tree_size}, ${now}, ${head.root_hash}, ${keys.auditKeyId}, ${signature},
              ${Buffer.concat(edge.hashes)})`;
    return entries.length;
  });
}

async function lastEdge(sql: Sql): Promise<Edge> {
  const [row] = await sql<{ tree_size: number; frontier: Uint8Array }[]>`
    select tree_size, frontier from audit_head order by tree_size desc limit 1`;
  if (!row) return EMPTY_EDGE;
  const count = row.frontier.length / HASH_BYTES;
  const hashes = Array.from({ length: count }, (_, at) =>
    row.frontier.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  return { size: row.tree_size, hashes };
}

export type Verdict = {
  readonly isIntact: boolean;
  readonly entries: number;
  readonly heads: number;
  /** The first thing found wrong, or null. */
  readonly fault: { readonly what: string; readonly at: number } | null;
};

/**
 * Recomputes the log from its first row: every leaf from its columns, every root from the leaves, every signature of
 * every head. `keptHeads` are heads that an auditor took away earlier: they must still fit.
 */
export async function verifyLog(
  db: Database,
  keys: Pick<Keys, "auditPublicKey">,
  keptHeads: readonly Head[] = [],
): Promise<Verdict> {
  const heads = await db<Head[]>`select tree_size, at, root_hash, key_id, signature from audit_head order by tree_size`;
  const expected = new Map<number, Head[]>();
  for (const head of [...heads, ...keptHeads])
    expected.set(head.tree_size, [...(expected.get(head.tree_size) ?? []), head]);
  let edge = EMPTY_EDGE;
  let fault: Verdict["fault"] = null;
  const wrong = (what: string, at: number) => {
    fault ??= { what, at };
  };
  const rows = db<Leaf[]>`
    select leaf_index, id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail, leaf_hash
      from audit_entry order by leaf_index`.cursor(2000);
  for await (const leaves of rows) {
    for (const leaf of leaves) {
      if (leaf.leaf_index !== edge.size) wrong("a row is missing or out of order", edge.size);
      const hash = hashOf(leaf);
      if (!hash.equals(leaf.leaf_hash)) wrong("a row was edited", leaf.leaf_index);
      edge = append(edge, hash);
      checkHeads(expected.get(edge.size) ?? [], edge, keys, wrong);
      expected.delete(edge.size);
    }
    if (fault !== null) break;
  }
  if (fault === null) for (const size of expected.keys()) wrong("rows that a signed head covers are missing", size);
  if (fault === null && edge.size > (heads.at(-1)?.tree_size ?? 0))
    wrong("rows lie beyond the last signed head", edge.size);
  return { isIntact: fault === null, entries: edge.size, heads: heads.length, fault };
}

function checkHeads(
  heads: readonly Head[],
  edge: Edge,
  keys: Pick<Keys, "auditPublicKey">,
  wrong: (what: string, at: number) => void,
): void {
  for (const head of heads) {
    if (!rootOf(edge).equals(head.root_hash)) wrong("the log does not lead to a signed head", head.tree_size);
    if (!verifySignature(null, headText(head), keys.auditPublicKey, head.signature)) {
      wrong("a head's signature is not the deployment's", head.tree_size);
    }
  }
}
