import type { FormEvent } from "react";
import { useWords } from "../../shared/language.ts";
import { countOf, Field, Frame, textOf } from "../parts/Frame.tsx";
import { closeShift, recordCount, recordVehicle } from "../store/acts.ts";
import { go, say, useLocal } from "../store/local.ts";
import { NO_TALLY } from "../store/shapes.ts";
import { words } from "../words.ts";

export function Vehicle() {
  const w = useWords(words);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    await recordVehicle({
      plate: textOf(form, "plate"),
      from: textOf(form, "from"),
      passengers: Math.min(100, countOf(form, "passengers")),
    });
    go("gate");
    say(w.saved);
  };
  return (
    <Frame title={w.vehicleTitle}>
      <form className="part" onSubmit={(event) => void onSubmit(event)}>
        <Field label={w.plate} name="plate" isRequired max={20} hint={w.plateHint} />
        <Field label={w.from} name="from" />
        <Field label={w.passengers} name="passengers" inputMode="numeric" isRequired max={3} />
        <button type="submit" className="act act-main">
          {w.save}
        </button>
      </form>
    </Frame>
  );
}

export function Count() {
  const w = useWords(words);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    await recordCount({ people: countOf(form, "people"), queue: Math.min(10_000, countOf(form, "queue")) });
    go("gate");
    say(w.saved);
  };
  return (
    <Frame title={w.countTitle}>
      <form className="part" onSubmit={(event) => void onSubmit(event)}>
        <Field label={w.people} name="people" inputMode="numeric" isRequired max={5} />
        <Field label={w.queue} name="queue" inputMode="numeric" isRequired max={5} />
        <button type="submit" className="act act-main">
          {w.save}
        </button>
      </form>
    </Frame>
  );
}

/** The end of a shift: headcount, notes, open matters, signed by whoever leaves. */
export function HandOver() {
  const w = useWords(words);
  const tally = useLocal((local) => local.kept.tally) ?? NO_TALLY;
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const openMatters = textOf(form, "matters")
      .split("\n")
      .map((line) => line.trim().slice(0, 200))
      .filter((line) => line !== "")
      .slice(0, 20);
    await closeShift({ headcount: countOf(form, "headcount"), notes: textOf(form, "notes"), openMatters });
    go("gate");
  };
  return (
    <Frame title={w.handOverTitle}>
      <section className="part">
        <h2>{w.figures}</h2>
        <dl className="figures">
          {(["pass", "ask", "stop", "cannot-verify"] as const).map((outcome) => (
            <div key={outcome}>
              <dt>{w.outcome[outcome]}</dt>
              <dd>{tally[outcome]}</dd>
            </div>
          ))}
          <div>
            <dt>{w.visitor}</dt>
            <dd>{tally.visitors}</dd>
          </div>
          <div>
            <dt>{w.vehicle}</dt>
            <dd>{tally.vehicles}</dd>
          </div>
        </dl>
      </section>
      <form className="part" onSubmit={(event) => void onSubmit(event)}>
        <Field label={w.headcount} name="headcount" inputMode="numeric" isRequired max={5} />
        <label className="field">
          <span>{w.notes}</span>
          <textarea className="input" name="notes" rows={2} maxLength={1000} />
        </label>
        <label className="field">
          <span>{w.mattersHint}</span>
          <textarea className="input" name="matters" rows={3} maxLength={2000} />
        </label>
        <p className="hint">{w.signHint}</p>
        <button type="submit" className="act act-main">
          {w.sign}
        </button>
      </form>
    </Frame>
  );
}
