import fc from "fast-check";
import { expect, test } from "vitest";
import { codesFor, distribute, mergeFault, type SplitPart, successorsOf } from "./grids.ts";

const VILLAGE = "320583100001";
const part = (rest: Partial<SplitPart> = {}): SplitPart => ({
  name: "某网格",
  kind: "comprehensive",
  takesRest: false,
  ...rest,
});

test.each<[string, string, { code?: string; kind?: "comprehensive" | "dedicated" }[], string[], unknown]>([
  ["the lowest code never used is given", VILLAGE, [{}, {}], ["001", "003"], { codes: ["002", "004"] }],
  ["a dedicated grid is numbered from 900", VILLAGE, [{ kind: "dedicated" }], ["001"], { codes: ["900"] }],
  ["a code asked for is kept, and not given to another", VILLAGE, [{}, { code: "001" }], [], { codes: ["002", "001"] }],
])("%s", (_what, parent, wanted, used, expected) => {
  const full = (three: string) => parent + three;
  const grids = wanted.map(({ code, kind = "comprehensive" as const }) => ({
    name: "某",
    kind,
    ...(code === undefined ? {} : { code: full(code) }),
  }));
  const codes = (expected as { codes: string[] }).codes.map(full);
  expect(codesFor(parent, grids, new Set(used.map(full)))).toEqual({ codes });
});

test.each([
  ["a retired code is not used again", VILLAGE, `${VILLAGE}007`, "code-taken"],
  ["a grid does not lie in another village", VILLAGE, "320583100002001", "wrong-code"],
  ["a micro-grid is not a village's", VILLAGE, `${VILLAGE}001001`, "wrong-code"],
  ["a comprehensive grid is not numbered 900", VILLAGE, `${VILLAGE}900`, "wrong-code"],
  ["a sequence does not begin at 000", VILLAGE, `${VILLAGE}000`, "wrong-code"],
  ["a township has no grids of its own", "320583100", "320583100001001", "wrong-code"],
])("%s", (_what, parent, code, fault) => {
  const used = new Set([`${VILLAGE}007`]);
  expect(codesFor(parent, [{ code, name: "某", kind: "comprehensive" }], used)).toEqual({ fault });
});

test("when 899 codes were used there is no other", () => {
  const used = new Set(Array.from({ length: 899 }, (_, at) => VILLAGE + String(at + 1).padStart(3, "0")));
  expect(codesFor(VILLAGE, [{ name: "某", kind: "comprehensive" }], used)).toEqual({ fault: "codes-used-up" });
});

test("a micro-grid below a grid has eighteen digits", () => {
  const wanted = [{ name: "某", kind: "comprehensive" as const }];
  expect(codesFor(`${VILLAGE}001`, wanted, new Set())).toEqual({ codes: [`${VILLAGE}001001`] });
});

test.each<[string, SplitPart[], string[], string]>([
  ["one part is no split", [part({ takesRest: true })], ["a"], "too-few"],
  ["shares that sum to 99 are refused", [part({ share: 50 }), part({ share: 49 })], ["a"], "shares-not-100"],
  ["a household in two lists", [part({ households: ["a"] }), part({ households: ["a"] })], ["a"], "household-twice"],
  ["a stranger's household", [part({ households: ["x"] }), part({ takesRest: true })], ["a"], "household-elsewhere"],
  ["a household in no list", [part({ households: ["a"] }), part({ households: [] })], ["a", "b"], "household-lost"],
  ["households and no word where to", [part(), part()], ["a"], "household-lost"],
])("%s is refused", (_what, parts, households, fault) => {
  expect(distribute(parts, households)).toEqual({ fault });
});

test("by shares of 25, 25 and 50, eight households go two, two and four in order", () => {
  const found = distribute([part({ share: 25 }), part({ share: 25 }), part({ share: 50 })], [..."abcdefgh"]);
  expect("partOf" in found && [...found.partOf]).toEqual([
    ["a", 0],
    ["b", 0],
    ["c", 1],
    ["d", 1],
    ["e", 2],
    ["f", 2],
    ["g", 2],
    ["h", 2],
  ]);
});

