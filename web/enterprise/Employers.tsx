import { useSuspenseQuery } from "@tanstack/react-query";
import { answerEmployer, myEmployers } from "#capabilities/enterprises/contract.ts";
import { query, send } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { Failed, useDeed } from "./parts.tsx";
import { words } from "./words.ts";

type Answer = { readonly enterpriseId: string; readonly personKey: string; readonly agrees: boolean };

/** Who lists me or a person of my account, and what I say to it. */
export function Employers() {
  const w = useWords(words);
  const { data } = useSuspenseQuery(query(myEmployers, {}));
  const answering = useDeed(({ enterpriseId, ...body }: Answer) => send(answerEmployer, { enterpriseId }, body));
  return (
    <section className="card">
      <h1>{w.employers}</h1>
      <p>{w.employersNote}</p>
      <Failed of={answering} />
      {data.employers.length === 0 && <p>{w.noEmployers}</p>}
      <ul className="ent-list">
        {data.employers.map(({ enterpriseId, personKey, name, placeName, answer }) => (
          <li key={`${enterpriseId} ${personKey}`}>
            <span>
              <strong>{name}</strong>{" "}
              <span className="quiet">{`${placeName} · ${w.personKey(personKey.slice(-4))}`}</span>
            </span>
            <span className="ent-row">
              {answer !== null && <span className="ent-state">{answer === "agreed" ? w.agreed : w.refused}</span>}
              {answer !== "agreed" && (
                <button
                  type="button"
                  className="ent-button ent-main"
                  onClick={() => answering.mutate({ enterpriseId, personKey, agrees: true })}
                >
                  {w.agree}
                </button>
              )}
              {answer !== "refused" && (
                <button
                  type="button"
                  className="ent-button"
                  onClick={() => answering.mutate({ enterpriseId, personKey, agrees: false })}
                >
                  {answer === "agreed" ? w.takeBack : w.refuse}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
