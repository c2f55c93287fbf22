import { Button } from "antd";
import { useState } from "react";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { AssignDialog } from "./AssignDialog.tsx";
import { BulkProgressLine } from "./BulkProgressLine.tsx";
import type { Select } from "./filter.ts";
import { TransferDialog } from "./TransferDialog.tsx";
import { words } from "./words.ts";

type Props = {
  readonly area: string;
  readonly chosen: readonly string[];
  readonly clear: () => void;
  /** What "all that match" means here; null on the page of one task. */
  readonly select: Select | null;
};

/** What can be done with the chosen tasks, or with all that match; a bulk action shows how far it is. */
export function Actions({ area, chosen, clear, select }: Props) {
  const word = useWords(words);
  const { count } = useFormat();
  const [open, setOpen] = useState<"assign" | "all" | "transfer" | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="stack desk-actions">
      <div className="row">
        <Button type="primary" disabled={chosen.length === 0} onClick={() => setOpen("assign")}>
          {word.assign}
        </Button>
        <Button disabled={chosen.length === 0} onClick={() => setOpen("transfer")}>
          {word.transfer}
        </Button>
        {select !== null && <Button onClick={() => setOpen("all")}>{word.assignAll}</Button>}
        <span className="quiet" role="status">
          {select !== null && chosen.length > 0 && word.selected(count(chosen.length))}
        </span>
      </div>
      {jobId !== null && (
        <BulkProgressLine key={jobId} jobId={jobId} onUndo={setJobId} onClose={() => setJobId(null)} />
      )}
      {(open === "assign" || open === "all") && (
        <AssignDialog
          area={area}
          chosen={open === "assign" ? chosen : null}
          select={select}
          onClose={close}
          onDone={(job) => {
            if (job !== null) setJobId(job);
            clear();
            close();
          }}
        />
      )}
      {open === "transfer" && (
        <TransferDialog
          chosen={chosen}
          onClose={close}
          onDone={() => {
            clear();
            close();
          }}
        />
      )}
    </div>
  );
}
