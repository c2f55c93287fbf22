import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { poke } from "#platform/inbox.ts";
import { noteChangesOf } from "./store-changes.ts";

/** A decision that changed a person's colour; `from` null: the first. */
export type ColourChange = {
  readonly personKey: string;
  readonly from: CodeColour | null;
  readonly to: CodeColour;
  readonly at: Instant;
};

/** Pokes name at most so many persons; past that one poke says that many changed. */
const POKED_AT_MOST = 1_000;

/**
 * Notes, in the caller's transaction, that these persons changed colour: live attestations that say better than red or
 * yellow now go on the change list with its next batch, and phones that listen ask again. Any number of changes takes
 * two statements. Returns how many code ids were listed.
 */
export async function noteChanges(
  { sql, now }: Pick<Context, "sql" | "now">,
  changes: readonly ColourChange[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const turned = changes.filter(({ to }) => to === "red" || to === "yellow");
  const listed = turned.length === 0 ? 0 : await noteChangesOf(sql, turned, now);
  const keys = changes.length > POKED_AT_MOST ? ["many"] : changes.map((change) => change.personKey);
  await poke(sql, "code", keys, now);
  return listed;
}
