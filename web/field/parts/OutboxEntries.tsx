import { type ReactNode, useState } from "react";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { fixOf } from "../fixes.ts";
import { paths } from "../paths.ts";
import { giveAgain } from "../store/give.ts";
import { settle, useLocal } from "../store/local.ts";
import type { Command, OutboxItem, SentItem } from "../store/shapes.ts";
import { givenWords } from "../words-given.ts";
import { mineWords } from "../words-mine.ts";
import { reportWords } from "../words-report.ts";
import { usePlaceName } from "./place.ts";
import { SmsLink } from "./SmsLink.tsx";

/** What a command is called in these lists. */
function useName(): (command: Command) => string {
  const { kind } = useWords(mineWords);
  const names: Readonly<Record<string, string>> = useWords(givenWords);
  return (command) => (command.kind === "command" && names[command.name]) || kind[command.kind];
}

/** What it is: kind, result, tier and place, when. */
function What({ command, at }: { readonly command: Command; readonly at: string }) {
  const nameOf = useName();
  const { result } = useWords(reportWords);
  const { time } = useFormat();
  const text =
    command.kind === "visit" ? result[command.report.result] : command.kind === "instruction" ? command.title : "";
  return (
    <>
      <p className="entry-head">
        {"about" in command && <Tier tier={command.about.tier} />}
        <strong>{nameOf(command)}</strong>
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

/** Not sent yet, or held at the server: why, and what it waits for. */
export function WaitingEntry({ item }: { readonly item: OutboxItem }) {
  const w = useWords(mineWords);
  const isReached = useLocal((local) => local.isReached);
  return (
    <li className="entry">
      <What command={item.command} at={item.madeAt} />
      <p className="entry-why">
        {w.trouble[item.trouble === "new" && isReached === false ? "unreachable" : item.trouble]}
        {item.tries > 0 && <span className="quiet">{` · ${w.tries(item.tries)}`}</span>}
      </p>
      {item.trouble === "held" && <WaitsFor command={item.command} />}
      {item.command.kind === "visit" && item.trouble !== "busy" && <SmsLink item={item} />}
    </li>
  );
}

function WaitsFor({ command }: { readonly command: Command }) {
  const { waitsFor, waitsForOther } = useWords(mineWords);
  const { time } = useFormat();
  const nameOf = useName();
  const after = command.kind === "command" ? command.after : null;
  const before = useLocal(({ outbox }) => outbox.find(({ id }) => id === after));
  return (
    <p className="quiet">
      {before === undefined ? waitsForOther : waitsFor(nameOf(before.command), time(before.madeAt))}
    </p>
  );
}

export function SentEntry({ item, isCorrected }: { readonly item: SentItem; readonly isCorrected: boolean }) {
  const { sent, sentBefore, correct, bothKept } = useWords(mineWords);
  const language = useLanguage();
  return (
    <li className="entry entry-sent">
      <What command={item.command} at={item.sentAt} />
      <p className="entry-why entry-good">{item.wasThere ? sentBefore : sent}</p>
      {item.note != null && <p className="entry-note">{item.note[language]}</p>}
      {item.note == null && item.hasConflict === true && <p className="entry-note">{bothKept}</p>}
      {item.command.kind === "visit" && !isCorrected && (
        <a className="button" href={paths.correct(item.id)}>
          {correct}
        </a>
      )}
    </li>
  );
}

/** What the server said no to: its sentence, and what can be done about it. */
export function RefusedEntry({ item }: { readonly item: OutboxItem }) {
  const w = useWords(mineWords);
  const language = useLanguage();
  const { refusal, command } = item;
  const leader = useLocal(({ outbox }) =>
    outbox.find(({ id, refusal: no }) => no !== null && command.kind === "command" && id === command.after),
  );
  const nameOf = useName();
  const { time } = useFormat();
  if (refusal === null) return null;
  const fix = command.kind === "visit" ? { path: paths.correct(item.id), begin: () => undefined } : fixOf(item);
  // What follows a refused one goes again by itself, once that one is put right.
  const isLed = leader !== undefined;
  return (
    <li className="entry entry-refused">
      <What command={command} at={item.madeAt} />
      <p role="alert">{refusal[language]}</p>
      {refusal.fields.length > 0 && <p className="quiet">{w.fields(refusal.fields.join(", "))}</p>}
      {isLed && <p className="quiet">{w.fixFirst(nameOf(leader.command), time(leader.madeAt))}</p>}
      <div className="actions">
        {fix !== null && !isLed && (
          <a className="button button-main" href={fix.path} onClick={fix.begin}>
            {w.fix}
          </a>
        )}
        {fix === null && !isLed && command.kind === "command" && (
          <button type="button" className="button button-main" onClick={() => void giveAgain(item)}>
            {w.again2}
          </button>
        )}
        <Sure ask={w.drop} sentence={w.dropSure} yes={w.yesDrop} onYes={() => void settle({ gone: [item.id] })} />
      </div>
    </li>
  );
}

type SureProps = {
  readonly ask: ReactNode;
  readonly sentence: string;
  readonly yes: string;
  readonly onYes: () => void;
};

/** Asked twice before something that lies on this phone only is thrown away. */
function Sure({ ask, sentence, yes, onYes }: SureProps) {
  const { no } = useWords(mineWords);
  const [isSure, setSure] = useState(false);
  if (!isSure)
    return (
      <button type="button" className="button" onClick={() => setSure(true)}>
        {ask}
      </button>
    );
  return (
    <>
      <span>{sentence}</span>
      <button type="button" className="button" onClick={onYes}>
        {yes}
      </button>
      <button type="button" className="button" onClick={() => setSure(false)}>
        {no}
      </button>
    </>
  );
}
