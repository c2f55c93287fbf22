/** A published list is taken over while statements are cut off and the process stops: nothing is half done, nothing twice. */
import { expect, test } from "vitest";
import { instant, later, MINUTE } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces } from "../../testing/database.ts";
import { currentColours, enrol } from "./evidence.ts";
import { runList } from "./list-job.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
/** More than one part in each quarter of the keys. */
const HOLDERS = 26_000;
const { owner, services } = await testDatabase(NOW);
const actor = systemActor("32");

test("killed between two parts and within one, the job ends with every code right, decided once", {
  timeout: 120_000,
}, async () => {
  await testPlaces(owner, { "32": "江苏省" });
  await owner`insert into recolouring_limit (version, document, reason, published_at) values (2,
    '{"county": {"persons": 1e9, "percent": 100, "atLeast": 1e9}, "city": {"persons": 1e9, "percent": 100, "atLeast": 1e9},
      "province": {"persons": 1e9, "percent": 100, "atLeast": 1e9}}', 'test', ${NOW})`;
  const keys = Array.from({ length: HOLDERS }, () => crypto.randomUUID());
  const holders = keys.map((personKey) => ({ personKey, place: "320583" }));
  await asActor(services.db, actor, (sql) => enrol({ sql, actor, now: NOW, services }, holders));
  const assessmentId = newId();
  await owner`insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at)
              values (${assessmentId}, '2020-02-10', 1, 'draft', 'duckdb', 'x', 1, ${NOW})`;
  await owner`
    insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, latest_exposure_at, exposure_tenths,
                                   managed, shared_phone, place, place_source, evidence)
    select key, ${assessmentId}, '2020-02-10', 'person', 'red', '{contact}', ${later(NOW, -60 * MINUTE)}, 0, false, false,
           '320583', 'residents', '[]' from unnest(${keys}::uuid[]) as key`;
  await owner`insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes, published_at)
              values (${newId()}, '2020-02-10', 1, ${assessmentId}, 'published', ${NOW}, ${NOW}, '{}', ${NOW})`;
  const job = { id: newId(), kind: "codes-list", params: { assessmentId }, area: "32", created_by: null, attempts: 1 };
  const sound = async () => {
    const codes = await asActor(services.db, actor, (sql) => currentColours({ sql, actor, now: NOW, services }, keys));
    return [...codes.values()].filter((code) => code.isSound);
  };

  // The process stops after its first part.
  await expect(
    runList(services, job, async () => {
      throw new Error("stopped");
    }),
  ).rejects.toThrow("stopped");
  await expect
    .poll(async () => (await owner`select 1 from pg_locks where relation = 'code_current'::regclass`).length, {
      timeout: 20_000,
    })
    .toBe(0);
  const half = (await sound()).filter((code) => code.colour === "red").length;
  expect(half).toBeGreaterThan(0);

  // A statement dies within a part: the database rolls that part back, the job fails and is taken up again.
  let isOver = false;
  const running = await owner.begin(async (sql) => {
    // Held here, the statement is still at work when it is cancelled.
    await sql`lock table evidence in share row exclusive mode`;
    const run = runList(services, job, async () => {})
      .then(
        () => "done",
        () => "died",
      )
      .finally(() => {
        isOver = true;
      });
    while (!isOver) {
      await owner`
        select pg_cancel_backend(pid) from pg_stat_activity
         where application_name = 'test-server' and datname = current_database() and wait_event_type = 'Lock'`;
    }
    return { run };
  });
  expect(await running.run).toBe("died");

  await expect
    .poll(
      async () =>
        runList(services, job, async () => {}).then(
          (done) => JSON.stringify(done),
          () => "died",
        ),
      { timeout: 60_000 },
    )
    .toContain(`"looked":${HOLDERS}`);
  const codes = await sound();
  expect(codes.length).toBe(HOLDERS);
  expect(codes.every((code) => code.colour === "red" && code.rule === "assessment-red")).toBe(true);
  const [counts] = await owner<{ decisions: number; evidence: number; tally: number }[]>`
    select (select count(*) from colour_decision where cause = 'list') as decisions, (select count(*) from evidence) as evidence,
           (select sum(changed) from recolouring_tally where place = '32')::bigint as tally`;
  expect(counts).toEqual({ decisions: HOLDERS, evidence: HOLDERS, tally: HOLDERS });
});
