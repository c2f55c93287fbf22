import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { CLUE_CATEGORIES } from "./categories.ts";
import { acceptBy, clueClimbs, clueDue, type Grade, levelOfClue, standingLevel } from "./level.ts";
import { opinionIn } from "./opinion.ts";
import { type ClueFacts, type ClueStep, stepClue } from "./steps.ts";

const grade = fc.constantFrom<Grade>(1, 2, 3, 4);

describe("level", () => {
  test.each<[Grade, Grade, number]>([
    [1, 1, 4],
    [1, 3, 4],
    [1, 4, 3],
    [2, 1, 4],
    [2, 2, 3],
    [2, 4, 2],
    [3, 1, 3],
    [3, 3, 2],
    [3, 4, 1],
    [4, 1, 3],
    [4, 2, 2],
    [4, 3, 1],
    [4, 4, 1],
  ])("impact %i and likelihood %i are level %i", (impact, likelihood, level) => {
    expect(levelOfClue(impact, likelihood)).toBe(level);
  });

  test("more impact or more likelihood never makes it less grave", () => {
    fc.assert(
      fc.property(grade, grade, grade, grade, (a, b, c, d) => {
        const worse = levelOfClue(Math.max(a, c) as Grade, Math.max(b, d) as Grade);
        return worse <= levelOfClue(a, b) && worse <= levelOfClue(c, d);
      }),
    );
  });

  test("one person alone sets none, twice the same person neither; of two the graver stands", () => {
    const wu = { accountId: "wu", impact: 2, likelihood: 2 } as const;
    const li = { accountId: "li", impact: 4, likelihood: 2 } as const;
    expect(standingLevel([wu])).toBeNull();
    expect(standingLevel([wu, wu])).toBeNull();
    expect(standingLevel([wu, li])).toBe(2);
    expect(standingLevel([li, wu])).toBe(2);
  });

  test("I has 2 hours, II 12, III 48, IV 7 days; each is accepted within a tenth", () => {
    const at = instant("2020-02-10T09:05:00Z");
    expect([1, 2, 3, 4].map((level) => clueDue(level as Grade, at))).toEqual([
      instant("2020-02-10T11:05:00Z"),
      instant("2020-02-10T21:05:00Z"),
      instant("2020-02-12T09:05:00Z"),
      instant("2020-02-17T09:05:00Z"),
    ]);
    expect(acceptBy(1, at)).toBe(instant("2020-02-10T09:17:00Z"));
    expect(acceptBy(4, at)).toBe(instant("2020-02-11T01:53:00Z"));
    expect(clueClimbs(null)).toBe(3_600_000);
    expect([1, 2, 3, 4].map((level) => clueClimbs(String(level)) / 3_600_000)).toEqual([1, 6, 12, 12]);
  });
});

describe("opinion", () => {
  test("what somebody thinks, believes or petitions for is no clue, in no category", () => {
    for (const category of CLUE_CATEGORIES) {
      expect(opinionIn(category, ["3幢居民准备上访"])).toBe("上访");
      expect(opinionIn(category, ["此人对政府不满，常骂干部"])).not.toBeNull();
      expect(opinionIn(category, ["一家人信教"])).toBe("信教");
    }
  });

  test("what somebody wrote is one only where it is a rumour that endangers health", () => {
    expect(opinionIn("health-rumour", ["有人在朋友圈发帖说喝白酒能防病"])).toBeNull();
    expect(opinionIn("supplies-prices", ["有人在朋友圈发牢骚"])).not.toBeNull();
    expect(opinionIn("neighbours", ["他在朋友圈的言论"])).toBe("言论");
  });

  test("a matter that can be solved is let through, whoever is angry about it", () => {
    const texts = [
      ["labour-pay", "工地停工，包工头没有发12名工人一月份工资", "发清工资"],
      ["quarantine-passage", "村口土堆堵路，孕妇去医院绕行十公里，家属很生气", "恢复急救通道"],
      ["supplies-prices", "药店口罩十二元一只", "查价格"],
      ["tenancy", "房东不让返乡租客进门", "让租客住进来"],
      ["service-missing", "独居老人没人送菜", "每天有人送"],
    ] as const;
    for (const [category, words, grievance] of texts) expect(opinionIn(category, [words, grievance])).toBeNull();
  });
});

