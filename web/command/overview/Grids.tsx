import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import type { show } from "#capabilities/places/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Panel } from "../kit/Panel.tsx";
import { placeQuery } from "../kit/place.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { CreateDialog, MergeDialog, RenameDialog, RetireDialog, SplitDialog } from "./GridDialogs.tsx";
import { words } from "./words-grids.ts";

type Grid = z.output<(typeof show)["result"]>["children"][number];
type Deed =
  | { readonly kind: "create" | "merge" }
  | { readonly kind: "split" | "rename" | "retire"; readonly grid: Grid };

/** The grids of a village with a way to their tasks; its centres split, merge, rename and retire them here. */
export function Grids({ village }: { readonly village: string }) {
  const word = useWords(words);
  const { post } = useMe();
  const { data } = useQuery(placeQuery(village));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deed, setDeed] = useState<Deed | null>(null);
  const grids = data?.children.filter(({ retiredOn }) => retiredOn === null) ?? [];
  const mayChange = post.role === "operator" && village.startsWith(post.area);
  const picked = grids.filter(({ code }) => chosen.has(code));
  const facts = useFacts();
  const close = () => {
    setDeed(null);
    setChosen(new Set());
  };
  if (!data) return null;
  const choose: Column<Grid> = {
    key: "choose",
    title: <span className="visually-hidden">{word.merge}</span>,
    cell: ({ code, name }) => (
      <input
        type="checkbox"
        aria-label={word.choose(name)}
        checked={chosen.has(code)}
        onChange={({ target }) => {
          const next = new Set(chosen);
          if (target.checked) next.add(code);
          else next.delete(code);
          setChosen(next);
        }}
      />
    ),
  };
  const act: Column<Grid> = {
    key: "act",
    title: word.act,
    cell: (grid) => (
      <span className="row">
        {(["split", "rename", "retire"] as const).map((kind) => (
          <Button
            key={kind}
            size="small"
            aria-label={`${word[kind]} ${grid.name}`}
            onClick={() => setDeed({ kind, grid })}
          >
            {word[kind]}
          </Button>
        ))}
      </span>
    ),
  };
  return (
    <Panel
      title={word.title}
      note={word.note}
      side={
        mayChange && (
          <>
            <Button disabled={picked.length < 2} onClick={() => setDeed({ kind: "merge" })}>
              {word.merge}
            </Button>
            <Button onClick={() => setDeed({ kind: "create" })}>{word.create}</Button>
          </>
        )
      }
    >
      <Table
        caption={word.title}
        columns={mayChange ? [choose, ...facts, act] : facts}
        rows={grids}
        keyOf={({ code }) => code}
        nothing={word.none}
      />
      {deed?.kind === "create" && <CreateDialog village={village} onClose={close} />}
      {deed?.kind === "merge" && <MergeDialog village={village} grids={picked} onClose={close} />}
      {deed?.kind === "split" && <SplitDialog grid={deed.grid} onClose={close} />}
      {deed?.kind === "rename" && <RenameDialog grid={deed.grid} onClose={close} />}
      {deed?.kind === "retire" && (
        <RetireDialog grid={deed.grid} others={grids.filter(({ code }) => code !== deed.grid.code)} onClose={close} />
      )}
    </Panel>
  );
}

function useFacts(): readonly Column<Grid>[] {
  const word = useWords(words);
  const { count } = useFormat();
  return [
    { key: "name", title: word.name, cell: ({ name }) => name },
    { key: "code", title: word.code, cell: ({ code }) => <span className="mono">{code}</span> },
    { key: "kind", title: word.kind, cell: ({ kind }) => (kind === null ? "—" : word.kinds[kind]) },
    {
      key: "households",
      title: word.households,
      isNumber: true,
      cell: ({ households }) => (households === null ? "—" : count(households)),
    },
    {
      key: "tasks",
      title: word.tasks,
      cell: ({ code, name }) => (
        <a href={paths.desk(code)} aria-label={`${word.openDesk} ${name}`}>
          {word.openDesk}
        </a>
      ),
    },
  ];
}
