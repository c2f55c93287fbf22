/**
 * A county's desk with 100,000 open tasks: every page, filter and search; one person's page; a bulk action with undo.
 *
 *   node bench/lists.ts [--tasks 100000] [--others 400000] [--people 1000000] [--requests 20] [--bulk 10000]
 *
 * Over HTTP against the whole server in another process; 600 requests a minute of one session are its limit. `--others`: open tasks in the other counties of the province.
 * `--people 10000000` is the size that the issue asks for; filling it takes minutes and about 6 GB.
 */
import { parseArgs } from "node:util";
import type { Database } from "#platform/database.ts";
import { figure, percentile } from "./figure.ts";
import { benchDatabase } from "./setup.ts";
import { DAY, seedBenchList, seedProvince, signInAs } from "./tasks-province.ts";
import { startServer } from "./tasks-server.ts";

const { values } = parseArgs({
  options: {
    tasks: { type: "string", default: "100000" },
    others: { type: "string", default: "400000" },
    people: { type: "string", default: "1000000" },
    requests: { type: "string", default: "20" },
    bulk: { type: "string", default: "10000" },
  },
});
const TASKS = Number(values.tasks);
const OTHERS = Number(values.others);
const PEOPLE = Number(values.people);
const REQUESTS = Number(values.requests);
const BULK = Number(values.bulk);
const COUNTY = "320583";

/** Open tasks over the grids of an area, in every state, tier and queue. */
const fill = (owner: Database, sessionId: string, area: string, tasks: { from: number; n: number }) => owner`
  insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, desk, queue, state,
                    issued_at, due_at, escalate_at, is_overdue)
  select left(g.code, 6), new_id(now(), i), 'verification', md5('person ' || i)::uuid,
         (array['red', 'yellow', 'blue', 'blue', 'blue'])[1 + i % 5],
         array[(array['high-area', 'household', 'from-outside', 'from-outside', 'from-outside'])[1 + i % 5]],
         ${sessionId}::uuid, ${DAY}::date, g.code, case when i % 4 > 0 then g.post end, case when i % 4 = 0 then left(g.code, 6) end,
         case when i % 4 = 0 and i % 7 = 0 then 'unlocated' else 'ordinary' end,
         (array['issued', 'delivered', 'read', 'accepted'])[1 + i % 4],
         now() - interval '1 h', now() + make_interval(secs => (i::bigint * 7919) % 86400 - 7200), now() + interval '2 days', false
    from (select i, (i::bigint * 31) % (select count(*) from post
                             where role = 'grid-worker' and area >= ${area} and area < ${`${area}:`}) as no
            from generate_series(${tasks.from}::int, ${tasks.from + tasks.n - 1}::int) as i) as t
    join (select p.area as code, p.id as post, row_number() over (order by p.area) - 1 as no
            from post p where p.role = 'grid-worker' and p.area >= ${area} and p.area < ${`${area}:`}) as g on g.no = t.no`;

