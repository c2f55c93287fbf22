/** What nobody took or brought in time climbs from the village to the county; what nobody confirmed is to be called about. */
import type { Services } from "#platform/answer.ts";
import { climbOnce } from "#platform/climbing.ts";
import { newId } from "#platform/ids.ts";
import { serviceClimbs } from "./rules/kinds.ts";
import { insertEvent } from "./store.ts";

export const escalateServices = (services: Services): Promise<number> =>
  climbOnce(services, {
    table: "service_request",
    paceColumn: "kind",
    everyMs: serviceClimbs,
    upTo: "county",
    copyKind: "service",
    happened: async ({ sql, now }, climbed) => {
      for (const { county, id, to } of climbed)
        await insertEvent(sql, {
          county,
          id: newId(),
          requestId: id,
          kind: "escalated",
          at: now,
          byPost: null,
          byResident: null,
          sealedReason: null,
          detail: { to },
        });
    },
  });
