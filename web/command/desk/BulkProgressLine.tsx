import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { followInbox, showBulk, undoBulk } from "#capabilities/tasks/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { words } from "./words.ts";

type Props = { readonly jobId: string; readonly onUndo: (jobId: string) => void; readonly onClose: () => void };

const isRunning = (state: string | undefined) => state === undefined || state === "waiting" || state === "running";

/** How far a bulk action is; when it is done, the way back. */
export function BulkProgressLine({ jobId, onUndo, onClose }: Props) {
  const word = useWords(words);
  const { count } = useFormat();
  const { data } = useQuery({
    ...query(showBulk, { jobId }),
    refetchInterval: ({ state }) => (isRunning(state.data?.state) ? 700 : false),
  });
  const queries = useQueryClient();
  const isOver = data !== undefined && !isRunning(data.state);
  // What the job moved is gone from lists that were read before it ended.
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: [followInbox.path] });
  }, [isOver, queries]);
  const undoing = useAct(async () => (await send(undoBulk, { jobId }, {})).jobId, { onDone: onUndo });
  if (!data) return null;
  const [done, total, skipped] = [count(data.done), count(data.total), count(data.skipped)];
  const isUndo = data.kind === "undo";
  const text = isRunning(data.state)
    ? isUndo
      ? word.undoing(done, total)
      : word.bulkRunning(done, total)
    : data.state === "failed"
      ? word.bulkFailed
      : isUndo || data.state === "undone"
        ? word.undone
        : word.bulkDone(done, skipped);
  return (
    <div className={`notice${data.state === "failed" ? " notice-refused" : ""}`} role="status">
      <div className="row">
        <span>{text}</span>
        <progress max={Math.max(1, data.total)} value={data.done + data.skipped} aria-label={text} />
        {data.canUndo && (
          <Button size="small" loading={undoing.isPending} onClick={() => undoing.mutate(undefined)}>
            {word.undo}
          </Button>
        )}
        {!isRunning(data.state) && (
          <Button size="small" type="text" onClick={onClose}>
            {word.close}
          </Button>
        )}
      </div>
    </div>
  );
}
