import { useState } from "react";
import { v7 } from "uuid";
import { askReview, fileMine, listMine, showMine } from "#capabilities/appeals/contract.ts";
import { ATTACHMENTS_AT_MOST } from "#capabilities/appeals/rules/attachments.ts";
import { APPEAL_KINDS, type AppealKind } from "#capabilities/appeals/rules/states.ts";
import { HOUR, MINUTE } from "#kernel/time.ts";
import { ColourMark } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useHeldCode } from "../code/held.ts";
import { explain } from "../code/reasons.ts";
import { Choice, Facts, TextArea } from "../parts/fields.tsx";
import { usePlaceName } from "../parts/place.ts";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { go, paths } from "../paths.ts";
import { act, refresh, useAnswer } from "../store/ask.ts";
import { useMinute } from "../store/clock.ts";
import { keepDraft, readLocal } from "../store/local.ts";
import { words } from "../words.ts";
import { moreWords } from "../words-more.ts";

type AppealDraft = { readonly id: string; readonly kind: AppealKind; readonly words: string };
const draftName = (personKey: string) => `appeal/${personKey}`;
const draftOf = (personKey: string): AppealDraft =>
  (readLocal().drafts[draftName(personKey)] as AppealDraft | undefined) ?? { id: v7(), kind: "exposure", words: "" };

/** One tap from the colour: what it rests on, what is wrong with it, and proof. */
export function AppealScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(moreWords).appeal;
  const language = useLanguage();
  const held = useHeldCode(personKey);
  const [draft, setDraft] = useState(() => draftOf(personKey));
  const [photos, setPhotos] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const change = (next: Partial<AppealDraft>) => {
    const whole = { ...draft, ...next };
    setDraft(whole);
    void keepDraft(draftName(personKey), whole);
  };
  const filing = useDeed(async () => {
    const body = {
      ...draft,
      personKey,
      about: { kind: "colour" as const },
      attachments: photos.map((data) => ({ data })),
    };
    const { id } = await act(fileMine, {}, body);
    await keepDraft(draftName(personKey), null);
    go(paths.appealCase(id), { instead: true });
  });
  const isWrong = draft.words.trim().length < 2;
  if (held === null) {
    return (
      <Screen title={w.title} back={paths.code(personKey)}>
        <p className="notice">{w.none}</p>
      </Screen>
    );
  }
  const why = explain(held.shown.rule, language);
  return (
    <Screen title={w.title} back={paths.code(personKey)}>
      <form
        className="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isWrong) filing.run();
        }}
      >
        <p>{w.about}</p>
        <div>
          <ColourMark colour={held.shown.colour} />
        </div>
        <p>
          {w.evidence}
          {"："}
          <strong>{why.reason}</strong>
          {`（${why.source}）`}
        </p>
        <Choice
          label={w.kind}
          options={APPEAL_KINDS.map((value) => ({ value, word: w.kinds[value] }))}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
        />
        <TextArea
          label={w.words}
          hint={w.wordsHint}
          value={draft.words}
          onChange={(text) => change({ words: text })}
          maxLength={2000}
          wrong={isTried && isWrong ? w.wordsWrong : null}
        />
        <Photos photos={photos} onChange={setPhotos} />
        <p className="notice">{w.promise}</p>
        <Refused error={filing.error} />
        <button type="submit" className="button button-main" disabled={filing.isBusy}>
          {w.submit}
        </button>
      </form>
      <a className="link-row" href={paths.appeals}>
        {w.mine}
      </a>
    </Screen>
  );
}

type PhotosProps = { readonly photos: readonly string[]; readonly onChange: (photos: readonly string[]) => void };

