import { useEffect, useRef, useState } from "react";
import { v7 } from "uuid";
import { declare, listDeclarations, showForm } from "#capabilities/declarations/contract.ts";
import { showMe } from "#capabilities/residents/contract.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { renewCode } from "../code/held.ts";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { go, paths } from "../paths.ts";
import { act, keptAnswer, refresh, useAnswer } from "../store/ask.ts";
import { words } from "../words.ts";
import { declareWords } from "../words-declare.ts";
import { type Answers, firstOpen, formOf, needsOf, type Step, stepsOf } from "./answers.ts";
import { answer, dropDraft, moveTo, settle, takeIn, upload, useDraft } from "./draft.ts";
import { RowText } from "./RowText.tsx";
import { rowsOf } from "./rows.ts";
import { StepQuestions } from "./Steps.tsx";

/** The declaration, a question or two at a time; everything typed is on the phone at once. */
export function DeclareScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(declareWords);
  const form = useAnswer(showForm, { personKey });
  const draft = useDraft(personKey);
  const { at, data } = form;
  // What is kept from before the last declaration is no beginning: the fresh answer is, or that there is none to be had.
  const isFresh = data !== null && !form.isAsking;
  // A correction starts from what was declared last; how one feels is asked anew.
  const versions = useAnswer(listDeclarations, isFresh && data.version > 0 ? { personKey } : null);
  const last = versions.data?.declarations[0]?.form ?? null;
  const isReady =
    isFresh && (data.version === 0 || versions.error !== null || (versions.data !== null && !versions.isAsking));
  // Each answer of the server is taken in once: what is typed here stays.
  const taken = useRef<string | null>(null);
  useEffect(() => {
    if (!isReady || data === null || taken.current === at) return;
    taken.current = at;
    takeIn(personKey, data, last);
  }, [isReady, data, last, at, personKey]);
  const answers: Answers = draft?.answers ?? {};
  const steps = stepsOf(answers);
  const step = draft?.step ?? firstOpen(answers);
  if (draft === null) {
    return (
      <Screen title={w.title} back={paths.declare("")}>
        <Missing of={form} />
      </Screen>
    );
  }
  return (
    <Screen title={data === null ? w.title : `${w.title} · ${data.name}`} back={paths.declare("")} step={step}>
      <StepHead at={Math.max(1, steps.indexOf(step) + 1)} of={steps.length} title={w.steps[step]} />
      {draft.clashing.length > 0 && <Clash personKey={personKey} />}
      {step === "review" ? (
        <Review personKey={personKey} answers={answers} baseVersion={data?.version ?? 0} />
      ) : (
        <Questions key={step} personKey={personKey} answers={answers} step={step} />
      )}
      <p className="quiet" role="status">
        {draft.unsent.length > 0 ? `${w.saved}。${w.savedAt}` : w.savedBoth}
      </p>
    </Screen>
  );
}

function StepHead({ at, of, title }: { readonly at: number; readonly of: number; readonly title: string }) {
  const w = useWords(declareWords);
  return (
    <div className="step-head">
      <p className="quiet">{w.step(at, of)}</p>
      <div className="progress" aria-hidden="true">
        <span style={{ width: `${(100 * at) / of}%` }} />
      </div>
      <h2>{title}</h2>
    </div>
  );
}

type QuestionsProps = {
  readonly personKey: string;
  readonly answers: Answers;
  readonly step: Exclude<Step, "review">;
};

function Questions({ personKey, answers, step }: QuestionsProps) {
  const { next, previous } = useWords(words);
  const [isTried, setTried] = useState(false);
  const needs = needsOf(step, answers);
  const steps = stepsOf(answers);
  const leave = (to: Step | undefined) => {
    if (to === undefined) return;
    moveTo(personKey, to);
    void upload(personKey);
  };
  return (
    <form
      noValidate
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (needs.length > 0) {
          const form = event.currentTarget;
          // To the first sentence about what is missing, once it is drawn.
          requestAnimationFrame(() => form.querySelector(".wrong")?.scrollIntoView({ block: "center" }));
          return;
        }
        leave(afterStep(step, answers));
      }}
    >
      <StepQuestions
        step={step}
        answers={answers}
        set={(change) => answer(personKey, change)}
        needs={isTried ? needs : []}
      />
      <div className="step-buttons">
        <button
          type="button"
          className="button"
          disabled={steps.indexOf(step) === 0}
          onClick={() => leave(steps[steps.indexOf(step) - 1])}
        >
          {previous}
        </button>
        <button type="submit" className="button button-main">
          {next}
        </button>
      </div>
    </form>
  );
}

