import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { listAlarms, seeAlarm } from "#capabilities/codes/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

/** What failed its check or waits too long. */
export function Alarms() {
  const word = useWords(words);
  return (
    <Panel title={word.views.alarms}>
      <AlarmTable />
    </Panel>
  );
}

function AlarmTable() {
  const word = useWords(words);
  const { moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listAlarms, {}), refetchInterval: 15_000 });
  const seeing = useAct((id: string) => send(seeAlarm, { id }, undefined), { done: word.done });
  return (
    <Table
      caption={word.views.alarms}
      columns={[
        { key: "at", title: word.at, cell: ({ at }) => moment(at) },
        {
          key: "kind",
          title: word.object,
          cell: ({ kind, seenAt }) => (
            <Pill tone={seenAt === null ? "bad" : "plain"}>{word.alarmKinds[kind] ?? kind}</Pill>
          ),
        },
        { key: "place", title: word.place, cell: ({ place }) => place ?? "—" },
        {
          key: "person",
          title: word.person,
          cell: ({ personKey }) =>
            personKey === null ? (
              "—"
            ) : (
              <a className="mono" href={paths.codes({ view: "person", key: personKey })}>
                {personKey.slice(0, 8)}
              </a>
            ),
        },
        {
          key: "act",
          title: "",
          cell: ({ id, seenAt }) =>
            seenAt === null ? (
              <Button size="small" onClick={() => seeing.mutate(id)}>
                {word.see}
              </Button>
            ) : (
              <span className="quiet">{word.seen}</span>
            ),
        },
      ]}
      rows={data.alarms}
      keyOf={({ id }) => id}
      nothing={word.none}
    />
  );
}
