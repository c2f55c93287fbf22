/** SQL of who may have filled a form on paper. */
import type { Role } from "#kernel/actor.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** The role of a post in force of one of these places; null: it holds none. Reads post_pkey. */
export async function roleAt(
  sql: Sql,
  of: { readonly postId: string; readonly places: readonly string[]; readonly now: Instant },
): Promise<Role | null> {
  const [row] = await sql<{ role: Role }[]>`
    select role from post
     where id = ${of.postId} and area = any (${[...of.places]}::text[]) and valid_from <= ${of.now}
       and (valid_until is null or valid_until > ${of.now})`;
  return row?.role ?? null;
}
