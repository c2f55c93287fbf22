import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLACES, person, seedList } from "#capabilities/tasks/list.testing.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

/** 10 February 2020, 09:30 in Jiangsu. */
const NOW = instant("2020-02-10T09:30:00+08:00");
const GRID = "320583101201001";
/** The rules that are shipped, under the id that the list helper uses. */
const RULE_SET = {
  ...JSON.parse(readFileSync("capabilities/assessment/rules/js-2020-02.json", "utf8")),
  id: "test",
};

const database = await testDatabase(NOW);
const server = await testServer(database, { clockwork: true, pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());

type Posts = Record<"operator" | "province" | "auditor" | "chair" | "police" | "telecom" | "health" | "worker", Actor>;
let posts: Posts;
let sessionId: string;

const open = async (actor: Actor, size: "desktop" | "phone" | "narrow" = "desktop"): Promise<Page> => {
  const { token } = await server.as(actor);
  const page = await openPage(browser, server.url, { token, size });
  page.setDefaultTimeout(15_000);
  return page;
};

/** Closes the page's context, which ends its event streams too. */
const close = (page: Page) => page.context().close();

beforeAll(async () => {
  const { owner } = database;
  await testPlaces(owner, PLACES);
  const signatory = (department: "police" | "telecom" | "health" | "centre") =>
    testPost(owner, { role: "signatory", area: "32", department });
  posts = {
    operator: await testPost(owner, { role: "operator", area: "320583" }),
    province: await testPost(owner, { role: "operator", area: "32" }),
    auditor: await testPost(owner, { role: "auditor", area: "32" }),
    chair: await signatory("centre"),
    police: await signatory("police"),
    telecom: await signatory("telecom"),
    health: await signatory("health"),
    worker: await testPost(owner, { role: "grid-worker", area: GRID, isPrimary: true }),
  };
  const list = await seedList(owner, {
    day: "2020-02-10",
    listed: [
      { personKey: person(1), tier: "red", place: GRID },
      { personKey: person(2), tier: "yellow", place: GRID },
      { personKey: person(3), tier: "blue", place: "320583101201002" },
      { personKey: person(4), tier: "red", place: "320583" },
    ],
  });
  sessionId = list.sessionId;
  // What a run of the assessment would have left beside its rows.
  const byTier = { red: 2, yellow: 1, blue: 1 };
  const none = { red: 0, yellow: 0, blue: 0 };
  const changes = { previous: null, new: byTier, up: none, down: none, left: none, same: none };
  const summary = {
    day: "2020-02-10",
    ruleSet: { id: "test", version: 1, sha256: "00" },
    province: "32",
    engine: "duckdb",
    listed: 4,
    managed: 0,
    byTier,
    byRule: { "high-area": 2, household: 1, "from-outside": 1 },
    byCity: { "3205": 4 },
    byPlaceSource: { residents: 4 },
    byKind: { person: 4 },
    feeds: {},
    inputs: [],
    flags: [{ feed: "health/areas", flag: "stale", value: 48, limit: 36 }],
    rankedSha256: "ab".repeat(32),
    seconds: 1.5,
    peakMemoryMb: 200,
  };
  await owner`update assessment set summary = ${owner.json(summary)} where id = ${list.assessmentId}`;
  await owner`update joint_session set changes = ${owner.json(changes)} where id = ${sessionId}`;
  await owner`update rule_set set document = ${owner.json(RULE_SET)} where id = 'test'`;
});

describe("the joint session", () => {
  it("keeps the list from going out until three departments and the chair have signed, and keeps an objection", async () => {
    const chair = await open(posts.chair);
    await chair.goto(`/command/#/session/${sessionId}`);
    const publish = chair.getByRole("button", { name: "发布并下发" });
    await publish.waitFor();
    expect(await publish.isDisabled()).toBe(true);
    expect(await chair.locator("#publish-reason").textContent()).toContain("还等：公安、通信、卫健、主持人");

    const police = await open(posts.police);
    await police.goto(`/command/#/session/${sessionId}`);
    await police.getByRole("button", { name: "提出异议" }).click();
    await police.getByLabel("异议理由").fill("住址尚未核对");
    await police.getByRole("dialog").getByRole("button", { name: "提出异议" }).click();
    await chair.getByText("住址尚未核对").waitFor();
    expect(await chair.locator("#publish-reason").textContent()).toContain("仍有异议");
    await police.getByRole("button", { name: "签署", exact: true }).click();
    await close(police);

    for (const actor of [posts.telecom, posts.health]) {
      const page = await open(actor);
      await page.goto(`/command/#/session/${sessionId}`);
      await page.getByRole("button", { name: "签署", exact: true }).click();
      await page.getByText("已记录").waitFor();
      await close(page);
    }
    await chair.getByRole("button", { name: "签署", exact: true }).click();
    await chair.getByText("签署齐全，可以发布").waitFor();
    await publish.click();
    await chair.getByRole("dialog").getByRole("button", { name: "发布并下发" }).click();
    await chair.getByRole("heading", { name: "下发去向" }).waitFor();
    expect(await chair.getByText("住址尚未核对").count()).toBeGreaterThan(0);
    await shot(chair, "session-published", { whole: true });
    await close(chair);
  });
});

describe("the overview", () => {
  it("shows the list to its county and a change below within two seconds", async () => {
    const page = await open(posts.operator);
    await page.goto("/command/#/overview/320583");
    const toContact = page.locator(".tile-main .tile-value");
    await expect.poll(() => toContact.textContent(), { timeout: 10_000 }).toBe("4");
    await page.getByText("实时").waitFor();
    const red = page.locator(".tiles-tiers .tile").nth(1);
    const read = red.locator(".steps > span").nth(2).locator("b");
    expect(await read.textContent()).toBe("0");

    const worker = await server.as(posts.worker);
    const { body } = await worker.call("GET", "/inbox");
    const { tasks } = body as { tasks: { id: string; tier: string }[] };
    const task = tasks.find(({ tier }) => tier === "red");
    const at = new Date(NOW).toISOString();
    const sent = await worker.call("POST", "/tasks/receipts", { receipts: [{ taskId: task?.id, state: "read", at }] });
    expect(sent.status).toBe(200);
    const began = performance.now();
    await expect.poll(() => read.textContent(), { timeout: 5_000, interval: 25 }).toBe("1");
    expect(performance.now() - began).toBeLessThan(2_000);
    await close(page);
  });

  it("goes down place by place and keeps the place in the address", async () => {
    const page = await open(posts.province);
    await page.goto("/command/");
    for (const name of ["苏州市", "昆山市", "花桥镇", "徐公桥村"]) {
      await page.getByRole("table").getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
    }
    expect(page.url()).toContain("#/overview/320583101201");
    await page.getByText("第一网格").waitFor();
    await page.getByRole("navigation", { name: "当前位置" }).getByRole("link", { name: "昆山市" }).click();
    await page.getByRole("heading", { level: 1, name: "昆山市" }).waitFor();
    await close(page);
  });
});

describe("the desk", () => {
  it("re-assigns what nobody could locate, to the place's worker", async () => {
    const page = await open(posts.operator);
    await page.goto("/command/#/desk/320583?view=unlocated");
    await page.getByRole("checkbox", { name: /选择任务/ }).check();
    await page.getByRole("button", { name: "改派", exact: true }).click();
    await page.getByLabel("改派到").fill("徐公桥");
    await page.getByRole("button", { name: /徐公桥村/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "改派", exact: true }).click();
    await page.getByText("已改派 1 条").waitFor();
    await page.getByText("没有符合条件的任务").waitFor();
    await close(page);
  });
});

const PAGES: readonly (readonly [name: string, who: keyof Posts, path: string])[] = [
  ["overview", "operator", "overview/320583"],
  ["village", "operator", "overview/320583101201"],
  ["past-instant", "operator", "overview/320583?at=2020-02-10T23:00:00%2B08:00"],
  ["brief", "operator", "brief/320583"],
  ["desk", "operator", "desk/320583?view=below"],
  ["offers", "operator", "desk/320583?view=offers"],
  ["instructions", "operator", "instructions"],
  ["people", "operator", "people"],
  ["person", "operator", `person/${person(1)}`],
  ["workers", "operator", "workers/320583"],
  ["feeds", "province", "feeds/2020-02-10"],
  ["rule-sets", "province", "rule-sets"],
  ["rule-set", "province", "rule-set/test/1"],
  ["sessions", "province", "sessions"],
  ["session", "health", "session/"],
  ["minutes", "chair", "minutes/"],
  ["my-deeds", "operator", "audit"],
  ["audit", "auditor", "audit"],
  ["openings", "auditor", "audit?view=openings"],
  ["heads", "auditor", "audit?view=heads"],
];

describe.each(PAGES)("the page %s", (name, who, path) => {
  it.each(["narrow", "phone"] as const)(
    "holds up to axe, names no label of people and fits a %s screen",
    async (size) => {
      const page = await open(posts[who], size);
      await page.goto(`/command/#/${path.endsWith("/") ? path + sessionId : path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expect.poll(() => page.getByText("正在读取").count(), { timeout: 10_000 }).toBe(0);
      expect(await axeFindings(page)).toEqual([]);
      expect(await forbiddenWords(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await shot(page, `${name}-${size}`, { whole: true });
      await close(page);
    },
  );
});
