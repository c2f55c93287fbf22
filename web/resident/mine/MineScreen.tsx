import { useState } from "react";
import { showMyUnits } from "#capabilities/neighbours/contract.ts";
import { closeAccount, showMyData, signOut } from "#capabilities/residents/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { elsewhereWords } from "../elsewhere/words.ts";
import { Facts } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { serviceWords } from "../services/words.ts";
import { act, useAnswer } from "../store/ask.ts";
import { forgetAll } from "../store/local.ts";
import { useMe } from "../store/me.ts";
import { setTextSize, TEXT_SIZES, useTextSize } from "../store/text-size.ts";
import { unitWords } from "../unit/words.ts";
import { words } from "../words.ts";
import { moreWords } from "../words-more.ts";

export function MineScreen() {
  const w = useWords(moreWords).mine;
  const { title: elsewhere } = useWords(elsewhereWords);
  const { title: unit } = useWords(unitWords);
  const { title: services } = useWords(serviceWords);
  const me = useMe();
  const unread = me.data?.unread ?? 0;
  // Only whoever answers for a unit (or is asked to) finds a way to its page.
  const hasUnit = (useAnswer(showMyUnits, {}).data?.units.length ?? 0) > 0;
  const links = [
    [paths.notices, unread > 0 ? `${w.notices}（${unread}）` : w.notices],
    [paths.observation, w.observation],
    [paths.services, services],
    [paths.appeals, w.appeals],
    [paths.consents, w.consents],
    ...(hasUnit ? [[paths.units, unit] as const] : []),
    [paths.elsewhere, elsewhere],
    [paths.help, w.help],
    ["/enterprise/", w.enterprise],
    ["/open/", w.open],
  ] as const;
  return (
    <Screen title={w.title}>
      <Missing of={me} />
      {me.data?.phone !== null && me.data !== null && <Facts of={[[w.phone, me.data.phone]]} />}
      <ul className="list">
        {links.map(([href, word]) => (
          <li key={href}>
            <a className="link-row" href={href}>
              {word}
            </a>
          </li>
        ))}
      </ul>
      <TextSizes />
      <MyData />
      <Leave />
    </Screen>
  );
}

function TextSizes() {
  const { textSize, textSizes } = useWords(words);
  const size = useTextSize();
  return (
    <fieldset>
      <legend>{textSize}</legend>
      <div className="row">
        {TEXT_SIZES.map((one) => (
          <label className="choice" key={one}>
            <input type="radio" name="text-size" checked={size === one} onChange={() => setTextSize(one)} />
            {textSizes[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function MyData() {
  const w = useWords(moreWords).mine;
  const [isDone, setDone] = useState(false);
  const fetching = useDeed(async () => {
    const data = await act(showMyData, {});
    const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `wangge-${data.madeAt.slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    setDone(true);
  });
  return (
    <section className="card" aria-label={w.data}>
      <h2>{w.data}</h2>
      <p>{w.dataHow}</p>
      <Refused error={fetching.error} />
      {isDone && <p role="status">{w.downloaded}</p>}
      <button type="button" className="button" disabled={fetching.isBusy} onClick={fetching.run}>
        {w.download}
      </button>
    </section>
  );
}

type Leaving = "here" | "everywhere" | "close";

/** Signing out takes everything off this phone; that is said before. */
function Leave() {
  const w = useWords(moreWords).mine;
  const { cancel } = useWords(words);
  const [asked, setAsked] = useState<Leaving | null>(null);
  const [closed, setClosed] = useState<Awaited<ReturnType<typeof close>> | null>(null);
  const leaving = useDeed(async (how: Leaving) => {
    if (how === "close") {
      setClosed(await close());
      return;
    }
    await act(signOut, { everywhere: how === "everywhere" ? "true" : "false" });
    await forgetAll();
    location.hash = "";
  });
  if (closed !== null) return <Closed of={closed} />;
  if (asked === null) {
    return (
      <div className="row">
        {(["here", "everywhere", "close"] as const).map((how) => (
          <button key={how} type="button" className="button" onClick={() => setAsked(how)}>
            {{ here: w.signOut, everywhere: w.everywhere, close: w.close }[how]}
          </button>
        ))}
      </div>
    );
  }
  return (
    <div className="card" role="alertdialog" aria-label={w.confirm}>
      <p>{asked === "close" ? w.closeSure : w.signOutSure}</p>
      <Refused error={leaving.error} />
      <div className="row">
        <button type="button" className="button" onClick={() => setAsked(null)}>
          {cancel}
        </button>
        <button
          type="button"
          className="button button-danger"
          disabled={leaving.isBusy}
          onClick={() => leaving.run(asked)}
        >
          {w.confirm}
        </button>
      </div>
    </div>
  );
}

const close = () => act(closeAccount, {});

function Closed({ of }: { readonly of: Awaited<ReturnType<typeof close>> }) {
  const w = useWords(moreWords).mine;
  const { done } = useWords(words);
  const language = useLanguage();
  const format = useFormat();
  return (
    <div className="card" role="status">
      <h2>{w.closed}</h2>
      {of.kept.length > 0 && <p>{w.kept}</p>}
      <ul>
        {of.kept.map((one) => (
          <li key={one.zh}>{`${one[language]} · ${w.until(format.day(one.until))}`}</li>
        ))}
      </ul>
      <button type="button" className="button button-main" onClick={() => void forgetAll()}>
        {done}
      </button>
    </div>
  );
}
