import type { z } from "zod";
import { type Entry, listEntries, listMine } from "#capabilities/audit/contract.ts";
import { ROLES } from "#kernel/actor.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words as common } from "../../shared/words.ts";
import { Pages } from "../kit/Pages.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { words as kitWords } from "../kit/words.ts";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

type One = z.output<typeof Entry>;

const nextOf = (next: number | null): string | null => (next === null ? null : String(next));

/** Entries of the area, by day, post, deed and place. */
export function Entries({ search }: { readonly search: URLSearchParams }) {
  const [day, action, place] = ["day", "action", "place"].map((name) => search.get(name) ?? "");
  const role = ROLES.find((one) => one === search.get("role"));
  const load = async (before: string, signal: AbortSignal) => {
    const params = {
      ...(day ? { day } : {}),
      ...(action ? { action } : {}),
      ...(place && /^[1-9]\d{1,17}$/.test(place) ? { place } : {}),
      ...(role ? { role } : {}),
      ...(before === "" ? {} : { before: Number(before) }),
    };
    const { items, next } = await ask(listEntries, params, signal);
    return { rows: items, next: nextOf(next) };
  };
  return (
    <>
      <Filters search={search} />
      <Pages
        key={`${day} ${action} ${place} ${role}`}
        queryKey={[listEntries.path, day, action, place, role]}
        load={load}
      >
        {(rows: readonly One[]) => <EntryTable rows={rows} />}
      </Pages>
    </>
  );
}

/** One's own deeds. */
export function Mine() {
  const load = async (before: string, signal: AbortSignal) => {
    const { items, next } = await ask(listMine, before === "" ? {} : { before: Number(before) }, signal);
    return { rows: items, next: nextOf(next) };
  };
  return (
    <Pages queryKey={[listMine.path]} load={load}>
      {(rows: readonly One[]) => <EntryTable rows={rows} />}
    </Pages>
  );
}

function EntryTable({ rows }: { readonly rows: readonly One[] }) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { count, moment } = useFormat();
  const roles: Readonly<Record<string, string>> = role;
  const columns: Column<One>[] = [
    { key: "number", title: word.number, isNumber: true, cell: ({ leafIndex }) => count(leafIndex) },
    { key: "at", title: word.at, cell: ({ at }) => <time dateTime={at}>{moment(at)}</time> },
    {
      key: "who",
      title: word.who,
      cell: ({ actorName, actorRole, actorArea }) => (
        <>
          {actorName ?? word.system}
          <br />
          <span className="quiet">{`${roles[actorRole] ?? actorRole} ${actorArea}`}</span>
        </>
      ),
    },
    {
      key: "action",
      title: word.action,
      cell: ({ action }) => (
        <>
          {word.actions[action]}
          <div className="mono quiet">{action}</div>
        </>
      ),
    },
    {
      key: "object",
      title: word.object,
      cell: ({ objectKind, objectId }) => (
        <>
          {objectKind}
          <br />
          <span className="mono quiet">{objectId}</span>
        </>
      ),
    },
    { key: "place", title: word.place, cell: ({ place, placeName }) => placeName ?? place ?? "—" },
    { key: "detail", title: word.detail, cell: ({ detail }) => <code className="mono">{JSON.stringify(detail)}</code> },
  ];
  return (
    <Table caption={word.views.entries} columns={columns} rows={rows} keyOf={({ id }) => id} nothing={word.none} />
  );
}

function Filters({ search }: { readonly search: URLSearchParams }) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { all } = useWords(kitWords);
  const text = (name: "action" | "place", label: string) => (
    <label className="field">
      <span>{label}</span>
      <input
        className="input input-small"
        defaultValue={search.get(name) ?? ""}
        maxLength={60}
        onBlur={({ target }) => setSearch({ [name]: target.value.trim() })}
      />
    </label>
  );
  return (
    <div className="filters filters-apart">
      <label className="field">
        <span>{word.day}</span>
        <input
          className="input input-small"
          type="date"
          value={search.get("day") ?? ""}
          onChange={({ target }) => setSearch({ day: target.value })}
        />
      </label>
      <label className="field">
        <span>{word.role}</span>
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
      {text("action", word.actionFilter)}
      {text("place", word.placeFilter)}
    </div>
  );
}
