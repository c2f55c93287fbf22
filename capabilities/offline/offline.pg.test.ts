import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { problems } from "#kernel/problem.ts";
import { instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { type CommandPair, commandPair } from "#platform/commands.ts";
import { copyPair, noteChanges } from "#platform/copies.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { makeSend } from "./commands.ts";
import { forgetOnce, makeCopy } from "./copy.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
let database: TestDatabase;
let worker: Actor;
let other: Actor;

const no = problems("boxes", { full: { status: 422, zh: "满了。", en: "Full." } });
/** A capability of the test's own: boxes at places, in a table of its own. */
const putBox = command({
  kind: "boxes/put",
  summary: "Puts a box somewhere.",
  who: ["grid-worker"],
  body: z.object({ place: z.string(), label: z.string().max(10) }),
  problems: [no.full],
  place: ({ place }) => place,
});
const box = copyKind({ name: "box", value: z.object({ label: z.string(), place: z.string() }) });

const pairs: CommandPair[] = [
  commandPair(putBox, async (ctx, { place, label }) => {
    const { sql } = ctx;
    if (label === "late") throw Object.assign(new Error("too late"), { code: "40001" });
    await sql`insert into box (id, place, label) values (${ctx.commandId}, ${place}, ${label})`;
    if (label === "full") throw new Problem(no.full);
    await noteChanges(ctx, [{ kind: "box", id: ctx.commandId, place }]);
    return { label };
  }),
];
type BoxRow = { id: string; place: string; label: string };
const copies = [
  copyPair(
    box,
    async ({ sql }, query) => {
      const rows =
        "ids" in query
          ? await sql<
              BoxRow[]
            >`select * from box where id = any(${[...query.ids]}::uuid[]) and starts_with(place, ${query.area})`
          : await sql<BoxRow[]>`select * from box where starts_with(place, ${query.area})
              and (${query.after}::uuid is null or id > ${query.after}::uuid) order by id limit ${query.limit}`;
      return rows.map(({ id, place, label }) => ({ id, value: { place, label } }));
    },
    async ({ sql }, area) =>
      (await sql<{ n: number }[]>`select count(*) as n from box where starts_with(place, ${area})`)[0]?.n ?? 0,
  ),
];

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "320583101201": "徐公桥村", [GRID]: "第一网格", "320583101201002": "第二网格" });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
  other = await testPost(database.owner, { role: "grid-worker", area: "320583101201002" });
  await database.owner`create table box (id uuid primary key, place text not null, label text not null)`;
  await database.owner`grant select, insert, delete, update on box to wangge_server`;
});

const context = (actor: Actor) => ({
  actor,
  now: database.services.clock(),
  services: database.services,
  requestId: newId(),
});
const sent = (body: unknown, more: Record<string, unknown> = {}) => ({
  id: newId(),
  kind: "boxes/put",
  madeAt: isoInstant(NOW),
  clockOffsetMs: 0,
  after: null as string | null,
  body,
  ...more,
});
type Sent = ReturnType<typeof sent>;
const say = async (commands: readonly Sent[], actor = worker) =>
  (await makeSend(pairs)(context(actor) as never, {}, { commands: [...commands] } as never)).answers;
const at = (place: string, label: string) => ({ place, label });
const boxes = async () => (await database.owner<BoxRow[]>`select * from box order by label`).map((row) => row.label);
const copy = (cursor?: string, actor = worker, area = GRID) =>
  asActor(database.server, actor, (sql) =>
    makeCopy(copies)(
      { ...context(actor), sql } as Context,
      { area, kinds: "box", ...(cursor === undefined ? {} : { cursor }) },
      undefined,
    ),
  );

