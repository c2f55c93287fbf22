import { useState } from "react";
import { addDoor, setLandlord } from "#capabilities/households/contract.ts";
import { normalisePhone } from "#kernel/identity.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Bar } from "../parts/Bar.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { go } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { Check } from "./DoorForm.tsx";
import { PhoneField, phoneIsWrong } from "./MoveInForm.tsx";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { registerWords } from "./words.ts";

type Letting = {
  readonly isNotLet: boolean;
  readonly name: string;
  readonly phone: string;
  readonly sinceOn: string;
};

export function LandlordScreen({ doorId }: { readonly doorId: string }) {
  const w = useWords(registerWords);
  const today = platformToday();
  const before = useRegister().doors.get(doorId)?.landlord ?? null;
  const waiting = useGiven(addDoor).some((one) => one.id === doorId);
  const known: Letting = {
    ...{ isNotLet: false, name: before?.name ?? "", phone: before?.phone ?? "", sinceOn: before?.sinceOn ?? today },
  };
  const [form, change, clear] = useMendedForm<Letting, typeof setLandlord.body>(`landlord/${doorId}`, known, {
    command: setLandlord,
    typed: ({ landlord, sinceOn }) => ({
      ...{ isNotLet: landlord === null, name: landlord?.name ?? known.name, phone: landlord?.phone ?? known.phone },
      sinceOn: sinceOn ?? known.sinceOn,
    }),
  });
  const { isNotLet, name, phone, sinceOn } = form;
  const [isTold, setTold] = useState(false);
  const isDayWrong = sinceOn === "" || sinceOn > today;
  const save = async () => {
    if (isDayWrong || (!isNotLet && (name.trim() === "" || phoneIsWrong(phone)))) return setTold(true);
    const landlord = isNotLet ? null : { name: name.trim(), phone: phone.trim() === "" ? null : normalisePhone(phone) };
    await give(setLandlord, { doorId, landlord, sinceOn }, { after: waiting ? doorId : null });
    clear();
    go(at.door(doorId), { instead: true });
  };
  return (
    <>
      <Bar title={w.landlordFormTitle} back={at.door(doorId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <Check label={w.notLet} isOn={isNotLet} onChange={(is) => change({ isNotLet: is })} />
        {!isNotLet && (
          <>
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
            <PhoneField value={phone} onChange={(text) => change({ phone: text })} />
          </>
        )}
        <label className="field">
          <span>{w.landlordSince}</span>
          <input
            className="input"
            type="date"
            value={sinceOn}
            onChange={({ target }) => change({ sinceOn: target.value })}
          />
        </label>
        <div className="dock">
          {isTold && !isNotLet && name.trim() === "" && <p className="form-fault">{w.nameMissing}</p>}
          {isTold && isDayWrong && <p className="form-fault">{w.dayWrong}</p>}
          <button type="button" className="button button-main" onClick={() => void save()}>
            {w.save}
          </button>
        </div>
      </form>
    </>
  );
}
