import fc from "fast-check";
import { expect, test } from "vitest";
import { instant, plainDay } from "#kernel/time.ts";
import { compare } from "./compare.ts";
import { kilometresAtLeast } from "./distance.ts";
import type { Declared, Observation, Presence } from "./facts.ts";

const at = (text: string) => instant(`2020-02-${text}:00+08:00`);
const day = (text: string) => {
  const found = plainDay(`2020-02-${text}`);
  if (found === null) throw new Error("no day");
  return found;
};
const DECLARED: Declared = {
  version: 1,
  declaredAt: at("22T09:00"),
  isByHelper: false,
  observation: "none",
  places: [],
  hasContact: false,
  hasSymptom: false,
  arrivedOn: day("02"),
  place: "320583101201001",
  isDormitory: false,
};
const measure = (endedAt: string | null, since = "17T10:00"): Observation => ({
  kind: "measure",
  source: "health-measures",
  at: at(since),
  since: at(since),
  endedAt: endedAt === null ? null : at(endedAt),
});
const trip = (more: Partial<Presence> = {}): Observation => ({
  kind: "presence",
  source: "transport",
  class: "E2",
  at: at("15T12:00"),
  place: "420100",
  hasAlighted: true,
  isRefunded: false,
  isBorderCell: false,
  isPhoneShared: false,
  hours: null,
  ...more,
});
const stay = (more: Partial<Presence> = {}) =>
  trip({ class: "E4", source: "telecom", hours: 6, hasAlighted: null, ...more });
const sighting = (on: string, isPhoneShared = false): Observation => ({
  kind: "sighting",
  source: "transport",
  at: at(`${on}T20:00`),
  on: day(on),
  isPhoneShared,
});
const doors = (notAtAddress: number, more = {}): Observation => ({
  kind: "doors",
  source: "field-visits",
  at: at("21T10:00"),
  notAtAddress,
  isFoundSince: false,
  isBuildingUnknown: false,
  unrelated: 0,
  ...more,
});
const scans = (km: number, minutes: number, isStale = false): Observation => ({
  kind: "scans",
  source: "checkpoint",
  at: at("21T10:00"),
  km,
  minutes,
  isStale,
});
const base = { at: at("21T10:00") } as const;

