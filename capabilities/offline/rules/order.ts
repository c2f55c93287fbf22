/** What may be done with a command that follows another: pure. */

/** What became of the command that it follows; null: it has not come yet. */
export type Standing = "applied" | "refused" | "held" | null;

export type Order = "apply" | "hold" | "refuse";

/**
 * A change of a record that was itself made offline may arrive before it (two requests, a lost one, another tab): it is
 * held until then, never applied to nothing and never lost. What follows a refused one is refused with its own reason.
 */
export function orderOf(after: string | null, standing: Standing): Order {
  if (after === null || standing === "applied") return "apply";
  return standing === "refused" ? "refuse" : "hold";
}
