/**
 * A centre's order from the levels above: asked → allotted → received, or refused. What leaves the upper stock is on the way until
 * the lower centre has counted it in; what is missing then is nobody's stock and stays in the order.
 */
export const ORDER_STATES = ["asked", "allotted", "refused", "received"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export type OrderDeed =
  | { readonly is: "allot"; readonly quantity: number }
  | { readonly is: "refuse" }
  | { readonly is: "receive"; readonly quantity: number };

export type OrderFacts = { readonly state: OrderState; readonly asked: number; readonly allotted: number | null };

export type OrderMove =
  | {
      readonly to: OrderState;
      /** What the deed does to the stock of whoever does it, or gave it: less, more, nothing. */
      readonly change: number;
    }
  | { readonly refused: "not-now" | "too-much" };

export function afterDeed({ state, asked, allotted }: OrderFacts, deed: OrderDeed): OrderMove {
  switch (deed.is) {
    case "allot":
      if (state !== "asked") return { refused: "not-now" };
      return deed.quantity > asked ? { refused: "too-much" } : { to: "allotted", change: -deed.quantity };
    case "refuse":
      // What was set aside and not yet received goes back to where it came from.
      return state === "asked" || state === "allotted"
        ? { to: "refused", change: allotted ?? 0 }
        : { refused: "not-now" };
    case "receive":
      if (state !== "allotted" || allotted === null) return { refused: "not-now" };
      return deed.quantity > allotted ? { refused: "too-much" } : { to: "received", change: deed.quantity };
  }
}

/** Left above, and not counted in below. */
export const missingOf = (allotted: number | null, received: number | null): number =>
  allotted === null || received === null ? 0 : allotted - received;

/** What homes wait for beyond what lies there. */
export const shortOf = (waiting: number, stock: number): number => Math.max(0, waiting - stock);
