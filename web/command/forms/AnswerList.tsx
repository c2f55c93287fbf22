import type { z } from "zod";
import { openAttachment } from "#capabilities/attachments/contract.ts";
import type { openAnswer } from "#capabilities/forms/contract.ts";
import { type FormDocument, isMedia, repeatsAround } from "#capabilities/forms/rules/document.ts";
import { type Answers, rowsOf } from "#capabilities/forms/rules/rows.ts";
import { addressOf } from "../../shared/api.ts";
import { useAnswerText } from "../../shared/forms/Question.tsx";
import { useLanguage, useWords } from "../../shared/language.ts";
import { words } from "./words.ts";

type Opened = z.output<typeof openAnswer.result>;
type Props = { readonly document: FormDocument; readonly answers: Answers; readonly files: Opened["files"] };

/** Questions with their answers, in the order of the form; of a repeat row by row, those inside it within the row. */
export function AnswerList({ document, answers, files }: Props) {
  return <RowList document={document} files={files} row={answers} repeat={null} />;
}

type RowProps = Omit<Props, "answers"> & { readonly row: Answers; readonly repeat: string | null };

function RowList({ document, files, row, repeat }: RowProps) {
  const language = useLanguage();
  const isHere = (group: number | null) => (repeatsAround(document, group).at(-1)?.name ?? null) === repeat;
  const own = document.questions.flatMap((question) => {
    const value = Object.hasOwn(row, question.name) ? row[question.name] : undefined;
    return isHere(question.group) && typeof value === "string" ? [{ question, value }] : [];
  });
  const inside = document.groups.filter(
    (one) => one.isRepeat && isHere(one.parent) && rowsOf(row, one.name).length > 0,
  );
  return (
    <>
      <dl className="facts">
        {own.map(({ question, value }) => (
          <div key={question.name}>
            <dt>{question.label[language] || question.name}</dt>
            <dd>
              <Value {...{ question, value, files }} />
            </dd>
          </div>
        ))}
      </dl>
      {inside.map((group) =>
        rowsOf(row, group.name).map((one, index) => {
          const title = `${group.label[language] || group.name} ${index + 1}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place only.
            <section key={`${group.name}/${index}`} className="answer-row" aria-label={title}>
              <p className="answer-row-title">{title}</p>
              <RowList document={document} files={files} row={one} repeat={group.name} />
            </section>
          );
        }),
      )}
    </>
  );
}

type ValueProps = {
  readonly question: FormDocument["questions"][number];
  readonly value: string;
  readonly files: Opened["files"];
};

/** A photo or a recording is opened by itself: that goes to the audit log. */
function Value({ question, value, files }: ValueProps) {
  const word = useWords(words);
  const text = useAnswerText();
  if (!isMedia(question)) return text(question, value);
  const file = files.find(({ id }) => id === value);
  if (file === undefined) return word.fileOnItsWay;
  return (
    <a href={addressOf(openAttachment, file)} target="_blank" rel="noreferrer">
      {file.medium === "photo" ? word.openPhoto : word.openVoice}
    </a>
  );
}
