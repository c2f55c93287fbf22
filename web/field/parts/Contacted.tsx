import { VISIT_RESULTS, type VisitResult } from "#capabilities/rollups/rules/results.ts";
import { ROLES } from "#kernel/actor.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words as common } from "../../shared/words.ts";
import { useLocal } from "../store/local.ts";
import type { TaskPage } from "../store/shapes.ts";
import { words } from "../words.ts";
import { reportWords } from "../words-report.ts";
import { usePlaceName } from "./place.ts";

type Contact = TaskPage["contactsToday"][number];
type Props = {
  readonly contacts: readonly Contact[];
  /** When the server said so; null: never. */
  readonly at: string | null;
};

/** Who was in touch with this person today, of any team: seen before the name is, so that nobody rings twice. */
export function Contacted({ contacts, at }: Props) {
  const { contacted, contactedNobody, contactedUnknown, contactedAsOf } = useWords(words);
  const { moment } = useFormat();
  const isReached = useLocal((local) => local.isReached);
  return (
    <section className="panel" aria-label={contacted}>
      <h2>{contacted}</h2>
      {at === null && <p className="quiet">{contactedUnknown}</p>}
      {at !== null && isReached === false && <p className="form-fault">{contactedAsOf(moment(at))}</p>}
      {at !== null && contacts.length === 0 && <p>{contactedNobody}</p>}
      {contacts.length > 0 && (
        <ul className="contacts">
          {contacts.map((contact) => (
            <One key={contact.at} contact={contact} />
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ contact }: { readonly contact: Contact }) {
  const { contactedBy } = useWords(words);
  const { role } = useWords(common);
  const { result } = useWords(reportWords);
  const { time } = useFormat();
  const place = usePlaceName(contact.place);
  const known = ROLES.find((one) => one === contact.role);
  const who = [known === undefined ? contact.role : role[known], contact.name].filter(Boolean).join(" ");
  const code: VisitResult | undefined = VISIT_RESULTS.find((one) => one === contact.result);
  return (
    <li>
      <strong>{contactedBy(who, time(contact.at))}</strong>
      <span>{`${code === undefined ? contact.result : result[code]} · ${place}`}</span>
    </li>
  );
}
