/**
 * Server-Sent Events that survive: Last-Event-ID carried over every reconnect, jitter so that 100,000 terminals do
 * not come back in the same second (stack.md, "Push"). A poke carries no data: whoever hears it asks again.
 */
import { API } from "./api.ts";

export type Poke = { readonly id: string; readonly event: string; readonly data: string };
export type Live = "connecting" | "open" | "waiting";

type Options = {
  readonly onPoke: (poke: Poke) => void;
  readonly onState?: (state: Live) => void;
  /** The last event already seen, e.g. kept from an earlier visit. */
  readonly lastEventId?: string;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Heartbeats come more often than this; silence longer means that the line is dead. */
const SILENCE_MS = 60_000;

/** Listens to an event stream below /api/v1 until the returned function is called. */
export function listenLive(path: string, { onPoke, onState, lastEventId = "" }: Options): () => void {
  const stop = new AbortController();
  let lastId = lastEventId;
  let failures = 0;
  const heard = (poke: Poke) => {
    failures = 0;
    if (poke.id !== "") lastId = poke.id;
    onPoke(poke);
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      onState?.("connecting");
      try {
        await readStream(path, { lastId, signal: stop.signal, onOpen: () => onState?.("open"), onPoke: heard });
      } catch {
        // Every way of ending is the same here: wait and come back.
      }
      if (stop.signal.aborted) return;
      onState?.("waiting");
      await pause(waitFor(failures++), stop.signal);
    }
  };
  void run();
  return () => stop.abort();
}

/** Doubling, capped, and spread evenly over the second half of the wait. */
export function waitFor(failures: number, random: () => number = Math.random): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return full / 2 + (full / 2) * random();
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

type Stream = {
  readonly lastId: string;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  readonly onPoke: (poke: Poke) => void;
};

async function readStream(path: string, { lastId, signal, onOpen, onPoke }: Stream): Promise<void> {
  const silent = new AbortController();
  const giveUp = () => silent.abort();
  signal.addEventListener("abort", giveUp);
  let timer = setTimeout(giveUp, SILENCE_MS);
  try {
    const response = await fetch(API + path, {
      headers: { accept: "text/event-stream", ...(lastId === "" ? {} : { "last-event-id": lastId }) },
      signal: silent.signal,
      cache: "no-store",
    });
    if (!response.ok || response.body === null) return;
    onOpen();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS);
      const blocks = (buffer + value).split(/\r?\n\r?\n/);
      buffer = blocks.pop() ?? "";
      for (const block of blocks) {
        const poke = parseBlock(block);
        if (poke) onPoke(poke);
      }
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

/** One block of an event stream; null for comments (heartbeats). */
export function parseBlock(block: string): Poke | null {
  let [id, event, data] = ["", "message", null as string | null];
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ""] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
    if (name === "id") id = value;
    else if (name === "event") event = value;
    else if (name === "data") data = data === null ? value : `${data}\n${value}`;
  }
  return data === null && id === "" ? null : { id, event, data: data ?? "" };
}
