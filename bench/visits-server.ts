/** The server of bench/visits.ts in a process of its own: node bench/visits-server.ts OWNER_URL DATA_DIR. Prints its port. */

import { buildServer, startClockwork } from "#main";
import { connect, urlAs } from "#platform/database.ts";
import { benchServices } from "./setup.ts";

const [ownerUrl = "", dataDir = ""] = process.argv.slice(2);
const services = benchServices(ownerUrl, dataDir);
const sequencer = connect(urlAs(ownerUrl, "wangge_sequencer", services.keys.sequencerPassword), {
  max: 1,
  name: "bench-sequencer",
});
const app = await buildServer(services);
const stopClockwork = await startClockwork(services, sequencer);
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
