import { Button } from "antd";
import { useState } from "react";
import { endAbsence, listPosts } from "#capabilities/workers/contract.ts";
import { ROLES } from "#kernel/actor.ts";
import { ask, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { words as common } from "../../shared/words.ts";
import { useAct } from "../kit/act.tsx";
import { Pages } from "../kit/Pages.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { words as kitWords } from "../kit/words.ts";
import { setSearch } from "../shell/router.ts";
import { AbsenceDialog } from "./AbsenceDialog.tsx";
import { EndDialog } from "./EndDialog.tsx";
import type { Staff } from "./types.ts";
import { words } from "./words.ts";
import { words as staffWords } from "./words-staff.ts";

type Props = { readonly area: string; readonly search: URLSearchParams };

const DUTIES = ["all", "on", "absent"] as const;

/** Who holds a post here, with today's load. */
export function Posts({ area, search }: Props) {
  const word = useWords(words);
  const duty = DUTIES.find((one) => one === search.get("duty")) ?? "all";
  const role = ROLES.find((one) => one === search.get("role"));
  const q = search.get("q") ?? "";
  const [leaving, setLeaving] = useState<Staff | null>(null);
  const [ending, setEnding] = useState<Staff | null>(null);
  const load = async (after: string, signal: AbortSignal) => {
    const params = {
      area,
      duty,
      ...(role ? { role } : {}),
      ...(q === "" ? {} : { q }),
      ...(after === "" ? {} : { after }),
    };
    const { items, next } = await ask(listPosts, params, signal);
    return { rows: items, next };
  };
  const columns = useColumns(setLeaving, setEnding);
  return (
    <Panel title={word.list} side={<Filters search={search} />}>
      <Pages key={`${duty} ${role} ${q}`} queryKey={[listPosts.path, area, duty, role, q]} load={load}>
        {(rows: readonly Staff[]) => (
          <Table caption={word.list} columns={columns} rows={rows} keyOf={({ id }) => id} nothing={word.nobody} />
        )}
      </Pages>
      {leaving !== null && (
        <AbsenceDialog of={leaving} county={leaving.area.slice(0, 6)} onClose={() => setLeaving(null)} />
      )}
      {ending !== null && <EndDialog of={ending} onClose={() => setEnding(null)} />}
    </Panel>
  );
}

function useColumns(leave: (of: Staff) => void, end: (of: Staff) => void): readonly Column<Staff>[] {
  const word = useWords(words);
  const { role } = useWords(common);
  const { count } = useFormat();
  const { post } = useMe();
  const staff = useWords(staffWords);
  const returning = useAct((absenceId: string) => send(endAbsence, { absenceId }, {}), { done: word.backDone });
  return [
    {
      key: "name",
      title: word.name,
      cell: (one) => (
        <>
          {one.displayName}
          <br />
          <span className="quiet mono">{one.username}</span>
        </>
      ),
    },
    {
      key: "role",
      title: word.role,
      cell: (one) => (
        <span className="row">
          {role[one.role]}
          {one.isPrimary && <Pill tone="accent">{word.primary}</Pill>}
        </span>
      ),
    },
    { key: "area", title: word.area, cell: ({ area, areaName }) => <span title={area}>{areaName ?? area}</span> },
    {
      key: "duty",
      title: word.duty,
      cell: ({ absence, accountState }) => (
        <span className="row">
          {absence === null ? (
            <Pill tone="good">{word.dutyOn}</Pill>
          ) : (
            <Pill tone="warning">{word.dutyAbsent(absence.reason, absence.substituteName ?? "")}</Pill>
          )}
          {accountState === "invited" && <Pill>{word.invited}</Pill>}
        </span>
      ),
    },
    { key: "terminal", title: word.terminal, isNumber: true, cell: ({ terminals }) => count(terminals) },
    { key: "open", title: word.open, isNumber: true, cell: ({ openTasks }) => count(openTasks) },
    {
      key: "overdue",
      title: word.overdue,
      isNumber: true,
      cell: ({ overdueTasks }) => (
        <span className={overdueTasks > 0 ? "number-late" : undefined}>{count(overdueTasks)}</span>
      ),
    },
    { key: "visits", title: word.visits, isNumber: true, cell: ({ visitsToday }) => count(visitsToday) },
    {
      key: "act",
      title: word.act,
      cell: (one) => {
        const { absence } = one;
        if (post.role !== "operator") return null;
        return (
          <span className="row">
            {absence === null ? (
              <Button size="small" onClick={() => leave(one)}>
                {word.absence}
              </Button>
            ) : (
              <Button size="small" onClick={() => returning.mutate(absence.id)}>
                {word.back}
              </Button>
            )}
            {one.id !== post.id && (
              <Button size="small" aria-label={`${staff.end} ${one.displayName}`} onClick={() => end(one)}>
                {staff.end}
              </Button>
            )}
          </span>
        );
      },
    },
  ];
}

function Filters({ search }: { readonly search: URLSearchParams }) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { all } = useWords(kitWords);
  const dutyWords = { all, on: word.onDuty, absent: word.absent };
  return (
    <div className="filters">
      <label className="field">
        <span>{word.filterDuty}</span>
        <select
          className="input input-small"
          value={search.get("duty") ?? "all"}
          onChange={({ target }) => setSearch({ duty: target.value })}
        >
          {DUTIES.map((one) => (
            <option key={one} value={one}>
              {dutyWords[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{word.filterRole}</span>
        <select
          className="input input-small"
          value={search.get("role") ?? ""}
          onChange={({ target }) => setSearch({ role: target.value })}
        >
          <option value="">{all}</option>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {role[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{word.search}</span>
        <input
          className="input input-small"
          defaultValue={search.get("q") ?? ""}
          maxLength={40}
          onChange={({ target }) => setSearch({ q: target.value.trim() })}
        />
      </label>
    </div>
  );
}
