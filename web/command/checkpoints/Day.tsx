import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { changeCheckpoint, showDay } from "#capabilities/checkpoints/contract.ts";
import { OUTCOMES } from "#capabilities/checkpoints/rules/gate.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Panel } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { Roster } from "./Roster.tsx";
import { words } from "./words.ts";

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
const timeOf = (iso: string | null): string => (iso === null ? "–" : clock.format(new Date(iso)));

/** One checkpoint's day as it goes, and its turns. */
export function Day({ checkpointId, canPlan }: { readonly checkpointId: string; readonly canPlan: boolean }) {
  const w = useWords(words);
  const day = platformToday();
  return (
    <>
      <Panel title={w.day}>
        <Figures checkpointId={checkpointId} day={day} canClose={canPlan} />
      </Panel>
      <Panel title={w.roster}>
        <Roster checkpointId={checkpointId} day={day} canPlan={canPlan} />
      </Panel>
    </>
  );
}

type Props = { readonly checkpointId: string; readonly day: string; readonly canClose: boolean };

function Figures({ checkpointId, day, canClose }: Props) {
  const w = useWords(words);
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(showDay, { checkpointId, day }), refetchInterval: 10_000 });
  const { name, lanes } = data.checkpoint;
  const close = useAct(() => send(changeCheckpoint, { checkpointId }, { name, lanes, isClosed: true }), {
    done: w.closeDone,
  });
  const tiles: readonly (readonly [string, number])[] = [
    ...OUTCOMES.map((outcome) => [w.outcome[outcome], data.outcomes[outcome]] as const),
    [w.fevers, data.fevers.confirmed],
    [w.waiting, data.fevers.waiting],
    [w.visitors, data.visitors],
    [w.vehicles, data.vehicles],
    [w.passengers, data.passengers],
    [w.queue, data.lastCount?.queue ?? 0],
  ];
  return (
    <>
      <p>
        <strong>{name}</strong>{" "}
        {canClose && !data.checkpoint.isClosed && (
          <Button size="small" danger onClick={() => close.mutate()}>
            {w.close}
          </Button>
        )}
      </p>
      <div className="tiles">
        {tiles.map(([title, value]) => (
          <div key={title} className="tile">
            <span className="tile-name">{title}</span>
            <span className="tile-value">{count(value)}</span>
          </div>
        ))}
      </div>
      <Table
        caption={w.lane}
        rows={data.lanes}
        keyOf={({ lane }) => String(lane)}
        columns={[
          { key: "lane", title: w.lane, cell: ({ lane }) => lane },
          { key: "people", title: w.people, isNumber: true, cell: ({ people }) => count(people) },
          { key: "each", title: w.secondsEach, isNumber: true, cell: ({ secondsEach }) => secondsEach ?? "–" },
          { key: "busiest", title: w.busiest, isNumber: true, cell: ({ busiestFiveMinutes }) => busiestFiveMinutes },
        ]}
      />
      <Table
        caption={w.shifts}
        rows={data.shifts}
        keyOf={({ openedAt, lane }) => `${openedAt} ${lane}`}
        columns={[
          { key: "who", title: w.who, cell: ({ name: who }) => who ?? "–" },
          { key: "lane", title: w.lane, cell: ({ lane }) => lane },
          { key: "opened", title: w.openedAt, cell: ({ openedAt }) => timeOf(openedAt) },
          { key: "closed", title: w.closedAt, cell: ({ closedAt }) => timeOf(closedAt) },
          {
            key: "state",
            title: w.shifts,
            cell: ({ closedAt, isHandedOver }) =>
              closedAt === null ? w.standing : isHandedOver ? w.handedOver : w.notHandedOver,
          },
        ]}
      />
    </>
  );
}
