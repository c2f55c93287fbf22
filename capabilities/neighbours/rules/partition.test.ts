import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Formed, partition, SIZE_AT_MOST, type Standing } from "./partition.ts";
import type { UnitDoor } from "./segments.ts";

const GRID = "320583101201001";
const door = (n: number, more: Partial<UnitDoor> = {}): UnitDoor => ({
  doorId: `d${String(n).padStart(5, "0")}`,
  place: GRID,
  kind: "dwelling",
  building: null,
  stair: null,
  floor: null,
  walkOrder: n * 10,
  villagerGroup: null,
  side: null,
  ...more,
});
const village = (size: number, group = "三组", from = 0) =>
  Array.from({ length: size }, (_, n) => door(from + n, { villagerGroup: group }));
const tower = (storeys: number, perFloor: number) =>
  Array.from({ length: storeys * perFloor }, (_, n) =>
    door(n, { building: "8幢", stair: "1单元", floor: String(Math.floor(n / perFloor) + 1) }),
  );
const sizes = (units: readonly Formed[]) => units.map(({ doors }) => doors.length);
let names = 0;
/** What stands after a run: new units got ids. */
const standing = (units: readonly Formed[], byHand: ReadonlyMap<string, string> = new Map()): Standing[] =>
  units.map(({ unitId, doors }) => {
    const id = unitId ?? `u${++names}`;
    const ids = doors.map((one) => one.doorId);
    return { unitId: id, doorIds: ids, byHand: new Set(ids.filter((one) => byHand.get(one) === id)) };
  });

describe("scenario 17, unit forming", () => {
  it("23 rural households of a group are 12 + 11", () => {
    const units = partition(village(23), []);
    expect(sizes(units)).toEqual([12, 11]);
    expect(units.map(({ kind }) => kind)).toEqual(["rural", "rural"]);
  });

  it("a 24-storey building of 96 households is 2 units by floors", () => {
    const units = partition(tower(24, 4), []);
    expect(sizes(units)).toEqual([48, 48]);
    expect(units.map(({ doors }) => [doors[0]?.floor, doors.at(-1)?.floor])).toEqual([
      ["1", "12"],
      ["13", "24"],
    ]);
  });

  it("27 shops of one side of a street are 9 + 9 + 9", () => {
    const shops = Array.from({ length: 27 }, (_, n) => door(n, { kind: "shop", building: "人民路", side: "北" }));
    expect(sizes(partition(shops, []))).toEqual([9, 9, 9]);
  });

  it("after one household moved in, the ids stay and one unit has grown", () => {
    const before = standing(partition(village(23), []));
    const after = partition([...village(23), door(5, { doorId: "new", walkOrder: 55, villagerGroup: "三组" })], before);
    expect(after.map(({ unitId }) => unitId)).toEqual(before.map(({ unitId }) => unitId));
    expect(sizes(after)).toEqual([13, 11]);
  });
});

test("a street breaks at crossings and sides, a market at aisles, villager groups and buildings stay apart", () => {
  const shop = (n: number, more: Partial<UnitDoor>) => door(n, { kind: "shop", ...more });
  const units = partition(
    [
      ...Array.from({ length: 8 }, (_, n) => shop(n, { building: "人民路", stair: "东段", side: "北" })),
      ...Array.from({ length: 8 }, (_, n) => shop(10 + n, { building: "人民路", stair: "西段", side: "北" })),
      ...Array.from({ length: 8 }, (_, n) => shop(20 + n, { building: "人民路", stair: "东段", side: "南" })),
      ...Array.from({ length: 20 }, (_, n) => shop(30 + n, { building: "农贸市场", stair: n < 12 ? "A" : "B" })),
      ...village(4, "一组", 60),
      ...village(12, "二组", 70),
      ...Array.from({ length: 30 }, (_, n) => door(90 + n, { building: "1幢", stair: "1单元", floor: "1" })),
      ...Array.from({ length: 11 }, (_, n) => door(130 + n, {})),
    ],
    [],
  );
  expect(units.map(({ kind, doors }) => `${kind} ${doors.length}`)).toEqual([
    "street 8",
    "street 8",
    "street 8",
    "market 12",
    "market 8",
    "rural 4",
    "rural 12",
    "building 30",
    "lane 11",
  ]);
});

test("the rule of ten gives 7 to 14 for every n from 7 to 1,000", () => {
  for (let n = 7; n <= 1000; n++) {
    const of = sizes(partition(village(n), []));
    expect(Math.min(...of), String(n)).toBeGreaterThanOrEqual(7);
    expect(Math.max(...of), String(n)).toBeLessThanOrEqual(14);
    expect(Math.max(...of) - Math.min(...of)).toBeLessThanOrEqual(1);
  }
});

