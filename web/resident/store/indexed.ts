/**
 * The phone's own database. `kept`: the last answers of the server; `drafts`: what was typed and not yet sent; `keys`:
 * the device's key pair, which the browser never gives out. Where the browser gives no IndexedDB (some private
 * windows), `openIndexed` throws and the pages say that nothing can be kept.
 */
export const TABLES = ["kept", "drafts", "keys"] as const;
export type Table = (typeof TABLES)[number];

export type Indexed = {
  readonly all: (table: Table) => Promise<Map<string, unknown>>;
  readonly read: (table: Table, key: string) => Promise<unknown>;
  /** Null deletes. Resolved when the browser has committed. */
  readonly write: (table: Table, key: string, value: unknown) => Promise<void>;
  /** Adds and gives true, or leaves what is there and gives false: of two tabs one wins. */
  readonly addFirst: (table: Table, key: string, value: unknown) => Promise<boolean>;
  readonly clear: () => Promise<void>;
};

const NAME = "wangge-resident";
const VERSION = 1;

export async function openIndexed(): Promise<Indexed> {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = () => {
    for (const table of TABLES) opening.result.createObjectStore(table);
  };
  const database = await answerOf(opening);
  // A newer page in another tab must be able to upgrade: this one then works on its next start.
  database.onversionchange = () => database.close();
  const storeOf = (table: Table, mode: IDBTransactionMode) => database.transaction(table, mode).objectStore(table);
  return {
    async all(table) {
      const store = storeOf(table, "readonly");
      const [keys, values] = await Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())]);
      return new Map(keys.map((key, index) => [String(key), values[index]]));
    },
    read: async (table, key) => (await answerOf(storeOf(table, "readonly").get(key))) ?? null,
    async write(table, key, value) {
      const store = storeOf(table, "readwrite");
      if (value === null) store.delete(key);
      else store.put(value, key);
      // At once: a page that is closed in the next moment takes an open transaction with it.
      store.transaction.commit?.();
      await committed(store.transaction);
    },
    async addFirst(table, key, value) {
      const store = storeOf(table, "readwrite");
      const isThere = (await answerOf(store.getKey(key))) !== undefined;
      if (!isThere) store.put(value, key);
      await committed(store.transaction);
      return !isThere;
    },
    async clear() {
      const transaction = database.transaction([...TABLES], "readwrite");
      for (const table of TABLES) transaction.objectStore(table).clear();
      await committed(transaction);
    },
  };
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
