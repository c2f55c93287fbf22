/** Commands of phones paired with the use cases that apply them; what a capability's commands.ts exports a list of. */
import type { z } from "zod";
import type { AnyCommand, Command } from "#kernel/command.ts";
import type { Instant } from "#kernel/time.ts";
import type { Context } from "./answer.ts";

/** What a command's use case may use: the transaction of this command alone, which rolls back when it throws. */
export type CommandContext = Context & {
  /** The command's own id (UUIDv7, made on the phone): also the id of the record that it makes, when it makes one. */
  readonly commandId: string;
  /** When the person entered it, by the phone's clock put right by its offset; never later than now. */
  readonly madeAt: Instant;
};

/** Does what the command says. Throws a Problem to refuse it for good; returns what the phone should know, if anything. */
export type Apply<C> =
  C extends Command<infer B>
    ? (ctx: CommandContext, body: z.output<B>) => Promise<Readonly<Record<string, unknown>> | undefined>
    : never;

export type CommandPair = readonly [
  command: AnyCommand,
  // biome-ignore lint/suspicious/noExplicitAny: the pair's types were checked against each other where `commandPair` was called.
  apply: (ctx: CommandContext, body: any) => Promise<Readonly<Record<string, unknown>> | undefined>,
];

/** Pairs a command with its use case; the compiler checks one against the other. */
export function commandPair<C extends AnyCommand>(command: C, apply: Apply<C>): CommandPair {
  return [command, apply];
}