const gathered: ClueFacts = { state: "GATHERED", ownerPost: null, assignedBy: null, reopened: 0 };
const assessed: ClueFacts = { ...gathered, state: "ASSESSED" };
const assigned: ClueFacts = { ...assessed, state: "ASSIGNED", ownerPost: "li", assignedBy: "centre" };
const accepted: ClueFacts = { ...assigned, state: "ACCEPTED" };
const reported: ClueFacts = { ...assigned, state: "REPORTED" };
const by = (postId: string, isAbove = false) => ({ postId, isAbove });

describe("steps", () => {
  test.each<[string, ClueFacts, ClueStep, ReturnType<typeof by>, string]>([
    ["is assigned once assessed", assessed, { is: "assign", to: "li" }, by("centre"), "ASSIGNED"],
    ["is not assigned before two have assessed it", gathered, { is: "assign", to: "li" }, by("centre"), "wrong-state"],
    ["is not assigned to oneself", assessed, { is: "assign", to: "centre" }, by("centre"), "to-yourself"],
    ["is accepted by its owner", assigned, { is: "accept" }, by("li"), "ACCEPTED"],
    ["is not accepted by another", assigned, { is: "accept" }, by("wu"), "not-yours"],
    ["is declined by its owner: to be assigned again", assigned, { is: "decline" }, by("li"), "ASSESSED"],
    ["is not declined once accepted", accepted, { is: "decline" }, by("li"), "wrong-state"],
    ["is reported back", accepted, { is: "report-back" }, by("li"), "REPORTED"],
    ["is reported back at once", assigned, { is: "report-back" }, by("li"), "REPORTED"],
    ["is verified by who assigned it", reported, { is: "verify", isSolved: true }, by("centre"), "CLOSED"],
    ["is verified by a centre above", reported, { is: "verify", isSolved: true }, by("city", true), "CLOSED"],
    ["is not verified by its owner", reported, { is: "verify", isSolved: true }, by("li", true), "to-yourself"],
    ["is not verified by anybody else", reported, { is: "verify", isSolved: true }, by("wu"), "not-the-assigner"],
    ["is open again when it was not solved", reported, { is: "verify", isSolved: false }, by("centre"), "ACCEPTED"],
    ["is rejected before it was assigned", assessed, { is: "reject" }, by("centre"), "REJECTED"],
    ["is not rejected while somebody deals with it", accepted, { is: "reject" }, by("centre"), "wrong-state"],
  ])("a clue %s", (_says, facts, step, actor, outcome) => {
    const after = stepClue(facts, step, actor);
    expect("to" in after ? after.to : after.refused).toBe(outcome);
  });

  test("not solved twice it is opened again, the third time it goes up one level", () => {
    const verify = { is: "verify", isSolved: false } as const;
    for (const reopened of [0, 1])
      expect(stepClue({ ...reported, reopened }, verify, by("centre"))).toEqual({
        to: "ACCEPTED",
        isReopened: true,
        isRaised: false,
      });
    expect(stepClue({ ...reported, reopened: 2 }, verify, by("centre"))).toEqual({
      to: "ASSESSED",
      isReopened: false,
      isRaised: true,
    });
  });

  test("whatever is tried, it closes only after a report, and nobody closes his own", () => {
    const step = fc.oneof(
      fc.constantFrom<ClueStep>(
        { is: "accept" },
        { is: "decline" },
        { is: "report-back" },
        { is: "verify", isSolved: true },
        { is: "verify", isSolved: false },
        { is: "reject" },
      ),
      fc.record({ is: fc.constant("assign" as const), to: fc.constantFrom("li", "wu", "centre") }),
    );
    const actor = fc.record({ postId: fc.constantFrom("li", "wu", "centre"), isAbove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.tuple(step, actor), { maxLength: 40 }), (tried) => {
        let facts = assessed;
        for (const [one, who] of tried) {
          const after = stepClue(facts, one, who);
          if (!("to" in after)) continue;
          expect(["CLOSED", "REJECTED"]).not.toContain(facts.state);
          if (after.to === "CLOSED") {
            expect(facts.state).toBe("REPORTED");
            expect(facts.ownerPost).not.toBe(who.postId);
          }
          facts = {
            state: after.to,
            ownerPost: one.is === "assign" ? one.to : after.to === "ASSESSED" ? null : facts.ownerPost,
            assignedBy: one.is === "assign" ? who.postId : facts.assignedBy,
            reopened: after.isReopened ? facts.reopened + 1 : after.isRaised ? 0 : facts.reopened,
          };
          expect(facts.reopened).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
