import { moveIn, moveOut } from "#capabilities/households/contract.ts";
import { daysLater } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Bar } from "../parts/Bar.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { go } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { Check } from "./DoorForm.tsx";
import { behind } from "./overlay.ts";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { registerWords } from "./words.ts";

type Leaving = {
  /** Those who stay when only some leave. */
  readonly staying: readonly string[];
  readonly untilOn: string;
  readonly isVacantNow: boolean;
  readonly isByLandlord: boolean;
};

/** A household, or some of its people, moved out; what was is kept. */
export function MoveOutScreen({ doorId, householdId }: { readonly doorId: string; readonly householdId: string }) {
  const w = useWords(registerWords);
  const today = platformToday();
  const home = behind(useRegister(), doorId, today).find(({ household }) => household.householdId === householdId);
  const waiting = useGiven(moveIn).some((one) => one.id === householdId);
  const all = home?.people.map(({ personId }) => personId) ?? [];
  const nobody: Leaving = { staying: [], untilOn: today, isVacantNow: false, isByLandlord: false };
  const [{ staying, untilOn, isVacantNow, isByLandlord }, change, clear] = useMendedForm<Leaving, typeof moveOut.body>(
    `move-out/${householdId}`,
    nobody,
    {
      command: moveOut,
      typed: ({ personIds = null, untilOn, isVacantNow = false, isByLandlord = false }) => ({
        ...{ untilOn, isVacantNow, isByLandlord },
        staying: personIds === null ? [] : all.filter((one) => !personIds.includes(one)),
      }),
    },
  );
  if (home === undefined) return <Bar title={w.moveOutTitle} back={at.door(doorId)} />;
  const since = home.household.sinceOn;
  const isDayWrong = untilOn === "" || untilOn > daysLater(today, 1) || (since !== null && untilOn < since);
  const leaving = home.people.filter((one) => !staying.includes(one.personId));
  const isAll = leaving.length === home.people.length;
  const toggle = (personId: string, leaves: boolean) =>
    change({ staying: leaves ? staying.filter((one) => one !== personId) : [...staying, personId] });
  const save = async () => {
    if (isDayWrong || (leaving.length === 0 && !isAll)) return;
    const personIds = isAll ? null : leaving.map((one) => one.personId);
    const body = { householdId, personIds, untilOn, isByLandlord, isVacantNow: isAll && isVacantNow };
    await give(moveOut, body, { after: waiting ? householdId : null });
    clear();
    go(at.door(doorId), { instead: true });
  };
  return (
    <>
      <Bar title={w.moveOutTitle} back={at.door(doorId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        {home.people.length > 0 && (
          <fieldset className="choices">
            <legend>{w.who}</legend>
            <div className="chips">
              {home.people.map((one) => (
                <Check
                  key={one.personId}
                  label={one.name ?? w.hiddenName}
                  isOn={!staying.includes(one.personId)}
                  onChange={(leaves) => toggle(one.personId, leaves)}
                />
              ))}
            </div>
          </fieldset>
        )}
        <label className="field">
          <span>{w.untilAsk}</span>
          <input
            className="input"
            type="date"
            value={untilOn}
            onChange={({ target }) => change({ untilOn: target.value })}
          />
        </label>
        {isAll && <Check label={w.vacantNow} isOn={isVacantNow} onChange={(is) => change({ isVacantNow: is })} />}
        {home.household.tenure === "tenant" && (
          <Check label={w.byLandlord} isOn={isByLandlord} onChange={(is) => change({ isByLandlord: is })} />
        )}
        <div className="dock">
          {isDayWrong && <p className="form-fault">{w.dayWrong}</p>}
          <button type="button" className="button button-main" onClick={() => void save()}>
            {w.save}
          </button>
        </div>
      </form>
    </>
  );
}
