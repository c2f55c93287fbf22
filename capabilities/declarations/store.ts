import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { plain, quoted } from "./columns.ts";
import type { RiskArea } from "./rules/evidence-of.ts";
import type { Category, Mode, Observation } from "./rules/kinds.ts";

/** The areas of the latest list; some thousand at most. */
export const riskAreas = (sql: Sql): Promise<RiskArea[]> =>
  sql<RiskArea[]>`select area, level, since, until from risk_area`;

export type Standing = {
  readonly n: number;
  readonly is_carried: boolean;
  /** The version that this id was taken as before; null: it is new. */
  readonly known_version: number | null;
  readonly known_person: string | null;
  readonly known_at: Instant | null;
  readonly latest: number;
  readonly latest_place: string | null;
  readonly short_stay_evidence: string | null;
  /** Somebody must look at the document first: the code stays pending. */
  readonly is_under_review: boolean;
};

/** How each item of a batch stands, through declaration_standings(); reads by key, as the clockwork. */
export const standings = (
  sql: Sql,
  items: readonly { readonly id: string; readonly personKey: string; readonly residentId: string | null }[],
): Promise<Standing[]> =>
  sql<Standing[]>`
    select * from declaration_standings(${plain(items.map((one) => one.id))}::text::uuid[],
                                        ${plain(items.map((one) => one.personKey))}::text::uuid[],
                                        ${plain(items.map((one) => one.residentId))}::text::uuid[])`;

export type NewDeclaration = {
  readonly id: string;
  readonly personKey: string;
  readonly version: number;
  readonly residentId: string | null;
  readonly byPost: string | null;
  readonly category: Category;
  readonly hukou: string | null;
  readonly fromPlace: string | null;
  readonly departedOn: string | null;
  readonly arrivedOn: string | null;
  readonly mode: Mode | null;
  readonly serviceNo: string | null;
  readonly plateKind: string | null;
  readonly tripPurpose: string | null;
  readonly stayUntil: string | null;
  /** JSON. */
  readonly stays: string;
  readonly contacts: string;
  readonly symptoms: readonly string[];
  readonly temperatureTenths: number | null;
  readonly observation: Observation;
  readonly place: string;
  readonly lodging: string;
  /** Hex. */
  readonly sealed: string;
  readonly shortStayEvidence: string | null;
};

/** Writes versions; a version that another process wrote meanwhile fails the key, and the batch is tried again. */
export async function insertDeclarations(sql: Sql, rows: readonly NewDeclaration[], now: Instant): Promise<void> {
  const p = (of: (row: NewDeclaration) => string | number | null): string => plain(rows.map(of));
  const q = (of: (row: NewDeclaration) => string | null): string => quoted(rows.map(of));
  await sql`
    insert into declaration (id, person_key, version, resident_id, by_post, category, hukou, from_place, departed_on,
                             arrived_on, mode, service_no, plate_kind, trip_purpose, stay_until, stays, contacts, symptoms,
                             temperature_tenths, observation_status, place, lodging, sealed, short_stay_evidence, declared_at)
    select id, person, version, resident, post, category, hukou, from_place, departed, arrived, mode, service, plate, purpose,
           stay_until, stays::jsonb, contacts::jsonb, string_to_array(symptoms, ','), temperature, observation, place, lodging,
           decode(sealed, 'hex'), short_stay, ${now}::timestamptz
      from unnest(
        ${p((r) => r.id)}::text::uuid[], ${p((r) => r.personKey)}::text::uuid[], ${p((r) => r.version)}::text::int[],
        ${p((r) => r.residentId)}::text::uuid[], ${p((r) => r.byPost)}::text::uuid[], ${p((r) => r.category)}::text::text[],
        ${p((r) => r.hukou)}::text::text[], ${p((r) => r.fromPlace)}::text::text[], ${p((r) => r.departedOn)}::text::date[],
        ${p((r) => r.arrivedOn)}::text::date[], ${p((r) => r.mode)}::text::text[], ${q((r) => r.serviceNo)}::text::text[],
        ${p((r) => r.plateKind)}::text::text[], ${p((r) => r.tripPurpose)}::text::text[], ${p((r) => r.stayUntil)}::text::date[],
        ${q((r) => r.stays)}::text::text[], ${q((r) => r.contacts)}::text::text[], ${q((r) => r.symptoms.join(","))}::text::text[],
        ${p((r) => r.temperatureTenths)}::text::smallint[], ${p((r) => r.observation)}::text::text[],
        ${p((r) => r.place)}::text::text[], ${p((r) => r.lodging)}::text::text[], ${p((r) => r.sealed)}::text::text[],
        ${p((r) => r.shortStayEvidence)}::text::uuid[])
        as d (id, person, version, resident, post, category, hukou, from_place, departed, arrived, mode, service, plate,
              purpose, stay_until, stays, contacts, symptoms, temperature, observation, place, lodging, sealed, short_stay)`;
}

