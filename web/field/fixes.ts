/**
 * Where a refused command is put right: by its kind, the section's screen that opens it again. A kind without a line here can
 * be sent again as it is, or thrown away. The screen reads the item by its id (store/give.ts, `refusedOf`) and gives the
 * corrected command with `instead`.
 */
import { paths } from "./paths.ts";
import type { OutboxItem } from "./store/shapes.ts";

/** Command kind → the pieces of the section's address; the item's id follows. */
const FIXES: Readonly<Record<string, readonly [section: string, ...rest: string[]]>> = {};

export function fixOf({ id, command }: OutboxItem): string | null {
  const at = command.kind === "command" ? FIXES[command.name] : undefined;
  return at === undefined ? null : paths.section(...at, id);
}
