import { useMemo } from "react";
import { campaignCopy, campaignDoorCopy, markDoor } from "#capabilities/campaigns/contract.ts";
import { clueCopy } from "#capabilities/clues/contract.ts";
import { disputeCopy } from "#capabilities/disputes/contract.ts";
import { serviceCopy } from "#capabilities/services/contract.ts";
import { dayOf, endOf, instantOf, isoInstant, MINUTE } from "#kernel/time.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useHomes } from "../observation/here.ts";
import { useDue, useNow } from "../parts/clock.ts";
import { paths } from "../paths.ts";
import { SECTIONS } from "../sections.ts";
import { useCopies } from "../store/copies.ts";
import { useGiven } from "../store/give.ts";
import { type Owed, owedToday } from "../store/owed.ts";
import { alsoWords } from "./words-also.ts";

/** Beside the residents of the list: what else waits for this worker today, a row a duty, soonest due first. */
export function AlsoToday() {
  const w = useWords(alsoWords);
  const owed = useOwed();
  if (owed.length === 0) return null;
  return (
    <section aria-label={w.also}>
      <h2 className="list-title">{w.also}</h2>
      <nav className="rows" aria-label={w.also}>
        {owed.map((one) => (
          <OwedRow key={`${one.section} ${one.id}`} one={one} />
        ))}
      </nav>
    </section>
  );
}

function OwedRow({ one: { section, id, name, count, dueAt } }: { readonly one: Owed }) {
  const w = useWords(alsoWords);
  const language = useLanguage();
  const due = useDue(dueAt);
  const title = SECTIONS.find((other) => other.name === section)?.title[language] ?? section;
  return (
    <a className="row also-row" href={id === null ? paths.section(section) : paths.section(section, id)}>
      <span>
        {name ?? title} <strong>{w.count[section](count)}</strong>
      </span>
      <span className={`due due-${due.urgency}`}>{due.text}</span>
    </a>
  );
}

function useOwed(): readonly Owed[] {
  const { homes } = useHomes();
  const campaigns = useCopies(campaignCopy);
  const campaignDoors = useCopies(campaignDoorCopy);
  const services = useCopies(serviceCopy);
  const disputes = useCopies(disputeCopy);
  const clues = useCopies(clueCopy);
  const marks = useGiven(markDoor);
  // By the minute: a day, and a screening, end while the list is open.
  const minute = Math.floor(useNow() / MINUTE);
  return useMemo(() => {
    const now = instantOf(minute * MINUTE);
    const marked = new Set(marks.filter(({ refusal }) => refusal === null).map(({ body }) => body.campaignDoorId));
    const of = { homes, campaigns, campaignDoors, marked, services, disputes, clues };
    return owedToday(of, isoInstant(now), isoInstant(endOf(dayOf(now))));
  }, [homes, campaigns, campaignDoors, services, disputes, clues, marks, minute]);
}