/** Where somebody is whose document a neighbour's application left unseen: his grid finds him by it. */
export async function placeReviews(
  sql: Sql,
  persons: readonly { readonly personKey: string; readonly place: string }[],
): Promise<void> {
  await sql`
    update identity_review r set place = p.place
      from unnest(${plain(persons.map((one) => one.personKey))}::text::uuid[],
                  ${plain(persons.map((one) => one.place))}::text::text[]) as p (person, place)
     where r.person_key = p.person and r.decision is null and r.why = 'document-unseen'`;
}

/** The drafts have become declarations. */
export async function deleteDrafts(sql: Sql, personKeys: readonly string[]): Promise<void> {
  await sql`delete from declaration_draft where person_key = any (${plain([...personKeys])}::text::uuid[])`;
}

export type DeclarationRow = {
  readonly id: string;
  readonly person_key: string;
  readonly version: number;
  readonly declared_at: Instant;
  readonly by_post: string | null;
  readonly sealed: Uint8Array;
  readonly place: string;
};

/** Versions of a person's declaration that the actor may see, newest first. Reads declaration_pkey. */
export const versionsOf = (sql: Sql, personKey: string, limit: number): Promise<DeclarationRow[]> =>
  sql<DeclarationRow[]>`
    select id, person_key, version, declared_at, by_post, sealed, place from declaration
     where person_key = ${personKey} order by version desc limit ${limit}`;

/** Replaces the list of areas by the latest feed's. */
export async function replaceAreas(sql: Sql, feedId: string, areas: readonly RiskArea[]): Promise<void> {
  await sql`delete from risk_area`;
  await sql`
    insert into risk_area (area, level, since, until, feed_id)
    select area, level, since, until, ${feedId}::uuid
      from unnest(${plain(areas.map((one) => one.area))}::text::text[], ${plain(areas.map((one) => one.level))}::text::text[],
                  ${plain(areas.map((one) => one.since))}::text::date[], ${plain(areas.map((one) => one.until))}::text::date[])
           as a (area, level, since, until)
        on conflict do nothing`;
}

/** The standing health/areas file of the latest day up to `day`, unless it is the one that was read already. */
export async function newestAreas(
  sql: Sql,
  day: PlainDay,
): Promise<{ id: string; name: string; sha256: string } | null> {
  const [row] = await sql<{ id: string; name: string; sha256: string; is_read: boolean }[]>`
    select f.id, f.name, encode(f.sha256, 'hex') as sha256,
           exists (select from risk_area a where a.feed_id = f.id) as is_read
      from feed_file f
     where f.name like 'health/areas.%' and f.superseded_by is null and f.day <= ${day}
     order by f.day desc limit 1`;
  return row === undefined || row.is_read ? null : row;
}

/** Did a post apply for the person within the actor's area? */
export async function appliedForHere(sql: Sql, personKey: string): Promise<boolean> {
  const rows = await sql`
    select from person_claim where person_key = ${personKey} and by_post is not null and state = 'carried' limit 1`;
  return rows.count > 0;
}
