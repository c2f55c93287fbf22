import type { Brief } from "#capabilities/brief/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Nothing } from "../../shared/states.tsx";
import { Tier } from "../../shared/Tier.tsx";
import { Panel } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

type Work = NonNullable<Brief["work"]>;
type TierLine = Work["tiers"][number];
type Changed = TierLine["listed"];

/** A number with its change against the day before, when that is known. */
function Value({ of }: { readonly of: Changed }) {
  const { count, change } = useFormat();
  return (
    <>
      {count(of.value)}
      {of.change !== null && of.change !== 0 && <small className="quiet">{` ${change(of.change)}`}</small>}
    </>
  );
}

export function WorkPanels({ work }: { readonly work: Work | null }) {
  const word = useWords(words);
  const format = useFormat();
  if (work === null) return <Nothing>{word.noWork}</Nothing>;
  const tierColumns: Column<TierLine>[] = [
    { key: "tier", title: word.tier, cell: ({ tier }) => <Tier tier={tier} /> },
    ...(["listed", "open", "done", "closed", "overdue"] as const).map(
      (name): Column<TierLine> => ({
        key: name,
        title: word[name],
        isNumber: true,
        cell: (line) => <Value of={line[name]} />,
      }),
    ),
    { key: "all", title: word.openInAll, isNumber: true, cell: ({ openInAll }) => format.count(openInAll) },
  ];
  const items = (
    ["visits", "households", "persons", "servicesAsked", "servicesDone", "clues", "disputes"] as const
  ).map((name) => ({ name: word[name], value: <Value of={work[name]} />, note: "" }));
  const { registered, vacant, reached, neverVisited, permille } = work.coverage;
  const rows = [
    ...items,
    { name: word.workersOnDuty, value: format.count(work.workersOnDuty), note: "" },
    { name: word.terminals, value: format.count(work.terminals), note: "" },
    ...(work.workersInfected === null || work.workersRested === null
      ? []
      : [
          { name: word.workersInfected, value: format.count(work.workersInfected), note: word.infectedNote },
          { name: word.workersRested, value: <Value of={work.workersRested} />, note: "" },
        ]),
    {
      name: word.coverage,
      value: permille === null ? "—" : format.share(permille / 1000),
      note: word.coverageOf(format.count(reached), format.count(registered - vacant), format.count(neverVisited)),
    },
  ];
  return (
    <>
      <Panel title={word.work} note={word.change}>
        <Table caption={word.work} columns={tierColumns} rows={work.tiers} keyOf={({ tier }) => tier} />
      </Panel>
      <Panel title={word.field}>
        <Table
          caption={word.field}
          columns={[
            {
              key: "name",
              title: word.item,
              cell: ({ name, note }) => (
                <>
                  {name}
                  {note !== "" && <div className="quiet">{note}</div>}
                </>
              ),
            },
            { key: "value", title: word.value, isNumber: true, cell: ({ value }) => value },
          ]}
          rows={rows}
          keyOf={({ name }) => name}
        />
      </Panel>
    </>
  );
}
