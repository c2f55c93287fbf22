import fc from "fast-check";
import { expect, test } from "vitest";
import { proposalsFor } from "./propose.ts";
import { CORE_SEATS, MOST_HOMES, SEATS, SUPPORT_SEATS } from "./seats.ts";
import { FIELDS, fieldsOf, SEES } from "./views.ts";

const GRID = "320583101201001";

test("nearest first, then least loaded; never beyond 12, 20, 40, 60 homes", () => {
  const one = (postId: string, area: string, load: number) => ({ postId, area, load });
  const candidates = [
    one("far", "320583", 0),
    one("near-busy", GRID, 11),
    one("near", GRID, 3),
    one("full", GRID, 12),
    one("elsewhere", "320583101202", 0),
  ];
  expect(proposalsFor("GRID", GRID, candidates).map(({ postId }) => postId)).toEqual(["near", "near-busy", "far"]);
  expect(MOST_HOMES).toEqual({ GRID: 12, CADRE: 20, HEALTH: 40, POLICE: 60 });
});

test("the order of the candidates does not matter, and nobody is proposed who does not cover the place", () => {
  const candidate = fc.record({
    postId: fc.uuid(),
    area: fc.constantFrom("32", "3205", "320583", "320583101", "320583101201", GRID, "320583101202", "320585"),
    load: fc.integer({ min: 0, max: 70 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(candidate, { selector: ({ postId }) => postId }),
      fc.constantFrom(...CORE_SEATS),
      (all, seat) => {
        const proposed = proposalsFor(seat, GRID, all);
        expect(proposalsFor(seat, GRID, [...all].reverse())).toEqual(proposed);
        for (const { area, load } of proposed) {
          expect(GRID.startsWith(area)).toBe(true);
          expect(load).toBeLessThan(MOST_HOMES[seat]);
        }
      },
    ),
  );
});

test("the matrix of domain.md §6.14 and §6.6: police see the breach and never a symptom; a landlord two facts", () => {
  expect(SEES.POLICE).toContain("breach");
  expect(SEES.POLICE).not.toContain("symptoms");
  expect(SEES.POLICE).not.toContain("checks");
  for (const seat of ["LANDLORD", "EMPLOYER", "PROPERTY", "INTERPRETER", "MINOR_CONTACT"] as const)
    expect(SEES[seat]).toEqual(["needs-help", "end-date"]);
  for (const seat of SUPPORT_SEATS)
    for (const hidden of ["person", "symptoms", "breach", "documents", "checks", "progress"] as const)
      expect(SEES[seat]).not.toContain(hidden);
  for (const seat of ["CADRE", "HEALTH", "GRID"] as const) expect(SEES[seat]).toEqual(FIELDS);
  expect(Object.keys(SEES).sort()).toEqual([...SEATS].sort());
});

test("without a seat: a colleague of the area and a centre see no health", () => {
  expect([...fieldsOf({ seat: null, isCentre: false })]).toEqual(["progress", "team", "end-date"]);
  expect(fieldsOf({ seat: null, isCentre: true }).has("symptoms")).toBe(false);
});
