/** A record as a phone sent it becomes a row, or a reason why not: no database here. */
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { normaliseNumber, residentNumberFault } from "#kernel/identity.ts";
import { isWithin } from "#kernel/places.ts";
import { readPlate } from "#kernel/plates.ts";
import { dayOf, type Instant, instant, isoInstant } from "#kernel/time.ts";
import type { Keys } from "#platform/keys.ts";
import { seal, sealingKeyId } from "#platform/seal.ts";
import { isFever } from "./rules/fever.ts";
import { takenAt } from "./rules/keeping.ts";
import type { checkpointProblems } from "./rules/problems.ts";
import type { Item, ItemOf, VisitorForm } from "./rules/shapes.ts";

export type Fault = keyof typeof checkpointProblems;

/** As the statements of store-record.ts take them; times are ISO texts, bytes hexadecimal. */
export type ScanRow = {
  readonly id: string;
  readonly county: string;
  readonly kind: "code" | "card" | "visitor" | "vehicle" | "count";
  readonly checkpoint_id: string;
  readonly place: string;
  readonly lane: number;
  readonly shift_id: string | null;
  readonly post_id: string;
  readonly at: string;
  readonly day: string;
  readonly direction: "in" | "out";
  readonly outcome?: string | null;
  readonly why?: string | null;
  readonly form?: string | null;
  readonly issuer?: string | null;
  readonly code_id?: number | null;
  readonly person_key?: string | null;
  readonly colour?: string | null;
  readonly tenths?: number | null;
  readonly fever?: "none" | "waiting";
  readonly visitor_id?: string | null;
  readonly plate_key?: string | null;
  readonly sealed_plate?: string | null;
  readonly plate_kind?: string | null;
  readonly from_place?: string | null;
  readonly headcount?: number | null;
  readonly queue?: number | null;
};
export type VisitorRow = {
  readonly id: string;
  readonly county: string;
  readonly place: string;
  readonly person_key: string | null;
  readonly find_key: string;
  readonly sealed: string;
  readonly key_id: string;
  readonly is_child: boolean;
  readonly post_id: string;
  readonly at: string;
};
export type RecheckRow = {
  readonly id: string;
  readonly county: string;
  readonly scan_id: string;
  readonly post_id: string;
  readonly place: string;
  readonly at: string;
  readonly tenths: number;
};
export type ShiftRow = {
  readonly id: string;
  readonly county: string;
  readonly checkpoint_id: string;
  readonly place: string;
  readonly lane: number;
  readonly post_id: string;
  readonly at: string;
  readonly takes_over: string | null;
  readonly close_id: string | null;
  readonly headcount: number | null;
  readonly sealed: string | null;
  readonly open_matters: number | null;
};
export type Row =
  | { readonly table: "scan"; readonly scan: ScanRow; readonly visitor: VisitorRow | null }
  | { readonly table: "recheck"; readonly recheck: RecheckRow }
  | { readonly table: "shift"; readonly shift: ShiftRow };

export type KnownCheckpoint = { readonly id: string; readonly place: string; readonly isClosed: boolean };

type Given = {
  readonly actor: Actor;
  readonly checkpoint: KnownCheckpoint | undefined;
  readonly now: Instant;
  readonly keys: Keys;
};

/** The row of a record, or the fault for which it is refused for good. */
export function rowOf(item: Item, { actor, checkpoint, now, keys }: Given): Row | Fault {
  if (checkpoint === undefined || !isWithin(checkpoint.place, actor.area)) return "not-your-checkpoint";
  const at = takenAt(instant(item.deviceAt), item.clockOffsetMs, now);
  if (typeof at === "string") return at;
  const where = {
    county: checkpoint.place.slice(0, 6),
    place: checkpoint.place,
    post_id: actor.postId,
    at: isoInstant(at),
  };
  if (item.kind === "recheck")
    return {
      table: "recheck",
      recheck: { id: item.id, ...where, scan_id: item.scanId, tenths: item.temperatureTenths },
    };
  const lane = { ...where, checkpoint_id: checkpoint.id, lane: item.lane };
  if (item.kind === "shift-open" || item.kind === "shift-close")
    return { table: "shift", shift: shiftOf(item, lane, keys) };
  const base = { ...lane, id: item.id, shift_id: item.shiftId, day: dayOf(at) };
  if (item.kind === "count")
    return {
      table: "scan",
      visitor: null,
      scan: { ...base, kind: "count", direction: "in", headcount: item.people, queue: item.queue },
    };
  if (item.kind === "vehicle") return { table: "scan", visitor: null, scan: { ...base, ...vehicleOf(item, keys) } };
  return personRow(item, base, where, now, keys);
}

