import { useState } from "react";
import { v7 } from "uuid";
import { listMine, listMySeats, signPledge, stateMyself } from "#capabilities/observation/contract-mine.ts";
import { dayNumber } from "#capabilities/observation/rules/calendar.ts";
import { lastDayOf } from "#capabilities/observation/rules/documents.ts";
import { joinTeam, leaveTeam, removeSupporter } from "#capabilities/teams/contract.ts";
import { CORE_SEATS } from "#capabilities/teams/rules/seats.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { ObservationChart, ObservationProgress } from "../../shared/ObservationChart.tsx";
import { observationWords } from "../../shared/observation-words.ts";
import { Paper } from "../../shared/Paper.tsx";
import { Signature, Signed } from "../../shared/Signature.tsx";
import { TextArea, TextField } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { act, useAnswer } from "../store/ask.ts";
import { platformNow } from "../store/clock.ts";
import { useKeptMe } from "../store/me.ts";
import { Help } from "./Help.tsx";
import type { OfMine } from "./of-mine.ts";
import { Today } from "./Today.tsx";
import { observedWords } from "./words.ts";

/** Everything about my own observation, or my child's: day n of 14, today's checks, help, who, my rights, the papers. */
export function ObservationScreen() {
  const w = useWords(observedWords);
  const answer = useAnswer(listMine, {});
  const mine = answer.data?.observations ?? [];
  return (
    <Screen title={w.title} back={paths.mine}>
      <Missing of={answer} />
      {answer.data !== null && mine.length === 0 && <p className="notice">{w.none}</p>}
      {mine.map((one) => (
        <One key={one.id} of={one} again={answer.again} />
      ))}
      <Supporting />
    </Screen>
  );
}

