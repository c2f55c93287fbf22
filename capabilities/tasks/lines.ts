/**
 * The open lines of one server process to its terminals (Server-Sent Events). A line costs a socket and a few
 * references: versions are kept once a holder, pokes are answered in batches, heartbeats are spread over a wheel.
 */
import type { Services } from "#platform/answer.ts";
import { type Line, LineRegister, SLOTS } from "./line-register.ts";
import { versionsOf } from "./store-inbox.ts";

export type Lines = {
  readonly open: (
    line: Pick<Line, "raw" | "accountId" | "owner" | "holders">,
    lastEventId: number | null,
  ) => Promise<void>;
  readonly isFull: () => boolean;
};

const LINES_AT_MOST = 60_000;
/** A fourth line of one terminal ends its oldest: a phone that lost its network leaves dead ones behind. */
const LINES_OF_ONE = 3;
/** A line is renewed after half an hour (spread over ten minutes more), so that nothing hangs for ever. */
const LASTS_MS = 30 * 60_000;
const SPREAD_MS = 10 * 60_000;
const GATHER_MS = 25;
/** Bytes waiting for a terminal that does not read; then it is cut off and comes back by itself. */
const BACKLOG_AT_MOST = 64 * 1024;
/** When many are told at once, they pull one after the other: about 250 a second of one process. */
const PULL_EVERY_MS = 4;
const TOLD_TOGETHER = 100;
const WAIT_AT_MOST_MS = 60_000;
const WRITES_IN_A_ROW = 1_000;
/** Versions looked up by one statement: the first lines are told while the last are still looked up. */
const HOLDERS_AT_ONCE = 2_000;

/** Starts to hear pokes for the lines that `open` takes in. One a process. */
export function makeLines({ db, hub, log }: Services): Lines {
  const register = new LineRegister();
  const stale = new Set<string>();
  let slot = 0;
  let isTurning = false;
  let beat: NodeJS.Timeout | null = null;
  const fail = (error: unknown) => log("lines-failed", { error: error instanceof Error ? error.name : "unknown" });

  async function refresh(holders: readonly string[]): Promise<void> {
    if (holders.length === 0) return;
    for (const row of await versionsOf(db, holders)) register.learn(row.holder, row.version);
  }

  async function flush(): Promise<void> {
    const holders = [...stale];
    stale.clear();
    for (let at = 0; at < holders.length; at += HOLDERS_AT_ONCE) {
      const some = holders.slice(at, at + HOLDERS_AT_ONCE);
      await refresh(some);
      await tell(register, new Set(some.flatMap((holder) => [...register.linesOf(holder)])), holders.length);
    }
  }

  /** A poke can be lost while a connection to the database is renewed: every line is compared once a heartbeat. */
  async function turnWheel(): Promise<void> {
    // While the database is slow, turns must not queue up in the pool: the relay's pokes would wait behind them.
    if (isTurning) return;
    isTurning = true;
    await lookAfter().finally(() => {
      isTurning = false;
    });
  }

  async function lookAfter(): Promise<void> {
    slot = (slot + 1) % SLOTS;
    const lines = register.inSlot(slot);
    for (const line of lines) {
      if (line.endsAt < Date.now() || line.raw.writableLength > BACKLOG_AT_MOST) line.raw.end();
      else line.raw.write(":\n\n");
    }
    await refresh([...new Set([...lines].flatMap((line) => line.holders))]);
    await tell(register, lines);
    if (register.size > 0 || beat === null) return;
    clearInterval(beat);
    beat = null;
  }

  hub.listenAll(({ topic, key }) => {
    if (topic === "session") register.endAccount(key);
    if (topic !== "inbox" || !register.isKnown(key)) return;
    if (stale.size === 0) setTimeout(() => void flush().catch(fail), GATHER_MS);
    stale.add(key);
  });

  return {
    isFull: () => register.size >= LINES_AT_MOST,
    async open(given, lastEventId) {
      const fresh = given.holders.filter((holder) => !register.isKnown(holder));
      const endsAt = Date.now() + LASTS_MS + Math.random() * SPREAD_MS;
      const { line, own } = register.add({ ...given, sent: Number.MAX_SAFE_INTEGER, endsAt });
      line.raw.on("close", () => register.remove(line));
      for (const oldest of own) {
        if (own.size <= LINES_OF_ONE) break;
        oldest.raw.end("retry: 60000\n\n");
        register.remove(oldest);
      }
      beat ??= setInterval(() => void turnWheel().catch(fail), 1000).unref();
      await refresh(fresh);
      const version = register.versionOf(line);
      if (lastEventId === version) line.sent = version;
      else sendVersion(line, version, 0);
    },
  };
}

/** Tells those lines that are behind; when `together` are told at once, each waits a random part of the time that all need. */
async function tell(register: LineRegister, lines: Iterable<Line>, together = 0): Promise<void> {
  const behind = [...lines].filter((line) => register.versionOf(line) > line.sent);
  const many = Math.max(together, behind.length);
  const waitMs = many < TOLD_TOGETHER ? 0 : Math.min(WAIT_AT_MOST_MS, many * PULL_EVERY_MS);
  for (const [index, line] of behind.entries()) {
    sendVersion(line, register.versionOf(line), waitMs);
    if (index % WRITES_IN_A_ROW === WRITES_IN_A_ROW - 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

function sendVersion(line: Line, version: number, waitMs: number): void {
  line.sent = version;
  if (line.raw.writableEnded) return;
  line.raw.write(`id: ${version}\nevent: inbox\ndata: ${JSON.stringify({ version, waitMs })}\n\n`);
}
