import { expect, test } from "vitest";
import { copies } from "#main";
import { KINDS } from "#web/field/store/kinds.ts";

test("a phone asks for every kind of copy that the server reads, and for no other", () => {
  expect([...KINDS].sort()).toEqual(copies.map(({ kind }) => kind.name).sort());
});
