import { expect, test } from "vitest";
import { plainDay } from "#kernel/time.ts";
import { faultsOf, isPlainText } from "./check-form.ts";
import type { FilledForm } from "./form.ts";

const TODAY = plainDay("2020-02-10");
if (TODAY === null) throw new Error("no day");
const trip = {
  from: { code: "310115" },
  departedOn: "2020-02-09",
  arrivedOn: "2020-02-09",
  mode: "rail",
  serviceNo: "G1234",
} as const;
const form: FilledForm = {
  category: "coming",
  trip,
  stayUntil: null,
  stays: [],
  contacts: [],
  symptoms: [],
  temperatureTenths: 365,
  observation: "none",
  addressDetail: "3幢401室",
  employer: null,
};
const fields = (changed: Partial<FilledForm>) => faultsOf({ ...form, ...changed }, TODAY).map((fault) => fault.field);

test("a filled-in form has no fault, and one may declare before one arrives", () => {
  expect(fields({})).toEqual([]);
  expect(fields({ trip: { ...trip, departedOn: null, arrivedOn: "2020-02-24" } })).toEqual([]);
  expect(fields({ trip: { ...trip, mode: "self-drive", serviceNo: "苏E·12345" } })).toEqual([]);
  expect(fields({ trip: { ...trip, mode: "coach", serviceNo: null } })).toEqual([]);
  expect(fields({ category: "resident", trip: null })).toEqual([]);
});

test.each<[string, Partial<FilledForm>, string[]]>([
  ["coming without a trip", { trip: null }, ["trip"]],
  ["arriving in 15 days", { trip: { ...trip, arrivedOn: "2020-02-25" } }, ["trip.arrivedOn"]],
  ["leaving after arriving", { trip: { ...trip, departedOn: "2020-02-10" } }, ["trip.departedOn"]],
  ["30 February", { trip: { ...trip, arrivedOn: "2020-02-30" } }, ["trip.arrivedOn"]],
  ["a train without number", { trip: { ...trip, serviceNo: null } }, ["trip.serviceNo"]],
  ["a train number with a control", { trip: { ...trip, serviceNo: "G1\u202e2" } }, ["trip.serviceNo"]],
  ["a plate of two signs", { trip: { ...trip, mode: "self-drive", serviceNo: "苏E" } }, ["trip.serviceNo"]],
  ["a short stay without end", { category: "short-stay" }, ["stayUntil"]],
  ["a short stay that has ended", { category: "short-stay", stayUntil: "2020-02-09" }, ["stayUntil"]],
  ["a short stay of 31 days", { category: "short-stay", stayUntil: "2020-03-12" }, ["stayUntil"]],
  [
    "a stay that ends first",
    { stays: [{ place: { code: "42" }, from: "2020-02-05", to: "2020-02-04" }] },
    ["stays.0.to"],
  ],
  ["a stay to come", { stays: [{ place: { code: "42" }, from: "2020-02-11", to: "2020-02-12" }] }, ["stays.0.from"]],
  ["a contact to come", { contacts: [{ kind: "confirmed", on: "2020-02-11" }] }, ["contacts.0.on"]],
  ["33.9 degrees", { temperatureTenths: 339 }, ["temperatureTenths"]],
  ["43.1 degrees", { temperatureTenths: 431 }, ["temperatureTenths"]],
  ["an address written backwards", { addressDetail: "\u202e3幢" }, ["addressDetail"]],
])("%s is a fault of its field", (_what, changed, faulty) => {
  expect(fields(changed)).toEqual(faulty);
});

test("rare characters are text, controls and emoji are not", () => {
  expect(["𬎆园3幢", "a-b (c)"].map(isPlainText)).toEqual([true, true]);
  expect(["a\u0000", "a\u200f", "😀", "a\nb"].map(isPlainText)).toEqual([false, false, false, false]);
});
