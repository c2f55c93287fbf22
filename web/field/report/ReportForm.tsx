import { useState } from "react";
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import { isAlarming, MANNERS, SERVICES, SPOKEN_TO, SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { useWords } from "../../shared/language.ts";
import { platformClockOffset } from "../../shared/me.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Keypad } from "../parts/Keypad.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { usePlaceName } from "../parts/place.ts";
import { tenthsOf } from "../parts/temperature.ts";
import { go, paths } from "../paths.ts";
import { dropDraft, post, saveDraft, settle, useLocal } from "../store/local.ts";
import type { About, Draft } from "../store/shapes.ts";
import { trySending } from "../store/sync.ts";
import { reportWords } from "../words-report.ts";
import { asksWhere, type Missing, missingOf, placeFor, reportOf } from "./draft.ts";
import { ResultPicker } from "./ResultPicker.tsx";

type Props = {
  readonly draft: Draft;
  readonly about: About;
  readonly county: string;
  readonly personKey: string;
  /** A refused report of the outbox that this one takes the place of. */
  readonly replaces?: string;
};

/** Results after which temperature and symptoms are asked: somebody was seen or spoken to about him. */
const ASKS_HEALTH: readonly VisitResult[] = ["HOME_IN_PLACE", "COMPLETED_14D", "CENTRAL", "HOSPITAL", "REFUSED"];
/** Results that say by themselves that nobody was spoken to. */
const NOBODY: readonly VisitResult[] = ["NO_ANSWER", "WRONG_NUMBER"];

/** The report. Every touch is kept on the phone; "send" puts it into the outbox and never waits for the network. */
export function ReportForm({ draft, about, county, personKey, replaces }: Props) {
  const w = useWords(reportWords);
  const area = useLocal(({ kept }) => kept.me?.value.post.area ?? "");
  const [isSaving, setSaving] = useState(false);
  const [isTold, setTold] = useState(false);
  const change = (part: Partial<Draft>) => saveDraft({ ...draft, ...part });
  const place = placeFor(draft, about.place, area);
  const missing = missingOf(draft, place);
  const onResult = (result: VisitResult | null) =>
    change({ result, ...(result !== null && NOBODY.includes(result) ? { spokenTo: "nobody" as const } : {}) });
  const onSend = async () => {
    if (place === null || missing.length > 0) return setTold(true);
    const report = reportOf(draft, {
      place,
      county,
      personKey,
      visitedAt: new Date().toISOString(),
      clockOffsetMs: Math.round(platformClockOffset()),
    });
    if (report === null) return;
    setSaving(true);
    await post([{ id: draft.id, command: { kind: "visit", report, about } }], { draftOf: draft.key });
    if (replaces !== undefined) await settle({ gone: [replaces] });
    void trySending();
    go(paths.reported(draft.id), { instead: true });
  };
  return (
    <form className="report" onSubmit={(event) => event.preventDefault()}>
      <OneOf
        label={w.how}
        options={MANNERS}
        words={w.manner}
        value={draft.manner}
        onChange={(manner) => change({ manner })}
      />
      <ResultPicker value={draft.result} onChange={onResult} />
      {asksWhere(draft.result) && (
        <PlacePicker
          label={w.toPlace}
          hint={w.toPlaceHint}
          value={draft.toPlace}
          onChange={(toPlace) => change({ toPlace })}
          within={area.slice(0, 2)}
        />
      )}
      {draft.result !== null && (
        <>
          {ASKS_HEALTH.includes(draft.result) && <Health draft={draft} change={change} />}
          <OneOf
            label={w.spokenToAsk}
            options={SPOKEN_TO}
            words={w.spokenTo}
            value={draft.spokenTo}
            onChange={(spokenTo) => change({ spokenTo })}
          />
          <WhereAsked place={place} own={about.place} area={area} onChange={(at) => change({ place: at })} />
          <More draft={draft} change={change} />
        </>
      )}
      <p className="quiet">{w.savedOnPhone}</p>
      <GiveUp onYes={() => dropDraft(draft.key)} />
      <div className="dock">
        {isTold && missing.length > 0 && <MissingLine missing={missing} />}
        <button type="button" className="button button-main" disabled={isSaving} onClick={() => void onSend()}>
          {isSaving ? w.sending : w.send}
        </button>
      </div>
    </form>
  );
}

type PartProps = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void };

