import { describe, expect, it } from "vitest";
import {
  followersOf,
  inboxAfter,
  isOwnEcho,
  nextBatch,
  outcomeOfAnswer,
  outcomeOfProblem,
  tasksHere,
  toldBy,
} from "./outbox-rules.ts";
import type { Command, Inbox, OutboxItem, TaskLine } from "./shapes.ts";

const task = (id: string, more: Partial<TaskLine> = {}): TaskLine => ({
  id,
  county: "320583",
  personKey: `p-${id}`,
  tier: "yellow",
  rules: ["household"],
  state: "delivered",
  queue: "ordinary",
  place: "320583101201001",
  holder: { postId: "w", desk: null, name: null },
  offeredTo: null,
  decideBy: null,
  hops: 0,
  result: null,
  issuedAt: "2020-02-10T01:00:00.000Z",
  dueAt: "2020-02-10T13:00:00.000Z",
  isOverdue: false,
  escalatedTo: null,
  version: 1,
  ...more,
});

const visit = (taskId: string, result: "HOME_IN_PLACE" | "NO_ANSWER", corrects?: string): Command => ({
  kind: "visit",
  about: { taskId, tier: "yellow", place: "320583101201001" },
  report: {
    id: `r-${taskId}`,
    taskId,
    taskCounty: "320583",
    place: "320583101201001",
    visitedAt: "2020-02-10T02:00:00.000Z",
    result,
    spokenTo: "self",
    ...(corrects === undefined ? {} : { corrects }),
  },
});

const item = (order: number, command: Command, more: Partial<OutboxItem> = {}): OutboxItem => ({
  id: `i-${order}`,
  order,
  postId: "w",
  madeAt: "2020-02-10T02:00:00.000Z",
  command,
  tries: 0,
  trouble: "new",
  mayHaveArrived: false,
  refusal: null,
  ...more,
});
const receipt = (taskId: string, state: "delivered" | "read" | "accepted"): Command => ({
  kind: "receipt",
  taskId,
  state,
  at: "2020-02-10T02:00:00.000Z",
});
const refusal = { code: "visits/task-not-found", zh: "找不到", en: "not found", fields: [] };

describe("what is sent next", () => {
  it("is in the order of making, of this post only, without what was refused", () => {
    const items = [
      item(3, visit("c", "NO_ANSWER")),
      item(1, visit("a", "NO_ANSWER")),
      item(2, visit("b", "NO_ANSWER"), { postId: "another" }),
      item(4, visit("d", "NO_ANSWER"), { refusal }),
      item(5, receipt("a", "read")),
    ];
    expect(nextBatch(items, "visit", "w").map(({ order }) => order)).toEqual([1, 3]);
  });

  it("is at most twenty reports, and one return", () => {
    const reports = Array.from({ length: 30 }, (_, order) => item(order, visit(`t${order}`, "NO_ANSWER")));
    expect(nextBatch(reports, "visit", "w")).toHaveLength(20);
    const about = { taskId: "a", tier: "red" as const, place: "320583" };
    const returns = [1, 2].map((order) => item(order, { kind: "cannot-locate", taskId: "a", reason: "x", about }));
    expect(nextBatch(returns, "cannot-locate", "w")).toHaveLength(1);
  });

  it("is as many commands as are small together: two photos, never half a photo", () => {
    const given = (order: number, letters: number) =>
      item(order, { kind: "command", name: "attachments/add", after: null, body: "x".repeat(letters) });
    const photos = [0, 1, 2].map((order) => given(order, 546_000));
    expect(nextBatch(photos, "command", "w").map(({ order }) => order)).toEqual([0, 1]);
    expect(nextBatch([given(0, 2_000_000), given(1, 10)], "command", "w").map(({ order }) => order)).toEqual([0]);
  });
});

describe("what an answer means", () => {
  const problem = (status: number, code: string) => outcomeOfProblem({ status, code, zh: "中", en: "en" }).is;

  it("ends the waiting only when the server refused in its own words", () => {
    expect(problem(404, "visits/task-not-found")).toBe("refused");
    expect(problem(400, "common/wrong-shape")).toBe("refused");
    expect(problem(403, "common/not-your-duty")).toBe("refused");
  });

  it("waits when the server is busy, failed, or nobody is signed in", () => {
    expect(outcomeOfProblem({ status: 503, code: "visits/busy", zh: "", en: "" })).toEqual({
      is: "waits",
      trouble: "busy",
    });
    expect(problem(429, "common/too-many")).toBe("waits");
    expect(problem(500, "common/fault")).toBe("waits");
    expect(problem(409, "common/conflict")).toBe("waits");
    expect(outcomeOfProblem({ status: 401, code: "common/not-signed-in", zh: "", en: "" })).toEqual({
      is: "waits",
      trouble: "signed-out",
    });
  });

  it("does not take a foreign network's page for a refusal", () => {
    expect(outcomeOfProblem({ status: 403, code: "http/403", zh: "", en: "" })).toEqual({
      is: "waits",
      trouble: "unreachable",
    });
    expect(problem(404, "")).toBe("waits");
  });

  it("takes 'moved on' for its own doing only after an answer was lost", () => {
    const about = { taskId: "a", tier: "red" as const, place: "320583" };
    const command: Command = { kind: "not-mine", taskId: "a", reason: "x", proposedPlace: null, about };
    expect(isOwnEcho(item(1, command, { mayHaveArrived: true }), "tasks/moved-on")).toBe(true);
    expect(isOwnEcho(item(1, command), "tasks/moved-on")).toBe(false);
    expect(isOwnEcho(item(1, visit("a", "NO_ANSWER"), { mayHaveArrived: true }), "tasks/moved-on")).toBe(false);
  });
});

