import { expect, test } from "vitest";
import { CHECKS, Content, missingIn } from "./plan.ts";

const WHOLE = Content.parse({
  ...{ resumeOn: "2020-02-17", firstBatch: 40, rooms: 12, thermometers: 6, masksADay: 80, masksInStore: 1200 },
  ...{ disinfectantLitres: 100, stockDays: 7, isolationRooms: 2, canteen: "none" },
  shifts: [{ name: "早班", from: "08:00", to: "16:00", persons: 20 }],
  checks: Object.fromEntries(CHECKS.map(({ id }) => [id, "yes"])),
});
const FACTS = { content: WHOLE, rosterCount: 3, dormitories: 0, photoItems: ["gate", "disinfection", "isolation"] };

test("nothing is missing in a whole application", () => expect(missingIn(FACTS)).toEqual([]));

test.each([
  ["stock for six days", { content: { ...WHOLE, stockDays: 6 } }, ["stockDays"]],
  ["no isolation room", { content: { ...WHOLE, isolationRooms: 0 } }, ["isolationRooms"]],
  ["dormitories without persons a room", { dormitories: 1 }, ["personsADormitoryRoom"]],
  ["no roster", { rosterCount: 0 }, ["roster"]],
  ["a photo is missing", { photoItems: ["gate", "isolation"] }, ["photo.disinfection"]],
  ["not done", { content: { ...WHOLE, checks: { ...WHOLE.checks, masks: "no" } } }, ["checks.masks"]],
  [
    "does not apply needs no photo",
    {
      content: { ...WHOLE, checks: { ...WHOLE.checks, gate: "not-applicable" } },
      photoItems: ["disinfection", "isolation"],
    },
    [],
  ],
] as const)("%s", (_, change, missing) => expect(missingIn({ ...FACTS, ...change })).toEqual(missing));
