import { expect, test } from "vitest";
import { z } from "zod";
import { PARTNER_ROLES } from "#kernel/actor.ts";
import type { AnyRoute } from "#kernel/route.ts";
import { copies, pairs } from "#main";

/** What is of health, of a tier or of a colour, by the names that the platform's shapes give it (docs/words.md). */
const OF_HEALTH =
  /temperature|symptom|colour|color|^tier|tiers$|diagnos|evidence|exposure|infect|isCase|observation|fever|personKey|identity/i;

const routes: readonly AnyRoute[] = pairs.map(([route]) => route);
const isForPartners = ({ who }: AnyRoute): boolean =>
  who === "signed-in" || (Array.isArray(who) && PARTNER_ROLES.some((role) => who.includes(role)));

/** Every name of a field anywhere in a shape. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own =
    "properties" in schema && typeof schema.properties === "object" ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}
const namesOf = (shape: z.ZodType): string[] =>
  namesIn(z.toJSONSchema(shape, { io: "input", unrepresentable: "any" })).filter((name) => OF_HEALTH.test(name));

test("no route that is open to a judge, lawyer or manager of an estate answers with data of health (domain.md §6.14)", () => {
  const open = routes.filter(isForPartners);
  expect(open.length).toBeGreaterThan(5);
  const found = open.flatMap((route) => namesOf(route.result).map((name) => `${route.method} ${route.path}: ${name}`));
  expect(found).toEqual([]);
});

test("no copy on a partner's phone holds data of health, tasks or persons", () => {
  const held = copies.filter(({ kind }) => kind.who?.some((role) => PARTNER_ROLES.some((one) => one === role)));
  expect(held.flatMap(({ kind }) => namesOf(kind.value).map((name) => `${kind.name}: ${name}`))).toEqual([]);
});

test("tasks, residents' pages, visits, codes and assessments are closed to partners", () => {
  const closed =
    /^\/(inbox$|tasks|people|visits|codes|assessments|appeals|false-green|declarations|areas\/\{area\}\/(tasks|codes))/;
  expect(routes.filter((route) => closed.test(route.path) && isForPartners(route)).map(({ path }) => path)).toEqual([]);
});
