import type { DecisionMarked } from "#capabilities/codes/mac.ts";
import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";
import type { Told } from "./told.ts";

/** One phone's question: the session's account, the person, the device (all zeros: the refreshed form). */
export type Ask = { readonly residentId: string; readonly personKey: string; readonly device: string };

/** The record behind a code, and the key of the phone. */
export type DecidedRow = {
  readonly n: number;
  /** Null: no record, or none was needed. */
  readonly id: string | null;
  readonly from: string | null;
  readonly to: CodeColour | null;
  readonly rule: string | null;
  readonly rule_set: string | null;
  readonly evidence_id: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly at: Instant | null;
  readonly cause: string | null;
  readonly mac: string | null;
  readonly public_key: string | null;
};

/** Times are rounded milliseconds; bytes are hex: nothing here is parsed that is not needed. */
export type ToldRow = DecidedRow & {
  /** Null: no such account, or closed. */
  readonly epoch: number | null;
  readonly is_linked: boolean;
  /** Null: no holder of a code, or not carried by the account. */
  readonly seq: number | null;
  readonly colour: CodeColour | null;
  readonly current_until: Instant | null;
  readonly has_later: boolean;
  readonly is_revoked: boolean;
  /** What this phone was told last, as its mark is made over it (told.ts); null: nothing yet. */
  readonly told: string | null;
  readonly mark: string | null;
};

/** A column as one text that PostgreSQL reads as an array: none of its values has a comma, quote or brace. */
const column = (values: readonly (string | number)[]): string => `{${values.join()}}`;

/** Told before these instants: the record is read as well, it is to be signed anew. */
export type Before = { readonly phones: Instant; readonly refreshed: Instant };

/** Calls told_codes() (0172): session, link, colour and phone of each, all of a batch in one statement. */
export async function readTold(db: Database, asks: readonly Ask[], before: Before): Promise<ToldRow[]> {
  const rows = await db<ToldRow[]>`
    select n, epoch, is_linked, seq, colour, current_until, has_later, is_revoked, told, mark,
           id, "from", "to", rule, rule_set, evidence_id, since, until, at, cause, mac, public_key
      from told_codes(${column(asks.map((ask) => ask.residentId))}::text::uuid[],
                      ${column(asks.map((ask) => ask.personKey))}::text::uuid[],
                      ${column(asks.map((ask) => ask.device))}::text::uuid[],
                      ${String(before.phones)}::text::float8, ${String(before.refreshed)}::text::float8)`;
  return rows;
}

/** Which decision of whom, and for which phone. */
export type AskBehind = { readonly personKey: string; readonly device: string; readonly seq: number };

/** Calls decided_codes() (0170): the record of each, for what looked young and was not to be believed. */
export async function readDecided(db: Database, asks: readonly AskBehind[]): Promise<DecidedRow[]> {
  const rows = await db<DecidedRow[]>`
    select n, id, "from", "to", rule, rule_set, evidence_id, since, until, at, cause, mac, public_key
      from decided_codes(${column(asks.map((ask) => ask.personKey))}::text::uuid[],
                         ${column(asks.map((ask) => ask.device))}::text::uuid[],
                         ${column(asks.map((ask) => ask.seq))}::text::int[])`;
  return rows;
}

/** The decision of a row as its mark is made over it; null when the record is missing or is not what the code claims. */
export function decisionOf(current: ToldRow, row: DecidedRow, personKey: string): DecisionMarked | null {
  const { seq, colour } = current;
  const { id, to, rule, rule_set, at, cause } = row;
  if (current.has_later || current.current_until !== row.until) return null;
  if (seq === null || id === null || to === null || to !== colour || rule === null || at === null) return null;
  return {
    id,
    personKey,
    seq,
    from: row.from,
    to,
    rule,
    ruleSet: rule_set ?? "",
    evidenceId: row.evidence_id,
    since: row.since,
    until: row.until,
    at,
    cause: cause ?? "",
  };
}

