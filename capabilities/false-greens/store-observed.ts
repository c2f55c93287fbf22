/** SQL of what was observed about persons: one statement a kind, for arrays of thousands. Reads only. */
import { dayOf, type Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { kilometresAtLeast } from "./rules/distance.ts";
import type { Declared, Observation } from "./rules/facts.ts";

export type DeclaredRow = Declared & { readonly person_key: string };

/**
 * The latest declaration of these persons; reads declaration_pkey. Places: where the trip came from and where he stayed,
 * by code; what was written in words says nothing that could be compared.
 */
export const declaredBy = (sql: Sql, personKeys: readonly string[]): Promise<DeclaredRow[]> =>
  sql<DeclaredRow[]>`
    select d.person_key, d.version, d.declared_at as "declaredAt", d.by_post is not null as "isByHelper",
           d.observation_status as observation,
           array_remove(array_append(array(select s->>'place' from jsonb_array_elements(d.stays) as s), d.from_place::text), null) as places,
           jsonb_array_length(d.contacts) > 0 as "hasContact",
           cardinality(d.symptoms) > 0 or coalesce(d.temperature_tenths >= 373, false) as "hasSymptom",
           d.arrived_on as "arrivedOn", coalesce(c.place, d.place) as place, d.lodging = 'dormitory' as "isDormitory"
      from unnest(${[...personKeys]}::uuid[]) as p (person_key)
     cross join lateral (select * from declaration d where d.person_key = p.person_key
                          order by d.version desc limit 1) d
      left join code_current c on c.person_key = p.person_key`;

export type ObservedRow = { readonly person_key: string; readonly observation: Observation };
type Pairs = Promise<ObservedRow[]>;

/** Standing isolation or observation, and a rechecked fever, as evidence has them (F1, F4); reads evidence_by_person. */
export async function evidenceOf(sql: Sql, personKeys: readonly string[], now: Instant): Pairs {
  const rows = await sql<{ person_key: string; kind: string; since: Instant; ended_at: Instant | null }[]>`
    select e.person_key, e.kind, e.since, coalesce(w.at, e.until, e.planned_until) as ended_at
      from evidence e left join evidence_withdrawal w on w.evidence_id = e.id
     where e.person_key = any (${[...personKeys]}::uuid[]) and e.kind in ('measure', 'checkpoint-fever')
       and e.recorded_at <= ${now} and e.since <= ${now} and coalesce(w.because, 'release') in ('release')`;
  return rows.map(({ person_key, kind, since, ended_at }) => ({
    person_key,
    observation:
      kind === "measure"
        ? { kind: "measure", source: "health-measures", at: since, since, endedAt: ended_at }
        : { kind: "fever", source: "checkpoint", at: since, isOwnCard: true, isRechecked: true },
  }));
}

type PieceRow = {
  readonly person_key: string;
  readonly rule: string;
  readonly feed: string;
  readonly at: Instant;
  readonly place: string | null;
  readonly of: string | null;
  readonly shared: boolean;
};

/**
 * Rows of feeds behind the latest published list: trips, stays, contacts, clinics (F2 to F5); reads
 * assessment_result_pkey. A household's fever is not one's own, and a contact's row must name himself.
 */
export async function listedOf(sql: Sql, personKeys: readonly string[]): Pairs {
  const rows = await sql<PieceRow[]>`
    select r.person_key, reason->>'rule' as rule, piece->>'feed' as feed, (piece->>'at')::timestamptz as at,
           piece->>'place' as place, piece->>'of' as of,
           coalesce((piece->>'sharedPhone')::boolean, false) as shared
      from assessment_result r
     cross join jsonb_array_elements(r.evidence) as reason
     cross join jsonb_array_elements(reason->'evidence') as piece
     where r.person_key = any (${[...personKeys]}::uuid[])
       and r.assessment_id = (select assessment_id from joint_session where state = 'published' order by day desc, version desc limit 1)
       and r.kind = 'person'
       and reason->>'rule' in ('high-area', 'contact', 'fever-clinic', 'from-outside')`;
  const observed = rows.flatMap(({ person_key, ...row }): ObservedRow[] => {
    const observation = pieceOf(row);
    return observation === null ? [] : [{ person_key, observation }];
  });
  return earliestSightings(observed);
}

const MIN_E4_HOURS = 4;

function pieceOf(row: Omit<PieceRow, "person_key">): Observation | null {
  const isTicket = row.feed === "police/trips";
  const source = isTicket ? "transport" : "telecom";
  switch (row.rule) {
    case "high-area":
      if (row.place === null || (!isTicket && row.feed !== "telecom/stays")) return null;
      return {
        kind: "presence",
        source,
        at: row.at,
        class: isTicket ? "E2" : "E4",
        place: row.place,
        // The rule counts where a ticket ends or begins, and stays of four hours: what passes through is not among them.
        hasAlighted: true,
        isRefunded: false,
        isBorderCell: false,
        isPhoneShared: row.shared,
        hours: isTicket ? null : MIN_E4_HOURS,
      };
    case "contact":
      return row.of !== null && row.feed !== "health/contacts"
        ? null
        : { kind: "contact", source: "health-contacts", at: row.at, isTold: null };
    case "fever-clinic":
      if (row.of !== null) return null;
      return { kind: "fever", source: "health-clinic", at: row.at, isOwnCard: true, isRechecked: false };
    case "from-outside":
      return { kind: "sighting", source, at: row.at, on: dayOf(row.at), isPhoneShared: row.shared };
    default:
      return null;
  }
}

/** Of all sightings of a person the first alone says when he was first seen here. */
function earliestSightings(rows: readonly ObservedRow[]): ObservedRow[] {
  const first = new Map<string, ObservedRow>();
  for (const row of rows) {
    const before = first.get(row.person_key);
    if (row.observation.kind === "sighting" && (before === undefined || row.observation.at < before.observation.at)) {
      first.set(row.person_key, row);
    }
  }
  return [...rows.filter(({ observation }) => observation.kind !== "sighting"), ...first.values()];
}

/** Visits since the declaration that did not find him at home (F6); reads visit_by_person. */
export async function doorsOf(sql: Sql, personKeys: readonly string[]): Pairs {
  const rows = await sql<{ person_key: string; missed: number; at: Instant; found: boolean }[]>`
    select m.person_key, m.missed, m.at,
           exists (select from visit f where f.person_key = m.person_key and f.visited_at > m.at and f.result = 'HOME_IN_PLACE'
                      and not exists (select from visit c where c.corrects = f.id and c.county = f.county)) as found
      from (select v.person_key, count(distinct v.visited_on)::int as missed, max(v.visited_at) as at
              from visit v
              join lateral (select d.declared_at from declaration d where d.person_key = v.person_key order by d.version desc limit 1) d
                on v.visited_at >= d.declared_at
             where v.person_key = any (${[...personKeys]}::uuid[]) and v.result = 'NOT_AT_ADDRESS'
               and not exists (select from visit c where c.corrects = v.id and c.county = v.county)
             group by v.person_key) m`;
  return rows.map(({ person_key, missed, at, found }) => ({
    person_key,
    observation: {
      kind: "doors",
      source: "field-visits",
      at,
      notAtAddress: missed,
      isFoundSince: found,
      isBuildingUnknown: false,
      unrelated: 0,
    },
  }));
}

/** Phones that show the codes of many, accounts that act for many (F9, F12); reads code_device_by_device. */
export async function phonesOf(sql: Sql, personKeys: readonly string[], now: Instant): Pairs {
  const rows = await sql<{ person_key: string; persons: number; proxies: number }[]>`
    select d.person_key, count(distinct o.person_key)::int as persons,
           count(distinct o.person_key) filter (where exists (
             select from resident_person p where p.resident_id = o.resident_id and p.person_key = o.person_key
                       and p.ended_at is null and p.relation <> 'self'))::int as proxies
      from code_device d join code_device o on o.device = d.device
     where d.person_key = any (${[...personKeys]}::uuid[]) and d.device <> '00000000-0000-0000-0000-000000000000'
     group by d.person_key, d.device having count(distinct o.person_key) >= 6`;
  return rows.map(({ person_key, persons, proxies }) => ({
    person_key,
    observation: { kind: "phone", source: "phones", at: now, persons, proxies },
  }));
}

/** Consecutive scans of a person in two cities within twelve hours, and stale proofs (F9); reads scan_by_person. */
export async function scansOf(sql: Sql, personKeys: readonly string[], now: Instant): Pairs {
  const rows = await sql<
    { person_key: string; at: Instant; minutes: number; from: string; to: string; is_stale: boolean }[]
  >`
    select * from (
      select s.person_key, s.scanned_at as at, coalesce(s.why = 'stale-proof', false) as is_stale,
             (extract(epoch from s.scanned_at - lag(s.scanned_at) over w) / 60)::float8 as minutes,
             lag(s.place) over w as from, s.place as to
        from scan s
       where s.person_key = any (${[...personKeys]}::uuid[]) and s.kind = 'code' and s.form in ('phone', 'refreshed')
         and s.scanned_at > ${now}::timestamptz - interval '2 days' and s.scanned_at <= ${now}
      window w as (partition by s.person_key order by s.scanned_at)) x
     where x.minutes <= 720 and left(x.from, 4) <> left(x.to, 4)`;
  return rows.map(({ person_key, at, minutes, from, to, is_stale }) => ({
    person_key,
    observation: {
      kind: "scans",
      source: "checkpoint",
      at,
      km: kilometresAtLeast(from, to),
      minutes,
      isStale: is_stale,
    },
  }));
}

/** Numbers that fail their check and identities that two accounts hold, while nobody has looked (F11). */
export async function identitiesOf(sql: Sql, personKeys: readonly string[]): Pairs {
  const rows = await sql<{ person_key: string; why: string; at: Instant; newborn: boolean }[]>`
    select r.person_key, r.why, r.at, coalesce(c.born_on > r.at::date - 90, false) as newborn
      from identity_review r join person_claim c on c.id = r.claim_id
     where r.person_key = any (${[...personKeys]}::uuid[]) and r.decision is null
       and r.why in ('number-fails-check', 'held-elsewhere')`;
  return rows.map(({ person_key, why, at, newborn }) => ({
    person_key,
    observation: {
      kind: "identity",
      source: "identity-register",
      at,
      fault: why === "held-elsewhere" ? "used-twice" : "checksum",
      isNewborn: newborn,
    },
  }));
}

/** Accounts that act for more than six, among them adults who have an account of their own (F12). */
export async function proxiesOf(sql: Sql, personKeys: readonly string[], now: Instant): Pairs {
  const rows = await sql<{ person_key: string; persons: number; able: number }[]>`
    select s.person_key, count(o.person_key)::int as persons,
           count(o.person_key) filter (where exists (
             select from resident_person own where own.person_key = o.person_key and own.relation = 'self' and own.ended_at is null))::int as able
      from resident_person s
      join resident_person o on o.resident_id = s.resident_id and o.relation <> 'self' and o.ended_at is null
     where s.person_key = any (${[...personKeys]}::uuid[]) and s.relation = 'self' and s.ended_at is null
     group by s.person_key, s.resident_id having count(o.person_key) > 6`;
  return rows.map(({ person_key, persons, able }) => ({
    person_key,
    observation: { kind: "proxies", source: "accounts", at: now, persons, ableWithPhone: able, isInstitution: false },
  }));
}