function Photos({ photos, onChange }: PhotosProps) {
  const w = useWords(moreWords).appeal;
  const { remove } = useWords(words);
  const [isWrong, setWrong] = useState(false);
  const add = async (file: File | undefined) => {
    if (file === undefined) return;
    const { shrunk } = await import("./photo.ts");
    const data = await shrunk(file);
    setWrong(data === null);
    if (data !== null) onChange([...photos, data]);
  };
  return (
    <div className="field">
      <p className="hint" id="photos-hint">
        {w.photosHint}
      </p>
      <input
        id="photos"
        className="visually-hidden photo-input"
        type="file"
        accept="image/*,application/pdf"
        disabled={photos.length >= ATTACHMENTS_AT_MOST}
        onChange={(event) => {
          void add(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
        aria-describedby="photos-hint"
      />
      <label className="button" htmlFor="photos">
        {w.photos}
      </label>
      {photos.map((data, at) => (
        <div className="row" key={data.slice(0, 400)}>
          <span>{w.photo(at + 1)}</span>
          <button type="button" className="button" onClick={() => onChange(photos.filter((one) => one !== data))}>
            {remove}
          </button>
        </div>
      ))}
      {isWrong && (
        <span className="wrong" role="alert">
          {w.photoWrong}
        </span>
      )}
    </div>
  );
}

/** All appeals of the account's persons. */
export function AppealsScreen() {
  const w = useWords(moreWords).appeal;
  const format = useFormat();
  const answer = useAnswer(listMine, {});
  const appeals = answer.data?.appeals ?? [];
  return (
    <Screen title={w.mine} back={paths.mine}>
      <Missing of={answer} />
      {answer.data !== null && appeals.length === 0 && <p className="notice">{w.noneYet}</p>}
      <ul className="list">
        {appeals.map((one) => (
          <li key={one.id}>
            <a className="link-row" href={paths.appealCase(one.id)}>
              <span>
                <strong>{one.outcome === null ? w.state[one.state] : w.outcome[one.outcome]}</strong>
                <br />
                <span className="quiet">{format.moment(one.receivedAt)}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Screen>
  );
}

/** One appeal: its clock, the evidence in plain words, the letter, and the next way on. */
export function AppealCaseScreen({ appealId }: { readonly appealId: string }) {
  const w = useWords(moreWords).appeal;
  const language = useLanguage();
  const format = useFormat();
  const answer = useAnswer(showMine, { id: appealId });
  const owner = usePlaceName(answer.data?.ownerArea ?? null);
  const { data } = answer;
  if (data === null) {
    return (
      <Screen title={w.title} back={paths.appeals}>
        <Missing of={answer} />
      </Screen>
    );
  }
  return (
    <Screen title={w.title} back={paths.appeals}>
      <div className="card">
        <h2>{data.outcome === null ? w.state[data.state] : w.outcome[data.outcome]}</h2>
        <Clock dueAt={data.dueAt} waitsFor={data.waitsFor} isOverdue={data.isOverdue} />
        <Facts
          of={[
            ...(data.outcome === null ? ([[w.answeredBy, format.moment(data.lastDueAt)]] as const) : []),
            [w.owner, owner ?? data.ownerArea],
            [w.yourWords, data.words],
          ]}
        />
        {data.attachments.length > 0 && <p className="quiet">{w.proofs(data.attachments.length)}</p>}
      </div>
      <section className="card" aria-label={w.evidence}>
        <h2>{w.evidence}</h2>
        {data.evidence.length === 0 && <p>{w.noEvidence}</p>}
        <ul className="list">
          {data.evidence.map((one) => (
            <li key={one.id}>
              <ColourMark colour={one.colour} /> {one.reason[language]}
              <br />
              <span className="quiet">
                {`${one.source[language]} · ${w.since} ${format.moment(one.since)}`}
                {one.isSuspended && ` · ${w.suspended}`}
                {one.isWithdrawn && ` · ${w.withdrawn}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {data.letters.map((letter) => (
        <article className="card" key={letter.at}>
          <h2>{letter.isReview ? w.reviewLetter : w.letter}</h2>
          <p className="quiet">{`${format.moment(letter.at)} · ${w.outcome[letter.outcome]}`}</p>
          <p lang="zh-CN" className="letter">
            {letter.zh}
          </p>
        </article>
      ))}
      {(data.mayAskReview || data.mayAskOmbudsman) && (
        <AskReview appealId={appealId} word={data.mayAskReview ? w.askReview : w.askOmbudsman} />
      )}
      {data.letters.length > 0 && (
        <div className="card">
          <h2>{w.court}</h2>
          <p>{data.court[language]}</p>
        </div>
      )}
    </Screen>
  );
}

type ClockProps = {
  readonly dueAt: string | null;
  readonly waitsFor: "triage" | "decision" | "review" | "ombudsman" | null;
  readonly isOverdue: boolean;
};

function Clock({ dueAt, waitsFor, isOverdue }: ClockProps) {
  const w = useWords(moreWords).appeal;
  const format = useFormat();
  const now = useMinute();
  if (dueAt === null || waitsFor === null) return null;
  const left = Date.parse(dueAt) - now;
  return (
    <p className={isOverdue || left <= 0 ? "notice notice-warning" : "notice"}>
      {w.due(w.waits[waitsFor], format.moment(dueAt))}
      <strong>
        {isOverdue || left <= 0 ? w.overdue : w.left(Math.floor(left / HOUR), Math.floor((left % HOUR) / MINUTE))}
      </strong>
    </p>
  );
}

function AskReview({ appealId, word }: { readonly appealId: string; readonly word: string }) {
  const w = useWords(moreWords).appeal;
  const [text, setText] = useState("");
  const asking = useDeed(async () => {
    await act(askReview, { id: appealId }, { words: text.trim() });
    setText("");
    await refresh(showMine, { id: appealId });
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        asking.run();
      }}
    >
      <TextArea label={w.reviewWords} value={text} onChange={setText} maxLength={2000} />
      <Refused error={asking.error} />
      <button type="submit" className="button button-wide" disabled={asking.isBusy || text.trim().length < 2}>
        {word}
      </button>
    </form>
  );
}
