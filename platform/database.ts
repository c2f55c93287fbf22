/** Connections, and the one way to a transaction: as an actor, whom row-level security then sees. */
import postgres from "postgres";
import type { Actor } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import { type Instant, instantOf } from "#kernel/time.ts";

/** Times arrive as Instants, days as `YYYY-MM-DD`, bigints as numbers (none of ours comes near 2^53). */
const types = {
  instant: {
    to: 1184,
    from: [1184],
    serialize: (at: number | string | Date) => (typeof at === "string" ? at : new Date(at).toISOString()),
    parse: (text: string): Instant => instantOf(Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"))),
  },
  day: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (text: string) => text },
  bigint: { to: 20, from: [20], serialize: (value: number) => String(value), parse: (text: string) => Number(text) },
};

type OurTypes = { instant: Instant; day: string; bigint: number };
export type Database = postgres.Sql<OurTypes>;
/** One transaction. Use cases and stores get this and nothing wider. */
export type Sql = postgres.TransactionSql<OurTypes>;

/** A pool of connections to `url`; a statement that takes longer than `statementMs` fails (57014). */
export const connect = (url: string, options: { max: number; name: string; statementMs?: number }): Database =>
  postgres(url, {
    max: options.max,
    types,
    onnotice: () => {},
    connection: {
      application_name: options.name,
      TimeZone: "UTC",
      ...(options.statementMs === undefined ? {} : { statement_timeout: options.statementMs }),
    },
    idle_timeout: 60,
    max_lifetime: 60 * 60,
  });

/** The same server and database as another role. */
export function urlAs(url: string, role: string, password: string): string {
  const other = new URL(url);
  other.username = role;
  other.password = password;
  return other.toString();
}

/** Who acts when the platform's own clockwork does: escalation, folding, schedules. Its area is the province. */
export const systemActor = (province: string): Actor => ({
  postId: "00000000-0000-0000-0000-000000000000",
  accountId: "00000000-0000-0000-0000-000000000000",
  role: "system",
  area: province as PlaceCode,
  department: null,
  displayName: "system",
  terminalId: null,
});

/**
 * Runs `work` in one transaction as `actor`; commits when it returns, rolls back when it throws. Row-level security
 * sees the actor's post, role and area for exactly this transaction.
 */
export async function asActor<T>(db: Database, actor: Actor, work: (sql: Sql) => Promise<T>): Promise<T> {
  const result = await db.begin(async (sql) => {
    await sql`select set_config('wangge.post', ${actor.postId}, true),
                     set_config('wangge.role', ${actor.role}, true),
                     set_config('wangge.area', ${actor.area}, true)`;
    return { value: await work(sql) };
  });
  return result.value;
}
