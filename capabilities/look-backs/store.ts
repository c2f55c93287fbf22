import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type LookBackRow = {
  readonly county: string;
  readonly id: string;
  readonly checkpoint_id: string;
  readonly checkpoint: string;
  readonly place: string;
  readonly from_at: Instant;
  readonly until_at: Instant;
  readonly event: string;
  readonly reason: string;
  readonly persons: number;
  readonly asked_by: string;
  readonly asked_organisation: string;
  readonly asked_at: Instant;
  readonly state: "asked" | "confirmed" | "rejected";
  readonly decided_organisation: string | null;
  readonly decided_at: Instant | null;
  readonly decided_reason: string | null;
};

const select = (sql: Sql) => sql`
  select l.county, l.id, l.checkpoint_id, c.name as checkpoint, l.place, l.from_at, l.until_at, l.event, l.reason,
         l.persons, l.asked_by, l.asked_organisation, l.asked_at, l.state, p.organisation as decided_organisation,
         l.decided_at, l.decided_reason
    from look_back l
    join checkpoint c on c.id = l.checkpoint_id
    left join post p on p.id = l.decided_by`;

export async function lookBack(sql: Sql, id: string): Promise<LookBackRow | null> {
  const [row] = await sql<LookBackRow[]>`${select(sql)} where l.id = ${id}`;
  return row ?? null;
}

export const lookBacksOf = (sql: Sql, area: string, limit: number): Promise<LookBackRow[]> =>
  sql<LookBackRow[]>`
    ${select(sql)} where l.place >= ${area} and l.place < ${`${area}:`} order by l.asked_at desc, l.id limit ${limit}`;

export async function checkpointPlace(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ place: string }[]>`select place from checkpoint where id = ${id} and in_my_area(place)`;
  return row?.place ?? null;
}

export async function organisationOf(sql: Sql, postId: string): Promise<string> {
  const [row] = await sql<{ organisation: string }[]>`select organisation from post where id = ${postId}`;
  return row?.organisation ?? "";
}

/** Who was there with evidence of presence, and where each is at home (6 digits or more), in order of key. */
export const presentAt = (
  sql: Sql,
  at: { checkpointId: string; from: Instant; until: Instant; limit: number },
): Promise<{ person_key: string; home: string }[]> =>
  sql<{ person_key: string; home: string }[]>`
    select v.person_key, coalesce(max(c.place), max(v.place)) as home
      from venue_presence v left join code_current c on c.person_key = v.person_key
     where v.checkpoint_id = ${at.checkpointId} and v.at >= ${at.from} and v.at < ${at.until}
     group by v.person_key order by v.person_key limit ${at.limit}`;

export async function insertLookBack(
  sql: Sql,
  row: {
    id: string;
    checkpointId: string;
    place: string;
    from: Instant;
    until: Instant;
    event: string;
    reason: string;
    persons: number;
    askedBy: string;
    organisation: string;
    now: Instant;
  },
): Promise<void> {
  await sql`
    insert into look_back (county, id, checkpoint_id, place, from_at, until_at, event, reason, persons, asked_by,
                           asked_organisation, asked_at, state)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.checkpointId}, ${row.place}, ${row.from}, ${row.until},
            ${row.event}, ${row.reason}, ${row.persons}, ${row.askedBy}, ${row.organisation}, ${row.now}, 'asked')`;
}

/** Notes the decision unless somebody was faster; says whether it was noted. */
export async function setDecided(
  sql: Sql,
  row: { id: string; county: string; state: "confirmed" | "rejected"; by: string; reason: string; now: Instant },
): Promise<boolean> {
  const done = await sql`
    update look_back set state = ${row.state}, decided_by = ${row.by}, decided_reason = ${row.reason}, decided_at = ${row.now}
     where id = ${row.id} and county = ${row.county} and state = 'asked'`;
  return done.count === 1;
}
