/** Whom to propose for a seat: nearest first, then least loaded, never beyond the most homes that a post looks after. */
import { isWithin } from "#kernel/places.ts";
import { type CoreSeat, MOST_HOMES } from "./seats.ts";

export type Candidate = {
  readonly postId: string;
  /** The post's area. */
  readonly area: string;
  /** Homes that it looks after now. */
  readonly load: number;
};

/**
 * The candidates who may take the seat at `place`, the best first. Nearest: whose own area is the smallest that covers the
 * place; of equals the least loaded; then by id, so that the same facts give the same order.
 */
export function proposalsFor<C extends Candidate>(seat: CoreSeat, place: string, candidates: readonly C[]): C[] {
  return candidates
    .filter(({ area, load }) => isWithin(place, area) && load < MOST_HOMES[seat])
    .sort(
      (a, b) =>
        b.area.length - a.area.length || a.load - b.load || (a.postId < b.postId ? -1 : Number(a.postId > b.postId)),
    );
}
