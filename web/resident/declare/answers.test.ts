import { describe, expect, it } from "vitest";
import { type Answers, answersFrom, firstOpen, formOf, needsOf, stepsOf, tenthsOf } from "./answers.ts";

const WHOLE: Answers = {
  category: "returning",
  hukou: { code: "320583", name: "江苏省苏州市昆山市" },
  from: { code: "330302", name: "浙江省温州市鹿城区" },
  arrivedOn: "2020-02-09",
  mode: "rail",
  serviceNo: "g7565",
  purpose: "work",
  hasStays: false,
  hasContacts: false,
  hasSymptoms: false,
  temperature: "36.5",
  observation: "none",
  place: { code: "320583101201001", name: "徐公桥村第一网格" },
  addressDetail: " 花园小区 3 幢 502 ",
  lodging: "rented",
  isTrue: true,
};

describe("a declaration as it is filled in", () => {
  it("becomes the server's form when nothing is missing", () => {
    expect(formOf(WHOLE)).toEqual({
      category: "returning",
      hukou: "320583",
      trip: {
        from: { code: "330302" },
        departedOn: null,
        arrivedOn: "2020-02-09",
        mode: "rail",
        serviceNo: "G7565",
        purpose: "work",
      },
      stayUntil: null,
      stays: [],
      contacts: [],
      symptoms: [],
      temperatureTenths: 365,
      observation: "none",
      place: "320583101201001",
      addressDetail: "花园小区 3 幢 502",
      lodging: "rented",
      employer: null,
      isTrue: true,
    });
  });

  it("is not sent without the promise", () => {
    expect(formOf({ ...WHOLE, isTrue: false })).toBeNull();
  });

  it("asks nobody for a journey who was here all the time", () => {
    expect(stepsOf({ category: "resident" })).not.toContain("trip");
    expect(stepsOf({ category: "short-stay" })).toContain("trip");
  });

  it("opens at the first step at which something is missing", () => {
    expect(firstOpen({})).toBe("who");
    const { mode: _, ...noMode } = WHOLE;
    expect(firstOpen(noMode)).toBe("trip");
    expect(firstOpen(WHOLE)).toBe("review");
  });

  it("wants the place and both days of each stay", () => {
    const stay = { place: { code: "4201", name: "武汉市" }, from: "2020-02-01", to: "2020-01-31" };
    expect(needsOf("stays", { hasStays: true, stays: [] })).toEqual(["stays"]);
    expect(needsOf("stays", { hasStays: true, stays: [stay] })).toEqual(["stays"]);
    expect(needsOf("stays", { hasStays: true, stays: [{ ...stay, to: "2020-02-02" }] })).toEqual([]);
  });

  it("wants arrival on or after departure", () => {
    expect(needsOf("trip", { ...WHOLE, departedOn: "2020-02-10" })).toEqual(["order"]);
    expect(needsOf("trip", { ...WHOLE, departedOn: "2020-02-09" })).toEqual([]);
  });

  it("reads temperatures with point, comma and Chinese stop, and nothing else", () => {
    expect(tenthsOf("36.5")).toBe(365);
    expect(tenthsOf("36,5")).toBe(365);
    expect(tenthsOf("37。3")).toBe(373);
    expect(tenthsOf("37")).toBe(370);
    expect(tenthsOf("")).toBeNull();
    for (const wrong of ["365", "33.9", "43.1", "abc", "36.55"]) expect(tenthsOf(wrong)).toBeNaN();
  });

  it("starts from what the platform knows", () => {
    expect(answersFrom({ category: "staying", symptoms: [], place: "320583101201" })).toEqual({
      category: "staying",
      hasSymptoms: false,
      symptoms: [],
      place: { code: "320583101201", name: "" },
    });
  });
});
