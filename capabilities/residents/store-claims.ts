import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DocumentKind, Relation } from "./rules/kinds.ts";

/** The register's sealed identity of a person, for a comparison by machine; null when there is none. */
export async function identityToCompare(sql: Sql, personKey: string): Promise<Uint8Array | null> {
  const [row] = await sql<{ sealed: Uint8Array | null }[]>`select identity_to_compare(${personKey}) as sealed`;
  return row?.sealed ?? null;
}

export async function keepDeclared(
  sql: Sql,
  of: { personKey: string; sealed: Buffer; keyId: string; now: Instant },
): Promise<void> {
  await sql`select keep_declared_identity(${of.personKey}, ${of.sealed}, ${of.keyId}, ${of.now}::timestamptz)`;
}

/** The account that says "this is me" of the person; null: none. */
export async function selfAccountOf(sql: Sql, personKey: string): Promise<string | null> {
  const [row] = await sql<{ id: string | null }[]>`select self_account_of(${personKey}) as id`;
  return row?.id ?? null;
}

export type ClaimRow = {
  readonly id: string;
  readonly resident_id: string | null;
  readonly person_key: string;
  readonly real_key: string;
  readonly relation: Relation | null;
  readonly document: DocumentKind;
  readonly id_type: string;
  readonly born_on: PlainDay | null;
  readonly sealed: Uint8Array;
  readonly phone_key: string | null;
  readonly state: "carried" | "awaiting" | "ended";
};

export type NewClaim = {
  readonly id: string;
  readonly residentId: string | null;
  readonly byPost: string | null;
  readonly personKey: string;
  readonly realKey: string;
  readonly relation: Relation | null;
  readonly document: DocumentKind;
  readonly idType: string;
  readonly bornOn: PlainDay | null;
  readonly sealed: Buffer;
  readonly phoneKey: string | null;
  readonly nameKey: string;
  readonly matches: boolean | null;
  readonly numberFails: boolean;
  readonly place: string | null;
  readonly reason: string | null;
  readonly now: Instant;
  readonly state: "carried" | "awaiting";
};

export async function insertClaim(sql: Sql, c: NewClaim): Promise<void> {
  await sql`
    insert into person_claim (id, resident_id, by_post, person_key, real_key, relation, document, id_type, born_on, sealed,
                              phone_key, name_key, matches, number_fails, place, reason, at, state)
    values (${c.id}, ${c.residentId}, ${c.byPost}, ${c.personKey}, ${c.realKey}, ${c.relation}, ${c.document}, ${c.idType},
            ${c.bornOn}, ${c.sealed}, ${c.phoneKey}, ${c.nameKey}, ${c.matches}, ${c.numberFails}, ${c.place}, ${c.reason},
            ${c.now}, ${c.state})`;
}

export async function claimById(sql: Sql, id: string): Promise<ClaimRow | null> {
  const [row] = await sql<ClaimRow[]>`select * from person_claim where id = ${id}`;
  return row ?? null;
}

/** Claims of an account since a time: a limit against trying out numbers. */
export async function claimsSince(sql: Sql, residentId: string, since: Instant): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from person_claim where resident_id = ${residentId} and at > ${since}`;
  return row?.n ?? 0;
}

/** Who the account carries or waits for, in two counts. Locks the account, so that two requests do not pass one limit. */
export async function lockCarried(sql: Sql, residentId: string): Promise<{ others: number; hasSelf: boolean }> {
  await sql`select from resident where id = ${residentId} for update`;
  const [row] = await sql<{ others: number; has_self: boolean }[]>`
    select (select count(*) from resident_person p where p.resident_id = ${residentId} and p.ended_at is null and p.relation <> 'self')::int
         + (select count(*) from person_claim c where c.resident_id = ${residentId} and c.state = 'awaiting')::int as others,
           exists (select from resident_person p where p.resident_id = ${residentId} and p.ended_at is null and p.relation = 'self') as has_self`;
  return { others: row?.others ?? 0, hasSelf: row?.has_self ?? false };
}

export async function carry(
  sql: Sql,
  of: { residentId: string; personKey: string; relation: Relation; byResident: string | null; now: Instant },
): Promise<void> {
  await sql`
    insert into resident_person (resident_id, person_key, relation, added_at, added_by_resident)
    values (${of.residentId}, ${of.personKey}, ${of.relation}, ${of.now}, ${of.byResident})
        on conflict (resident_id, person_key)
        do update set ended_at = null, relation = excluded.relation, added_at = excluded.added_at`;
}

export async function setClaimState(sql: Sql, id: string, state: ClaimRow["state"]): Promise<void> {
  await sql`update person_claim set state = ${state} where id = ${id}`;
}

/** Stops carrying; false when the account does not carry him. */
export async function endCarrying(sql: Sql, residentId: string, personKey: string, now: Instant): Promise<boolean> {
  const ended = await sql`
    update resident_person set ended_at = ${now}
     where resident_id = ${residentId} and person_key = ${personKey} and ended_at is null`;
  await sql`
    update person_claim set state = 'ended'
     where resident_id = ${residentId} and person_key = ${personKey} and state <> 'ended'`;
  return ended.count > 0;
}

/** Ends who carried the person before he had a phone; says which accounts. */
export async function endCarriers(
  sql: Sql,
  of: { personKey: string; except: string; keepChildren: boolean; now: Instant },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select end_carriers(${of.personKey}, ${of.except}, ${of.keepChildren}, ${of.now}::timestamptz) as id`;
  return rows.map((row) => row.id);
}

