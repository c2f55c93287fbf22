/** Recording facts, each once, and reading what stands. Other capabilities call these; the store is theirs alone. */
import type { z } from "zod";
import { widened } from "#capabilities/tasks/widen.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type { KnownFact } from "./contract.ts";
import {
  attributeOf,
  type FactSource,
  type FactValue,
  isValueOf,
  type Sensitivity,
  type SubjectKind,
} from "./rules/attributes.ts";
import { type Conflict, comesBefore, conflictOf, type Valued } from "./rules/standing.ts";
import * as store from "./store.ts";

type Acting = Pick<Context, "sql" | "actor" | "now" | "services">;

export type NewFact = {
  readonly county: string;
  readonly place: string;
  readonly subjectKind: SubjectKind;
  /** Of a person: the register's id, or the person's key when the register has nobody of that key. */
  readonly subjectId: string;
  readonly attribute: string;
  readonly value: FactValue;
  readonly source: FactSource;
  /** The visit, form answer, command or declaration that said so: it says one thing of an attribute, once. */
  readonly sourceId: string;
  readonly observedAt: Instant;
  readonly byPost: string | null;
  /** Seen or said at the door. Not said: all but declarations are. */
  readonly isVerified?: boolean;
  /** Waits for a review: known, so that nobody asks again, but not verified and in no report. */
  readonly isProvisional?: boolean;
  /** What the phone showed when the person changed it; not said: no matter. */
  readonly seen?: FactValue;
};

export type RecordedFact = {
  readonly id: string;
  /** False: a later or verified value stands instead; this one is kept beside it. */
  readonly stands: boolean;
  /** False: the same source had said so before. */
  readonly isNew: boolean;
  readonly conflict: Conflict | null;
};

const keyOf = (fact: { readonly subjectId: string; readonly attribute: string }) =>
  `${fact.subjectId}/${fact.attribute}`;
const bound = (id: string) => `fact/${id}`;

/**
 * Records facts in the caller's transaction, in a constant number of statements; answers in their order. Throws on an
 * unknown attribute or a value that is none of it: the caller checks what people typed (isValueOf) and refuses by itself.
 */
export async function recordFacts(ctx: Acting, facts: readonly NewFact[]): Promise<RecordedFact[]> {
  if (facts.length === 0) return [];
  const wrong = facts.find((fact) => !isFactOf(fact));
  if (wrong) throw new Error(`not a fact: ${wrong.attribute}`);
  const { sql, now } = ctx;
  const attributes = [...new Set(facts.map((fact) => fact.attribute))];
  const before = await known(ctx, [...new Set(facts.map((fact) => fact.subjectId))], attributes);
  const rows = facts.map((fact) => rowOf(ctx, fact));
  const fresh = await store.insertFacts(sql, rows, now);
  const written = rows.filter((row) => fresh.has(row.id));
  if (written.length > 0) {
    // A subject may have been in another area until now.
    await widened(ctx, () => store.touchSubjects(sql, written, now));
    await noteChanges(
      ctx,
      written.map((row) => ({ kind: "facts", id: row.subject_id, place: row.place })),
    );
  }
  return facts.map((fact, at) => {
    const id = rows[at]?.id ?? "";
    const said: Valued = { ...fact, id, isVerified: rows[at]?.is_verified ?? false };
    const stood = before.get(keyOf(fact)) ?? null;
    const isNew = fresh.has(id);
    return {
      id,
      isNew,
      stands: isNew && (stood === null || comesBefore(said, stood, now)),
      conflict: isNew ? conflictOf(said, { before: stood, seen: fact.seen, now }) : null,
    };
  });
}

function isFactOf({ attribute, value, subjectKind }: NewFact): boolean {
  const known = attributeOf(attribute);
  return known !== null && known.subject === subjectKind && isValueOf(known, value);
}

function rowOf(ctx: Acting, fact: NewFact): store.FactInsert {
  const id = newId();
  const { sealingKey } = ctx.services.keys;
  const isSealed = attributeOf(fact.attribute)?.sensitivity !== "plain";
  return {
    county: fact.county,
    id,
    place: fact.place,
    subject_kind: fact.subjectKind,
    subject_id: fact.subjectId,
    attribute: fact.attribute,
    value: isSealed ? null : fact.value,
    sealed: isSealed ? seal(sealingKey, JSON.stringify(fact.value), bound(id)).toString("hex") : null,
    key_id: isSealed ? sealingKeyId(sealingKey) : null,
    source: fact.source,
    source_id: fact.sourceId,
    observed_at: isoInstant(fact.observedAt),
    by_post: fact.byPost,
    is_verified: fact.isProvisional !== true && (fact.isVerified ?? fact.source !== "declaration"),
    is_provisional: fact.isProvisional === true,
  };
}

/** A fact as a caller reads it. `value` null: it is known, but not for this actor. */
export type ReadFact = {
  readonly id: string;
  readonly place: string;
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly attribute: string;
  readonly value: FactValue | null;
  readonly source: FactSource;
  readonly observedAt: Instant;
  readonly recordedAt: Instant;
  readonly byPost: string | null;
  readonly byName: string | null;
  readonly isVerified: boolean;
  readonly hasOther: boolean;
  /** Said later and not verified: it stands once this one is stale. */
  readonly next: Omit<ReadFact, "next" | "hasOther"> | null;
};

const VILLAGE = 12;

