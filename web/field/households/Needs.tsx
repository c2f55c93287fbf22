import { useRef } from "react";
import { recordFactsCommand } from "#capabilities/facts/contract.ts";
import { ATTRIBUTES } from "#capabilities/facts/rules/attributes.ts";
import type { ServiceKind } from "#capabilities/services/rules/kinds.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Dictate } from "../parts/Dictate.tsx";
import { useKeptForm } from "../parts/kept-form.ts";
import { OrdersOfDoor } from "../services/Orders.tsx";
import { give, useGiven } from "../store/give.ts";
import { useFacts } from "./register.ts";
import { registerWords } from "./words.ts";

const NEEDS = ATTRIBUTES["household.needs"].choices ?? {};
const NAMES = Object.keys(NEEDS);

type Said = {
  readonly isOpen: boolean;
  readonly needs: readonly string[];
  readonly isEnsured: "yes" | "no" | null;
  readonly hours: string;
};

/** What each need is called as a work order. */
const ORDER_OF: Readonly<Record<string, ServiceKind>> = {
  food: "groceries",
  medicine: "medicine",
  masks: "masks",
  elderly: "elder-care",
  child: "child-care",
  pregnant: "prenatal",
  heart: "counselling",
};

type Props = {
  readonly householdId: string;
  readonly place: string;
  /** Building, stair, room, as the register has them. */
  readonly door: string | null;
  readonly householdKey: string | null;
};

/** What a household needs, on record at once: supplies ensured or not, and which help. */
export function Needs({ householdId, place, door, householdKey }: Props) {
  const w = useWords(registerWords);
  const language = useLanguage();
  const facts = useFacts(householdId);
  const waiting = useGiven(recordFactsCommand).filter(
    (one) => one.body.subjectId === householdId && one.refusal === null,
  );
  const known = facts.find((one) => one.attribute === "household.needs")?.value;
  const before = Array.isArray(known) ? known.filter((one) => Object.hasOwn(NEEDS, one)) : [];
  const quiet = facts.find((one) => one.attribute === "household.quiet-hours")?.value;
  const empty: Said = { isOpen: false, needs: before, isEnsured: null, hours: typeof quiet === "string" ? quiet : "" };
  const [{ isOpen, needs, isEnsured, hours }, change, clear] = useKeptForm<Said>(`needs/${householdId}`, empty);
  const field = useRef<HTMLInputElement>(null);
  const words = Object.fromEntries(NAMES.map((name) => [name, NEEDS[name]?.[language] ?? name]));
  if (!isOpen)
    return (
      <>
        {waiting.length > 0 && <p className="quiet">{w.saved}</p>}
        <OrdersOfDoor
          about={`${householdId}/${before.join(" ")}`}
          kinds={[...new Set(before.map((need) => ORDER_OF[need] ?? "other"))]}
          place={place}
          door={door}
          householdKey={householdKey}
        />
        <button type="button" className="button button-wide" onClick={() => change({ isOpen: true })}>
          {w.needs}
        </button>
      </>
    );
  const save = async () => {
    const facts = [
      { attribute: "household.needs", value: [...needs], ...(Array.isArray(known) ? { seen: known } : {}) },
      ...(hours.trim() === "" || hours === quiet ? [] : [{ attribute: "household.quiet-hours", value: hours.trim() }]),
      ...(isEnsured === null ? [] : [{ attribute: "household.supplies-ensured", value: isEnsured === "yes" }]),
    ];
    await give(recordFactsCommand, { place, subjectKind: "household", subjectId: householdId, facts });
    clear();
  };
  return (
    <div className="report">
      <OneOf
        label={w.ensured}
        options={["yes", "no"]}
        words={w.yesNo}
        value={isEnsured}
        onChange={(is) => change({ isEnsured: is })}
      />
      <ManyOf
        label={w.needs}
        options={NAMES}
        words={words}
        value={needs}
        onChange={(all) => change({ needs: all })}
        none={w.noNeeds}
      />
      <label className="field">
        <span>{ATTRIBUTES["household.quiet-hours"].title[language]}</span>
        <input
          ref={field}
          className="input"
          value={hours}
          maxLength={500}
          onChange={({ target }) => change({ hours: target.value })}
        />
      </label>
      <Dictate value={hours} onChange={(text) => change({ hours: text })} maxLength={500} field={field} />
      <button type="button" className="button button-main button-wide" onClick={() => void save()}>
        {w.save}
      </button>
    </div>
  );
}
