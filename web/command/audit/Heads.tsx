import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { listHeads } from "#capabilities/audit/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

/** Hands a text to the browser as a file. */
function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Signed tree heads to take away: with them an outsider can check the log later. */
export function Heads() {
  const word = useWords(words);
  const { count, moment } = useFormat();
  const { data } = useSuspenseQuery(query(listHeads, {}));
  return (
    <div className="stack">
      <div className="row">
        <p className="quiet">{word.headsNote}</p>
        <Button onClick={() => save("wangge-audit-heads.json", JSON.stringify(data, null, 2))}>{word.download}</Button>
      </div>
      <Table
        caption={word.views.heads}
        columns={[
          { key: "size", title: word.size, isNumber: true, width: "100px", cell: ({ treeSize }) => count(treeSize) },
          { key: "at", title: word.at, cell: ({ at }) => moment(at) },
          { key: "root", title: word.root, cell: ({ rootHash }) => <span className="mono">{rootHash}</span> },
          { key: "key", title: word.key, cell: ({ keyId }) => <span className="mono">{keyId}</span> },
        ]}
        rows={[...data.heads].reverse()}
        keyOf={({ treeSize }) => String(treeSize)}
        nothing={word.none}
      />
    </div>
  );
}
