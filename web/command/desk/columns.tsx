import type { TaskLine } from "#capabilities/tasks/rules/shapes.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { words as taskWords } from "../../shared/task-words.ts";
import { Pill } from "../kit/Panel.tsx";
import { PlaceLine, PlaceName } from "../kit/place.tsx";
import type { Column } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

/** Who has it now: a person by name, or a centre. */
export function Holder({ of: { name, desk } }: { readonly of: TaskLine["holder"] }) {
  const { desk: centre } = useWords(words);
  if (desk === null) return <span>{name ?? "—"}</span>;
  const [before = "", after = ""] = centre("\n").split("\n");
  return (
    <span>
      {before}
      <PlaceName code={desk} />
      {after}
    </span>
  );
}

/** The columns that every list of tasks shows. */
export function useTaskColumns(): readonly Column<TaskLine>[] {
  const word = useWords(words);
  const { state, queue, overdue } = useWords(taskWords);
  const { moment } = useFormat();
  return [
    { key: "tier", title: word.tier, cell: ({ tier }) => <Tier tier={tier} /> },
    {
      key: "task",
      title: word.task,
      cell: ({ id }) => (
        <a className="mono" href={paths.task(id)}>
          {id.slice(-8)}
        </a>
      ),
    },
    { key: "place", title: word.place, cell: ({ place }) => <PlaceLine code={place} /> },
    { key: "holder", title: word.holder, cell: ({ holder }) => <Holder of={holder} /> },
    {
      key: "state",
      title: word.state,
      cell: (task) => (
        <span className="row">
          <Pill>{state[task.state]}</Pill>
          {task.queue !== "ordinary" && <Pill tone="warning">{queue[task.queue]}</Pill>}
        </span>
      ),
    },
    {
      key: "due",
      title: word.due,
      cell: ({ dueAt, isOverdue }) => (
        <span className={isOverdue ? "number-late" : undefined}>
          {moment(dueAt)}
          {isOverdue && ` ${overdue}`}
        </span>
      ),
    },
  ];
}
