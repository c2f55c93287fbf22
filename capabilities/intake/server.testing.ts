/** For fault tests: a server process with its whole clockwork, to be killed. Settings from the environment. */
import { startClockwork } from "#main";
import type { Services } from "#platform/answer.ts";
import { shiftedClock } from "#platform/clock.ts";
import { connect, urlAs } from "#platform/database.ts";
import { makeHub } from "#platform/hub.ts";
import { readKeys } from "#platform/keys.ts";
import { readSettings } from "#platform/settings.ts";

const settings = readSettings(process.env);
const keys = readKeys(settings);
const url = settings.databaseUrl ?? "";
const services: Services = {
  db: connect(urlAs(url, "wangge_server", keys.serverPassword), { max: 6, name: "fault-server" }),
  keys,
  settings,
  clock: shiftedClock(Number(process.env["TEST_CLOCK_OFFSET_MS"])),
  hub: makeHub(),
  log: (event, facts) => process.send?.({ event, ...facts }),
};
await startClockwork(
  services,
  connect(urlAs(url, "wangge_sequencer", keys.sequencerPassword), { max: 1, name: "fault-sequencer" }),
);
process.on("disconnect", () => process.exit());