test("of three households shared by halves, two go to the first part", () => {
  const found = distribute([part({ share: 50 }), part({ share: 50 })], ["a", "b", "c"]);
  expect("partOf" in found && [...found.partOf.values()]).toEqual([0, 0, 1]);
});

const households = fc.uniqueArray(fc.uuid(), { maxLength: 60 });
const shares = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 })
  .map((cuts) => [...cuts, 0, 100].sort((a, b) => a - b))
  .map((cuts) => cuts.slice(1).map((cut, at) => cut - (cuts[at] ?? 0)));

test("by shares no household is lost or doubled, and each part has its share to the nearest household", () => {
  fc.assert(
    fc.property(households, shares, (keys, percents) => {
      const found = distribute(
        percents.map((share) => part({ share })),
        keys,
      );
      if (!("partOf" in found)) throw new Error(found.fault);
      expect([...found.partOf.keys()].sort()).toEqual([...keys].sort());
      for (const [index, share] of percents.entries()) {
        const got = [...found.partOf.values()].filter((at) => at === index).length;
        expect(Math.abs(got - (share * keys.length) / 100)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("by lists with a rest no household is lost or doubled, and each stands where its list put it", () => {
  fc.assert(
    fc.property(households, fc.nat(3), fc.infiniteStream(fc.integer({ min: -1, max: 3 })), (keys, rest, stream) => {
      const wanted = new Map(keys.map((key) => [key, stream.next().value as number]));
      const parts = [0, 1, 2, 3].map((index) =>
        part({ households: keys.filter((key) => wanted.get(key) === index), takesRest: index === rest }),
      );
      const found = distribute(parts, keys);
      if (!("partOf" in found)) throw new Error(found.fault);
      expect(found.partOf.size).toBe(keys.length);
      for (const key of keys) expect(found.partOf.get(key)).toBe(wanted.get(key) === -1 ? rest : wanted.get(key));
    }),
  );
});

test.each([
  ["two grids of one village may merge", VILLAGE, [`${VILLAGE}001`, `${VILLAGE}002`], null],
  ["one is no merge", VILLAGE, [`${VILLAGE}001`], "too-few"],
  ["the same one twice is no merge", VILLAGE, [`${VILLAGE}001`, `${VILLAGE}001`], "too-few"],
  ["grids of two villages stay apart", VILLAGE, [`${VILLAGE}001`, "320583100002001"], "wrong-code"],
  ["a grid and a micro-grid stay apart", VILLAGE, [`${VILLAGE}001`, `${VILLAGE}002001`], "wrong-code"],
])("%s", (_what, parent, codes, fault) => {
  expect(mergeFault(parent, codes)).toBe(fault);
});

test("an old grid's successors are found through a split and a later merge", () => {
  const steps = [
    { from: ["b", "c"], to: ["d"] },
    { from: ["a"], to: ["b", "e"] },
  ];
  const stands = new Set(["d", "e"]);
  expect(successorsOf("a", steps, (code) => stands.has(code))).toEqual(["d", "e"]);
  expect(successorsOf("d", steps, (code) => stands.has(code))).toEqual(["d"]);
  expect(successorsOf("x", steps, (code) => stands.has(code))).toEqual([]);
});

test("however grids are split and merged, each old one leads to standing ones, and to all that come of it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 30 }), (moves) => {
      const steps: { from: string[]; to: string[] }[] = [];
      const standing = ["0"];
      let next = 1;
      for (const [pick, isSplit] of moves) {
        const at = pick % standing.length;
        const from = isSplit ? standing.splice(at, 1) : standing.splice(Math.min(at, standing.length - 2), 2);
        if (from.length === 0) continue;
        const to = isSplit ? [String(next++), String(next++)] : [String(next++)];
        steps.push({ from, to });
        standing.push(...to);
      }
      // Everything came from "0", so everything that stands is where "0" went.
      expect(successorsOf("0", steps, (code) => standing.includes(code))).toEqual([...standing].sort());
    }),
  );
});
