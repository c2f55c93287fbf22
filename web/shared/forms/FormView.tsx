import { useState } from "react";
import type { Compiled } from "#capabilities/forms/rules/document.ts";
import { type Asked, defaultsOf, fill } from "#capabilities/forms/rules/fill.ts";
import { type Answers, withAnswer } from "#capabilities/forms/rules/rows.ts";
import type { Instant } from "#kernel/time.ts";
import { useLanguage, useWords } from "../language.ts";
import "./form-view.css";
import type { MediaField } from "./MediaPreview.tsx";
import { type Known, Question } from "./Question.tsx";
import { RepeatRows } from "./RepeatRows.tsx";
import { askedOn, shownScreens } from "./screens.ts";
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
  /** How a photo or a recording is taken here. */
  readonly Media: MediaField;
  readonly onChange: (part: Partial<FormDraft>) => void;
  /** After the last screen, when nothing is wrong. */
  readonly last: { readonly word: string; readonly onDone: () => void };
};

/** A form as the phone shows it, one group at a time; the preview of a centre is the same. */
export function FormView({ form, draft, known, now, Media, onChange, last }: Props) {
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
  const field = fieldOf({ draft, known, Media, onChange }, told === screen.key);
  const repeat = screen.isRepeat ? filling.repeats.find(({ group }) => group === screen.group) : undefined;
  return (
    <div className="form-view">
      <p className="quiet">{w.step(at + 1, screens.length)}</p>
      {title !== "" && <h2>{title}</h2>}
      {repeat === undefined ? (
        asked.map(field)
      ) : (
        <RepeatRows
          repeat={repeat}
          filling={filling}
          document={form.document}
          answers={draft.answers}
          field={field}
          begin={(name) => defaultsOf(form, now, name)}
          onChange={(answers) => onChange({ answers })}
        />
      )}
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

type FieldProps = Pick<Props, "draft" | "known" | "Media" | "onChange">;

/** One question as it stands in the draft. */
const fieldOf = ({ draft, known, Media, onChange }: FieldProps, isTold: boolean) => {
  const set = (one: Asked, value: string) =>
    onChange({ answers: withAnswer(draft.answers, one.path, one.question.name, value) });
  const keep = (one: Asked, isKept: boolean) => {
    const { name } = one.question;
    const others = draft.kept.filter((other) => other !== name);
    const answer = isKept ? (known.get(name)?.answer ?? "") : "";
    onChange({ kept: isKept ? [...others, name] : others, answers: { ...draft.answers, [name]: answer } });
  };
  return (one: Asked) => (
    <Question
      key={one.key}
      asked={one}
      isTold={isTold}
      known={known.get(one.question.name) ?? null}
      isKept={draft.kept.includes(one.question.name)}
      Media={Media}
      onChange={(value) => set(one, value)}
      onKeep={(isKept) => keep(one, isKept)}
    />
  );
};
