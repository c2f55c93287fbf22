/** What else can happen at a home: the ladder, something abnormal, the doctor's decision, the hand-over, care. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  care,
  climb,
  endObservation,
  handleAbnormal,
  type ObservationView,
  receive,
  reportAbnormal,
} from "#capabilities/observation/contract.ts";
import type { Rung } from "#capabilities/observation/rules/machine.ts";
import { proposeSeats } from "#capabilities/teams/contract.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { useTyped } from "../store/typed.ts";
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
      <p className="quiet">{w.feverNow}</p>
    </ActForm>
  );
}

const DECISIONS = ["stays", "hospital", "central"] as const;

export function HandleScreen({ home }: Props) {
  const w = useWords(words);
  const [decision, setDecision] = useState<(typeof DECISIONS)[number] | null>(null);
  const [toPost, setToPost] = useState<string | null>(null);
  const [vehicle, setVehicle] = useState("");
  const [note, setNote] = useTyped(`observe-handle/${home.id}`);
  const { data, isError } = useQuery({ ...query(proposeSeats, { subjectId: home.id, seat: "HEALTH" }), retry: false });
  const proposals = data?.proposals ?? [];
  const isWhole = decision !== null && (decision !== "hospital" || (toPost !== null && vehicle.trim().length >= 2));
  const onSubmit = async () => {
    const rest = { ...aboutOf(home), ...noteOf(note) };
    if (decision === "hospital" && toPost !== null)
      await giveAndReturn(handleAbnormal, { ...rest, decision, toPost, vehicle: vehicle.trim() }, home.id);
    else if (decision === "stays" || decision === "central")
      await giveAndReturn(handleAbnormal, { ...rest, decision }, home.id);
    setNote("");
  };
  return (
    <ActForm
      title={w.act.handle}
      back={paths.section(SECTION, home.id)}
      submit={w.submitHandle}
      isWhole={isWhole}
      onSubmit={onSubmit}
    >
      <OneOf label={w.handleAsk} options={DECISIONS} words={w.decision} value={decision} onChange={setDecision} />
      {decision === "hospital" && (
        <>
          {isError && <p className="form-fault">{w.offline}</p>}
          <OneOf
            label={w.toPost}
            options={proposals.map(({ postId }) => postId)}
            words={Object.fromEntries(
              proposals.map(({ postId, name, organisation }) => [postId, `${name} · ${organisation}`]),
            )}
            value={toPost}
            onChange={setToPost}
          />
          <label className="field">
            <span>{w.vehicle}</span>
            <input
              className="input"
              maxLength={20}
              value={vehicle}
              onChange={(event) => setVehicle(event.target.value)}
            />
          </label>
        </>
      )}
      <NoteField label={w.note} value={note} onChange={setNote} />
    </ActForm>
  );
}

export function ReceiveScreen({ home }: Props) {
  const w = useWords(words);
  return (
    <ActForm
      title={w.act.receive}
      back={paths.section(SECTION, home.id)}
      submit={w.submitReceive}
      isWhole
      onSubmit={() => giveAndReturn(receive, aboutOf(home), home.id)}
    >
      <p>{w.receiveLead}</p>
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

const CARE = ["care-call", "help-done", "delivered", "followed-up"] as const;

export function CareScreen({ home }: Props) {
  const w = useWords(words);
  const isReleased = home.state === "RELEASED";
  const options = CARE.filter((one) => isReleased === (one === "delivered" || one === "followed-up"));
  const [what, setWhat] = useState<(typeof CARE)[number] | null>(null);
  const days = profileOf(home).careDays.filter((day) => !home.careDays.includes(day));
  const [day, setDay] = useState<string | null>(null);
  const [note, setNote] = useTyped(`observe-care/${home.id}`);
  const onSubmit = async () => {
    if (what === null) return;
    const on = what === "care-call" && day !== null ? { day: Number(day) } : {};
    await giveAndReturn(care, { ...aboutOf(home), what, ...on, ...noteOf(note) }, home.id);
    setNote("");
  };
  return (
    <ActForm
      title={w.act.care}
      back={paths.section(SECTION, home.id)}
      submit={w.submitCare}
      isWhole={what !== null && (what !== "care-call" || day !== null)}
      onSubmit={onSubmit}
    >
      <OneOf label={w.careAsk} options={options} words={w.care} value={what} onChange={setWhat} />
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
