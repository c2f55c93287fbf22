import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { residents } from "./declarations.ts";

const NOW = instant("2020-02-22T09:00:00+08:00");

test("the same seed gives the same people; another gives others", () => {
  const [one, again, other] = [residents(1, 200, NOW), residents(1, 200, NOW), residents(2, 200, NOW)];
  expect(one).toEqual(again);
  expect(one).not.toEqual(other);
});

test("liars and mistaken people are wrong about something, the honest about nothing, and there are of each", () => {
  const people = residents(1, 20_000, NOW);
  for (const { truth, wrong } of people) expect(wrong.size > 0).toBe(truth !== "honest");
  const count = (truth: string) => people.filter((one) => one.truth === truth).length;
  // 2 % exposed, 8 % of them lie: 32 expected; 1 % mistaken: 200.
  expect(count("liar")).toBeGreaterThan(10);
  expect(count("liar")).toBeLessThan(70);
  expect(count("mistake")).toBeGreaterThan(140);
  expect(count("mistake")).toBeLessThan(260);
});
