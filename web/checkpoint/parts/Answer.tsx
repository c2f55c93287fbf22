import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { recordPerson, toldOf } from "../store/acts.ts";
import { go, say, setHere } from "../store/local.ts";
import type { Person, Told } from "../store/shapes.ts";
import { words } from "../words.ts";
import { Sign } from "./Sign.tsx";
import { celsius, Temperature } from "./Temperature.tsx";

const nobody = () => setHere({ person: null });

/** The person before the volunteer: the answer, the thermometer, and then the next one by itself where that is all. */
export function Answer({ person }: { readonly person: Person }) {
  const w = useWords(words);
  const [recorded, setRecorded] = useState<Told | null>(null);
  const { reading, card } = person;
  const told = recorded ?? toldOf(person, null);
  const record = async (tenths: number | null) => {
    const after = await recordPerson(person, tenths);
    const isDone = after.step === "let-pass" || (after.outcome === "pass" && tenths === null);
    if (isDone) {
      say(tenths === null ? w.recorded : w.passed(celsius(tenths)));
      nobody();
    } else setRecorded(after);
  };
  return (
    <section className="answer">
      <Sign outcome={told.outcome} step={told.step} why={reading.why} colour={reading.colour} />
      {recorded === null ? (
        <>
          {told.outcome !== "stop" && (
            <Temperature onPick={(tenths) => void record(tenths)} canSkip={told.outcome !== "cannot-verify"} />
          )}
          <div className="answer-acts">
            {told.step === "ask-for-a-fresh-code" && (
              <button type="button" className="act act-main" onClick={() => void record(null).then(nobody)}>
                {w.rescan}
              </button>
            )}
            {told.outcome === "cannot-verify" && card === null && (
              <>
                <button type="button" className="act act-main" onClick={() => go("manual")}>
                  {w.byCard}
                </button>
                <button type="button" className="act" onClick={() => go("visitor")}>
                  {w.visitor}
                </button>
              </>
            )}
            {told.outcome === "stop" && (
              <button type="button" className="act act-main" onClick={() => void record(null).then(nobody)}>
                {w.next}
              </button>
            )}
          </div>
        </>
      ) : (
        <div className="answer-acts">
          {recorded.step === "card-temperature-register" && card !== null && <p className="notice">{w.registered}</p>}
          <button type="button" className="act act-main" onClick={nobody}>
            {w.next}
          </button>
        </div>
      )}
    </section>
  );
}
