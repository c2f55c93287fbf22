import { useState } from "react";
import type { Compiled } from "#capabilities/forms/rules/document.ts";
import { type Answers, type Asked, fill, type Row, rowsOf } from "#capabilities/forms/rules/fill.ts";
import type { Instant } from "#kernel/time.ts";
import { useLanguage, useWords } from "../language.ts";
import "./form-view.css";
import { type Known, Question } from "./Question.tsx";
import { askedOn, type FormScreen, shownScreens } from "./screens.ts";
import { formWords } from "./words.ts";

export type FormDraft = {
  readonly answers: Answers;
  /** Questions whose answer stands as it is known. */
  readonly kept: readonly string[];
  /** The screen on which it is. */
  readonly at: number;
};

type Props = {
  readonly form: Compiled;
  readonly draft: FormDraft;
  readonly known: ReadonlyMap<string, Known>;
  readonly now: Instant;
  readonly onChange: (part: Partial<FormDraft>) => void;
  /** After the last screen, when nothing is wrong. */
  readonly last: { readonly word: string; readonly onDone: () => void };
};

/** A form as the phone shows it, one group at a time; the preview of a centre is the same. */
export function FormView({ form, draft, known, now, onChange, last }: Props) {
  const w = useWords(formWords);
  const language = useLanguage();
  const [told, setTold] = useState<string | null>(null);
  const filling = fill(form, draft.answers, now);
  const screens = shownScreens(form, filling);
  const at = Math.min(draft.at, Math.max(0, screens.length - 1));
  const screen = screens[at];
  if (screen === undefined) return null;
  const asked = askedOn(screen, filling);
  const isLast = at >= screens.length - 1;
  const onNext = () => {
    if (asked.some((one) => one.fault !== null)) return setTold(screen.key);
    setTold(null);
    // A later answer may have made an earlier screen wrong: back to it.
    const wrong = screens.findIndex((one) => askedOn(one, filling).some(({ fault }) => fault !== null));
    if (!isLast) return onChange({ at: at + 1 });
    if (wrong < 0) return last.onDone();
    setTold(screens[wrong]?.key ?? null);
    onChange({ at: wrong });
  };
  const title = screen.group?.label[language] ?? "";
  return (
    <div className="form-view">
      <p className="quiet">{w.step(at + 1, screens.length)}</p>
      {title !== "" && <h2>{title}</h2>}
      <ScreenFields {...{ screen, asked, draft, known, onChange }} isTold={told === screen.key} />
      <div className="form-dock">
        {at > 0 && (
          <button type="button" className="button" onClick={() => onChange({ at: at - 1 })}>
            {w.back}
          </button>
        )}
        <button type="button" className="button button-main" onClick={onNext}>
          {isLast ? last.word : w.next}
        </button>
      </div>
    </div>
  );
}

type FieldsProps = Pick<Props, "draft" | "known" | "onChange"> & {
  readonly screen: FormScreen;
  readonly asked: readonly Asked[];
  readonly isTold: boolean;
};

function ScreenFields({ screen, asked, draft, known, onChange, isTold }: FieldsProps) {
  const w = useWords(formWords);
  const language = useLanguage();
  const repeat = screen.isRepeat ? (screen.group?.name ?? null) : null;
  const set = (one: Asked, value: string) => {
    if (one.row === null) return onChange({ answers: { ...draft.answers, [one.question.name]: value } });
    const { repeat: name, index } = one.row;
    const rows = rowsOf(draft.answers, name).map((row, at) =>
      at === index ? { ...row, [one.question.name]: value } : row,
    );
    onChange({ answers: { ...draft.answers, [name]: rows } });
  };
  const keep = (one: Asked, isKept: boolean) => {
    const { name } = one.question;
    const others = draft.kept.filter((other) => other !== name);
    const answer = isKept ? (known.get(name)?.answer ?? "") : "";
    onChange({ kept: isKept ? [...others, name] : others, answers: { ...draft.answers, [name]: answer } });
  };
  const fields = (some: readonly Asked[]) =>
    some.map((one) => (
      <Question
        key={one.key}
        asked={one}
        isTold={isTold}
        known={known.get(one.question.name) ?? null}
        isKept={draft.kept.includes(one.question.name)}
        onChange={(value) => set(one, value)}
        onKeep={(isKept) => keep(one, isKept)}
      />
    ));
  if (repeat === null) return fields(asked);
  const rows = rowsOf(draft.answers, repeat);
  const setRows = (next: readonly Row[]) => onChange({ answers: { ...draft.answers, [repeat]: next } });
  return (
    <>
      {rows.length === 0 && <p className="quiet">{w.none}</p>}
      {rows.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place only.
        <section key={index} className="form-row" aria-label={w.row(screen.group?.label[language] ?? "", index + 1)}>
          {fields(asked.filter((one) => one.row?.index === index))}
          <button type="button" className="button" onClick={() => setRows(rows.filter((_, at) => at !== index))}>
            {w.remove(index + 1)}
          </button>
        </section>
      ))}
      <button type="button" className="button button-wide" onClick={() => setRows([...rows, {}])}>
        {w.add}
      </button>
    </>
  );
}
