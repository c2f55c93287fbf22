/**
 * The phone's own database: tables of IndexedDB, each record under one key. Everything that a worker typed lies here, sealed
 * (vault.ts), before a screen says so. Where the browser gives no IndexedDB (some private windows), `openIndexed` throws
 * and the screens say that nothing can be kept.
 */

/** Of sealed records; `vaults` beside them holds what is readable without a key. */
export const TABLES = ["kept", "drafts", "outbox", "sent", "copies"] as const;
export type Table = (typeof TABLES)[number];

/** One change of one record; `value` null deletes it. */
export type Change = { readonly table: Table | "vaults"; readonly key: string; readonly value: unknown };

export type Indexed = {
  /** The records whose key begins with `prefix`. */
  readonly all: (table: Change["table"], prefix?: string) => Promise<Map<string, unknown>>;
  readonly keys: (table: Change["table"], prefix: string) => Promise<string[]>;
  readonly count: (table: Change["table"], prefix: string) => Promise<number>;
  /** All changes or none of them; resolved only when the browser has committed. */
  readonly write: (changes: readonly Change[]) => Promise<void>;
};

const VERSION = 3;

/** Opens (and at first makes) the database of this browser. */
export async function openIndexed(name = "wangge-field"): Promise<Indexed> {
  const opening = indexedDB.open(name, VERSION);
  opening.onupgradeneeded = () => {
    for (const table of [...TABLES, "vaults"])
      if (!opening.result.objectStoreNames.contains(table)) opening.result.createObjectStore(table);
  };
  const database = await answerOf(opening);
  // A newer page in another tab must be able to upgrade: this one then works on its next start.
  database.onversionchange = () => database.close();
  return {
    async all(table, prefix = "") {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([
        answerOf(store.getAllKeys(beginsWith(prefix))),
        answerOf(store.getAll(beginsWith(prefix))),
      ]);
      return new Map(keys.map((key, index) => [String(key), values[index] as unknown]));
    },
    async keys(table, prefix) {
      const keys = await answerOf(database.transaction(table).objectStore(table).getAllKeys(beginsWith(prefix)));
      return keys.map(String);
    },
    count: (table, prefix) => answerOf(database.transaction(table).objectStore(table).count(beginsWith(prefix))),
    write(changes) {
      return new Promise((resolve, reject) => {
        const transaction = database.transaction([...new Set(changes.map(({ table }) => table))], "readwrite");
        for (const { table, key, value } of changes) {
          const store = transaction.objectStore(table);
          if (value === null) store.delete(key);
          else store.put(value, key);
        }
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        transaction.onerror = () => reject(transaction.error);
      });
    },
  };
}

const beginsWith = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
