/** A campaign as this phone knows it: the copies, with what is still on its way laid over them. */
import { useMemo } from "react";
import { campaignCopy, campaignDoorCopy, markDoor } from "#capabilities/campaigns/contract.ts";
import { coverageOf, EMPTY_TALLY, type Tally } from "#capabilities/campaigns/rules/coverage.ts";
import { type Door, doorWith } from "#capabilities/campaigns/rules/doors.ts";
import { type Next, nextOf } from "#capabilities/campaigns/rules/retry.ts";
import { doorCopy } from "#capabilities/households/contract.ts";
import { type Instant, instant } from "#kernel/time.ts";
import { platformNow } from "../../shared/me.ts";
import { useCopies } from "../store/copies.ts";
import { useGiven } from "../store/give.ts";

type DoorValue = ReturnType<typeof useDoorCopies> extends ReadonlyMap<string, infer V> ? V : never;
const useDoorCopies = () => useCopies(campaignDoorCopy);

export type DoorHere = {
  readonly id: string;
  readonly order: number;
  readonly value: DoorValue;
  readonly door: Door;
  readonly next: Next | null;
  /** Said here and not answered yet, or refused. */
  readonly standing: "known" | "sending" | "refused";
  /** What the register says now; null: it is there no more. */
  readonly register: RegisterDoor | null;
};
type RegisterDoor = ReturnType<typeof useRegister> extends ReadonlyMap<string, infer V> ? V : never;
const useRegister = () => useCopies(doorCopy);

const instantOrNull = (iso: string | null): Instant | null => (iso === null ? null : instant(iso));

const doorOf = (value: DoorValue): Door => ({
  state: value.state,
  tries: value.tries,
  windows: value.windows,
  isPhoned: value.isPhoned,
  neighbour: value.neighbour,
  revisitAt: instantOrNull(value.revisitAt),
  lastAt: instantOrNull(value.lastAt),
});

/** The doors of a campaign in walking order, grid by grid. */
export function useDoorsHere(campaignId: string): readonly DoorHere[] {
  const copies = useDoorCopies();
  const register = useRegister();
  const marks = useGiven(markDoor);
  return useMemo(() => {
    const now = platformNow();
    const own = [...copies].filter(([, value]) => value.campaignId === campaignId);
    own.sort(([a, x], [b, y]) =>
      x.place === y.place ? x.ordinal - y.ordinal || (a < b ? -1 : 1) : x.place < y.place ? -1 : 1,
    );
    // A day without network leaves hundreds of marks: looked up by their door, not searched for at each of 2,000.
    const marksOf = new Map<string, (typeof marks)[number][]>();
    for (const mark of marks) {
      const others = marksOf.get(mark.body.campaignDoorId);
      if (others === undefined) marksOf.set(mark.body.campaignDoorId, [mark]);
      else others.push(mark);
    }
    return own.map(([id, value], order) => {
      const pending = marksOf.get(id) ?? [];
      const door = pending
        .filter(({ refusal }) => refusal === null)
        .reduce(
          (before, { id: markId, madeAt, body }) =>
            doorWith(
              before,
              {
                id: markId,
                outcome: body.outcome,
                madeAt: instant(madeAt),
                revisitAt: instantOrNull(body.revisitAt ?? null),
                neighbour: body.neighbour ?? null,
              },
              value.isVacantOnRegister,
            ),
          doorOf(value),
        );
      const standing =
        pending.length === 0 ? "known" : pending.some(({ refusal }) => refusal !== null) ? "refused" : "sending";
      return {
        id,
        order,
        value,
        door,
        next: nextOf(door, now),
        standing,
        register: register.get(value.doorId) ?? null,
      };
    });
  }, [copies, register, marks, campaignId]);
}

export function tallyHere(doors: readonly DoorHere[]): Tally {
  const tally: Record<keyof Tally, number> = { ...EMPTY_TALLY };
  for (const { door, value } of doors) {
    tally[door.state]++;
    if (door.revisitAt !== null) tally.revisits++;
    if (value.isFound) tally.found++;
  }
  return tally;
}

export const coverageHere = (doors: readonly DoorHere[]) => coverageOf(tallyHere(doors));

/** No record of it is taken any more. */
export const hasEnded = ({ closedAt, untilAt }: Pick<CampaignHere, "closedAt" | "untilAt">): boolean =>
  closedAt !== null || instant(untilAt) <= platformNow();

export const useCampaigns = () => useCopies(campaignCopy);
export type CampaignHere = ReturnType<typeof useCampaigns> extends ReadonlyMap<string, infer V> ? V : never;
