import { useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { addDoor, moveIn } from "#capabilities/households/contract.ts";
import {
  HOUSEHOLD_KINDS,
  type HouseholdKind,
  PERSONS_AT_ONCE,
  RELATIONS,
  RESIDENCE,
  type Relation,
  type Residence,
  TENURES,
  type Tenure,
} from "#capabilities/households/rules/kinds.ts";
import { isMobile, normaliseNumber, normalisePhone, residentNumberFault } from "#kernel/identity.ts";
import { daysLater } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Bar } from "../parts/Bar.tsx";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { go } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { Check } from "./DoorForm.tsx";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { registerWords } from "./words.ts";

type Typed = {
  readonly personId: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly relation: Relation;
  readonly residence: readonly Residence[];
};
type Form = {
  readonly kind: HouseholdKind;
  readonly tenure: Tenure;
  readonly sinceOn: string;
  readonly isByLandlord: boolean;
  readonly people: readonly Typed[];
};
const empty = (relation: Relation): Typed => ({
  personId: v7(),
  name: "",
  idNumber: "",
  phone: "",
  relation,
  residence: [],
});

/** A form that says again what a refused command said. */
const typedOf = (body: z.input<typeof moveIn.body>): Partial<Form> => ({
  kind: body.kind ?? "family",
  tenure: body.tenure ?? "owner",
  sinceOn: body.sinceOn ?? "",
  isByLandlord: body.isByLandlord ?? false,
  people: (body.persons ?? []).map(({ personId, name, idNumber, phone, relation, residence }) => ({
    personId,
    name,
    idNumber: idNumber ?? "",
    phone: phone ?? "",
    relation,
    residence: residence ?? [],
  })),
});

export const numberIsWrong = (text: string): boolean =>
  text.trim() !== "" && residentNumberFault(normaliseNumber(text), platformToday()) !== null;
export const phoneIsWrong = (text: string): boolean => text.trim() !== "" && !isMobile(normalisePhone(text));

