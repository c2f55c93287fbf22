import { useState } from "react";
import { addDoor, setLandlord } from "#capabilities/households/contract.ts";
import { normalisePhone } from "#kernel/identity.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Bar } from "../parts/Bar.tsx";
import { go } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { useMended } from "../store/mend.ts";
import { Check } from "./DoorForm.tsx";
import { PhoneField, phoneIsWrong } from "./MoveInForm.tsx";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { registerWords } from "./words.ts";

export function LandlordScreen({ doorId }: { readonly doorId: string }) {
  const w = useWords(registerWords);
  const today = platformToday();
  const before = useRegister().doors.get(doorId)?.landlord ?? null;
  const waiting = useGiven(addDoor).some((one) => one.id === doorId);
  const said = useMended(setLandlord)?.body;
  const [isNotLet, setNotLet] = useState(said?.landlord === null);
  const [name, setName] = useState(said?.landlord?.name ?? before?.name ?? "");
  const [phone, setPhone] = useState(said?.landlord?.phone ?? before?.phone ?? "");
  const [sinceOn, setSince] = useState<string>(said?.sinceOn ?? before?.sinceOn ?? today);
  const [isTold, setTold] = useState(false);
  const isDayWrong = sinceOn === "" || sinceOn > today;
  const save = async () => {
    if (isDayWrong || (!isNotLet && (name.trim() === "" || phoneIsWrong(phone)))) return setTold(true);
    const landlord = isNotLet ? null : { name: name.trim(), phone: phone.trim() === "" ? null : normalisePhone(phone) };
    await give(setLandlord, { doorId, landlord, sinceOn }, { after: waiting ? doorId : null });
    go(at.door(doorId), { instead: true });
  };
  return (
    <>
      <Bar title={w.landlordFormTitle} back={at.door(doorId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <Check label={w.notLet} isOn={isNotLet} onChange={setNotLet} />
        {!isNotLet && (
          <>
            <label className="field">
              <span>{w.personName}</span>
              <input
                className="input"
                value={name}
                maxLength={60}
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            </label>
            <PhoneField value={phone} onChange={setPhone} />
          </>
        )}
        <label className="field">
          <span>{w.landlordSince}</span>
          <input className="input" type="date" value={sinceOn} onChange={(event) => setSince(event.target.value)} />
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
