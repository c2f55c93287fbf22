import { describe, expect, it } from "vitest";
import { FIXES, fixOf } from "./fixes.ts";
import { SECTIONS } from "./sections.ts";
import type { OutboxItem } from "./store/shapes.ts";
import { givenWords } from "./words-given.ts";

/** Nothing to put right in them: sent again as they are, or dropped. */
const AS_THEY_ARE = [
  // Made by the phone itself, beside what was typed.
  "attachments/add",
  "facts/record",
  // An alarm is never to be edited before it goes again.
  "safety/alarm",
  "safety/position",
  "safety/safe",
  // Their screens hang on a task or a team that the phone opens from elsewhere.
  "observation/file",
  "teams/seat",
  "teams/invite",
];

const item = (name: string, body: unknown): OutboxItem => ({
  id: "one",
  order: 1,
  postId: "w",
  madeAt: "2020-02-10T09:00:00+08:00",
  command: { kind: "command", name, after: null, body },
  tries: 1,
  trouble: "new",
  mayHaveArrived: false,
  refusal: { code: "x/y", zh: "不行", en: "No", fields: [] },
});

describe("a refused command", () => {
  it("of every kind that this page can name is put right somewhere, or said to go as it is", () => {
    expect([...Object.keys(FIXES), ...AS_THEY_ARE].sort()).toEqual(Object.keys(givenWords.zh).sort());
  });

  it("is put right in a section that there is", () => {
    const sections = new Set(SECTIONS.map(({ name }) => name));
    for (const fix of Object.values(FIXES)) expect(sections).toContain(fix({}, "one")[0]);
  });

  it.each([
    ["households/move-in", { doorId: "d", householdId: null }, "#/work/households/door/d/move-in"],
    ["households/move-in", { doorId: "d", householdId: "h" }, "#/work/households/door/d/move-in/h"],
    ["services/deliver", { requestId: "r" }, "#/work/services/r"],
    ["observation/check", { observationId: "o" }, "#/work/observation/o/check"],
    ["forms/submit", {}, "#/work/forms/again/one"],
  ])("%s opens where it was typed", (name, body, path) => {
    expect(fixOf(item(name, body))?.path).toBe(path);
  });

  it("of a later kind, from a newer page on this phone, has no screen here", () => {
    expect(fixOf(item("later/thing", {}))).toBeNull();
  });
});
