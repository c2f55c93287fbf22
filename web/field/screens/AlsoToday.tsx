import { useMemo } from "react";
import type { z } from "zod";
// Types alone: the contracts come with their sections, and the first load stays small.
import type { campaignCopy, campaignDoorCopy, markDoor } from "#capabilities/campaigns/contract.ts";
import type { clueCopy } from "#capabilities/clues/contract.ts";
import type { disputeCopy } from "#capabilities/disputes/contract.ts";
import type { observation } from "#capabilities/observation/contract.ts";
import type { serviceCopy } from "#capabilities/services/contract.ts";
import { dayOf, endOf, instantOf, isoInstant, MINUTE } from "#kernel/time.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useLaidOver } from "../observation/laid-over.ts";
import { useDue, useNow } from "../parts/clock.ts";
import { paths } from "../paths.ts";
import { SECTIONS } from "../sections.ts";
import { useCopiesOf } from "../store/copies.ts";
import { useLocal } from "../store/local.ts";
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
  const laidOver = useLaidOver(useCopiesOf<typeof observation>("observation"));
  const campaigns = useCopiesOf<typeof campaignCopy>("campaign");
  const campaignDoors = useCopiesOf<typeof campaignDoorCopy>("campaign-door");
  const services = useCopiesOf<typeof serviceCopy>("service");
  const disputes = useCopiesOf<typeof disputeCopy>("dispute");
  const clues = useCopiesOf<typeof clueCopy>("clue");
  const outbox = useLocal((local) => local.outbox);
  // By the minute: a day, and a screening, end while the list is open.
  const minute = Math.floor(useNow() / MINUTE);
  return useMemo(() => {
    const now = instantOf(minute * MINUTE);
    const marked = new Set(
      outbox.flatMap(({ command, refusal }) =>
        command.kind === "command" && command.name === "campaigns/mark-door" && refusal === null
          ? [(command.body as z.input<typeof markDoor.body>).campaignDoorId]
          : [],
      ),
    );
    const homes = [...laidOver.values()];
    const of = { homes, campaigns, campaignDoors, marked, services, disputes, clues };
    return owedToday(of, isoInstant(now), isoInstant(endOf(dayOf(now))));
  }, [laidOver, campaigns, campaignDoors, services, disputes, clues, outbox, minute]);
}
