/**
 * The whole loop for golden scenarios: feeds by upload as the departments, the assessment in its own process, four
 * signatures, publication, an inbox, reports, figures; all over HTTP, with the clockwork running.
 */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { residentNumber } from "#capabilities/assessment/feeds.testing.ts";
import { csvOf, type Posts, person, provincialPosts, put } from "#capabilities/intake/day.testing.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";

/** Tianfu and Cao'an, two villages of Huaqiao town on the border to Shanghai, a grid each. */
export const TIANFU = "320583102201";
export const TIANFU_GRID = "320583102201001";
export const CAOAN = "320583102202";
export const CAOAN_GRID = "320583102202001";

export type Cells = Readonly<Record<string, string>>;
/** Feed → its rows, as one file of that name. */
export type Feeds = Readonly<Record<string, readonly Cells[]>>;

export type TaskLine = {
  readonly id: string;
  readonly county: string;
  readonly personKey: string;
  readonly tier: string;
  readonly rules: readonly string[];
  readonly state: string;
  readonly place: string;
  readonly issuedAt: string;
  readonly dueAt: string;
};
export type Draft = {
  readonly id: string;
  readonly assessmentId: string;
  readonly listed: number;
  readonly byTier: Readonly<Record<"red" | "yellow" | "blue", number>>;
  readonly changes: Readonly<
    Record<"new" | "up" | "down" | "left" | "same", Record<"red" | "yellow" | "blue", number>>
  >;
  readonly sources: readonly { readonly feed: string; readonly checked: number; readonly wrong: number }[];
};
type Decision = {
  readonly tier: string;
  readonly reasons: readonly { readonly rule: string; readonly tier: string; readonly zh: string }[];
  readonly latestExposureAt: string;
  readonly expiresAt: string;
  readonly place: string;
  readonly placeSource: string;
};
type ReportAnswer = { readonly answer: string; readonly next?: string | null; readonly tryAgainBy?: string | null };
type Place = { readonly values: Record<string, number>; readonly standing: Record<string, number> };
export type Figures = {
  readonly own: Place & {
    readonly coverage: {
      registered: number;
      vacant: number;
      reached: number;
      neverVisited: number;
      permille: number | null;
    };
  };
  readonly children: readonly (Place & { readonly place: string })[];
};

export type Loop = {
  readonly database: TestDatabase;
  readonly server: TestServer;
  readonly posts: Posts;
  /** On duty in each of the two grids. */
  readonly workers: { readonly tianfu: Actor; readonly caoan: Actor };
  readonly setNow: (now: Instant) => void;
  readonly keyOf: (n: number) => string;
  /** Any call of the API as somebody; refuses silence: gives status and body. */
  readonly call: (
    who: Actor,
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; body: unknown }>;
  /** Hands the files in, each as its department's signatory. */
  readonly handIn: (day: string, feeds: Feeds) => Promise<void>;
  /** Orders the assessment as the analyst and waits for the draft. */
  readonly assess: (day: string) => Promise<Draft>;
  /** Signs as the four and publishes as the chair. */
  readonly publish: (draft: Draft) => Promise<void>;
  /** Why somebody is on the draft; null when he is not. */
  readonly decisionOn: (draft: Draft, n: number) => Promise<Decision | null>;
  readonly inboxOf: (who: Actor) => Promise<readonly TaskLine[]>;
  /** The task of person n in the inbox; throws when there is none. */
  readonly taskIn: (who: Actor, n: number) => Promise<TaskLine>;
  readonly report: (who: Actor, task: TaskLine, cells: Readonly<Record<string, unknown>>) => Promise<ReportAnswer>;
  readonly figures: (place: string, day: string) => Promise<Figures>;
};

