import { expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "../../testing/database.ts";
import { colourAt, currentColours, enrol, recordEvidence, settleUnchecked, withdrawEvidence } from "./evidence.ts";
import type { CodesContext, EvidenceItem } from "./types.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const database = await testDatabase(NOW);
const { owner, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583100": "花桥镇" });
const SYSTEM = systemActor("32");
const HEALTH = await testPost(owner, { role: "health-worker", area: "320583" });

const as = <T>(work: (ctx: CodesContext) => Promise<T>, actor: Actor = SYSTEM): Promise<T> =>
  asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));

const item = (personKey: string, kind: EvidenceItem["kind"], since = "2020-02-10T09:00:00+08:00"): EvidenceItem => ({
  id: newId(),
  personKey,
  kind,
  source: "test",
  sourceId: "1",
  since: instant(since),
  until: null,
  facts: {},
});

async function holder(...items: ((key: string) => EvidenceItem)[]): Promise<string> {
  const personKey = crypto.randomUUID();
  await as((ctx) =>
    enrol(
      ctx,
      [{ personKey, place: "320583100" }],
      items.map((make) => make(personKey)),
    ),
  );
  return personKey;
}
const colourOf = async (personKey: string) => (await as((ctx) => currentColours(ctx, [personKey]))).get(personKey);

test("a new holder of whom nothing is known is green, and his first decision is on record", async () => {
  const key = await holder();
  expect(await colourOf(key)).toMatchObject({ colour: "green", rule: "nothing-found", until: null, isSound: true });
  expect(
    await owner`select old_colour, new_colour, cause, rule_set from colour_decision where person_key = ${key}`,
  ).toEqual([{ old_colour: null, new_colour: "green", cause: "enrol", rule_set: "suzhou-2020-02@1" }]);
});

test("a stay in a high-level area that ended on the 1st holds red until the 15th, 24:00", async () => {
  const key = await holder((k) => item(k, "declared-high-area", "2020-02-01T20:00:00+08:00"));
  expect(await colourOf(key)).toMatchObject({
    colour: "red",
    rule: "declared-high-area",
    until: instant("2020-02-16T00:00:00+08:00"),
  });
});

test("the strongest decides; what it leaves when it is withdrawn decides then", async () => {
  const key = await holder((k) => item(k, "declared-symptom"));
  const red = item(key, "measure");
  await as((ctx) => recordEvidence(ctx, [red]));
  expect((await colourOf(key))?.colour).toBe("red");
  await as(
    (ctx) => withdrawEvidence(ctx, { evidenceIds: [red.id], because: "release", sourceId: "x", reason: "解除" }),
    HEALTH,
  );
  expect(await colourOf(key)).toMatchObject({ colour: "yellow", rule: "declared-symptom" });
});

test("a declaration is pending while it is checked, and green when it is settled", async () => {
  const key = await holder((k) => item(k, "unchecked-declaration", "2020-02-10T10:00:00+08:00"));
  expect(await colourOf(key)).toMatchObject({ colour: "pending", until: instant("2020-02-10T10:10:00+08:00") });
  await as((ctx) => settleUnchecked(ctx, [key]));
  expect((await colourOf(key))?.colour).toBe("green");
});

test("the same evidence twice is recorded once and decides once", async () => {
  const key = await holder();
  const one = item(key, "declared-symptom");
  await as((ctx) => recordEvidence(ctx, [one]));
  await as((ctx) => recordEvidence(ctx, [one]));
  const [row] = await owner<{ n: number }[]>`select count(*) as n from colour_decision where person_key = ${key}`;
  expect(row?.n).toBe(2);
});

test("who lives with somebody at a fever clinic is yellow, and green in the same transaction when he is excluded", async () => {
  const [child, mother] = [await holder(), await holder()];
  const household = crypto.randomUUID();
  await owner`insert into person_household (person_key, household_key, recorded_at)
              select unnest(${[child, mother]}::uuid[]), ${household}, ${NOW}`;
  const clinic = { ...item(child, "measure"), facts: { measure: "fever-clinic" } };
  await as((ctx) => recordEvidence(ctx, [clinic]));
  expect(await colourOf(mother)).toMatchObject({ colour: "yellow", rule: "household-fever-clinic" });
  await as(async (ctx) => {
    await withdrawEvidence(ctx, { evidenceIds: [clinic.id], because: "release", sourceId: "x", reason: "排除" });
    const inside = await currentColours(ctx, [child, mother]);
    expect([...inside.values()].map((one) => one.colour)).toEqual(["green", "green"]);
  }, HEALTH);
});

test("any past colour is recomputed from the records alone", async () => {
  const key = await holder();
  const seen: { at: Instant; colour: string }[] = [];
  const step = async (at: string, work: (ctx: CodesContext) => Promise<unknown>) => {
    database.setNow(instant(at));
    await as(work);
    seen.push({ at: instant(at), colour: (await colourOf(key))?.colour ?? "" });
  };
  const measure = item(key, "measure", "2020-02-11T08:00:00+08:00");
  await step("2020-02-11T09:00:00+08:00", (ctx) => recordEvidence(ctx, [measure]));
  await step("2020-02-12T09:00:00+08:00", (ctx) => recordEvidence(ctx, [item(key, "declared-symptom")]));
  await step("2020-02-13T09:00:00+08:00", (ctx) =>
    withdrawEvidence(ctx, { evidenceIds: [measure.id], because: "release", sourceId: "x", reason: "解除" }),
  );
  expect(seen.map((one) => one.colour)).toEqual(["red", "red", "yellow"]);
  for (const { at, colour } of seen) expect((await as((ctx) => colourAt(ctx, key, at))).colour).toBe(colour);
  expect((await as((ctx) => colourAt(ctx, key, instant("2020-02-11T08:59:59+08:00")))).colour).toBe("green");
  database.setNow(NOW);
});

test("two evaluations of the same persons at once follow each other", async () => {
  const keys = await Promise.all([holder(), holder(), holder()]);
  const both = await Promise.all([
    as((ctx) =>
      recordEvidence(
        ctx,
        keys.map((key) => item(key, "declared-symptom")),
      ),
    ),
    as((ctx) =>
      recordEvidence(
        ctx,
        [...keys].reverse().map((key) => item(key, "measure")),
      ),
    ),
  ]);
  expect(both.flat().length).toBeGreaterThanOrEqual(3);
  for (const key of keys) expect(await colourOf(key)).toMatchObject({ colour: "red", isSound: true });
});
