/** SQL of households, stays and persons. Row-level security: the place of the stay. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { HouseholdKind, Relation, Residence, Sex, Tenure } from "./rules/kinds.ts";

export type HouseholdRow = {
  readonly id: string;
  readonly version: number;
  readonly county: string;
  readonly door_id: string;
  readonly place: string;
  readonly kind: HouseholdKind;
  readonly tenure: Tenure;
  readonly since_on: string | null;
  readonly until_on: string | null;
};

const householdColumns = (sql: Sql) =>
  sql`h.id, h.version, h.county, h.door_id, h.place, h.kind, h.tenure, h.since_on, h.until_on`;
export const inside = (sql: Sql, alias: "h" | "s", area: string) => {
  const place = sql(`${alias}.place`);
  return sql`${sql(`${alias}.county`)} = ${area.slice(0, 6)} and ${place} >= ${area} and ${place} < ${area} || ':'
    and ${sql(`${alias}.superseded_at`)} is null`;
};

type Page = {
  readonly area: string;
  readonly after: string | null;
  readonly limit: number;
  readonly leftAfter: string;
};

/** Households of an area that live there or left after a day. Reads door_household_by_place. */
export const householdsAfter = (sql: Sql, of: Page): Promise<HouseholdRow[]> => sql<HouseholdRow[]>`
  select ${householdColumns(sql)} from door_household h
   where ${inside(sql, "h", of.area)} and (h.until_on is null or h.until_on > ${of.leftAfter})
     and (${of.after}::uuid is null or h.id > ${of.after}::uuid)
   order by h.id limit ${of.limit}`;

/** The same by id. Reads door_household_standing. */
export const householdsByIds = (
  sql: Sql,
  of: { readonly area: string; readonly ids: readonly string[]; readonly leftAfter: string },
): Promise<HouseholdRow[]> => sql<HouseholdRow[]>`
  select ${householdColumns(sql)} from door_household h
   where h.id = any (${[...of.ids]}::uuid[]) and ${inside(sql, "h", of.area)}
     and (h.until_on is null or h.until_on > ${of.leftAfter})`;

export async function countHouseholds(sql: Sql, area: string, leftAfter: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from door_household h
     where ${inside(sql, "h", area)} and (h.until_on is null or h.until_on > ${leftAfter})`;
  return row?.n ?? 0;
}

/** Households of an area that lived there on a day, with how many people. Reads door_household_by_place, stay_by_household. */
export const livingOn = (
  sql: Sql,
  area: string,
  day: string,
): Promise<(HouseholdRow & { readonly people: number })[]> => sql<(HouseholdRow & { people: number })[]>`
  select ${householdColumns(sql)},
         (select count(*)::int from stay s
           where s.household_id = h.id and s.superseded_at is null and (s.since_on is null or s.since_on <= ${day})
             and (s.until_on is null or s.until_on > ${day})) as people
    from door_household h
   where ${inside(sql, "h", area)} and (h.since_on is null or h.since_on <= ${day})
     and (h.until_on is null or h.until_on > ${day})
   order by h.since_on desc nulls last, h.id`;

/** A household that stands, locked; null: none in one's area. Reads door_household_standing. */
export async function lockHousehold(sql: Sql, id: string): Promise<HouseholdRow | null> {
  const [row] = await sql<HouseholdRow[]>`
    select ${householdColumns(sql)} from door_household h where h.id = ${id} and h.superseded_at is null for update`;
  return row ?? null;
}

/** All households of a door, those that left too, the latest first. Reads door_household_by_door. */
export const householdsOfDoor = (sql: Sql, doorId: string): Promise<HouseholdRow[]> => sql<HouseholdRow[]>`
  select ${householdColumns(sql)} from door_household h
   where h.door_id = ${doorId} and h.superseded_at is null order by h.since_on desc nulls last, h.id desc limit 200`;

export type PersonRow = {
  readonly id: string;
  readonly county: string;
  readonly person_key: string | null;
  readonly sealed: Uint8Array;
  readonly sex: Sex | null;
  readonly born_year: number | null;
  readonly residence: readonly Residence[];
};
export const personColumns = (sql: Sql) => sql`p.id, p.county, p.person_key, p.sealed, p.sex, p.born_year, p.residence`;

/** People with a stay in an area that lasts or ended after a day, in order of id. Reads stay_by_place. */
export const personsAfter = (sql: Sql, of: Page): Promise<PersonRow[]> => sql<PersonRow[]>`
  select ${personColumns(sql)} from register_person p
    join (select distinct s.person_id, s.county from stay s
           where ${inside(sql, "s", of.area)} and (s.until_on is null or s.until_on > ${of.leftAfter})
             and (${of.after}::uuid is null or s.person_id > ${of.after}::uuid)
           order by 1 limit ${of.limit}) there on there.person_id = p.id and there.county = p.county
   order by p.id`;

export const personsByIds = (
  sql: Sql,
  of: { readonly area: string; readonly ids: readonly string[]; readonly leftAfter: string },
): Promise<PersonRow[]> => sql<PersonRow[]>`
  select ${personColumns(sql)} from register_person p
   where p.id = any (${[...of.ids]}::uuid[])
     and exists (select from stay s where s.person_id = p.id and ${inside(sql, "s", of.area)}
                    and (s.until_on is null or s.until_on > ${of.leftAfter}))`;

export async function countPersons(sql: Sql, area: string, leftAfter: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(distinct s.person_id)::int as n from stay s
     where ${inside(sql, "s", area)} and (s.until_on is null or s.until_on > ${leftAfter})`;
  return row?.n ?? 0;
}

