import { useFormat } from "../shared/format.ts";

/** A published count: small ones are not named, and what would give them away is left out. */
export function Count({ of }: { readonly of: number | "small" | "hidden" }) {
  const format = useFormat();
  if (of === "small") return "<10";
  return of === "hidden" ? "—" : format.count(of);
}
