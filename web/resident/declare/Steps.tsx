/** The questions of each step. */
import {
  CATEGORIES,
  CONTACT_KINDS,
  LODGINGS,
  MODES,
  OBSERVATION,
  SYMPTOMS,
  TRIP_PURPOSES,
} from "#capabilities/declarations/rules/kinds.ts";
import { dayOf, daysLater } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { Choice, Several, TextField } from "../parts/fields.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { platformNow } from "../store/clock.ts";
import { words } from "../words.ts";
import { declareWords } from "../words-declare.ts";
import type { Answers, Need, StayAnswer, Step } from "./answers.ts";

export type StepProps = {
  readonly answers: Answers;
  readonly set: (change: Answers) => void;
  /** Empty until the person tried to go on. */
  readonly needs: readonly Need[];
};

const options = <V extends string>(values: readonly V[], word: Readonly<Record<V, string>>) =>
  values.map((value) => ({ value, word: word[value] }));

function useWrong(needs: readonly Need[]) {
  const { needed } = useWords(declareWords);
  return (need: Need): string | null => (needs.includes(need) ? needed[need] : null);
}

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

function TripStep({ answers, set, needs }: StepProps) {
  const w = useWords(declareWords);
  const wrong = useWrong(needs);
  const today = dayOf(platformNow());
  const isAbroad = answers.fromWords !== undefined;
  return (
    <>
      {isAbroad ? (
        <TextField
          label={w.fromWords}
          value={answers.fromWords ?? ""}
          onChange={(fromWords) => set({ fromWords })}
          wrong={wrong("from")}
          maxLength={100}
        />
      ) : (
        <PlacePicker
          label={w.from}
          hint={w.fromHint}
          wrong={wrong("from")}
          value={answers.from ?? null}
          onChange={(from) => set({ from })}
          atLeast="city"
          atMost="county"
        />
      )}
      <label className="choice">
        <input
          type="checkbox"
          checked={isAbroad}
          onChange={({ target }) => set({ fromWords: target.checked ? "" : undefined })}
        />
        {w.fromAbroad}
      </label>
      <TextField
        label={w.arrivedOn}
        hint={w.arrivedHint}
        type="date"
        value={answers.arrivedOn ?? ""}
        min={daysLater(today, -365)}
        max={daysLater(today, 30)}
        onChange={(arrivedOn) => set({ arrivedOn })}
        wrong={wrong("arrivedOn") ?? wrong("order")}
      />
      <Choice
        label={w.mode}
        options={options(MODES, w.modes)}
        value={answers.mode ?? null}
        onChange={(mode) => set({ mode })}
        wrong={wrong("mode")}
      />
      {answers.mode !== undefined && (
        <TextField
          label={w.serviceNo[answers.mode]}
          hint={w.serviceOptional}
          value={answers.serviceNo ?? ""}
          onChange={(serviceNo) => set({ serviceNo })}
          maxLength={20}
        />
      )}
      <Choice
        label={w.purpose}
        options={options(TRIP_PURPOSES, w.purposes)}
        value={answers.purpose ?? null}
        onChange={(purpose) => set({ purpose })}
        wrong={wrong("purpose")}
      />
      {answers.category === "short-stay" && (
        <TextField
          label={w.stayUntil}
          type="date"
          value={answers.stayUntil ?? ""}
          min={today}
          max={daysLater(today, 30)}
          onChange={(stayUntil) => set({ stayUntil })}
          wrong={wrong("stayUntil")}
        />
      )}
    </>
  );
}

const NO_STAY: StayAnswer = { place: null, from: "", to: "" };

function StaysStep({ answers, set, needs }: StepProps) {
  const w = useWords(declareWords);
  const { yes, no, remove } = useWords(words);
  const wrong = useWrong(needs);
  const today = dayOf(platformNow());
  const stays = answers.stays ?? [];
  const change = (at: number, stay: Partial<StayAnswer>) =>
    set({ stays: stays.map((one, index) => (index === at ? { ...one, ...stay } : one)) });
  return (
    <>
      <Choice
        label={w.hasStays}
        hint={w.hasStaysHint}
        options={[
          { value: "no", word: no },
          { value: "yes", word: yes },
        ]}
        value={answers.hasStays === undefined ? null : answers.hasStays ? "yes" : "no"}
        onChange={(value) =>
          set({ hasStays: value === "yes", stays: value === "yes" && stays.length === 0 ? [NO_STAY] : stays })
        }
        wrong={wrong("stays")}
      />
      {answers.hasStays === true &&
        stays.map((stay, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stay has no name but its place in the list.
          <div className="card" key={at}>
            <PlacePicker
              label={w.stayPlace(at + 1)}
              value={stay.place}
              onChange={(place) => change(at, { place })}
              atLeast="city"
              atMost="county"
            />
            <div className="row">
              {(["from", "to"] as const).map((end) => (
                <TextField
                  key={end}
                  label={end === "from" ? w.stayFrom : w.stayTo}
                  type="date"
                  value={stay[end]}
                  min={daysLater(today, -14)}
                  max={today}
                  onChange={(day) => change(at, end === "from" ? { from: day } : { to: day })}
                />
              ))}
            </div>
            <button
              type="button"
              className="button"
              onClick={() => set({ stays: stays.filter((_, index) => index !== at) })}
            >
              {remove}
            </button>
          </div>
        ))}
      {answers.hasStays === true && stays.length < 30 && (
        <button type="button" className="button" onClick={() => set({ stays: [...stays, NO_STAY] })}>
          {w.addStay}
        </button>
      )}
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