test("stairs stay whole where they can: six of 12 households are two units of 36, one of 70 is cut by floors", () => {
  const six = Array.from({ length: 72 }, (_, n) =>
    door(n, { building: "2幢", stair: `${Math.floor(n / 12) + 1}单元`, floor: String((n % 12) + 1) }),
  );
  expect(sizes(partition(six, []))).toEqual([36, 36]);
  const mixed = [
    ...Array.from({ length: 20 }, (_, n) => door(n, { building: "3幢", stair: "1单元", floor: String(n) })),
    ...Array.from({ length: 70 }, (_, n) =>
      door(20 + n, { building: "3幢", stair: "2单元", floor: String(Math.floor(n / 2)) }),
    ),
  ];
  expect(sizes(partition(mixed, []))).toEqual([20, 34, 36]);
});

test("a door moved by hand stays where it was put, through every later run", () => {
  const before = standing(partition(village(23), []));
  const [first, second] = before;
  const moved = before.map((unit) => ({
    ...unit,
    doorIds: (unit === first ? unit.doorIds.slice(1) : [...unit.doorIds, first?.doorIds[0] ?? ""]) as readonly string[],
    byHand: unit === second ? new Set([first?.doorIds[0] ?? ""]) : new Set<string>(),
  }));
  const after = partition([...village(23), door(90, { doorId: "new", villagerGroup: "三组" })], moved);
  expect(after.find(({ unitId }) => unitId === second?.unitId)?.doors.map((one) => one.doorId)).toContain("d00000");
  expect(sizes(after)).toEqual([11, 13]);
});

/** Grids of villages, buildings and streets, with gaps in the walking order into which somebody can move. */
const anyGrid = fc
  .record({
    groups: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
    stairs: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 3 }),
    shops: fc.integer({ min: 0, max: 35 }),
    grids: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ groups, stairs, shops, grids }) => {
    let n = 0;
    const doors: UnitDoor[] = [];
    for (let grid = 1; grid <= grids; grid++) {
      const place = `32058310120100${grid}`;
      for (const [g, size] of groups.entries())
        for (let i = 0; i < size; i++) doors.push(door(n++, { place, villagerGroup: `${g}组` }));
      for (const [s, size] of stairs.entries())
        for (let i = 0; i < size; i++)
          doors.push(door(n++, { place, building: "1幢", stair: `${s}单元`, floor: String(Math.floor(i / 4)) }));
      for (let i = 0; i < shops; i++) doors.push(door(n++, { place, kind: "shop", building: "街", side: "北" }));
    }
    return doors;
  });

describe("as properties", () => {
  it("every door is in exactly one unit, no unit crosses a grid, and the order in which doors come does not matter", () => {
    fc.assert(
      fc.property(anyGrid, (doors) => {
        const units = partition(doors, []);
        expect(units.flatMap((unit) => unit.doors.map((one) => one.doorId)).sort()).toEqual(
          doors.map((one) => one.doorId).sort(),
        );
        for (const unit of units) {
          expect(new Set(unit.doors.map((one) => one.place)).size).toBe(1);
          expect(unit.doors.length).toBeLessThanOrEqual(unit.kind === "building" ? 60 : SIZE_AT_MOST);
        }
        expect(partition([...doors].reverse(), [])).toEqual(units);
      }),
    );
  });

  it("running again changes nothing", () => {
    fc.assert(
      fc.property(anyGrid, (doors) => {
        const before = standing(partition(doors, []));
        const again = partition(doors, before);
        expect(again.map(({ unitId, doors: own }) => [unitId, own.map((one) => one.doorId)]).sort()).toEqual(
          before.map(({ unitId, doorIds }) => [unitId, doorIds]).sort(),
        );
      }),
    );
  });

  it("after one door came or went, at most one unit and one neighbour have changed; all others keep id and doors", () => {
    fc.assert(
      fc.property(anyGrid, fc.nat(), fc.boolean(), fc.integer({ min: 1, max: 25 }), (doors, pick, comes, times) => {
        if (doors.length === 0) return;
        let [here, before] = [doors, standing(partition(doors, []))];
        // Again and again at the same spot, so that units do fall below and rise above their limits.
        for (let time = 0; time < times && here.length > 0; time++) {
          const at = here[pick % here.length];
          if (at === undefined) return;
          const next = comes
            ? [...here, { ...at, doorId: `new${time}`, walkOrder: at.walkOrder + 0.1 }]
            : here.filter((one) => one !== at);
          const after = standing(partition(next, before));
          const was = new Map(before.map(({ unitId, doorIds }) => [unitId, doorIds.join()]));
          const is = new Map(after.map(({ unitId, doorIds }) => [unitId, doorIds.join()]));
          const touched = new Set(
            [...was.keys(), ...is.keys()].filter((unitId) => was.has(unitId) && was.get(unitId) !== is.get(unitId)),
          );
          expect(touched.size).toBeLessThanOrEqual(2);
          const fresh = [...is.keys()].filter((unitId) => !was.has(unitId));
          expect(fresh.length).toBeLessThanOrEqual(1);
          [here, before] = [next, after];
        }
      }),
    );
  });
});
