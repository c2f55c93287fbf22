import { useState } from "react";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { Drafts } from "../parts/Drafts.tsx";
import { usePlaceName } from "../parts/place.ts";
import { paths } from "../paths.ts";
import { settle, useLocal } from "../store/local.ts";
import { isTyped } from "../store/outbox-rules.ts";
import type { Command, OutboxItem, SentItem } from "../store/shapes.ts";
import { refresh } from "../store/sync.ts";
import { givenWords } from "../words-given.ts";
import { mineWords } from "../words-mine.ts";
import { reportWords } from "../words-report.ts";

/** What has not gone out yet and why, what was refused and what to do about it, what went out today. */
export function OutboxScreen() {
  const w = useWords(mineWords);
  const postId = useLocal(({ kept }) => kept.me?.value.post.id);
  const outbox = useLocal((local) => local.outbox);
  const sent = useLocal((local) => local.sent);
  const isReached = useLocal((local) => local.isReached);
  const own = outbox.filter((item) => item.postId === postId);
  const typed = own.filter(({ command, refusal }) => isTyped(command) && refusal === null);
  const refused = own.filter(({ refusal }) => refusal !== null);
  const receipts = own.filter(({ command, refusal }) => !isTyped(command) && refusal === null).length;
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
      {outbox.length > own.length && <p className="notice notice-warning">{w.ofOther(outbox.length - own.length)}</p>}
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
      {typed.length > 0 && (
        <section aria-label={w.waiting}>
          <h2 className="list-title">{w.waiting}</h2>
          <ul className="entries">
            {typed.map((item) => (
              <li key={item.id} className="entry">
                <What command={item.command} at={item.madeAt} />
                <p className="entry-why">
                  {w.trouble[item.trouble === "new" && isReached === false ? "unreachable" : item.trouble]}
                  {item.tries > 0 && <span className="quiet">{` · ${w.tries(item.tries)}`}</span>}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {receipts > 0 && <p className="quiet pad">{w.receipts(receipts)}</p>}
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

/** What it is: kind, result, tier and place, when. */
function What({ command, at }: { readonly command: Command; readonly at: string }) {
  const { kind } = useWords(mineWords);
  const names: Readonly<Record<string, string>> = useWords(givenWords);
  const { result } = useWords(reportWords);
  const { time } = useFormat();
  const text =
    command.kind === "visit" ? result[command.report.result] : command.kind === "instruction" ? command.title : "";
  return (
    <>
      <p className="entry-head">
        {"about" in command && <Tier tier={command.about.tier} />}
        <strong>{(command.kind === "command" && names[command.name]) || kind[command.kind]}</strong>
        <span className="quiet">{time(at)}</span>
      </p>
      {text !== "" && <p>{text}</p>}
      {"about" in command && <Where code={command.about.place} />}
    </>
  );
}

function Where({ code }: { readonly code: string }) {
  return <p className="quiet">{usePlaceName(code)}</p>;
}

function SentEntry({ item, isCorrected }: { readonly item: SentItem; readonly isCorrected: boolean }) {
  const { sent, sentBefore, correct } = useWords(mineWords);
  return (
    <li className="entry entry-sent">
      <What command={item.command} at={item.sentAt} />
      <p className="entry-why entry-good">{item.wasThere ? sentBefore : sent}</p>
      {item.command.kind === "visit" && !isCorrected && (
        <a className="button" href={paths.correct(item.id)}>
          {correct}
        </a>
      )}
    </li>
  );
}

function RefusedEntry({ item }: { readonly item: OutboxItem }) {
  const w = useWords(mineWords);
  const language = useLanguage();
  const [isSure, setSure] = useState(false);
  const { refusal } = item;
  if (refusal === null) return null;
  return (
    <li className="entry entry-refused">
      <What command={item.command} at={item.madeAt} />
      <p role="alert">{refusal[language]}</p>
      {refusal.fields.length > 0 && <p className="quiet">{w.fields(refusal.fields.join(", "))}</p>}
      <div className="actions">
        {item.command.kind === "visit" && (
          <a className="button button-main" href={paths.correct(item.id)}>
            {w.fix}
          </a>
        )}
        {isSure ? (
          <>
            <span>{w.dropSure}</span>
            <button type="button" className="button" onClick={() => void settle({ gone: [item.id] })}>
              {w.yesDrop}
            </button>
            <button type="button" className="button" onClick={() => setSure(false)}>
              {w.no}
            </button>
          </>
        ) : (
          <button type="button" className="button" onClick={() => setSure(true)}>
            {w.drop}
          </button>
        )}
      </div>
    </li>
  );
}
