import { useWords } from "../../shared/language.ts";
import { Drafts } from "../parts/Drafts.tsx";
import { RefusedEntry, SentEntry, WaitingEntry } from "../parts/OutboxEntries.tsx";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { isTyped } from "../store/outbox-rules.ts";
import type { SentItem } from "../store/shapes.ts";
import { refresh } from "../store/sync.ts";
import { mineWords } from "../words-mine.ts";

/** What has not gone out yet and why, what is held, what was refused and what to do about it, what went out today. */
export function OutboxScreen() {
  const w = useWords(mineWords);
  const postId = useLocal(({ kept }) => kept.me?.value.post.id);
  const outbox = useLocal((local) => local.outbox);
  const sent = useLocal((local) => local.sent);
  const ofOthers = useLocal((local) => local.unsentOfOthers);
  const own = outbox.filter((item) => item.postId === postId);
  const typed = own.filter(({ command, refusal }) => isTyped(command) && refusal === null);
  const refused = own.filter(({ refusal }) => refusal !== null);
  const held = typed.filter(({ trouble }) => trouble === "held");
  const waiting = typed.filter(({ trouble }) => trouble !== "held");
  const receipts = own.filter(({ command, refusal }) => !isTyped(command) && refusal === null).length;
  const others = outbox.length - own.length + ofOthers;
  return (
    <>
      <header className="head">
        <div>
          <h1>{w.outboxTitle}</h1>
          <p className="quiet">
            {typed.length > 0 && w.waitingCount(typed.length)}
            {typed.length === 0 && (refused.length > 0 ? w.refusedCount(refused.length) : w.allSent)}
          </p>
        </div>
        {typed.length + receipts > 0 && (
          <button type="button" className="button button-main" onClick={() => void refresh()}>
            {w.sendNow}
          </button>
        )}
      </header>
      {others > 0 && <p className="notice notice-warning">{w.ofOther(others)}</p>}
      {refused.length > 0 && (
        <section aria-label={w.refusedTitle}>
          <h2 className="list-title">{w.refusedTitle}</h2>
          <ul className="entries">
            {refused.map((item) => (
              <RefusedEntry key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-label={w.waiting}>
          <h2 className="list-title">{w.waiting}</h2>
          <ul className="entries">
            {waiting.map((item) => (
              <WaitingEntry key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
      {held.length > 0 && (
        <section aria-label={w.heldTitle}>
          <h2 className="list-title">{w.heldTitle}</h2>
          <ul className="entries">
            {held.map((item) => (
              <WaitingEntry key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
      {receipts > 0 && <p className="quiet pad">{w.receipts(receipts)}</p>}
      <nav className="rows" aria-label={w.transfer}>
        <a className="row" href={paths.transfer}>
          {w.transfer}
          <span className="chevron" aria-hidden="true" />
        </a>
      </nav>
      <Drafts />
      <section aria-label={w.sentToday}>
        <h2 className="list-title">{w.sentToday}</h2>
        {sent.length === 0 && <p className="quiet pad">{w.sentNone}</p>}
        <ul className="entries">
          {sent
            .filter((item) => item.postId === postId)
            .reverse()
            .map((item) => (
              <SentEntry key={item.id} item={item} isCorrected={sent.some((other) => correctedBy(other) === item.id)} />
            ))}
        </ul>
      </section>
    </>
  );
}

const correctedBy = ({ command }: SentItem) => (command.kind === "visit" ? command.report.corrects : undefined);