describe("a command", () => {
  it("is applied once, however often it is sent, and answered with what came of it", async () => {
    const one = sent(at(GRID, "a"));
    expect(await say([one])).toMatchObject([{ answer: "applied", result: { label: "a" } }]);
    expect(await say([one, one])).toMatchObject([{ answer: "already", result: { label: "a" } }, { answer: "already" }]);
    expect(await boxes()).toEqual(["a"]);
  });

  it("is written once when two tabs send it at the same moment", async () => {
    const one = sent(at(GRID, "b"));
    const answers = (await Promise.all([say([one]), say([one])])).flat().map((answer) => answer.answer);
    expect(answers).toContain("applied");
    expect((await boxes()).filter((label) => label === "b")).toHaveLength(1);
    expect(await say([one])).toMatchObject([{ answer: "already" }]);
  });

  it("that is refused leaves nothing behind, blocks no other, and is refused again with its reason", async () => {
    const bad = sent(at(GRID, "full"));
    expect(await say([bad, sent(at(GRID, "c"))])).toMatchObject([
      { answer: "refused", code: "boxes/full", zh: "满了。" },
      { answer: "applied" },
    ]);
    expect(await say([bad])).toMatchObject([{ answer: "refused", code: "boxes/full" }]);
    expect(await boxes()).toEqual(["a", "b", "c"]);
  });

  it("of a wrong shape, an unknown kind, another's duty or place, the future or long ago is answered by itself", async () => {
    const answers = await say([
      sent(at(GRID, "much too long a label")),
      sent(at(GRID, "x"), { kind: "boxes/burn" }),
      sent(at("320583101201002", "x")),
      sent(at(GRID, "x"), { madeAt: isoInstant(later(NOW, 11 * MINUTE)) }),
      sent(at(GRID, "x"), { madeAt: "2020-01-01T00:00:00Z" }),
      { unreadable: { id: 7 } } as never,
    ]);
    expect(answers.map(({ answer, code }) => [answer, code])).toEqual([
      ["refused", "offline/unreadable-command"],
      ["later", "offline/unknown-kind"],
      ["refused", "common/not-found"],
      ["refused", "offline/from-the-future"],
      ["refused", "offline/too-old"],
      ["refused", "offline/unreadable-command"],
    ]);
    expect(answers[0]?.fields).toEqual(["label"]);
    const health = await testPost(database.owner, { role: "health-worker", area: "320583" });
    expect(await say([sent(at(GRID, "x"))], health)).toMatchObject([
      { answer: "refused", code: "common/not-your-duty" },
    ]);
  });

  it("by a phone whose clock is hours off is taken at its true time", async () => {
    const wrong = sent(at(GRID, "d"), { madeAt: "2020-02-10T09:00:00Z", clockOffsetMs: -8 * 60 * MINUTE });
    expect(await say([wrong])).toMatchObject([{ answer: "applied" }]);
    const [row] = await database.owner<{ made_at: number }[]>`select made_at from field_command where id = ${wrong.id}`;
    expect(row?.made_at).toBe(instant("2020-02-10T01:00:00Z"));
  });

  it("that follows one not yet here is held sealed, shown, and takes effect when that one comes, in a chain", async () => {
    const first = sent(at(GRID, "e1"));
    const second = sent(at(GRID, "e2"), { after: first.id });
    const third = sent(at(GRID, "e3"), { after: second.id });
    expect(await say([third, second])).toMatchObject([{ answer: "held" }, { answer: "held" }]);
    expect(await boxes()).not.toContain("e2");
    const [row] = await database.owner<{ sealed_body: string }[]>`
      select sealed_body from field_command where id = ${second.id}`;
    expect(Buffer.from(row?.sealed_body ?? "", "base64").toString("utf8")).not.toContain("label");
    expect(await say([first])).toMatchObject([{ answer: "applied" }]);
    expect((await boxes()).filter((label) => label.startsWith("e"))).toEqual(["e1", "e2", "e3"]);
    expect(await say([second, third])).toMatchObject([{ answer: "already" }, { answer: "already" }]);
  });

  it("that follows a refused one is refused with a reason of its own", async () => {
    const bad = sent(at(GRID, "full"));
    const next = sent(at(GRID, "f"), { after: bad.id });
    expect(await say([next, bad])).toMatchObject([{ answer: "held" }, { answer: "refused" }]);
    expect(await say([next])).toMatchObject([{ answer: "refused", code: "offline/predecessor-refused" }]);
  });

  it("that lost a race is undecided: sent again, it is taken then", async () => {
    expect(await say([sent(at(GRID, "late"))])).toMatchObject([{ answer: "later", code: "common/try-later" }]);
  });

  it("under an id that another post used is not that post's", async () => {
    const one = sent(at(GRID, "g"));
    await say([one]);
    const answers = await say([{ ...one, body: at("320583101201002", "h") }], other);
    expect(answers).toMatchObject([{ answer: "refused", code: "offline/id-taken" }]);
    expect(await boxes()).not.toContain("h");
  });
});

