import type { words } from "./words.ts";

type Because = (typeof words)["zh"]["because"];

/**
 * Why a file was refused or is a copy, in the reader's language. The receipt says it in the technical words of
 * capabilities/assessment/door*.ts; what is not known here is shown as it stands there.
 */
export function becauseIn(word: Because, because: string): string {
  const twin = /^same content as (.+)$/.exec(because)?.[1];
  if (twin !== undefined) return word.same(twin);
  const [, share, limit] = /^([\d.]+) % of the rows are bad, more than ([\d.]+) %$/.exec(because) ?? [];
  if (share !== undefined && limit !== undefined) return word.bad(share, limit);
  const columns = /^lacks the column (.+)$/.exec(because)?.[1];
  if (columns !== undefined) return word.lacks(columns);
  if (because.includes("memory")) return word.memory;
  if (because.includes("gzip")) return word.gzip;
  if (because.includes("UTF-16")) return word.utf16;
  return because.startsWith("not a table") ? word.unreadable : because;
}
