import { useMemo } from "react";
import type { campaignCopy, campaignDoorCopy } from "#capabilities/campaigns/contract.ts";
import type { doorCopy, personCopy } from "#capabilities/households/contract.ts";
import { type Asked, lastAsked } from "#capabilities/households/rules/asked.ts";
import { VISIT_RESULTS, type VisitResult } from "#capabilities/rollups/rules/results.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useCopiesOf } from "../store/copies.ts";
import { words } from "../words.ts";
import { reportWords } from "../words-report.ts";

const isResult = (text: string | null): text is VisitResult => VISIT_RESULTS.some((one) => one === text);

/** Who asked at this door before, of any team and any campaign: read before anybody rings or asks again. */
export function AskedAtDoor({ doorId, but }: { readonly doorId: string; readonly but?: string }) {
  const w = useWords(words);
  const { result } = useWords(reportWords);
  const { moment } = useFormat();
  const door = useCopiesOf<typeof doorCopy>("door").get(doorId);
  const campaigns = useCopiesOf<typeof campaignCopy>("campaign");
  const doors = useCopiesOf<typeof campaignDoorCopy>("campaign-door");
  const asked = useMemo(() => {
    const said: Asked[] = [];
    const last = door?.lastAsked ?? null;
    if (last !== null) said.push({ at: last.at, by: last.byName, what: null, result: last.result });
    for (const [id, one] of doors) {
      if (one.doorId !== doorId || id === but || one.lastAt === null) continue;
      said.push({ at: one.lastAt, by: one.lastBy, what: campaigns.get(one.campaignId)?.name ?? null, result: null });
    }
    return lastAsked(said);
  }, [door, doors, campaigns, doorId, but]);
  return (
    <section className="pad" aria-label={w.askedHere}>
      {asked.length === 0 ? (
        <p className="quiet">{w.askedNever}</p>
      ) : (
        <ul className="asked-here">
          {asked.map((one) => (
            <li key={one.at}>
              <strong>{w.askedBy(one.by ?? w.askedSomebody, moment(one.at))}</strong>
              {isResult(one.result) && <span className="quiet">{` · ${result[one.result]}`}</span>}
              {one.what !== null && <span className="quiet">{` · ${one.what}`}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The same where only the person is known: the door behind which the register says that he lives. */
export function AskedAtDoorOf({ personKey }: { readonly personKey: string }) {
  const persons = useCopiesOf<typeof personCopy>("person");
  const doorId = useMemo(() => {
    for (const person of persons.values())
      if (person.personKey === personKey) return person.stays.find(({ untilOn }) => untilOn === null)?.doorId ?? null;
    return null;
  }, [persons, personKey]);
  return doorId === null ? null : <AskedAtDoor doorId={doorId} />;
}
