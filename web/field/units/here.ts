/** The units that this phone holds. */
import { useMemo } from "react";
import { unitCopy } from "#capabilities/neighbours/contract.ts";
import { useCopies } from "../store/copies.ts";

export type Unit = ReturnType<typeof useUnits>[number];

/** Units of one's area, grid by grid, by number. */
export function useUnits() {
  const copies = useCopies(unitCopy);
  return useMemo(
    () =>
      [...copies]
        .map(([id, unit]) => ({ id, ...unit }))
        .sort((a, b) => (a.place === b.place ? a.number - b.number : a.place < b.place ? -1 : 1)),
    [copies],
  );
}

export const numberText = (number: number): string => `U${String(number).padStart(3, "0")}`;
