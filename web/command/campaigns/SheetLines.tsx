/** What a line of a sheet says besides its tick: on paper to be filled with a pen, on the page to be keyed in. */
import type { z } from "zod";
import type { keySheet } from "#capabilities/campaigns/contract.ts";
import { NEIGHBOUR_WORDS } from "#capabilities/campaigns/rules/doors.ts";
import { type Attribute, attributeOf, type FactValue } from "#capabilities/facts/rules/attributes.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { words } from "./words.ts";

const BOX = "□";
const GAP = "________";
const YES_NO = ["yes", "no"] as const;

type Asked = { readonly name: string; readonly attribute: Attribute };
const askedOf = (questions: readonly string[]): readonly Asked[] =>
  questions.flatMap((name) => {
    const attribute = attributeOf(name);
    return attribute === null ? [] : [{ name, attribute }];
  });

/** Boxes to tick, or a line to write on. */
function useOptions(): (attribute: Attribute) => readonly (readonly [string, string])[] | null {
  const w = useWords(words);
  const language = useLanguage();
  return ({ type, choices = {} }) => {
    if (type === "boolean") return YES_NO.map((one) => [one, w.yesNo[one]] as const);
    if (type !== "choice" && type !== "choices") return null;
    return Object.entries(choices).map(([key, title]) => [key, title[language]] as const);
  };
}

export function PaperExtra({ questions }: { readonly questions: readonly string[] }) {
  const w = useWords(words);
  const language = useLanguage();
  const optionsOf = useOptions();
  const boxes = (options: readonly (readonly [string, string])[]) =>
    options.map(([, word]) => `${BOX}${word}`).join(" ");
  return (
    <div className="campaign-extra">
      <span>{`${w.revisitOn} ${GAP}`}</span>
      <span>{`${w.neighbourSays} ${boxes(NEIGHBOUR_WORDS.map((one) => [one, w.neighbour[one]]))}`}</span>
      <span>{`${BOX}${w.noteLeft}`}</span>
      {askedOf(questions).map(({ name, attribute }) => {
        const options = optionsOf(attribute);
        return <span key={name}>{`${attribute.title[language]} ${options === null ? GAP : boxes(options)}`}</span>;
      })}
    </div>
  );
}

type KeyProps = {
  readonly line: number;
  readonly door: string;
  readonly questions: readonly string[];
  readonly hasHousehold: boolean;
};

export function KeyExtra({ line, door, questions, hasHousehold }: KeyProps) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <div className="campaign-extra">
      <label>
        <span>{w.revisitOn}</span>
        <input
          className="input input-small"
          type="datetime-local"
          name={`revisit-${line}`}
          aria-label={`${door} ${w.revisitOn}`}
        />
      </label>
      <label>
        <span>{w.neighbourSays}</span>
        <select className="input input-small" name={`neighbour-${line}`} aria-label={`${door} ${w.neighbourSays}`}>
          <option value="">{w.nothing}</option>
          {NEIGHBOUR_WORDS.map((one) => (
            <option key={one} value={one}>
              {w.neighbour[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input type="checkbox" name={`note-${line}`} aria-label={`${door} ${w.noteLeft}`} /> {w.noteLeft}
      </label>
      {askedOf(questions).map(({ name, attribute }) =>
        attribute.subject === "household" && !hasHousehold ? (
          <span key={name} className="quiet">{`${attribute.title[language]}：${w.noHousehold}`}</span>
        ) : (
          <AnswerField key={name} name={`answer-${line}-${name}`} door={door} attribute={attribute} />
        ),
      )}
    </div>
  );
}

const isNumber = ({ type }: Pick<Attribute, "type">): boolean => type === "integer" || type === "decimal";

type FieldProps = { readonly name: string; readonly door: string; readonly attribute: Attribute };

function AnswerField({ name, door, attribute }: FieldProps) {
  const w = useWords(words);
  const language = useLanguage();
  const options = useOptions()(attribute);
  const title = attribute.title[language];
  const shared = { className: "input input-small", name, "aria-label": `${door} ${title}` };
  if (attribute.type === "choices")
    return (
      <fieldset>
        <legend>{title}</legend>
        {(options ?? []).map(([key, word]) => (
          <label key={key}>
            <input type="checkbox" name={name} value={key} /> {word}
          </label>
        ))}
      </fieldset>
    );
  if (options !== null)
    return (
      <label>
        <span>{title}</span>
        <select {...shared}>
          <option value="">{w.nothing}</option>
          {options.map(([key, word]) => (
            <option key={key} value={key}>
              {word}
            </option>
          ))}
        </select>
      </label>
    );
  const type = attribute.type === "day" ? "date" : isNumber(attribute) ? "number" : "text";
  return (
    <label>
      <span>{title}</span>
      <input {...shared} type={type} maxLength={200} step={type === "number" ? "any" : undefined} />
    </label>
  );
}

type Line = z.input<(typeof keySheet)["body"]>["lines"][number];

/** What was keyed of a line besides its tick; what was left empty is not said. */
export function extraIn(form: FormData, line: number, questions: readonly string[]): Partial<Line> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const revisit = text(`revisit-${line}`);
  const neighbour = NEIGHBOUR_WORDS.find((one) => one === text(`neighbour-${line}`));
  const answers = askedOf(questions).flatMap(({ name, attribute }) => {
    const said = form.getAll(`answer-${line}-${name}`).map((one) => String(one).trim());
    const value = valueIn(
      attribute,
      said.filter((one) => one !== ""),
    );
    return value === null ? [] : [{ attribute: name, value }];
  });
  return {
    ...(revisit === "" ? {} : { revisitAt: `${revisit}:00+08:00` }),
    ...(neighbour === undefined ? {} : { neighbour }),
    leftNote: form.has(`note-${line}`),
    answers: answers.map(({ attribute, value }) => ({
      attribute,
      value: typeof value === "object" ? [...value] : value,
    })),
  };
}

function valueIn({ type }: Attribute, said: readonly string[]): FactValue | null {
  const [first] = said;
  if (first === undefined) return null;
  if (type === "choices") return said;
  if (type === "boolean") return first === "yes";
  return isNumber({ type }) ? Number(first) : first;
}
