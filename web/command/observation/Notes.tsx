import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { openNotes } from "#capabilities/observation/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { useSentence } from "../../shared/states.tsx";
import { words } from "./words.ts";

const DESK_PURPOSES = ["breach", "complaint"] as const;

/** What the desk may read of the sealed words: the ladder and the person's own statements, for a purpose, on record. */
export function Notes({ id }: { readonly id: string }) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { moment } = useFormat();
  const sentence = useSentence();
  const { post } = useMe();
  const opening = useMutation({
    mutationFn: (purpose: (typeof DESK_PURPOSES)[number]) => send(openNotes, { id }, { purpose }),
  });
  if (post.role !== "operator") return null;
  const opened = opening.data;
  return (
    <>
      <h3>{w.notes}</h3>
      <p className="quiet">{w.notesLead}</p>
      {opening.isError && <p role="alert">{sentence(opening.error)}</p>}
      {opened === undefined ? (
        <p className="panel-side">
          {`${o.purposeAsk}：`}
          {DESK_PURPOSES.map((purpose) => (
            <Button key={purpose} size="small" loading={opening.isPending} onClick={() => opening.mutate(purpose)}>
              {o.purpose[purpose]}
            </Button>
          ))}
        </p>
      ) : (
        <>
          <p className="quiet">{o.notesOpened(moment(opened.openedAt))}</p>
          {opened.notes.length === 0 && <p>{o.noNotes}</p>}
          <ul className="reasons">
            {opened.notes.map((note) => (
              <li key={note.id}>{`${moment(note.at)} · ${o.line[note.kind]}：${note.text}`}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
