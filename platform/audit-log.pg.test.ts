import { beforeEach, describe, expect, test } from "vitest";
import { instant, isoInstant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { audit, auditMany } from "./audit.ts";
import { canonicalJson, type Head, sequenceOnce, verifyLog } from "./audit-log.ts";
import { asActor } from "./database.ts";
import { leafHash } from "./merkle.ts";

const NOW = instant("2020-02-10T01:00:00Z");

test("canonical JSON has sorted keys, no spaces, and drops what is undefined", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "省" }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"省","d":null}]}',
  );
});

describe("a log of 25 entries under three heads", async () => {
  let database: TestDatabase;
  let keys: TestDatabase["services"]["keys"];
  database = await testDatabase(NOW);
  keys = database.services.keys;
  const actor = await testPost(database.owner, { role: "operator", area: "320583" });

  const log = (count: number) =>
    asActor(database.server, actor, (sql) =>
      auditMany(
        { sql, actor, now: NOW },
        Array.from({ length: count }, (_, at) => ({
          action: "task.transfer",
          objectKind: "task",
          objectId: `t-${at}`,
          place: "320583100",
          detail: { to: "320584", hop: at, reason: "搬家" },
        })),
      ),
    );
  const verify = (kept: readonly Head[] = []) => verifyLog(database.owner, keys, kept);
  const heads = () =>
    database.owner<Head[]>`select tree_size, at, root_hash, key_id, signature from audit_head order by tree_size`;

  beforeEach(async () => {
    await database.owner`truncate audit_pending, audit_entry, audit_head`;
    for (const count of [10, 8, 7]) {
      await log(count);
      expect(await sequenceOnce(database.sequencer, keys, NOW)).toBe(count);
    }
  });

  test("is intact", async () => {
    expect(await verify()).toEqual({ isIntact: true, entries: 25, heads: 3, fault: null });
    expect(await verify(await heads())).toMatchObject({ isIntact: true });
  });

  test.each([
    ["the action", "update audit_entry set action = 'task.read' where leaf_index = 12"],
    ["the time", "update audit_entry set at = at + interval '1 second' where leaf_index = 12"],
    ["the actor", "update audit_entry set actor_post = null where leaf_index = 12"],
    ["the object", "update audit_entry set object_id = 't-x' where leaf_index = 12"],
    ["the place", "update audit_entry set place = null where leaf_index = 12"],
    ["the detail", `update audit_entry set detail = detail || '{"hop": 99}' where leaf_index = 12`],
  ])("an entry of which %s was edited is named", async (_what, sql) => {
    await database.owner.unsafe(sql);
    expect(await verify()).toMatchObject({ isIntact: false, fault: { what: "a row was edited", at: 12 } });
  });

  test("an entry edited together with its leaf hash no longer leads to the signed head after it", async () => {
    const [e] = await database.owner`select * from audit_entry where leaf_index = 12`;
    const fields = ["actor_post", "actor_role", "actor_area", "action", "object_kind", "object_id", "place"];
    const values = fields.map((field) => (field === "action" ? "task.read" : e?.[field]));
    const forged = leafHash(canonicalJson([e?.["id"], isoInstant(NOW), ...values, e?.["detail"]]));
    await database.owner`update audit_entry set action = 'task.read', leaf_hash = ${forged} where leaf_index = 12`;
    expect(await verify()).toMatchObject({ fault: { what: "the log does not lead to a signed head", at: 18 } });
  });

  test("a dropped entry leaves a gap", async () => {
    await database.owner`delete from audit_entry where leaf_index = 12`;
    expect(await verify()).toMatchObject({ fault: { what: "a row is missing or out of order", at: 12 } });
  });

  test("a dropped entry whose gap was closed no longer leads to the head", async () => {
    await database.owner`delete from audit_entry where leaf_index = 12`;
    await database.owner`update audit_entry set leaf_index = -leaf_index where leaf_index > 12`;
    await database.owner`update audit_entry set leaf_index = -leaf_index - 1 where leaf_index < 0`;
    expect(await verify()).toMatchObject({ fault: { what: "the log does not lead to a signed head", at: 18 } });
  });

  test("two entries that changed places no longer lead to the head", async () => {
    await database.owner`update audit_entry set leaf_index = -1 where leaf_index = 11`;
    await database.owner`update audit_entry set leaf_index = 11 where leaf_index = 12`;
    await database.owner`update audit_entry set leaf_index = 12 where leaf_index = -1`;
    expect(await verify()).toMatchObject({ fault: { what: "the log does not lead to a signed head", at: 18 } });
  });

  test("a log cut off at an earlier head looks whole, but not to whoever kept the later head", async () => {
    const kept = await heads();
    await database.owner`delete from audit_entry where leaf_index >= 18`;
    await database.owner`delete from audit_head where tree_size > 18`;
    expect(await verify()).toMatchObject({ isIntact: true, entries: 18 });
    expect(await verify(kept)).toMatchObject({
      isIntact: false,
      fault: { what: "rows that a signed head covers are missing", at: 25 },
    });
  });

  test("a log written anew with other entries contradicts the kept heads", async () => {
    const kept = await heads();
    await database.owner`truncate audit_entry, audit_head`;
    await log(25);
    await sequenceOnce(database.sequencer, keys, NOW);
    expect(await verify()).toMatchObject({ isIntact: true });
    expect(await verify(kept)).toMatchObject({ isIntact: false });
  });

  test("a dropped last head, a forged signature and a forged root are each found", async () => {
    await database.owner`delete from audit_head where tree_size = 25`;
    expect(await verify()).toMatchObject({ fault: { what: "rows lie beyond the last signed head" } });
    await database.owner`update audit_head set signature = decode(repeat('00', 64), 'hex') where tree_size = 18`;
    expect(await verify()).toMatchObject({ fault: { what: "a head's signature is not the deployment's", at: 18 } });
    await database.owner`update audit_head set root_hash = decode(repeat('00', 32), 'hex') where tree_size = 10`;
    expect(await verify()).toMatchObject({ fault: { what: "the log does not lead to a signed head", at: 10 } });
  });

  test("the server can add entries, but neither read what waits nor change what stands", async () => {
    for (const sql of [
      "select 1 from audit_pending",
      "delete from audit_pending",
      "update audit_entry set action = 'x'",
      "delete from audit_entry",
      "insert into audit_head (tree_size, at, root_hash, key_id, signature, frontier) values (1, now(), '', '', '', '')",
    ]) {
      await expect(database.server.unsafe(sql)).rejects.toMatchObject({ code: "42501" });
    }
    await expect(database.sequencer`update audit_entry set action = 'x'`).rejects.toMatchObject({ code: "42501" });
  });

  test("a deed that is rolled back leaves no entry", async () => {
    const deed = { action: "x.y", objectKind: "x", objectId: "1" };
    const failing = asActor(database.server, actor, async (sql) => {
      await audit({ sql, actor, now: NOW }, deed);
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await sequenceOnce(database.sequencer, keys, NOW)).toBe(0);
  });

  test("a request does not wait for the sequencer: it logs while the log is locked", async () => {
    await log(3);
    let release = () => {};
    const isHeld = Promise.withResolvers<void>();
    const holding = database.owner.begin(async (sql) => {
      await sql`select pg_advisory_xact_lock(7294423)`;
      await sql`lock table audit_entry, audit_head in access exclusive mode`;
      isHeld.resolve();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await isHeld.promise;
    const sequencing = sequenceOnce(database.sequencer, keys, NOW);
    await log(4);
    release();
    await holding;
    expect((await sequencing) + (await sequenceOnce(database.sequencer, keys, NOW))).toBe(7);
    expect(await verify()).toMatchObject({ isIntact: true, entries: 32 });
  });
});
