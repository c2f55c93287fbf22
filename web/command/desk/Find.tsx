import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { type FormEvent, useState } from "react";
import { searchTasks } from "#capabilities/tasks/contract.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { Refused, Waiting } from "../../shared/states.tsx";
import { Table } from "../kit/Table.tsx";
import { useTaskColumns } from "./columns.tsx";
import { words } from "./words.ts";

/** One task by the start of its id, or the tasks of one resident by key; ended ones too. */
export function Find({ area }: { readonly area: string }) {
  const { search, searchHint } = useWords(words);
  const [asked, setAsked] = useState("");
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(String(new FormData(event.currentTarget).get("q")).trim().toLowerCase());
  };
  return (
    <form className="row" onSubmit={onSubmit}>
      <input
        className="input input-small find"
        name="q"
        aria-label={search}
        placeholder={searchHint}
        pattern="[0-9a-fA-F\-]{8,36}"
        required
      />
      <Button htmlType="submit">{search}</Button>
      <Modal open={asked !== ""} title={search} footer={null} width={960} onCancel={() => setAsked("")}>
        {asked !== "" && <Found area={area} q={asked} />}
      </Modal>
    </form>
  );
}

function Found({ area, q }: { readonly area: string; readonly q: string }) {
  const { search, nothing } = useWords(words);
  const columns = useTaskColumns();
  const found = useQuery(query(searchTasks, { area, q }));
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Refused error={found.error} />;
  return (
    <Table
      caption={search}
      columns={columns}
      rows={found.data.tasks}
      keyOf={({ id, county }) => `${county} ${id}`}
      nothing={nothing}
    />
  );
}
