/**
 * Relief supplies of a request: a centre allots all lines at once, each at most what was asked, something at least; what comes
 * back is at most what was allotted. Whoever brings them may take the request before they are allotted, not deliver it.
 */
import type { Goods } from "#capabilities/supplies/rules/items.ts";
import type { ServiceState } from "./states.ts";

export type Line = { readonly item: string; readonly asked: number; readonly allotted: number | null };

type Refusal = { readonly refused: "wrong-state" | "allotted-already" | "not-asked-for" };

const has = (lines: readonly Line[], goods: Goods, most: (line: Line) => number): boolean =>
  goods.length === lines.length &&
  lines.every((line) => {
    const [given, ...more] = goods.filter(({ item }) => item === line.item);
    return given !== undefined && more.length === 0 && given.quantity <= most(line);
  });

export function mayAllot(state: ServiceState, lines: readonly Line[], goods: Goods): Refusal | null {
  if (state !== "REQUESTED" && state !== "TAKEN") return { refused: "wrong-state" };
  if (lines.length === 0) return { refused: "not-asked-for" };
  if (lines.some(({ allotted }) => allotted !== null)) return { refused: "allotted-already" };
  const isSome = goods.some(({ quantity }) => quantity > 0);
  return isSome && has(lines, goods, ({ asked }) => asked) ? null : { refused: "not-asked-for" };
}

/** `isReturned`: it was said before what came back. */
export function mayReturn(
  of: { readonly state: ServiceState; readonly isReturned: boolean },
  lines: readonly Line[],
  goods: Goods,
): Refusal | null {
  const isAllotted = lines.some(({ allotted }) => allotted !== null);
  if (of.isReturned || !isAllotted || (of.state !== "WITHDRAWN" && of.state !== "REQUESTED"))
    return { refused: "wrong-state" };
  return has(lines, goods, ({ allotted }) => allotted ?? 0) ? null : { refused: "not-asked-for" };
}
