import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useDeferredValue, useId, useState } from "react";
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { browseRegister, showDoor } from "#capabilities/households/contract-import.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { ask, query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Waiting } from "../../shared/states.tsx";
import { Pages } from "../kit/Pages.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

const ONLY = ["all", "rented", "vacant", "floating", "contested"] as const;
type Only = (typeof ONLY)[number];
const PAGE = 100;

/** The register with its filters; a door opens to who lived there from when to when. */
export function Browse({ area }: { readonly area: string }) {
  const word = useWords(words);
  const language = useLanguage();
  const { count, day } = useFormat();
  const id = useId();
  const [only, setOnly] = useState<Only>("all");
  const [since, setSince] = useState("");
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState<{ readonly id: string; readonly address: string } | null>(null);
  const q = useDeferredValue(typed.trim());
  const asked = { area, only, ...(q === "" ? {} : { q }), ...(since === "" ? {} : { since }) };
  const total = useQuery(query(browseRegister, { ...asked, limit: 1 })).data?.total;
  return (
    <div className="stack">
      <div className="filters">
        <label className="field" htmlFor={`${id}-q`}>
          <span>{word.search}</span>
          <input
            id={`${id}-q`}
            className="input"
            value={typed}
            placeholder="3-502"
            maxLength={40}
            autoComplete="off"
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <label className="field" htmlFor={`${id}-only`}>
          <span>{word.only}</span>
          <select
            id={`${id}-only`}
            className="input"
            value={only}
            onChange={({ target }) => setOnly(target.value as Only)}
          >
            {ONLY.map((one) => (
              <option key={one} value={one}>
                {word.onlyOf[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="field" htmlFor={`${id}-since`}>
          <span>{word.since}</span>
          <input
            id={`${id}-since`}
            className="input"
            type="date"
            value={since}
            onChange={({ target }) => setSince(target.value)}
          />
        </label>
        {total !== undefined && <p role="status">{word.total(count(total))}</p>}
      </div>
      {opened !== null && <Lived key={opened.id} doorId={opened.id} address={opened.address} />}
      <Pages
        queryKey={["register", area, only, q, since]}
        load={async (after, signal) => {
          const { doors } = await ask(
            browseRegister,
            { ...asked, limit: PAGE, ...(after === "" ? {} : { after }) },
            signal,
          );
          return { rows: doors, next: doors.length < PAGE ? null : (doors.at(-1)?.doorId ?? null) };
        }}
      >
        {(rows) => (
          <Table
            caption={word.browse}
            nothing={word.none}
            rows={rows}
            keyOf={({ doorId }) => doorId}
            columns={[
              { key: "address", title: word.address, cell: (door) => addressText(door) || word.kind[door.kind] },
              {
                key: "state",
                title: word.state,
                cell: (door) =>
                  [
                    word.kind[door.kind],
                    ...(door.isVacant ? [word.vacant] : []),
                    ...(door.isRented ? [word.rented] : []),
                    ...(door.isShared ? [word.shared] : []),
                    ...(door.isRented && !door.isLet ? [word.noLandlord] : []),
                    ...(door.contested.length > 0
                      ? [
                          word.contested(
                            door.contested.map((one) => attributeOf(one)?.title[language] ?? one).join("、"),
                          ),
                        ]
                      : []),
                  ].join(" · "),
              },
              { key: "people", title: word.people, isNumber: true, cell: ({ people }) => count(people) },
              { key: "floating", title: word.floating, isNumber: true, cell: ({ floating }) => count(floating) },
              {
                key: "moved",
                title: word.lastMove,
                cell: ({ lastMoveOn }) => (lastMoveOn === null ? "" : day(lastMoveOn)),
              },
              {
                key: "look",
                title: "",
                cell: (door) => (
                  <Button size="small" onClick={() => setOpened({ id: door.doorId, address: addressText(door) })}>
                    {word.look}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Pages>
    </div>
  );
}

function Lived({ doorId, address }: { readonly doorId: string; readonly address: string }) {
  const word = useWords(words);
  const { day } = useFormat();
  const { data } = useQuery({ ...query(showDoor, { doorId }), staleTime: 60_000 });
  if (data === undefined) return <Waiting />;
  const people = data.households.flatMap((household) =>
    household.people.map((one) => ({ ...one, householdId: household.householdId })),
  );
  return (
    <div className="stack">
      <h3>{word.who(address)}</h3>
      <Table
        caption={word.who(address)}
        nothing={word.nobody}
        rows={people}
        keyOf={({ personId, householdId }) => `${personId}/${householdId}`}
        columns={[
          { key: "name", title: word.person, cell: ({ name }) => name ?? word.hidden },
          { key: "four", title: word.lastFour, cell: ({ lastFour }) => lastFour ?? "" },
          { key: "from", title: word.from, cell: ({ sinceOn }) => (sinceOn === null ? word.unknown : day(sinceOn)) },
          { key: "until", title: word.until, cell: ({ untilOn }) => (untilOn === null ? word.still : day(untilOn)) },
        ]}
      />
    </div>
  );
}
