import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type ObservationView, openNotes } from "#capabilities/observation/contract.ts";
import { NOTE_PURPOSES, type NotePurpose } from "#capabilities/observation/rules/notes.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { useSentence } from "../../shared/states.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { SECTION } from "./List.tsx";
import { words } from "./words.ts";

/** The sealed words of a home, opened for a purpose: in this page's memory only, and each opening is on record. */
export function NotesScreen({ home }: { readonly home: ObservationView }) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { moment } = useFormat();
  const sentence = useSentence();
  const role = useLocal(({ kept }) => kept.me?.value.post.role);
  const isReached = useLocal((local) => local.isReached);
  const purposes = NOTE_PURPOSES.filter((one) => one !== "care" || role !== "police-officer");
  const [purpose, setPurpose] = useState<NotePurpose | null>(null);
  const opening = useMutation({
    mutationFn: (of: NotePurpose) => send(openNotes, { id: home.id }, { purpose: of }),
  });
  const opened = opening.data;
  return (
    <>
      <Bar title={w.act.notes} back={paths.section(SECTION, home.id)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <p className="quiet">{w.notesLead}</p>
        {isReached === false && <p className="notice notice-warning">{w.notesNeedNetwork}</p>}
        {opening.isError && (
          <p className="notice notice-refused" role="alert">
            {sentence(opening.error)}
          </p>
        )}
        {opened === undefined ? (
          <>
            <OneOf label={o.purposeAsk} options={purposes} words={o.purpose} value={purpose} onChange={setPurpose} />
            <div className="dock">
              <button
                type="button"
                className="button button-main"
                disabled={purpose === null || opening.isPending}
                onClick={() => purpose !== null && opening.mutate(purpose)}
              >
                {o.openNotes}
              </button>
            </div>
          </>
        ) : (
          <section aria-label={w.act.notes}>
            <p className="quiet">{o.notesOpened(moment(opened.openedAt))}</p>
            {opened.home !== null && <p className="observed-note">{`${o.homeNote}：${opened.home}`}</p>}
            {opened.household.map(({ id, name }) => (
              <p key={id}>{`${w.household}：${name}`}</p>
            ))}
            {opened.notes.length === 0 && opened.home === null && <p>{o.noNotes}</p>}
            <ol className="observed-list">
              {opened.notes.map((note) => (
                <li key={note.id}>
                  <span className="quiet">{`${moment(note.at)} · ${o.line[note.kind]}`}</span>
                  <p className="observed-note">{note.text}</p>
                </li>
              ))}
            </ol>
          </section>
        )}
      </form>
    </>
  );
}
