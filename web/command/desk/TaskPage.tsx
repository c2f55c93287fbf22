import { useSuspenseQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { showTask } from "#capabilities/tasks/contract.ts";
import type { TaskPage } from "#capabilities/tasks/rules/shapes.ts";
import { isOpen } from "#capabilities/tasks/rules/states.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Tier } from "../../shared/Tier.tsx";
import { resultWord, words as taskWords } from "../../shared/task-words.ts";
import { words as common } from "../../shared/words.ts";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine, PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { Actions } from "./Actions.tsx";
import { Holder } from "./columns.tsx";
import { words } from "./words.ts";

type Task = z.output<typeof TaskPage>;

const NOTHING_TO_CLEAR = () => undefined;

/** One task: why, where it is, what happened to it, and who has already been in touch today. */
export function Page({ location, area }: PageProps) {
  const word = useWords(words);
  const { state } = useWords(taskWords);
  const language = useLanguage();
  const { post } = useMe();
  const { data: task } = useSuspenseQuery({
    ...query(showTask, { taskId: location.parts[0] ?? "" }),
    staleTime: 30_000,
  });
  const mayAct = post.role === "operator" && isOpen(task.state);
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.desk(area)}>{word.back}</a>
        </p>
        <PageHead
          title={`${word.taskTitle} ${task.id.slice(-8)}`}
          lead={
            <span className="row">
              <Tier tier={task.tier} />
              <Pill tone={task.state === "done" ? "good" : "plain"}>{state[task.state]}</Pill>
              <a href={paths.person(task.personKey)}>{`${word.person} ${task.personKey.slice(0, 8)}`}</a>
            </span>
          }
          actions={mayAct && <Actions area={area} chosen={[task.id]} clear={NOTHING_TO_CLEAR} select={null} />}
        />
      </div>
      <div className="columns">
        <div className="page-stack">
          <Panel title={word.why}>
            <ul className="list-plain">
              {task.reasons.map((reason) => (
                <li key={reason.rule}>{reason[language]}</li>
              ))}
            </ul>
          </Panel>
          <History task={task} />
        </div>
        <div className="page-stack">
          <TaskFacts task={task} />
          <Contacts task={task} />
          <Earlier task={task} />
        </div>
      </div>
    </div>
  );
}

function TaskFacts({ task }: { readonly task: Task }) {
  const word = useWords(words);
  const { queue, result, overdue } = useWords(taskWords);
  const { moment, day, count } = useFormat();
  const [before = "", after = ""] = word.escalated("\n").split("\n");
  return (
    <Panel title={word.facts}>
      <Facts>
        <Fact name={word.place}>
          <PlaceLine code={task.place} />
        </Fact>
        <Fact name={word.holder}>
          <Holder of={task.holder} />
          {task.queue !== "ordinary" && <Pill tone="warning">{queue[task.queue]}</Pill>}
        </Fact>
        <Fact name={word.due}>
          <span className={task.isOverdue ? "number-late" : undefined}>
            {moment(task.dueAt)}
            {task.isOverdue && ` ${overdue}`}
          </span>
          {task.escalatedTo !== null && (
            <span className="quiet">
              {` ${before}`}
              <PlaceName code={task.escalatedTo} />
              {after}
            </span>
          )}
        </Fact>
        <Fact name={word.list}>{day(task.day)}</Fact>
        <Fact name={word.issuedAt}>
          {moment(task.issuedAt)}
          {task.hops > 0 && <span className="quiet">{` ${word.hops(count(task.hops))}`}</span>}
        </Fact>
        {task.result !== null && <Fact name={word.result}>{resultWord(result, task.result)}</Fact>}
      </Facts>
    </Panel>
  );
}

function History({ task }: { readonly task: Task }) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { moment } = useFormat();
  return (
    <Panel title={word.history}>
      <ol className="timeline">
        {task.events.map((event) => (
          <li key={`${event.at} ${event.kind} ${event.toHolder}`}>
            <time className="quiet" dateTime={event.at}>
              {moment(event.at)}
            </time>
            <span>
              <b>{word.event[event.kind] ?? event.kind}</b>
              {event.byName !== null && ` · ${event.byName}`}
              {event.byRole !== null && ` · ${role[event.byRole]}`}
              {event.reason !== null && <span className="quiet">{` ${event.reason}`}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Contacts({ task }: { readonly task: Task }) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { result } = useWords(taskWords);
  const { time } = useFormat();
  const roles: Readonly<Record<string, string>> = role;
  return (
    <Panel title={word.contacts}>
      {task.contactsToday.length === 0 && <p className="quiet">{word.noContacts}</p>}
      <ul className="list-plain">
        {task.contactsToday.map((contact) => (
          <li key={`${contact.at} ${contact.role}`}>
            {`${time(contact.at)} · ${roles[contact.role] ?? contact.role} · ${contact.name ?? ""} ${resultWord(result, contact.result)}`}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Earlier({ task }: { readonly task: Task }) {
  const word = useWords(words);
  const { state, result } = useWords(taskWords);
  const { day } = useFormat();
  if (task.earlierTasks.length === 0) return null;
  return (
    <Panel title={word.earlier}>
      <Table
        caption={word.earlier}
        columns={[
          { key: "day", title: word.list, cell: (one) => <a href={paths.task(one.id)}>{day(one.day)}</a> },
          { key: "tier", title: word.tier, cell: (one) => <Tier tier={one.tier} /> },
          { key: "state", title: word.state, cell: (one) => state[one.state] },
          {
            key: "result",
            title: word.result,
            cell: (one) => (one.result === null ? "—" : resultWord(result, one.result)),
          },
        ]}
        rows={task.earlierTasks}
        keyOf={(one) => one.id}
      />
    </Panel>
  );
}
