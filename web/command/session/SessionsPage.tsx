import { useSuspenseQuery } from "@tanstack/react-query";
import { listSessions } from "#capabilities/joint-session/contract.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Tier } from "../../shared/Tier.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { TONE } from "./tone.ts";
import type { Head } from "./types.ts";
import { words } from "./words.ts";

export function Page() {
  const word = useWords(words);
  const format = useFormat();
  const { data } = useSuspenseQuery({ ...query(listSessions, {}), refetchInterval: 5_000 });
  const columns: Column<Head>[] = [
    {
      key: "number",
      title: word.listNumber,
      cell: ({ id, listNumber }) => <a href={paths.session(id)}>{listNumber}</a>,
    },
    { key: "day", title: word.day, cell: ({ day }) => format.day(day) },
    { key: "state", title: word.stateName, cell: ({ state }) => <Pill tone={TONE[state]}>{word.state[state]}</Pill> },
    ...RISK_TIERS.map(
      (tier): Column<Head> => ({
        key: tier,
        title: <Tier tier={tier} />,
        isNumber: true,
        cell: ({ byTier }) => format.count(byTier[tier]),
      }),
    ),
    { key: "listed", title: word.listed, isNumber: true, cell: ({ listed }) => format.count(listed) },
    { key: "cut-off", title: word.cutOff, isNumber: true, cell: ({ cutOffAt }) => format.moment(cutOffAt) },
    {
      key: "published",
      title: word.publishedAt,
      isNumber: true,
      cell: ({ publishedAt }) => (publishedAt === null ? "—" : format.moment(publishedAt)),
    },
  ];
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <Panel title={word.list}>
        <Table caption={word.list} columns={columns} rows={data.sessions} keyOf={({ id }) => id} nothing={word.none} />
      </Panel>
    </div>
  );
}
