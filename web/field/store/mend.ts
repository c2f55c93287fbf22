/**
 * A refused command that a worker puts right: its screen opens with what was typed, and the next command of its kind takes its
 * place. Kept in the vault, so that a phone that dies meanwhile goes on where it was.
 */
import { useMemo } from "react";
import type { z } from "zod";
import type { Command } from "#kernel/command.ts";
import { here, keep, useLocal } from "./local.ts";
import type { Local } from "./memory.ts";
import type { OutboxItem } from "./shapes.ts";

const itemOf = ({ kept, outbox }: Local): OutboxItem | undefined =>
  outbox.find(({ id, refusal }) => id === kept.mending?.id && refusal !== null);

export const startMending = ({ id }: OutboxItem, section: string): void => keep({ mending: { id, section } });

/** Put right, or let be: forms that were kept for it go too (kept-form.ts names them by its id). */
export function endMending(): void {
  const id = here().kept.mending?.id;
  if (id === undefined) return;
  const forms = Object.keys(here().kept).filter((key) => key.startsWith("form/") && key.endsWith(`/${id}`));
  keep({ mending: undefined, ...Object.fromEntries(forms.map((key) => [key, undefined])) });
}

/** The id of the refused command of this kind that is being put right; null: none. */
export function mendedBy(kind: string): string | null {
  const item = itemOf(here());
  return item?.command.kind === "command" && item.command.name === kind ? item.id : null;
}

/** What is being put right in this section. */
export function useMending(section: string): OutboxItem | null {
  return useLocal((local) => (local.kept.mending?.section === section ? (itemOf(local) ?? null) : null));
}

/** What was typed in the refused command that is being put right, if it is of this kind. */
export function useMended<B extends z.ZodType>(
  command: Command<B>,
): { readonly id: string; readonly body: z.input<B> } | null {
  const item = useLocal(itemOf);
  return useMemo(
    () =>
      item?.command.kind === "command" && item.command.name === command.kind
        ? { id: item.id, body: item.command.body as z.input<B> }
        : null,
    [item, command],
  );
}
