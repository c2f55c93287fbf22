/** What an evaluation hands on: to the breaker, to the tellers. */
import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Trip } from "./rules/breaker.ts";
import type { Cause } from "./rules/causes.ts";
import type { Decision } from "./rules/colour.ts";
import type { LockedCode, StandingRow } from "./store.ts";
import type { HoldItem } from "./store-breaker.ts";

/** Places in which a batch is held, decided for the batch as a whole. Null: looked at, nothing is held. */
export type HeldPlaces = readonly (Trip & { readonly limitVersion: number })[];

/** One change of one person's decision: `from` null means the first. */
export type Change = {
  readonly personKey: string;
  readonly place: string;
  readonly seq: number;
  readonly from: CodeColour | null;
  readonly fromUntil: Instant | null;
  readonly fromRule: string | null;
  readonly decision: Decision;
};

export type Why = {
  readonly cause: Cause;
  /** Evidence or withdrawals of this batch: what a hold keeps from counting. */
  readonly touched?: readonly HoldItem[];
  /** Locked and read already by the caller, who has added what he recorded and left out what he withdrew. */
  readonly known?: { readonly codes: LockedCode[]; readonly standing: readonly StandingRow[] };
  /** Places in which the batch is held already (a published list is counted as a whole before its first part). */
  readonly heldPlaces?: HeldPlaces;
};
