import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { bringTemplate, exportList, listTemplates } from "#capabilities/reports/contract.ts";
import { addressOf, query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing } from "../../shared/states.tsx";
import { upload } from "../../shared/upload.ts";
import { useAct } from "../kit/act.tsx";
import { FileButton } from "../kit/FileButton.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { setSearch } from "../shell/router.ts";
import { ExportRows } from "./ExportRows.tsx";
import { PersonLists } from "./PersonLists.tsx";
import { Reports } from "./Reports.tsx";
import { TemplatePanel } from "./TemplatePanel.tsx";
import { words } from "./words.ts";

/** Digits of a village: figures are counted by village and upwards. */
const VILLAGE = 12;

/** A department's own sheets, filled from what was recorded. */
export function Page({ location, area: own }: PageProps) {
  const word = useWords(words);
  const area = own.slice(0, VILLAGE);
  const chosen = location.search.get("id");
  const { role } = useMe().post;
  return (
    <div className="page-stack">
      <PageHead
        title={word.title}
        lead={word.lead}
        actions={
          <span className="row">
            {word.figures}
            <a href={addressOf(exportList, { area, list: "figures", format: "csv" })}>{word.csv}</a>
            <a href={addressOf(exportList, { area, list: "figures", format: "xlsx" })}>{word.xlsx}</a>
          </span>
        }
      />
      <div className="columns columns-even">
        <Panel title={word.templates}>
          <Bring />
          <Templates area={area} chosen={chosen} />
        </Panel>
        <Panel title={word.chosen}>
          {chosen === null ? <Nothing>{word.choose}</Nothing> : <TemplatePanel key={chosen} id={chosen} area={area} />}
        </Panel>
      </div>
      <Panel title={word.reports}>
        <Reports area={area} />
      </Panel>
      {role === "signatory" && (
        <Panel title={word.persons} note={word.personsLead}>
          <PersonLists area={area} />
        </Panel>
      )}
      <Panel title={word.rows}>
        <ExportRows area={area} />
      </Panel>
    </div>
  );
}

function Bring() {
  const word = useWords(words);
  const [department, setDepartment] = useState("");
  const [title, setTitle] = useState("");
  const isNamed = department.trim().length >= 2 && title.trim().length >= 2;
  const bringing = useAct(
    (file: File) =>
      upload(
        bringTemplate,
        { department: department.trim(), title: title.trim() },
        { file, onProgress: () => undefined },
      ),
    { onDone: ({ template }) => setSearch({ id: template.id }) },
  );
  return (
    <div className="filters">
      <label className="field">
        <span>{word.department}</span>
        <input
          className="input input-small"
          maxLength={40}
          value={department}
          onChange={({ target }) => setDepartment(target.value)}
        />
      </label>
      <label className="field">
        <span>{word.name}</span>
        <input
          className="input input-small"
          maxLength={60}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
      </label>
      {isNamed && (
        <FileButton
          word={word.bring}
          accept=".xlsx"
          isBusy={bringing.isPending}
          onFile={(file) => bringing.mutate(file)}
        />
      )}
      {bringing.data !== undefined && (
        <p className="quiet" role="status">
          {word.brought(bringing.data.template.version)}
        </p>
      )}
    </div>
  );
}

function Templates({ area, chosen }: { readonly area: string; readonly chosen: string | null }) {
  const word = useWords(words);
  const { data } = useSuspenseQuery(query(listTemplates, { area }));
  return (
    <Table
      caption={word.templates}
      columns={[
        {
          key: "title",
          title: word.name,
          cell: (one: (typeof data.templates)[number]) => (
            <button
              type="button"
              className="link"
              aria-pressed={one.id === chosen}
              onClick={() => setSearch({ id: one.id })}
            >
              {one.title}
            </button>
          ),
        },
        { key: "department", title: word.department, cell: (one) => one.department },
        { key: "area", title: word.area, cell: (one) => <PlaceName code={one.area} /> },
        { key: "version", title: word.version, cell: (one) => one.version },
        { key: "daily", title: word.daily, cell: (one) => one.dailyAt ?? word.never },
      ]}
      rows={data.templates}
      keyOf={({ id }) => id}
      nothing={word.none}
    />
  );
}
