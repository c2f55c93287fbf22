/** The questions about the journey: from where, and where else in the last 14 days. */
import { MODES, TRIP_PURPOSES } from "#capabilities/declarations/rules/kinds.ts";
import { dayOf, daysLater } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { Choice, TextField } from "../parts/fields.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { platformNow } from "../store/clock.ts";
import { words } from "../words.ts";
import { declareWords } from "../words-declare.ts";
import type { StayAnswer } from "./answers.ts";
import { options, type StepProps, useWrong } from "./step-props.ts";

export function TripStep({ answers, set, needs }: StepProps) {
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

export function StaysStep({ answers, set, needs }: StepProps) {
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
