/** What a worker owes today beside the list of residents: pure, from the copies, so that it stands without a network. */
import type { z } from "zod";
import type { campaignCopy, campaignDoorCopy } from "#capabilities/campaigns/contract.ts";
import type { clueCopy } from "#capabilities/clues/contract.ts";
import type { disputeCopy } from "#capabilities/disputes/contract.ts";
import type { ObservationView } from "#capabilities/observation/contract.ts";
import { seatOf } from "#capabilities/observation/rules/duties.ts";
import type { serviceCopy } from "#capabilities/services/contract.ts";
import type { AnyCopyKind } from "#kernel/copy.ts";

type Of<K extends AnyCopyKind> = ReadonlyMap<string, z.output<K["value"]>>;
export type OwedOf = {
  /** Homes with what is on its way laid over them. */
  readonly homes: readonly Pick<ObservationView, "mySeat" | "duties" | "alarms">[];
  readonly campaigns: Of<typeof campaignCopy>;
  readonly campaignDoors: Of<typeof campaignDoorCopy>;
  /** Doors of campaigns that were marked here and not answered yet. */
  readonly marked: ReadonlySet<string>;
  readonly services: Of<typeof serviceCopy>;
  readonly disputes: Of<typeof disputeCopy>;
  readonly clues: Of<typeof clueCopy>;
};
export type Owed = {
  readonly section: "observation" | "campaigns" | "services" | "disputes" | "clues";
  /** The section's record, when there is one of its own to open. */
  readonly id: string | null;
  readonly name: string | null;
  readonly count: number;
  /** The soonest of them. */
  readonly dueAt: string;
};

/** Each duty that has something until the end of today (ISO, exclusive), soonest first. */
export function owedToday(of: OwedOf, now: string, endOfDay: string): readonly Owed[] {
  const beside = (section: Owed["section"], dues: readonly string[]): Owed[] =>
    dues.length === 0 ? [] : [{ section, id: null, name: null, count: dues.length, dueAt: soonest(dues) }];
  return [
    ...beside(
      "observation",
      of.homes.flatMap((home) => homeDue(home, endOfDay)),
    ),
    ...campaignsOwed(of, now, endOfDay),
    ...beside(
      "services",
      [...of.services.values()]
        .filter(({ state, isTakenByMe, isMine }) => (state === "TAKEN" ? isTakenByMe : state === "REQUESTED" && isMine))
        .map(({ dueAt }) => dueAt),
    ),
    ...beside(
      "disputes",
      [...of.disputes.values()].flatMap(({ endedAt, agreedAt, dueAt }) =>
        endedAt === null && agreedAt === null && dueAt !== null && dueAt < endOfDay ? [dueAt] : [],
      ),
    ),
    ...beside(
      "clues",
      [...of.clues.values()].flatMap(({ isAssignedToMe, state, acceptBy, dueAt }) => {
        if (!isAssignedToMe || (state !== "ASSIGNED" && state !== "ACCEPTED")) return [];
        const at = state === "ASSIGNED" ? (acceptBy ?? dueAt) : dueAt;
        return at === null ? [] : [at];
      }),
    ),
  ].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

const soonest = (dues: readonly string[]): string => [...dues].sort()[0] ?? "";

/** When a home waits for this worker today: an alarm waits for the whole team, a duty for its seat. */
function homeDue({ mySeat, duties, alarms }: OwedOf["homes"][number], endOfDay: string): string[] {
  if (mySeat === null) return [];
  const own = duties.filter((duty) => seatOf(duty) === mySeat && duty.dueAt < endOfDay);
  const dues = [...alarms, ...own].map(({ dueAt }) => dueAt);
  return dues.length === 0 ? [] : [soonest(dues)];
}

function campaignsOwed({ campaigns, campaignDoors, marked }: OwedOf, now: string, endOfDay: string): Owed[] {
  return [...campaigns].flatMap(([id, { name, untilAt, closedAt }]) => {
    if (closedAt !== null || untilAt <= now) return [];
    const dues = [...campaignDoors].flatMap(([doorId, door]) => {
      if (door.campaignId !== id || marked.has(doorId)) return [];
      if (door.state === "NOT_VISITED") return [untilAt];
      return door.revisitAt !== null && door.revisitAt < endOfDay ? [door.revisitAt] : [];
    });
    return dues.length === 0
      ? []
      : [{ section: "campaigns" as const, id, name, count: dues.length, dueAt: soonest(dues) }];
  });
}