function One({ of, again }: OfMine) {
  const w = useWords(observedWords);
  const o = useWords(observationWords);
  const { day, moment } = useFormat();
  const me = useKeptMe();
  const name = me?.persons.find(({ personKey }) => personKey === of.personKey)?.name ?? "";
  const today = dayNumber(of.dZero as PlainDay, of.days, platformNow());
  const isOver = of.day === null;
  return (
    <>
      <section className="card" aria-label={name}>
        <h2>{`${name} · ${o.typeWord[of.type ?? "home"]} · ${o.state[of.state]}`}</h2>
        <ObservationProgress day={of.day ?? today} days={of.days} />
        {!isOver && <p>{w.until(day(lastDayOf(instant(of.dueAt))))}</p>}
        {of.isMinor === true && <p className="quiet">{w.school}</p>}
      </section>
      {!isOver && of.state !== "PROPOSED" && <Today of={of} again={again} />}
      <Papers of={of} again={again} />
      {!isOver && <Help of={of} again={again} />}
      <Team of={of} again={again} />
      {of.lines.some(({ kind }) => kind === "exit-confirmed") && !isOver && <Statement of={of} again={again} />}
      <section className="card" aria-label={w.rights}>
        <h2>{w.rights}</h2>
        <ul>
          {w.rightsLines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div className="row">
          <a className="button" href={paths.appeal(of.personKey)}>
            {w.appeal}
          </a>
          <a className="button" href={paths.log(of.personKey)}>
            {w.log}
          </a>
        </div>
      </section>
      <section className="card" aria-label={w.timeline}>
        {of.checks.length > 0 && (
          <ObservationChart dZero={of.dZero} days={of.days} today={today} startedAt={of.startedAt} checks={of.checks} />
        )}
        <h2>{w.timeline}</h2>
        <ol className="observed-list">
          {of.lines.map((line) => (
            <li key={line.id}>
              <span className="quiet">{`${moment(line.at)} · `}</span>
              {o.line[line.kind]}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** The papers in words, to read and to sign. */
function Papers({ of, again }: OfMine) {
  const w = useWords(observedWords);
  const language = useLanguage();
  const { moment } = useFormat();
  const [signature, setSignature] = useState<string | null>(null);
  const signing = useDeed(async () => {
    await act(signPledge, { id: of.id }, { signature: signature ?? "" });
    await again();
  });
  return of.documents.map((paper) => (
    <section className="card" key={paper.kind + paper.madeAt} aria-label={paper[language].title}>
      <Paper
        paper={paper[language]}
        foot={
          <>
            {paper.signedAt !== null && (
              <p className="quiet">{paper.signedBy === "declined" ? w.declined : w.signed(moment(paper.signedAt))}</p>
            )}
            {paper.signature !== null && <Signed label={w.pledge} path={paper.signature} />}
          </>
        }
      />
      {paper.kind === "notice" && paper.signedAt === null && of.state === "PROPOSED" && (
        <>
          <Signature label={w.signHere} value={signature} onChange={setSignature} />
          <Refused error={signing.error} />
          <button
            type="button"
            className="button button-main"
            disabled={signature === null || signing.isBusy}
            onClick={signing.run}
          >
            {w.pledge}
          </button>
        </>
      )}
    </section>
  ));
}

function Team({ of, again }: OfMine) {
  const w = useWords(observedWords);
  const { seat } = useWords(observationWords);
  const removing = useDeed(async (seatId: string) => {
    await act(removeSupporter, { seatId });
    await again();
  });
  if (of.team.length === 0) return null;
  return (
    <section className="card" aria-label={w.team}>
      <h2>{w.team}</h2>
      <p className="quiet">{w.teamHint}</p>
      <ul className="observed-list">
        {of.team.map((one) => (
          <li key={one.id}>
            <strong>{seat[one.seat]}</strong>
            {` ${one.name ?? w.vacant}`}
            {one.organisation !== null && <span className="quiet">{` · ${one.organisation}`}</span>}
            {!CORE_SEATS.some((core) => core === one.seat) && (
              <button type="button" className="button" disabled={removing.isBusy} onClick={() => removing.run(one.id)}>
                {w.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Refused error={removing.error} />
    </section>
  );
}

/** My own word, before anybody goes a step further. */
function Statement({ of, again }: OfMine) {
  const w = useWords(observedWords);
  const [text, setText] = useState("");
  const [isKept, setKept] = useState(false);
  const sending = useDeed(async () => {
    await act(stateMyself, { id: of.id }, { id: v7(), statement: text.trim() });
    setKept(true);
    setText("");
    await again();
  });
  return (
    <section className="card" aria-label={w.statement}>
      <h2>{w.statement}</h2>
      <TextArea label={w.statement} hint={w.statementHint} value={text} onChange={setText} maxLength={500} />
      {isKept && <p role="status">{w.kept}</p>}
      <Refused error={sending.error} />
      <button
        type="button"
        className="button"
        disabled={text.trim().length < 2 || sending.isBusy}
        onClick={sending.run}
      >
        {w.sendStatement}
      </button>
    </section>
  );
}

/** For neighbours, landlords, volunteers: the homes that they help, in two facts each; and the code to join one. */
function Supporting() {
  const w = useWords(observedWords);
  const { seat } = useWords(observationWords);
  const { day } = useFormat();
  const answer = useAnswer(listMySeats, {});
  const [form, setForm] = useState({ code: "", calledAs: "", hasConsented: false });
  const [isTried, setTried] = useState(false);
  const joining = useDeed(async () => {
    await act(joinTeam, {}, { code: form.code, calledAs: form.calledAs.trim(), hasConsented: true });
    setForm({ code: "", calledAs: "", hasConsented: false });
    setTried(false);
    await answer.again();
  });
  const leaving = useDeed(async (seatId: string) => {
    await act(leaveTeam, { seatId });
    await answer.again();
  });
  const isWrong = !/^\d{8}$/.test(form.code);
  return (
    <section className="card" aria-label={w.supporting}>
      <h2>{w.supporting}</h2>
      <ul className="observed-list">
        {(answer.data?.seats ?? []).map((one) => (
          <li key={one.seatId}>
            <strong>{seat[one.seat]}</strong>
            {` · ${one.needsHelp ? w.needsHelp : w.noHelp} · ${one.endsOn === null ? w.ended : w.endsOn(day(one.endsOn))}`}
            {one.needs.length > 0 && (
              <span className="quiet">{` · ${one.needs.map((need) => w.service[need]).join("、")}`}</span>
            )}
            <button type="button" className="button" disabled={leaving.isBusy} onClick={() => leaving.run(one.seatId)}>
              {w.leave}
            </button>
          </li>
        ))}
      </ul>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!isWrong && form.hasConsented && form.calledAs.trim() !== "") joining.run();
        }}
      >
        <TextField
          label={w.supportingHint}
          inputMode="numeric"
          maxLength={8}
          value={form.code}
          onChange={(code) => setForm({ ...form, code })}
          wrong={isTried && isWrong ? w.codeWrong : null}
        />
        <TextField
          label={w.calledAs}
          maxLength={20}
          value={form.calledAs}
          onChange={(calledAs) => setForm({ ...form, calledAs })}
        />
        <label className="choice">
          <input
            type="checkbox"
            checked={form.hasConsented}
            onChange={() => setForm({ ...form, hasConsented: !form.hasConsented })}
          />
          {w.consent}
        </label>
        <Refused error={joining.error ?? leaving.error} />
        <button type="submit" className="button" disabled={joining.isBusy}>
          {w.join}
        </button>
      </form>
    </section>
  );
}