/** Where "next" leads: the next step at which something is open; what is known already is not asked again. */
function afterStep(step: Step, answers: Answers): Step {
  const steps = stepsOf(answers);
  const later = steps.slice(steps.indexOf(step) + 1);
  return later.find((one) => needsOf(one, answers).length > 0) ?? firstOpen(answers);
}

/** The same part was changed on another phone: the person says which stands. */
function Clash({ personKey }: { readonly personKey: string }) {
  const w = useWords(declareWords);
  const choose = async (whose: "here" | "there") => {
    const form = await refresh(showForm, { personKey }).catch(() => keptAnswer(showForm, { personKey }));
    if (form === null) return;
    settle(personKey, form, whose);
    void upload(personKey);
  };
  return (
    <div className="notice notice-warning" role="alert">
      <p>{w.elsewhere}</p>
      <div className="row">
        <button type="button" className="button" onClick={() => void choose("there")}>
          {w.takeTheirs}
        </button>
        <button type="button" className="button" onClick={() => void choose("here")}>
          {w.keepMine}
        </button>
      </div>
    </div>
  );
}

type ReviewProps = { readonly personKey: string; readonly answers: Answers; readonly baseVersion: number };

function Review({ personKey, answers, baseVersion }: ReviewProps) {
  const w = useWords(declareWords);
  const { previous } = useWords(words);
  const [id] = useState(() => v7());
  const [isTried, setTried] = useState(false);
  const open = firstOpen(answers);
  const sending = useDeed(async () => {
    const form = formOf({ ...answers, isTrue: true });
    if (form === null) return;
    await act(declare, { personKey }, { id, baseVersion, form });
    await dropDraft(personKey);
    await Promise.all([refresh(showMe, {}), renewCode(personKey, "now")]).catch(() => undefined);
    go(paths.code(personKey), { instead: true });
  });
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (open !== "review") moveTo(personKey, open);
        else if (answers.isTrue === true) sending.run();
      }}
    >
      <p className="quiet">{w.reviewHint}</p>
      <ul className="list">
        {rowsOf(answers, w).map((row) => (
          <li key={row.name}>
            <button type="button" className="link-row" onClick={() => moveTo(personKey, row.step)}>
              <span>
                <span className="quiet">{row.name}</span>
                <br />
                <RowText row={row} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <label className="choice">
        <input
          type="checkbox"
          checked={answers.isTrue === true}
          onChange={({ target }) => answer(personKey, { isTrue: target.checked })}
        />
        {w.commitment}
      </label>
      {isTried && answers.isTrue !== true && (
        <span className="wrong" role="alert">
          {w.commitmentWrong}
        </span>
      )}
      <Refused error={sending.error} />
      <Faults error={sending.error} />
      <div className="step-buttons">
        <button type="button" className="button" onClick={() => moveTo(personKey, "address")}>
          {previous}
        </button>
        <button type="submit" className="button button-main" disabled={sending.isBusy}>
          {w.submit}
        </button>
      </div>
    </form>
  );
}

/** What the server found wrong, field by field, in its own words. */
function Faults({ error }: { readonly error: unknown }) {
  const language = useLanguage();
  const faults = isRefusal(error) ? error.facts["faults"] : null;
  if (!Array.isArray(faults)) return null;
  return (
    <ul className="wrong">
      {faults.map((fault: unknown) => {
        const text = typeof fault === "object" && fault !== null ? Reflect.get(fault, language) : null;
        return typeof text === "string" ? <li key={text}>{text}</li> : null;
      })}
    </ul>
  );
}
