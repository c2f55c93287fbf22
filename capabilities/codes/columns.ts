/** Columns of a batch as PostgreSQL's array literals: one text a column is several times cheaper than an array of values. */
import type { Instant } from "#kernel/time.ts";

/** Of ids, codes and numbers, which need no quotes. */
export const plainColumn = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

export const timeColumn = (values: readonly (Instant | null)[]): string =>
  `{${values.map((at) => (at === null ? "NULL" : `"${new Date(at).toISOString()}"`)).join(",")}}`;

/** Of any text. */
export const textColumn = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/[\\"]/g, "\\$&")}"`)).join(",")}}`;

/** Of bytes given in hex. */
export const bytesColumn = (values: readonly string[]): string => `{${values.map((hex) => `"\\\\x${hex}"`).join(",")}}`;
