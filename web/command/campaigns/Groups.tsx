import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { assignDoors, makeGroup, type watchCampaign } from "#capabilities/campaigns/contract.ts";
import { WAYS } from "#capabilities/campaigns/rules/assign.ts";
import { listPosts } from "#capabilities/workers/contract.ts";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

export type Group = z.output<(typeof watchCampaign)["result"]>["groups"][number];
type Props = {
  readonly campaignId: string;
  readonly place: string;
  readonly groups: readonly Group[];
  readonly canPlan: boolean;
};

/** Who works here, making a group, and sharing the doors by plan. */
export function Groups({ campaignId, place, groups, canPlan }: Props) {
  const w = useWords(words);
  const { count } = useFormat();
  return (
    <>
      <Table
        caption={w.groups}
        nothing={w.noGroups}
        rows={groups}
        keyOf={({ id }) => id}
        columns={[
          { key: "name", title: w.group, cell: ({ name }) => name },
          { key: "place", title: w.place, cell: (row) => <PlaceLine code={row.place} /> },
          {
            key: "members",
            title: w.members,
            cell: ({ members }) => members.map(({ name }) => name ?? "–").join("、"),
          },
          { key: "doors", title: w.load, isNumber: true, cell: ({ doors }) => count(doors) },
          { key: "covered", title: w.covered, isNumber: true, cell: ({ covered }) => count(covered) },
        ]}
      />
      {canPlan && groups.length > 0 && <Assign campaignId={campaignId} place={place} />}
      {canPlan && <MakeGroup campaignId={campaignId} place={place} />}
    </>
  );
}

type OfPlace = { readonly campaignId: string; readonly place: string };

function Assign({ campaignId, place }: OfPlace) {
  const w = useWords(words);
  const { count } = useFormat();
  const [doors, setDoors] = useState<number | null>(null);
  const assign = useAct((way: (typeof WAYS)[number]) => send(assignDoors, { campaignId, area: place }, { way }), {
    onDone: ({ assigned }) => setDoors(assigned.reduce((sum, one) => sum + one.doors, 0)),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = String(new FormData(event.currentTarget).get("way"));
    assign.mutate(WAYS.find((way) => way === said) ?? "clusters");
  };
  return (
    <form className="filters" onSubmit={onSubmit}>
      <label className="field">
        <span>{w.assign}</span>
        <select className="input input-small" name="way" title={w.assignLead}>
          {WAYS.map((way) => (
            <option key={way} value={way}>
              {w.ways[way]}
            </option>
          ))}
        </select>
      </label>
      <Button htmlType="submit" loading={assign.isPending}>
        {w.assignIt}
      </Button>
      {doors !== null && <p role="status">{w.assigned(count(doors))}</p>}
    </form>
  );
}

function MakeGroup({ campaignId, place }: OfPlace) {
  const w = useWords(words);
  const [id, setId] = useState(() => v7());
  const asked = useQuery(query(listPosts, { area: place, limit: 200 }));
  const team = (asked.data?.items ?? []).filter(({ role }) => FIELD_ROLES.some((one) => one === role));
  const make = useAct(
    (of: { readonly name: string; readonly members: string[] }) =>
      send(makeGroup, { campaignId }, { id, place, ...of }),
    { done: w.made, onDone: () => setId(v7()) },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ name: String(form.get("name")).trim(), members: form.getAll("member").map(String) });
  };
  return (
    <form className="stack" onSubmit={onSubmit}>
      <h3>{w.makeGroup}</h3>
      <label className="field">
        <span>{w.groupName}</span>
        <input className="input" name="name" required maxLength={40} />
      </label>
      <fieldset className="campaign-questions">
        <legend>{w.members}</legend>
        {team.map((post) => (
          <label key={post.id}>
            <input type="checkbox" name="member" value={post.id} /> {`${post.displayName} · ${post.organisation}`}
          </label>
        ))}
      </fieldset>
      <div>
        <Button htmlType="submit" loading={make.isPending}>
          {w.makeIt}
        </Button>
      </div>
    </form>
  );
}