describe("a phone's copy", () => {
  it("comes in pages that add up to the totals, goes on where it was broken off, then brings only changes", async () => {
    await database.owner`delete from box`;
    const ids = Array.from({ length: 1_203 }, () => newId());
    await database.owner`
      insert into box select id, ${GRID}, 'n' from unnest(${ids}::uuid[]) as id`;
    const first = await copy();
    expect(first.totals).toEqual({ box: 1_203 });
    expect(first.records).toHaveLength(1_000);
    const got = new Set(first.records.map(({ id }) => id));
    let { cursor } = first;
    for (let isWhole = false; !isWhole; ) {
      const page = await copy(cursor);
      // A page asked for twice (the answer was lost) is the same page.
      expect((await copy(cursor)).records).toEqual(page.records);
      for (const { id } of page.records) got.add(id);
      ({ cursor, isWhole } = page);
    }
    expect([...got].sort()).toEqual([...ids].sort());
    await say([sent(at(GRID, "new"))]);
    const change = await copy(cursor);
    expect(change.records).toMatchObject([{ kind: "box", value: { label: "new" } }]);
    expect((await copy(change.cursor)).records).toEqual([]);
  });

  it("misses nothing that commits after a later transaction was read", async () => {
    const before = await copy();
    let { cursor } = before;
    for (let page = before; !page.isWhole; ) {
      page = await copy(cursor);
      ({ cursor } = page);
    }
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slowId = newId();
    const slow = asActor(database.server, worker, async (sql) => {
      await sql`insert into box values (${slowId}, ${GRID}, 'slow')`;
      // As noteChanges() does, without the lock on the inbox that would make the quick one wait.
      await sql`insert into copy_change (county, kind, id, place, at) values ('320583', 'box', ${slowId}, ${GRID}, ${NOW})`;
      await gate;
    });
    await say([sent(at(GRID, "quick"))]);
    const meanwhile = await copy(cursor);
    release();
    await slow;
    const afterwards = await copy(meanwhile.cursor);
    const labels = [...meanwhile.records, ...afterwards.records].map(({ value }) => (value as BoxRow | null)?.label);
    expect(new Set(labels)).toEqual(new Set(["quick", "slow"]));
  });

  it("brings what ended although another transaction has been running for long (any of this PostgreSQL's databases)", async () => {
    let { cursor } = await copy();
    for (let isWhole = false; !isWhole; ) ({ cursor, isWhole } = await copy(cursor));
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const long = database.owner.begin(async (sql) => {
      await sql`select pg_current_xact_id()`;
      await gate;
    });
    await say([sent(at(GRID, "meanwhile"))]);
    const change = await copy(cursor);
    release();
    await long;
    expect(change.records).toMatchObject([{ value: { label: "meanwhile" } }]);
    expect((await copy(change.cursor)).records).toEqual([]);
  });

  it("says that a record went when it left the area", async () => {
    const one = sent(at(GRID, "moves"));
    await say([one]);
    let { cursor } = await copy();
    for (let isWhole = false; !isWhole; ) ({ cursor, isWhole } = await copy(cursor));
    await asActor(database.server, worker, async (sql) => {
      await sql`update box set place = '320583101201002' where id = ${one.id}`;
      await noteChanges({ sql, now: NOW }, [
        { kind: "box", id: one.id, place: GRID },
        { kind: "box", id: one.id, place: "320583101201002" },
      ]);
    });
    expect((await copy(cursor)).records).toEqual([{ kind: "box", id: one.id, value: null }]);
  });

  it("is refused for another area, for a post that changed, for more than a village, and when it is too old", async () => {
    const { cursor } = await copy();
    await expect(copy(cursor, other, "320583101201002")).rejects.toThrow("offline/start-over");
    const officer = await testPost(database.owner, { role: "police-officer", area: "320583" });
    await expect(copy(undefined, officer, "320583")).rejects.toThrow("offline/area-too-wide");
    await expect(copy("nonsense")).rejects.toThrow("offline/start-over");
    let last = cursor;
    for (let isWhole = false; !isWhole; ) ({ cursor: last, isWhole } = await copy(last));
    await say([sent(at(GRID, "last"))]);
    await database.owner`update copy_change set at = '2020-01-01'`;
    expect(await forgetOnce(database.services)).toBeGreaterThan(0);
    await expect(copy(last)).rejects.toThrow("offline/start-over");
    await copy();
  });
});
