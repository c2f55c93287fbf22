/** The database's own check of decisions says the same as `decide`, whatever the evidence. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { DAY, instant, instantOf } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces } from "../../testing/database.ts";
import { currentColours, enrol } from "./evidence.ts";
import { type ColourRule, decide } from "./rules/colour.ts";
import { EVIDENCE_KINDS, type EvidenceKind, standsUntil } from "./rules/evidence.ts";
import { insertDecisions } from "./store.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const { owner, services } = await testDatabase(NOW);
const actor = systemActor("32");
await testPlaces(owner, { "32": "江苏省" });

const kinds = (Object.keys(EVIDENCE_KINDS) as EvidenceKind[]).filter((kind) =>
  (EVIDENCE_KINDS[kind].recordedBy as readonly string[]).includes("system"),
);
const pieces = fc.array(fc.record({ kind: fc.constantFrom(...kinds), daysAgo: fc.integer({ min: 0, max: 20 }) }), {
  maxLength: 6,
});

test("for any evidence the database takes what `decide` says and refuses the three other colours", async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (some) => {
      const personKey = crypto.randomUUID();
      const items = some.map(({ kind, daysAgo }) => ({
        id: newId(),
        personKey,
        kind,
        source: "test",
        sourceId: "1",
        since: instantOf(NOW - daysAgo * DAY),
        until: null,
        facts: {},
      }));
      const expected = decide(
        items.map((item) => ({ ...item, until: standsUntil(item.kind, item.since, null, NOW) })),
        NOW,
      );
      await asActor(services.db, actor, async (sql) => {
        const ctx = { sql, actor, now: NOW, services };
        await enrol(ctx, [{ personKey, place: "320583" }], items);
        const current = (await currentColours(ctx, [personKey])).get(personKey);
        expect(current).toMatchObject({ colour: expected.colour, rule: expected.rule, until: expected.until });
      });
      for (const to of CODE_COLOURS.filter((colour) => colour !== expected.colour)) {
        const rule: ColourRule = kinds.find((kind) => EVIDENCE_KINDS[kind].colour === to) ?? ("nothing-found" as const);
        const row = {
          id: newId(),
          personKey,
          seq: 2,
          to,
          rule,
          evidenceId: items[0]?.id ?? null,
          since: null,
          until: null,
          mac: "00",
        };
        const forged = asActor(services.db, actor, (sql) =>
          insertDecisions(sql, [row], { at: NOW, cause: "evidence", ruleSet: "x" }),
        );
        await expect(forged).rejects.toThrow("do not follow");
      }
    }),
    { numRuns: 60 },
  );
});
