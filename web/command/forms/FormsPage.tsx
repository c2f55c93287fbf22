import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { importWorkbook, listForms, PUBLISHING_ROLES } from "#capabilities/forms/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing } from "../../shared/states.tsx";
import { upload } from "../../shared/upload.ts";
import { useAct } from "../kit/act.tsx";
import { FileButton } from "../kit/FileButton.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { setSearch } from "../shell/router.ts";
import { AnswersPanel } from "./Answers.tsx";
import { FormPanel } from "./FormPanel.tsx";
import type { One } from "./types.ts";
import { words } from "./words.ts";

type Brought = z.output<typeof importWorkbook.result>;

/** Forms of the area: brought as a workbook, looked at as the phone shows them, published, answered, reviewed. */
export function Page({ location, area }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  const [brought, setBrought] = useState<Brought | null>(null);
  const chosen = location.search.get("id");
  const mayPublish = PUBLISHING_ROLES.some((role) => role === post.role);
  const bringing = useAct((file: File) => upload(importWorkbook, {}, { file, onProgress: () => undefined }), {
    onDone: (result) => {
      setBrought(result);
      if (result.form !== null) setSearch({ id: result.form.id });
    },
  });
  return (
    <div className="page-stack">
      <PageHead
        title={word.title}
        lead={word.lead}
        actions={
          mayPublish && (
            <FileButton
              word={word.bring}
              accept=".xlsx"
              isBusy={bringing.isPending}
              onFile={(file) => bringing.mutate(file)}
            />
          )
        }
      />
      {brought !== null && <BroughtNote brought={brought} />}
      <div className="columns columns-even">
        <Panel title={word.list}>
          <List area={area} chosen={chosen} />
        </Panel>
        <Panel title={word.chosen}>
          {chosen === null ? (
            <Nothing>{word.choose}</Nothing>
          ) : (
            <FormPanel key={chosen} id={chosen} area={area} mayPublish={mayPublish} />
          )}
        </Panel>
      </div>
      {chosen !== null && <AnswersPanel key={chosen} formId={chosen} area={area} />}
    </div>
  );
}

function BroughtNote({ brought }: { readonly brought: Brought }) {
  const word = useWords(words);
  const language = useLanguage();
  if (brought.form !== null)
    return (
      <div className="notice" role="status">
        <p>{word.brought}</p>
        {brought.ignored.length > 0 && <p className="quiet">{`${word.ignored}：${brought.ignored.join("、")}`}</p>}
      </div>
    );
  return (
    <div className="notice notice-refused" role="alert">
      <strong>{word.faults(brought.faultCount)}</strong>
      <ul>
        {brought.faults.map((one) => (
          <li key={`${one.sheet}/${one.line}/${one.column}/${one.fault}/${one.near}`}>{one[language]}</li>
        ))}
      </ul>
    </div>
  );
}

const TONES = { draft: "plain", published: "good", replaced: "plain", withdrawn: "plain" } as const;

function List({ area, chosen }: { readonly area: string; readonly chosen: string | null }) {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const { data } = useSuspenseQuery(query(listForms, { area }));
  return (
    <Table
      caption={word.list}
      columns={[
        {
          key: "name",
          title: word.name,
          cell: (one: One) => (
            <button
              type="button"
              className="link"
              aria-pressed={one.id === chosen}
              onClick={() => setSearch({ id: one.id })}
            >
              {one.title[language]}
            </button>
          ),
        },
        { key: "version", title: word.version, cell: (one) => one.version },
        {
          key: "state",
          title: word.state,
          cell: (one) => <Pill tone={TONES[one.state]}>{word.states[one.state]}</Pill>,
        },
        { key: "where", title: word.where, cell: (one) => <PlaceName code={one.area} /> },
        { key: "at", title: word.at, cell: (one) => moment(one.publishedAt ?? one.broughtAt) },
      ]}
      rows={data.forms}
      keyOf={({ id }) => id}
      nothing={word.none}
    />
  );
}
