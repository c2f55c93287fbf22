/**
 * The records of one open vault: every value sealed on its way in and opened on its way out. Writes keep their order, since
 * sealing takes time and a draft's last touch must be the one that stays.
 */
import { type Box, seal, unseal } from "./crypt.ts";
import { type Change, type Indexed, TABLES, type Table } from "./indexed.ts";

export type Sealed = {
  readonly vaultId: string;
  readonly all: (table: Table) => Promise<Map<string, unknown>>;
  /** The same, one record at a time with a breath between two: for what is large and not yet needed. */
  readonly inTurn: (table: Table) => Promise<Map<string, unknown>>;
  readonly keys: (table: Table) => Promise<string[]>;
  readonly write: (changes: readonly Change[]) => Promise<void>;
};

export const isBox = (value: unknown): value is Box =>
  typeof value === "object" && value !== null && "iv" in value && "box" in value;

export function sealedRecords(indexed: Indexed, key: CryptoKey, vaultId: string): Sealed {
  const prefix = `${vaultId}/`;
  const bound = (table: string, name: string) => `${table} ${prefix}${name}`;
  let last: Promise<unknown> = Promise.resolve();
  const write = async (changes: readonly Change[]): Promise<void> =>
    indexed.write(
      await Promise.all(
        changes.map(async ({ table, key: name, value }) => ({
          table,
          key: prefix + name,
          value: value === null ? null : await seal(key, value, bound(table, name)),
        })),
      ),
    );
  return {
    vaultId,
    async all(table) {
      const found = [...(await indexed.all(table, prefix))];
      const opened = await Promise.all(
        found.map(async ([name, value]): Promise<readonly (readonly [string, unknown])[]> => {
          const short = name.slice(prefix.length);
          if (!isBox(value)) return [];
          return [[short, await unseal(key, value, bound(table, short))]];
        }),
      );
      return new Map(opened.flat());
    },
    async inTurn(table) {
      const opened = new Map<string, unknown>();
      for (const [name, value] of await indexed.all(table, prefix)) {
        const short = name.slice(prefix.length);
        if (isBox(value)) opened.set(short, await unseal(key, value, bound(table, short)));
        await new Promise((breathe) => setTimeout(breathe));
      }
      return opened;
    },
    keys: async (table) => (await indexed.keys(table, prefix)).map((name) => name.slice(prefix.length)),
    write(changes) {
      const next = last.then(() => write(changes));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/** The names of a vault's records, for erasing them: no key is needed for that. */
export async function recordsOfVault(indexed: Indexed, vaultId: string, tables: readonly Table[]): Promise<Change[]> {
  const each = tables.map(async (table) =>
    (await indexed.keys(table, `${vaultId}/`)).map((key) => ({ table, key, value: null })),
  );
  return (await Promise.all(each)).flat();
}

/** `VAULT/…`: the names under which sealed records lie. */
const SEALED = /^[0-9a-f-]{36}\//;

/**
 * What a page of before the vault left unsealed. It is taken into the vault of its own post, and never lost before. By names
 * first: a table without such a record is not read, which at each start would be the whole register.
 */
export async function plainRecords(indexed: Indexed): Promise<Map<Table, Map<string, unknown>>> {
  const found = new Map<Table, Map<string, unknown>>();
  for (const table of TABLES) {
    const hasPlain = (await indexed.keys(table, "")).some((key) => !SEALED.test(key));
    const all = hasPlain ? [...(await indexed.all(table))] : [];
    found.set(table, new Map(all.filter(([, value]) => !isBox(value))));
  }
  return found;
}
