import { useState } from "react";
import { correctPerson, moveIn } from "#capabilities/households/contract.ts";
import { RESIDENCE, type Residence, SEXES, type Sex } from "#capabilities/households/rules/kinds.ts";
import { normaliseNumber, normalisePhone } from "#kernel/identity.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { go } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { Check } from "./DoorForm.tsx";
import { NumberField, numberIsWrong, PhoneField, phoneIsWrong } from "./MoveInForm.tsx";
import type { PersonView } from "./overlay.ts";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { registerWords } from "./words.ts";

export function CorrectScreen({ doorId, personId }: { readonly doorId: string; readonly personId: string }) {
  const w = useWords(registerWords);
  const [before] = useState(useRegister().persons.get(personId));
  if (before === undefined) return <Bar title={w.correctTitle} back={at.door(doorId)} />;
  return <CorrectForm doorId={doorId} before={before} />;
}

type Corrected = {
  readonly name: string;
  readonly phone: string;
  readonly idNumber: string;
  readonly sex: Sex | null;
  readonly residence: readonly Residence[];
  readonly isHeard: boolean;
};

/** Each part by itself: only what was changed is said, so that two workers who change different parts never collide. */
function CorrectForm({ doorId, before }: { readonly doorId: string; readonly before: PersonView }) {
  const w = useWords(registerWords);
  const { personId } = before;
  const known: Corrected = {
    ...{ name: before.name ?? "", phone: before.phone ?? "", idNumber: "", isHeard: false },
    ...{ sex: before.sex, residence: before.residence },
  };
  const [form, change, clear] = useMendedForm<Corrected, typeof correctPerson.body>(`correct/${personId}`, known, {
    command: correctPerson,
    typed: (said) => ({
      ...{ name: said.name ?? known.name, phone: said.phone ?? known.phone, idNumber: said.idNumber ?? "" },
      ...{ sex: said.sex ?? known.sex, isHeard: said.isVerified === false },
      residence: RESIDENCE.filter((kind) => said.residence?.[kind] ?? before.residence.includes(kind)),
    }),
  });
  const { name, phone, idNumber, sex, residence, isHeard } = form;
  const arrives = useGiven(moveIn).find((one) =>
    (one.body.persons ?? []).some((person) => person.personId === personId),
  );
  const isWrong = numberIsWrong(idNumber) || phoneIsWrong(phone);
  const save = async () => {
    if (isWrong) return;
    const changed = RESIDENCE.filter((kind) => residence.includes(kind) !== before.residence.includes(kind));
    const body = {
      ...(name.trim() !== "" && name.trim() !== before.name ? { name: name.trim() } : {}),
      ...(idNumber.trim() === "" ? {} : { idNumber: normaliseNumber(idNumber) }),
      ...(phone.trim() !== "" && phone.trim() !== before.phone ? { phone: normalisePhone(phone) } : {}),
      ...(sex !== null && sex !== before.sex ? { sex } : {}),
      residence: Object.fromEntries(changed.map((kind) => [kind, residence.includes(kind)])),
    };
    if (Object.keys(body).length > 1 || changed.length > 0)
      await give(correctPerson, { personId, ...body, isVerified: !isHeard }, { after: arrives?.id ?? null });
    clear();
    go(at.door(doorId), { instead: true });
  };
  return (
    <>
      <Bar title={w.correctTitle} back={at.door(doorId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          <span>{w.personName}</span>
          <input
            className="input"
            value={name}
            maxLength={60}
            autoComplete="off"
            onChange={({ target }) => change({ name: target.value })}
          />
        </label>
        <OneOf label={w.sexAsk} options={SEXES} words={w.sex} value={sex} onChange={(one) => change({ sex: one })} />
        <NumberField value={idNumber} onChange={(text) => change({ idNumber: text })} />
        <PhoneField value={phone} onChange={(text) => change({ phone: text })} />
        <ManyOf
          label={w.residenceAsk}
          options={RESIDENCE}
          words={w.residence}
          value={residence}
          onChange={(kinds) => change({ residence: kinds })}
        />
        <Check label={w.heard} isOn={isHeard} onChange={(is) => change({ isHeard: is })} />
        <div className="dock">
          <button type="button" className="button button-main" onClick={() => void save()}>
            {w.save}
          </button>
        </div>
      </form>
    </>
  );
}
