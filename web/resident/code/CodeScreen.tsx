import { useEffect, useState, useSyncExternalStore } from "react";
import { PROVE_EVERY } from "#capabilities/credentials/rules/proof.ts";
import { instant } from "#kernel/time.ts";
import { ColourShape, colourWords } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { type Picture, pictureOf, QrPicture } from "../../shared/qr.tsx";
import { isRefusal } from "../../shared/refusal.ts";
import { Screen } from "../parts/Screen.tsx";
import { Refused, useDeed, Waiting } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { platformNow, useSecond } from "../store/clock.ts";
import { type Person, useKeptMe } from "../store/me.ts";
import { accountWords } from "../words-account.ts";
import { renewCode, useHeldCode } from "./held.ts";
import { codeText } from "./qr.ts";
import { explain } from "./reasons.ts";
import { type HeldCode, worthOf } from "./standing.ts";
import { codeWords } from "./words.ts";

/** The code, on the whole screen. Nothing here waits for the network: what is kept is shown at once. */
export function CodeScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(codeWords);
  const me = useKeptMe();
  const persons = me?.persons ?? [];
  const shown = persons.find((one) => one.personKey === personKey) ?? persons[0];
  if (shown === undefined) {
    return (
      <Screen title={w.title}>
        <p>{w.noPeople}</p>
        <a className="button button-main" href={paths.addPerson}>
          {w.addSelf}
        </a>
      </Screen>
    );
  }
  return (
    <Screen title={w.title}>
      <Switcher persons={persons} current={shown.personKey} />
      <Code key={shown.personKey} person={shown} />
    </Screen>
  );
}

function Switcher({ persons, current }: { readonly persons: readonly Person[]; readonly current: string }) {
  const w = useWords(codeWords);
  const { short } = useWords(accountWords).people;
  if (persons.length < 2) return null;
  return (
    <nav className="switcher" aria-label={w.whose}>
      {persons.map((one) => (
        <a
          key={one.personKey}
          href={paths.code(one.personKey)}
          aria-current={one.personKey === current ? "true" : undefined}
        >
          <strong>{one.name}</strong>
          <span>{short[one.relation]}</span>
        </a>
      ))}
    </nav>
  );
}

/** How often a shown code looks whether it should ask the server; the policy decides (rules/refresh.ts). */
const LOOK_EVERY = 5_000;

function Code({ person }: { readonly person: Person }) {
  const { personKey } = person;
  const held = useHeldCode(personKey);
  // Drawn anew each second only where time is shown; the worth of the code changes with it.
  const second = useSecond();
  const worth = worthOf(held, instant(new Date(second * 1000).toISOString()));
  const renewal = useDeed(() => renewCode(personKey, "now"));
  const [refusal, setRefusal] = useState<unknown>(null);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "hidden") return;
      renewCode(personKey, "if-due").then(
        () => setRefusal(null),
        (error: unknown) => setRefusal(isRefusal(error) ? error : null),
      );
    };
    look();
    const timer = setInterval(look, LOOK_EVERY);
    addEventListener("online", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      removeEventListener("online", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [personKey]);
  useScreenOn();
  const error = renewal.error ?? refusal;
  if (held === null || worth === "none") return <NoCode person={person} error={error} />;
  if (worth === "expired") return <Unconfirmed held={held} renew={renewal.run} isBusy={renewal.isBusy} />;
  return <Standing person={person} held={held} isAsOf={worth === "as-of"} second={second} />;
}

/** A phone that is held out for scanning must not go dark. */
function useScreenOn(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    void navigator.wakeLock
      ?.request("screen")
      .then((got) => {
        lock = got;
        if (isOver) void got.release();
      })
      .catch(() => undefined);
    return () => {
      isOver = true;
      void lock?.release();
    };
  }, []);
}

type StandingProps = {
  readonly person: Person;
  readonly held: HeldCode;
  readonly isAsOf: boolean;
  readonly second: number;
};

