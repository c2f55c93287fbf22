import { describe, expect, it } from "vitest";
import { DAY, HOUR, instant, later } from "#kernel/time.ts";
import { isApproved, type ListFacts, mayAsk, refusalOf, type Seated, stateOf, watermarkOf } from "./persons.ts";

const NOW = instant("2020-02-10T02:00:00Z");
const seat = (accountId: string, department: Seated["department"]): Seated => ({
  accountId,
  role: "signatory",
  department,
});
const list = (more: Partial<ListFacts> = {}): ListFacts => ({
  askedByAccount: "asker",
  askedAt: NOW,
  isRefused: false,
  expiresAt: null,
  decisions: [],
  ...more,
});
const approved = (accountId: string, department: string) => ({ accountId, department, decision: "approve" as const });

describe("a list of persons", () => {
  it("is asked for by health or police alone", () => {
    expect(mayAsk(seat("a", "health"))).toBe(true);
    expect(mayAsk(seat("a", "police"))).toBe(true);
    expect(mayAsk(seat("a", "centre"))).toBe(false);
    expect(mayAsk({ accountId: "a", role: "operator", department: "health" })).toBe(false);
  });

  it("is decided by two people of two departments, never by whoever asked", () => {
    expect(refusalOf(list(), seat("b", "police"), NOW)).toBeNull();
    expect(refusalOf(list(), seat("asker", "police"), NOW)).toBe("own-request");
    expect(refusalOf(list(), seat("b", "telecom"), NOW)).toBe("not-a-seat");
    expect(refusalOf(list(), { accountId: "b", role: "operator", department: "centre" }, NOW)).toBe("not-a-seat");
    const once = list({ decisions: [approved("b", "police")] });
    expect(isApproved(once)).toBe(false);
    expect(refusalOf(once, seat("b", "centre"), NOW)).toBe("same-person");
    expect(refusalOf(once, seat("c", "police"), NOW)).toBe("same-department");
    expect(refusalOf(once, seat("c", "centre"), NOW)).toBeNull();
    expect(isApproved(list({ decisions: [approved("b", "police"), approved("c", "centre")] }))).toBe(true);
    expect(isApproved(list({ decisions: [approved("b", "police"), approved("c", "police")] }))).toBe(false);
  });

  it("lapses after three days, is over after one more, and is not decided again", () => {
    expect(stateOf(list(), later(NOW, 3 * DAY - 1))).toBe("waiting");
    expect(stateOf(list(), later(NOW, 3 * DAY))).toBe("lapsed");
    const made = list({ expiresAt: later(NOW, 24 * HOUR) });
    expect(stateOf(made, later(NOW, 24 * HOUR - 1))).toBe("made");
    expect(stateOf(made, later(NOW, 24 * HOUR))).toBe("over");
    expect(refusalOf(made, seat("d", "centre"), NOW)).toBe("over");
    expect(refusalOf(list({ isRefused: true }), seat("d", "centre"), NOW)).toBe("over");
  });

  it("says on its face who asked, when, for what", () => {
    const of = { name: "李医生", at: "2020-02-10 10:00", until: "2020-02-11 10:00", id: "0190-abcdefabcdef" };
    expect(watermarkOf({ ...of, purpose: "case-finding" })).toBe(
      "李医生 2020-02-10 10:00 申请，仅用于流行病学调查，2020-02-11 10:00 前有效，编号 abcdefabcdef。含个人信息，不得转发、拍照。",
    );
  });
});
