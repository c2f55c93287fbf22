/** The homes as this phone knows them: the copy, with what is still on its way. */
import { type ObservationView, observation } from "#capabilities/observation/contract.ts";
import { dayNumber } from "#capabilities/observation/rules/calendar.ts";
import { DUTIES } from "#capabilities/observation/rules/duties.ts";
import { isOpen } from "#capabilities/observation/rules/machine.ts";
import { DEFAULT_PROFILE, type Profile } from "#capabilities/observation/rules/profile.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import { useCopies } from "../store/copies.ts";
import { useLocal } from "../store/local.ts";

/** Abnormal and late ones first, then what is due soonest, then those that have ended. */
export function inOrder(homes: readonly ObservationView[]): ObservationView[] {
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

export const useHomes = (): ObservationView[] => inOrder([...useCopies(observation).values()]);
export const useHome = (id: string): ObservationView | null => useCopies(observation).get(id) ?? null;

export const dayOfHome = (home: Pick<ObservationView, "dZero" | "days">, now: Instant): number =>
  dayNumber(home.dZero as PlainDay, home.days, now);

export const profileOf = (home: ObservationView): Profile => home.profile ?? DEFAULT_PROFILE;

/** Commands about this home that are still on the phone. */
export const usePending = (id: string): number =>
  useLocal(
    ({ outbox }) =>
      outbox.filter(({ command }) => command.kind === "command" && JSON.stringify(command.body).includes(id)).length,
  );
