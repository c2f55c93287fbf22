import { Button } from "antd";
import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { List } from "./List.tsx";
import { ProposeDialog } from "./ProposeDialog.tsx";
import { Sunset } from "./Sunset.tsx";
import { words } from "./words.ts";

/** What data may be used for, and how it ends. */
export function Page() {
  const word = useWords(words);
  const { post } = useMe();
  const [isProposing, setProposing] = useState(false);
  return (
    <div className="page-stack">
      <PageHead
        title={word.title}
        lead={
          <span>
            {word.lead} <a href="/open/">{word.publicPage}</a>
          </span>
        }
        actions={
          (post.role === "analyst" || post.role === "signatory") && (
            <Button type="primary" onClick={() => setProposing(true)}>
              {word.propose}
            </Button>
          )
        }
      />
      <Panel title={word.list}>
        <List />
      </Panel>
      <Panel title={word.sunset} note={word.sunsetLead}>
        <Sunset />
      </Panel>
      {isProposing && <ProposeDialog onClose={() => setProposing(false)} />}
    </div>
  );
}
