/** The real places of Jiangsu with a worker for every grid, for the benchmarks of tasks; straight in the tables. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "#platform/database.ts";

export const DAY = "2026-11-23";

/** Places (one grid a village), a worker a grid, an operator a centre down to the township. */
export async function seedProvince(owner: Database): Promise<void> {
  const lines = readFileSync(join(import.meta.dirname, "../data/places/32.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const places = lines.map((line) => ({ code: line.split(",")[0], name: line.split(",")[1] }));
  await owner`
    insert into place (code, name, source, valid_from, recorded_at)
    select code, name, 'bench', '2020-01-01', now() from jsonb_to_recordset(${owner.json(places as never)}) as p (code text, name text)`;
  await owner`
    insert into place (code, name, kind, source, valid_from, recorded_at)
    select code || '001', name, 'comprehensive', 'bench', '2020-01-01', now() from place where length(code) = 12`;
  await owner`
    create temp table staff as
    select gen_random_uuid() as account_id, gen_random_uuid() as post_id, code,
           case when length(code) = 15 then 'grid-worker' else 'operator' end as role
      from place where length(code) in (2, 4, 6, 9, 15)`;
  await owner`
    insert into account (id, username, display_name, state, created_at)
    select account_id, role || '-' || code, role || ' ' || code, 'active', now() from staff`;
  await owner`
    insert into post (id, account_id, role, area, organisation, is_primary, valid_from, recorded_at, is_counted,
                      is_counted_on_duty)
    select post_id, account_id, role, code, 'bench', role = 'grid-worker', '2020-01-01', now(), true, true from staff`;
  await owner`drop table staff`;
  await owner`analyze`;
}

/** A drafted list of `size` subjects over the province's grids, a tenth of them without a known door. */
export async function seedBenchList(
  owner: Database,
  list: { readonly day: string; readonly size: number; readonly from: number },
): Promise<{ sessionId: string; assessmentId: string }> {
  const { day, size, from } = list;
  const rules = [
    { id: "high-area", firstContactHours: 4 },
    { id: "household", firstContactHours: 12 },
    { id: "from-outside", firstContactHours: 24 },
  ];
  await owner`
    insert into rule_set (id, version, document, sha256, proposed_at, published_at)
    values ('bench', 1, ${owner.json({ rules })}, '\\x00', now(), now()) on conflict do nothing`;
  const [ids] = await owner<{ session: string; assessment: string }[]>`
    select gen_random_uuid() as session, gen_random_uuid() as assessment`;
  const [sessionId, assessmentId] = [ids?.session ?? "", ids?.assessment ?? ""];
  await owner`
    insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at)
    values (${assessmentId}, ${day}, 1, 'draft', 'duckdb', 'bench', 1, now())`;
  await owner`
    insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, exposure_tenths, managed,
                                   shared_phone, place, place_source, evidence)
    with door as (
      select (array_agg(code order by code)) as grids from place where length(code) = 15
    ), county as (
      select (array_agg(code order by code)) as codes from place where length(code) = 6
    )
    select md5('person ' || i)::uuid, ${assessmentId}::uuid, ${day}::date, 'person',
           (array['red', 'yellow', 'blue', 'blue', 'blue'])[1 + i % 5],
           array[(array['high-area', 'household', 'from-outside', 'from-outside', 'from-outside'])[1 + i % 5]], 0, false, false,
           case when i % 10 = 0 then codes[1 + (i * 7) % cardinality(codes)] else grids[1 + (i * 13) % cardinality(grids)] end,
           'residents', '[]'
      from generate_series(${from}::int, ${from + size - 1}::int) as i, door, county`;
  await owner`
    insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes)
    values (${sessionId}, ${day}, 1, ${assessmentId}, 'draft', now(), now(), '{}')`;
  await owner`analyze assessment_result`;
  return { sessionId, assessmentId };
}

/** Signs in the workers of the first `n` grids; tokens in order of their grids. */
export async function signInWorkers(owner: Database, n: number): Promise<{ token: string; postId: string }[]> {
  const posts = await owner<{ id: string; account_id: string }[]>`
    select id, account_id from post where role = 'grid-worker' order by area limit ${n}`;
  const signedIn = posts.map((post) => ({ ...post, token: randomBytes(32).toString("base64url") }));
  const rows = signedIn.map((one) => ({
    hash: createHash("sha256").update(one.token).digest("hex"),
    post_id: one.id,
    account_id: one.account_id,
  }));
  await owner`
    insert into session (token_hash, account_id, post_id, created_at, expires_at)
    select decode(hash, 'hex'), account_id, post_id, now(), now() + interval '12 h'
      from jsonb_to_recordset(${owner.json(rows)}) as s (hash text, account_id uuid, post_id uuid)`;
  return signedIn.map(({ token, id }) => ({ token, postId: id }));
}

/** Signs in one post of a role and area; returns its token. */
export async function signInAs(owner: Database, role: string, area: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await owner`
    insert into session (token_hash, account_id, post_id, created_at, expires_at)
    select ${createHash("sha256").update(token).digest()}, account_id, id, now(), now() + interval '12 h'
      from post where role = ${role} and area = ${area} limit 1`;
  return token;
}
