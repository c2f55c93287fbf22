import { App } from "antd";
import { endPost } from "#capabilities/workers/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import type { Staff } from "./types.ts";
import { words } from "./words-staff.ts";

/** Ends a post now: its tasks go to whoever is next. */
export function EndDialog({ of, onClose }: { readonly of: Staff; readonly onClose: () => void }) {
  const word = useWords(words);
  const { count } = useFormat();
  const { message } = App.useApp();
  const ending = useAct(
    async (reason: string) => {
      const { tasksMoved } = await send(endPost, { postId: of.id }, { reason });
      void message.success(word.ended(count(tasksMoved)));
    },
    { onDone: onClose },
  );
  return (
    <ReasonDialog
      isDanger
      title={word.endTitle(of.displayName)}
      okText={word.end}
      isPending={ending.isPending}
      onOk={ending.mutate}
      onClose={onClose}
    >
      <p>{word.endNote}</p>
    </ReasonDialog>
  );
}
