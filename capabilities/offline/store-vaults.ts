import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type VaultRow = {
  readonly post_id: string;
  readonly terminal_id: string | null;
  readonly sealed_secret: string | null;
  readonly token_hash: Uint8Array;
  readonly wiped_at: Instant | null;
};

export type NewVault = {
  readonly county: string;
  readonly vaultId: string;
  readonly postId: string;
  readonly terminalId: string | null;
  readonly sealedSecret: string;
  readonly tokenHash: Uint8Array;
  readonly now: Instant;
};

/** Keeps a vault's secret once; sent again it changes nothing. False: the id is another post's. */
export async function keepVault(sql: Sql, row: NewVault): Promise<boolean> {
  await sql`
    insert into vault_secret (county, vault_id, post_id, terminal_id, sealed_secret, token_hash, kept_at)
    values (${row.county}, ${row.vaultId}, ${row.postId}, ${row.terminalId}, ${row.sealedSecret}, ${row.tokenHash}, ${row.now})
        on conflict (vault_id, county) do nothing`;
  const found = await vaultOf(sql, row.vaultId);
  return found !== null && found.post_id === row.postId;
}

/** Reads vault_secret_pkey. */
export async function vaultOf(sql: Sql, vaultId: string): Promise<VaultRow | null> {
  const [row] = await sql<VaultRow[]>`
    select post_id, terminal_id, sealed_secret, token_hash, wiped_at from vault_secret where vault_id = ${vaultId}`;
  return row ?? null;
}

/** Lets go of a post's vaults beyond the newest ones. Reads vault_secret_by_post. */
export async function forgetOldest(sql: Sql, postId: string, kept: number): Promise<void> {
  await sql`
    update vault_secret set sealed_secret = null
     where post_id = ${postId} and sealed_secret is not null
       and vault_id not in (select vault_id from vault_secret where post_id = ${postId}
                             order by kept_at desc, vault_id desc limit ${kept})`;
}

/** Is this the number that the vault's first message came from? The first one says so. */
export async function isNumberOf(sql: Sql, vaultId: string, number: Uint8Array): Promise<boolean> {
  const [row] = await sql<{ is: boolean }[]>`
    update vault_secret set sms_number_hash = coalesce(sms_number_hash, ${number}) where vault_id = ${vaultId}
    returning sms_number_hash = ${number} as is`;
  return row?.is ?? false;
}

export async function noteWiped(sql: Sql, vaultId: string, now: Instant): Promise<void> {
  await sql`update vault_secret set sealed_secret = null, wiped_at = ${now} where vault_id = ${vaultId}`;
}
