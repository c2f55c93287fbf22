/**
 * The life of a task: which deed may follow which state, who may do it, and where it leads.
 *
 * Source: design/command.md, "Tasks": issued → delivered → read → accepted → done | returned | transferred (pending the
 * other side). Overdue is a clock, not a state. Who holds it is always exactly one desk or one person.
 */
export const TASK_STATES = [
  "issued",
  "delivered",
  "read",
  "accepted",
  "returned",
  "transferred",
  "done",
  "closed",
  "moved",
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Somebody still has to do something about it; `ended_at` is null in exactly these. */
export const OPEN_STATES = ["issued", "delivered", "read", "accepted", "returned", "transferred"] as const;
/** done: reported from the door. closed: its subject left the list. moved: it lives on in another county, same id. */
export const ENDED_STATES = ["done", "closed", "moved"] as const;

/**
 * holder: the post whose inbox it lies in. desk: an operator whose area contains it. other-side: an operator whose area
 * contains the place it was offered to. system: the published list and the clockwork.
 */
export type Doer = "holder" | "desk" | "other-side" | "system";

export type Deed =
  | "deliver"
  | "read"
  | "accept"
  | "try-again"
  | "finish"
  | "return"
  | "cannot-locate"
  | "assign"
  | "offer"
  | "take-back"
  | "decline"
  | "accept-offer"
  | "hand-over"
  | "retier"
  | "leave";

export type Transition = {
  readonly from: readonly TaskState[];
  /** `same`: the state stays. */
  readonly to: TaskState | "same";
  readonly by: readonly Doer[];
};

/**
 * A deed that is not in its `from` is refused as a conflict. `assign`, `accept-offer` and `hand-over` put the task into
 * another inbox, where it starts as `issued`; into another county's rows it goes as a new row of the same id, and the
 * old one ends as `moved`.
 */
export const TRANSITIONS = {
  deliver: { from: ["issued"], to: "delivered", by: ["holder"] },
  read: { from: ["issued", "delivered"], to: "read", by: ["holder"] },
  accept: { from: ["issued", "delivered", "read"], to: "accepted", by: ["holder"] },
  /** A report that ends nothing (nobody answered): the holder has it in hand. */
  "try-again": { from: ["issued", "delivered", "read", "accepted"], to: "accepted", by: ["holder"] },
  finish: { from: ["issued", "delivered", "read", "accepted", "returned"], to: "done", by: ["holder", "desk"] },
  /** "Not mine": on to the holder of the proposed place, or back to a desk; a third time, to the county's. */
  return: { from: ["issued", "delivered", "read", "accepted"], to: "returned", by: ["holder"] },
  /** No door can be found: to the desk's queue of those who cannot be located. */
  "cannot-locate": { from: ["issued", "delivered", "read", "accepted"], to: "returned", by: ["holder"] },
  assign: { from: ["issued", "delivered", "read", "accepted", "returned"], to: "issued", by: ["desk"] },
  offer: { from: ["issued", "delivered", "read", "accepted", "returned"], to: "transferred", by: ["desk", "holder"] },
  "take-back": { from: ["transferred"], to: "returned", by: ["desk"] },
  decline: { from: ["transferred"], to: "returned", by: ["other-side"] },
  "accept-offer": { from: ["transferred"], to: "moved", by: ["other-side"] },
  "hand-over": { from: ["issued", "delivered", "read", "accepted", "returned"], to: "issued", by: ["system"] },
  retier: { from: [...OPEN_STATES], to: "same", by: ["system"] },
  leave: { from: [...OPEN_STATES], to: "closed", by: ["system"] },
} as const satisfies Readonly<Record<Deed, Transition>>;

/** May `by` do this deed to a task in this state? */
export function may(deed: Deed, state: TaskState, by: Doer): boolean {
  const transition: Transition = TRANSITIONS[deed];
  return transition.from.includes(state) && transition.by.includes(by);
}

export const isOpen = (state: TaskState): boolean => (OPEN_STATES as readonly TaskState[]).includes(state);

/** Receipts of a holder, in order: a later one implies the earlier ones. */
export const RECEIPT_STATES = ["delivered", "read", "accepted"] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];

const RANK: Readonly<Partial<Record<TaskState, number>>> = { issued: 0, delivered: 1, read: 2, accepted: 3 };

/** The state after a receipt, or null when it changes nothing: receipts arrive twice and out of order. */
export function stateAfterReceipt(state: TaskState, receipt: ReceiptState): ReceiptState | null {
  const now = RANK[state];
  const then = RANK[receipt];
  return now === undefined || then === undefined || then <= now ? null : receipt;
}

/** Why a task is where it is, beside its holder. */
export const QUEUES = ["ordinary", "unlocated", "arbitration"] as const;
export type Queue = (typeof QUEUES)[number];