export type StayRow = {
  readonly person_id: string;
  readonly household_id: string;
  readonly version: number;
  readonly county: string;
  readonly door_id: string;
  readonly place: string;
  readonly relation: Relation;
  readonly since_on: string | null;
  readonly until_on: string | null;
};
const stayColumns = (sql: Sql) => sql`
  s.person_id, s.household_id, s.version, s.county, s.door_id, s.place, s.relation, s.since_on, s.until_on`;

/** Where these people live and lived, as known now. Reads stay_pkey. */
export const staysOf = (sql: Sql, personIds: readonly string[]): Promise<StayRow[]> => sql<StayRow[]>`
  select ${stayColumns(sql)} from stay s
   where s.person_id = any (${[...personIds]}::uuid[]) and s.superseded_at is null
   order by s.person_id, s.since_on desc nulls last, s.household_id`;

/** The people of a household, as known now, locked. Reads stay_by_household. */
export const lockStays = (sql: Sql, householdId: string): Promise<StayRow[]> => sql<StayRow[]>`
  select ${stayColumns(sql)} from stay s
   where s.household_id = ${householdId} and s.superseded_at is null order by s.person_id for update`;

/** The people of a door, as known now, locked. Reads stay_by_door. */
export const lockStaysOfDoor = (sql: Sql, doorId: string): Promise<StayRow[]> => sql<StayRow[]>`
  select ${stayColumns(sql)} from stay s
   where s.door_id = ${doorId} and s.superseded_at is null order by s.person_id, s.household_id for update`;

/** People who live or lived behind these doors, as known now. Reads stay_by_door. */
export const staysOfDoors = (sql: Sql, doorIds: readonly string[]): Promise<StayRow[]> => sql<StayRow[]>`
  select ${stayColumns(sql)} from stay s where s.door_id = any (${[...doorIds]}::uuid[]) and s.superseded_at is null`;

/** Households of these doors, as known now. Reads door_household_by_door. */
export const householdsOfDoors = (sql: Sql, doorIds: readonly string[]): Promise<HouseholdRow[]> => sql<HouseholdRow[]>`
  select ${householdColumns(sql)} from door_household h
   where h.door_id = any (${[...doorIds]}::uuid[]) and h.superseded_at is null order by h.id desc`;

export type MemberRow = {
  readonly person_id: string;
  readonly person_key: string | null;
  readonly relation: Relation;
  readonly born_year: number | null;
};

/** Who lives with a person now. Reads register_person_by_key, stay_pkey, stay_by_household, register_person_pkey. */
export const membersWith = (
  sql: Sql,
  of: { readonly county: string; readonly personKey: string; readonly today: string },
): Promise<MemberRow[]> => sql<MemberRow[]>`
  select distinct on (other.person_id) other.person_id, p.person_key, other.relation, p.born_year
    from register_person self
    join stay mine on mine.person_id = self.id and mine.county = self.county and mine.superseded_at is null
                  and (mine.until_on is null or mine.until_on > ${of.today})
    join stay other on other.household_id = mine.household_id and other.county = mine.county and other.superseded_at is null
                   and (other.until_on is null or other.until_on > ${of.today}) and other.person_id <> self.id
    join register_person p on p.id = other.person_id and p.county = other.county
   where self.county = ${of.county} and self.person_key = ${of.personKey}
   order by other.person_id limit 30`;

/** Persons by their own ids. Reads register_person_pkey. */
export const personsOf = (sql: Sql, ids: readonly string[]): Promise<PersonRow[]> => sql<PersonRow[]>`
  select ${personColumns(sql)} from register_person p where p.id = any (${[...ids]}::uuid[])`;

/** Those who live behind several doors now. */
export async function elsewhereOf(sql: Sql, personIds: readonly string[], today: string): Promise<ReadonlySet<string>> {
  const rows = await sql<
    { person_id: string }[]
  >`select person_id from elsewhere_of(${[...personIds]}::uuid[], ${today})`;
  return new Set(rows.map((row) => row.person_id));
}

/** A person by id, or by the id that a phone gave to one who was known; null: nobody in one's area. */
export async function personOf(sql: Sql, id: string): Promise<PersonRow | null> {
  const [row] = await sql<PersonRow[]>`
    select ${personColumns(sql)} from register_person p
     where p.id = coalesce((select a.person_id from register_person_alias a where a.given_id = ${id}), ${id}) for update`;
  return row ?? null;
}

