/** The whole server on a bench database: node bench/tasks-serve.ts OWNER_URL DATA_DIR. Prints its port. */
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
console.log(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
process.once("SIGTERM", () => {
  void app
    .close()
    .then(stopClockwork)
    .then(() => process.exit(0));
});
