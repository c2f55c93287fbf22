/**
 * The process of one channel, a child of `wangge serve`: it loads its code while the database starts, then hears where that is
 * and listens on its private socket. It ends with its parent.
 */
import { buildServer, startClockwork } from "#main";
import { CHANNEL_LIMITS } from "#platform/channels.ts";
import type { ChannelStart } from "#platform/children.ts";
import { machineClock, shiftedClock } from "#platform/clock.ts";
import { connect } from "#platform/database.ts";
import { hearPokes, makeHub } from "#platform/hub.ts";
import { readKeys } from "#platform/keys.ts";
import { makeLog } from "#platform/log.ts";
import { readSettings } from "#platform/settings.ts";
import { logLevelOf } from "./serve.ts";

async function run({
  channel,
  socketPath,
  serverUrl,
  sequencerUrl,
  clockOffsetMs,
}: ChannelStart): Promise<() => Promise<void>> {
  const settings = readSettings(process.env);
  const limits = CHANNEL_LIMITS[channel];
  const db = connect(serverUrl, {
    max: limits.connections,
    name: `wangge-${channel}`,
    ...(limits.statementMs === null ? {} : { statementMs: limits.statementMs }),
  });
  const services = {
    db,
    keys: readKeys(settings),
    settings,
    clock: clockOffsetMs === 0 ? machineClock : shiftedClock(clockOffsetMs),
    hub: makeHub(),
    log: makeLog({ logLevel: logLevelOf(settings, process.env) }),
  };
  // Whoever connects to the socket is the front: its word on the caller's address counts.
  const app = await buildServer(services, { channel, trust: true });
  const sequencer = sequencerUrl === null ? null : connect(sequencerUrl, { max: 1, name: "wangge-sequencer" });
  const stopWork = sequencer === null ? await hearPokes(db, services.hub) : await startClockwork(services, sequencer);
  await app.listen({ path: socketPath });
  process.send?.("ready");
  return async () => {
    await app.close();
    await stopWork();
    await Promise.all([db.end({ timeout: 5 }), sequencer?.end({ timeout: 5 })]);
  };
}

let stop: Promise<() => Promise<void>> | null = null;
let isStopping = false;
const end = async () => {
  if (isStopping) return;
  isStopping = true;
  await (await stop)?.();
  process.exit(0);
};
process.once("message", (start: ChannelStart) => {
  stop = run(start);
});
// Ctrl-C reaches the whole group: the parent says when to stop.
process.on("SIGINT", () => {});
process.once("SIGTERM", () => void end());
process.once("disconnect", () => void end());
