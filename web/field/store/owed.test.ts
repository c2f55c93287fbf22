import { expect, test } from "vitest";
import { type OwedOf, owedToday } from "./owed.ts";

const NOW = "2020-02-10T02:00:00.000Z";
const MIDNIGHT = "2020-02-10T16:00:00.000Z";
const NONE = {
  homes: [],
  campaigns: new Map(),
  campaignDoors: new Map(),
  marked: new Set<string>(),
  services: new Map(),
  disputes: new Map(),
  clues: new Map(),
} as OwedOf;
const owed = (some: Record<string, unknown>) => owedToday({ ...NONE, ...some } as OwedOf, NOW, MIDNIGHT);
const home = (mySeat: string | null, duties: unknown[], alarms: unknown[] = []) => ({ mySeat, duties, alarms });

test("an observed home counts by the duties of my own seat until midnight, and by any alarm of my team", () => {
  const check = { kind: "check", subject: "morning", dueAt: "2020-02-10T04:00:00.000Z" };
  const tomorrow = { ...check, dueAt: "2020-02-11T04:00:00.000Z" };
  const alarm = { kind: "call", dueAt: "2020-02-10T03:00:00.000Z" };
  // A check is the doctor's (domain.md §6.5); the officer of the same home has nothing to do.
  expect(owed({ homes: [home("HEALTH", [check])] })).toMatchObject([
    { section: "observation", count: 1, dueAt: check.dueAt },
  ]);
  expect(owed({ homes: [home("POLICE", [check]), home("HEALTH", [tomorrow]), home(null, [check], [alarm])] })).toEqual(
    [],
  );
  expect(owed({ homes: [home("POLICE", [], [alarm]), home("HEALTH", [check])] })).toMatchObject([
    { count: 2, dueAt: alarm.dueAt },
  ]);
});

test("a screening counts doors never visited and revisits of today, without those marked here, until it ends", () => {
  const campaign = { name: "返乡人员拉网排查", untilAt: "2020-02-12T00:00:00.000Z", closedAt: null };
  const door = (state: string, revisitAt: string | null = null) => ({ campaignId: "c", state, revisitAt });
  const campaignDoors = new Map([
    ["a", door("NOT_VISITED")],
    ["b", door("NOT_VISITED")],
    ["d", door("NO_ANSWER", "2020-02-10T11:00:00.000Z")],
    ["e", door("NO_ANSWER", "2020-02-11T11:00:00.000Z")],
    ["f", door("OPENED")],
  ]);
  const of = { campaigns: new Map([["c", campaign]]), campaignDoors, marked: new Set(["b"]) };
  expect(owed(of)).toEqual([
    { section: "campaigns", id: "c", name: "返乡人员拉网排查", count: 2, dueAt: "2020-02-10T11:00:00.000Z" },
  ]);
  expect(owed({ ...of, campaigns: new Map([["c", { ...campaign, untilAt: NOW }]]) })).toEqual([]);
});

test("help in my hands, quarrels of today and clues assigned to me, soonest first; what others hold is theirs", () => {
  const service = (state: string, isTakenByMe: boolean, isMine: boolean, dueAt: string) => [
    `${state}${isTakenByMe}${isMine}`,
    { state, isTakenByMe, isMine, dueAt },
  ];
  const rows = owed({
    services: new Map([
      service("TAKEN", true, true, "2020-02-10T08:00:00.000Z"),
      service("REQUESTED", false, true, "2020-02-10T05:00:00.000Z"),
      service("TAKEN", false, false, "2020-02-10T03:00:00.000Z"),
      service("CONFIRMED", true, true, "2020-02-10T03:00:00.000Z"),
    ] as never),
    disputes: new Map([
      ["x", { endedAt: null, agreedAt: null, dueAt: "2020-02-10T04:30:00.000Z" }],
      ["y", { endedAt: null, agreedAt: null, dueAt: "2020-02-12T04:30:00.000Z" }],
      ["z", { endedAt: NOW, agreedAt: null, dueAt: "2020-02-10T04:30:00.000Z" }],
    ]),
    clues: new Map([
      ["k", { isAssignedToMe: true, state: "ASSIGNED", acceptBy: "2020-02-10T03:30:00.000Z", dueAt: null }],
      ["l", { isAssignedToMe: false, state: "ASSIGNED", acceptBy: "2020-02-10T03:30:00.000Z", dueAt: null }],
      ["m", { isAssignedToMe: true, state: "CLOSED", acceptBy: null, dueAt: "2020-02-10T03:30:00.000Z" }],
    ]),
  });
  expect(rows.map(({ section, count, dueAt }) => [section, count, dueAt.slice(11, 16)])).toEqual([
    ["clues", 1, "03:30"],
    ["disputes", 1, "04:30"],
    ["services", 2, "05:00"],
  ]);
});
