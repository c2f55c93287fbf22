import { Button } from "antd";
import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { List } from "./List.tsx";
import { ProposeDialog } from "./ProposeDialog.tsx";
import { words } from "./words.ts";

/** Which other provinces' reasons count here, by which keys and which table. */
export function Page() {
  const w = useWords(words);
  const { post } = useMe();
  const [isProposing, setProposing] = useState(false);
  return (
    <div className="page-stack">
      <PageHead
        title={w.title}
        lead={w.lead}
        actions={
          post.role === "analyst" && (
            <Button type="primary" onClick={() => setProposing(true)}>
              {w.propose}
            </Button>
          )
        }
      />
      <Panel title={w.list}>
        <List />
      </Panel>
      {isProposing && <ProposeDialog onClose={() => setProposing(false)} />}
    </div>
  );
}