describe("the inbox as the worker sees it", () => {
  it("does not ask again for whom he has reported, even before the report has gone out", () => {
    const seen = tasksHere([task("a"), task("b")], [item(1, visit("a", "HOME_IN_PLACE"))]);
    expect(seen.map(({ id, standing }) => [id, standing])).toEqual([
      ["a", "sending"],
      ["b", "open"],
    ]);
  });

  it("keeps asking for whom nobody answered, and shows a refused report as refused", () => {
    expect(tasksHere([task("a")], [item(1, visit("a", "NO_ANSWER"))])[0]?.standing).toBe("open");
    expect(tasksHere([task("a")], [item(1, visit("a", "HOME_IN_PLACE"), { refusal })])[0]?.standing).toBe("refused");
  });

  it("is not changed by a correction on its way", () => {
    expect(tasksHere([task("a")], [item(1, visit("a", "HOME_IN_PLACE", "old"))])[0]?.standing).toBe("open");
  });

  it("counts receipts on their way, whatever their order, and never backwards", () => {
    const items = [item(1, receipt("a", "accepted")), item(2, receipt("a", "read"))];
    expect(tasksHere([task("a")], items)[0]?.state).toBe("accepted");
    expect(tasksHere([task("a", { state: "accepted" })], [item(1, receipt("a", "read"))])[0]?.state).toBe("accepted");
  });

  it("is sorted by due time", () => {
    const tasks = [
      task("late", { dueAt: "2020-02-11T01:00:00.000Z" }),
      task("soon", { dueAt: "2020-02-10T05:00:00.000Z" }),
    ];
    expect(tasksHere(tasks, []).map(({ id }) => id)).toEqual(["soon", "late"]);
  });
});

describe("the kept inbox after an answer", () => {
  const inbox = (tasks: readonly TaskLine[]): Inbox => ({
    version: 3,
    now: "2020-02-10T02:00:00.000Z",
    tasks: [...tasks],
    next: null,
    instructions: [],
  });

  it("loses a task that ended, went to a desk or was given back", () => {
    const before = inbox([task("a"), task("b")]);
    const ids = (after: Inbox) => after.tasks.map(({ id }) => id);
    expect(ids(inboxAfter(before, visit("a", "HOME_IN_PLACE"), { is: "taken", next: "done" }))).toEqual(["b"]);
    // The third try without an answer goes to the desk, though the phone's own table says "try again".
    expect(ids(inboxAfter(before, visit("a", "NO_ANSWER"), { is: "taken", next: "desk" }))).toEqual(["b"]);
    const about = { taskId: "b", tier: "red" as const, place: "320583" };
    expect(
      ids(inboxAfter(before, { kind: "cannot-locate", taskId: "b", reason: "x", about }, { is: "already" })),
    ).toEqual(["a"]);
  });

  it("keeps a task that is tried again, due when the server said", () => {
    const after = inboxAfter(inbox([task("a")]), visit("a", "NO_ANSWER"), {
      is: "taken",
      next: "try-again",
      tryAgainBy: "2020-02-10T08:00:00.000Z",
    });
    expect(after.tasks).toMatchObject([{ id: "a", state: "accepted", dueAt: "2020-02-10T08:00:00.000Z" }]);
  });
});

it("a newer server's words that this page does not know decide nothing, and its new fields are passed over", () => {
  expect(outcomeOfAnswer({ answer: "merged", code: "offline/merged" })).toEqual({ is: "waits", trouble: "busy" });
  const newer = { answer: "applied", since: "2027", result: { label: "a", shape: { of: "later" } } };
  expect(outcomeOfAnswer(newer)).toEqual({ is: "taken", result: newer.result });
  expect(outcomeOfAnswer({ answer: "held" })).toEqual({ is: "waits", trouble: "held" });
});

it("what the server has to say to a person is shown; a conflict in the register at least by a sentence of ours", () => {
  expect(toldBy({ note: { zh: "两种都保留", en: "Both are kept" } })).toEqual({
    note: { zh: "两种都保留", en: "Both are kept" },
    hasConflict: false,
  });
  expect(toldBy({ conflict: [{ attribute: "door.rented" }] })).toEqual({ note: null, hasConflict: true });
  expect(toldBy({ note: "no sentence" })).toEqual({ note: null, hasConflict: false });
});

describe("what follows a refused command", () => {
  const given = (id: string, order: number, after: string | null, body: unknown): OutboxItem => ({
    id,
    order,
    postId: "w",
    madeAt: "2020-02-10T01:00:00.000Z",
    command: { kind: "command", name: "box/put", after, body },
    tries: 3,
    trouble: "held",
    mayHaveArrived: true,
    refusal: null,
  });
  it("follows the one that takes its place, under a new id, and so does what follows it in turn", () => {
    const items = [
      given("photo", 4, "people", { of: "people" }),
      given("people", 3, "d-1", { door: "d-1", name: "not d-1" }),
      given("d-1", 2, null, {}),
      given("other", 1, null, { door: "elsewhere" }),
      given("stranger", 5, "elsewhere", { door: "d-1" }),
    ];
    let n = 0;
    const made = followersOf(items, { from: "d-1", to: "d-2" }, () => `new${++n}`);
    expect(made.map(({ before }) => before)).toEqual(["people", "photo"]);
    expect(made.map(({ item }) => item)).toEqual([
      {
        ...given("new1", 3, "d-2", { door: "d-2", name: "not d-1" }),
        tries: 0,
        trouble: "new",
        mayHaveArrived: false,
      },
      { ...given("new2", 4, "new1", { of: "new1" }), tries: 0, trouble: "new", mayHaveArrived: false },
    ]);
  });
});
