import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { DAY, instant, later } from "#kernel/time.ts";
import { eraseAttachmentsOnce } from "#platform/attachments.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { attachmentCommands } from "./attachments.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const GRID = "320583101201001";
const OBJECT = newId();
let database: TestDatabase;
let server: TestServer;
let worker: Actor;
let officer: Actor;
let health: Actor;

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
  officer = await testPost(database.owner, { role: "police-officer", area: "320583101" });
  health = await testPost(database.owner, { role: "health-worker", area: "320583101" });
});

/** A kind of record of the test's own: officers may open what belongs to it, health workers may not. */
const [pair] = attachmentCommands([
  {
    kind: "box",
    readers: ["police-officer"],
    keepForDays: 30,
    placeOf: async (_ctx, id) => (id === OBJECT ? GRID : null),
  },
]);

const hex = (text: string) => Buffer.from(text, "hex");
/** JPEG: SOI, APP0 JFIF, start of scan, some bytes. */
const photo = (bytes = 1_000) =>
  Buffer.concat([hex("ffd8ffe000104a46494600010100000100010000ffda"), Buffer.alloc(bytes, 7)]);
const withExif = Buffer.concat([hex("ffd8ffe1000845786966000000"), hex("ffda"), Buffer.alloc(100)]);
const voice = (bytes = 1_000) => Buffer.concat([hex("1a45dfa3"), Buffer.alloc(bytes, 7)]);

async function attach(
  bytes: Buffer,
  { as = worker, id = newId(), ...more }: Readonly<Record<string, unknown>> & { as?: Actor; id?: string } = {},
): Promise<string> {
  const { services } = database;
  if (pair === undefined) throw new Error("no command");
  const [command, apply] = pair;
  const body = command.body.parse({
    objectKind: "box",
    objectId: OBJECT,
    medium: "photo",
    data: bytes.toString("base64"),
    ...more,
  });
  await asActor(services.db, as, (sql) =>
    apply({ sql, actor: as, now: NOW, services, requestId: newId(), commandId: id, madeAt: NOW }, body),
  );
  return id;
}

test("a photo is sealed with what its maker agreed to say, and opened by the roles named, each time recorded", async () => {
  const id = await attach(photo(), {
    takenAt: "2020-02-10T00:59:00Z",
    position: { latitudeThousandths: 31_386, longitudeThousandths: 120_981 },
  });
  await attach(photo(), { id });
  const rows = await database.owner`select * from attachment where id = ${id}`;
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    media_type: "image/jpeg",
    bytes: 1_022,
    place: GRID,
    taken_at: instant("2020-02-10T00:59:00Z"),
    latitude_thousandths: 31_386,
    keep_until: instant("2020-03-11T01:00:00Z"),
  });
  expect(Buffer.from(rows[0]?.["sealed"]).includes("JFIF")).toBe(false);

  for (const reader of [worker, officer]) {
    const client = await server.as(reader);
    const response = await fetch(`${server.url}/api/v1/attachments/320583/${id}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await response.arrayBuffer()).equals(photo())).toBe(true);
  }
  const opened = await database.owner`
    select actor_post from audit_pending where action = 'attachment.open' and object_id = ${OBJECT}
    union all select actor_post from audit_entry where action = 'attachment.open' and object_id = ${OBJECT}`;
  expect(opened.map((row) => row["actor_post"]).toSorted()).toEqual([worker.postId, officer.postId].toSorted());
});

test("a role that is not named, and a post of another area, find nothing", async () => {
  const id = await attach(photo());
  const elsewhere = await testPost(database.owner, { role: "police-officer", area: "320583102" });
  for (const stranger of [health, elsewhere]) {
    const client = await server.as(stranger);
    expect((await client.call("GET", `/attachments/320583/${id}`)).status).toBe(404);
  }
});

test("what is no picture or sound, too large, or still carries where it was taken is refused", async () => {
  const code = (what: Promise<unknown>) =>
    what.then(
      () => "taken",
      (error: { kind?: { code: string } }) => error.kind?.code ?? String(error),
    );
  expect(await code(attach(Buffer.from("<html><script>alert(1)</script></html>")))).toBe("attachments/wrong-type");
  expect(await code(attach(voice()))).toBe("attachments/wrong-type");
  expect(await code(attach(withExif))).toBe("attachments/carries-metadata");
  expect(await code(attach(photo(409_579)))).toBe("attachments/too-large");
  expect(await code(attach(voice(307_197), { medium: "voice" }))).toBe("attachments/too-large");
  expect(await code(attach(photo(), { objectId: newId() }))).toBe("common/not-found");
  expect(await code(attach(photo(), { objectKind: "stone" }))).toBe("common/not-found");
});

test("six belong to a record at most", async () => {
  await database.owner`delete from attachment`;
  for (let n = 0; n < 5; n += 1) await attach(photo());
  const last = await attach(voice(307_196), { medium: "voice" });
  await expect(attach(photo())).rejects.toMatchObject({ kind: { code: "attachments/too-many" } });
  // The sixth again is the sixth.
  await attach(voice(307_196), { medium: "voice", id: last });
  expect(await database.owner`select medium from attachment where medium = 'voice'`).toHaveLength(1);
});

test("what was kept long enough is erased, and the erasure recorded", async () => {
  database.setNow(later(NOW, 30 * DAY - 1));
  expect(await eraseAttachmentsOnce(database.services)).toBe(0);
  database.setNow(later(NOW, 30 * DAY));
  expect(await eraseAttachmentsOnce(database.services)).toBe(6);
  expect(await database.owner`select from attachment`).toHaveLength(0);
  const [deed] = await database.owner`select detail from audit_pending where action = 'attachment.erase'`;
  expect(deed).toMatchObject({ detail: { erased: 6 } });
});
