/** For what the sealed words of an observation may be opened, and by whom (reference/domain.md §6.14; every look on record). */
import type { Field } from "#capabilities/teams/rules/views.ts";

export const NOTE_PURPOSES = ["care", "breach", "complaint"] as const;
export type NotePurpose = (typeof NOTE_PURPOSES)[number];

/** Care is for whoever sees how the person feels; the ladder and complaints are for whoever answers for them. */
export const mayOpenFor = (purpose: NotePurpose, fields: ReadonlySet<Field>): boolean =>
  fields.has(purpose === "care" ? "symptoms" : "breach");
