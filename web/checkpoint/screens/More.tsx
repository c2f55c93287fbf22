import { signOut } from "#capabilities/workers/contract.ts";
import { send } from "../../shared/api.ts";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Frame } from "../parts/Frame.tsx";
import { dropRefused, forgetMe, go, keep, useLocal } from "../store/local.ts";
import type { Screen } from "../store/shapes.ts";
import { upload } from "../store/sync.ts";
import { words } from "../words.ts";

/** What is not needed for every person. */
export function More() {
  const w = useWords(words);
  const isQuiet = useLocal((local) => local.kept.isQuiet) === true;
  const unsent = useLocal((local) => local.outbox.length);
  const leave = async () => {
    await send(signOut, {}).catch(() => undefined);
    await forgetMe();
    go("gate");
  };
  const ways: readonly (readonly [Screen, string])[] = [
    ["hand-over", w.handOver],
    ["count", w.count],
    ["rests", w.restsTitle],
    ["presence", w.presence],
    ["outbox", w.outbox],
  ];
  return (
    <Frame title={w.more}>
      {ways.map(([screen, name]) => (
        <button key={screen} type="button" className="act" onClick={() => go(screen)}>
          {name}
        </button>
      ))}
      <button type="button" className="act" onClick={() => void keep({ isQuiet: !isQuiet })}>
        {isQuiet ? w.loud : w.quiet}
      </button>
      <LanguageSwitch />
      <button type="button" className="act act-plain" disabled={unsent > 0} onClick={() => void leave()}>
        {w.signOut}
      </button>
      {unsent > 0 && <p className="hint">{w.unsentStays}</p>}
    </Frame>
  );
}

/** The truth about what has been sent. */
export function Outbox() {
  const w = useWords(words);
  const language = useLanguage();
  const me = useLocal((local) => local.kept.me);
  const outbox = useLocal((local) => local.outbox);
  const refused = useLocal((local) => local.refused);
  const own = outbox.filter((one) => one.postId === me?.postId).length;
  return (
    <Frame title={w.outboxTitle}>
      <p className="lead" role="status">
        {own === 0 ? w.allSent : w.unsent(own)}
      </p>
      <p>{w.outboxLead}</p>
      {outbox.length > own && <p className="notice">{w.othersUnsent(outbox.length - own)}</p>}
      <button type="button" className="act act-main" disabled={own === 0} onClick={() => void upload()}>
        {w.sendNow}
      </button>
      {refused.length > 0 && <h2>{w.refusedTitle}</h2>}
      {refused.map((one) => (
        <section key={one.id} className="part">
          <p>{one[language]}</p>
          <button type="button" className="act act-plain" onClick={() => void dropRefused(one.id)}>
            {w.drop}
          </button>
        </section>
      ))}
    </Frame>
  );
}
