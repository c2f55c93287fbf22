/** The first step: taking a clue in, from a phone or at a centre; what repeats another goes with it. */
import { count } from "#capabilities/rollups/count.ts";
import { dayOf, type Instant, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { writeCourse } from "#platform/course.ts";
import { Problem } from "#platform/problem.ts";
import { sealingKeyId } from "#platform/seal.ts";
import { ALIKE_WITHIN, assessWithin, type ClueCategory, type ClueSource } from "./rules/categories.ts";
import { opinionIn } from "./rules/opinion.ts";
import { clueProblems as problem } from "./rules/problems.ts";
import { sealClue } from "./sealing.ts";
import * as store from "./store.ts";
import { alikeBefore } from "./store-lists.ts";

export const CLUE_COURSE = { table: "clue_event", kind: "clue" } as const;
export type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;

export type Gathering = {
  readonly id: string;
  readonly place: string;
  readonly source: ClueSource;
  readonly category: ClueCategory;
  readonly happenedAt: Instant;
  readonly gatheredAt: Instant;
  readonly words: string;
  readonly grievance: string;
  readonly position: { readonly latitudeThousandths: number; readonly longitudeThousandths: number } | null;
};

/** Takes it in, in the caller's transaction; the same id again is the same clue. Throws what may not be taken. */
export async function gather(ctx: Inside, clue: Gathering): Promise<void> {
  const { sql, now, actor } = ctx;
  const { keys } = ctx.services;
  if (opinionIn(clue.category, [clue.words, clue.grievance]) !== null) throw new Problem(problem.opinion);
  if (clue.happenedAt > now) throw new Problem(problem["from-the-future"]);
  const likeOf = await alikeBefore(sql, {
    place: clue.place,
    category: clue.category,
    from: later(clue.happenedAt, -ALIKE_WITHIN),
    until: later(clue.happenedAt, ALIKE_WITHIN),
  });
  const isNew = await store.insertClue(
    sql,
    {
      county: clue.place.slice(0, 6),
      id: clue.id,
      place: clue.place,
      category: clue.category,
      source: clue.source,
      sealed: sealClue(keys, clue.id, { words: clue.words, grievance: clue.grievance }),
      key_id: sealingKeyId(keys.sealingKey),
      happened_at: clue.happenedAt,
      gathered_at: clue.gatheredAt,
      by_post: actor.postId,
      latitude_thousandths: clue.position?.latitudeThousandths ?? null,
      longitude_thousandths: clue.position?.longitudeThousandths ?? null,
      like_of: likeOf,
      look_at: likeOf === null ? later(now, assessWithin(clue.category)) : null,
    },
    now,
  );
  if (!isNew) return;
  const detail = { category: clue.category, isLinked: likeOf !== null };
  await writeCourse(
    ctx,
    { ...CLUE_COURSE, county: clue.place.slice(0, 6), id: clue.id, place: clue.place },
    {
      kind: "gathered",
      detail,
    },
  );
  // One matter counts once, however many report it.
  const day = dayOf(clue.gatheredAt);
  if (likeOf === null) await count(sql, [{ place: clue.place, day, metric: "clue", delta: 1 }]);
}
