/** The homes as this phone knows them: the copy, with what is still on its way; of a wide area, what the server says now. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import {
  listHomes,
  type ObservationView,
  observation,
  showObservation,
  showProfile,
} from "#capabilities/observation/contract.ts";
import { dayNumber } from "#capabilities/observation/rules/calendar.ts";
import { DUTIES } from "#capabilities/observation/rules/duties.ts";
import { isOpen } from "#capabilities/observation/rules/machine.ts";
import { DEFAULT_PROFILE, type Profile } from "#capabilities/observation/rules/profile.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import { query } from "../../shared/api.ts";
import { useCopies } from "../store/copies.ts";
import { useLocal } from "../store/local.ts";
import { useLaidOver } from "./laid-over.ts";
import type { HomeHere } from "./overlay-steps.ts";

/** Abnormal and late ones first, then what is due soonest, then those that have ended. */
export function inOrder<H extends ObservationView>(homes: readonly H[]): H[] {
  const loudness = ({ alarms }: ObservationView) =>
    Math.min(...alarms.map(({ kind }) => DUTIES.indexOf(kind)), DUTIES.length);
  const soonest = ({ duties, dueAt }: ObservationView) => duties[0]?.dueAt ?? dueAt;
  return [...homes].sort(
    (a, b) =>
      Number(isOpen(b.state)) - Number(isOpen(a.state)) ||
      loudness(a) - loudness(b) ||
      (soonest(a) < soonest(b) ? -1 : 1),
  );
}

const LOOK_EVERY_MS = 15_000;
const NOBODY: Homes = { homes: [], hasMore: false };
type Homes = { readonly homes: readonly HomeHere[]; readonly hasMore: boolean };

const useIsWide = (): boolean =>
  useLocal(({ kept }) => (kept.me?.value.post.area.length ?? CODE_LENGTH.grid) < CODE_LENGTH.village);

/**
 * A township's or county's post carries no copy before a village is chosen: its homes are asked for, loudest first, and
 * held in the memory of this page alone.
 */
function useWide(): Homes {
  const isWide = useIsWide();
  const area = useLocal(({ kept }) => kept.me?.value.post.area) ?? "";
  const unsent = useLocal(({ outbox }) => outbox.length);
  const { data, refetch } = useQuery({
    ...query(listHomes, { area }),
    enabled: isWide,
    refetchInterval: LOOK_EVERY_MS,
    retry: false,
  });
  useEffect(() => {
    // What was sent has changed something.
    if (isWide && unsent === 0) void refetch();
  }, [isWide, unsent, refetch]);
  return data === undefined ? NOBODY : { homes: data.homes, hasMore: data.next !== null };
}

export function useHomes(): Homes {
  const { homes, hasMore } = useWide();
  const copies = useCopies(observation);
  const known = useMemo(
    () => new Map<string, HomeHere>([...homes.map((home) => [home.id, home] as const), ...copies]),
    [homes, copies],
  );
  const all = useLaidOver(known);
  return useMemo(() => ({ homes: inOrder([...all.values()]), hasMore }), [all, hasMore]);
}

export function useHome(id: string): HomeHere | null {
  const isWide = useIsWide();
  const listed = useHomes().homes.find((home) => home.id === id);
  // Beyond the first page of a wide area.
  const asked = useQuery({
    ...query(showObservation, { id }),
    enabled: isWide && listed === undefined,
    refetchInterval: LOOK_EVERY_MS,
    retry: false,
  });
  return listed ?? asked.data ?? null;
}

export const dayOfHome = (home: Pick<ObservationView, "dZero" | "days">, now: Instant): number =>
  dayNumber(home.dZero as PlainDay, home.days, now);

/** What counts here for a file not made yet: as the server says; without a network, as the last one filed here has it. */
export function useProfileOf(place: string): Profile {
  const { data } = useQuery({ ...query(showProfile, { area: place }), retry: false });
  const { homes } = useHomes();
  const [last] = homes
    .filter((home) => home.place.slice(0, CODE_LENGTH.county) === place.slice(0, CODE_LENGTH.county))
    .sort((a, b) => (a.filedAt > b.filedAt ? -1 : 1));
  return data?.profile ?? last?.profile ?? DEFAULT_PROFILE;
}

export const profileOf = (home: ObservationView): Profile => home.profile ?? DEFAULT_PROFILE;

/** On whom of the household a doctor has not decided yet. */
export const undecidedOf = (home: ObservationView) =>
  isOpen(home.state) ? (home.household ?? []).filter(({ decision }) => decision === null) : [];

/** Commands about this home that are still on the phone. */
export const usePending = (id: string): number =>
  useLocal(
    ({ outbox }) =>
      outbox.filter(
        (one) => one.command.kind === "command" && (one.id === id || JSON.stringify(one.command.body).includes(id)),
      ).length,
  );
