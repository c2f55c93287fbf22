/**
 * Declared against observed over all holders.
 *
 *   node bench/false-green.ts [--holders 1000000]
 *
 * Made in the database: every holder has declared; a tenth is on the published list (2 % of it exposed: key area or
 * contact, of whom 8 % declare that they were not; the others came from outside, one in 500 of them with an arrival put
 * earlier); every holder has a phone, one phone in 20,000 shows ten people; one holder in twenty was scanned yesterday,
 * one in ten thousand of them in two cities at once. Measured: the whole batch, first time, with its cases, tasks and
 * notices committed (fsync on); then again with nothing new, as on an ordinary night.
 */
import { parseArgs } from "node:util";
import { compareAll } from "#capabilities/false-greens/batch.ts";
import { candidates } from "#capabilities/false-greens/store-batch.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { figure } from "./figure.ts";
import { benchDatabase, postgresSeconds } from "./setup.ts";

const { values } = parseArgs({ options: { holders: { type: "string", default: "1000000" } } });
const HOLDERS = Number(values.holders);
const database = await benchDatabase();
const { owner, services } = database;
const DAY = new Date(services.clock()).toISOString().slice(0, 10);

/** Rows are made by one statement a table; keys, checks and triggers of foreign rows are not what is measured. */
async function seed(): Promise<void> {
  const [assessment, session, resident, checkpoint] = [newId(), newId(), newId(), newId()];
  const exposed = "n % 10 = 0 and n / 10 % 50 = 0";
  const lies = `${exposed} and n / 500 % 100 < 8`;
  const place = "'3205' || lpad((n % 80)::text, 2, '0') || '001001001'";
  await owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`set local synchronous_commit = off`;
    await sql`insert into place (code, name, source, valid_from, recorded_at) values ('32', '江苏省', 'bench', '2020-01-01', now())`;
    await sql`insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at)
              values (${assessment}, ${DAY}, 1, 'draft', 'duckdb', 'js-2020-02', 1, now())`;
    await sql`insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes, published_at)
              values (${session}, ${DAY}, 1, ${assessment}, 'published', now(), now(), '{}', now())`;
    await sql.unsafe(`
      insert into code_current (person_key, place, seq, colour)
      select md5(n::text)::uuid, ${place}, 1, 'green' from generate_series(1, ${HOLDERS}) as n`);
    await sql.unsafe(`
      insert into declaration (person_key, version, id, declared_at, resident_id, category, from_place, departed_on, arrived_on, mode,
                               stays, contacts, symptoms, observation_status, place, lodging, sealed)
      select md5(n::text)::uuid, 1, md5('d' || n)::uuid, now() - interval '1 hour', '${resident}',
             case when n % 10 = 0 then 'returning' else 'resident' end,
             case when ${lies} then null when ${exposed} then '420100' when n % 10 = 0 then '330300' end,
             case when n % 10 = 0 then (now() at time zone 'Asia/Shanghai')::date - 9 end,
             case when n % 10 = 0 then (now() at time zone 'Asia/Shanghai')::date - case when n / 10 % 500 = 7 then 13 else 8 end end,
             case when n % 10 = 0 then 'rail' end, '[]', '[]', '{}', 'none', ${place}, 'own-home', '\\x00'
        from generate_series(1, ${HOLDERS}) as n`);
    await sql.unsafe(`
      insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, latest_exposure_at, exposure_tenths, managed,
                                     shared_phone, place, place_source, evidence)
      select md5(n::text)::uuid, '${assessment}', current_date, 'person', case when ${exposed} then 'red' else 'blue' end,
             array[case when ${exposed} then 'high-area' else 'from-outside' end], t.at, 0, false, false, ${place}, 'residents',
             jsonb_build_array(jsonb_build_object('rule', case when ${exposed} then 'high-area' else 'from-outside' end, 'tier', 'red', 'at', t.at,
               'evidence', jsonb_build_array(jsonb_build_object('at', t.at, 'feed', 'police/trips', 'file', 'a.csv', 'row', n,
                                                                'place', case when ${exposed} then '420100' else '330300' end))))
        from generate_series(10, ${HOLDERS}, 10) as n, (select date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' - interval '8 days' + interval '12 hours' as at) t`);
    await sql.unsafe(`
      insert into code_device (person_key, device, resident_id, public_key, registered_at, code_id, colour, decision_seq, kid, issued_at, expires_at, token)
      select md5(n::text)::uuid, md5('p' || case when n / 10 % 20000 = 5 then n / 10 else n end)::uuid, '${resident}', '\\x00', now(), n % 1000000000, 'green', 1, 'k',
             now(), now() + interval '1 day', '\\x00' from generate_series(1, ${HOLDERS}) as n`);
    await sql.unsafe(`
      insert into scan (county, id, kind, checkpoint_id, place, lane, post_id, scanned_at, scanned_on, recorded_at, direction, outcome, form, person_key)
      select '320500', md5('s' || n || '/' || k)::uuid, 'code', '${checkpoint}',
             case when k = 2 and n / 20 % 10000 = 3 then '320100' else '320500' end, 1, '${checkpoint}', now() - interval '5 hours' + k * interval '10 minutes',
             current_date, now(), 'in', 'pass', 'phone', md5(n::text)::uuid
        from generate_series(20, ${HOLDERS}, 20) as n, generate_series(1, 2) as k`);
  });
  await owner`vacuum analyze`;
  await owner`checkpoint`;
}

async function measured(name: string): Promise<void> {
  const [processor, own, from] = [postgresSeconds(database.dataDir), process.cpuUsage(), performance.now()];
  const done = await compareAll(services);
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(own);
  figure("false-green", name, seconds, "s", HOLDERS === 10_000_000 ? "<= 60" : undefined);
  figure("false-green", `${name}: people looked at`, done.candidates, "people");
  figure("false-green", `${name}: findings`, done.findings, "findings");
  figure("false-green", `${name}: cases opened`, done.opened, "cases");
  figure(
    "false-green",
    `${name}: processor time of PostgreSQL (processes that live)`,
    postgresSeconds(database.dataDir) - processor,
    "s",
  );
  figure("false-green", `${name}: processor time of Node`, (used.user + used.system) / 1e6, "s");
}

try {
  await seed();
  figure("false-green", "holders", HOLDERS, "people");
  const from = performance.now();
  await asActor(services.db, systemActor("32"), (sql) => candidates(sql, services.clock()));
  figure("false-green", "narrowing all holders to those to look at", (performance.now() - from) / 1000, "s");
  await measured("batch over all holders");
  await measured("batch again, nothing new");
} finally {
  await database.stop();
}
