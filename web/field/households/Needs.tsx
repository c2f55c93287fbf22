import { useRef } from "react";
import { recordFactsCommand } from "#capabilities/facts/contract.ts";
import { ATTRIBUTES } from "#capabilities/facts/rules/attributes.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Dictate } from "../parts/Dictate.tsx";
import { useKeptForm } from "../parts/kept-form.ts";
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

/** What a household needs, on record at once: supplies ensured or not, and which help. */
export function Needs({ householdId, place }: { readonly householdId: string; readonly place: string }) {
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
