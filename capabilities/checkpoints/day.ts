/** A checkpoint's day, for those who stand there and for the centre. */
import { CODE_COLOURS } from "#kernel/colours.ts";
import { isoInstant, type PlainDay, startOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import type { showDay } from "./contract.ts";
import { OUTCOMES } from "./rules/gate.ts";
import { throughputOf } from "./rules/throughput.ts";
import { checkpointFor, present } from "./set-up.ts";
import * as store from "./store-look.ts";

/** GET /checkpoints/{checkpointId}/days/{day}. */
export const show: Answer<typeof showDay> = async ({ sql, actor }, { checkpointId, day }) => {
  const checkpoint = await checkpointFor(sql, actor, checkpointId);
  const groups = await store.dayOfCheckpoint(sql, checkpointId, day);
  const instants = await store.instantsOfLanes(sql, checkpointId, day);
  const shifts = await store.shiftsSince(sql, [checkpointId], startOf(day as PlainDay));
  const last = await store.lastCount(sql, checkpointId, day);
  const persons = groups.filter((row) => row.outcome !== null);
  const sum = (rows: readonly store.DayRow[]) => rows.reduce((total, row) => total + row.n, 0);
  const vehicles = groups.filter((row) => row.kind === "vehicle");
  return {
    checkpoint: present(checkpoint),
    outcomes: tableOf(OUTCOMES, (outcome) => sum(persons.filter((row) => row.outcome === outcome))),
    colours: tableOf(CODE_COLOURS, (colour) => sum(persons.filter((row) => row.colour === colour))),
    fevers: {
      waiting: sum(persons.filter((row) => row.fever === "waiting" || row.fever === "too-soon")),
      confirmed: sum(persons.filter((row) => row.fever === "confirmed")),
    },
    visitors: sum(persons.filter((row) => row.kind === "visitor")),
    vehicles: sum(vehicles),
    passengers: vehicles.reduce((total, row) => total + row.headcount, 0),
    lanes: [...Map.groupBy(instants, (one) => one.lane)]
      .map(([lane, own]) => ({ lane, ...throughputOf(own.map((one) => one.at)) }))
      .sort((one, other) => one.lane - other.lane),
    lastCount: last === null ? null : { ...last, at: isoInstant(last.at) },
    shifts: shifts.map((shift) => ({
      lane: shift.lane,
      name: shift.name,
      openedAt: isoInstant(shift.opened_at),
      closedAt: shift.closed_at === null ? null : isoInstant(shift.closed_at),
      isHandedOver: shift.taken_at !== null,
    })),
  };
};

const tableOf = <K extends string>(keys: readonly K[], value: (key: K) => number): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, number>;
