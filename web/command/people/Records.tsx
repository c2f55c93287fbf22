import type { TaskState } from "#capabilities/tasks/rules/states.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { resultWord, words as taskWords } from "../../shared/task-words.ts";
import { words as common } from "../../shared/words.ts";
import { Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { SessionLink } from "./SessionLink.tsx";
import type { Person } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly person: Person };

const stateWord = (table: Readonly<Record<TaskState, string>>, state: string): string =>
  Object.entries(table).find(([name]) => name === state)?.[1] ?? state;

/** So that nobody rings twice: who has been in touch today, in any county. */
export function Contacts({ person }: Props) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { result } = useWords(taskWords);
  const { time } = useFormat();
  return (
    <Panel title={word.contacts}>
      {person.contactedToday.length === 0 && <p className="quiet">{word.noContacts}</p>}
      <ul className="list-plain">
        {person.contactedToday.map((contact) => (
          <li key={`${contact.at} ${contact.role}`}>
            <b>{time(contact.at)}</b>
            {` ${role[contact.role]} · ${contact.countyName} · ${resultWord(result, contact.result)}`}
            {contact.displayName !== null && <span className="quiet">{` ${contact.displayName}`}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Tasks({ person }: Props) {
  const word = useWords(words);
  const { state, result } = useWords(taskWords);
  const { moment } = useFormat();
  return (
    <Panel title={word.tasks}>
      <Table
        caption={word.tasks}
        columns={[
          {
            key: "task",
            title: word.task,
            cell: ({ id }) => (
              <a className="mono" href={paths.task(id)}>
                {id.slice(-8)}
              </a>
            ),
          },
          { key: "tier", title: word.tier, cell: ({ tier }) => <Tier tier={tier} /> },
          { key: "place", title: word.place, cell: ({ place }) => <PlaceLine code={place} /> },
          { key: "state", title: word.state, cell: (task) => <Pill>{stateWord(state, task.state)}</Pill> },
          {
            key: "result",
            title: word.result,
            cell: (task) => (task.result === null ? "—" : resultWord(result, task.result)),
          },
          { key: "due", title: word.due, cell: ({ dueAt }) => moment(dueAt) },
        ]}
        rows={person.tasks}
        keyOf={({ county, id }) => `${county} ${id}`}
        nothing={word.noTasks}
      />
    </Panel>
  );
}

export function Visits({ person }: Props) {
  const word = useWords(words);
  const { result } = useWords(taskWords);
  const { moment } = useFormat();
  return (
    <Panel title={word.visits}>
      <Table
        caption={word.visits}
        columns={[
          { key: "at", title: word.visitedAt, cell: ({ visitedAt }) => moment(visitedAt) },
          {
            key: "result",
            title: word.result,
            cell: (visit) => (
              <>
                {resultWord(result, visit.result)}
                {visit.corrects !== null && <Pill>{word.correction}</Pill>}
              </>
            ),
          },
          {
            key: "temperature",
            title: word.temperature,
            isNumber: true,
            cell: ({ temperatureTenths: tenths }) => (tenths === null ? "—" : `${(tenths / 10).toFixed(1)} ℃`),
          },
          {
            key: "symptoms",
            title: word.symptoms,
            cell: ({ symptoms }) => (symptoms.length === 0 ? word.none : symptoms.join("、")),
          },
          { key: "place", title: word.place, cell: ({ place }) => <PlaceLine code={place} /> },
          { key: "by", title: word.by, cell: ({ displayName }) => displayName },
        ]}
        rows={person.visits}
        keyOf={({ id }) => id}
        nothing={word.noVisits}
      />
    </Panel>
  );
}

export function History({ person }: Props) {
  const word = useWords(words);
  const { day } = useFormat();
  if (person.history.length === 0) return null;
  return (
    <Panel title={word.history}>
      <Table
        caption={word.history}
        columns={[
          { key: "day", title: word.day, cell: (one) => <SessionLink id={one.sessionId}>{day(one.day)}</SessionLink> },
          { key: "version", title: word.version, isNumber: true, cell: ({ version }) => version },
          { key: "tier", title: word.tier, cell: ({ tier }) => <Tier tier={tier} /> },
          { key: "rules", title: word.rules, cell: ({ rules }) => <span className="mono">{rules.join(" ")}</span> },
        ]}
        rows={person.history}
        keyOf={({ sessionId }) => sessionId}
      />
    </Panel>
  );
}
