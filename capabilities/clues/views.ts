/** A clue as centres and phones see it. */
import type { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Keys } from "#platform/keys.ts";
import type { ClueLine, ClueOnPhone } from "./contract.ts";
import { openClue, openDone } from "./sealing.ts";
import type { ClueRow } from "./store.ts";

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const isInHand = (row: ClueRow): boolean =>
  row.state === "ASSIGNED" || row.state === "ACCEPTED" || row.state === "REPORTED";

export function lineOf(row: ClueRow, actor: Pick<Actor, "postId">, now: Instant): z.input<typeof ClueLine> {
  const isLate =
    ((row.state === "ASSIGNED" || row.state === "ACCEPTED") && row.due_at !== null && row.due_at <= now) ||
    (row.state === "ASSIGNED" && row.accept_by !== null && row.accept_by <= now);
  return {
    county: row.county,
    id: row.id,
    place: row.place,
    category: row.category,
    state: row.state,
    source: row.source,
    level: row.level,
    desk: row.desk,
    happenedAt: isoInstant(row.happened_at),
    gatheredAt: isoInstant(row.gathered_at),
    alike: row.alike,
    assessments: row.assessments,
    ownerName: isInHand(row) || row.state === "CLOSED" ? row.owner_name : null,
    isAssignedToMe: isInHand(row) && row.owner_post === actor.postId,
    acceptBy: iso(row.accept_by),
    dueAt: iso(row.due_at),
    isOverdue: isLate,
    reopened: row.reopened,
    escalatedTo: row.escalated_to,
    closedAt: iso(row.closed_at),
  };
}

/** What the phone of its reporter or owner holds. */
export function onPhone(row: ClueRow, actor: Pick<Actor, "postId">, keys: Keys): z.input<typeof ClueOnPhone> {
  const { words, grievance } = openClue(keys, row.id, row.sealed);
  return {
    county: row.county,
    place: row.place,
    category: row.category,
    state: row.state,
    level: row.level,
    happenedAt: isoInstant(row.happened_at),
    gatheredAt: isoInstant(row.gathered_at),
    isMine: row.by_post === actor.postId,
    isAssignedToMe: isInHand(row) && row.owner_post === actor.postId,
    acceptBy: iso(row.accept_by),
    dueAt: iso(row.due_at),
    isLinked: row.like_of !== null,
    rejectedWhy: row.rejected_why,
    words,
    grievance,
    done: openDone(keys, row.id, row.sealed_done),
  };
}
