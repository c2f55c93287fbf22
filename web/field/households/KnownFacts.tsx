import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listValues } from "#capabilities/facts/contract.ts";
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { valueWords } from "#capabilities/facts/rules/notes.ts";
import { isFresh, standsNow } from "#capabilities/facts/rules/standing.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { instant } from "#kernel/time.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { useLocal } from "../store/local.ts";
import { Needs } from "./Needs.tsx";
import type { Register } from "./overlay.ts";
import { useFacts } from "./register.ts";
import { registerWords } from "./words.ts";

type Props = {
  readonly subjects: readonly string[];
  readonly register: Register;
  readonly place: string;
  readonly doorId: string;
};

/** What is known of the door, its households and people: nobody asks again what is fresh. */
export function KnownFacts({ subjects, register, place, doorId }: Props) {
  const w = useWords(registerWords);
  const home = subjects.find((id) => register.households.has(id));
  const door = register.doors.get(doorId);
  return (
    <section className="door-part" aria-label={w.known}>
      <h2>{w.known}</h2>
      {subjects.map((id) => (
        <FactsOf key={id} subjectId={id} title={register.persons.get(id)?.name ?? null} />
      ))}
      {home !== undefined && door !== undefined && (
        <Needs
          householdId={home}
          place={place}
          door={addressText(door) || null}
          householdKey={door.householdKey}
          key={doorId}
        />
      )}
    </section>
  );
}

function FactsOf({ subjectId, title }: { readonly subjectId: string; readonly title: string | null }) {
  const w = useWords(registerWords);
  const language = useLanguage();
  const format = useFormat();
  const facts = useFacts(subjectId);
  const [asked, setAsked] = useState<string | null>(null);
  if (facts.length === 0) return null;
  const now = platformNow();
  return (
    <>
      {title !== null && <h3>{title}</h3>}
      <dl className="door-facts">
        {facts.map((held) => {
          const fact = standsNow(held, now);
          const at = format.moment(fact.observedAt);
          const isStale = !isFresh({ attribute: fact.attribute, observedAt: instant(fact.observedAt) }, now);
          return (
            <div key={fact.attribute}>
              <dt>{attributeOf(fact.attribute)?.title[language] ?? fact.attribute}</dt>
              <dd>
                <strong>{valueWords(fact.attribute, fact.value)[language]}</strong>
                <span className="quiet">{fact.byName === null ? w.selfSaid(at) : w.askedBy(fact.byName, at)}</span>
                {isStale && <span className="door-mark">{w.stale}</span>}
                {fact.hasOther && (
                  <button
                    type="button"
                    className="button"
                    aria-expanded={asked === fact.attribute}
                    onClick={() => setAsked(asked === fact.attribute ? null : fact.attribute)}
                  >
                    {w.other}
                  </button>
                )}
                {asked === fact.attribute && <Values subjectId={subjectId} attribute={fact.attribute} />}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}

/** Every value that was ever said, the standing one first: nothing was overwritten. */
function Values({ subjectId, attribute }: { readonly subjectId: string; readonly attribute: string }) {
  const w = useWords(registerWords);
  const language = useLanguage();
  const format = useFormat();
  const isReached = useLocal((local) => local.isReached);
  const { data } = useQuery({ ...query(listValues, { subjectId, attribute }), enabled: isReached === true });
  if (data === undefined) return <span className="quiet">{w.onlyOnline}</span>;
  return (
    <ol aria-label={w.showOther}>
      {data.values.map((one) => (
        <li key={one.id}>
          {valueWords(attribute, one.value)[language]}{" "}
          <span className="quiet">
            {one.byName === null
              ? w.selfSaid(format.moment(one.observedAt))
              : w.askedBy(one.byName, format.moment(one.observedAt))}
          </span>
        </li>
      ))}
    </ol>
  );
}
