/** Rows as csv that spreadsheet programs open as they are. Pure. */

/** A text that a program would take for a formula begins with a quote mark instead. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** With the mark of UTF-8, without which Excel reads Chinese as something else. */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows
    .map((cells) =>
      cells.map((one) => (one === null ? "" : typeof one === "number" ? String(one) : quoted(harmless(one)))).join(","),
    )
    .join("\r\n")}\r\n`;
