import { useLanguage, useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import type { TaskHere } from "../store/outbox-rules.ts";
import { usePersonHere } from "../store/register-here.ts";
import { words } from "../words.ts";
import { useDue } from "./clock.ts";
import { usePlaceName } from "./place.ts";
import { shortOf } from "./short.ts";

/** One resident in the list: how urgent, by when, where, how far. The whole card is the target. */
export function TaskCard({ task }: { readonly task: TaskHere }) {
  const { resident, number, state, fresh, inHand, inHandRefused } = useWords(words);
  const due = useDue(task.dueAt);
  const place = usePlaceName(task.place);
  const language = useLanguage();
  const page = useLocal(({ kept }) => kept[`page/${task.id}`])?.value;
  const here = usePersonHere(task.personKey);
  const isFresh = useLocal((local) => local.fresh.has(task.id));
  const href = task.standing === "open" ? paths.task(task.id) : paths.outbox;
  return (
    <li
      className={`card card-${task.tier}${isFresh ? " card-fresh" : ""}${task.standing === "open" ? "" : " card-done"}`}
    >
      <a className="card-link" href={href}>
        <span className="card-top">
          <Tier tier={task.tier} />
          {isFresh && <span className="mark-fresh">{fresh}</span>}
          {task.standing === "open" && <span className={`due due-${due.urgency}`}>{due.text}</span>}
        </span>
        <span className="card-main">
          {`${resident} ${number(shortOf(task.personKey))}`}
          <span className="chevron" aria-hidden="true" />
        </span>
        {page !== undefined && (
          <span className="card-why">
            {page.reasons.map((reason) => reason[language]).join(language === "zh" ? "；" : "; ")}
          </span>
        )}
        <span className="card-foot">
          <span className="card-place">{here === null ? place : `${place} ${here.address}`}</span>
          <span className={`card-state card-state-${task.state}`}>
            {task.standing === "open" ? state[task.state] : task.standing === "sending" ? inHand : inHandRefused}
          </span>
        </span>
      </a>
    </li>
  );
}
