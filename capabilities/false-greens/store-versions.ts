/** SQL of what the same person declared before, or through somebody else. */
import { DAY, type Instant, type PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Observation } from "./rules/facts.ts";
import type { ObservedRow } from "./store-observed.ts";

/** How a person's versions differ from one another within a day, and what another maker declared (F7, F8). */
export async function versionsOf(sql: Sql, personKeys: readonly string[]): Promise<ObservedRow[]> {
  const rows = await sql<VersionRow[]>`
    select d.person_key, d.version, d.declared_at, d.by_post is not null as is_by_post, d.observation_status as observation,
           jsonb_array_length(d.contacts) > 0 as has_contact,
           cardinality(d.symptoms) > 0 or coalesce(d.temperature_tenths >= 373, false) as has_symptom, d.arrived_on, d.from_place
      from declaration d
     where d.person_key in (select o.person_key from declaration o
                             where o.person_key = any (${[...personKeys]}::uuid[]) and o.version = 2)
     order by d.person_key, d.version`;
  const byPerson = Map.groupBy(rows, (row) => row.person_key);
  return [...byPerson].flatMap(([person_key, versions]) =>
    [...editsOf(versions), ...otherFormOf(versions)].map((observation) => ({ person_key, observation })),
  );
}

type VersionRow = {
  readonly person_key: string;
  readonly version: number;
  readonly declared_at: Instant;
  readonly is_by_post: boolean;
  readonly observation: string;
  readonly has_contact: boolean;
  readonly has_symptom: boolean;
  readonly arrived_on: PlainDay | null;
  readonly from_place: string | null;
};

/** A change "towards green": an observation, contact, symptom or origin that disappears, an arrival that moves back. */
function isTowardsGreen(field: string, before: VersionRow, after: VersionRow): boolean {
  switch (field) {
    case "observation":
      return before.observation !== "none" && after.observation === "none";
    case "contact":
      return before.has_contact && !after.has_contact;
    case "symptom":
      return before.has_symptom && !after.has_symptom;
    case "places":
      return before.from_place !== null && after.from_place !== before.from_place;
    default:
      return before.arrived_on !== null && (after.arrived_on === null || after.arrived_on < before.arrived_on);
  }
}

const FIELDS = ["observation", "contact", "symptom", "places", "arrived-on"] as const;

function editsOf(versions: readonly VersionRow[]): Observation[] {
  const last = versions.at(-1);
  if (last === undefined) return [];
  const recent = versions.filter((one) => last.declared_at - one.declared_at <= DAY);
  return FIELDS.flatMap((field): Observation[] => {
    let towardsGreen = 0;
    for (const [at, after] of recent.entries()) {
      const before = recent[at - 1];
      if (before !== undefined && isTowardsGreen(field, before, after)) towardsGreen++;
    }
    return towardsGreen === 0 ? [] : [{ kind: "edits", source: "edit-log", at: last.declared_at, field, towardsGreen }];
  });
}

/** The latest by a post beside the latest by the person: two forms, two makers. */
function otherFormOf(versions: readonly VersionRow[]): Observation[] {
  const last = versions.at(-1);
  const other = last === undefined ? undefined : versions.findLast((one) => one.is_by_post !== last.is_by_post);
  if (last === undefined || other === undefined) return [];
  const differs = (
    [
      ["observation", last.observation !== other.observation],
      ["contact", last.has_contact !== other.has_contact],
      ["symptom", last.has_symptom !== other.has_symptom],
      ["arrived-on", last.arrived_on !== other.arrived_on],
      ["places", last.from_place !== other.from_place],
    ] as const
  ).flatMap(([field, isSo]) => (isSo ? [field] : []));
  if (differs.length === 0) return [];
  return [
    { kind: "other-form", source: "other-declaration", at: other.declared_at, differs, isByHelper: other.is_by_post },
  ];
}