function Standing({ person, held, isAsOf, second }: StandingProps) {
  const w = useWords(codeWords);
  const { colour, may } = useWords(colourWords);
  const language = useLanguage();
  const format = useFormat();
  const { shown } = held;
  const reason = explain(shown.rule, language);
  return (
    <>
      <section className={`code colour-${shown.colour}`} aria-labelledby="code-word">
        <p className="code-word" id="code-word">
          <ColourShape colour={shown.colour} />
          <span className="code-word-text">
            <strong>{may[shown.colour]}</strong>
            <span>{colour[shown.colour]}</span>
          </span>
        </p>
        <Qr held={held} label={w.qr(colour[shown.colour])} />
        <p className="code-time">
          <span className="code-mover" aria-hidden="true" style={{ transform: `rotate(${(second % 60) * 6}deg)` }} />
          <time>{clockText(second)}</time>
          <span>{format.shortDay(dayText(second))}</span>
        </p>
        <p className="code-name">
          <strong>{person.name}</strong> {w.lastFour(person.lastFour)}
        </p>
      </section>
      {isAsOf && shown.issuedAt !== null && (
        <p className="notice notice-warning" role="status">
          {w.asOf(format.moment(shown.issuedAt))}
        </p>
      )}
      {person.isUnderReview && <UnderReview />}
      <p>
        {reason.reason}
        {w.stop}
        {reason.advice}
      </p>
      <div className="code-buttons">
        <a className="button button-main" href={paths.why(person.personKey)}>
          {w.why}
        </a>
        <a className="button" href={paths.appeal(person.personKey)}>
          {w.appeal}
        </a>
        <a className="button" href={paths.log(person.personKey)}>
          {w.log}
        </a>
      </div>
      <p className="quiet">
        {shown.shortCode !== null && (
          <>
            {w.shortCode} <strong className="short-code">{shown.shortCode}</strong>
            {` · ${w.shortCodeHow}`}
            <br />
          </>
        )}
        {shown.expiresAt !== null && w.validUntil(format.moment(shown.expiresAt))}
        {shown.form === "refreshed" && ` · ${w.refreshedForm}`}
      </p>
    </>
  );
}

const UnderReview = () => <p className="notice notice-warning">{useWords(accountWords).people.underReview}</p>;

const shanghai = (second: number) => new Date(second * 1000 + 8 * 3_600_000).toISOString();
const clockText = (second: number) => shanghai(second).slice(11, 19);
const dayText = (second: number) => shanghai(second).slice(0, 10);

const everySecond = (listener: () => void) => {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
};
const slot = () => Math.floor(platformNow() / PROVE_EVERY);

/** The picture, made anew every 30 seconds and at once after the phone slept. */
function Qr({ held, label }: { readonly held: HeldCode; readonly label: string }) {
  const w = useWords(codeWords);
  const at = useSyncExternalStore(everySecond, slot);
  const [made, setMade] = useState<{ readonly text: string; readonly picture: Picture; readonly at: number } | null>(
    null,
  );
  useEffect(() => {
    let isOver = false;
    void codeText(held, platformNow()).then((text) => {
      if (!isOver && text !== null) setMade({ text, picture: pictureOf(text), at });
    });
    return () => {
      isOver = true;
    };
  }, [held, at]);
  // An older picture would be refused as a screenshot is: better none than one that holds up the queue.
  const isFresh = made !== null && at - made.at <= 1;
  return (
    <div className="code-qr" role="img" aria-label={label} data-qr={isFresh ? made.text : undefined}>
      {isFresh ? <QrPicture picture={made.picture} /> : <span>{w.updating}</span>}
    </div>
  );
}

/** Expired, and no server to ask: what the checkpoint does then is on the screen. It is never a refusal. */
function Unconfirmed(props: { readonly held: HeldCode; readonly renew: () => void; readonly isBusy: boolean }) {
  const w = useWords(codeWords);
  const { colour } = useWords(colourWords);
  const format = useFormat();
  const { shown, isUnconfirmed } = props.held;
  return (
    <section className="code code-unconfirmed" role="alert">
      <p className="code-word">
        <span className="code-question" aria-hidden="true">
          {"?"}
        </span>
        <strong>{w.cannotConfirm}</strong>
      </p>
      <p className="code-how">{w.cannotConfirmHow}</p>
      <p>{isUnconfirmed ? w.cannotConfirmWhy.unconfirmed : w.cannotConfirmWhy.expired}</p>
      <p className="quiet">
        {w.cannotConfirmLast(colour[shown.colour])}
        {shown.issuedAt !== null && `（${format.moment(shown.issuedAt)}）`}
      </p>
      <button type="button" className="button button-main" disabled={props.isBusy} onClick={props.renew}>
        {props.isBusy ? w.updating : w.update}
      </button>
    </section>
  );
}

function NoCode({ person, error }: { readonly person: Person; readonly error: unknown }) {
  const w = useWords(codeWords);
  // Declared, and the code is on its way: nothing to ask of anybody.
  if (error === null && person.declaredAt !== null) return <Waiting />;
  const isMissing = person.declaredAt === null || isRefusal(error, "credentials/no-code");
  return (
    <div className="card">
      <h2>{w.noCode}</h2>
      <p>{w.noCodeHow}</p>
      {!isMissing && <Refused error={error} />}
      <a className="button button-main" href={paths.declare(person.personKey)}>
        {w.declareNow}
      </a>
    </div>
  );
}