type Base = Pick<ScanRow, "id" | "county" | "place" | "post_id" | "at" | "checkpoint_id" | "lane" | "shift_id" | "day">;
type Where = Pick<ScanRow, "county" | "place" | "post_id" | "at">;

function personRow(item: ItemOf<"code" | "card" | "visitor">, base: Base, where: Where, now: Instant, keys: Keys): Row {
  const tenths = item.temperatureTenths;
  const common = {
    ...base,
    direction: item.direction,
    outcome: item.outcome,
    why: item.why,
    tenths,
    fever: tenths !== null && isFever(tenths) ? ("waiting" as const) : ("none" as const),
  };
  if (item.kind === "code") {
    const { form, issuer, codeId, colour } = item;
    return { table: "scan", visitor: null, scan: { ...common, kind: "code", form, issuer, code_id: codeId, colour } };
  }
  if (item.kind === "card") {
    const person_key = keyOfNumber(item.idType, item.idNumber, now, keys);
    return {
      table: "scan",
      visitor: null,
      scan: { ...common, kind: "card", form: "card", person_key, colour: item.colour },
    };
  }
  const visitor = item.form === null ? null : visitorOf(item.visitorId, item.form, where, now, keys);
  return {
    table: "scan",
    visitor,
    scan: {
      ...common,
      kind: "visitor",
      form: "register",
      visitor_id: item.visitorId,
      person_key: visitor?.person_key ?? null,
    },
  };
}

/** The key of a document's number; null where its form shows that it was misread: nobody else's key is guessed. */
export function keyOfNumber(idType: string, idNumber: string, now: Instant, keys: Keys): string | null {
  const number = normaliseNumber(idNumber);
  if (idType === "111" && residentNumberFault(number, dayOf(now)) !== null) return null;
  return personKeyOf(keys.provinceKey, idType, number);
}

/** By what a visitor is found again: his name and the last four signs of his number. */
export const findKeyOf = (keys: Keys, name: string, lastFour: string): string =>
  personKeyOf(keys.provinceKey, "visitor", `${name}|${lastFour}`);

export const boundToVisitor = (county: string, id: string): string => `visitor ${county} ${id}`;
export const boundToShift = (county: string, id: string): string => `shift ${county} ${id}`;

function visitorOf(id: string, form: VisitorForm, where: Where, now: Instant, keys: Keys): VisitorRow {
  const { idType, idNumber, name } = form;
  const hasNumber = idType !== null && idNumber !== null;
  return {
    id,
    ...where,
    person_key: hasNumber ? keyOfNumber(idType, idNumber, now, keys) : null,
    find_key: findKeyOf(keys, name, normaliseNumber(idNumber ?? "").slice(-4)),
    sealed: seal(keys.sealingKey, JSON.stringify(form), boundToVisitor(where.county, id)).toString("hex"),
    key_id: sealingKeyId(keys.sealingKey),
    is_child: form.isChild,
  };
}

function vehicleOf({ plate, from, passengers, direction, id }: ItemOf<"vehicle">, keys: Keys) {
  const read = readPlate(plate);
  const text = read?.plate ?? plate;
  return {
    kind: "vehicle" as const,
    direction,
    // A key of its own kind: `plate|…`, as a person's is `type|number`.
    plate_key: personKeyOf(keys.provinceKey, "plate", text),
    sealed_plate: seal(keys.sealingKey, text, `plate ${id}`).toString("hex"),
    plate_kind: read?.kind ?? "unknown",
    from_place: from === "" ? null : from,
    headcount: passengers,
  };
}

function shiftOf(
  item: ItemOf<"shift-open" | "shift-close">,
  lane: Omit<Base, "id" | "shift_id" | "day">,
  keys: Keys,
): ShiftRow {
  if (item.kind === "shift-open")
    return {
      ...lane,
      id: item.id,
      takes_over: item.takesOver,
      close_id: null,
      headcount: null,
      sealed: null,
      open_matters: null,
    };
  const { notes, openMatters, headcount, shiftId } = item;
  const text = JSON.stringify({ notes, openMatters });
  return {
    ...lane,
    id: shiftId,
    takes_over: null,
    close_id: item.id,
    headcount,
    sealed: seal(keys.sealingKey, text, boundToShift(lane.county, shiftId)).toString("hex"),
    open_matters: openMatters.length,
  };
}
