/**
 * The open lines of one server process to its terminals (Server-Sent Events). A line costs a socket and a few
 * references: versions are kept once a holder, pokes are answered in batches, heartbeats are spread over a wheel.
 */
import type { ServerResponse } from "node:http";
import type { Services } from "#platform/answer.ts";
import { versionsOf } from "./store-inbox.ts";

export type Line = {
  readonly raw: ServerResponse;
  readonly accountId: string;
  /** Whose lines are counted together: the terminal, or the post in a browser. */
  readonly owner: string;
  readonly holders: readonly string[];
  /** The version that the other end knows. */
  sent: number;
  readonly endsAt: number;
};

export type Lines = {
  readonly open: (line: Omit<Line, "sent" | "endsAt">, lastEventId: number | null) => Promise<void>;
  readonly isFull: () => boolean;
};

const HEARTBEAT_S = 20;
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
const WAIT_AT_MOST_MS = 60_000;
const WRITES_IN_A_ROW = 1_000;

type Known = { version: number; readonly lines: Set<Line> };

export function makeLines({ db, hub, log }: Services): Lines {
  const known = new Map<string, Known>();
  const byOwner = new Map<string, Set<Line>>();
  const wheel = Array.from({ length: HEARTBEAT_S }, () => new Set<Line>());
  const stale = new Set<string>();
  let size = 0;
  let slot = 0;
  let beat: NodeJS.Timeout | null = null;
  let gather: NodeJS.Timeout | null = null;

  const versionOf = (line: Line): number =>
    line.holders.reduce((sum, holder) => sum + (known.get(holder)?.version ?? 0), 0);

  /** Looks up the holders' versions at once; several processes and lost pokes make no difference to the result. */
  async function refresh(holders: readonly string[]): Promise<void> {
    for (const row of await versionsOf(db, holders)) {
      const one = known.get(row.holder);
      if (one) one.version = Math.max(one.version, row.version);
    }
  }

  async function tell(lines: Iterable<Line>): Promise<void> {
    const behind = [...lines].filter((line) => versionOf(line) > line.sent);
    const waitMs = behind.length < 100 ? 0 : Math.min(WAIT_AT_MOST_MS, behind.length * PULL_EVERY_MS);
    for (const [index, line] of behind.entries()) {
      sendVersion(line, versionOf(line), waitMs);
      if (index % WRITES_IN_A_ROW === WRITES_IN_A_ROW - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function flush(): Promise<void> {
    gather = null;
    const holders = [...stale];
    stale.clear();
    await refresh(holders);
    const lines = new Set<Line>();
    for (const holder of holders) for (const line of known.get(holder)?.lines ?? []) lines.add(line);
    await tell(lines);
  }

  async function turnWheel(): Promise<void> {
    slot = (slot + 1) % HEARTBEAT_S;
    const lines = wheel[slot] ?? new Set();
    if (lines.size === 0) return;
    for (const line of lines) {
      if (line.endsAt < Date.now() || line.raw.writableLength > BACKLOG_AT_MOST) line.raw.end();
      else line.raw.write(":\n\n");
    }
    // A poke can be lost while a connection to the database is renewed: every line is compared once a heartbeat.
    await refresh([...new Set([...lines].flatMap((line) => line.holders))]);
    await tell(lines);
  }

  const fail = (error: unknown) => log("lines-failed", { error: error instanceof Error ? error.name : "unknown" });

  hub.listenAll(({ topic, key }) => {
    if (topic === "session") for (const { lines } of known.values()) endLinesOf(lines, key);
    if (topic !== "inbox" || !known.has(key)) return;
    stale.add(key);
    gather ??= setTimeout(() => void flush().catch(fail), GATHER_MS);
  });

  function add(line: Line): void {
    size++;
    for (const holder of line.holders) {
      const one = known.get(holder) ?? { version: 0, lines: new Set<Line>() };
      known.set(holder, one);
      one.lines.add(line);
    }
    const own = byOwner.get(line.owner) ?? new Set<Line>();
    byOwner.set(line.owner, own.add(line));
    (wheel[size % HEARTBEAT_S] ?? wheel[0])?.add(line);
    for (const oldest of own) {
      if (own.size <= LINES_OF_ONE) break;
      oldest.raw.end("retry: 60000\n\n");
      remove(oldest);
    }
    beat ??= setInterval(() => void turnWheel().catch(fail), 1000).unref();
  }

  function remove(line: Line): void {
    const own = byOwner.get(line.owner);
    if (!own?.delete(line)) return;
    size--;
    if (own.size === 0) byOwner.delete(line.owner);
    for (const one of wheel) one.delete(line);
    for (const holder of line.holders) {
      const lines = known.get(holder)?.lines;
      lines?.delete(line);
      if (lines?.size === 0) known.delete(holder);
    }
    if (size > 0 || beat === null) return;
    clearInterval(beat);
    beat = null;
  }

  return {
    isFull: () => size >= LINES_AT_MOST,
    async open(given, lastEventId) {
      const line: Line = { ...given, sent: -1, endsAt: Date.now() + LASTS_MS + Math.random() * SPREAD_MS };
      const fresh = line.holders.filter((holder) => !known.has(holder));
      add(line);
      line.raw.on("close", () => remove(line));
      await refresh(fresh);
      const version = versionOf(line);
      if (lastEventId !== null && lastEventId === version) line.sent = version;
      else sendVersion(line, version, 0);
    },
  };
}

function sendVersion(line: Line, version: number, waitMs: number): void {
  line.sent = version;
  if (!line.raw.writableEnded)
    line.raw.write(`id: ${version}\nevent: inbox\ndata: ${JSON.stringify({ version, waitMs })}\n\n`);
}

/** Whose session or post has changed is asked again who he is: the line ends and the terminal comes back. */
function endLinesOf(lines: Iterable<Line>, accountId: string): void {
  for (const line of lines) if (line.accountId === accountId) line.raw.end();
}