/** Which of these keys the county's register has. Read widened: a person may live in another grid of the county. */
export async function personsByKeys(
  sql: Sql,
  county: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ person_key: string; id: string }[]>`
    select p.person_key, p.id from register_person p
     where p.county = ${county} and p.person_key = any (${[...keys]}::uuid[])`;
  return new Map(rows.map((row) => [row.person_key, row.id]));
}

/** The person of each key and the place of the latest stay. Reads register_person_by_key, stay_pkey. */
export const livingByKeys = (
  sql: Sql,
  keys: readonly string[],
): Promise<{ readonly person_key: string; readonly id: string; readonly place: string }[]> => sql`
  select distinct on (p.person_key) p.person_key, p.id, s.place
    from register_person p join stay s on s.person_id = p.id and s.county = p.county and s.superseded_at is null
   where p.person_key = any (${[...keys]}::uuid[])
   order by p.person_key, (s.until_on is null) desc, s.since_on desc nulls last, s.household_id`;

/** The people of the register that these ids mean: their own, or the ids that phones gave to them. given → person. */
export async function resolveIds(
  sql: Sql,
  county: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ given: string; id: string }[]>`
    select given, p.id from unnest(${[...ids]}::uuid[]) as given
      left join register_person_alias a on a.given_id = given and a.county = ${county}
      join register_person p on p.id = coalesce(a.person_id, given) and p.county = ${county}`;
  return new Map(rows.map((row) => [row.given, row.id]));
}

export type PersonInsert = {
  readonly county: string;
  readonly id: string;
  readonly person_key: string | null;
  readonly sealed: string;
  readonly key_id: string;
  readonly sex: Sex | null;
  readonly born_year: number | null;
  readonly residence: readonly Residence[];
};

export const insertPersons = (sql: Sql, rows: readonly PersonInsert[], now: Instant): Promise<unknown> => sql`
  insert into register_person (county, id, person_key, sealed, key_id, sex, born_year, residence, recorded_at, changed_at)
  select county, id, person_key, decode(sealed, 'hex'), key_id, sex, born_year, residence, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${sql.json(rows as never)})
      as g (county text, id uuid, person_key uuid, sealed text, key_id text, sex text, born_year smallint, residence text[])
   order by id on conflict do nothing`;

export const updatePerson = (sql: Sql, row: PersonInsert, now: Instant): Promise<unknown> => sql`
  update register_person
     set person_key = ${row.person_key}, sealed = decode(${row.sealed}, 'hex'), key_id = ${row.key_id}, sex = ${row.sex},
         born_year = ${row.born_year}, residence = ${[...row.residence]}::text[], changed_at = ${now}
   where id = ${row.id} and county = ${row.county}`;

export const insertAliases = (
  sql: Sql,
  county: string,
  aliases: readonly { readonly given: string; readonly person: string }[],
): Promise<unknown> => sql`
  insert into register_person_alias (county, given_id, person_id)
  select ${county}, given, person from unnest(${aliases.map((one) => one.given)}::uuid[], ${aliases.map((one) => one.person)}::uuid[])
         as a (given, person)
      on conflict do nothing`;

export type Saying = { readonly now: Instant; readonly by: string | null; readonly commandId: string };

/** A new version of households; what was said before gets its end in time of knowing. */
export async function putHouseholds(sql: Sql, rows: readonly HouseholdRow[], of: Saying): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update door_household h set superseded_at = ${of.now}
     where h.id = any (${rows.map((row) => row.id)}::uuid[]) and h.superseded_at is null`;
  await sql`
    insert into door_household (county, id, version, door_id, place, kind, tenure, since_on, until_on, recorded_at, by_post, command_id)
    select county, id, version, door_id, place, kind, tenure, since_on, until_on, ${of.now}::timestamptz, ${of.by}::uuid, ${of.commandId}::uuid
      from jsonb_to_recordset(${sql.json(rows as never)})
        as g (county text, id uuid, version int, door_id uuid, place text, kind text, tenure text, since_on date, until_on date)`;
}

export async function putStays(sql: Sql, rows: readonly StayRow[], of: Saying): Promise<void> {
  if (rows.length === 0) return;
  // A first version supersedes nothing: asked all the same, 20,000 of a file were looked for among each other (70 s).
  const again = rows.filter((row) => row.version > 1);
  if (again.length > 0)
    await sql`
      update stay s set superseded_at = ${of.now}
        from unnest(${again.map((row) => row.person_id)}::uuid[], ${again.map((row) => row.household_id)}::uuid[]) as g (person, household)
       where s.person_id = g.person and s.household_id = g.household and s.superseded_at is null`;
  await sql`
    insert into stay (county, person_id, household_id, version, door_id, place, relation, since_on, until_on, recorded_at, by_post, command_id)
    select county, person_id, household_id, version, door_id, place, relation, since_on, until_on, ${of.now}::timestamptz,
           ${of.by}::uuid, ${of.commandId}::uuid
      from jsonb_to_recordset(${sql.json(rows as never)})
        as g (county text, person_id uuid, household_id uuid, version int, door_id uuid, place text, relation text,
              since_on date, until_on date)`;
}
