import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayApprove, standingOf } from "./publicity.ts";

describe("what is on phones", () => {
  const item = { validFrom: 10, validUntil: 20, approvedAt: 5, endedAt: null };
  test.each([
    ["before its time", item, 9, "coming"],
    ["from its first moment", item, 10, "stands"],
    ["to its last, exclusive", item, 20, "over"],
    ["not approved", { ...item, approvedAt: null }, 15, "waiting"],
    ["withdrawn", { ...item, endedAt: 12 }, 15, "over"],
  ])("%s", (_name, facts, now, standing) => {
    expect(standingOf(facts, now)).toBe(standing);
  });
});

test("nobody lets his own draft go out, and no centre one of an area that is not within its own", () => {
  const code = fc.constantFrom("32", "3205", "320583", "320583101", "3206");
  const who = fc.constantFrom("a", "b");
  fc.assert(
    fc.property(code, code, who, who, (area, of, draftedBy, accountId) => {
      const may = mayApprove({ draftedBy, area }, { accountId, area: of });
      expect(may).toBe(draftedBy !== accountId && area.startsWith(of));
    }),
  );
});
