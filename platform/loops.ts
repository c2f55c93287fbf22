import type { Services } from "./answer.ts";

export type Loop = {
  /** Ends after the turn under way. */
  readonly stop: () => Promise<void>;
  /** Runs a turn at once instead of waiting for the interval. */
  readonly wake: () => void;
};

/**
 * Runs `turn` again and again: at once while it finds work (returns > 0), else every `everyMs`. A turn that throws is
 * logged and tried again after a pause: a clockwork must not stop because the database was away for a moment.
 */
export function startLoop(
  services: Pick<Services, "log">,
  name: string,
  everyMs: number,
  turn: () => Promise<number>,
): Loop {
  let isStopping = false;
  let awaken = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      awaken = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = (async () => {
    while (!isStopping) {
      try {
        if ((await turn()) === 0 && !isStopping) await pause(everyMs);
      } catch (error) {
        services.log("loop-failed", {
          loop: name,
          error: error instanceof Error ? error.name : "unknown",
          code: codeOf(error),
        });
        if (!isStopping) await pause(Math.max(everyMs, 1000));
      }
    }
  })();
  return {
    wake: () => awaken(),
    async stop() {
      isStopping = true;
      awaken();
      await running;
    },
  };
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
