import { randomInt } from "node:crypto";
import type { Skill, Slot } from "#capabilities/volunteers/rules/skills.ts";
import { afterArea, selfAndAncestors } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type VolunteerRow = {
  readonly id: string;
  readonly number: string;
  readonly place: string;
  readonly skills: Skill[];
  readonly slots: Slot[];
  readonly sealed: Buffer;
  readonly consented_at: Instant;
};

const columns = (sql: Sql) => sql`id, number, place, skills, slots, sealed, consented_at`;

/** The acting resident's registration that stands, or null. Reads volunteer_once. */
export async function volunteerOf(sql: Sql, residentId: string): Promise<VolunteerRow | null> {
  const [row] = await sql<VolunteerRow[]>`
    select ${columns(sql)} from volunteer where resident_id = ${residentId} and withdrawn_at is null for update`;
  return row ?? null;
}

type Offer = { readonly place: string; readonly skills: readonly Skill[]; readonly slots: readonly Slot[] };

export async function insertVolunteer(
  sql: Sql,
  of: Offer & { readonly id: string; readonly residentId: string; readonly sealed: Buffer; readonly keyId: string },
  now: Instant,
): Promise<void> {
  // Random, so that it says nothing of who came when; a number that is taken is drawn again by the caller's retry.
  const number = String(randomInt(10_000_000, 100_000_000));
  await sql`
    insert into volunteer (id, resident_id, number, place, skills, slots, sealed, key_id, consented_at, changed_at)
    values (${of.id}, ${of.residentId}, ${number}, ${of.place}, ${[...of.skills]}, ${[...of.slots]}, ${of.sealed},
            ${of.keyId}, ${now}, ${now})`;
}

export async function changeVolunteer(sql: Sql, id: string, offer: Offer, now: Instant): Promise<void> {
  await sql`
    update volunteer set place = ${offer.place}, skills = ${[...offer.skills]}, slots = ${[...offer.slots]}, changed_at = ${now}
     where id = ${id}`;
}

export async function endVolunteer(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`update volunteer set withdrawn_at = ${now} where id = ${id} and withdrawn_at is null`;
}

/** Who serves at a place: his own place is it or contains it. At most 500. Reads volunteer_by_place. */
export const volunteersAt = (sql: Sql, place: string): Promise<VolunteerRow[]> => sql<VolunteerRow[]>`
  select ${columns(sql)} from volunteer
   where place = any (${selfAndAncestors(place)}::text[]) and withdrawn_at is null order by id limit 500`;

/** Who serves in an area, in a part of it, or in a place that contains it. Reads volunteer_by_place, volunteer_pkey. */
export const volunteersForPhones = (
  sql: Sql,
  area: string,
  of: { readonly ids: readonly string[] } | { readonly after: string | null; readonly limit: number },
): Promise<VolunteerRow[]> => sql<VolunteerRow[]>`
  select ${columns(sql)} from volunteer
   where withdrawn_at is null and ${serves(sql, area)}
     and ${"ids" in of ? sql`id = any (${[...of.ids]}::uuid[])` : sql`(${of.after}::uuid is null or id > ${of.after}::uuid)`}
   order by id limit ${"ids" in of ? of.ids.length : of.limit}`;

const serves = (sql: Sql, area: string) => sql`
  (place = any (${selfAndAncestors(area)}::text[]) or (place > ${area} and place < ${afterArea(area)}))`;

export async function countForPhones(sql: Sql, area: string): Promise<number> {
  const [row] = await sql<[{ n: number }]>`
    select count(*)::int as n from volunteer where withdrawn_at is null and ${serves(sql, area)}`;
  return row.n;
}
