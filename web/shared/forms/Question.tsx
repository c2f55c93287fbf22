import { useId } from "react";
import { type Question as Definition, isMedia } from "#capabilities/forms/rules/document.ts";
import type { Asked } from "#capabilities/forms/rules/fill.ts";
import { useFormat } from "../format.ts";
import { useLanguage, useWords } from "../language.ts";
import type { MediaField } from "./MediaPreview.tsx";
import { formWords } from "./words.ts";

/** What is known of a question before it is asked. */
export type Known = {
  readonly answer: string;
  /** Null: the resident himself said so. */
  readonly byName: string | null;
  readonly isByResident: boolean;
  readonly at: string;
  /** Fresh: shown for confirmation and not asked. */
  readonly isFresh: boolean;
};

type Props = {
  readonly asked: Asked;
  readonly isTold: boolean;
  readonly known: Known | null;
  /** The answer stands as it is known: nothing is asked. */
  readonly isKept: boolean;
  readonly Media: MediaField;
  readonly onChange: (value: string) => void;
  readonly onKeep: (isKept: boolean) => void;
};

/** One question, by its type; what is known and fresh is shown, and asked only when somebody says that it changed. */
export function Question({ asked, isTold, known, isKept, Media, onChange, onKeep }: Props) {
  const w = useWords(formWords);
  const language = useLanguage();
  const id = useId();
  const { question, isRequired, fault } = asked;
  const label = question.label[language];
  const own = { constraint: question.constraintMessage, missing: question.requiredMessage };
  const said = fault === "constraint" || fault === "missing" ? own[fault]?.[language] : undefined;
  const shownFault = isTold && fault !== null ? (said ?? w.fault[fault]) : null;
  if (question.type === "note") return <p className="form-note">{label}</p>;
  if (isKept && known?.isFresh === true)
    return <Confirm label={label} question={question} known={known} onChange={() => onKeep(false)} />;
  const hints = [question.hint?.[language] ?? ""].filter((one) => one !== "");
  return (
    <div className="form-question">
      <Field
        id={id}
        asked={asked}
        label={`${label}${isRequired ? ` · ${w.required}` : ""}`}
        isWrong={shownFault !== null}
        Media={Media}
        onChange={onChange}
      />
      {hints.map((one) => (
        <p key={one} className="quiet">
          {one}
        </p>
      ))}
      {known !== null && (
        <Before question={question} known={known} onSame={known.isFresh ? () => onKeep(true) : null} />
      )}
      {shownFault !== null && (
        <p id={`${id}-fault`} className="form-fault" role="alert">
          {shownFault}
        </p>
      )}
    </div>
  );
}

/** An answer as people read it: the choices' titles. */
export function useAnswerText(): (question: Definition, answer: string) => string {
  const w = useWords(formWords);
  const language = useLanguage();
  return (question, answer) => {
    if (question.type === "acknowledge") return w.yes;
    if (isMedia(question)) return question.type === "image" ? w.aPhoto : w.aRecording;
    if (question.choices === null) return answer;
    const titles = answer
      .split(" ")
      .map((name) => question.choices?.find((one) => one.name === name)?.label[language] ?? name);
    return titles.join("、");
  };
}

type ConfirmProps = {
  readonly label: string;
  readonly question: Definition;
  readonly known: Known;
  readonly onChange: () => void;
};

function Confirm({ label, question, known, onChange }: ConfirmProps) {
  const w = useWords(formWords);
  const { moment } = useFormat();
  const text = useAnswerText();
  const by = known.isByResident ? w.self : (known.byName ?? w.somebody);
  return (
    <section className="form-known" aria-label={label}>
      <p className="form-label">{label}</p>
      <p>{w.known(text(question, known.answer), by, moment(known.at))}</p>
      <button type="button" className="button" onClick={onChange}>
        {w.changed}
      </button>
    </section>
  );
}

type BeforeProps = { readonly question: Definition; readonly known: Known; readonly onSame: (() => void) | null };

function Before({ question, known, onSame }: BeforeProps) {
  const w = useWords(formWords);
  const { moment } = useFormat();
  const text = useAnswerText();
  return (
    <p className="quiet">
      {known.answer === ""
        ? w.toldAlready(known.isByResident ? w.self : (known.byName ?? w.somebody), moment(known.at))
        : w.before(text(question, known.answer), moment(known.at))}
      {onSame !== null && (
        <button type="button" className="button" onClick={onSame}>
          {w.same}
        </button>
      )}
    </p>
  );
}

