/** Where a door that the register lacks is registered, so that the campaign can take it: decided before it is registered. */
import { CODE_LENGTH, isWithin } from "#kernel/places.ts";

export type FoundWhere =
  | { readonly is: "at"; readonly place: string }
  /** A grid within this place has to be named. */
  | { readonly is: "choose"; readonly within: string }
  | { readonly is: "outside" };

type Of = {
  readonly campaignArea: string;
  /** The area that the phone carries. */
  readonly carried: string;
  readonly chosen: string | null;
  /** Grids of the doors that the phone knows. */
  readonly grids: readonly string[];
};

const isGrid = (place: string): boolean => place.length >= CODE_LENGTH.grid;

/** A door belongs to a grid; to the village itself only where nobody knows of a grid in it. */
export function foundWhere({ campaignArea, carried, chosen, grids }: Of): FoundWhere {
  const within = isWithin(carried, campaignArea) ? carried : isWithin(campaignArea, carried) ? campaignArea : null;
  if (within === null || (chosen !== null && !isWithin(chosen, within))) return { is: "outside" };
  const place = chosen ?? within;
  if (isGrid(place)) return { is: "at", place };
  const own = [...new Set(grids.filter((grid) => isGrid(grid) && isWithin(grid, place)))];
  const [only] = own;
  if (place.length < CODE_LENGTH.village || own.length > 1) return { is: "choose", within };
  return { is: "at", place: only ?? place };
}
