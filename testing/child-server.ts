/**
 * The whole server in a process of its own, for those who kill it or load it: node testing/child-server.ts OWNER_URL
 * DATA_DIR. Prints its port when it listens; its clock is the machine's. Ends on SIGTERM.
 */
import { buildServer, startClockwork } from "#main";
import type { Services } from "#platform/answer.ts";
import { machineClock } from "#platform/clock.ts";
import { connect, urlAs } from "#platform/database.ts";
import { makeHub } from "#platform/hub.ts";
import { readKeys } from "#platform/keys.ts";
import { readSettings } from "#platform/settings.ts";

const [ownerUrl = "", dataDir = ""] = process.argv.slice(2);
const settings = readSettings({ WANGGE_DATA_DIR: dataDir, WANGGE_DEMO: "off" });
const keys = readKeys(settings);
const as = (role: string, password: string, max: number) =>
  connect(urlAs(ownerUrl, role, password), { max, name: "child-server" });
const services: Services = {
  db: as("wangge_server", keys.serverPassword, 8),
  keys,
  settings,
  clock: machineClock,
  hub: makeHub(),
  log: (event, facts) => console.error(event, JSON.stringify(facts ?? {})),
};
const app = await buildServer(services);
const stopClockwork = await startClockwork(services, as("wangge_sequencer", keys.sequencerPassword, 1));
await app.listen({ host: "127.0.0.1", port: 0 });
const address = app.server.address();
console.log(typeof address === "object" ? address?.port : address);
process.once("SIGTERM", () => {
  const { user, system } = process.cpuUsage();
  console.error(`server: ${((user + system) / 1e6).toFixed(1)} s of processor time`);
  void app
    .close()
    .then(stopClockwork)
    .then(() => process.exit(0));
});
