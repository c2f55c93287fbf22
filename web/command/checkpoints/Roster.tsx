import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { planRoster, showRoster } from "#capabilities/checkpoints/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
const timeOf = (iso: string): string => clock.format(new Date(iso));

type Turn = { readonly postId: string; readonly lane: number; readonly from: string; readonly until: string };
type Props = { readonly checkpointId: string; readonly day: string; readonly canPlan: boolean };

/** Who stands when: the plan of a day, changed as a whole. */
export function Roster({ checkpointId, day, canPlan }: Props) {
  const w = useWords(words);
  const { data } = useSuspenseQuery(query(showRoster, { checkpointId, day }));
  const [typed, setTyped] = useState<readonly Turn[] | null>(null);
  const turns: readonly Turn[] = typed ?? data.turns;
  const save = useAct((of: readonly Turn[]) => send(planRoster, { checkpointId, day }, { turns: [...of] }), {
    done: w.rosterSaved,
    onDone: () => setTyped(null),
  });
  const nameOf = (turn: Turn) =>
    data.staff.find((one) => one.postId === turn.postId)?.name ??
    data.turns.find((one) => one.postId === turn.postId)?.name ??
    "–";
  const onAdd = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const at = (name: string) => `${day}T${String(form.get(name))}:00+08:00`;
    const turn = {
      postId: String(form.get("who")),
      lane: Number(form.get("lane")),
      from: at("from"),
      until: at("until"),
    };
    setTyped([...turns, turn]);
  };
  return (
    <>
      <Table
        caption={w.roster}
        nothing={w.rosterNone}
        rows={turns}
        keyOf={(turn) => `${turn.postId} ${turn.from} ${turn.lane}`}
        columns={[
          { key: "who", title: w.who, cell: nameOf },
          { key: "lane", title: w.lane, cell: ({ lane }) => lane },
          { key: "from", title: w.from, cell: ({ from }) => timeOf(from) },
          { key: "until", title: w.until, cell: ({ until }) => timeOf(until) },
          ...(canPlan
            ? [
                {
                  key: "remove",
                  title: "",
                  cell: (turn: Turn) => (
                    <Button size="small" onClick={() => setTyped(turns.filter((one) => one !== turn))}>
                      {w.remove}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {canPlan && data.staff.length === 0 && <p>{w.noStaff}</p>}
      {canPlan && data.staff.length > 0 && (
        <form onSubmit={onAdd} className="checkpoint-form">
          <label className="field">
            <strong>{w.who}</strong>
            <select className="input" name="who">
              {data.staff.map((one) => (
                <option key={one.postId} value={one.postId}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <strong>{w.lane}</strong>
            <input className="input" type="number" name="lane" min={1} max={30} defaultValue={1} required />
          </label>
          <label className="field">
            <strong>{w.from}</strong>
            <input className="input" type="time" name="from" defaultValue="08:00" required />
          </label>
          <label className="field">
            <strong>{w.until}</strong>
            <input className="input" type="time" name="until" defaultValue="16:00" required />
          </label>
          <Button htmlType="submit">{w.add}</Button>
          <Button type="primary" disabled={typed === null} loading={save.isPending} onClick={() => save.mutate(turns)}>
            {w.saveRoster}
          </Button>
        </form>
      )}
    </>
  );
}
