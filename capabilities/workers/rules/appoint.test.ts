import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Actor, DEPARTMENTS, ROLES } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import { instant } from "#kernel/time.ts";
import { appointFault, canSubstitute, isForward } from "./appoint.ts";

const VILLAGE = "320583100001";
const who = (role: Actor["role"], area: string) => ({ role, area: area as PlaceCode, accountId: "me" });
const post = (role: (typeof ROLES)[number], area: string, accountId: string | null = null) => ({
  role,
  area,
  department: role === "signatory" ? ("police" as const) : null,
  accountId,
});

describe("who may give which post", () => {
  // One line each: the appointing operator's area, the role, the post's area, the answer.
  test.each([
    ["32", "analyst", "32", null],
    ["32", "signatory", "32", null],
    ["32", "operator", "32", null],
    ["32", "operator", "320583", null],
    ["32", "auditor", "32", "not-your-duty"],
    ["3205", "analyst", "3205", "not-your-duty"],
    ["3205", "signatory", "32", "outside-area"],
    ["3205", "operator", "320583", null],
    ["3205", "operator", "3206", "outside-area"],
    ["320583", "operator", "320583100", null],
    ["320583", "operator", "3205", "outside-area"],
    ["320583", "police-officer", "320583100", null],
    ["320583", "health-worker", "320583", null],
    ["320583100", "police-officer", "320583100", "not-your-duty"],
    ["320583100", "operator", VILLAGE, null],
    ["320583100", "checkpoint-staff", VILLAGE, null],
    ["320583100", "checkpoint-staff", "3205", "wrong-level"],
    ["320583100", "grid-worker", `${VILLAGE}001`, null],
    ["320583100", "grid-leader", VILLAGE, null],
    ["320583100", "grid-worker", "320583101001001", "outside-area"],
    ["320583100", "grid-worker", "320583", "wrong-level"],
    ["320583", "legal-partner", `${VILLAGE}001`, null],
    ["320583100", "legal-partner", `${VILLAGE}001`, "not-your-duty"],
    ["320583100", "property-manager", `${VILLAGE}001`, null],
    ["320583", "property-manager", "320583100", "wrong-level"],
    [VILLAGE, "grid-worker", `${VILLAGE}001`, "not-your-duty"],
    ["32", "signatory", "320583", "wrong-level"],
    ["32", "operator", `${VILLAGE}001`, "wrong-level"],
    ["32", "grid-worker", "3205831", "wrong-level"],
  ] as const)("an operator of %s gives %s of %s: %s", (area, role, postArea, fault) => {
    expect(appointFault(who("operator", area), post(role, postArea))).toBe(fault);
  });

  test.each(ROLES.filter((role) => role !== "operator"))("a %s appoints nobody", (role) => {
    expect(appointFault(who(role, "32"), post("grid-worker", `${VILLAGE}001`))).toBe("not-your-duty");
  });

  test("nobody appoints himself, whatever his level", () => {
    expect(appointFault(who("operator", "32"), post("analyst", "32", "me"))).toBe("oneself");
    expect(appointFault(who("operator", "32"), post("analyst", "32", "another"))).toBeNull();
  });

  test("a signatory without a department is none; the owner may give any post that exists", () => {
    const owner = who("system", "32");
    expect(appointFault(owner, { ...post("signatory", "32"), department: null })).toBe("no-department");
    expect(appointFault(owner, post("auditor", "32"))).toBeNull();
    expect(appointFault(owner, post("auditor", "320583"))).toBe("wrong-level");
  });

  test("no operator ever gives a post outside his area, nor an auditor's", () => {
    const code = fc.constantFrom("32", "33", "3205", "3206", "320583", "320584", "320583100", VILLAGE, `${VILLAGE}001`);
    fc.assert(
      fc.property(
        code,
        code,
        fc.constantFrom(...ROLES),
        fc.constantFrom(...DEPARTMENTS),
        (mine, area, role, department) => {
          const fault = appointFault(who("operator", mine), { role, area, department, accountId: null });
          if (fault === null) {
            expect(area.startsWith(mine)).toBe(true);
            expect(role).not.toBe("auditor");
            expect(mine.length).toBeLessThanOrEqual(9);
          }
        },
      ),
    );
  });
});

const NOW = instant("2020-02-10T01:00:00Z");
const at = (text: string) => instant(`2020-02-${text}:00Z`);

describe("standing in", () => {
  const worker = { role: "grid-worker" as const, area: `${VILLAGE}001`, accountId: "a", isOnDuty: true };
  test.each([
    ["a colleague of the next grid", { ...worker, accountId: "b", area: `${VILLAGE}002` }, true],
    [
      "a grid leader of another township of the county",
      { role: "grid-leader" as const, area: "320583200001", accountId: "b", isOnDuty: true },
      true,
    ],
    ["oneself in another grid", { ...worker, area: `${VILLAGE}002` }, false],
    ["someone who is away too", { ...worker, accountId: "b", isOnDuty: false }, false],
    ["a worker of another county", { ...worker, accountId: "b", area: "320584100001001" }, false],
    ["an operator", { ...worker, accountId: "b", role: "operator" as const, area: "320583100" }, false],
  ])("%s", (_what, substitute, may) => {
    expect(canSubstitute(worker, substitute)).toBe(may);
  });
});

test.each([
  ["without an end", null, true],
  ["ending later", "2020-02-11T00:00:00Z", true],
  ["ending before it begins", "2020-02-09T00:00:00Z", false],
  ["ending when it begins", "2020-02-10T01:00:00Z", false],
])("a stretch %s runs forward: %s", (_what, until, is) => {
  expect(isForward(NOW, until === null ? null : instant(until), NOW)).toBe(is);
});

test("a stretch that was over yesterday is refused today", () => {
  expect(isForward(at("01T00:00"), at("09T00:00"), NOW)).toBe(false);
});
