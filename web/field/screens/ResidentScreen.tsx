import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { showPerson } from "#capabilities/people/contract.ts";
import { isoInstant } from "#kernel/time.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Tier } from "../../shared/Tier.tsx";
import { AskedAtDoorOf } from "../parts/AskedAtDoor.tsx";
import { Bar } from "../parts/Bar.tsx";
import { Contacted } from "../parts/Contacted.tsx";
import { useDue } from "../parts/clock.ts";
import { Identity } from "../parts/Identity.tsx";
import { usePlaceName } from "../parts/place.ts";
import { RegisterHere } from "../parts/RegisterHere.tsx";
import { shortOf } from "../parts/short.ts";
import { paths } from "../paths.ts";
import { draftKey } from "../report/draft.ts";
import { here, post, setHere, useLocal } from "../store/local.ts";
import { type TaskHere, tasksHere } from "../store/outbox-rules.ts";
import type { TaskLine, TaskPage } from "../store/shapes.ts";
import { inboxHere, refreshTask, trySending } from "../store/sync.ts";
import { words } from "../words.ts";

/** The task as the inbox has it now, else as its kept page has it. */
export function useTask(taskId: string): {
  readonly task: TaskHere | null;
  readonly page: TaskPage | null;
  readonly at: string | null;
} {
  const outbox = useLocal((local) => local.outbox);
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  const kept = useLocal(({ kept }) => kept[`page/${taskId}`]);
  const line = inbox?.value.tasks.find(({ id }) => id === taskId);
  return {
    task: line === undefined ? null : (tasksHere([line], outbox)[0] ?? null),
    page: kept?.value ?? null,
    at: kept?.at ?? null,
  };
}

async function say(taskId: string, state: "read" | "accepted"): Promise<void> {
  await post([{ command: { kind: "receipt", taskId, state, at: isoInstant(platformNow()) } }]);
  await trySending();
}

const needsRead = (task: TaskLine) => task.state === "issued" || task.state === "delivered";

const STANDING_STALE_MS = 60_000;

/** One resident: why, what to do, who was in touch today, and then the name. */
export function ResidentScreen({ taskId }: { readonly taskId: string }) {
  const w = useWords(words);
  const { task, page, at } = useTask(taskId);
  useEffect(() => {
    // Opening the page is reading it; asked of the store at this moment, so that it is said once.
    const line = inboxHere()?.value.tasks.find(({ id }) => id === taskId);
    const seen = line === undefined ? undefined : tasksHere([line], here().outbox)[0];
    if (seen !== undefined && needsRead(seen)) void say(taskId, "read");
    setHere({ fresh: new Set([...here().fresh].filter((id) => id !== taskId)) });
    void refreshTask(taskId).catch(() => undefined);
  }, [taskId]);
  if (task === null)
    return (
      <>
        <Bar title={w.resident} />
        <p className="empty">{w.goneTask}</p>
        <a className="button button-wide" href={paths.inbox}>
          {w.toInbox}
        </a>
      </>
    );
  return <Resident task={task} page={page} at={at} />;
}

type Shown = { readonly task: TaskHere; readonly page: TaskPage | null; readonly at: string | null };

function Resident({ task, page, at }: Shown) {
  const w = useWords(words);
  const { moment } = useFormat();
  const due = useDue(task.dueAt);
  const place = usePlaceName(task.place);
  const draft = useLocal((local) => local.drafts.get(draftKey(local.kept.me?.value.post.id ?? "", task.id)));
  const [isWarned, setWarned] = useState(false);
  const contacts = page?.contactsToday ?? [];
  const mustAsk = contacts.length > 0 && !isWarned;
  return (
    <>
      <Bar title={`${w.resident} ${w.number(shortOf(task.personKey))}`}>
        <Tier tier={task.tier} />
      </Bar>
      <p className={`due-line due-${due.urgency}`}>
        <strong>{due.text}</strong>
        <span>{w.dueBy(moment(task.dueAt))}</span>
      </p>
      <p className="where">{place}</p>
      <Why task={task} page={page} />
      <section className="panel" aria-label={w.whatToDo}>
        <h2>{w.whatToDo}</h2>
        <p>{w.steps[task.tier]}</p>
      </section>
      <Contacted contacts={contacts} at={at} />
      <AskedAtDoorOf personKey={task.personKey} />
      {mustAsk ? (
        <section className="panel notice-warning" aria-label={w.contactAnyway}>
          <h2>{w.contactAnyway}</h2>
          <p>{w.contactedWarning(moment(contacts[0]?.at ?? ""))}</p>
        </section>
      ) : (
        <>
          <RegisterHere personKey={task.personKey} />
          <Identity task={task} />
        </>
      )}
      <History page={page} />
      <div className="dock">
        {(needsRead(task) || task.state === "read") && (
          <button type="button" className="button" onClick={() => void say(task.id, "accepted")}>
            {w.accept}
          </button>
        )}
        <a className="button" href={paths.notMine(task.id)}>
          {w.notMine}
        </a>
        {mustAsk ? (
          <button type="button" className="button button-main" onClick={() => setWarned(true)}>
            {w.contactYes}
          </button>
        ) : (
          <a className="button button-main" href={paths.report(task.id)}>
            {draft === undefined ? w.report : w.continueReport}
          </a>
        )}
      </div>
    </>
  );
}

function Why({ task, page }: { readonly task: TaskHere; readonly page: TaskPage | null }) {
  const { whyContact, listedOn, noReasons, since, until } = useWords(words);
  const language = useLanguage();
  const { day, moment } = useFormat();
  // Times of exposure are facts about a person: asked for when the page is looked at, never kept on the phone.
  const { data } = useQuery({ ...query(showPerson, { personKey: task.personKey }), staleTime: STANDING_STALE_MS });
  const standing = data?.standing;
  return (
    <section className="panel" aria-label={whyContact}>
      <h2>{whyContact}</h2>
      {page === null ? (
        <p className="quiet">{noReasons}</p>
      ) : (
        <>
          <ul className="reasons">
            {page.reasons.map((reason) => (
              <li key={reason.rule}>{reason[language]}</li>
            ))}
          </ul>
          <p className="quiet">{listedOn(day(page.day))}</p>
        </>
      )}
      {standing?.latestExposureAt != null && <p>{since(moment(standing.latestExposureAt))}</p>}
      {standing?.expiresAt != null && <p>{until(moment(standing.expiresAt))}</p>}
    </section>
  );
}

function History({ page }: { readonly page: TaskPage | null }) {
  const { history, event } = useWords(words);
  const { moment } = useFormat();
  if (page === null || page.events.length === 0) return null;
  return (
    <details className="panel">
      <summary>{history}</summary>
      <ol className="events">
        {page.events.map((one) => (
          <li key={`${one.at}${one.kind}`}>
            <span className="quiet">{moment(one.at)}</span>
            <span>{[event[one.kind] ?? one.kind, one.byName, one.reason].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
