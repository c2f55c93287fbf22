import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { listRuleSets } from "#capabilities/intake/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { ProposeDialog } from "./ProposeDialog.tsx";
import { words } from "./words.ts";

/** Every version ever proposed, with who signed it. */
export function Page() {
  const word = useWords(words);
  const language = useLanguage();
  const { post } = useMe();
  const { count, day, moment } = useFormat();
  const [isProposing, setProposing] = useState(false);
  const { data } = useSuspenseQuery({ ...query(listRuleSets, {}), refetchInterval: 10_000 });
  return (
    <div className="page-stack">
      <PageHead
        title={word.title}
        lead={word.lead}
        actions={
          (post.role === "analyst" || post.role === "signatory") && (
            <Button type="primary" onClick={() => setProposing(true)}>
              {word.propose}
            </Button>
          )
        }
      />
      <Panel title={word.list}>
        <Table
          caption={word.list}
          columns={[
            {
              key: "name",
              title: word.name,
              cell: ({ id, version, titleZh, titleEn }) => (
                <a href={paths.ruleSet(id, version)}>{language === "zh" ? titleZh : titleEn}</a>
              ),
            },
            {
              key: "id",
              title: word.version,
              cell: ({ id, version }) => <span className="mono">{`${id} v${version}`}</span>,
            },
            { key: "from", title: word.validFrom, cell: ({ validFrom }) => day(validFrom) },
            {
              key: "state",
              title: word.state,
              cell: ({ isStanding, publishedAt, signatures }) => (
                <span className="row">
                  {isStanding && <Pill tone="good">{word.standing}</Pill>}
                  {!isStanding && publishedAt !== null && <Pill>{word.published}</Pill>}
                  {publishedAt === null && (
                    <Pill tone="warning">{`${word.proposed} · ${word.signatures(count(signatures.length))}`}</Pill>
                  )}
                </span>
              ),
            },
            {
              key: "by",
              title: word.proposedBy,
              cell: ({ proposedBy, proposedAt }) => `${proposedBy ?? word.system} ${moment(proposedAt)}`,
            },
          ]}
          rows={data.ruleSets}
          keyOf={({ id, version }) => `${id} ${version}`}
          nothing={word.none}
        />
      </Panel>
      {isProposing && <ProposeDialog onClose={() => setProposing(false)} />}
    </div>
  );
}