type FieldProps = {
  readonly id: string;
  readonly asked: Asked;
  readonly label: string;
  readonly isWrong: boolean;
  readonly Media: MediaField;
  readonly onChange: (value: string) => void;
};

const INPUT: Readonly<Partial<Record<Definition["type"], { type: string; inputMode?: "numeric" | "decimal" }>>> = {
  integer: { type: "text", inputMode: "numeric" },
  decimal: { type: "text", inputMode: "decimal" },
  date: { type: "date" },
  time: { type: "time" },
  dateTime: { type: "datetime-local" },
};
const TEXT_AT_MOST = 1_000;

function Field({ id, asked, label, isWrong, Media, onChange }: FieldProps) {
  const { question, value } = asked;
  if (isMedia(question)) return <Media {...{ id, label, value, onChange }} type={question.type} />;
  if (question.type === "select_one" && question.appearance === "minimal")
    return <Drop {...{ id, asked, label, isWrong, onChange }} />;
  if (question.type === "select_one" || question.type === "select_multiple" || question.type === "acknowledge")
    return <Choices asked={asked} label={label} isWrong={isWrong} onChange={onChange} />;
  const { type = "text", inputMode } = INPUT[question.type] ?? {};
  const described = isWrong ? { "aria-describedby": `${id}-fault`, "aria-invalid": true } : {};
  if (question.type === "text" && question.appearance === "multiline")
    return (
      <label className="field" htmlFor={id}>
        <span>{label}</span>
        <textarea
          id={id}
          className="input"
          rows={4}
          value={value}
          readOnly={question.isReadOnly}
          maxLength={TEXT_AT_MOST}
          onChange={({ target }) => onChange(target.value)}
          {...described}
        />
      </label>
    );
  return (
    <label className="field" htmlFor={id}>
      <span>{label}</span>
      <input
        id={id}
        className="input"
        type={type}
        {...(inputMode === undefined ? {} : { inputMode })}
        value={value}
        readOnly={question.isReadOnly}
        maxLength={TEXT_AT_MOST}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
        {...described}
      />
    </label>
  );
}

/** XLSForm's `minimal`: a long list in one line. */
function Drop({ id, asked, label, isWrong, onChange }: Omit<FieldProps, "Media">) {
  const w = useWords(formWords);
  const language = useLanguage();
  const { question, value, choices } = asked;
  const described = isWrong ? { "aria-describedby": `${id}-fault`, "aria-invalid": true } : {};
  return (
    <label className="field" htmlFor={id}>
      <span>{label}</span>
      <select
        id={id}
        className="input"
        value={value}
        disabled={question.isReadOnly}
        onChange={({ target }) => onChange(target.value)}
        {...described}
      >
        <option value="">{w.choose}</option>
        {choices.map((one) => (
          <option key={one.name} value={one.name}>
            {one.label[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Choices({ asked, label, isWrong, onChange }: Omit<FieldProps, "id" | "Media">) {
  const w = useWords(formWords);
  const language = useLanguage();
  const name = useId();
  const { question, value, choices } = asked;
  const isOne = question.type === "select_one";
  const chosen = new Set(value.split(" ").filter((one) => one !== ""));
  const all = question.type === "acknowledge" ? [{ name: "OK", label: { zh: w.yes, en: w.yes } }] : choices;
  const toggle = (one: string) => {
    if (isOne) return onChange(one);
    const next = new Set(chosen);
    if (!next.delete(one)) next.add(one);
    // In the order of the sheet, so that the same choice is the same answer.
    onChange(all.flatMap((choice) => (next.has(choice.name) ? [choice.name] : [])).join(" "));
  };
  return (
    <fieldset className="form-choices" aria-invalid={isWrong}>
      <legend>{label}</legend>
      {all.map((one) => (
        <label key={one.name} className="form-choice">
          <input
            type={isOne ? "radio" : "checkbox"}
            name={name}
            checked={chosen.has(one.name)}
            disabled={question.isReadOnly}
            onChange={() => toggle(one.name)}
          />
          <span>{one.label[language]}</span>
        </label>
      ))}
    </fieldset>
  );
}
