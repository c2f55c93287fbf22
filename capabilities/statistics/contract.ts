/** Published statistics: for anybody, with small numbers suppressed. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { route } from "#kernel/route.ts";

/** A count; `small`: 1 to 9; `hidden`: left out so that nobody computes a small one from the sum. */
export const PublishedCount = z.union([z.int().min(0), z.literal("small"), z.literal("hidden")]);

const Row = z.object({
  place: z.string(),
  name: z.string(),
  byColour: z.object(
    Object.fromEntries(CODE_COLOURS.map((colour) => [colour, PublishedCount])) as Record<
      (typeof CODE_COLOURS)[number],
      typeof PublishedCount
    >,
  ),
});

export const Statistics = z.object({
  /** Null: nothing was counted yet. */
  asOf: z.iso.datetime().nullable(),
  /** The province; null sums are left out because they would give away a small count. */
  province: Row.nullable(),
  cities: z.array(Row),
  /** Whole hours since the colour began, of all who are red or yellow now. */
  medianHoursRestricted: z.int().nullable(),
  /** Evidence that two people of health typed by hand, by day, newest first. */
  handTyped: z.array(z.object({ day: z.iso.date(), count: z.int() })),
  /** Recolourings that the brake holds now. */
  holdsOpen: z.int(),
  /** Verifications at checkpoints today. */
  scansToday: z.int(),
});

export const showStatistics = route({
  method: "GET",
  path: "/statistics",
  summary:
    "Codes by colour and city, time under restriction, evidence typed by hand, holds, verifications: counted every five minutes.",
  who: "anyone",
  params: z.object({}),
  body: z.undefined(),
  result: Statistics,
  problems: [],
  channel: "verify",
});
