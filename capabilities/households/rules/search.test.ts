import fc from "fast-check";
import { expect, test } from "vitest";
import { makeIndex, type SearchDoor, type SearchPerson, searchRegister } from "./search.ts";

const door = (doorId: string, building: string, room: string, more: Partial<SearchDoor> = {}): SearchDoor => ({
  doorId,
  building,
  room,
  stair: "1",
  floor: null,
  villagerGroup: null,
  side: null,
  doorNumber: null,
  walkOrder: null,
  ...more,
});
const doors = [
  door("a", "3", "502"),
  door("b", "3", "1502"),
  door("c", "13", "502"),
  door("d", "5", "101", { name: "便民超市" }),
];
const people: SearchPerson[] = [
  { personId: "p", name: "王小明", lastFour: "1239", doorIds: ["a"] },
  { personId: "q", name: "王芳", lastFour: "021X", doorIds: ["a", "c"] },
  { personId: "r", name: null, lastFour: null, doorIds: ["b"] },
];
const index = makeIndex(doors, people);
const found = (query: string) => searchRegister(index, query, 20).map((hit) => hit.doorId);

test.each([
  ["3-502", ["a"]],
  ["３幢５０２", ["a"]],
  ["502", ["a", "c"]],
  ["王", ["a", "c"]],
  ["王小明", ["a"]],
  ["芳 13", ["c"]],
  ["1239", ["a"]],
  ["021x", ["a", "c"]],
  ["超市", ["d"]],
  ["李四", []],
  ["  ", []],
])("%s finds %j", (query, expected) => {
  expect(found(query)).toEqual(expected);
});

test("who was found stands with the door", () => {
  expect(searchRegister(index, "王", 20)).toEqual([
    { doorId: "a", personIds: ["p", "q"] },
    { doorId: "c", personIds: ["q"] },
  ]);
});

test("every person is found by his whole name and by his last four, whatever else there is", () => {
  const person = fc.record({
    name: fc.stringMatching(/^[王李张刘陈]{1,2}[一二三四五六七八九十]{1,2}$/),
    lastFour: fc.stringMatching(/^\d{3}[\dx]$/),
  });
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 20 }), (all) => {
      const some = all.map((one, at) => ({ ...one, personId: `p${at}`, doorIds: [`d${at}`] }));
      const made = makeIndex(
        some.map((_, at) => door(`d${at}`, "9", String(at))),
        some,
      );
      for (const one of some)
        for (const query of [one.name, one.lastFour])
          expect(searchRegister(made, query, 100).flatMap((hit) => hit.personIds)).toContain(one.personId);
    }),
  );
});
