import { useState } from "react";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import { dropDraft, useLocal } from "../store/local.ts";
import type { Draft } from "../store/shapes.ts";
import { words } from "../words.ts";
import { mineWords } from "../words-mine.ts";
import { reportWords } from "../words-report.ts";

/** Reports begun and not sent, also those whose task has gone meanwhile: what was typed can still be read. */
export function Drafts() {
  const { drafts: title } = useWords(mineWords);
  const postId = useLocal(({ kept }) => kept.me?.value.post.id);
  const drafts = useLocal((local) => local.drafts);
  const own = [...drafts.values()].filter((draft) => draft.postId === postId);
  if (own.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="list-title">{title}</h2>
      <ul className="entries">
        {own.map((draft) => (
          <DraftEntry key={draft.key} draft={draft} />
        ))}
      </ul>
    </section>
  );
}

function DraftEntry({ draft }: { readonly draft: Draft }) {
  const w = useWords(mineWords);
  const { goneTask, continueReport } = useWords(words);
  const { result } = useWords(reportWords);
  const { moment } = useFormat();
  const [isSure, setSure] = useState(false);
  const inbox = useLocal(({ kept }) => kept[`inbox/${draft.postId}`]);
  // A draft of a correction is kept under the old report's id.
  const old = draft.key.slice(draft.postId.length + 1);
  const isOfTask = old === draft.taskId;
  const isOpen = useLocal((local) =>
    isOfTask
      ? inbox?.value.tasks.some(({ id }) => id === draft.taskId) === true
      : [...local.sent, ...local.outbox].some(({ id }) => id === old),
  );
  const typed = [draft.result === null ? "" : result[draft.result], draft.temperature, draft.travel, draft.note];
  return (
    <li className="entry">
      <p className="entry-head">
        <strong>{w.draft}</strong>
        <span className="quiet">{moment(draft.startedAt)}</span>
      </p>
      <p>{typed.filter((one) => one !== "").join(" · ")}</p>
      {!isOpen && <p className="quiet">{goneTask}</p>}
      <div className="actions">
        {isOpen && (
          <a className="button button-main" href={isOfTask ? paths.report(draft.taskId) : paths.correct(old)}>
            {continueReport}
          </a>
        )}
        {isSure ? (
          <>
            <span>{w.dropSure}</span>
            <button type="button" className="button" onClick={() => dropDraft(draft.key)}>
              {w.yesDrop}
            </button>
            <button type="button" className="button" onClick={() => setSure(false)}>
              {w.no}
            </button>
          </>
        ) : (
          <button type="button" className="button" onClick={() => setSure(true)}>
            {w.dropDraft}
          </button>
        )}
      </div>
    </li>
  );
}
