/** A process for each channel: started, told where the database is, started again when it dies, stopped together. */
import { type ChildProcess, fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHANNELS, type Channel } from "#kernel/route.ts";
import type { Services } from "./answer.ts";

/** What a channel's process needs to know beyond the settings in its environment. */
export type ChannelStart = {
  readonly channel: Channel;
  readonly socketPath: string;
  readonly serverUrl: string;
  /** For `work` alone, which runs the clockwork. */
  readonly sequencerUrl: string | null;
  /** The platform's clock minus the machine's, in milliseconds. */
  readonly clockOffsetMs: number;
};

export type Children = {
  /** Where the channel listens; null while it does not. */
  readonly socketOf: (channel: Channel) => string | null;
  readonly pidOf: (channel: Channel) => number | undefined;
  /** Lets the processes work, once the database is up; resolves when all listen. */
  readonly begin: (
    start: Omit<ChannelStart, "channel" | "socketPath" | "sequencerUrl"> & { sequencerUrl: string },
  ) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const RESTART_FIRST_MS = 200;
const RESTART_LONGEST_MS = 5_000;
/** Who ran so long before it died is started again at once. */
const STEADY_MS = 30_000;
const STOP_WITHIN_MS = 10_000;

/** Starts the processes: they load their code meanwhile, and wait for `begin`. `file` is what each runs. */
export function startChildren(file: string, log: Services["log"]): Children {
  // Only this user may walk in: whoever can connect here is believed about addresses.
  const folder = mkdtempSync(join(tmpdir(), "wangge-"));
  chmodSync(folder, 0o700);
  type Own = { child: ChildProcess; isReady: boolean; failures: number; generation: number };
  const own = new Map<Channel, Own>();
  const waiting = new Map<Channel, () => void>();
  let told: Parameters<Children["begin"]>[0] | null = null;
  let isStopping = false;

  const socketPath = (channel: Channel, generation: number) => join(folder, `${channel}-${generation}.sock`);
  const tell = (channel: Channel) => {
    const one = own.get(channel);
    if (told === null || one === undefined || !one.child.connected) return;
    const { sequencerUrl, ...rest } = told;
    const start: ChannelStart = {
      ...rest,
      channel,
      socketPath: socketPath(channel, one.generation),
      sequencerUrl: channel === "work" ? sequencerUrl : null,
    };
    one.child.send(start);
  };
  const launch = (channel: Channel, failures: number, generation: number) => {
    const child = fork(file, [channel], { execArgv: ["--disable-warning=ExperimentalWarning"] });
    const one: Own = { child, isReady: false, failures, generation };
    own.set(channel, one);
    const since = performance.now();
    child.on("message", (message) => {
      if (message !== "ready") return;
      one.isReady = true;
      waiting.get(channel)?.();
    });
    child.once("exit", (code, signal) => {
      one.isReady = false;
      rmSync(socketPath(channel, generation), { force: true });
      if (isStopping) return;
      log("channel-died", { channel, code, signal });
      const again = performance.now() - since > STEADY_MS ? 0 : failures + 1;
      const pause = again === 0 ? 0 : Math.min(RESTART_LONGEST_MS, RESTART_FIRST_MS * 2 ** (again - 1));
      setTimeout(() => {
        if (isStopping) return;
        launch(channel, again, generation + 1);
        tell(channel);
      }, pause);
    });
  };
  for (const channel of CHANNELS) launch(channel, 0, 0);
  return {
    socketOf(channel) {
      const one = own.get(channel);
      return one?.isReady === true ? socketPath(channel, one.generation) : null;
    },
    pidOf: (channel) => own.get(channel)?.child.pid,
    async begin(start) {
      told = start;
      const listening = CHANNELS.map((channel) => new Promise<void>((resolve) => waiting.set(channel, resolve)));
      for (const channel of CHANNELS) tell(channel);
      await Promise.all(listening);
    },
    async stop() {
      isStopping = true;
      await Promise.all([...own.values()].map(({ child }) => stopChild(child)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
