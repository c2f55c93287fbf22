import type { ReactNode } from "react";
import { type FormDocument, type Question, ROWS_AT_MOST, ROWS_IN_ALL } from "#capabilities/forms/rules/document.ts";
import type { Asked, Filling, RepeatAt } from "#capabilities/forms/rules/fill.ts";
import { type Answers, isAt, keyAt, type Path, rowsAt, withAnswer } from "#capabilities/forms/rules/rows.ts";
import { useLanguage, useWords } from "../language.ts";
import { formWords } from "./words.ts";

type Props = {
  readonly repeat: RepeatAt;
  readonly filling: Filling;
  readonly document: FormDocument;
  readonly answers: Answers;
  readonly field: (asked: Asked) => ReactNode;
  /** With what a new row begins. */
  readonly begin: (repeat: string) => Answers;
  readonly onChange: (answers: Answers) => void;
};

/** The rows of a repeat; in each its questions and the repeats inside it, in the order of the form. */
export function RepeatRows(props: Props) {
  const { repeat, filling, answers, begin, onChange } = props;
  const w = useWords(formWords);
  const language = useLanguage();
  const { group, path, count, isCounted } = repeat;
  const title = group.label[language] || group.name;
  const rows = rowsAt(answers, path, group.name);
  const set = (next: readonly Answers[]) => onChange(withAnswer(answers, path, group.name, next));
  const all = filling.repeats.reduce((sum, one) => sum + one.count, 0);
  const isFull = count >= ROWS_AT_MOST || all >= ROWS_IN_ALL;
  return (
    <>
      {count === 0 && <p className="quiet">{isCounted ? w.noRows : w.none}</p>}
      {Array.from({ length: count }, (_, index) => {
        const here = [...path, { repeat: group.name, index }];
        return (
          <section key={keyAt(here, "")} className="form-row" aria-label={w.row(title, index + 1)}>
            <h3 className="form-row-title">{w.row(title, index + 1)}</h3>
            <RowParts {...props} here={here} />
            {!isCounted && (
              <button type="button" className="button" onClick={() => set(rows.filter((_row, at) => at !== index))}>
                {w.removeOf(title, index + 1)}
              </button>
            )}
          </section>
        );
      })}
      {!isCounted && !isFull && (
        <button type="button" className="button button-wide" onClick={() => set([...rows, begin(group.name)])}>
          {w.addOf(title)}
        </button>
      )}
      {isFull && !isCounted && <p className="quiet">{w.full}</p>}
    </>
  );
}

function RowParts({ here, ...props }: Props & { readonly here: Path }) {
  const { filling, document, field } = props;
  const language = useLanguage();
  const asked = filling.asked.filter(
    (one) => one.isRelevant && one.question.type !== "calculate" && isAt(one.path, here),
  );
  const inside = filling.repeats.filter((one) => one.isRelevant && isAt(one.path, here));
  const parts = [
    ...asked.map((one) => ({ at: document.questions.indexOf(one.question), key: one.key, part: field(one) })),
    ...inside.map((one) => ({
      at: firstOf(document, one),
      key: one.key,
      part: (
        <section key={one.key} className="form-inner" aria-label={one.group.label[language] || one.group.name}>
          <h4>{one.group.label[language] || one.group.name}</h4>
          <RepeatRows {...props} repeat={one} />
        </section>
      ),
    })),
  ];
  return parts.sort((a, b) => a.at - b.at).map(({ part }) => part);
}

/** Where in the form a repeat's first question stands. */
function firstOf({ groups, questions }: FormDocument, { group }: RepeatAt): number {
  const isInside = (at: Question["group"]): boolean =>
    at !== null && (groups[at] === group || isInside(groups[at]?.parent ?? null));
  return questions.findIndex((one) => isInside(one.group)) - 0.5;
}
