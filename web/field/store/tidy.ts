import { dayOf } from "#kernel/time.ts";
import { platformNow } from "../../shared/me.ts";
import { erase, here, setHere, write } from "./local.ts";
import type { Kept } from "./memory.ts";

/** Takes from the phone what is of earlier days, or of tasks that are no longer here. Never a draft or the outbox. */
export function tidy(openTasks: ReadonlySet<string>): void {
  const today = dayOf(platformNow());
  const old = here()
    .sent.filter(({ day }) => day < today)
    .map(({ id }) => id);
  const pages = Object.keys(here().kept).filter((key) => key.startsWith("page/") && !openTasks.has(key.slice(5)));
  if (old.length + pages.length === 0) return;
  const gone = new Set(old);
  setHere({
    sent: here().sent.filter(({ id }) => !gone.has(id)),
    kept: Object.fromEntries(Object.entries(here().kept).filter(([key]) => !pages.includes(key))) as Kept,
  });
  void write([...erase("sent", old), ...erase("kept", pages)]).catch(() => undefined);
}
