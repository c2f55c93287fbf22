import { useState } from "react";
import { formAnswerCopy, formCopy, submitForm } from "#capabilities/forms/contract.ts";
import { instant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { useNow } from "../parts/clock.ts";
import { go, paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { useGiven } from "../store/give.ts";
import { FillForm } from "./FillForm.tsx";
import { type SubjectKind, useSubjects } from "./subjects.ts";
import "./forms.css";
import { words } from "./words.ts";

/** Pieces of the address after the section's name. Not the list's own type: that would be a ring of imports. */
type Props = { readonly rest: readonly string[] };

/** The forms of this phone: what is to be filled, what came back, what is on its way. */
export function FormsSection({ rest }: Props) {
  const [what = "", id = "", subjectId = "", ...from] = rest;
  if (what === "fill" && id !== "")
    return <ToFill formId={id} subjectId={subjectId === "" || subjectId === "-" ? null : subjectId} from={from} />;
  if (what === "correct" && id !== "") return <ToCorrect answerId={id} />;
  if (what === "again" && id !== "") return <Again givenId={id} />;
  if (what === "done") return <Done formId={id} />;
  return <FormList />;
}

const backTo = ([section = "forms", ...rest]: readonly string[]): string => paths.section(section, ...rest);

type HeadProps = { readonly title: string; readonly back: string; readonly isHome?: boolean };

function Head({ title, back, isHome = true }: HeadProps) {
  const w = useWords(words);
  return (
    <header className="head">
      <a className="button" href={back}>
        {isHome ? w.toList : w.toBefore}
      </a>
      <h1>{title}</h1>
    </header>
  );
}

function FormList() {
  const w = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const now = useNow();
  const forms = useCopies(formCopy);
  const open = [...forms].filter(([, form]) => form.until === null || instant(form.until) > now);
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      <nav className="rows" aria-label={w.title}>
        {open.map(([id, form]) => {
          const isOpen = instant(form.from) <= now;
          const note = !isOpen ? w.notYet(moment(form.from)) : form.until === null ? null : w.until(moment(form.until));
          const title = (
            <span key="title">
              {form.document.title[language]}
              {note !== null && <small className="form-when quiet">{note}</small>}
            </span>
          );
          return isOpen ? (
            <a key={id} className="row" href={paths.section("forms", "fill", id)}>
              {title}
              <span className="chevron" aria-hidden="true" />
            </a>
          ) : (
            <p key={id} className="row">
              {title}
            </p>
          );
        })}
      </nav>
      {open.length === 0 && <p className="empty">{w.none}</p>}
      <Mine />
    </>
  );
}

function Mine() {
  const w = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const forms = useCopies(formCopy);
  const answers = useCopies(formAnswerCopy);
  const given = useGiven(submitForm);
  const titleOf = (formId: string) => forms.get(formId)?.document.title[language] ?? w.title;
  const known = [...answers].sort(([, a], [, b]) => (a.madeAt < b.madeAt ? 1 : -1));
  if (known.length === 0 && given.length === 0) return null;
  return (
    <section className="panel" aria-label={w.mine}>
      <h2>{w.mine}</h2>
      <ul className="form-list">
        {given.map((one) => (
          <li key={one.id}>
            <strong>{titleOf(one.body.formId)}</strong>
            <p>{one.refusal === null ? w.sending : `${w.refused}：${one.refusal[language]}`}</p>
            {one.refusal !== null && (
              <a className="button" href={paths.section("forms", "again", one.id)}>
                {w.correct}
              </a>
            )}
          </li>
        ))}
        {known.map(([id, one]) => (
          <li key={id}>
            <strong>{titleOf(one.formId)}</strong>
            <p className="quiet">{`${moment(one.madeAt)} · ${w.state[one.state]}`}</p>
            {one.state === "returned" && (
              <>
                <p className="form-fault">{w.reason(one.reason ?? "")}</p>
                <a className="button button-main" href={paths.section("forms", "correct", id)}>
                  {w.correct}
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Gone() {
  const w = useWords(words);
  return (
    <>
      <Head title={w.title} back={paths.section("forms")} />
      <p className="empty">{w.gone}</p>
    </>
  );
}

type ToFillProps = {
  readonly formId: string;
  /** Null: to be chosen. */
  readonly subjectId: string | null;
  /** The screen that led here, and is returned to (a campaign's door); none: the list of forms. */
  readonly from: readonly string[];
};

function ToFill({ formId, subjectId, from }: ToFillProps) {
  const language = useLanguage();
  const form = useCopies(formCopy).get(formId);
  if (form === undefined) return <Gone />;
  const { subject, title } = form.document;
  return (
    <>
      <Head title={title[language]} back={backTo(from)} isHome={from.length === 0} />
      {subject !== "none" && subjectId === null ? (
        <Choose kind={subject} formId={formId} from={from} />
      ) : (
        <FillForm
          key={subjectId}
          formId={formId}
          document={form.document}
          subject={subject === "none" || subjectId === null ? null : { kind: subject, id: subjectId }}
          {...(from.length === 0 ? {} : { back: backTo(from) })}
        />
      )}
    </>
  );
}

/** A returned answer, with what was answered; in the version that stands, when its own was replaced. */
function ToCorrect({ answerId }: { readonly answerId: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const answer = useCopies(formAnswerCopy).get(answerId);
  const forms = useCopies(formCopy);
  if (answer === undefined || answer.answers === null) return <Gone />;
  const { subject, answers, reason, key } = answer;
  const own = forms.get(answer.formId);
  const replaced = own === undefined ? [...forms].find(([, one]) => one.document.key === key) : undefined;
  const formId = own === undefined ? replaced?.[0] : answer.formId;
  const form = own ?? replaced?.[1];
  if (formId === undefined || form === undefined) return <Gone />;
  return (
    <>
      <Head title={form.document.title[language]} back={paths.section("forms")} />
      <p className="notice notice-warning">{w.reason(reason ?? "")}</p>
      <FillForm
        formId={formId}
        document={form.document}
        subject={subject === null || subject.kind === "none" ? null : { kind: subject.kind, id: subject.id }}
        begun={answers}
        corrects={answerId}
      />
    </>
  );
}

/** One that the server refused: what was typed is still here. */
function Again({ givenId }: { readonly givenId: string }) {
  const language = useLanguage();
  const given = useGiven(submitForm).find((one) => one.id === givenId);
  const form = useCopies(formCopy).get(given?.body.formId ?? "");
  if (given === undefined || form === undefined) return <Gone />;
  const { formId, subject, answers, corrects } = given.body;
  return (
    <>
      <Head title={form.document.title[language]} back={paths.section("forms")} />
      {given.refusal !== null && <p className="notice notice-warning">{given.refusal[language]}</p>}
      <FillForm
        formId={formId}
        document={form.document}
        subject={subject}
        begun={answers}
        {...(corrects === undefined ? {} : { corrects })}
        replaces={givenId}
      />
    </>
  );
}

/** More than a screen is searched, not scrolled. */
const SHOWN_AT_MOST = 30;

type ChooseProps = { readonly kind: SubjectKind; readonly formId: string; readonly from: readonly string[] };

function Choose({ kind, formId, from }: ChooseProps) {
  const w = useWords(words);
  const [typed, setTyped] = useState("");
  const all = useSubjects(kind, w.unnamed);
  const pieces = typed.split(/\s+/).filter((one) => one !== "");
  const found = all.filter(({ title }) => pieces.every((one) => title.includes(one))).slice(0, SHOWN_AT_MOST);
  return (
    <section className="form-choose" aria-label={w.whom[kind]}>
      <label className="field">
        <span>{w.whom[kind]}</span>
        <input
          className="input"
          value={typed}
          placeholder={w.search}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      <nav className="rows" aria-label={w.found}>
        {found.map(({ id, title }) => (
          <a key={id} className="row" href={paths.section("forms", "fill", formId, id, ...from)}>
            {title}
            <span className="chevron" aria-hidden="true" />
          </a>
        ))}
      </nav>
      {found.length === 0 && <p className="empty">{w.notFound}</p>}
    </section>
  );
}

function Done({ formId }: { readonly formId: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const form = useCopies(formCopy).get(formId);
  return (
    <>
      <Head title={form?.document.title[language] ?? w.title} back={paths.section("forms")} />
      <p className="notice" role="status">
        {w.sent}
      </p>
      <div className="actions">
        <button type="button" className="button button-main" onClick={() => go(paths.section("forms", "fill", formId))}>
          {w.another}
        </button>
      </div>
    </>
  );
}
