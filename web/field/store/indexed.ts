/**
 * The phone's own database: five tables of IndexedDB, each record under one key. Everything that a worker typed lies
 * here before a screen says so. Where the browser gives no IndexedDB (some private windows), `openIndexed` throws and
 * the screens say that nothing can be kept.
 */
export const TABLES = ["kept", "drafts", "outbox", "sent", "copies"] as const;
export type Table = (typeof TABLES)[number];
/** One change of one record; `value` null deletes it. */
export type Change = { readonly table: Table; readonly key: string; readonly value: unknown };

export type Indexed = {
  readonly all: (table: Table) => Promise<Map<string, unknown>>;
  /** All changes or none of them; resolved only when the browser has committed. */
  readonly write: (changes: readonly Change[]) => Promise<void>;
};

const VERSION = 2;

/** Opens (and at first makes) the database of this browser. */
export async function openIndexed(name = "wangge-field"): Promise<Indexed> {
  const opening = indexedDB.open(name, VERSION);
  opening.onupgradeneeded = () => {
    for (const table of TABLES)
      if (!opening.result.objectStoreNames.contains(table)) opening.result.createObjectStore(table);
  };
  const database = await answerOf(opening);
  // A newer page in another tab must be able to upgrade: this one then works on its next start.
  database.onversionchange = () => database.close();
  return {
    async all(table) {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())]);
      return new Map(keys.map((key, index) => [String(key), values[index] as unknown]));
    },
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

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
