/** What else can happen at a home: the ladder, something abnormal, the end before its time, care. */

import { useState } from "react";
import {
  care,
  climb,
  endObservation,
  type ObservationView,
  reportAbnormal,
} from "#capabilities/observation/contract.ts";
import type { Rung } from "#capabilities/observation/rules/machine.ts";
import { SERVICES, type Service } from "#capabilities/visits/rules/answers.ts";
import { useWords } from "../../shared/language.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { useTyped } from "../store/typed.ts";
import { reportWords } from "../words-report.ts";
import { profileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { ActForm, giveAndReturn, NoteField } from "./parts.tsx";
import { words } from "./words.ts";

type Props = { readonly home: ObservationView };
const aboutOf = (home: ObservationView) => ({ observationId: home.id, place: home.place });
const noteOf = (text: string) => (text.trim() === "" ? {} : { note: text.trim() });

type Step = "called" | "visited" | "exit-confirmed" | "explained" | "referred";
/** The rung that comes next: the same table as the machine's, so that the screen never offers one that is refused. */
const NEXT: Readonly<Record<Rung, readonly Step[]>> = {
  none: [],
  missed: ["called"],
  called: ["visited"],
  visited: ["exit-confirmed"],
  "exit-confirmed": ["explained"],
  explained: ["referred"],
  legal: [],
};

export function LadderScreen({ home }: Props) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const [statement, setStatement] = useTyped(`observe-statement/${home.id}`);
  const [note, setNote] = useTyped(`observe-ladder/${home.id}`);
  const rung = home.rung ?? "none";
  const steps = NEXT[rung].filter((step) => step !== "referred" || (home.isMinor !== true && (home.exits ?? 0) >= 2));
  const [step, setStep] = useState<Step | null>(steps[0] ?? null);
  const onSubmit = async () => {
    if (step === null) return;
    const said = statement.trim();
    const body = { ...aboutOf(home), rung: step, ...(said === "" ? {} : { statement: said }), ...noteOf(note) };
    await giveAndReturn(climb, body, home.id);
    setStatement("");
    setNote("");
  };
  return (
    <ActForm
      title={w.act.ladder}
      back={paths.section(SECTION, home.id)}
      submit={w.submitLadder}
      isWhole={step !== null}
      missing={w.ladderDone}
      onSubmit={onSubmit}
    >
      <p>{w.ladderLead}</p>
      <p>
        <strong>{w.now(o.rung[rung])}</strong>
      </p>
      {steps.length > 0 && (
        <OneOf label={w.ladderAsk} options={steps} words={w.ladder} value={step} onChange={setStep} />
      )}
      {(step === "explained" || step === "referred") && (
        <NoteField label={w.statement} value={statement} onChange={setStatement} />
      )}
      <NoteField label={w.note} value={note} onChange={setNote} />
    </ActForm>
  );
}

const ABNORMAL = ["fever", "symptom", "distress", "accident", "other"] as const;

export function AbnormalScreen({ home }: Props) {
  const w = useWords(words);
  const [what, setWhat] = useState<(typeof ABNORMAL)[number] | null>(null);
  const [note, setNote] = useTyped(`observe-abnormal/${home.id}`);
  const onSubmit = async () => {
    if (what === null) return;
    await giveAndReturn(reportAbnormal, { ...aboutOf(home), what, ...noteOf(note) }, home.id);
    setNote("");
  };
  return (
    <ActForm
      title={w.act.abnormal}
      back={paths.section(SECTION, home.id)}
      submit={w.submitAbnormal}
      isWhole={what !== null}
      onSubmit={onSubmit}
    >
      <OneOf label={w.abnormalAsk} options={ABNORMAL} words={w.abnormal} value={what} onChange={setWhat} />
      <NoteField label={w.note} value={note} onChange={setNote} />
      <p className="quiet">{w.feverNow(profileOf(home).abnormalMinutes)}</p>
    </ActForm>
  );
}

const WHY = ["index-excluded", "wrong-person"] as const;

/** Before its time: what led to it is excluded, or it was somebody else. */
export function EndScreen({ home }: Props) {
  const w = useWords(words);
  const [why, setWhy] = useState<(typeof WHY)[number] | null>(null);
  const [reason, setReason] = useTyped(`observe-end/${home.id}`);
  const onSubmit = async () => {
    if (why === null) return;
    await giveAndReturn(endObservation, { ...aboutOf(home), why, reason: reason.trim() }, home.id);
    setReason("");
  };
  return (
    <ActForm
      title={w.act.end}
      back={paths.section(SECTION, home.id)}
      submit={w.submitEnd}
      isWhole={why !== null && reason.trim().length >= 4}
      onSubmit={onSubmit}
    >
      <p>{w.endLead}</p>
      <OneOf label={w.endAsk} options={WHY} words={w.why} value={why} onChange={setWhy} />
      <NoteField label={w.endReason} value={reason} onChange={setReason} />
    </ActForm>
  );
}

const CARE = ["care-call", "help-done", "help-asked", "delivered", "followed-up"] as const;
const ABOUT_NEEDS = ["help-done", "help-asked"] as const;

export function CareScreen({ home }: Props) {
  const w = useWords(words);
  const isReleased = home.state === "RELEASED";
  const options = CARE.filter(
    (one) =>
      isReleased === (one === "delivered" || one === "followed-up") && (one !== "help-done" || home.needs.length > 0),
  );
  const [what, setWhat] = useState<(typeof CARE)[number] | null>(null);
  const days = profileOf(home).careDays.filter((day) => !home.careDays.includes(day));
  const [day, setDay] = useState<string | null>(null);
  const { service } = useWords(reportWords);
  const [needs, setNeeds] = useState<readonly Service[]>([]);
  const [note, setNote] = useTyped(`observe-care/${home.id}`);
  const isAboutNeeds = ABOUT_NEEDS.some((one) => one === what);
  const choices = what === "help-done" ? home.needs : SERVICES.filter((one) => !home.needs.includes(one));
  const onSubmit = async () => {
    if (what === null) return;
    const on = what === "care-call" && day !== null ? { day: Number(day) } : {};
    const which = isAboutNeeds ? { needs: [...needs] } : {};
    await giveAndReturn(care, { ...aboutOf(home), what, ...on, ...which, ...noteOf(note) }, home.id);
    setNote("");
  };
  return (
    <ActForm
      title={w.act.care}
      back={paths.section(SECTION, home.id)}
      submit={w.submitCare}
      isWhole={what !== null && (what !== "care-call" || day !== null) && (!isAboutNeeds || needs.length > 0)}
      missing={isAboutNeeds ? w.needsMissing : undefined}
      onSubmit={onSubmit}
    >
      <OneOf
        label={w.careAsk}
        options={options}
        words={w.care}
        value={what}
        onChange={(one) => {
          setWhat(one);
          setNeeds([]);
        }}
      />
      {isAboutNeeds && (
        <ManyOf
          label={what === "help-done" ? w.needsDone : w.needsNew}
          options={choices}
          words={service}
          value={needs}
          onChange={setNeeds}
        />
      )}
      {what === "care-call" && (
        <OneOf
          label={w.careDay}
          options={days.map(String)}
          words={Object.fromEntries(days.map((one) => [String(one), w.dayN(one)]))}
          value={day}
          onChange={setDay}
        />
      )}
      <NoteField label={w.note} value={note} onChange={setNote} />
    </ActForm>
  );
}
