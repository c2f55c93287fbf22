import { useEffect, useState } from "react";
import { listMine as listMyCases } from "#capabilities/false-greens/contract.ts";
import { listLog, listNotices, readNotices } from "#capabilities/residents/contract-notices.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { renewCode } from "../code/held.ts";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { act, useAnswer } from "../store/ask.ts";
import { useKeptMe } from "../store/me.ts";

import { moreWords } from "../words-more.ts";

/** What the platform told the people of this account; a change of colour is fetched at once. */
export function NoticesScreen() {
  const w = useWords(moreWords).notices;
  const language = useLanguage();
  const format = useFormat();
  const answer = useAnswer(listNotices, {});
  const me = useKeptMe();
  const notices = answer.data?.notices ?? [];
  const newest = notices[0]?.id ?? null;
  const hasUnread = (answer.data?.unread ?? 0) > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newest notice.
  useEffect(() => {
    if (newest === null || !hasUnread) return;
    void act(readNotices, {}, { upTo: newest }).catch(() => undefined);
    for (const personKey of new Set(
      notices.filter(({ kind, isRead }) => kind === "colour" && !isRead).map((one) => one.personKey),
    )) {
      void renewCode(personKey, "now").catch(() => undefined);
    }
  }, [newest, hasUnread]);
  return (
    <Screen title={w.title} back={paths.mine}>
      <Cases />
      <Missing of={answer} />
      {answer.data !== null && notices.length === 0 && <p className="notice">{w.none}</p>}
      <ul className="list">
        {notices.map((one) => (
          <li className="card" key={one.id}>
            <p className="quiet">
              {`${format.moment(one.at)} · ${me?.persons.find(({ personKey }) => personKey === one.personKey)?.name ?? ""} `}
              {!one.isRead && <span className="badge">{w.unread}</span>}
            </p>
            <p>{one[language]}</p>
            <NoticeLink of={one} word={w.open} />
          </li>
        ))}
      </ul>
    </Screen>
  );
}

type NoticeLinkProps = {
  readonly of: { readonly kind: string; readonly link: string | null; readonly personKey: string };
  readonly word: string;
};

/** Where a notice leads on this phone; other entrances (enterprises) are said by the notice itself. */
function NoticeLink({ of, word }: NoticeLinkProps) {
  const inside: Readonly<Record<string, string>> = {
    colour: paths.why(of.personKey),
    appeal: paths.appeals,
    declaration: paths.declare(of.personKey),
    enterprise: paths.consents,
    observation: paths.observation,
    service: of.link === "/volunteer" ? paths.volunteer : paths.services,
  };
  const href = of.link?.startsWith("/enterprise/") === true ? of.link : inside[of.kind];
  if (href === undefined) return null;
  return (
    <a className="button" href={href}>
      {word}
    </a>
  );
}

/** Declared and observed do not agree: what, from where, why that may be harmless, and how to put it right. */
function Cases() {
  const w = useWords(moreWords).cases;
  const language = useLanguage();
  const format = useFormat();
  const { data } = useAnswer(listMyCases, {});
  const open = data?.cases.filter(({ outcome }) => outcome === null) ?? [];
  if (open.length === 0) return null;
  return (
    <section className="card" aria-label={w.title}>
      <h2>{w.title}</h2>
      <p>{w.intro}</p>
      {open.map((one) => (
        <div key={one.id} className="notice">
          {one.findings.map((finding) => (
            <div key={finding.name.zh}>
              <strong>{finding.name[language]}</strong>
              <p className="quiet">{finding.benign.map((why) => why[language]).join("；")}</p>
            </div>
          ))}
          <p>{w.until(format.moment(one.refileUntil))}</p>
          <a className="button" href={paths.declare(one.personKey)}>
            {w.correct}
          </a>
        </div>
      ))}
    </section>
  );
}

/** Who scanned or looked up; the holder's own. */
export function LogScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(moreWords).log;
  const [afters, setAfters] = useState<readonly (string | null)[]>([null]);
  return (
    <Screen title={w.title} back={paths.code(personKey)}>
      <p>{w.intro}</p>
      {afters.map((after, at) => (
        <LogPage
          key={after ?? "first"}
          personKey={personKey}
          after={after}
          onMore={at === afters.length - 1 ? (next) => setAfters([...afters, next]) : null}
        />
      ))}
    </Screen>
  );
}

type LogProps = {
  readonly personKey: string;
  readonly after: string | null;
  readonly onMore: ((after: string) => void) | null;
};

function LogPage({ personKey, after, onMore }: LogProps) {
  const w = useWords(moreWords).log;
  const language = useLanguage();
  const format = useFormat();
  const answer = useAnswer(listLog, after === null ? { personKey } : { personKey, after });
  const { data } = answer;
  if (data === null) return <Missing of={answer} />;
  if (data.entries.length === 0) return after === null ? <p className="notice">{w.none}</p> : null;
  const next = data.after;
  return (
    <>
      <ul className="list">
        {data.entries.map((one) => (
          <li className="card" key={one.id}>
            <strong>{language === "zh" ? `${one.whoZh} · ${one.actionZh}` : `${one.whoEn} · ${one.actionEn}`}</strong>
            <span className="quiet">
              {format.moment(one.at)}
              {one.placeName !== null && ` · ${one.placeName}`}
            </span>
          </li>
        ))}
      </ul>
      {next !== null && onMore !== null && (
        <button type="button" className="button" onClick={() => onMore(next)}>
          {w.more}
        </button>
      )}
    </>
  );
}

const TOPICS = ["offline", "wechat", "ios", "android", "cleared", "paper", "refuse"] as const;
/** Where the page is opened decides what is said first. */
const here = (): string =>
  /MicroMessenger/.test(navigator.userAgent)
    ? "wechat"
    : /iPhone|iPad/.test(navigator.userAgent)
      ? "ios"
      : /Android/.test(navigator.userAgent)
        ? "android"
        : "offline";

export function HelpScreen() {
  const w = useWords(moreWords).help;
  const topics = [...TOPICS].sort((a, b) => Number(b === here()) - Number(a === here()));
  return (
    <Screen title={w.title} back={paths.mine}>
      {topics.map((topic) => (
        <section className="card" key={topic} aria-label={w[topic][0]}>
          <h2>{w[topic][0]}</h2>
          <p>{w[topic][1]}</p>
        </section>
      ))}
      <Persist />
    </Screen>
  );
}

/** Browsers drop what was not used for long, unless they are asked to keep it. */
function Persist() {
  const w = useWords(moreWords).help;
  const [isKept, setKept] = useState<boolean | null>(null);
  const asking = useDeed(async () => setKept(await navigator.storage.persist()));
  if (typeof navigator.storage?.persist !== "function") return null;
  return (
    <section className="card" aria-label={w.persist[0]}>
      <h2>{w.persist[0]}</h2>
      <p>{w.persist[1]}</p>
      {isKept !== null && <p role="status">{isKept ? w.persisted : w.notPersisted}</p>}
      <Refused error={asking.error} />
      <button type="button" className="button" onClick={asking.run}>
        {w.persistAsk}
      </button>
    </section>
  );
}
