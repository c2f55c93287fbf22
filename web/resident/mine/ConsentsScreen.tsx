import { answerEmployer, myEmployers } from "#capabilities/enterprises/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { act, useAnswer } from "../store/ask.ts";
import { useKeptMe } from "../store/me.ts";
import { moreWords } from "../words-more.ts";

/** Which employer may see colour and day; agreed to by the person, taken back at any time. */
export function ConsentsScreen() {
  const w = useWords(moreWords).consents;
  const format = useFormat();
  const me = useKeptMe();
  const answer = useAnswer(myEmployers, {});
  const answering = useDeed(async (enterpriseId: string, personKey: string, agrees: boolean) => {
    await act(answerEmployer, { enterpriseId }, { personKey, agrees });
    await answer.again();
  });
  const nameOf = (key: string) => me?.persons.find(({ personKey }) => personKey === key)?.name ?? "";
  const employers = answer.data?.employers ?? [];
  return (
    <Screen title={w.title} back={paths.mine}>
      <p>{w.intro}</p>
      <Missing of={answer} />
      {answer.data !== null && employers.length === 0 && <p className="notice">{w.none}</p>}
      <Refused error={answering.error} />
      <ul className="list">
        {employers.map((one) => (
          <li className="card" key={`${one.enterpriseId}${one.personKey}`}>
            <h2>{one.name}</h2>
            <p className="quiet">{[one.placeName, nameOf(one.personKey), format.moment(one.claimedAt)].join(" · ")}</p>
            <p role="status">{one.answer === null ? w.asked : w[one.answer]}</p>
            <div className="row">
              {([true, false] as const).map((agrees) => (
                <button
                  key={String(agrees)}
                  type="button"
                  className="button"
                  disabled={answering.isBusy || one.answer === (agrees ? "agreed" : "refused")}
                  onClick={() => answering.run(one.enterpriseId, one.personKey, agrees)}
                >
                  {agrees ? w.agree : one.answer === "agreed" ? w.withdraw : w.refuse}
                </button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
