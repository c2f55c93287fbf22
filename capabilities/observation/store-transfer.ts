/** Hand-overs on their way, as whoever receives sees them. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Receiver } from "./rules/machine.ts";

export type IncomingRow = {
  readonly id: string;
  readonly place: string;
  readonly transfer_as: Receiver | null;
  readonly transfer_since: Instant;
  readonly due_at: Instant;
  readonly profile_area: string | null;
  readonly profile_version: number;
  readonly vehicle: unknown;
};

/** Who is on the way to a post, with the vehicle of the last decision. Reads observation_by_receiver. */
export const incomingOf = (sql: Sql, postId: string): Promise<IncomingRow[]> =>
  sql<IncomingRow[]>`
    select o.id, o.place, o.transfer_as, o.transfer_since, o.due_at, o.profile_area, o.profile_version,
           (select l.facts ->> 'vehicle' from observation_line l
             where l.observation_id = o.id and l.county = o.county and l.kind in ('transfer-asked', 'central-asked')
             order by l.at desc limit 1) as vehicle
      from observation o
     where o.transfer_to = ${postId} and o.transfer_since is not null and o.ended_at is null
     order by o.transfer_since limit 100`;
