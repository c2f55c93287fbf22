import fc from "fast-check";
import { expect, test } from "vitest";
import { type Heard, mergeIdentity } from "./merge-identities.ts";

const nothing = { name: null, idType: "111", idNumber: "11010519491231002X", phone: null, address: null };
const heard = (feed: string, facts: Partial<Heard>): Heard => ({ personKey: "k", feed, ...nothing, ...facts });

test("the register's spelling stands before a ticket's, and what only the ticket says is kept", () => {
  expect(
    mergeIdentity([
      heard("police/trips", { name: "张 伟", phone: "13900000001" }),
      heard("police/residents", { name: "张伟", address: "花桥镇1号" }),
    ]),
  ).toEqual({ ...nothing, name: "张伟", phone: "13900000001", address: "花桥镇1号" });
});

test("the order in which feeds are read does not matter", () => {
  const one = fc.record({
    feed: fc.constantFrom("police/trips", "police/residents", "health/cases", "else"),
    name: fc.option(fc.constantFrom("甲", "乙", "丙"), { nil: null }),
    phone: fc.option(fc.constantFrom("13900000001", "13900000002"), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 6 }), (list) => {
      const all = list.map((facts) => heard(facts.feed, facts));
      expect(mergeIdentity(all.toReversed())).toEqual(mergeIdentity(all));
    }),
  );
});

test("of two spellings that are equally trusted the first in order stands, so that a repeat seals the same", () => {
  const two = [heard("police/trips", { name: "张偉" }), heard("police/trips", { name: "张伟" })];
  expect(mergeIdentity(two).name).toBe("张伟");
});
