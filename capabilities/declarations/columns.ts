/** Columns of a batch as array literals of PostgreSQL: one text a column is several times cheaper than an array of values. */

/** Of ids, codes, days and numbers, which need no quotes. */
export const plain = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

/** Of any text. */
export const quoted = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/[\\"]/g, "\\$&")}"`)).join(",")}}`;
