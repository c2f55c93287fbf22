/** Counts of a list of places by level, without a database. */
import type { Level } from "#kernel/places.ts";
import { census, type RowFault } from "./rules/rows.ts";
import { formOf, readSource } from "./sources.ts";

export type SourceStats = {
  readonly levels: Readonly<Partial<Record<Level, number>>>;
  /** Rows that an import would refuse; of orphans, only what the list itself shows. */
  readonly faults: readonly RowFault[];
};

/** Counts the rows of a source by level. Throws SourceFault when it cannot be read. */
export async function statsOf(source: string, province: string | null): Promise<SourceStats> {
  const rows = census(formOf(source));
  for await (const row of readSource(source, province)) rows.take(row);
  return { levels: rows.counts(), faults: rows.faults() };
}
