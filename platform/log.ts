import pino from "pino";
import type { Services } from "./answer.ts";
import type { Settings } from "./settings.ts";

/** One JSON line an event on stderr: event name, codes and counts; never names, numbers, phones, addresses, free text. */
export function makeLog(settings: Pick<Settings, "logLevel">): Services["log"] {
  const logger = pino({ level: settings.logLevel, base: null }, pino.destination({ dest: 2, sync: false }));
  const loud = new Set(["fault", "loop-failed", "job-failed"]);
  return (event, facts = {}) => {
    if (loud.has(event)) logger.error({ event, ...facts });
    else logger.info({ event, ...facts });
  };
}
