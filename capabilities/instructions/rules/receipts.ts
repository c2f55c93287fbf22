/**
 * What one recipient does with an instruction: delivered → read → accepted → done | cannot | not-mine, each with its
 * time; a later state implies the earlier ones (domain.md §6.16).
 */
export const ANSWERS = ["done", "cannot", "not-mine"] as const;
export type Answer = (typeof ANSWERS)[number];
export type InstructionReceipt = "delivered" | "read" | "accepted" | Answer;

export type ReceiptFacts = {
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  readonly acceptedAt: number | null;
  readonly doneAt: number | null;
  readonly answer: Answer | null;
};

const earliest = (a: number | null, b: number): number => (a === null ? b : Math.min(a, b));

/**
 * The facts after a receipt made at `at`. Receipts arrive twice and out of order: each time is the earliest known, and
 * the first answer stands. "Not mine" and "cannot" were read, but not accepted.
 */
export function afterReceipt(facts: ReceiptFacts, receipt: InstructionReceipt, at: number): ReceiptFacts {
  const answer = receipt === "done" || receipt === "cannot" || receipt === "not-mine" ? receipt : null;
  const isAccepted = receipt === "accepted" || receipt === "done";
  return {
    deliveredAt: earliest(facts.deliveredAt, at),
    readAt: receipt === "delivered" ? facts.readAt : earliest(facts.readAt, at),
    acceptedAt: isAccepted ? earliest(facts.acceptedAt, at) : facts.acceptedAt,
    doneAt: receipt === "done" && facts.answer === null ? at : facts.doneAt,
    answer: facts.answer ?? answer,
  };
}
