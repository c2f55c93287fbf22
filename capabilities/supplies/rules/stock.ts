/** What a movement does to a stock: whole pieces, never below none, each with its reason. */
import { HELD_AT_MOST } from "./items.ts";

export const MOVEMENTS = ["received", "allotted", "handed-back", "written-off", "counted"] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** What a centre enters itself; the others follow from a request or an order. */
export const ENTERED = ["received", "written-off", "counted"] as const satisfies readonly Movement[];
export type Entered = (typeof ENTERED)[number];

/** The change of the stock: of a count, the difference to what stood in the book. */
export function changeOf(because: Movement, quantity: number, stock: number): number {
  switch (because) {
    case "received":
    case "handed-back":
      return quantity;
    case "allotted":
    case "written-off":
      return -quantity;
    case "counted":
      return quantity - stock;
  }
}

/** May a stock change so? */
export const isPossible = (stock: number, change: number): boolean =>
  Number.isSafeInteger(change) && stock + change >= 0 && stock + change <= HELD_AT_MOST;
