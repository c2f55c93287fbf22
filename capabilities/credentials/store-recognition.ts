/** SQL of mutual recognition. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { SignedKeySet } from "./rules/key-set.ts";
import type { Mapping } from "./rules/recognition.ts";

export type RecognitionRow = {
  readonly id: string;
  readonly issuer: string;
  readonly root_kid: string;
  readonly key_set: SignedKeySet;
  readonly mapping: Mapping;
  readonly state: "proposed" | "confirmed" | "rejected" | "ended";
  readonly proposed_by: string;
  readonly proposed_at: Instant;
  readonly decided_at: Instant | null;
  readonly note: string;
};

/** All, newest first; there are thirty-odd provinces. */
export const recognitions = (sql: Sql): Promise<RecognitionRow[]> =>
  sql<RecognitionRow[]>`select * from recognised_issuer order by proposed_at desc, id desc limit 500`;

/** The one in force for this issuer; reads recognised_issuer_in_force. */
export async function inForce(sql: Sql, issuer: string): Promise<RecognitionRow | null> {
  const [row] = await sql<RecognitionRow[]>`
    select * from recognised_issuer where issuer = ${issuer} and state = 'confirmed'`;
  return row ?? null;
}

export async function lockedRecognition(sql: Sql, id: string): Promise<RecognitionRow | null> {
  const [row] = await sql<RecognitionRow[]>`select * from recognised_issuer where id = ${id} for update`;
  return row ?? null;
}

export type Proposal = {
  readonly id: string;
  readonly keySet: SignedKeySet;
  readonly mapping: Mapping;
  readonly note: string;
  readonly by: string;
  readonly at: Instant;
};

/** The same id again is the same proposal. */
export async function insertRecognition(sql: Sql, { id, keySet, mapping, note, by, at }: Proposal): Promise<void> {
  await sql`
    insert into recognised_issuer (id, issuer, root_kid, key_set, mapping, note, proposed_by, proposed_at)
    values (${id}, ${keySet.issuer}, ${keySet.signature.kid}, ${sql.json(keySet as never)}, ${sql.json(mapping as never)},
            ${note}, ${by}, ${at})
    on conflict (id) do nothing`;
}

type Decision = { readonly id: string; readonly state: string; readonly by: string; readonly at: Instant };

/** A confirmed one replaces the last of the same issuer. */
export async function decideRecognitionRow(sql: Sql, { id, state, by, at }: Decision): Promise<void> {
  if (state === "confirmed") {
    await sql`
      update recognised_issuer set state = 'ended', decided_by = ${by}, decided_at = ${at}
       where state = 'confirmed' and id <> ${id} and issuer = (select issuer from recognised_issuer where id = ${id})`;
  }
  await sql`update recognised_issuer set state = ${state}, decided_by = ${by}, decided_at = ${at} where id = ${id}`;
}

/** Whether two posts are held by two accounts and belong to two organisations; a post that is not found is not apart. */
export async function apart(
  sql: Sql,
  one: string,
  other: string,
): Promise<{ isOtherAccount: boolean; isOtherOrganisation: boolean }> {
  const [row] = await sql<{ account: boolean; organisation: boolean }[]>`
    select a.account_id <> b.account_id as account, btrim(a.organisation) <> btrim(b.organisation) as organisation
      from post a join post b on b.id = ${other} where a.id = ${one}`;
  return { isOtherAccount: row?.account === true, isOtherOrganisation: row?.organisation === true };
}

/** Is this a person of the account that asks? */
export async function isMine(sql: Sql, personKey: string): Promise<boolean> {
  const [row] = await sql<{ mine: boolean }[]>`select is_my_person(${personKey}) as mine`;
  return row?.mine === true;
}
