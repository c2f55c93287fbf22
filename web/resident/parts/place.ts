import { listNames } from "#capabilities/places/contract.ts";
import { CODE_LENGTH, parentOf } from "#kernel/places.ts";
import { useAnswer } from "../store/ask.ts";

/** The name of a place with the places above it: 江苏省苏州市昆山市花桥镇徐公桥村第一网格; null until known. */
export function usePlaceName(code: string | null): string | null {
  // A grid is named by the list of its village; a finer place is shown as its grid.
  const fine = code === null ? null : code.slice(0, CODE_LENGTH.grid);
  const at = fine === null ? null : fine.length === CODE_LENGTH.grid ? parentOf(fine) : fine;
  const { data } = useAnswer(listNames, at === null ? null : { at });
  if (data === null || fine === null) return null;
  const chain = data.chain.map(({ name }) => name).join("");
  return chain + (fine === at ? "" : (data.items.find((one) => one.code === fine)?.name ?? ""));
}
