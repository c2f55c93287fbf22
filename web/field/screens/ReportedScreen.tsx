import { lazy, Suspense } from "react";
import { RESULT_RULES } from "#capabilities/visits/rules/results.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { TaskCard } from "../parts/TaskCard.tsx";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { tasksHere } from "../store/outbox-rules.ts";
import { words } from "../words.ts";
import { reportWords } from "../words-report.ts";

/** The register and the words of services come with it: only when help was asked for. */
const OrdersOfPerson = lazy(async () => ({ default: (await import("../services/Orders.tsx")).OrdersOfPerson }));

/** After "send": whether it has gone out, what follows, and who is next. */
export function ReportedScreen({ reportId }: { readonly reportId: string }) {
  const w = useWords(reportWords);
  const { toInbox } = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const waiting = useLocal((local) => local.outbox.find(({ id }) => id === reportId));
  const sent = useLocal((local) => local.sent.find(({ id }) => id === reportId));
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  const outbox = useLocal((local) => local.outbox);
  const command = (sent ?? waiting)?.command;
  const report = command?.kind === "visit" ? command.report : null;
  const next = sent?.next ?? (report === null ? null : RESULT_RULES[report.result].step);
  const following = tasksHere(inbox?.value.tasks ?? [], outbox).find(
    ({ standing, id }) => standing === "open" && id !== report?.taskId,
  );
  const refusal = waiting?.refusal ?? null;
  const task = inbox?.value.tasks.find(({ id }) => id === report?.taskId) ?? null;
  return (
    <div className="reported">
      <p className={`tick${refusal === null ? "" : " tick-refused"}`} aria-hidden="true" />
      <h1>{refusal === null ? (report?.corrects === undefined ? w.reported : w.correctedDone) : w.refusedNow}</h1>
      <p role="status">{refusal !== null ? refusal[language] : sent !== undefined ? w.sentNow : w.waitsHere}</p>
      {refusal === null && next !== null && next !== undefined && (
        <p className="next-step">
          <span className="next-label">{w.nextLabel}</span>
          <span>{w.next[next]}</span>
          {sent?.tryAgainBy != null && <span>{w.tryAgainBy(moment(sent.tryAgainBy))}</span>}
        </p>
      )}
      {refusal !== null && (
        <a className="button button-main button-wide" href={paths.correct(reportId)}>
          {w.fix}
        </a>
      )}
      {refusal === null && report !== null && task !== null && (report.servicesAsked ?? []).length > 0 && (
        <Suspense fallback={null}>
          <OrdersOfPerson
            about={reportId}
            kinds={report.servicesAsked ?? []}
            place={report.place ?? task.place}
            personKey={task.personKey}
          />
        </Suspense>
      )}
      <h2>{following === undefined ? w.noMore : w.nextResident}</h2>
      {following !== undefined && (
        <ul className="cards">
          <TaskCard task={following} />
        </ul>
      )}
      <div className="actions">
        <a className="button" href={paths.outbox}>
          {w.seeOutbox}
        </a>
        <a className="button button-main" href={paths.inbox}>
          {toInbox}
        </a>
      </div>
    </div>
  );
}
