/** What nobody took or brought in time climbs from the village to the county; what nobody confirmed is to be called about. */
import type { Services } from "#platform/answer.ts";
import { climbOnce } from "#platform/climbing.ts";
import { SERVICE_COURSE } from "./request.ts";
import { serviceClimbs } from "./rules/kinds.ts";

export const escalateServices = (services: Services): Promise<number> =>
  climbOnce(services, {
    table: "service_request",
    paceColumn: "kind",
    everyMs: serviceClimbs,
    upTo: "county",
    course: SERVICE_COURSE,
  });
