/** A form that is being filled in: kept with every touch in the phone's own database until it is given or thrown away. */
import { useCallback } from "react";
import { here, keep, useLocal } from "../store/local.ts";

const NOTHING = {};

/** What was typed so far over what the form begins with; `change` keeps a part, `clear` throws all of it away. */
export function useKeptForm<T extends object>(
  name: string,
  initial: T,
): readonly [form: T, change: (part: Partial<T>) => void, clear: () => void] {
  const key = `form/${name}`;
  const kept = useLocal(({ kept }) => (kept as Readonly<Record<string, unknown>>)[key] ?? NOTHING) as Partial<T>;
  const change = useCallback(
    (part: Partial<T>) => {
      const before = (here().kept as Readonly<Record<string, unknown>>)[key] ?? NOTHING;
      keep({ [key]: { ...before, ...part } });
    },
    [key],
  );
  const clear = useCallback(() => keep({ [key]: undefined }), [key]);
  return [{ ...initial, ...kept }, change, clear];
}
