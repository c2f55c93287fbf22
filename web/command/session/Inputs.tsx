import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Flags } from "../feeds/Flags.tsx";
import { Panel } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

type File = Session["feeds"][number];

/** What the draft was made from, and what is odd about it. */
export function Inputs({ session }: { readonly session: Session }) {
  const word = useWords(words);
  const { count, moment } = useFormat();
  const number = (name: "read" | "taken" | "rejected"): Column<File> => ({
    key: name,
    title: word[name],
    isNumber: true,
    cell: ({ receipt }) => (receipt === null ? "—" : count(receipt[name])),
  });
  const columns: Column<File>[] = [
    { key: "file", title: word.file, cell: ({ name }) => name },
    {
      key: "by",
      title: word.by,
      cell: ({ receivedBy, receivedAt, channel }) => (
        <>
          {receivedBy?.organisation ?? word.channel[channel]}
          <span className="quiet">{` ${moment(receivedAt)}`}</span>
        </>
      ),
    },
    number("read"),
    number("taken"),
    number("rejected"),
  ];
  return (
    <div className="columns">
      <Panel title={word.feeds}>
        <Table caption={word.feeds} columns={columns} rows={session.feeds} keyOf={({ id }) => id} />
      </Panel>
      <div className="page-stack">
        <Panel title={word.flags}>
          <Flags flags={session.flags} />
        </Panel>
        {session.sources.length > 0 && <Sources session={session} />}
      </div>
    </div>
  );
}

type Source = Session["sources"][number];

/** Of the people reached last week: how many each feed had named, and how many of these were the wrong ones. */
function Sources({ session }: { readonly session: Session }) {
  const word = useWords(words);
  const { count, share } = useFormat();
  const columns: Column<Source>[] = [
    { key: "feed", title: word.file, cell: ({ feed }) => word.feed[feed] ?? feed },
    { key: "checked", title: word.checked, isNumber: true, cell: ({ checked }) => count(checked) },
    {
      key: "wrong",
      title: word.wrong,
      isNumber: true,
      cell: ({ checked, wrong }) => `${count(wrong)} (${share(checked === 0 ? 0 : wrong / checked)})`,
    },
  ];
  return (
    <Panel title={word.sources} note={word.sourcesNote}>
      <Table caption={word.sources} columns={columns} rows={session.sources} keyOf={({ feed }) => feed} />
    </Panel>
  );
}
