import { useQuery } from "@tanstack/react-query";
import { centreLineCopy, findCentreLine } from "#capabilities/safety/contract.ts";
import { query } from "../../shared/api.ts";
import { useCopies } from "../store/copies.ts";

type Line = { readonly name: string; readonly phone: string };

/** The number of the centre nearest to a place: from the phone's copy, else asked for; null where none is known. */
export function useCentreLine(place: string): Line | null {
  const copies = useCopies(centreLineCopy);
  const nearest = [...copies.values()]
    .filter((line) => place.startsWith(line.place))
    .sort((a, b) => b.place.length - a.place.length)[0];
  const asked = useQuery({ ...query(findCentreLine, { place }), enabled: nearest === undefined, retry: false });
  return nearest ?? asked.data?.line ?? null;
}
