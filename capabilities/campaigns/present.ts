/** Campaigns as pages and phones are shown them. */
import type { z } from "zod";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Campaign, Tally as TallyShape } from "./contract.ts";
import { EMPTY_TALLY, type Tally } from "./rules/coverage.ts";
import type { CampaignRow, GroupRow, TallyRow } from "./store.ts";
import type { ShownDoor } from "./store-doors.ts";

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

export const shownCampaign = (row: CampaignRow): z.input<typeof Campaign> => ({
  id: row.id,
  area: row.area,
  name: row.name,
  questions: [...row.questions],
  formId: row.form_id,
  startedAt: isoInstant(row.started_at),
  startedBy: row.starter,
  untilAt: isoInstant(row.until_at),
  closedAt: isoOrNull(row.closed_at),
  villagesWaiting: row.waiting,
});

export const shownGroup = ({ id, place, name, members, names }: GroupRow) => ({
  id,
  place,
  name,
  members: members.map((postId, at) => ({ postId, name: names[at] ?? null })),
});

/** What the tally's rows call the two figures that are no states. */
const FIGURE_OF: Readonly<Record<string, keyof Tally>> = { REVISIT: "revisits", FOUND: "found" };

export function tallyOf(rows: readonly TallyRow[]): z.input<typeof TallyShape> {
  const tally: Record<keyof Tally, number> = { ...EMPTY_TALLY };
  for (const { figure, doors } of rows) tally[FIGURE_OF[figure] ?? (figure as keyof Tally)] += doors;
  return tally;
}

/** A campaign takes what was made before it ended, however late it arrives. */
export const takesAt = (row: CampaignRow, madeAt: Instant): boolean =>
  madeAt < Math.min(row.until_at, row.closed_at ?? Number.POSITIVE_INFINITY);

export const copyOfDoor = (row: ShownDoor) => ({
  id: row.id,
  value: {
    campaignId: row.campaign_id,
    doorId: row.door_id,
    place: row.place,
    ordinal: row.ordinal,
    name: row.name,
    isFound: row.is_found,
    groupId: row.group_id,
    state: row.state,
    tries: row.tries,
    windows: [...row.windows],
    isPhoned: row.is_phoned,
    neighbour: row.neighbour,
    isVacantOnRegister: row.is_vacant_on_register,
    revisitAt: isoOrNull(row.revisit_at),
    lastAt: isoOrNull(row.last_at),
    lastBy: row.last_name,
  },
});
