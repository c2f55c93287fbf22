import { useState } from "react";
import { v7 } from "uuid";
import { addAttachment } from "#capabilities/attachments/contract.ts";
import { submitForm } from "#capabilities/forms/contract.ts";
import { compile, type FormDocument } from "#capabilities/forms/rules/document.ts";
import { answersOf, defaultsOf, fill } from "#capabilities/forms/rules/fill.ts";
import type { Answers } from "#capabilities/forms/rules/rows.ts";
import { type FormDraft, FormView } from "../../shared/forms/FormView.tsx";
import { useWords } from "../../shared/language.ts";
import type { Taken } from "../parts/attach.ts";
import { useNow } from "../parts/clock.ts";
import { useKeptForm } from "../parts/kept-form.ts";
import { go, paths } from "../paths.ts";
import { giveWith } from "../store/give.ts";
import { here, settle, useLocal } from "../store/local.ts";
import { FileField, FilesContext } from "./FileField.tsx";
import { behind, filesBehind, toSend } from "./files.ts";
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
  /** The screen that led here; none: the list of forms. */
  readonly back?: string;
};

type Draft = FormDraft & { readonly files: readonly Taken[] };

/** Filling: every touch is kept on the phone, "send" never waits for the network. */
export function FillForm({ formId, document, subject, begun, corrects, replaces, back }: Props) {
  const w = useWords(words);
  const now = useNow();
  const area = useLocal(({ kept }) => kept.copy?.area ?? kept.me?.value.post.area ?? "");
  const form = compile(document);
  const known = useKnown(document, subject?.id ?? null, now);
  const place = useSubjects(subject?.kind ?? "door", w.unnamed).find((one) => one.id === subject?.id)?.place ?? area;
  const fresh = begun === undefined ? [...known].filter(([, one]) => one.isFresh) : [];
  const initial: Draft = {
    answers: begun ?? {
      ...defaultsOf(form, now),
      ...Object.fromEntries(fresh.map(([name, one]) => [name, one.answer])),
    },
    kept: fresh.map(([name]) => name),
    at: 0,
    files: replaces === undefined ? [] : filesBehind(here().outbox, replaces),
  };
  const name = [formId, subject?.id ?? "", corrects ?? "", replaces ?? ""].join("/");
  const [draft, change, clear] = useKeptForm<Draft>(name, initial);
  const [isSending, setSending] = useState(false);
  const onDone = async () => {
    setSending(true);
    const { answers, files, gone } = toSend(answersOf(fill(form, draft.answers, now)), draft.files);
    const kept = draft.kept.filter((one) => known.has(one));
    const seen = [...known].flatMap(([name, one]) =>
      kept.includes(name) || one.answer === "" ? [] : [[name, one.answer] as const],
    );
    const id = v7();
    const body = { formId, place, subject, answers, known: kept, seen: Object.fromEntries(seen) };
    await giveWith(
      { command: submitForm, id, body: { ...body, ...(corrects === undefined ? {} : { corrects }) } },
      addAttachment,
      behind(files, id),
    );
    if (replaces !== undefined) await settle({ gone: [replaces, ...gone] });
    clear();
    go(back ?? paths.section("forms", "done", formId), { instead: true });
  };
  return (
    <form className="form-fill" onSubmit={(event) => event.preventDefault()}>
      <FilesContext value={{ files: draft.files, change: (files) => change({ files }) }}>
        <FormView
          form={form}
          draft={draft}
          known={known}
          now={now}
          Media={FileField}
          onChange={change}
          last={{ word: w.send, onDone: () => void (isSending ? undefined : onDone()) }}
        />
      </FilesContext>
      <p className="quiet">{w.saved}</p>
      <button
        type="button"
        className="button button-wide"
        onClick={() => {
          clear();
          go(back ?? paths.section("forms"), { instead: true });
        }}
      >
        {w.throwAway}
      </button>
    </form>
  );
}
