/** The sealed words of an observation, opened for a purpose by whoever's duty needs them; each opening is on record. */
import { openNames } from "#capabilities/households/members.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import { unseal } from "#platform/seal.ts";
import type { openNotes } from "./contract.ts";
import { fieldsHere } from "./record.ts";
import { mayOpenFor } from "./rules/notes.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import { isLineSeen } from "./rules/timeline.ts";
import * as store from "./store.ts";
import * as proposals from "./store-household.ts";
import * as notes from "./store-notes.ts";

export const open: Answer<typeof openNotes> = async (ctx, { id }, { purpose }) => {
  const [row] = await store.observationsByIds(ctx.sql, [id]);
  if (row === undefined) throw new Problem(common["not-found"]);
  const fields = await fieldsHere(ctx, row);
  if (fields === null) throw new Problem(problems["not-your-seat"]);
  if (!mayOpenFor(purpose, fields)) throw new Problem(problems["purpose-not-yours"]);
  const key = ctx.services.keys.sealingKey;
  const { sealed_note: home, lines } = await notes.sealedOf(ctx.sql, id);
  const seen = lines.filter(({ kind }) => isLineSeen(kind, fields));
  const people = fields.has("needs") ? await proposals.proposalsOf(ctx.sql, [id]) : [];
  const names = await openNames(
    ctx,
    people.map((one) => one.person_id),
  );
  await audit(ctx, {
    action: "observation.notes",
    objectKind: "observation",
    objectId: id,
    place: row.place,
    detail: { purpose, notes: seen.length, names: names.size },
  });
  return {
    openedAt: isoInstant(ctx.now),
    home: home === null || !fields.has("needs") ? null : unseal(key, home, id),
    notes: seen.map((line) => ({
      id: line.id,
      at: isoInstant(line.at),
      kind: line.kind,
      byRole: line.by_role,
      text: unseal(key, line.sealed, line.id),
    })),
    household: people.flatMap((one) => {
      const name = names.get(one.person_id);
      return name === undefined ? [] : [{ id: one.id, name }];
    }),
  };
};
