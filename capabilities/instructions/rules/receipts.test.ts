import fc from "fast-check";
import { expect, test } from "vitest";
import { afterReceipt, type InstructionReceipt, type ReceiptFacts } from "./receipts.ts";

const NOTHING: ReceiptFacts = { deliveredAt: null, readAt: null, acceptedAt: null, doneAt: null, answer: null };

test.each<[InstructionReceipt, Partial<ReceiptFacts>]>([
  ["delivered", { deliveredAt: 5 }],
  ["read", { deliveredAt: 5, readAt: 5 }],
  ["accepted", { deliveredAt: 5, readAt: 5, acceptedAt: 5 }],
  ["done", { deliveredAt: 5, readAt: 5, acceptedAt: 5, doneAt: 5, answer: "done" }],
  ["cannot", { deliveredAt: 5, readAt: 5, answer: "cannot" }],
  ["not-mine", { deliveredAt: 5, readAt: 5, answer: "not-mine" }],
])("%s implies what comes before it", (receipt, after) => {
  expect(afterReceipt(NOTHING, receipt, 5)).toEqual({ ...NOTHING, ...after });
});

test("the first answer stands", () => {
  const cannot = afterReceipt(NOTHING, "cannot", 5);
  expect(afterReceipt(cannot, "done", 9)).toMatchObject({ answer: "cannot", doneAt: null });
});

test("receipts without an answer give the same facts in any order and however often they come", () => {
  const receipt = fc.record({
    state: fc.constantFrom<InstructionReceipt>("delivered", "read", "accepted"),
    at: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(receipt, { maxLength: 8 }), fc.nat(), (given, seed) => {
      const fold = (of: typeof given) => of.reduce((facts, one) => afterReceipt(facts, one.state, one.at), NOTHING);
      const shuffled = [...given, ...given].sort((a, b) => ((a.at * 31 + seed) % 7) - ((b.at * 31 + seed) % 7));
      expect(fold(shuffled)).toEqual(fold(given));
    }),
  );
});