test.each<[string, Partial<Declared>, Observation, string | null, number]>([
  ["a standing observation, none declared (scenario 2)", {}, measure(null), "F1", 1],
  ["an observation until 2 March", {}, measure("29T24:00".replace("24:00", "23:59")), "F1", 1],
  ["an observation that ended the day before", {}, measure("21T09:00"), null, 0],
  ["an observation that is about to end counts half", {}, measure("22T18:00"), "F1", 0.5],
  ["an observation that began after the declaration", {}, measure(null, "22T10:00"), null, 0],
  ["an observation that was declared", { observation: "home" }, measure(null), null, 0],
  ["a ticket to a key area", {}, trip(), "F2", 1],
  ["a through-train: no alighting (scenario 4)", {}, trip({ hasAlighted: false }), null, 0],
  ["a refunded ticket", {}, trip({ isRefunded: true }), null, 0],
  ["it is not known if he got off", {}, trip({ hasAlighted: null }), "F2", 0.7],
  ["the trip was declared by its city", { places: ["4201"] }, trip(), null, 0],
  ["the trip was declared by a district of it", { places: ["420106"] }, trip({ place: "4201" }), null, 0],
  ["another place was declared", { places: ["3301"] }, trip(), "F2", 1],
  ["fifteen days ago", {}, trip({ at: at("07T08:59") }), null, 0],
  ["after the declaration", {}, trip({ at: at("22T09:01") }), null, 0],
  ["a stay of the phone", {}, stay(), "F2", 0.7778],
  ["under four hours", {}, stay({ hours: 3.9 }), null, 0],
  ["a mast across the border (scenario 5)", {}, stay({ isBorderCell: true }), null, 0],
  ["a phone that others use (scenario 6)", {}, stay({ isPhoneShared: true }), "F2", 0.2333],
  ["a contact, not yet told", {}, { ...base, kind: "contact", source: "health-contacts", isTold: null }, "F3", 0.7],
  ["a contact who was told", {}, { ...base, kind: "contact", source: "health-contacts", isTold: true }, "F3", 1],
  [
    "a contact who says so",
    { hasContact: true },
    { ...base, kind: "contact", source: "health-contacts", isTold: true },
    null,
    0,
  ],
  [
    "a fever, none declared",
    {},
    { ...base, kind: "fever", source: "checkpoint", isOwnCard: true, isRechecked: true },
    "F4",
    1,
  ],
  [
    "a child on the parent's card",
    {},
    { ...base, kind: "fever", source: "health-clinic", isOwnCard: false, isRechecked: false },
    "F4",
    0.5,
  ],
  [
    "a fever that was declared",
    { hasSymptom: true },
    { ...base, kind: "fever", source: "checkpoint", isOwnCard: true, isRechecked: true },
    null,
    0,
  ],
  ["arrived on the 12th, wrote the 2nd (scenario 3)", {}, sighting("12"), "F5", 1],
  ["one day apart", {}, sighting("03"), "F5", 0.7],
  ["the same day", {}, sighting("02"), null, 0],
  ["did not come from elsewhere", { arrivedOn: null }, sighting("12"), null, 0],
  ["once not at the address", {}, doors(1), null, 0],
  ["twice not at the address", {}, doors(2), "F6", 1],
  ["twice, and found since", {}, doors(2, { isFoundSince: true }), null, 0],
  ["a dormitory", { isDormitory: true }, doors(2), "F6", 0.4],
  ["no such building", {}, doors(0, { isBuildingUnknown: true }), "F6", 1],
  ["eight strangers in a flat", {}, doors(0, { unrelated: 8 }), null, 0],
  ["nine strangers in a flat", {}, doors(0, { unrelated: 9 }), "F6", 1],
  [
    "another form agrees",
    {},
    { ...base, kind: "other-form", source: "other-declaration", differs: [], isByHelper: false },
    null,
    0,
  ],
  [
    "another form differs",
    {},
    { ...base, kind: "other-form", source: "other-declaration", differs: ["contact"], isByHelper: false },
    "F7",
    1,
  ],
  [
    "a helper filled it in",
    {},
    { ...base, kind: "other-form", source: "other-declaration", differs: ["contact"], isByHelper: true },
    "F7",
    0.6,
  ],
  [
    "two edits towards green",
    {},
    { ...base, kind: "edits", source: "edit-log", field: "places", towardsGreen: 2 },
    null,
    0,
  ],
  [
    "three edits towards green",
    {},
    { ...base, kind: "edits", source: "edit-log", field: "places", towardsGreen: 3 },
    "F8",
    1,
  ],
  ["five strangers on a phone", {}, { ...base, kind: "phone", source: "phones", persons: 5, proxies: 0 }, null, 0],
  ["six on a phone", {}, { ...base, kind: "phone", source: "phones", persons: 6, proxies: 0 }, "F9", 1],
  [
    "six on a phone, one of them openly",
    {},
    { ...base, kind: "phone", source: "phones", persons: 6, proxies: 1 },
    null,
    0,
  ],
  ["150 km in an hour", {}, scans(150, 60), null, 0],
  ["151 km in an hour", {}, scans(151, 60), "F9", 1],
  ["across the square", {}, scans(4, 0), null, 0],
  ["a stale code 30 km away", {}, scans(30, 600, true), "F9", 1],
  [
    "a plate of another province alone (scenario 25)",
    {},
    { ...base, kind: "vehicle", source: "vehicles", enteredFrom: null, isConfirmed: true },
    null,
    0,
  ],
  [
    "the car came in from a key area",
    {},
    { ...base, kind: "vehicle", source: "vehicles", enteredFrom: "420100", isConfirmed: true },
    "F10",
    1,
  ],
  [
    "a number that fails its check",
    {},
    { ...base, kind: "identity", source: "identity-register", fault: "checksum", isNewborn: false },
    "F11",
    1,
  ],
  [
    "a newborn's",
    {},
    { ...base, kind: "identity", source: "identity-register", fault: "checksum", isNewborn: true },
    "F11",
    0.3,
  ],
  [
    "acts for six",
    {},
    { ...base, kind: "proxies", source: "accounts", persons: 6, ableWithPhone: 6, isInstitution: false },
    null,
    0,
  ],
  [
    "acts for seven, one of them able",
    {},
    { ...base, kind: "proxies", source: "accounts", persons: 7, ableWithPhone: 1, isInstitution: false },
    "F12",
    1,
  ],
  [
    "seven children and elders",
    {},
    { ...base, kind: "proxies", source: "accounts", persons: 7, ableWithPhone: 0, isInstitution: false },
    null,
    0,
  ],
  [
    "a care home",
    {},
    { ...base, kind: "proxies", source: "accounts", persons: 40, ableWithPhone: 9, isInstitution: true },
    null,
    0,
  ],
])("%s", (_, declared, observation, rule, quality) => {
  const found = compare({ ...DECLARED, ...declared }, observation);
  expect(found?.rule ?? null).toBe(rule);
  expect(found?.quality ?? 0).toBeCloseTo(quality, 3);
});

test("a finding never counts for more than its rule, and says why it counts for less", () => {
  const presence = fc.record({
    class: fc.constantFrom("E2" as const, "E4" as const),
    hasAlighted: fc.constantFrom(true, false, null),
    isRefunded: fc.boolean(),
    isBorderCell: fc.boolean(),
    isPhoneShared: fc.boolean(),
    hours: fc.constantFrom(null, 1, 5, 40),
  });
  fc.assert(
    fc.property(presence, (more) => {
      const found = compare(DECLARED, trip(more));
      if (found === null) return;
      expect(found.quality).toBeGreaterThan(0);
      expect(found.quality).toBeLessThanOrEqual(1);
      const plain = compare(DECLARED, trip({ ...more, isPhoneShared: false }));
      expect(found.quality).toBeLessThanOrEqual(plain?.quality ?? 0);
      expect(found.lowered.length > 0).toBe(more.isPhoneShared || (more.class === "E2" && more.hasAlighted === null));
    }),
  );
});

test.each([
  ["320583101201", "320505001001", 0],
  ["3205", "9999", 0],
  // About 190 km between the centres (any map), less 70 km for both cities' extent.
  ["320583", "320106", 122],
])("%s and %s are at least %i km apart", (a, b, km) => {
  expect(Math.abs(kilometresAtLeast(a, b) - km)).toBeLessThan(6);
});
