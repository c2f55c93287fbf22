/** Outbreak areas of the latest health/areas feed: read into a table by the clockwork, remembered for seconds. */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { blobPath } from "#capabilities/intake/take.ts";
import { placeCode } from "#kernel/places.ts";
import { dayOf, plainDay } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { type AreaIndex, indexAreas, type RiskArea } from "./rules/evidence-of.ts";
import { newestAreas, replaceAreas, riskAreas } from "./store.ts";

/** A new list counts for declarations within this time. */
const REMEMBERED_FOR = 5_000;
const AREAS_AT_MOST = 100_000;
const BYTES_AT_MOST = 16 * 2 ** 20;
const remembered = new WeakMap<Services["db"], { readonly areas: AreaIndex; readonly at: number }>();

/** The areas as they stand. */
export async function areasOf(ctx: { sql: Sql; services: Services }): Promise<AreaIndex> {
  const known = remembered.get(ctx.services.db);
  // By the machine's own monotonic clock: how old a memory is, not what time it is.
  if (known && performance.now() - known.at < REMEMBERED_FOR) return known.areas;
  const areas = indexAreas(await riskAreas(ctx.sql));
  remembered.set(ctx.services.db, { areas, at: performance.now() });
  return areas;
}

/** Forgets what was remembered: after the list was replaced, and in tests. */
export const forgetAreas = (services: Services): boolean => remembered.delete(services.db);

/** A turn of the clockwork: reads the newest list if it is not the one in the table. Returns 0: nothing is left to do. */
export async function readAreasOnce(services: Services): Promise<number> {
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const file = await newestAreas(sql, dayOf(services.clock()));
    if (file === null) return 0;
    const bytes = await readFile(blobPath(services.settings.dataDir, file.sha256));
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isPacked ? gunzipSync(bytes, { maxOutputLength: BYTES_AT_MOST }) : bytes).toString("utf8");
    const areas = parseAreas(text);
    if (areas.length > 0) await replaceAreas(sql, file.id, areas);
    forgetAreas(services);
    return 0;
  });
}

/** Rows of `area,level,since,until` in any order of columns; a row that does not fit is left out (the assessment rejects it too). */
export function parseAreas(text: string): RiskArea[] {
  const [head = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const columns = head.split(",").map((name) => name.trim());
  const areas: RiskArea[] = [];
  for (const line of lines.slice(0, AREAS_AT_MOST)) {
    const cells = line.split(",").map((cell) => cell.trim().replace(/^"|"$/g, ""));
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    const [area, level, since, until] = [
      placeCode(cell("area")),
      cell("level"),
      plainDay(cell("since")),
      cell("until"),
    ];
    if (area === null || since === null || (level !== "high" && level !== "medium")) continue;
    areas.push({ area, level, since, until: until === "" ? null : plainDay(until) });
  }
  return areas;
}
