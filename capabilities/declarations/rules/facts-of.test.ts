import { expect, it } from "vitest";
import { ATTRIBUTES, isValueOf } from "#capabilities/facts/rules/attributes.ts";
import type { PlainDay } from "#kernel/time.ts";
import { factsOfDeclaration } from "./facts-of.ts";

const TODAY = "2020-02-10" as PlainDay;
const AT_HOME = {
  hukou: "420100",
  trip: null,
  contacts: [],
  symptoms: [],
  temperatureTenths: null,
  employer: null,
  plate: null,
} as const;
const trip = (arrivedOn: string) => ({
  from: { code: "420100" },
  departedOn: "2020-02-08",
  arrivedOn,
  mode: "self-drive" as const,
  serviceNo: "苏E12345",
});

it("says where from and when, the car, the employer, contacts and health, each as a value of its attribute", () => {
  const facts = factsOfDeclaration(
    {
      ...AT_HOME,
      trip: trip("2020-02-09"),
      contacts: [{ kind: "confirmed", on: "2020-02-05" }],
      symptoms: ["dry-cough"],
      temperatureTenths: 368,
      employer: "某某电子",
      plate: "苏E12345",
    },
    TODAY,
  );
  expect(facts).toEqual([
    ["person.hukou-place", "420100"],
    ["person.came-on", "2020-02-09"],
    ["person.came-from", "420100"],
    ["person.plate", "苏E12345"],
    ["person.employer", "某某电子"],
    ["person.contact-with-case", true],
    ["person.symptoms", ["dry-cough"]],
    ["person.temperature-tenths", 368],
  ]);
  for (const [name, value] of facts) expect(isValueOf(ATTRIBUTES[name], value), name).toBe(true);
});

it("says nothing of a journey that lies ahead, nor of what was not asked", () => {
  expect(factsOfDeclaration({ ...AT_HOME, hukou: null, trip: trip("2020-02-11") }, TODAY)).toEqual([
    ["person.contact-with-case", false],
    ["person.symptoms", []],
  ]);
});
