import { describe, expect, it } from "vitest";
import { listedOf, stepsOf } from "./sums.ts";

describe("the steps of a list's tasks", () => {
  it("count whoever accepted as having read, and leave out those who left the list", () => {
    const steps = stepsOf(
      {
        "task.red.issued": 4,
        "task.red.delivered": 3,
        "task.red.read": 2,
        "task.red.accepted": 5,
        "task.red.returned": 1,
        "task.red.transferred": 1,
        "task.red.done": 6,
        "task.red.closed": 9,
        "task.red.overdue": 2,
        "task.yellow.done": 100,
      },
      ["red"],
    );
    expect(steps).toEqual({
      issued: 22,
      delivered: 16,
      read: 13,
      accepted: 11,
      done: 6,
      overdue: 2,
      returned: 1,
      transferred: 1,
    });
  });

  it("are all nothing where nothing was booked", () => {
    expect(stepsOf({})).toEqual({
      issued: 0,
      delivered: 0,
      read: 0,
      accepted: 0,
      done: 0,
      overdue: 0,
      returned: 0,
      transferred: 0,
    });
  });
});

describe("residents to contact", () => {
  it("are the three tiers without those in care already", () => {
    expect(listedOf({ "list.red": 1, "list.yellow": 20, "list.blue": 300, "list.managed": 4000 })).toBe(321);
    expect(listedOf({ "list.red": 1, "list.yellow": 20 }, ["yellow"])).toBe(20);
  });
});