export type ReviewWhy = "name-differs" | "held-elsewhere" | "number-fails-check" | "same-name-near" | "document-unseen";

export async function insertReviews(
  sql: Sql,
  rows: readonly {
    id: string;
    claimId: string;
    personKey: string;
    otherKey: string | null;
    why: ReviewWhy;
    place: string;
  }[],
  now: Instant,
): Promise<void> {
  for (const row of rows) {
    await sql`
      insert into identity_review (id, claim_id, person_key, other_key, why, place, at)
      values (${row.id}, ${row.claimId}, ${row.personKey}, ${row.otherKey}, ${row.why}, ${row.place}, ${now})
          on conflict do nothing`;
  }
}

/** Someone of the same name and birth date under another number: one person with two documents, a slip, or a namesake. */
export async function namesakeOf(
  sql: Sql,
  of: { nameKey: string; bornOn: PlainDay; realKey: string },
): Promise<string | null> {
  const [row] = await sql<{ person_key: string }[]>`
    select person_key from person_claim
     where name_key = ${of.nameKey} and born_on = ${of.bornOn} and real_key <> ${of.realKey} limit 1`;
  return row?.person_key ?? null;
}

export type CarriedRow = {
  readonly person_key: string;
  readonly relation: Relation;
  readonly added_at: Instant;
  readonly added_by_post: string | null;
  readonly added_by_resident: string | null;
  readonly claim_id: string | null;
  readonly sealed: Uint8Array | null;
  readonly document: DocumentKind | null;
  readonly born_on: PlainDay | null;
  readonly declared_at: Instant | null;
  readonly place: string | null;
  readonly is_under_review: boolean;
  readonly has_own_account: boolean;
};

/** The persons of an account, oneself first. At most seven rows. */
export async function carriedBy(sql: Sql, residentId: string): Promise<CarriedRow[]> {
  return sql<CarriedRow[]>`
    select p.person_key, p.relation, p.added_at, p.added_by_post, p.added_by_resident, c.id as claim_id, c.sealed, c.document,
           c.born_on, d.declared_at, coalesce(d.place, c.place) as place,
           exists (select from identity_review r where r.person_key = p.person_key
                      and (r.decision is null and r.why in ('held-elsewhere', 'number-fails-check', 'document-unseen')
                           or r.decision = 'other-person' and r.why in ('held-elsewhere', 'document-unseen'))) as is_under_review,
           self_account_of(p.person_key) is not null as has_own_account
      from resident_person p
      left join lateral (select * from person_claim c
                          where c.resident_id = p.resident_id and c.person_key = p.person_key and c.state = 'carried'
                          order by c.at desc limit 1) c on true
      left join lateral (select d.declared_at, d.place from declaration d where d.person_key = p.person_key
                          order by d.version desc limit 1) d on true
     where p.resident_id = ${residentId} and p.ended_at is null
     order by p.relation <> 'self', p.added_at, p.person_key`;
}

/** Claims that wait for the person's own code. */
export const awaitingOf = (sql: Sql, residentId: string): Promise<ClaimRow[]> =>
  sql<
    ClaimRow[]
  >`select * from person_claim where resident_id = ${residentId} and state = 'awaiting' order by at limit 20`;

/** Did the account give a name that is not the register's? */
export async function isDoubted(sql: Sql, residentId: string, personKey: string): Promise<boolean> {
  const rows = await sql`
    select from person_claim
     where resident_id = ${residentId} and person_key = ${personKey} and state = 'carried' and matches is false limit 1`;
  return rows.count > 0;
}
