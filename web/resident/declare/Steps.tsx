/** The questions of each step. */
import { CATEGORIES, CONTACT_KINDS, LODGINGS, OBSERVATION, SYMPTOMS } from "#capabilities/declarations/rules/kinds.ts";
import { dayOf, daysLater } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { Choice, Several, TextField } from "../parts/fields.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { platformNow } from "../store/clock.ts";
import { declareWords } from "../words-declare.ts";
import type { Answers, Step } from "./answers.ts";
import { StaysStep, TripStep } from "./JourneySteps.tsx";
import { options, type StepProps, useWrong } from "./step-props.ts";

export function StepQuestions({ step, ...props }: StepProps & { readonly step: Exclude<Step, "review"> }) {
  switch (step) {
    case "who":
      return <WhoStep {...props} />;
    case "trip":
      return <TripStep {...props} />;
    case "stays":
      return <StaysStep {...props} />;
    case "contacts":
      return <ContactsStep {...props} />;
    case "health":
      return <HealthStep {...props} />;
    case "address":
      return <AddressStep {...props} />;
  }
}

function WhoStep({ answers, set, needs }: StepProps) {
  const w = useWords(declareWords);
  const wrong = useWrong(needs);
  return (
    <>
      <Choice
        label={w.who}
        options={CATEGORIES.map((value) => ({ value, word: w.category[value], detail: w.categoryDetail[value] }))}
        value={answers.category ?? null}
        onChange={(category) => set({ category })}
        wrong={wrong("category")}
      />
      {answers.hukou === null ? null : (
        <PlacePicker
          label={w.hukou}
          hint={w.hukouHint}
          wrong={wrong("hukou")}
          value={answers.hukou ?? null}
          onChange={(hukou) => set({ hukou })}
          atLeast="county"
          atMost="county"
        />
      )}
      <label className="choice">
        <input
          type="checkbox"
          checked={answers.hukou === null}
          onChange={({ target }) => set({ hukou: target.checked ? null : undefined })}
        />
        {w.hukouNone}
      </label>
    </>
  );
}

function ContactsStep({ answers, set, needs }: StepProps) {
  const w = useWords(declareWords);
  const wrong = useWrong(needs);
  const today = dayOf(platformNow());
  const contacts = answers.contacts ?? [];
  const kinds = answers.hasContacts === false ? (["none"] as const) : contacts.map(({ kind }) => kind);
  const choose = (chosen: readonly ((typeof CONTACT_KINDS)[number] | "none")[]) => {
    const isNone = chosen.at(-1) === "none";
    const named = CONTACT_KINDS.filter((kind) => !isNone && chosen.includes(kind));
    set({
      ...(isNone ? { hasContacts: false } : { hasContacts: named.length > 0 ? true : undefined }),
      contacts: named.map((kind) => contacts.find((one) => one.kind === kind) ?? { kind, on: "" }),
    });
  };
  return (
    <>
      <Several
        label={w.hasContacts}
        options={[...options(CONTACT_KINDS, w.contacts), { value: "none" as const, word: w.contactNone }]}
        value={kinds}
        onChange={choose}
        wrong={wrong("contacts")}
      />
      {contacts.map(({ kind, on }) => (
        <TextField
          key={kind}
          label={`${w.contacts[kind]} · ${w.contactOn}`}
          type="date"
          value={on}
          min={daysLater(today, -30)}
          max={today}
          onChange={(day) => set({ contacts: contacts.map((one) => (one.kind === kind ? { kind, on: day } : one)) })}
        />
      ))}
    </>
  );
}

function HealthStep({ answers, set, needs }: StepProps) {
  const w = useWords(declareWords);
  const wrong = useWrong(needs);
  return (
    <>
      <SymptomQuestion answers={answers} set={set} wrong={wrong("symptoms")} />
      <TextField
        label={w.temperature}
        hint={w.temperatureHint}
        inputMode="decimal"
        value={answers.temperature ?? ""}
        onChange={(temperature) => set({ temperature })}
        wrong={wrong("temperature")}
        maxLength={4}
      />
      <Choice
        label={w.observation}
        options={options(OBSERVATION, w.observations)}
        value={answers.observation ?? null}
        onChange={(observation) => set({ observation })}
        wrong={wrong("observation")}
      />
    </>
  );
}

type SymptomProps = {
  readonly answers: Pick<Answers, "hasSymptoms" | "symptoms">;
  readonly set: (change: Answers) => void;
  readonly wrong: string | null;
};

/** "None" and the symptoms shut each other out. */
export function SymptomQuestion({ answers, set, wrong }: SymptomProps) {
  const w = useWords(declareWords);
  const symptoms = answers.symptoms ?? [];
  const value = answers.hasSymptoms === false ? (["none"] as const) : symptoms;
  return (
    <Several
      label={w.hasSymptoms}
      options={[{ value: "none" as const, word: w.symptomNone }, ...options(SYMPTOMS, w.symptoms)]}
      value={value}
      onChange={(chosen) => {
        const isNone = chosen.at(-1) === "none";
        const named = SYMPTOMS.filter((one) => !isNone && chosen.includes(one));
        set({ hasSymptoms: isNone ? false : named.length > 0 ? true : undefined, symptoms: named });
      }}
      wrong={wrong}
    />
  );
}

function AddressStep({ answers, set, needs }: StepProps) {
  const w = useWords(declareWords);
  const wrong = useWrong(needs);
  return (
    <>
      <PlacePicker
        label={w.place}
        hint={w.placeHint}
        wrong={wrong("place")}
        value={answers.place ?? null}
        onChange={(place) => set({ place })}
        atLeast="village"
        atMost="grid"
        startsHome
      />
      <TextField
        label={w.detail}
        hint={w.detailHint}
        value={answers.addressDetail ?? ""}
        onChange={(addressDetail) => set({ addressDetail })}
        wrong={wrong("detail")}
        maxLength={200}
      />
      <Choice
        label={w.lodging}
        options={options(LODGINGS, w.lodgings)}
        value={answers.lodging ?? null}
        onChange={(lodging) => set({ lodging })}
        wrong={wrong("lodging")}
      />
      <TextField
        label={w.employer}
        hint={w.employerHint}
        value={answers.employer ?? ""}
        onChange={(employer) => set({ employer })}
        maxLength={100}
      />
    </>
  );
}