/** Who may read it: names the posts of a village or finer, health the health posts and whoever asked. */
function mayRead({ actor }: Acting, sensitivity: Sensitivity, byPost: string | null): boolean {
  if (actor.role === "system") return true;
  if (sensitivity === "identity") return actor.area.length >= VILLAGE;
  if (sensitivity === "health") return actor.role === "health-worker" || byPost === actor.postId;
  return true;
}

function readFact(ctx: Acting, row: store.FactRow): Omit<ReadFact, "next" | "hasOther"> {
  const sensitivity = attributeOf(row.attribute)?.sensitivity ?? "health";
  const open = (): FactValue =>
    row.sealed_value === null
      ? (row.value as FactValue)
      : JSON.parse(unseal(ctx.services.keys.sealingKey, row.sealed_value, bound(row.id)));
  return {
    id: row.id,
    place: row.place,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    attribute: row.attribute,
    value: mayRead(ctx, sensitivity, row.by_post) ? open() : null,
    source: row.source,
    observedAt: row.observed_at,
    recordedAt: row.recorded_at,
    byPost: row.by_post,
    byName: row.by_name,
    isVerified: row.is_verified,
  };
}

async function known(ctx: Acting, subjectIds: readonly string[], attributes: readonly string[]) {
  const rows = await store.standingRows(ctx.sql, subjectIds, { attributes, at: ctx.now });
  // The rule compares the values themselves, whoever may read them.
  const open = { ...ctx, actor: { ...ctx.actor, role: "system" as const } };
  return new Map(
    rows
      .filter((row) => row.rank === 1)
      .map((row) => [keyOf({ subjectId: row.subject_id, attribute: row.attribute }), readFact(open, row) as Valued]),
  );
}

export type FactKeys = {
  readonly subjectIds: readonly string[];
  /** Not said: all that is known. */
  readonly attributes?: readonly string[];
};

/** What stands of these subjects: one fact an attribute. Values that this actor may not read are null. */
export async function factsOf(ctx: Acting, { subjectIds, attributes }: FactKeys): Promise<ReadFact[]> {
  if (subjectIds.length === 0) return [];
  const rows = await store.standingRows(ctx.sql, subjectIds, { attributes: attributes ?? null, at: ctx.now });
  const values = Map.groupBy(rows, (row) => `${row.subject_id}/${row.attribute}`);
  return [...values.values()].flatMap(([first, ...others]): ReadFact[] => {
    if (first === undefined) return [];
    const next = others.find((row) => first.is_verified && !row.is_verified && row.observed_at > first.observed_at);
    return [
      { ...readFact(ctx, first), hasOther: others.length > 0, next: next === undefined ? null : readFact(ctx, next) },
    ];
  });
}

/** What stands of some attributes over an area, as known at an instant: what reports are made from. */
export async function factsIn(
  ctx: Acting,
  of: { readonly area: string; readonly attributes: readonly string[]; readonly asOf: Instant },
): Promise<Omit<ReadFact, "next" | "hasOther">[]> {
  const rows = await store.standingIn(ctx.sql, of);
  return rows.map((row) => readFact(ctx, row));
}

/** The review of an answer is over: what it said until now is taken back, and returned to be said by whoever approves it. */
export async function endProvisional(ctx: Acting, sourceId: string): Promise<NewFact[]> {
  const rows = await store.dropProvisional(ctx.sql, sourceId, ctx.now);
  await noteChanges(
    ctx,
    rows.map((row) => ({ kind: "facts", id: row.subject_id, place: row.place })),
  );
  // What was said is said again as it is, whoever may read it.
  const open = { ...ctx, actor: { ...ctx.actor, role: "system" as const } };
  return rows.flatMap((row): NewFact[] => {
    const { value, source, observedAt } = readFact(open, { ...row, by_name: null });
    const { county, place, subject_kind: subjectKind, subject_id: subjectId, attribute, by_post: byPost } = row;
    return value === null
      ? []
      : [{ county, place, subjectKind, subjectId, attribute, value, source, sourceId, observedAt, byPost }];
  });
}

/** Every value of one attribute of a subject, the standing one first. */
export const historyOf = async (ctx: Acting, subjectId: string, attribute: string) =>
  (await store.valuesOf(ctx.sql, { subjectId, attribute, at: ctx.now })).map((row) => readFact(ctx, row));

/** As phones and pages are given it. */
export const shownFact = ({ next, hasOther, ...fact }: ReadFact): z.input<typeof KnownFact> => ({
  attribute: fact.attribute,
  ...shownValue(fact),
  hasOther,
  ...(next === null ? {} : { next: shownValue(next) }),
});

export const shownValue = (fact: Omit<ReadFact, "next" | "hasOther">) => ({
  id: fact.id,
  value: fact.value === null || typeof fact.value !== "object" ? fact.value : [...fact.value],
  observedAt: isoInstant(fact.observedAt),
  source: fact.source,
  isVerified: fact.isVerified,
  byName: fact.byName,
});

/** What is known of these subjects goes with them to another place. */
export async function followSubjects(ctx: Acting, subjectIds: readonly string[], place: string): Promise<void> {
  const moved = await widened(ctx, () => store.moveSubjects(ctx.sql, subjectIds, place, ctx.now));
  await noteChanges(
    ctx,
    moved.flatMap(({ subject_id: id, from }) => [
      { kind: "facts", id, place: from },
      { kind: "facts", id, place },
    ]),
  );
}