function Health({ draft, change }: PartProps) {
  const w = useWords(reportWords);
  const tenths = tenthsOf(draft.temperature);
  const isFever = isAlarming(tenths, []);
  return (
    <>
      <Keypad value={draft.temperature} onChange={(temperature) => change({ temperature })} />
      <ManyOf
        label={w.symptoms}
        options={SYMPTOMS}
        words={w.symptom}
        value={draft.symptoms}
        onChange={(symptoms) => change({ symptoms })}
        none={w.noSymptoms}
      />
      {isAlarming(tenths, draft.symptoms) && (
        <div className="notice notice-refused" role="alert">
          <strong>{w.alarm}</strong>
          <p>{isFever ? w.alarmFever : w.alarmSymptoms}</p>
        </div>
      )}
    </>
  );
}

type WhereProps = {
  readonly place: string | null;
  readonly own: string;
  readonly area: string;
  readonly onChange: (place: string | null) => void;
};

function WhereAsked({ place, own, area, onChange }: WhereProps) {
  const w = useWords(reportWords);
  const name = usePlaceName(place ?? own);
  const [isOther, setOther] = useState(place === null);
  if (isOther)
    return (
      <PlacePicker
        label={w.placeAsk}
        hint={w.placeMissing}
        value={place === own ? null : place}
        onChange={onChange}
        within={area.slice(0, 12)}
      />
    );
  return (
    <section className="picker" aria-label={w.placeAsk}>
      <p className="form-label">{w.placeAsk}</p>
      <p className="picker-chosen">
        <strong>{name}</strong>
        <button type="button" className="button" onClick={() => setOther(true)}>
          {w.placeOther}
        </button>
      </p>
    </section>
  );
}

function More({ draft, change }: PartProps) {
  const w = useWords(reportWords);
  return (
    <details className="more">
      <summary>{w.more_}</summary>
      <div className="more-body">
        <TextField
          label={w.travel}
          hint={w.travelHint}
          value={draft.travel}
          most={1000}
          onChange={(travel) => change({ travel })}
        />
        <ManyOf
          label={w.servicesAsked}
          options={SERVICES}
          words={w.service}
          value={draft.servicesAsked}
          onChange={(servicesAsked) => change({ servicesAsked })}
        />
        <ManyOf
          label={w.servicesDone}
          options={SERVICES}
          words={w.service}
          value={draft.servicesDone}
          onChange={(servicesDone) => change({ servicesDone })}
        />
        <Counter value={draft.personsMet} onChange={(personsMet) => change({ personsMet })} />
        <TextField
          label={w.spokenWith}
          value={draft.spokenWith}
          most={200}
          onChange={(spokenWith) => change({ spokenWith })}
        />
        <TextField
          label={w.note}
          hint={w.noteHint}
          value={draft.note}
          most={2000}
          onChange={(note) => change({ note })}
        />
      </div>
    </details>
  );
}

type TextProps = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly most: number;
  readonly onChange: (value: string) => void;
};

function TextField({ label, hint, value, most, onChange }: TextProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea
        className="input"
        rows={most > 200 ? 3 : 1}
        maxLength={most}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && <small className="quiet">{hint}</small>}
    </label>
  );
}

/** Persons of one visit at most, as the contract takes them. */
const PERSONS_AT_MOST = 50;

function Counter({ value, onChange }: { readonly value: number; readonly onChange: (value: number) => void }) {
  const { personsMet, fewer, more, persons } = useWords(reportWords);
  return (
    <div className="counter">
      <span className="form-label">{personsMet}</span>
      <button
        type="button"
        className="key"
        aria-label={fewer}
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
      >
        {"−"}
      </button>
      <output aria-label={personsMet}>{persons(value)}</output>
      <button
        type="button"
        className="key"
        aria-label={more}
        disabled={value >= PERSONS_AT_MOST}
        onClick={() => onChange(value + 1)}
      >
        {"+"}
      </button>
    </div>
  );
}

function MissingLine({ missing }: { readonly missing: readonly Missing[] }) {
  const w = useWords(reportWords);
  const names: Readonly<Record<Missing, string>> = {
    result: w.missingResult,
    spokenTo: w.missingSpokenTo,
    place: w.missingPlace,
    temperature: w.temperature,
  };
  return (
    <p className="form-fault" role="alert">
      {`${w.missing}${missing.map((one) => names[one]).join("、")}`}
    </p>
  );
}

function GiveUp({ onYes }: { readonly onYes: () => void }) {
  const { throwAway, throwAwaySure, yesDelete, no } = useWords(reportWords);
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" className="button button-plain" onClick={() => setAsking(true)}>
        {throwAway}
      </button>
    );
  return (
    <div className="notice notice-warning" role="alert">
      <p>{throwAwaySure}</p>
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            onYes();
            history.back();
          }}
        >
          {yesDelete}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {no}
        </button>
      </div>
    </div>
  );
}
