import { countyOf } from "#capabilities/tasks/rules/hops.ts";
import { type CommandPair, commandPair } from "#platform/commands.ts";
import { Problem } from "#platform/problem.ts";
import { factProblems, recordFactsCommand } from "./contract.ts";
import { recordFacts } from "./facts.ts";
import { attributeOf, isValueOf } from "./rules/attributes.ts";
import { noteOf } from "./rules/notes.ts";

export const factCommands: readonly CommandPair[] = [
  commandPair(recordFactsCommand, async (ctx, body) => {
    for (const { attribute, value } of body.facts) {
      const known = attributeOf(attribute);
      if (known === null || known.isRegister || known.subject !== body.subjectKind || !isValueOf(known, value))
        throw new Problem(factProblems["not-an-attribute"]);
    }
    const recorded = await recordFacts(
      ctx,
      body.facts.map(({ attribute, value, seen }) => ({
        county: countyOf(body.place),
        place: body.place,
        subjectKind: body.subjectKind,
        subjectId: body.subjectId,
        attribute,
        value,
        ...(seen === undefined ? {} : { seen }),
        source: "visit",
        sourceId: ctx.commandId,
        observedAt: ctx.madeAt,
        byPost: ctx.actor.postId,
      })),
    );
    const note = noteOf(recorded.flatMap((one) => one.conflict ?? []));
    return note === null ? undefined : { note };
  }),
];
