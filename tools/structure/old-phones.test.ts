/**
 * A phone that was off for a month speaks as it did then. What phones said when this was written is frozen in
 * testing/vectors/phone-says.json: each kind in its shortest body, its fullest, and every value of its lists.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AnyCommand } from "#kernel/command.ts";
import { commands, copies } from "#main";

type Frozen = { readonly commands: Readonly<Record<string, readonly unknown[]>>; readonly copies: readonly string[] };
const frozen = JSON.parse(readFileSync("testing/vectors/phone-says.json", "utf8")) as Frozen;
const today = new Map<string, AnyCommand>(commands.map(([command]) => [command.kind, command]));

/** The names of everything that is in a body, lists counted as one. */
const namesIn = (value: unknown, at = ""): string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => namesIn(one, `${at}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [`${at}.${name}`, ...namesIn(one, `${at}.${name}`)]);
};

describe("an old phone keeps syncing with a newer server", () => {
  test.each(Object.entries(frozen.commands))("%s is taken as it was said then", (kind, bodies) => {
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      const read = today.get(kind)?.body.safeParse(body);
      expect(read?.success, `${JSON.stringify(body)}: ${JSON.stringify(read?.error?.issues)}`).toBe(true);
      // A field under another name would be read as if nothing had been said.
      expect(namesIn(read?.data)).toEqual(expect.arrayContaining(namesIn(body)));
    }
  });

  test("every kind of copy that it asks for is still given under its name", () => {
    const names = copies.map(({ kind }) => kind.name);
    expect(names).toEqual(expect.arrayContaining([...frozen.copies]));
  });

  test("a new kind is frozen with its first bodies (repair: add them to testing/vectors/phone-says.json, change none)", () => {
    expect([...today.keys()].filter((kind) => !(kind in frozen.commands))).toEqual([]);
    expect(copies.map(({ kind }) => kind.name).filter((name) => !frozen.copies.includes(name))).toEqual([]);
  });
});