/** People moved in: a new household behind the door, or more people of one that lives there. */
export function MoveInScreen({
  doorId,
  householdId,
}: {
  readonly doorId: string;
  readonly householdId: string | null;
}) {
  const w = useWords(registerWords);
  const register = useRegister();
  const isRented = register.doors.get(doorId)?.isRented ?? false;
  const [id] = useState(() => v7());
  const [initial] = useState(
    (): Form => ({
      kind: "family",
      tenure: isRented ? "tenant" : "owner",
      sinceOn: "",
      isByLandlord: false,
      people: [empty(householdId === null ? "head" : "other-family")],
    }),
  );
  // Kept with every touch: a phone that dies in the stairwell has it still.
  const [form, change, clear] = useMendedForm(`households/move-in/${doorId}/${householdId ?? "new"}`, initial, {
    command: moveIn,
    typed: typedOf,
  });
  const { kind, tenure, sinceOn, isByLandlord, people } = form;
  const setPeople = (next: readonly Typed[]) => change({ people: next });
  const [isTold, setTold] = useState(false);
  const waiting = useGiven(addDoor).some((one) => one.id === doorId);
  const homeWaiting = useGiven(moveIn).some((one) => one.id === householdId);
  const isDayWrong = sinceOn !== "" && sinceOn > daysLater(platformToday(), 1);
  const isWrong =
    isDayWrong ||
    people.some((one) => one.name.trim() === "" || numberIsWrong(one.idNumber) || phoneIsWrong(one.phone));
  const save = async () => {
    if (isWrong) return setTold(true);
    const persons = people.map(({ personId, name, idNumber, phone, relation, residence }) => ({
      personId,
      name: name.trim(),
      idNumber: idNumber.trim() === "" ? null : normaliseNumber(idNumber),
      phone: phone.trim() === "" ? null : normalisePhone(phone),
      relation,
      residence: [...residence],
    }));
    const body = { doorId, householdId, kind, tenure, sinceOn: sinceOn === "" ? null : sinceOn, persons, isByLandlord };
    // It makes no sense before its door, or its household, has arrived.
    await give(moveIn, body, { id, after: homeWaiting ? householdId : waiting ? doorId : null });
    clear();
    go(at.door(doorId), { instead: true });
  };
  return (
    <>
      <Bar title={w.moveInTitle} back={at.door(doorId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        {householdId === null && (
          <>
            <OneOf
              label={w.householdAsk}
              options={HOUSEHOLD_KINDS}
              words={w.householdKind}
              value={kind}
              onChange={(next) => change({ kind: next })}
            />
            <OneOf
              label={w.tenureAsk}
              options={TENURES}
              words={w.tenure}
              value={tenure}
              onChange={(next) => change({ tenure: next })}
            />
          </>
        )}
        <label className="field">
          <span>{w.sinceAsk}</span>
          <input
            className="input"
            type="date"
            value={sinceOn}
            onChange={(event) => change({ sinceOn: event.target.value })}
          />
        </label>
        {isTold && isDayWrong && <p className="form-fault">{w.dayWrong}</p>}
        {tenure === "tenant" && (
          <Check label={w.byLandlord} isOn={isByLandlord} onChange={(next) => change({ isByLandlord: next })} />
        )}
        {people.map((one, n) => (
          <PersonFields
            key={one.personId}
            title={w.person(n + 1)}
            typed={one}
            isTold={isTold}
            onChange={(part) => setPeople(people.map((other) => (other === one ? { ...one, ...part } : other)))}
            {...(people.length > 1 ? { onDrop: () => setPeople(people.filter((other) => other !== one)) } : {})}
          />
        ))}
        {people.length < PERSONS_AT_ONCE && (
          <button
            type="button"
            className="button button-wide"
            onClick={() => setPeople([...people, empty("other-family")])}
          >
            {w.anotherPerson}
          </button>
        )}
        <div className="dock">
          <button type="button" className="button button-main" onClick={() => void save()}>
            {w.save}
          </button>
        </div>
      </form>
    </>
  );
}

type PersonProps = {
  readonly title: string;
  readonly typed: Typed;
  readonly isTold: boolean;
  readonly onChange: (part: Partial<Typed>) => void;
  readonly onDrop?: () => void;
};

function PersonFields({ title, typed, isTold, onChange, onDrop }: PersonProps) {
  const w = useWords(registerWords);
  return (
    <fieldset className="door-person-form">
      <legend>{title}</legend>
      <label className="field">
        <span>{w.personName}</span>
        <input
          className="input"
          value={typed.name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </label>
      {isTold && typed.name.trim() === "" && <p className="form-fault">{w.nameMissing}</p>}
      <label className="field">
        <span>{w.relationAsk}</span>
        <select
          className="input"
          value={typed.relation}
          onChange={(event) => onChange({ relation: event.target.value as Relation })}
        >
          {RELATIONS.map((relation) => (
            <option key={relation} value={relation}>
              {w.relation[relation]}
            </option>
          ))}
        </select>
      </label>
      <NumberField value={typed.idNumber} onChange={(idNumber) => onChange({ idNumber })} />
      <PhoneField value={typed.phone} onChange={(phone) => onChange({ phone })} />
      <ManyOf
        label={w.residenceAsk}
        options={RESIDENCE}
        words={w.residence}
        value={typed.residence}
        onChange={(residence) => onChange({ residence })}
      />
      {onDrop !== undefined && (
        <button type="button" className="button" onClick={onDrop}>
          {w.dropPerson}
        </button>
      )}
    </fieldset>
  );
}

type FieldProps = { readonly value: string; readonly onChange: (value: string) => void };

/** A document's number: checked as it is typed, gone from the phone when it was sent. */
export function NumberField({ value, onChange }: FieldProps) {
  const w = useWords(registerWords);
  const isWrong = value.length >= 15 && numberIsWrong(value);
  return (
    <>
      <label className="field">
        <span>{w.idNumber}</span>
        <input
          className="input"
          value={value}
          maxLength={24}
          autoComplete="off"
          aria-invalid={isWrong}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {isWrong ? <p className="form-fault">{w.numberWrong}</p> : <p className="quiet">{w.idHint}</p>}
    </>
  );
}

export function PhoneField({ value, onChange }: FieldProps) {
  const w = useWords(registerWords);
  const isWrong = value.length >= 11 && phoneIsWrong(value);
  return (
    <>
      <label className="field">
        <span>{w.phone}</span>
        <input
          className="input"
          inputMode="tel"
          value={value}
          maxLength={20}
          autoComplete="off"
          aria-invalid={isWrong}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {isWrong && <p className="form-fault">{w.phoneWrong}</p>}
    </>
  );
}
