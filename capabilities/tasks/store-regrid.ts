import type { Sql } from "#platform/database.ts";
import { type TaskRow, taskColumns } from "./store-tasks.ts";

/** Open tasks that lie exactly at one of these places, locked, a step at a time. Reads task_by_place. */
export const lockOpenAt = (sql: Sql, places: readonly string[], limit: number): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.place = any (${[...places]}) and t.ended_at is null
   order by t.id, t.county limit ${limit} for update`;
