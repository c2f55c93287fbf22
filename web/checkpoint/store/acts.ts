/** What the volunteer does: each deed is one or more records, safe on the phone before the screen goes on. */
import { v7 } from "uuid";
import { isFever, REST_FOR } from "#capabilities/checkpoints/rules/fever.ts";
import { decideGate, type Outcome } from "#capabilities/checkpoints/rules/gate.ts";
import type { VisitorForm } from "#capabilities/checkpoints/rules/shapes.ts";
import { clockOffset } from "./clock.ts";
import { here, keep, type Made, post } from "./local.ts";
import { NO_TALLY, type Person, type Rest, type Shift, type Told } from "./shapes.ts";
import { upload } from "./sync.ts";

const base = (shift: Shift, id: string, at: number) => ({
  id,
  checkpointId: shift.checkpointId,
  lane: shift.lane,
  shiftId: shift.id,
  deviceAt: new Date(at).toISOString(),
  clockOffsetMs: clockOffset(),
});

function shiftNow(): Shift {
  const { shift } = here().kept;
  if (shift === undefined) throw new Error("no shift is open");
  return shift;
}

/** What the volunteer is told about the person before him, with the temperature so far. */
export const toldOf = (person: Person, firstTenths: number | null, recheckTenths: number | null = null): Told =>
  decideGate({ code: person.reading, firstTenths, recheckTenths });

/** The record of one person; a reading of a fever also begins the rest. */
export async function recordPerson(person: Person, tenths: number | null): Promise<Told> {
  const shift = shiftNow();
  const told = toldOf(person, tenths);
  const { reading, card } = person;
  const common = {
    ...base(shift, person.id, person.at),
    outcome: told.outcome,
    why: reading.why,
    temperatureTenths: tenths,
  };
  const item =
    card === null
      ? {
          ...common,
          kind: "code" as const,
          form: reading.form === "card" || reading.form === "none" ? ("phone" as const) : reading.form,
          issuer: reading.issuer,
          codeId: reading.codeId,
          colour: reading.colour,
        }
      : {
          ...common,
          kind: "card" as const,
          idType: idTypeOf(card.idType),
          idNumber: card.idNumber,
          colour: reading.colour,
        };
  await post([{ id: person.id, item }], restsWith(person.id, tenths, told.outcome), { people: 1, [told.outcome]: 1 });
  void upload();
  return told;
}

const ID_TYPES = ["111", "414", "516", "511", "553", "990"] as const;
const idTypeOf = (text: string) => ID_TYPES.find((one) => one === text) ?? "990";

function restsWith(scanId: string, tenths: number | null, outcome: Outcome): { rests?: readonly Rest[] } {
  if (tenths === null || !isFever(tenths)) return {};
  const rest: Rest = { scanId, firstTenths: tenths, since: Date.now(), outcome };
  return { rests: [...(here().kept.rests ?? []), rest] };
}

/** The second reading; null takes the person off the list (he left). */
export async function recordRecheck(rest: Rest, tenths: number | null): Promise<Outcome | null> {
  const rests = (here().kept.rests ?? []).filter((one) => one.scanId !== rest.scanId);
  if (tenths === null) {
    await keep({ rests });
    return null;
  }
  const shift = shiftNow();
  const id = v7();
  const item = {
    ...base(shift, id, Date.now()),
    kind: "recheck" as const,
    scanId: rest.scanId,
    temperatureTenths: tenths,
  };
  await post([{ id, item }], { rests });
  void upload();
  return isFever(tenths) ? "stop" : "pass";
}

/** Milliseconds until the second reading counts; 0 when it does now. */
export const restLeft = (rest: Rest, now: number): number => Math.max(0, rest.since + REST_FOR - now);

/** A visitor without a code; `form` null: registered before. */
export async function recordVisitor(visitorId: string, form: VisitorForm | null, tenths: number | null): Promise<Told> {
  const shift = shiftNow();
  const id = v7();
  const told = decideGate({ code: null, firstTenths: tenths, recheckTenths: null });
  const item = {
    ...base(shift, id, Date.now()),
    kind: "visitor" as const,
    outcome: told.outcome,
    why: "no-code",
    temperatureTenths: tenths,
    visitorId,
    form,
  };
  await post([{ id, item }], restsWith(id, tenths, told.outcome), { people: 1, visitors: 1, [told.outcome]: 1 });
  void upload();
  return told;
}

export async function recordVehicle(of: { plate: string; from: string; passengers: number }): Promise<void> {
  const id = v7();
  await post([{ id, item: { ...base(shiftNow(), id, Date.now()), kind: "vehicle", ...of } }], {}, { vehicles: 1 });
  void upload();
}

export async function recordCount(of: { people: number; queue: number }): Promise<void> {
  const id = v7();
  await post([{ id, item: { ...base(shiftNow(), id, Date.now()), kind: "count", ...of } }]);
  void upload();
}

/** Begins a shift; with `takesOver` this signs the colleague's hand-over. */
export async function openShift(of: { checkpointId: string; lane: number; takesOver: string | null }): Promise<void> {
  const { takesOver, ...where } = of;
  const shift: Shift = { id: v7(), ...where, openedAt: new Date().toISOString() };
  const made: Made = {
    id: shift.id,
    item: { ...base(shift, shift.id, Date.now()), shiftId: null, kind: "shift-open", takesOver },
  };
  await post([made], { shift, tally: NO_TALLY, rests: [] });
  void upload();
}

/** Ends the shift: signed by being sent with one's own sign-in. */
export async function closeShift(of: { headcount: number; notes: string; openMatters: string[] }): Promise<void> {
  const shift = shiftNow();
  const id = v7();
  const item = { ...base(shift, id, Date.now()), kind: "shift-close" as const, shiftId: shift.id, ...of };
  await post([{ id, item }], { shift: undefined, rests: [] });
  void upload();
}
