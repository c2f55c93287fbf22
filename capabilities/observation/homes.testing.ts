/** A town with a list, four posts around a grid, and a phone for each: for tests of observations. */
import { randomUUID } from "node:crypto";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { PLACES } from "#capabilities/tasks/list.testing.ts";
import type { Actor } from "#kernel/actor.ts";
import { dayOf, type Instant, instant, isoInstant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testPlaces, testPost } from "#testing/database.ts";
import type { TestServer } from "#testing/server.ts";
import { observeOnce } from "./clock.ts";

export const GRID = "320583101201001";
export const at = (text: string): Instant => instant(`2020-02-${text}:00+08:00`);

/** A line long enough to be a name. */
export const SIGNATURE = "M20 80l60 -40 60 50 70 -30";

export const FILE = {
  place: GRID,
  exposedOn: "2020-02-01",
  isMinor: false,
  persons: 3,
  hasOwnRoom: true,
  hasOwnBathroom: true,
  caresForSelf: true,
  livesWithFrail: false,
  needs: ["groceries"],
};

/** A holder of a code in the grid, with the list's word since `since`; null: with none. Returns the key. */
async function enrolled(services: Services, since: Instant | null): Promise<string> {
  const personKey = randomUUID();
  const actor = systemActor("32");
  await asActor(services.db, actor, async (sql) => {
    const ctx = { sql, actor, now: services.clock(), services };
    await enrol(ctx, [{ personKey, place: GRID }]);
    if (since === null) return;
    await recordEvidence(ctx, [
      {
        id: newId(),
        personKey,
        kind: "assessment-red",
        source: "assessment",
        sourceId: newId(),
        since,
        until: null,
        facts: {},
      },
    ]);
  });
  return personKey;
}

/** Posts of the four seats, a centre's desk and an auditor; `wide`: the area of doctor and officer. */
export async function buildTown(database: TestDatabase, server: TestServer, wide = "320583101") {
  const { owner, services } = database;
  await testPlaces(owner, PLACES);
  const posts = {
    worker: await testPost(owner, { role: "grid-worker", area: GRID, isPrimary: true }),
    cadre: await testPost(owner, { role: "grid-leader", area: "320583101201" }),
    doctor: await testPost(owner, { role: "health-worker", area: wide }),
    police: await testPost(owner, { role: "police-officer", area: wide }),
    desk: await testPost(owner, { role: "operator", area: "320583101" }),
    auditor: await testPost(owner, { role: "auditor", area: "32" }),
  };
  const clients = new Map<string, Awaited<ReturnType<TestServer["as"]>>>();
  const as = async (who: Actor) => {
    // A session ends after some days: one a day of the test's clock.
    const name = `${who.postId}/${dayOf(services.clock())}`;
    const known = clients.get(name) ?? (await server.as(who));
    clients.set(name, known);
    return known;
  };
  const town = {
    posts,
    as,
    /** One command of a phone; gives the server's answer to it. */
    async say(who: Actor, kind: string, body: Record<string, unknown>, id = newId()) {
      const { body: answer } = await (await as(who)).call("POST", "/field/commands", {
        commands: [
          {
            id,
            kind,
            madeAt: isoInstant(services.clock()),
            clockOffsetMs: 0,
            after: null,
            body: { place: GRID, ...body },
          },
        ],
      });
      const [first] = (answer as { answers: { answer: string; code?: string; result?: Record<string, unknown> }[] })
        .answers;
      return { ...first, id };
    },
    /** A person with a code in the grid, red by the published list since `since`; null: listed as nothing. */
    person: (since: Instant | null): Promise<string> => enrolled(services, since),
    colourOf: async (personKey: string): Promise<string> =>
      (await owner<{ colour: string }[]>`select colour from code_current where person_key = ${personKey}`)[0]?.colour ??
      "none",
    stateOf: async (id: string): Promise<string> =>
      (await owner<{ state: string }[]>`select state from observation where id = ${id}`)[0]?.state ?? "none",
    alarmsOf: async (id: string): Promise<string[]> =>
      (
        await owner<{ kind: string }[]>`
          select kind from observation_alarm where observation_id = ${id} and cleared_at is null order by kind, subject`
      ).map(({ kind }) => kind),
    /** Moves the clock and lets the clockwork do what the hour asks for. */
    async passTo(now: Instant): Promise<void> {
      database.setNow(now);
      for (let turn = 0; turn < 20 && (await observeOnce(services)) > 0; turn++);
    },
  };
  return {
    ...town,
    /** Files a red person, told and under way; returns the ids. */
    async underWay(since: Instant): Promise<{ id: string; personKey: string }> {
      const personKey = await town.person(since);
      const { id } = await town.say(posts.worker, "observation/file", { ...FILE, personKey });
      await town.say(posts.cadre, "observation/notify", {
        observationId: id,
        signedBy: "person",
        signature: SIGNATURE,
      });
      return { id, personKey };
    },
  };
}
