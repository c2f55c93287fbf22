import { useEffect, useState } from "react";
import { v7 } from "uuid";
import { checkIn, listCheckIns, listDeclarations } from "#capabilities/declarations/contract.ts";
import type { Symptom } from "#capabilities/declarations/rules/kinds.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Unreachable } from "../../shared/refusal.ts";
import { renewCode } from "../code/held.ts";
import { TextField } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { PersonLine } from "../people/PeopleScreens.tsx";
import { act, useAnswer } from "../store/ask.ts";
import { keepDraft, readLocal } from "../store/local.ts";
import { useMe } from "../store/me.ts";
import { accountWords } from "../words-account.ts";
import { declareWords } from "../words-declare.ts";
import { type Answers, answersFrom, tenthsOf } from "./answers.ts";
import { RowText } from "./RowText.tsx";
import { changesBetween, rowsOf } from "./rows.ts";
import { SymptomQuestion } from "./Steps.tsx";

/** For whom to declare or check in. */
export function DeclareHome() {
  const w = useWords(declareWords);
  const { people } = useWords(accountWords);
  const me = useMe();
  return (
    <Screen title={w.homeTitle}>
      <Missing of={me} />
      {me.data?.persons.length === 0 && (
        <>
          <p className="notice">{people.none}</p>
          <a className="button button-main" href={paths.addPerson}>
            {people.addSelf}
          </a>
        </>
      )}
      {me.data?.persons.map((person) => (
        <section className="card" key={person.personKey} aria-label={person.name}>
          <PersonLine person={person} />
          <div className="code-buttons">
            <a className="button" href={paths.declare(person.personKey)}>
              {people.actions.declare}
            </a>
            <a className="button" href={paths.checkIn(person.personKey)}>
              {people.actions.checkIn}
            </a>
            <a className="button" href={paths.history(person.personKey)}>
              {people.actions.history}
            </a>
          </div>
        </section>
      ))}
    </Screen>
  );
}

type Waiting = { readonly id: string; readonly temperatureTenths: number; readonly symptoms: readonly Symptom[] };
const waitingName = (personKey: string) => `check-in/${personKey}`;

/** Temperature and how one feels: seconds. Without a network it waits on the phone. */
export function CheckInScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(declareWords);
  const [temperature, setTemperature] = useState("");
  const [health, setHealth] = useState<Answers>({});
  const [isTried, setTried] = useState(false);
  const [done, setDone] = useState<"done" | "already" | "later" | null>(null);
  const [needsDoctor, setNeedsDoctor] = useState(false);
  const recent = useAnswer(listCheckIns, { personKey });
  const { again } = recent;
  const tenths = tenthsOf(temperature);
  const isWrong = tenths === null || Number.isNaN(tenths);
  const sending = useDeed(async (given: Waiting) => {
    // On the phone first: a lost answer is sent again under the same id.
    await keepDraft(waitingName(personKey), given);
    try {
      const answer = await act(checkIn, { personKey }, { ...given, symptoms: [...given.symptoms] });
      await keepDraft(waitingName(personKey), null);
      setNeedsDoctor(answer.needsDoctor);
      // Symptoms hold the colour: the code on this phone follows at once, not at its next renewal.
      if (answer.needsDoctor) void renewCode(personKey, "now").catch(() => undefined);
      setDone(answer.isAlready ? "already" : "done");
      await again();
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        await keepDraft(waitingName(personKey), null);
        throw error;
      }
      setDone("later");
    }
  });
  const { run } = sending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at opening, and whenever the network comes back.
  useEffect(() => {
    const resend = () => {
      const waiting = readLocal().drafts[waitingName(personKey)] as Waiting | undefined;
      if (waiting !== undefined) run(waiting);
    };
    resend();
    addEventListener("online", resend);
    return () => removeEventListener("online", resend);
  }, [personKey]);
  return (
    <Screen title={w.checkIn} back={paths.declare("")}>
      {done !== null && (
        <p className="notice" role="status">
          {{ done: w.checkInDone, already: w.checkInAlready, later: w.checkInLater }[done]}
        </p>
      )}
      {needsDoctor && (
        <p className="notice notice-warning" role="alert">
          {w.needsDoctor}
        </p>
      )}
      {(done === null || done === "later") && (
        <form
          className="card"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (isWrong || tenths === null || health.hasSymptoms === undefined) return;
            sending.run({ id: v7(), temperatureTenths: tenths, symptoms: health.symptoms ?? [] });
          }}
        >
          <p className="quiet">{w.checkInHint}</p>
          <TextField
            label={w.temperature}
            inputMode="decimal"
            maxLength={4}
            value={temperature}
            onChange={setTemperature}
            wrong={isTried && isWrong ? w.temperatureWrong : null}
          />
          <SymptomQuestion
            answers={health}
            set={(change) => setHealth({ ...health, ...change })}
            wrong={isTried && health.hasSymptoms === undefined ? w.needed.symptoms : null}
          />
          <Refused error={sending.error} />
          <button type="submit" className="button button-main" disabled={sending.isBusy}>
            {w.checkInSend}
          </button>
        </form>
      )}
      <Recent of={recent} />
    </Screen>
  );
}

function Recent({
  of,
}: {
  readonly of: ReturnType<
    typeof useAnswer<typeof listCheckIns.params, typeof listCheckIns.body, typeof listCheckIns.result>
  >;
}) {
  const w = useWords(declareWords);
  const format = useFormat();
  if (of.data === null) return <Missing of={of} />;
  return (
    <section className="card" aria-label={w.recent}>
      <h2>{w.recent}</h2>
      <p className="quiet">{w.perDay(of.data.perDay)}</p>
      <ul className="list">
        {of.data.checkIns.map((one) => (
          <li key={one.id}>
            {`${format.shortDay(one.day)} ${w.half[one.half]} · ${(one.temperatureTenths / 10).toFixed(1)}℃ · `}
            {one.symptoms.length === 0 ? w.symptomNone : one.symptoms.map((symptom) => w.symptoms[symptom]).join("、")}
          </li>
        ))}
        {of.data.missed.map(({ day, half }) => (
          <li key={`${day}${half}`} className="quiet">
            {`${format.shortDay(day)} ${w.half[half]} · ${w.missed}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All versions, each with what differs from the one before. */
export function HistoryScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(declareWords);
  const format = useFormat();
  const answer = useAnswer(listDeclarations, { personKey });
  const versions = answer.data?.declarations ?? [];
  return (
    <Screen title={w.history} back={paths.declare("")}>
      <Missing of={answer} />
      {answer.data !== null && versions.length === 0 && <p className="notice">{w.neverDeclared}</p>}
      {versions.map((one, at) => {
        const rows = rowsOf(answersFrom(one.form), w);
        const before = versions[at + 1];
        const changes = before === undefined ? [] : changesBetween(rowsOf(answersFrom(before.form), w), rows);
        return (
          <section className="card" key={one.id} aria-label={w.version(one.version)}>
            <h2>{w.version(one.version)}</h2>
            <p className="quiet">
              {format.moment(one.declaredAt)}
              {one.byPost && ` · ${w.byPost}`}
            </p>
            <p>{before === undefined ? w.first : changes.length === 0 ? w.same : w.changed}</p>
            <dl className="facts">
              {(before === undefined ? rows.map((row) => ({ row, was: null })) : changes).map(({ row, was }) => (
                <div key={row.name}>
                  <dt>{row.name}</dt>
                  <dd>
                    {was !== null && (
                      <>
                        <del>
                          <RowText row={was} />
                        </del>
                        {" → "}
                      </>
                    )}
                    <RowText row={row} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </Screen>
  );
}
