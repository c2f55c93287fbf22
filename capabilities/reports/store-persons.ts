/** SQL of lists of persons. Row-level security: lists of one's area. */
import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Missing } from "./rules/missing.ts";
import type { Approving, ListPurpose } from "./rules/persons.ts";

export type ListRow = {
  readonly id: string;
  readonly template_id: string;
  readonly title: string;
  readonly department: string;
  readonly area: string;
  readonly day: string;
  readonly purpose: ListPurpose;
  readonly reason: string;
  readonly asked_by_account: string;
  readonly asked_by_name: string;
  readonly asked_at: Instant;
  readonly refused_at: Instant | null;
  readonly made_at: Instant | null;
  readonly persons: number | null;
  readonly missing: readonly Missing[] | null;
  readonly expires_at: Instant | null;
  readonly has_file: boolean;
};

const columns = (sql: Sql) => sql`
  l.id, l.template_id, t.title, t.department, l.area, l.day, l.purpose, l.reason, l.asked_by_account, l.asked_at,
  l.refused_at, l.made_at, l.persons, l.missing, l.expires_at, l.sealed_file is not null as has_file,
  (select a.display_name from account a where a.id = l.asked_by_account) as asked_by_name`;

export const insertList = (
  sql: Sql,
  row: Pick<ListRow, "id" | "template_id" | "area" | "day" | "purpose" | "reason" | "asked_by_account" | "asked_at"> & {
    readonly by: string;
  },
): Promise<unknown> => sql`
  insert into person_list (id, template_id, area, day, purpose, reason, asked_by, asked_by_account, asked_at)
  values (${row.id}, ${row.template_id}, ${row.area}, ${row.day}, ${row.purpose}, ${row.reason}, ${row.by},
          ${row.asked_by_account}, ${row.asked_at})`;

/** One list, locked against another decision; null: none in one's area. Reads person_list_pkey. */
export async function lockList(sql: Sql, id: string): Promise<ListRow | null> {
  const [row] = await sql<ListRow[]>`
    select ${columns(sql)} from person_list l join report_template t on t.id = l.template_id where l.id = ${id} for update of l`;
  return row ?? null;
}

/** Lists of an area and of places inside it, the latest first. Reads person_list_by_area. */
export const listsIn = (sql: Sql, area: string, limit: number): Promise<ListRow[]> => sql<ListRow[]>`
  select ${columns(sql)} from person_list l join report_template t on t.id = l.template_id
   where l.area >= ${area} and l.area < ${afterArea(area)} order by l.asked_at desc, l.id limit ${limit}`;

export type DecisionRow = {
  readonly list_id: string;
  readonly account_id: string;
  readonly department: Approving;
  readonly decision: "approve" | "refuse";
  readonly reason: string | null;
  readonly name: string;
  readonly at: Instant;
};

/** Reads person_list_decision_pkey. */
export const decisionsOf = (sql: Sql, ids: readonly string[]): Promise<DecisionRow[]> => sql<DecisionRow[]>`
  select d.list_id, d.account_id, d.department, d.decision, d.reason, d.at,
         (select a.display_name from account a where a.id = d.account_id) as name
    from person_list_decision d where d.list_id = any (${[...ids]}::uuid[]) order by d.at, d.account_id`;

export const insertDecision = (
  sql: Sql,
  row: Omit<DecisionRow, "name"> & { readonly post: string },
): Promise<unknown> => sql`
  insert into person_list_decision (list_id, account_id, post, department, decision, reason, at)
  values (${row.list_id}, ${row.account_id}, ${row.post}, ${row.department}, ${row.decision}, ${row.reason}, ${row.at})`;

export const refuseList = (sql: Sql, id: string, at: Instant): Promise<unknown> => sql`
  update person_list set refused_at = ${at} where id = ${id}`;

export const keepFile = (
  sql: Sql,
  of: {
    readonly id: string;
    readonly at: Instant;
    readonly until: Instant;
    readonly persons: number;
    readonly missing: readonly Missing[];
    readonly sealed: Buffer;
    readonly keyId: string;
  },
): Promise<unknown> => sql`
  update person_list set made_at = ${of.at}, expires_at = ${of.until}, persons = ${of.persons}, sealed_file = ${of.sealed},
                         missing = ${sql.json(of.missing as never)}, key_id = ${of.keyId}
   where id = ${of.id}`;

/** The sealed file, counted as fetched once more; null: it is gone. Reads person_list_pkey. */
export async function fetchFile(sql: Sql, id: string, now: Instant): Promise<Uint8Array | null> {
  const [row] = await sql<{ sealed_file: Uint8Array }[]>`
    update person_list set downloads = downloads + 1
     where id = ${id} and sealed_file is not null and expires_at > ${now} returning sealed_file`;
  return row?.sealed_file ?? null;
}

/** Erases the files whose day is over. Reads person_list_to_erase. */
export const eraseFiles = (sql: Sql, now: Instant, limit: number): Promise<{ id: string; area: string }[]> => sql<
  { id: string; area: string }[]
>`
  update person_list l set sealed_file = null
   where l.id in (select o.id from person_list o where o.sealed_file is not null and o.expires_at <= ${now}
                   order by o.expires_at limit ${limit})
  returning l.id, l.area`;