export type NewAttestation = {
  readonly ask: Ask;
  readonly issuer: string;
  readonly publicKey: Uint8Array | null;
  readonly told: Told;
  /** The mark over what is told, in hex. */
  readonly mark: string;
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/**
 * Keeps new attestations, each only while its decision still stands: the code's row is locked for sharing, so that whoever
 * turns the person either sees the new row and lists it, or makes this one fall out. Rows that are being turned at this moment
 * are skipped; of a phone that asked twice at once the last one is shown. Returns the indexes of those that were kept.
 */
export async function keepAttestations(sql: Sql, fresh: readonly NewAttestation[]): Promise<Set<number>> {
  const of = (pick: (one: NewAttestation) => string | number) => column(fresh.map(pick));
  const ofTold = (pick: (one: Told) => string | number | null) => of(({ told }) => pick(told) ?? "NULL");
  const rows = await sql<{ n: number }[]>`
    with given as materialized (
      select * from unnest(${of((one) => one.ask.personKey)}::text::uuid[], ${of((one) => one.ask.device)}::text::uuid[],
        ${of((one) => one.ask.residentId)}::text::uuid[], ${ofTold((one) => (one.hasKey ? "phone" : "refreshed"))}::text::text[],
        ${ofTold((one) => one.codeId)}::text::int[], ${ofTold((one) => one.said.colour)}::text::text[],
        ${ofTold((one) => one.decisionSeq)}::text::int[], ${ofTold((one) => String(one.isShortStay))}::text::boolean[],
        ${of((one) => (one.publicKey === null ? "NULL" : hex(one.publicKey)))}::text::text[],
        ${ofTold((one) => one.kid)}::text::text[], ${ofTold((one) => one.issuedAt)}::text::float8[],
        ${ofTold((one) => one.expiresAt)}::text::float8[], ${ofTold((one) => hex(one.token))}::text::text[],
        ${ofTold((one) => one.said.rule)}::text::text[], ${ofTold((one) => one.said.since)}::text::float8[],
        ${ofTold((one) => one.said.until)}::text::float8[], ${ofTold((one) => one.said.at)}::text::float8[],
        ${of((one) => one.mark)}::text::text[])
        with ordinality as g (person_key, device, resident_id, form, code_id, colour, seq, is_short_stay, public_key, kid,
                              issued_at, expires_at, token, rule, since, until, decided_at, mark, n)
    ), standing as materialized (
      select n from lock_standing((select array_agg(person_key order by g.n) from given g),
                                  (select array_agg(seq order by g.n) from given g)) as n
    ), kept as (
      insert into attestation (person_key, issuer, code_id, form, device, colour, decision_seq, issued_at, expires_at)
      select person_key, ${fresh[0]?.issuer ?? ""}, code_id, form, case form when 'phone' then device end, colour, seq, to_timestamp(issued_at / 1000),
             to_timestamp(expires_at / 1000) from given join standing using (n)
    ), shown as (
      insert into code_device as v (person_key, device, resident_id, public_key, registered_at, code_id, colour,
                                    decision_seq, is_short_stay, kid, issued_at, expires_at, token, rule, since, until,
                                    decided_at, mark)
      select distinct on (person_key, device) person_key, device, resident_id, decode(public_key, 'hex'), to_timestamp(issued_at / 1000), code_id, colour,
             seq, is_short_stay, kid, to_timestamp(issued_at / 1000), to_timestamp(expires_at / 1000), decode(token, 'hex'),
             rule, to_timestamp(since / 1000), to_timestamp(until / 1000), to_timestamp(decided_at / 1000), decode(mark, 'hex')
        from given join standing using (n) order by person_key, device, n desc
          on conflict (person_key, device) do update set code_id = excluded.code_id, colour = excluded.colour,
             decision_seq = excluded.decision_seq, is_short_stay = excluded.is_short_stay, kid = excluded.kid,
             issued_at = excluded.issued_at, expires_at = excluded.expires_at, token = excluded.token,
             rule = excluded.rule, since = excluded.since, until = excluded.until, decided_at = excluded.decided_at,
             mark = excluded.mark
           where v.revoked_at is null and v.issued_at <= excluded.issued_at)
    select n from standing`;
  return new Set(rows.map((row) => row.n - 1));
}

/** A block of 1,024 numbers of the sequence of code ids. */
export async function nextBlock(sql: Sql): Promise<number> {
  const [row] = await sql<{ block: number }[]>`select nextval('code_id_block') as block`;
  return row?.block ?? 0;
}

export type DeviceRow = {
  readonly device: string;
  readonly resident_id: string;
  readonly public_key: Uint8Array | null;
  readonly registered_at: Instant;
  readonly revoked_at: Instant | null;
  readonly code_id: number;
};

/** The phones of a person's code, the refreshed form not among them. Reads code_device_pkey. */
export const devicesOf = (sql: Sql, personKey: string): Promise<DeviceRow[]> =>
  sql<DeviceRow[]>`
    select device, resident_id, public_key, registered_at, revoked_at, code_id from code_device
     where person_key = ${personKey} and public_key is not null order by registered_at limit 100`;

/** Lets a revoked phone in again when its owner registers it again; what it was told before is on the change list. */
export const readmitDevice = (sql: Sql, personKey: string, device: string, residentId: string): Promise<unknown> =>
  sql`update code_device set revoked_at = null, resident_id = ${residentId}, decision_seq = 0, mark = null
       where person_key = ${personKey} and device = ${device}`;

export const revokeDeviceRow = (sql: Sql, personKey: string, device: string, now: Instant): Promise<unknown> =>
  sql`update code_device set revoked_at = ${now} where person_key = ${personKey} and device = ${device}`;

/** Live code ids that were attested to this phone for the person. Reads attestation_pkey. */
export async function liveCodeIds(sql: Sql, personKey: string, device: string, now: Instant): Promise<number[]> {
  const rows = await sql<{ code_id: number }[]>`
    select code_id from attestation
     where person_key = ${personKey} and device = ${device} and expires_at > ${now} limit 1000`;
  return rows.map((row) => row.code_id);
}
