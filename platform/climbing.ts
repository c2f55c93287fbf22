/**
 * The clockwork of what is overdue, for any table that has `county, id, place, escalated_to, look_at` (climb from look_at on):
 * each turn takes a bounded batch with SKIP LOCKED, so that several processes take different ones.
 */
import { climb } from "#kernel/climb.ts";
import type { Level } from "#kernel/places.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Services } from "./answer.ts";
import { type Courses, writeEscalations } from "./course.ts";
import { asActor, systemActor } from "./database.ts";
import { deskHolder, type Holder, touchInboxes } from "./inbox.ts";

const BATCH = 200;

type Row = {
  readonly county: string;
  readonly id: string;
  readonly place: string;
  readonly escalated_to: string | null;
  /** What the interval depends on: a kind, a level. */
  readonly pace: string | null;
};

export type Climbing = {
  readonly table: string;
  /** The column that says how fast it climbs. */
  readonly paceColumn: string;
  readonly everyMs: (pace: string | null) => number;
  readonly upTo: Level;
  /** Where its course is written, and under which kind phones hold a copy of it. */
  readonly course: Courses;
};

/** One turn: how many were taken up. Reads the table's index on look_at. */
export function climbOnce(services: Services, of: Climbing): Promise<number> {
  const now = services.clock();
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const rows = await sql<Row[]>`
      select county, id, place, escalated_to, ${sql(of.paceColumn)}::text as pace from ${sql(of.table)}
       where look_at <= ${now} order by look_at limit ${BATCH} for update skip locked`;
    if (rows.length === 0) return 0;
    const desks = await sql<{ place: string; desk: string }[]>`
      select place, desk from desks_of(${[...new Set(rows.map(({ place }) => place))]}::text[], ${now})`;
    const centres = new Map(desks.map(({ place, desk }) => [place, desk]));
    const looked = rows.map((row) => {
      const ownCentre = centres.get(row.place) ?? row.place.slice(0, 6);
      const facts = {
        dueAt: now,
        ownCentre,
        escalatedTo: row.escalated_to,
        everyMs: of.everyMs(row.pace),
        upTo: of.upTo,
      };
      return { row, step: climb(facts, now) };
    });
    await sql`
      update ${sql(of.table)} t set escalated_to = coalesce(e."to", t.escalated_to), look_at = e.next_at
        from jsonb_to_recordset(${sql.json(
          looked.map(({ row, step }) => ({
            id: row.id,
            county: row.county,
            to: step?.to ?? null,
            next_at: step?.nextAt == null ? null : isoInstant(step.nextAt),
          })),
        )}) as e (id uuid, county text, "to" text, next_at timestamptz)
       where t.id = e.id and t.county = e.county`;
    const climbed = looked.flatMap(({ row, step }) => (step === null ? [] : [{ ...row, to: step.to }]));
    await writeEscalations({ sql, now }, of.course, climbed);
    const told = climbed.map(({ to }): Holder => ({ county: to.slice(0, 6), holder: deskHolder(to) }));
    await touchInboxes(sql, told, now);
    return rows.length;
  });
}