/** A server of its own with the province's posts and a worker in each of the two grids; closed when the file is done. */
export async function openLoop(startAt: Instant): Promise<Loop> {
  const plain = await testDatabase(startAt);
  const dataDir = mkdtempSync(join(plain.services.settings.dataDir, "scenarios-"));
  // The daily run is ordered by hand here, so that its hour never comes.
  const settings = { ...plain.services.settings, dataDir, assessMemoryMb: 1024, assessAt: "23:59" };
  const failures: string[] = [];
  const log: Services["log"] = (event, facts) => {
    if (event === "fault" || event.endsWith("-failed")) failures.push(`${event} ${JSON.stringify(facts)}`);
  };
  const database: TestDatabase = { ...plain, services: { ...plain.services, settings, log } };
  const server = await testServer(database, { clockwork: true });
  const posts = await provincialPosts(database);
  const grid = (area: string) => testPost(database.owner, { role: "grid-worker", area, isPrimary: true });
  const workers = { tianfu: await grid(TIANFU_GRID), caoan: await grid(CAOAN_GRID) };
  const keyOf = (n: number) => personKeyOf(database.services.keys.provinceKey, "111", residentNumber(n));
  const call: Loop["call"] = async (who, method, path, body) => (await server.as(who)).call(method, path, body);
  const inboxOf: Loop["inboxOf"] = async (who) => {
    const answer = await call(who, "GET", "/inbox");
    expect(answer.status).toBe(200);
    return (answer.body as { tasks: TaskLine[] }).tasks;
  };
  return {
    database,
    server,
    posts,
    workers,
    setNow: database.setNow,
    keyOf,
    call,
    async handIn(day, feeds) {
      for (const [feed, rows] of Object.entries(feeds)) {
        const folder = feed.split("/")[0] as "police" | "telecom" | "health";
        const taken = await put(server, posts[folder], `${day}/${feed}.csv`, csvOf(feed, rows));
        expect(taken.status).toBe(200);
      }
    },
    assess: (day) => assess({ call, posts }, day, failures),
    async publish(draft) {
      for (const who of [posts.police, posts.telecom, posts.health, posts.chair])
        expect((await call(who, "POST", `/joint-sessions/${draft.id}/decisions`, { decision: "sign" })).status).toBe(
          200,
        );
      expect((await call(posts.chair, "POST", `/joint-sessions/${draft.id}/publication`, {})).status).toBe(200);
    },
    async decisionOn(draft, n) {
      const answer = await call(posts.analyst, "GET", `/assessments/${draft.assessmentId}/results/${keyOf(n)}`);
      return answer.status === 404 ? null : (answer.body as { decision: Decision }).decision;
    },
    inboxOf,
    async taskIn(who, n) {
      const found = (await inboxOf(who)).find((task) => task.personKey === keyOf(n));
      if (found === undefined) throw new Error(`person ${n} is not in this inbox`);
      return found;
    },
    async report(who, task, cells) {
      const report = {
        id: newId(),
        taskId: task.id,
        taskCounty: task.county,
        personKey: task.personKey,
        place: task.place.length >= 12 ? task.place : TIANFU_GRID,
        visitedAt: isoInstant(database.services.clock()),
        spokenTo: "self",
        personsMet: 1,
        ...cells,
      };
      const answer = await call(who, "POST", "/visits", { reports: [report] });
      expect(answer.status).toBe(200);
      const [one] = (answer.body as { answers: ReportAnswer[] }).answers;
      if (one === undefined) throw new Error("a report was left unanswered");
      return one;
    },
    async figures(place, day) {
      const answer = await call(posts.operator, "GET", `/areas/${place}/figures?day=${day}`);
      expect(answer.status).toBe(200);
      return answer.body as Figures;
    },
  };
}

/** A failed job is tried again later by the clock, which stands still here: the test says at once what failed. */
async function assess({ call, posts }: Pick<Loop, "call" | "posts">, day: string, failures: string[]): Promise<Draft> {
  const started = await call(posts.analyst, "POST", "/assessments", { day });
  expect(started.status).toBe(200);
  const { assessmentId } = started.body as { assessmentId: string };
  type Run = { readonly state: string; readonly sessionId: string };
  const run = async () => (await call(posts.analyst, "GET", `/assessments/${assessmentId}`)).body as Run;
  const drafted = await vi.waitUntil(
    async () => {
      if (failures.length > 0) throw new Error(failures.join("\n"));
      const now = await run();
      return now.state === "draft" ? now : null;
    },
    { timeout: 60_000, interval: 100 },
  );
  const view = await call(posts.analyst, "GET", `/joint-sessions/${drafted.sessionId}`);
  expect(view.status).toBe(200);
  return view.body as Draft;
}

/** One who lives behind a door: the row of the register. */
export const living = (n: number, area: string, cells: Cells = {}): Cells => ({
  ...person(n),
  area,
  address: `${n}号`,
  household_id: `H${n}`,
  ...cells,
});
