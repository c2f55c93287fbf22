import { createHash } from "node:crypto";
import { v7 } from "uuid";

/** A new UUIDv7: sortable by the time it was made, so that indexes grow at their end. */
export const newId = (): string => v7();

/** An id that follows from what it is about: whoever makes it again makes the same one. First 128 bits of SHA-256. */
export function idFrom(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
