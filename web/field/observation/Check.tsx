import { useState } from "react";
import { check, type ObservationView } from "#capabilities/observation/contract.ts";
import { isAlarming, SYMPTOMS, type Symptom } from "#capabilities/visits/rules/answers.ts";
import { useWords } from "../../shared/language.ts";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Keypad } from "../parts/Keypad.tsx";
import { isPlausible, tenthsOf } from "../parts/temperature.ts";
import { paths } from "../paths.ts";
import { useTyped } from "../store/typed.ts";
import { reportWords } from "../words-report.ts";
import { profileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { ActForm, giveAndReturn, NoteField } from "./parts.tsx";
import { words } from "./words.ts";

const MANNERS = ["door", "phone"] as const;
const MOODS = ["fine", "bad"] as const;

/** Step 4: a temperature by big keys, symptoms, mood; seconds, with gloves on. */
export function CheckScreen({ home }: { readonly home: ObservationView }) {
  const w = useWords(words);
  const { symptom } = useWords(reportWords);
  const [temperature, setTemperature] = useTyped(`observe-check/${home.id}`);
  const [manner, setManner] = useState<(typeof MANNERS)[number]>("door");
  const [symptoms, setSymptoms] = useState<readonly Symptom[]>([]);
  const [note, setNote] = useTyped(`observe-remark/${home.id}`);
  const [mood, setMood] = useState<(typeof MOODS)[number]>("fine");
  const tenths = tenthsOf(temperature);
  const isWhole = tenths !== null && isPlausible(tenths);
  const needsDoctor = (isWhole && isAlarming(tenths, symptoms)) || mood === "bad";
  const onSubmit = async () => {
    if (tenths === null) return;
    await giveAndReturn(
      check,
      {
        observationId: home.id,
        place: home.place,
        manner,
        temperatureTenths: tenths,
        symptoms: [...symptoms],
        isDistressed: mood === "bad",
        ...(note.trim() === "" ? {} : { note: note.trim() }),
      },
      home.id,
    );
    setTemperature("");
    setNote("");
  };
  return (
    <ActForm
      title={w.act.check}
      back={paths.section(SECTION, home.id)}
      submit={w.submitCheck}
      isWhole={isWhole}
      missing={w.needTemperature}
      onSubmit={onSubmit}
    >
      <OneOf label={w.mannerAsk} options={MANNERS} words={w.manner} value={manner} onChange={setManner} />
      <Keypad value={temperature} onChange={setTemperature} />
      <ManyOf
        label={w.symptoms}
        options={SYMPTOMS}
        words={symptom}
        value={symptoms}
        onChange={setSymptoms}
        none={w.noSymptoms}
      />
      <OneOf label={w.distressed} options={MOODS} words={w.distress} value={mood} onChange={setMood} />
      <NoteField label={w.note} value={note} onChange={setNote} />
      {needsDoctor && (
        <p className="notice notice-warning" role="alert">
          {w.feverNow(profileOf(home).abnormalMinutes)}
        </p>
      )}
    </ActForm>
  );
}
