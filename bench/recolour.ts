/**
 * An assessment is published, and the codes of all its subjects are recomputed.
 *
 *   node bench/recolour.ts [--subjects 1000000]
 *
 * Every subject holds a code. A half turns red, a quarter yellow, a quarter is blue (green with its banner); each decision is
 * marked, recorded and put on the change list. Measured from the job's start to its last commit (fsync on). The circuit
 * breaker's limits are raised by a document of limits, as an operator of such a list would have to. Notices follow in parts
 * by jobs of their own, measured beside it (domain.md §7.3, scenario 26: within ten minutes).
 */
import { parseArgs } from "node:util";
import { enrol } from "#capabilities/codes/evidence.ts";
import { runList } from "#capabilities/codes/list-job.ts";
import { runTell } from "#capabilities/codes/tell.ts";
import { later, MINUTE } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { runOneJob } from "#platform/jobs.ts";
import { figure } from "./figure.ts";
import { benchDatabase, postgresSeconds } from "./setup.ts";

const { values } = parseArgs({
  options: { subjects: { type: "string", default: "1000000" }, tell: { type: "boolean", default: false } },
});
const SUBJECTS = Number(values.subjects);
const ENROLLED_AT_ONCE = 5_000;
const DAY = "2026-11-23";

const database = await benchDatabase();
const { owner, services } = database;
const actor = systemActor("32");

async function seed(): Promise<string> {
  await owner`insert into place (code, name, source, valid_from, recorded_at) values ('32', '江苏省', 'bench', '2020-01-01', now())`;
  await owner`
    insert into recolouring_limit (version, document, reason, published_at)
    values (2, ${owner.json({
      county: { persons: 1e9, percent: 100, atLeast: 1e9 },
      city: { persons: 1e9, percent: 100, atLeast: 1e9 },
      province: { persons: 1e9, percent: 100, atLeast: 1e9 },
    })}, 'benchmark', '2020-01-01')`;
  const keys = (
    await owner<{ key: string }[]>`
      select md5(n::text)::uuid as key from generate_series(1, ${SUBJECTS}) as n`
  ).map((row) => row.key);
  const from = performance.now();
  for (let at = 0; at < keys.length; at += ENROLLED_AT_ONCE) {
    const holders = keys
      .slice(at, at + ENROLLED_AT_ONCE)
      .map((personKey, n) => ({ personKey, place: `3205${String((at + n) % 80).padStart(2, "0")}` }));
    await asActor(services.db, actor, (sql) => enrol({ sql, actor, now: services.clock(), services }, holders));
  }
  figure("recolour", "codes of new holders decided a second", SUBJECTS / ((performance.now() - from) / 1000), "1/s");
  const [assessmentId, sessionId] = [newId(), newId()];
  await owner`
    insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at)
    values (${assessmentId}, ${DAY}, 1, 'draft', 'duckdb', 'js-2020-02', 1, now())`;
  const evidence = [
    {
      rule: "high-area",
      tier: "red",
      at: DAY,
      evidence: [{ at: DAY, feed: "police/trips", file: "a.csv", row: 1, place: "420100" }],
    },
  ];
  await owner`
    insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, latest_exposure_at, exposure_tenths,
                                   managed, shared_phone, place, place_source, evidence)
    select md5(n::text)::uuid, ${assessmentId}, ${DAY}, 'person', (array['red','red','yellow','blue'])[n % 4 + 1],
           '{high-area}', ${later(services.clock(), -60 * MINUTE)}, 0, false, false, '3205' || lpad((n % 80)::text, 2, '0'), 'residents',
           ${owner.json(evidence)}
      from generate_series(1, ${SUBJECTS}) as n`;
  await owner`
    insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes, published_at)
    values (${sessionId}, ${DAY}, 1, ${assessmentId}, 'published', now(), now(), '{}', now())`;
  await owner`analyze`;
  await owner`checkpoint`;
  return assessmentId;
}

try {
  const assessmentId = await seed();
  const [processor, own] = [postgresSeconds(database.dataDir), process.cpuUsage()];
  const from = performance.now();
  const job = { id: newId(), kind: "codes-list", params: { assessmentId }, area: "32", created_by: null, attempts: 1 };
  const result = await runList(services, job, async () => {});
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(own);
  console.error(JSON.stringify(result));
  figure(
    "recolour",
    "subjects of a published assessment recomputed",
    seconds,
    "s",
    SUBJECTS === 1_000_000 ? "<= 60" : undefined,
  );
  figure("recolour", "subjects", SUBJECTS, "subjects");
  figure("recolour", "processor time of PostgreSQL", postgresSeconds(database.dataDir) - processor, "s");
  figure("recolour", "processor time of Node", (used.user + used.system) / 1e6, "s");
  const colours = await owner<{ colour: string; n: number }[]>`
    select colour, count(*) as n from code_current group by colour order by colour`;
  const right = JSON.stringify(Object.fromEntries(colours.map((row) => [row.colour, row.n])));
  const quarter = Math.floor(SUBJECTS / 4);
  const expected = JSON.stringify({ green: quarter, red: SUBJECTS - 2 * quarter, yellow: quarter });
  if (right !== expected) throw new Error(`the codes say ${right}, not ${expected}`);
  if (values.tell === true) {
    const start = performance.now();
    while ((await runOneJob(services, { "codes-tell": runTell })) > 0);
    figure("recolour", "their holders told", (performance.now() - start) / 1000, "s", "<= 600");
  }
} finally {
  await database.stop();
}
