/** Looking at places: one with its chain, the tree page by page, search by name, where an old grid went. */
import { CODE_LENGTH, levelOf, selfAndAncestors } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { successorsOf } from "./rules/grids.ts";
import {
  type ChangeRow,
  changesOf,
  childrenOf,
  namesOf,
  type PlaceRow,
  placeOf,
  placesNamed,
  standingAmong,
} from "./store.ts";

/** Children shown with their place; a village has at most 999 grids, a county some 40 townships. */
const CHILDREN_AT_ONCE = 200;
/** Changes of one grid and all that came of it. */
const CHANGES_AT_MOST = 500;

const levelOfPlace = (code: string) => {
  const level = levelOf(code);
  if (level === null) throw new Error(`a place has a code of no level: ${code.length} digits`);
  return level;
};

const named = (place: { code: string; name: string }) => ({ ...place, level: levelOfPlace(place.code) });

const present = (place: PlaceRow) => ({
  code: place.code,
  name: place.name,
  level: levelOfPlace(place.code),
  kind: place.kind,
  households: place.households,
  childCount: place.child_count,
  retiredOn: place.valid_until,
});

/** Names by code, of whatever state, for lists of other capabilities. */
export const namesOfPlaces = async (
  { sql }: Pick<Context, "sql">,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  new Map((await namesOf(sql, codes)).map(({ code, name }) => [code as string, name]));

export const show: Answer<typeof contract.show> = async ({ sql }, { code }) => {
  const place = await placeOf(sql, code);
  if (!place) throw new Problem(common["not-found"]);
  const parents = await namesOf(sql, selfAndAncestors(code).slice(1));
  const children = await childrenOf(sql, code, { after: "", limit: CHILDREN_AT_ONCE, hasRetired: false });
  return { ...present(place), parents: parents.map(named), children: children.map(present) };
};

export const listChildren: Answer<typeof contract.listChildren> = async ({ sql }, params) => {
  const { code, after = "", limit, retired } = params;
  const rows = await childrenOf(sql, code, { after, limit: limit + 1, hasRetired: retired === "show" });
  return {
    items: rows.slice(0, limit).map(present),
    next: rows.length > limit ? (rows[limit - 1]?.code ?? null) : null,
  };
};

export const search: Answer<typeof contract.search> = async ({ sql, actor }, params) => {
  const { q, within = actor.area, level, after = "", limit } = params;
  const digits = level === undefined ? null : CODE_LENGTH[level];
  const rows = await placesNamed(sql, { text: q, within, digits, after, limit: limit + 1 });
  const found = rows.slice(0, limit);
  const above = await namesOf(sql, [...new Set(found.flatMap(({ code }) => selfAndAncestors(code).slice(1)))]);
  const nameOf = new Map(above.map((place) => [place.code, named(place)]));
  return {
    items: found.map((place) => ({
      ...present(place),
      parents: selfAndAncestors(place.code)
        .slice(1)
        .reverse()
        .flatMap((code) => nameOf.get(code) ?? []),
    })),
    next: rows.length > limit ? (found.at(-1)?.code ?? null) : null,
  };
};

export const history: Answer<typeof contract.history> = async ({ sql }, { code }) => {
  const place = await placeOf(sql, code);
  if (!place) throw new Problem(common["not-found"]);
  const changes = await changesAround(sql, code);
  const codes = [...new Set([code, ...changes.flatMap((change) => [...change.from_codes, ...change.to_codes])])];
  const standing = await standingAmong(sql, codes);
  const steps = changes.map((change) => ({ from: change.from_codes, to: change.to_codes }));
  const successors = successorsOf(code, steps, (one) => standing.has(one));
  return {
    code,
    changes: changes.map((change) => ({
      kind: change.kind,
      from: change.from_codes,
      to: change.to_codes,
      effectiveOn: change.effective_on,
      reason: change.reason,
      recordedAt: isoInstant(change.recorded_at),
      oldName: change.detail.oldName ?? null,
      newName: change.detail.newName ?? null,
    })),
    successors: (await namesOf(sql, successors)).map(named),
  };
};

/** The changes of a place and of everything before and after it, oldest first. */
async function changesAround(sql: Context["sql"], code: string): Promise<ChangeRow[]> {
  const known = new Set([code]);
  for (;;) {
    const changes = await changesOf(sql, [...known], CHANGES_AT_MOST);
    const before = known.size;
    // An import names the tops of a list, which are not what became of a grid.
    for (const change of changes.filter((one) => one.kind !== "import"))
      for (const one of [...change.from_codes, ...change.to_codes]) known.add(one);
    if (known.size === before || changes.length >= CHANGES_AT_MOST) return changes;
  }
}
