import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterKey, isPlausible, tenthsOf } from "../parts/temperature.ts";
import { draftFrom, emptyDraft, missingOf, placeFor, reportOf } from "./draft.ts";

const START = {
  id: "0190a000-0000-7000-8000-000000000001",
  postId: "w",
  taskId: "t",
  startedAt: "2020-02-10T01:00:00.000Z",
};
const FACTS = {
  place: "320583101201001",
  county: "320583",
  personKey: "a0000000-0000-0000-0000-000000000001",
  visitedAt: "2026-11-23T10:00:00.000Z",
  clockOffsetMs: -213_000_000_000,
};
const type = (keys: string) => [...keys].reduce((text, key) => afterKey(text, key === "<" ? "erase" : key), "");

describe("a temperature by keys", () => {
  it("gets its point by itself after two digits", () => {
    expect(type("365")).toBe("36.5");
    expect(tenthsOf("36.5")).toBe(365);
    expect(tenthsOf("37.")).toBe(370);
  });

  it("takes nothing more after one decimal, and gives digits back one by one", () => {
    expect(type("3659")).toBe("36.5");
    expect(type("365<")).toBe("36.");
    expect(type("365<<")).toBe("3");
    expect(type("365<<<")).toBe("");
    expect(type("365<<<<")).toBe("");
  });

  it("is no temperature while it is half typed, and not plausible outside 30.0 to 45.0", () => {
    expect(tenthsOf("3")).toBeNull();
    expect(tenthsOf("")).toBeNull();
    expect([299, 300, 450, 451].map(isPlausible)).toEqual([false, true, true, false]);
  });

  it("whatever is pressed, it is empty, or up to two digits, a point, one digit", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."0123456789<")), (keys) => {
        expect(type(keys.join(""))).toMatch(/^(\d|\d{2}\.\d?)?$/);
      }),
    );
  });
});

describe("a report", () => {
  const full = { ...emptyDraft(START), result: "HOME_IN_PLACE", spokenTo: "self" } as const;

  it("misses its result and who was spoken to at first", () => {
    expect(missingOf(emptyDraft(START), FACTS.place)).toEqual(["result", "spokenTo"]);
    expect(missingOf(full, FACTS.place)).toEqual([]);
    expect(missingOf(full, null)).toEqual(["place"]);
    expect(missingOf({ ...full, temperature: "3" }, FACTS.place)).toEqual(["temperature"]);
    expect(missingOf({ ...full, temperature: "51.0" }, FACTS.place)).toEqual(["temperature"]);
    expect(reportOf(emptyDraft(START), FACTS)).toBeNull();
  });

  it("carries the draft's own id, the task with its county, and no empty text", () => {
    expect(reportOf({ ...full, temperature: "37.3", travel: "  ", note: " 明天再来 " }, FACTS)).toEqual({
      id: START.id,
      taskId: "t",
      taskCounty: "320583",
      personKey: FACTS.personKey,
      place: FACTS.place,
      visitedAt: FACTS.visitedAt,
      clockOffsetMs: -213_000_000_000,
      manner: "door",
      result: "HOME_IN_PLACE",
      temperatureTenths: 373,
      symptoms: [],
      spokenTo: "self",
      servicesAsked: [],
      servicesDone: [],
      personsMet: 1,
      note: "明天再来",
    });
  });

  it("says that nobody was met when nobody was spoken to, and where somebody went only when he went", () => {
    const report = reportOf({ ...full, spokenTo: "nobody", toPlace: "320585" }, FACTS);
    expect(report?.personsMet).toBe(0);
    expect(report?.toPlace).toBeUndefined();
    expect(reportOf({ ...full, result: "MOVED", toPlace: "320585" }, FACTS)?.toPlace).toBe("320585");
  });

  it("is made at the task's place, else in the worker's own grid or village, else he must say where", () => {
    expect(placeFor(full, "320583101201001", "320583101")).toBe("320583101201001");
    expect(placeFor(full, "320583101", "320583101201")).toBe("320583101201");
    expect(placeFor(full, "320583101", "320583101")).toBeNull();
    expect(placeFor({ ...full, place: "320583101202001" }, "320583101", "320583101")).toBe("320583101202001");
  });

  it("is corrected by a new one that starts with the same answers under a new id", () => {
    const sent = reportOf({ ...full, temperature: "36.5", symptoms: ["cough"] }, FACTS);
    if (sent === null) throw new Error("nothing to correct");
    const draft = draftFrom(sent, { ...START, id: "0190a000-0000-7000-8000-000000000002" }, sent.id);
    const again = reportOf(draft, FACTS);
    expect(again).toMatchObject({
      id: "0190a000-0000-7000-8000-000000000002",
      corrects: START.id,
      temperatureTenths: 365,
      symptoms: ["cough"],
    });
    expect(draft.key).not.toBe(emptyDraft(START).key);
  });
});
