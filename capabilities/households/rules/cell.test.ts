import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cellAmong } from "./cell.ts";
import { type Address, NOWHERE } from "./walking.ts";

const [ONE, TWO, VILLAGE] = ["320583101201001", "320583101201002", "320583101201"];
const address = (more: Partial<Address> = {}): Address => ({ ...NOWHERE, ...more });
const at = (place: string, more: Partial<Address>) => ({ place, ...address(more) });

describe("an address is inside a grid by the address list", () => {
  const register = [
    at(ONE, { building: "3", stair: "1", room: "101" }),
    at(TWO, { building: "3", stair: "2", room: "101" }),
    at(TWO, { building: "5", room: "101" }),
    at(TWO, { villagerGroup: "三组", doorNumber: "1" }),
  ];
  it.each([
    ["another room of its stair", { building: "3", stair: "1", room: "502" }, { is: "inside" }],
    ["written with full-width digits", { building: "３", stair: " 1 ", room: "502" }, { is: "inside" }],
    [
      "a stair of the building that is the other grid's",
      { building: "3", stair: "2" },
      { is: "elsewhere", grids: [TWO] },
    ],
    ["a stair that nobody has, of a building in both", { building: "3", stair: "9" }, { is: "inside" }],
    ["a building that is the other grid's", { building: "5", stair: "1" }, { is: "elsewhere", grids: [TWO] }],
    [
      "a villager group of the other grid",
      { villagerGroup: "三组", doorNumber: "9" },
      { is: "elsewhere", grids: [TWO] },
    ],
    ["building 30, which only begins like 3", { building: "30" }, { is: "unknown" }],
    ["a number alone", { doorNumber: "12" }, { is: "unknown" }],
  ])("%s", (_, more, cell) => {
    expect(cellAmong(ONE, address(more), register)).toEqual(cell);
  });
  it("seen from the village, all grids of it are inside", () => {
    expect(cellAmong(VILLAGE, address({ building: "5" }), register)).toEqual({ is: "inside" });
  });
});

const part = fc.option(fc.constantFrom("1", "2", "3", "12"), { nil: null });
const doors = fc.array(
  fc.record({
    place: fc.constantFrom(ONE, TWO),
    villagerGroup: part,
    building: part,
    stair: part,
    floor: part,
    room: part,
    side: fc.constant(null),
    doorNumber: part,
  }),
  { maxLength: 12 },
);
const isNamed = (door: Address) => door.building !== null || door.villagerGroup !== null;

test("a door of the list is inside its own grid, whatever else the list says", () => {
  fc.assert(
    fc.property(doors, (list) => {
      for (const door of list.filter(isNamed)) expect(cellAmong(door.place, door, list)).toEqual({ is: "inside" });
    }),
  );
});

test("what is inside stays inside when more doors become known, and the answer does not hang on their order", () => {
  fc.assert(
    fc.property(doors, doors, doors, (list, [asked], more) => {
      if (asked === undefined) return;
      const before = cellAmong(ONE, asked, list);
      expect(cellAmong(ONE, asked, [...list].reverse()).is).toBe(before.is);
      // What the whole list calls inside, the doors on the phone do too: it does not ask in vain.
      const own = list.filter(({ place }) => place === ONE);
      if (before.is === "inside") expect(cellAmong(ONE, asked, own)).toEqual({ is: "inside" });
      const mine = more.map((door) => ({ ...door, place: ONE }));
      if (before.is === "inside") expect(cellAmong(ONE, asked, [...list, ...mine])).toEqual({ is: "inside" });
    }),
  );
});

test("elsewhere never names the own grid", () => {
  fc.assert(
    fc.property(doors, doors, (list, [asked]) => {
      const cell = asked === undefined ? null : cellAmong(ONE, asked, list);
      if (cell?.is === "elsewhere") expect(cell.grids).not.toContain(ONE);
    }),
  );
});
