/**
 * Steps of one record (a dispute, a request for help, a clue), given one after the other without a network: each follows the
 * one before it, and one that was refused holds none of them up.
 */
import { useMemo } from "react";
import type { z } from "zod";
import type { Command } from "#kernel/command.ts";
import { type Given, give, useGiven } from "./give.ts";
import { useLocal } from "./local.ts";
import type { OutboxItem } from "./shapes.ts";

export type RecordField = "disputeId" | "requestId" | "clueId";

/** The record's own making, or a step of it. */
const isOf = ({ id, command }: OutboxItem, field: RecordField, recordId: string): boolean =>
  id === recordId ||
  (command.kind === "command" && (command.body as Readonly<Record<string, unknown>> | null)?.[field] === recordId);

/** What of this record is still on the phone. */
export function useOwnSteps(field: RecordField, recordId: string) {
  const outbox = useLocal((local) => local.outbox);
  return useMemo(() => {
    const own = outbox.filter((item) => isOf(item, field, recordId));
    return {
      refused: own.filter(({ refusal }) => refusal !== null),
      last: own.filter(({ refusal }) => refusal === null).at(-1)?.id ?? null,
    };
  }, [outbox, field, recordId]);
}

/** Is anything of a record on its way? */
export function useWaiting(): (field: RecordField, recordId: string) => boolean {
  const outbox = useLocal((local) => local.outbox);
  return (field, recordId) => outbox.some((item) => item.refusal === null && isOf(item, field, recordId));
}

/** What stands of several kinds on its way to the server, in the order in which it was made. */
export const inTurn = <G extends Pick<Given<unknown>, "order" | "refusal">>(given: readonly G[]): readonly G[] =>
  given.filter(({ refusal }) => refusal === null).sort((a, b) => a.order - b.order);

/** The refused step of a kind: its controls begin with what was said in it. */
export function useRefused<B extends z.ZodType>(
  command: Command<B>,
  isThis: (body: z.input<B>) => boolean,
): Given<z.input<B>> | null {
  return (
    useGiven(command)
      .filter(({ refusal, body }) => refusal !== null && isThis(body))
      .at(-1) ?? null
  );
}

/** Gives the next step of a record, in the place of the refused one if there is such. */
export function useStep(field: RecordField, recordId: string) {
  const { last } = useOwnSteps(field, recordId);
  return <B extends z.ZodType>(
    command: Command<B>,
    body: z.input<B>,
    refused: Pick<Given<unknown>, "id"> | null = null,
  ): Promise<string> => give(command, body, { after: last, instead: refused?.id ?? null });
}
