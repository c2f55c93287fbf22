import { useRef, useState } from "react";
import { recordFactsCommand } from "#capabilities/facts/contract.ts";
import { ATTRIBUTES } from "#capabilities/facts/rules/attributes.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Dictate } from "../parts/Dictate.tsx";
import { give, useGiven } from "../store/give.ts";
import { useFacts } from "./register.ts";
import { registerWords } from "./words.ts";

const NEEDS = ATTRIBUTES["household.needs"].choices ?? {};
const NAMES = Object.keys(NEEDS);

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
  const [isOpen, setOpen] = useState(false);
  const [needs, setNeeds] = useState<readonly string[]>(before);
  const [isEnsured, setEnsured] = useState<"yes" | "no" | null>(null);
  const quiet = facts.find((one) => one.attribute === "household.quiet-hours")?.value;
  const [hours, setHours] = useState(typeof quiet === "string" ? quiet : "");
  const field = useRef<HTMLInputElement>(null);
  const words = Object.fromEntries(NAMES.map((name) => [name, NEEDS[name]?.[language] ?? name]));
  if (!isOpen)
    return (
      <>
        {waiting.length > 0 && <p className="quiet">{w.saved}</p>}
        <button type="button" className="button button-wide" onClick={() => setOpen(true)}>
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
    setOpen(false);
  };
  return (
    <div className="report">
      <OneOf label={w.ensured} options={["yes", "no"]} words={w.yesNo} value={isEnsured} onChange={setEnsured} />
      <ManyOf label={w.needs} options={NAMES} words={words} value={needs} onChange={setNeeds} none={w.noNeeds} />
      <label className="field">
        <span>{ATTRIBUTES["household.quiet-hours"].title[language]}</span>
        <input
          ref={field}
          className="input"
          value={hours}
          maxLength={500}
          onChange={(event) => setHours(event.target.value)}
        />
      </label>
      <Dictate value={hours} onChange={setHours} field={field} />
      <button type="button" className="button button-main button-wide" onClick={() => void save()}>
        {w.save}
      </button>
    </div>
  );
}
