import { useState } from "react";
import { submitForm } from "#capabilities/forms/contract.ts";
import { compile, type FormDocument } from "#capabilities/forms/rules/document.ts";
import { type Answers, answersOf, defaultsOf, fill } from "#capabilities/forms/rules/fill.ts";
import { type FormDraft, FormView } from "../../shared/forms/FormView.tsx";
import { useWords } from "../../shared/language.ts";
import { useNow } from "../parts/clock.ts";
import { useKeptForm } from "../parts/kept-form.ts";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { settle, useLocal } from "../store/local.ts";
import { useKnown } from "./known.ts";
import { type SubjectKind, useSubjects } from "./subjects.ts";
import { words } from "./words.ts";

type Props = {
  readonly formId: string;
  readonly document: FormDocument;
  readonly subject: { readonly kind: SubjectKind; readonly id: string } | null;
  /** What was answered before, when it is corrected. */
  readonly begun?: Answers;
  readonly corrects?: string;
  /** The refused command that this one takes the place of. */
  readonly replaces?: string;
};

/** Filling: every touch is kept on the phone, "send" never waits for the network. */
export function FillForm({ formId, document, subject, begun, corrects, replaces }: Props) {
  const w = useWords(words);
  const now = useNow();
  const area = useLocal(({ kept }) => kept.copy?.area ?? kept.me?.value.post.area ?? "");
  const form = compile(document);
  const known = useKnown(document, subject?.id ?? null, now);
  const place = useSubjects(subject?.kind ?? "door", w.unnamed).find((one) => one.id === subject?.id)?.place ?? area;
  const fresh = begun === undefined ? [...known].filter(([, one]) => one.isFresh) : [];
  const initial: FormDraft = {
    answers: begun ?? {
      ...defaultsOf(form, now),
      ...Object.fromEntries(fresh.map(([name, one]) => [name, one.answer])),
    },
    kept: fresh.map(([name]) => name),
    at: 0,
  };
  const name = [formId, subject?.id ?? "", corrects ?? "", replaces ?? ""].join("/");
  const [draft, change, clear] = useKeptForm<FormDraft>(name, initial);
  const [isSending, setSending] = useState(false);
  const onDone = async () => {
    setSending(true);
    const answers = answersOf(fill(form, draft.answers, now));
    await give(submitForm, {
      formId,
      place,
      subject,
      answers: answers as Record<string, string>,
      known: draft.kept.filter((one) => known.has(one)),
      ...(corrects === undefined ? {} : { corrects }),
    });
    if (replaces !== undefined) await settle({ gone: [replaces] });
    clear();
    go(paths.section("forms", "done", formId), { instead: true });
  };
  return (
    <form className="form-fill" onSubmit={(event) => event.preventDefault()}>
      <FormView
        form={form}
        draft={draft}
        known={known}
        now={now}
        onChange={change}
        last={{ word: w.send, onDone: () => void (isSending ? undefined : onDone()) }}
      />
      <p className="quiet">{w.saved}</p>
      <button
        type="button"
        className="button button-wide"
        onClick={() => {
          clear();
          go(paths.section("forms"), { instead: true });
        }}
      >
        {w.throwAway}
      </button>
    </form>
  );
}
