import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { listDoors, moveDoorsHere } from "#capabilities/campaigns/contract.ts";
import { DOOR_STATES } from "#capabilities/campaigns/rules/doors.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import type { Group } from "./Groups.tsx";
import { words } from "./words.ts";

type Props = {
  readonly campaignId: string;
  readonly place: string;
  readonly groups: readonly Group[];
  readonly canPlan: boolean;
};
const VILLAGE = 12;

/** The doors in walking order, by state if asked; those chosen can be given to a group, with a reason. */
export function Doors({ campaignId, place, groups, canPlan }: Props) {
  const w = useWords(words);
  const { count, moment } = useFormat();
  const [state, setState] = useState("");
  const [after, setAfter] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const wanted = DOOR_STATES.find((one) => one === state);
  const { data } = useSuspenseQuery({
    ...query(listDoors, {
      campaignId,
      area: place,
      ...(wanted === undefined ? {} : { state: wanted }),
      ...(after === null ? {} : { after }),
    }),
    refetchInterval: 30_000,
  });
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const canMove = canPlan && groups.length > 0 && place.length >= VILLAGE;
  return (
    <>
      <div className="filters">
        <label className="field">
          <span>{w.filter}</span>
          <select
            className="input input-small"
            value={state}
            onChange={({ target }) => {
              setState(target.value);
              setAfter(null);
            }}
          >
            <option value="">{w.all}</option>
            {DOOR_STATES.map((one) => (
              <option key={one} value={one}>
                {w.state[one]}
              </option>
            ))}
          </select>
        </label>
        {canMove && chosen.length > 0 && (
          <Move {...{ campaignId, place, groups, chosen }} onDone={() => setChosen([])} />
        )}
      </div>
      <Table
        caption={w.doorList}
        nothing={w.noDoors}
        isTall
        rows={data.doors}
        keyOf={(row) => row.campaignDoorId}
        columns={[
          ...(canMove
            ? [
                {
                  key: "choose",
                  title: "",
                  cell: (row: (typeof data.doors)[number]) => (
                    <input
                      type="checkbox"
                      aria-label={w.choose(row.name)}
                      checked={chosen.includes(row.campaignDoorId)}
                      onChange={() => toggle(row.campaignDoorId)}
                    />
                  ),
                },
              ]
            : []),
          { key: "place", title: w.place, cell: (row) => <PlaceName code={row.place} /> },
          { key: "door", title: w.door, cell: (row) => (row.isFound ? `${row.name}（${w.found}）` : row.name) },
          { key: "state", title: w.stateHead, cell: (row) => w.state[row.state] },
          { key: "tries", title: w.tries, isNumber: true, cell: (row) => count(row.tries) },
          { key: "group", title: w.group, cell: (row) => row.group ?? "–" },
          {
            key: "last",
            title: w.last,
            cell: (row) => (row.lastAt === null ? "–" : `${moment(row.lastAt)} ${row.lastBy ?? ""}`),
          },
          { key: "next", title: w.next, cell: (row) => (row.next === null ? "–" : w.step[row.next]) },
        ]}
      />
      <div className="filters">
        {after !== null && <Button onClick={() => setAfter(null)}>{w.first}</Button>}
        {data.next !== null && <Button onClick={() => setAfter(data.next)}>{w.more}</Button>}
      </div>
    </>
  );
}

type MoveProps = Omit<Props, "canPlan"> & { readonly chosen: readonly string[]; readonly onDone: () => void };
const OWN = "own";

function Move({ campaignId, place, groups, chosen, onDone }: MoveProps) {
  const w = useWords(words);
  const { count } = useFormat();
  const [to, setTo] = useState(groups[0]?.id ?? OWN);
  const [isAsking, setAsking] = useState(false);
  const move = useAct(
    (reason: string) =>
      send(
        moveDoorsHere,
        {},
        { campaignId, place, campaignDoorIds: [...chosen], toGroup: to === OWN ? null : to, reason },
      ),
    {
      done: w.moved,
      onDone: () => {
        setAsking(false);
        onDone();
      },
    },
  );
  return (
    <>
      <label className="field">
        <span>{`${w.move} · ${w.chosen(count(chosen.length))}`}</span>
        <select className="input input-small" value={to} onChange={({ target }) => setTo(target.value)}>
          {groups.map((group) => (
            <option key={group.id} value={group.id}>
              {group.name}
            </option>
          ))}
          <option value={OWN}>{w.ownWorkers}</option>
        </select>
      </label>
      <Button onClick={() => setAsking(true)}>{w.moveIt}</Button>
      {isAsking && (
        <ReasonDialog
          title={w.moveIt}
          okText={w.moveIt}
          isPending={move.isPending}
          onOk={(reason) => move.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
