/** The questions of a campaign at one door: what is known and fresh is shown with "by … on …", the rest is asked. */
import { useState } from "react";
import { asksOf } from "#capabilities/campaigns/rules/known.ts";
import { factsCopy } from "#capabilities/facts/contract.ts";
import { type Attribute, attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { householdCopy } from "#capabilities/households/contract.ts";
import { instant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { useCopies } from "../store/copies.ts";
import type { CampaignHere } from "./here.ts";
import { campaignWords } from "./words.ts";

type Value = string | number | boolean | readonly string[];
export type Answers = Readonly<Record<string, Value | null>>;
/** Of whom the answers are facts: the door, and who lives behind it now. */
export type Subjects = { readonly door: string; readonly household: string | null };

export function useSubjects(doorId: string): Subjects {
  const households = useCopies(householdCopy);
  const now = [...households].find(([, one]) => one.doorId === doorId && one.untilOn === null);
  return { door: doorId, household: now?.[0] ?? null };
}

type Props = {
  readonly campaign: CampaignHere;
  readonly subjects: Subjects;
  readonly answers: Answers;
  readonly onChange: (answers: Answers) => void;
};

export function Questions({ campaign, subjects, answers, onChange }: Props) {
  const w = useWords(campaignWords);
  const asked = campaign.questions.flatMap((name) => {
    const attribute = attributeOf(name);
    // What is asked of each person is asked with the household's own screen.
    return attribute === null || attribute.subject === "person" ? [] : [{ name, attribute }];
  });
  if (asked.length === 0) return null;
  const needsHousehold = asked.some(({ attribute }) => attribute.subject === "household");
  return (
    <fieldset className="campaign-questions">
      <legend>{w.questions}</legend>
      {needsHousehold && subjects.household === null && <p className="quiet">{w.noHousehold}</p>}
      {asked.map(({ name, attribute }) => {
        const subjectId = attribute.subject === "door" ? subjects.door : subjects.household;
        return (
          subjectId !== null && (
            <Question
              key={name}
              name={name}
              attribute={attribute}
              subjectId={subjectId}
              value={answers[name] ?? null}
              onChange={(value) => onChange({ ...answers, [name]: value })}
            />
          )
        );
      })}
    </fieldset>
  );
}

type QuestionProps = {
  readonly name: string;
  readonly attribute: Attribute;
  readonly subjectId: string;
  readonly value: Value | null;
  readonly onChange: (value: Value | null) => void;
};

function Question({ name, attribute, subjectId, value, onChange }: QuestionProps) {
  const w = useWords(campaignWords);
  const language = useLanguage();
  const { moment } = useFormat();
  const known = useCopies(factsCopy)
    .get(subjectId)
    ?.facts.find((fact) => fact.attribute === name);
  const [isAgain, setAgain] = useState(value !== null);
  const said = known === undefined ? [] : [{ attribute: name, at: instant(known.observedAt), byName: known.byName }];
  const isFresh = asksOf([name], said, platformNow()).ask.length === 0;
  if (known === undefined || !isFresh || isAgain) return <Ask {...{ attribute, value, onChange }} />;
  const when = moment(known.observedAt);
  return (
    <div className="campaign-known">
      <strong>{attribute.title[language]}</strong>
      <span className="quiet">{known.byName === null ? w.knownSelf(when) : w.known(known.byName, when)}</span>
      <button type="button" className="button button-plain" onClick={() => setAgain(true)}>
        {w.askAgain}
      </button>
    </div>
  );
}

function Ask({ attribute, value, onChange }: Pick<QuestionProps, "attribute" | "value" | "onChange">) {
  const w = useWords(campaignWords);
  const language = useLanguage();
  const label = attribute.title[language];
  const choices = attribute.choices ?? {};
  const names = Object.fromEntries(Object.entries(choices).map(([key, title]) => [key, title[language]]));
  switch (attribute.type) {
    case "boolean":
      return (
        <OneOf
          label={label}
          options={["yes", "no"]}
          words={{ yes: w.yes, no: w.no }}
          value={value === null ? null : value === true ? "yes" : "no"}
          onChange={(one) => onChange(one === "yes")}
        />
      );
    case "choice":
      return (
        <OneOf
          label={label}
          options={Object.keys(choices)}
          words={names}
          value={typeof value === "string" ? value : null}
          onChange={onChange}
        />
      );
    case "choices":
      return (
        <ManyOf
          label={label}
          options={Object.keys(choices)}
          words={names}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      );
    default:
      return <TextAnswer label={label} type={attribute.type} value={value} onChange={onChange} />;
  }
}

function TextAnswer({
  label,
  type,
  value,
  onChange,
}: {
  readonly label: string;
  readonly type: Attribute["type"];
  readonly value: Value | null;
  readonly onChange: (value: Value | null) => void;
}) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const isNumber = type === "integer" || type === "decimal";
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type={type === "day" ? "date" : "text"}
        inputMode={isNumber ? "decimal" : "text"}
        maxLength={200}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          const typed = target.value.trim();
          const number = type === "integer" ? Math.trunc(Number(typed)) : Number(typed);
          onChange(typed === "" || (isNumber && Number.isNaN(number)) ? null : isNumber ? number : typed);
        }}
      />
    </label>
  );
}
