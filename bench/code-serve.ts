/** The process of the channel "codes" on a bench database: node bench/code-serve.ts OWNER_URL DATA_DIR. Prints its port. */
import { buildServer } from "#main";
import { CHANNEL_LIMITS } from "#platform/channels.ts";
import { connect, urlAs } from "#platform/database.ts";
import { benchServices } from "./setup.ts";

const [ownerUrl = "", dataDir = ""] = process.argv.slice(2);
const plain = benchServices(ownerUrl, dataDir);
const url = urlAs(ownerUrl, "wangge_server", plain.keys.serverPassword);
const db = connect(url, { max: CHANNEL_LIMITS.codes.connections, name: "bench-codes" });
const app = await buildServer({ ...plain, db }, { channel: "codes" });
console.log(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
process.once("SIGTERM", () => void app.close().then(() => process.exit(0)));
