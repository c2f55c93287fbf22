import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { listCentreLines, setCentreLine } from "#capabilities/safety/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { safetyWords } from "./words.ts";

/** The numbers by place; an operator enters those of his own area and below. */
export function Lines({ area, mayEnter }: { readonly area: string; readonly mayEnter: boolean }) {
  const w = useWords(safetyWords);
  const { data } = useSuspenseQuery(query(listCentreLines, { area }));
  return (
    <div className="stack">
      <Table
        caption={w.lines}
        columns={[
          { key: "place", title: w.lineArea, cell: ({ place }) => <PlaceName code={place} /> },
          { key: "name", title: w.lineName, cell: ({ name }) => name },
          { key: "phone", title: w.linePhone, cell: ({ phone }) => phone },
        ]}
        rows={data.lines}
        keyOf={({ place }) => place}
        nothing={w.noLines}
      />
      {mayEnter && <Enter area={area} />}
    </div>
  );
}

function Enter({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const [place, setPlace] = useState(area);
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const saving = useAct(() => send(setCentreLine, { area: place }, { name: name.trim(), phone }), {
    done: w.done,
    onDone: () => {
      setName("");
      setPhone("");
    },
  });
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <PlacePicker label={w.lineArea} value={place} within={area} onChange={setPlace} />
      <label className="field">
        <span>{w.lineName}</span>
        <input
          className="input input-small"
          maxLength={60}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label className="field">
        <span>{w.linePhone}</span>
        <input
          className="input input-small"
          inputMode="tel"
          maxLength={20}
          value={phone}
          onChange={({ target }) => setPhone(target.value.trim())}
        />
      </label>
      <Button
        disabled={name.trim().length < 2 || !/^[0-9-]{3,20}$/.test(phone)}
        loading={saving.isPending}
        onClick={() => saving.mutate(undefined)}
      >
        {w.save}
      </Button>
    </form>
  );
}