const database = await benchDatabase();
try {
  const { owner } = database;
  await seedProvince(owner);
  const list = await seedBenchList(owner, { day: DAY, size: PEOPLE, from: 0 });
  await owner`update joint_session set state = 'published', published_at = now() where id = ${list.sessionId}`;
  await owner`
    insert into sealed_identity (person_key, sealed, key_id, recorded_at)
    select md5('person ' || i)::uuid, decode(md5(i::text) || md5('x' || i) || md5('y' || i), 'hex'), 'bench', now()
      from generate_series(0, ${PEOPLE - 1}::int) as i`;
  await fill(owner, list.sessionId, COUNTY, { from: 0, n: TASKS });
  await fill(owner, list.sessionId, "32", { from: TASKS, n: OTHERS });
  await owner`vacuum analyze`;
  const [open] = await owner<{ n: number }[]>`select count(*)::int as n from task where county = ${COUNTY}`;
  const [sample] = await owner<{ id: string; person_key: string; place: string }[]>`
    select id, person_key, place from task where county = ${COUNTY} order by md5(id::text) limit 1`;
  if (!open || !sample) throw new Error("nothing was filled");
  figure("lists", "open tasks of the county", open.n, "tasks", `>= ${TASKS}`);

  const server = await startServer(database.ownerUrl, database.dataDir);
  try {
    const tokens = {
      county: await signInAs(owner, "operator", COUNTY),
      city: await signInAs(owner, "operator", "3205"),
      province: await signInAs(owner, "operator", "32"),
    };
    const call = async (who: keyof typeof tokens, path: string, body?: unknown) => {
      const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          authorization: `Bearer ${tokens[who]}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    };
    /** Pages forward: how the cursor of the n-th page is reached. */
    async function cursorAfter(path: string, pages: number): Promise<string> {
      let next = "";
      for (let page = 0; page < pages; page++) {
        const answer = await call("county", `${path}${next === "" ? "" : `&after=${next}`}`);
        next = typeof answer["next"] === "string" ? answer["next"] : next;
      }
      return next;
    }
    const below = `/areas/${COUNTY}/tasks?limit=50`;
    const deep = await cursorAfter(`/areas/${COUNTY}/tasks?limit=200`, 30);
    const village = sample.place.slice(0, 12);
    const township = sample.place.slice(0, 9);
    const asked: readonly (readonly [string, keyof typeof tokens, string])[] = [
      ["first page", "county", below],
      ["page 120", "county", `${below}&after=${deep}`],
      ["page of 200", "county", `/areas/${COUNTY}/tasks?limit=200`],
      ["tier red", "county", `${below}&tier=red`],
      ["state accepted, tier red", "county", `${below}&tier=red&state=accepted`],
      ["state returned (none)", "county", `${below}&state=returned`],
      ["queue unlocated", "county", `${below}&queue=unlocated`],
      ["queue arbitration (none)", "county", `${below}&queue=arbitration`],
      ["overdue", "county", `${below}&overdue=true`],
      ["rule household", "county", `${below}&rule=household`],
      ["rule unknown (none)", "county", `${below}&rule=case`],
      ["a township", "county", `${below}&place=${township}`],
      ["a village", "county", `${below}&place=${village}`],
      ["a village, tier red, state read (none)", "county", `${below}&place=${village}&tier=red&state=transferred`],
      ["own desk", "county", `${below}&scope=desk`],
      ["own desk, unlocated", "county", `${below}&scope=desk&queue=unlocated`],
      ["offers", "county", `/areas/${COUNTY}/offers`],
      ["search by id", "county", `/areas/${COUNTY}/tasks/search?q=${sample.id.slice(0, 30)}`],
      ["search by person", "county", `/areas/${COUNTY}/tasks/search?q=${sample.person_key}`],
      ["city, first page", "city", "/areas/3205/tasks?limit=50"],
      ["province, first page", "province", "/areas/32/tasks?limit=50"],
      ["province, tier red, overdue", "province", "/areas/32/tasks?limit=50&tier=red&overdue=true"],
      ["progress of the county", "county", `/areas/${COUNTY}/progress`],
      ["task page", "county", `/tasks/${sample.id}`],
    ];
    const all: number[] = [];
    for (const [name, who, path] of asked) {
      const times: number[] = [];
      for (let n = 0; n < REQUESTS + 3; n++) {
        const from = performance.now();
        await call(who, path);
        // The first few compile plans and fill caches.
        if (n >= 3) times.push(performance.now() - from);
      }
      all.push(...times);
      figure("lists", `${name}, p95`, percentile(times, 0.95), "ms", "<= 300");
    }
    figure("lists", "all pages, filters and searches, p95", percentile(all, 0.95), "ms", "<= 300");

    const keys = await owner<{ person_key: string }[]>`
      select person_key from task where county = ${COUNTY} order by md5(id::text) limit ${REQUESTS}`;
    const times: number[] = [];
    for (const { person_key } of keys) {
      const from = performance.now();
      await call("county", `/people/${person_key}`);
      times.push(performance.now() - from);
    }
    figure("lists", `a person's page with ${PEOPLE} people, p95`, percentile(times, 0.95), "ms", "<= 200");

    const ids = await owner<{ id: string }[]>`
      select id from task where county = ${COUNTY} and ended_at is null order by md5(id::text) limit ${BULK}`;
    const [post] = await owner<{ id: string }[]>`
      select id from post where role = 'grid-worker' and area >= ${COUNTY} and area < ${`${COUNTY}:`} limit 1`;
    const done = async (jobId: unknown) => {
      for (;;) {
        const progress = await call("county", `/tasks/bulk/${String(jobId)}`);
        if (progress["state"] === "done") return progress;
        if (progress["state"] === "failed") throw new Error(`bulk failed: ${JSON.stringify(progress)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const steps: [string, () => Promise<Record<string, unknown>>][] = [];
    let bulkId: unknown = null;
    steps.push([
      "bulk action",
      () =>
        call("county", `/areas/${COUNTY}/tasks/bulk`, {
          action: { kind: "assign", to: { postId: post?.id } },
          select: { taskIds: ids.map((row) => row.id) },
        }),
    ]);
    steps.push(["its undo", () => call("county", `/tasks/bulk/${String(bulkId)}/undo`, {})]);
    for (const [name, start] of steps) {
      const from = performance.now();
      const { jobId } = await start();
      bulkId ??= jobId;
      const progress = await done(jobId);
      figure("lists", `${name} over ${ids.length} rows`, (performance.now() - from) / 1000, "s", "<= 60");
      if (progress["done"] !== ids.length) throw new Error(`${name}: ${JSON.stringify(progress)}`);
    }
  } finally {
    await server.stop();
  }
} finally {
  await database.stop();
}
