/** A form that is being filled in: kept with every touch in the phone's own database until it is given or thrown away. */
import { useCallback } from "react";
import type { z } from "zod";
import type { Command } from "#kernel/command.ts";
import { here, keep, useLocal } from "../store/local.ts";
import { useMended } from "../store/mend.ts";

const NOTHING = {};

/** The same of a form that may also be opened to put a refused command right: then it begins with what that one said. */
export function useMendedForm<T extends object, B extends z.ZodType>(
  name: string,
  initial: T,
  of: { readonly command: Command<B>; readonly typed: (body: z.input<B>) => Partial<T> },
): ReturnType<typeof useKeptForm<T>> {
  const mended = useMended(of.command);
  return useKeptForm<T>(
    mended === null ? name : `${name}/${mended.id}`,
    mended === null ? initial : { ...initial, ...of.typed(mended.body) },
  );
}

/** The same of a step that was refused: it begins with what was said in it. */
export function useStepForm<T extends object, Body>(
  name: string,
  initial: T,
  of: {
    readonly refused: { readonly id: string; readonly body: Body } | null;
    readonly typed: (body: Body) => Partial<T>;
  },
): ReturnType<typeof useKeptForm<T>> {
  const { refused, typed } = of;
  return useKeptForm<T>(
    refused === null ? name : `${name}/${refused.id}`,
    refused === null ? initial : { ...initial, ...typed(refused.body) },
  );
}

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
