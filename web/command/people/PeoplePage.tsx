import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { searchPeople } from "#capabilities/people/contract.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { Refused } from "../../shared/states.tsx";
import { Tier } from "../../shared/Tier.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

/** Finds a listed resident by the exact number; nothing is said about anybody else. */
export function Page() {
  const word = useWords(words);
  const [by, setBy] = useState<"id" | "phone">("id");
  const finding = useMutation({
    mutationFn: (form: FormData) => {
      const number = String(form.get("number")).trim();
      const idType = ID_TYPES.find((one) => one === form.get("idType")) ?? "111";
      return send(searchPeople, {}, by === "phone" ? { phone: number } : { idType, idNumber: number });
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    finding.mutate(new FormData(event.currentTarget));
  };
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <Panel>
        <form className="filters" onSubmit={onSubmit}>
          <fieldset className="choice choice-text">
            <legend className="visually-hidden">{word.number}</legend>
            {(["id", "phone"] as const).map((one) => (
              <button key={one} type="button" aria-pressed={by === one} onClick={() => setBy(one)}>
                {word.findBy[one]}
              </button>
            ))}
          </fieldset>
          {by === "id" && (
            <label className="field">
              <span>{word.idType}</span>
              <select className="input input-small" name="idType">
                {ID_TYPES.map((type) => (
                  <option key={type} value={type}>
                    {word.idTypes[type]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="field">
            <span>{word.number}</span>
            <input
              className="input input-small find"
              name="number"
              required
              minLength={4}
              maxLength={40}
              autoComplete="off"
            />
          </label>
          <Button type="primary" htmlType="submit" loading={finding.isPending}>
            {word.find}
          </Button>
        </form>
      </Panel>
      {finding.isError && <Refused error={finding.error} />}
      {finding.data && (
        <Panel title={word.found}>
          <Table
            caption={word.found}
            columns={[
              {
                key: "key",
                title: word.person,
                cell: ({ personKey }) => (
                  <a className="mono" href={paths.person(personKey)}>
                    {personKey}
                  </a>
                ),
              },
              { key: "tier", title: word.tier, cell: ({ tier }) => <Tier tier={tier} /> },
              { key: "place", title: word.place, cell: ({ place }) => <PlaceLine code={place} /> },
            ]}
            rows={finding.data.found}
            keyOf={({ personKey }) => personKey}
            nothing={word.noneFound}
          />
        </Panel>
      )}
    </div>
  );
}
