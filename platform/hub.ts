/**
 * Pokes: "something of yours changed", never what. A change writes an outbox row in its own transaction; after commit
 * one relay moves rows to NOTIFY, every server process hears them, and connected terminals get an event and ask again.
 */
import type { Database } from "./database.ts";

/** What changed (`inbox`, `rollup`, `session` …) and whose (a holder, a place): keys only, no data. */
export type Poke = { readonly topic: string; readonly key: string };
type Listener = (poke: Poke) => void;

export type Hub = {
  /** Hears pokes of one topic and key; returns the way to stop. */
  readonly listen: (topic: string, key: string, listener: Listener) => () => void;
  /** Hears every poke. */
  readonly listenAll: (listener: Listener) => () => void;
  /** Tells this process's listeners; the relay uses it, and tests. */
  readonly tell: (poke: Poke) => void;
  readonly listenerCount: () => number;
};

export function makeHub(): Hub {
  const byKey = new Map<string, Set<Listener>>();
  const all = new Set<Listener>();
  const keyOf = (topic: string, key: string) => `${topic}\u0000${key}`;
  return {
    listen(topic, key, listener) {
      const name = keyOf(topic, key);
      const listeners = byKey.get(name) ?? new Set();
      byKey.set(name, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) byKey.delete(name);
      };
    },
    listenAll(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell(poke) {
      for (const listener of byKey.get(keyOf(poke.topic, poke.key)) ?? []) listener(poke);
      for (const listener of all) listener(poke);
    },
    listenerCount: () => [...byKey.values()].reduce((sum, listeners) => sum + listeners.size, 0),
  };
}

const CHANNEL = "wangge_poke";

/** Forwards every NOTIFY of the relay to this process's hub; reconnects by itself. Returns the way to stop. */
export async function hearPokes(db: Database, hub: Hub): Promise<() => Promise<void>> {
  const { unlisten } = await db.listen(CHANNEL, (payload) => {
    const pokes: [string, string][] = JSON.parse(payload);
    for (const [topic, key] of pokes) hub.tell({ topic, key });
  });
  return unlisten;
}

/** A NOTIFY carries at most 8,000 bytes; a poke is at most ~80. */
const POKES_PER_NOTIFY = 80;
const ROWS_PER_TURN = 20_000;

/** One turn of the relay: takes what has committed and notifies. Returns how many rows it took. */
export async function relayOnce(db: Database): Promise<number> {
  return db.begin(async (sql) => {
    const rows = await sql<{ topic: string; key: string }[]>`
      delete from outbox where id in (select id from outbox order by id limit ${ROWS_PER_TURN} for update skip locked)
      returning topic, key`;
    const unique = [...new Map(rows.map((row) => [`${row.topic} ${row.key}`, [row.topic, row.key]])).values()];
    const payloads: string[] = [];
    for (let at = 0; at < unique.length; at += POKES_PER_NOTIFY) {
      payloads.push(JSON.stringify(unique.slice(at, at + POKES_PER_NOTIFY)));
    }
    if (payloads.length > 0)
      await sql`select pg_notify(${CHANNEL}, payload) from unnest(${payloads}::text[]) as payload`;
    return rows.length;
  });
}
