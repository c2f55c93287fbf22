/** Forgetting in time: what a gate saw is erased when its time is over, and the erasure is logged. */
import { later } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { SCAN_FOR, TEMPERATURE_FOR } from "./rules/keeping.ts";
import { eraseRecords, eraseTemperatures } from "./store-erase.ts";

/** One turn of the clockwork: how many values and rows were erased. */
export function eraseOnce(services: Services): Promise<number> {
  const now = services.clock();
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const temperatures = await eraseTemperatures(sql, later(now, -TEMPERATURE_FOR));
    const rows = await eraseRecords(sql, later(now, -SCAN_FOR));
    const erased = temperatures + Object.values(rows).reduce((sum, n) => sum + n, 0);
    if (erased === 0) return 0;
    await audit(
      { sql, actor, now },
      {
        action: "checkpoint.erase",
        objectKind: "place",
        objectId: services.settings.province,
        place: services.settings.province,
        detail: { temperatures, ...rows },
      },
    );
    return erased;
  });
}
