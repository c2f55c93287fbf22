/**
 * For fault tests: a server process with its whole clockwork, to be killed. Settings from the environment; a message
 * `{publish: {...}}` publishes that list, as the joint session's chair would, and answers `{published: counts}`.
 */

import type { PlainDay } from "#kernel/time.ts";
import { startClockwork } from "#main";
import type { Services } from "#platform/answer.ts";
import { shiftedClock } from "#platform/clock.ts";
import { asActor, connect, systemActor, urlAs } from "#platform/database.ts";
import { makeHub } from "#platform/hub.ts";
import { readKeys } from "#platform/keys.ts";
import { readSettings } from "#platform/settings.ts";
import { publishList } from "./publish.ts";

const settings = readSettings(process.env);
const keys = readKeys(settings);
const url = settings.databaseUrl ?? "";
const services: Services = {
  db: connect(urlAs(url, "wangge_server", keys.serverPassword), { max: 6, name: "fault-server" }),
  keys,
  settings,
  clock: shiftedClock(Number(process.env["TEST_CLOCK_OFFSET_MS"])),
  hub: makeHub(),
  log: () => {},
};
type List = { sessionId: string; assessmentId: string; day: PlainDay; previousSessionId: string | null };

process.on("message", ({ publish }: { publish: List }) => {
  const actor = systemActor("32");
  void asActor(services.db, actor, (sql) => publishList({ sql, actor, now: services.clock(), services }, publish)).then(
    (counts) => process.send?.({ published: counts }),
  );
});
await startClockwork(
  services,
  connect(urlAs(url, "wangge_sequencer", keys.sequencerPassword), { max: 1, name: "fault-sequencer" }),
);
process.send?.({ isUp: true });
process.on("disconnect", () => process.exit());
