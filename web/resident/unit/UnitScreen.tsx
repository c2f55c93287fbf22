import { useEffect, useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { answerSeat, readNotice, showMyUnits, tapUnit } from "#capabilities/neighbours/contract.ts";
import { TAPS, type Tap } from "#capabilities/neighbours/rules/heads.ts";
import { dayOf, instant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Unreachable } from "../../shared/refusal.ts";
import { TextField } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { act, useAnswer } from "../store/ask.ts";
import { keepDraft, readLocal } from "../store/local.ts";
import "./unit.css";
import { unitWords } from "./words.ts";

type Unit = z.output<(typeof showMyUnits)["result"]>["units"][number];
type OneProps = { readonly unit: Unit; readonly again: () => Promise<void> };

/** What a head does: one tap a day, and reading notices out. Nothing about anybody's health, name or number is here. */
export function UnitScreen() {
  const w = useWords(unitWords);
  const mine = useAnswer(showMyUnits, {});
  return (
    <Screen title={w.title} back={paths.mine}>
      <Missing of={mine} />
      {mine.data?.units.length === 0 && <p className="notice">{w.none}</p>}
      {mine.data?.units.map((unit) =>
        unit.hasConsented ? (
          <Led key={unit.headId} unit={unit} again={mine.again} />
        ) : (
          <Asked key={unit.headId} unit={unit} again={mine.again} />
        ),
      )}
    </Screen>
  );
}

const numberText = (number: number): string => `U${String(number).padStart(3, "0")}`;

function Asked({ unit, again }: OneProps) {
  const w = useWords(unitWords);
  const answering = useDeed(async (answer: "agree" | "decline") => {
    await act(answerSeat, { headId: unit.headId }, { answer });
    await again();
  });
  return (
    <section className="card" aria-label={w.unit(numberText(unit.number))}>
      <h2>{`${w.unit(numberText(unit.number))} · ${unit.label}`}</h2>
      <p>{w.asked(w.seat[unit.seat])}</p>
      <p>{w.kept}</p>
      <Refused error={answering.error} />
      <div className="row">
        <button
          type="button"
          className="button button-main"
          disabled={answering.isBusy}
          onClick={() => answering.run("agree")}
        >
          {w.agree}
        </button>
        <button type="button" className="button" disabled={answering.isBusy} onClick={() => answering.run("decline")}>
          {w.decline}
        </button>
      </div>
    </section>
  );
}

function Led({ unit, again }: OneProps) {
  const w = useWords(unitWords);
  const { day } = useFormat();
  return (
    <section className="card" aria-label={w.unit(numberText(unit.number))}>
      <h2>{`${w.unit(numberText(unit.number))} · ${unit.label}`}</h2>
      <p>{`${w.seat[unit.seat]}${unit.untilAt === null ? "" : ` · ${w.until(day(dayOf(instant(unit.untilAt))))}`}`}</p>
      <TapToday unit={unit} again={again} />
      <Notices unit={unit} again={again} />
      <details className="unit-fold">
        <summary>{w.doors(unit.doors.length)}</summary>
        <ul className="unit-doors">
          {unit.doors.map((door) => (
            <li key={door}>{door}</li>
          ))}
        </ul>
      </details>
      <p>{unit.seat === "head" && (unit.hasDeputy ? w.deputyYes : w.deputyNo)}</p>
      <Leave unit={unit} again={again} />
    </section>
  );
}

type Waiting = { readonly id: string; readonly word: Tap; readonly words: string | null };
const waitingName = (headId: string) => `unit-tap/${headId}`;

/** One tap. Without a network it waits on the phone under its own id, so that it counts once. */
function TapToday({ unit, again }: OneProps) {
  const w = useWords(unitWords);
  const { time } = useFormat();
  const { headId } = unit;
  const [words, setWords] = useState("");
  const [sent, setSent] = useState<Tap | "later" | null>(null);
  const tapping = useDeed(async (given: Waiting) => {
    await keepDraft(waitingName(headId), given);
    try {
      await act(tapUnit, { headId }, given);
      setSent(given.word);
      setWords("");
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        await keepDraft(waitingName(headId), null);
        throw error;
      }
      setSent("later");
      return;
    }
    await keepDraft(waitingName(headId), null);
    await again();
  });
  const { run } = tapping;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at opening, and whenever the network comes back.
  useEffect(() => {
    const resend = () => {
      const waiting = readLocal().drafts[waitingName(headId)] as Waiting | undefined;
      if (waiting !== undefined) run(waiting);
    };
    resend();
    addEventListener("online", resend);
    return () => removeEventListener("online", resend);
  }, [headId]);
  const tap = unit.tapToday;
  return (
    <div>
      <h3>{w.today}</h3>
      <p>{tap === null ? w.todayLead : `${w.tapped(w.tap[tap.word], time(tap.at))} ${w.again}`}</p>
      {sent !== null && sent !== "NORMAL" && (
        <p className="notice" role="status">
          {{ HELP: w.helpSent, NOTICE: w.noticeSent, later: w.later }[sent]}
        </p>
      )}
      <Refused error={tapping.error} />
      <div className="unit-taps">
        {TAPS.map((word) => (
          <button
            key={word}
            type="button"
            className={word === "NORMAL" ? "button button-main" : "button"}
            disabled={tapping.isBusy}
            onClick={() => tapping.run({ id: v7(), word, words: words.trim() === "" ? null : words.trim() })}
          >
            {w.tap[word]}
          </button>
        ))}
      </div>
      <TextField label={w.words} value={words} maxLength={300} onChange={setWords} />
    </div>
  );
}

function Notices({ unit, again }: OneProps) {
  const w = useWords(unitWords);
  const { moment } = useFormat();
  const reading = useDeed(async (noticeId: string) => {
    await act(readNotice, { headId: unit.headId, noticeId }, {});
    await again();
  });
  return (
    <div>
      <h3>{w.notices}</h3>
      {unit.notices.length === 0 && <p>{w.noNotices}</p>}
      <Refused error={reading.error} />
      {unit.notices.map(({ id, title, body, at, readAt }) => (
        <article key={id} className="notice" aria-label={title}>
          <strong>{title}</strong>
          <p className="unit-notice">{body}</p>
          <p className="quiet">{moment(at)}</p>
          {readAt === null ? (
            <button type="button" className="button" disabled={reading.isBusy} onClick={() => reading.run(id)}>
              {w.markRead}
            </button>
          ) : (
            <p>{`✓ ${w.read}`}</p>
          )}
        </article>
      ))}
    </div>
  );
}

function Leave({ unit, again }: OneProps) {
  const w = useWords(unitWords);
  const [isAsking, setAsking] = useState(false);
  const leaving = useDeed(async () => {
    await act(answerSeat, { headId: unit.headId }, { answer: "withdraw" });
    await again();
  });
  if (!isAsking)
    return (
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {w.withdraw}
      </button>
    );
  return (
    <div className="notice" role="alert">
      <p>{w.withdrawSure}</p>
      <Refused error={leaving.error} />
      <div className="row">
        <button type="button" className="button button-danger" disabled={leaving.isBusy} onClick={() => leaving.run()}>
          {w.withdrawYes}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {w.cancel}
        </button>
      </div>
    </div>
  );
}
