/** The one way in which a screen says something to the server: safe on the phone first, sent when there is a network. */
import { v7 } from "uuid";
import type { z } from "zod";
import type { Command } from "#kernel/command.ts";
import { post, useLocal } from "./local.ts";
import { endMending, mendedBy } from "./mend.ts";
import type { OutboxItem } from "./shapes.ts";
import { trySending } from "./sync.ts";

/**
 * Puts a command into the outbox; resolves with its id when it is safe on the phone. `id`: the same command pressed twice is
 * one; it is also the id of the record that the command makes. `after`: the command that this one follows. `instead`: the
 * refused command that this one puts right, which goes in the same step; the one that is being mended (mend.ts), if not said;
 * null: none.
 */
export async function give<B extends z.ZodType>(
  command: Command<B>,
  body: z.input<B>,
  options: { readonly id?: string; readonly after?: string | null; readonly instead?: string | null } = {},
): Promise<string> {
  const mended = mendedBy(command.kind);
  const { id = v7(), after = null, instead = mended } = options;
  await post([{ id, command: { kind: "command", name: command.kind, after, body } }], { instead });
  if (instead !== null && instead === mended) endMending();
  void trySending();
  return id;
}

/** One command with others that follow it, in one step: what belongs together is kept together, or not at all. */
export async function giveWith<B extends z.ZodType, F extends z.ZodType>(
  { command, id, body }: { readonly command: Command<B>; readonly id: string; readonly body: z.input<B> },
  follow: Command<F>,
  followers: readonly { readonly id: string; readonly after: string; readonly body: z.input<F> }[],
): Promise<void> {
  await post([
    { id, command: { kind: "command", name: command.kind, after: null, body } },
    ...followers.map((one) => ({
      id: one.id,
      command: { kind: "command" as const, name: follow.kind, after: one.after, body: one.body },
    })),
  ]);
  void trySending();
}

/** A refused command once more, under a new id: the server remembers its no to the old one. */
export async function giveAgain({ id, command }: OutboxItem): Promise<void> {
  await post([{ id: v7(), command }], { instead: id });
  void trySending();
}

/** A command of this kind that is still on the phone, with what stands against it. */
export type Given<Body> = Pick<OutboxItem, "id" | "order" | "madeAt" | "refusal" | "trouble"> & { readonly body: Body };

const given = new WeakMap<readonly OutboxItem[], Map<string, readonly Given<unknown>[]>>();

/** What of this kind has not been answered yet, in the order of making: a screen shows it as on its way. */
export function useGiven<B extends z.ZodType>(command: Command<B>): readonly Given<z.input<B>>[] {
  return useLocal(({ outbox }) => {
    const byKind = given.get(outbox) ?? new Map<string, readonly Given<unknown>[]>();
    given.set(outbox, byKind);
    const known = byKind.get(command.kind);
    if (known !== undefined) return known as readonly Given<z.input<B>>[];
    const made = outbox.flatMap(({ id, order, madeAt, refusal, trouble, command: one }) =>
      one.kind === "command" && one.name === command.kind
        ? [{ id, order, madeAt, refusal, trouble, body: one.body }]
        : [],
    );
    byKind.set(command.kind, made);
    return made as readonly Given<z.input<B>>[];
  });
}
