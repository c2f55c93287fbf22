/** Parts of the report: health, and what is asked less often. */
import { useRef } from "react";
import { isAlarming, SERVICES, SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { useWords } from "../../shared/language.ts";
import { ManyOf } from "../parts/Choices.tsx";
import { Dictate } from "../parts/Dictate.tsx";
import { Keypad } from "../parts/Keypad.tsx";
import { tenthsOf } from "../parts/temperature.ts";
import type { Draft } from "../store/shapes.ts";
import { reportWords } from "../words-report.ts";

type PartProps = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void };

/** Temperature, symptoms and what they call for, travel as told. */
export function Health({ draft, change }: PartProps) {
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
      <TextField
        label={w.travel}
        hint={w.travelHint}
        value={draft.travel}
        most={1000}
        onChange={(travel) => change({ travel })}
      />
    </>
  );
}

/** Help, persons, note: folded, since most doors need none of it. */
export function More({ draft, change }: PartProps) {
  const w = useWords(reportWords);
  return (
    <details className="more">
      <summary>{w.more_}</summary>
      <div className="more-body">
        <ManyOf
          label={w.servicesAsked}
          options={SERVICES}
          words={w.service}
          value={draft.servicesAsked}
          onChange={(servicesAsked) => change({ servicesAsked })}
        />
        <ServicesDone draft={draft} change={change} />
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

/** Asked once help was asked for; what was done without being asked for is behind its own fold. */
function ServicesDone({ draft, change }: PartProps) {
  const w = useWords(reportWords);
  const choices = (
    <ManyOf
      label={w.servicesDone}
      options={SERVICES}
      words={w.service}
      value={draft.servicesDone}
      onChange={(servicesDone) => change({ servicesDone })}
    />
  );
  if (draft.servicesAsked.length > 0 || draft.servicesDone.length > 0) return choices;
  return (
    <details className="fold">
      <summary>{w.servicesDoneFold}</summary>
      {choices}
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
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <label className="field">
        <span>{label}</span>
        <textarea
          ref={field}
          className="input"
          rows={most > 200 ? 3 : 1}
          maxLength={most}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        {hint !== undefined && <small className="quiet">{hint}</small>}
      </label>
      <Dictate value={value} onChange={onChange} maxLength={most} field={field} />
    </>
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
