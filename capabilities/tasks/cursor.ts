import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import { Problem } from "#platform/problem.ts";
import type { After } from "./store-lists.ts";
import type { TaskRow } from "./store-tasks.ts";

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f-]{36})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a page ended, as the opaque text of `next`. */
export const cursorAt = (row: TaskRow): string =>
  Buffer.from(`${isoInstant(row.due_at)} ${row.id}`).toString("base64url");

/** What a client sent back as `after`. Throws common/wrong-shape when it is none of ours. */
export function readCursor(text: string | undefined): After | null {
  if (text === undefined) return null;
  const [, dueAt, id] = FORM.exec(Buffer.from(text, "base64url").toString("utf8")) ?? [];
  if (dueAt === undefined || id === undefined || !UUID.test(id) || Number.isNaN(Date.parse(dueAt)))
    throw new Problem(common["wrong-shape"], { faults: [{ part: "parameters", path: "after", rule: "cursor" }] });
  return { dueAt, id };
}

/** One page of what was read with one row more than asked for, and the cursor of the next. */
export function pageOf(rows: readonly TaskRow[], limit: number): { page: TaskRow[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last !== undefined ? cursorAt(last) : null };
}
