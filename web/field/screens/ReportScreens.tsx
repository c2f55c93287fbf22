import { useState } from "react";
import { v7 } from "uuid";
import { isoInstant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Tier } from "../../shared/Tier.tsx";
import { Bar } from "../parts/Bar.tsx";
import { usePlaceName } from "../parts/place.ts";
import { shortOf } from "../parts/short.ts";
import { paths } from "../paths.ts";
import { draftFrom, draftKey, emptyDraft } from "../report/draft.ts";
import { ReportForm } from "../report/ReportForm.tsx";
import { here, useLocal } from "../store/local.ts";
import type { About, Draft, OutboxItem, SentItem } from "../store/shapes.ts";
import { words } from "../words.ts";
import { reportWords } from "../words-report.ts";
import { useTask } from "./ResidentScreen.tsx";

const startOf = (postId: string, taskId: string) => ({
  id: v7(),
  postId,
  taskId,
  startedAt: isoInstant(platformNow()),
});

/** A draft under a key; the first one is made once and becomes kept with the first touch. */
function useDraft(key: string, make: () => Draft): Draft {
  const [first] = useState(make);
  return useLocal((local) => local.drafts.get(key)) ?? first;
}

/** The report of one task. */
export function ReportScreen({ taskId }: { readonly taskId: string }) {
  const { title } = useWords(reportWords);
  const { goneTask, toInbox } = useWords(words);
  const { task } = useTask(taskId);
  const postId = useLocal(({ kept }) => kept.me?.value.post.id ?? "");
  const draft = useDraft(draftKey(postId, taskId), () => emptyDraft(startOf(postId, taskId)));
  if (task === null)
    return (
      <>
        <Bar title={title} />
        <p className="empty">{goneTask}</p>
        <a className="button button-wide" href={paths.inbox}>
          {toInbox}
        </a>
      </>
    );
  const about = { taskId, tier: task.tier, place: task.place };
  return (
    <>
      <Bar title={title} back={paths.task(taskId)}>
        <Tier tier={task.tier} />
      </Bar>
      <AboutLine about={about} personKey={task.personKey} />
      <ReportForm draft={draft} about={about} county={task.county} personKey={task.personKey} />
    </>
  );
}

function AboutLine({ about, personKey }: { readonly about: About; readonly personKey: string }) {
  const { resident, number } = useWords(words);
  const place = usePlaceName(about.place);
  return <p className="where">{`${resident} ${number(shortOf(personKey))} · ${place}`}</p>;
}

type Old = SentItem | OutboxItem;

/** A new report that puts right one that was sent today, or takes the place of a refused one. */
export function CorrectScreen({ reportId }: { readonly reportId: string }) {
  const { correctTitle, correcting, title } = useWords(reportWords);
  const { goneTask } = useWords(words);
  const { moment } = useFormat();
  // Looked up once: when the new report is in the outbox, the refused one has gone from it.
  const [old] = useState<Old | undefined>(
    () => here().sent.find(({ id }) => id === reportId) ?? here().outbox.find(({ id }) => id === reportId),
  );
  if (old === undefined || old.command.kind !== "visit")
    return (
      <>
        <Bar title={title} back={paths.outbox} />
        <p className="empty">{goneTask}</p>
      </>
    );
  const isSent = "sentAt" in old;
  return (
    <>
      <Bar title={isSent ? correctTitle : title} back={paths.outbox}>
        <Tier tier={old.command.about.tier} />
      </Bar>
      <AboutLine about={old.command.about} personKey={old.command.report.personKey ?? ""} />
      {isSent && <p className="notice">{correcting(moment(old.sentAt))}</p>}
      <CorrectForm old={old} isSent={isSent} />
    </>
  );
}

function CorrectForm({ old, isSent }: { readonly old: Old; readonly isSent: boolean }) {
  const { command } = old;
  const draft = useDraft(draftKey(old.postId, old.id), () => {
    if (command.kind !== "visit") return emptyDraft(startOf(old.postId, ""));
    const start = startOf(old.postId, command.about.taskId);
    return draftFrom(command.report, start, isSent ? old.id : (command.report.corrects ?? null));
  });
  if (command.kind !== "visit") return null;
  const { report, about } = command;
  return (
    <ReportForm
      draft={draft}
      about={about}
      county={report.taskCounty ?? about.place.slice(0, 6)}
      personKey={report.personKey ?? ""}
      {...(isSent ? {} : { replaces: old.id })}
    />
  );
}
