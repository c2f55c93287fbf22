import { useSuspenseQuery } from "@tanstack/react-query";
import { dutyBoard } from "#capabilities/workers/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing } from "../../shared/states.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { Appoint } from "./AppointDialog.tsx";
import { Codes } from "./Codes.tsx";
import { Posts } from "./Posts.tsx";
import { Terminals } from "./Terminals.tsx";
import { words } from "./words.ts";

/** Digits of a county: lists of people begin there. */
const COUNTY = 6;

/** Who is on duty, who is away and who stands in; phones and their activation. */
export function Page({ location, area }: PageProps) {
  const place = location.parts[0] ?? area;
  const word = useWords(words);
  const { post } = useMe();
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={word.crumbs} href={paths.workers} />
        <PageHead
          title={
            <>
              <PlaceName code={place} />
              {` · ${word.title}`}
            </>
          }
          actions={
            post.role === "operator" && (
              <>
                <Appoint area={place} />
                {place.length >= COUNTY && <Codes area={place} />}
              </>
            )
          }
        />
      </div>
      <Board area={place} />
      {place.length >= COUNTY ? (
        <Posts key={place} area={place} search={location.search} />
      ) : (
        <Nothing>{word.listTooWide}</Nothing>
      )}
      {post.role === "operator" && place.length >= COUNTY && <Terminals key={`terminals ${place}`} area={place} />}
    </div>
  );
}

function Board({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(dutyBoard, { area }), refetchInterval: 30_000 });
  type Row = (typeof data.children)[number];
  const number = (name: "posts" | "onDuty" | "absent" | "terminals"): Column<Row> => ({
    key: name,
    title: word[name],
    isNumber: true,
    cell: (row) => count(row[name]),
  });
  return (
    <>
      <div className="tiles">
        {(["onDuty", "absent", "posts", "terminals"] as const).map((name, index) => (
          <div key={name} className={`tile${index === 0 ? " tile-main" : ""}`}>
            <span className="tile-name">{word[name]}</span>
            <span className="tile-value">{count(data.total[name])}</span>
          </div>
        ))}
      </div>
      {data.children.length > 0 && (
        <Panel title={word.board}>
          <Table
            caption={word.board}
            columns={[
              { key: "place", title: word.place, cell: ({ code, name }) => <a href={paths.workers(code)}>{name}</a> },
              number("posts"),
              number("onDuty"),
              number("absent"),
              number("terminals"),
              {
                key: "uncovered",
                title: word.uncovered,
                isNumber: true,
                cell: ({ gridsWithoutWorker: grids }) => (
                  <span className={grids > 0 ? "number-late" : undefined}>{count(grids)}</span>
                ),
              },
            ]}
            isTall
            rows={data.children}
            keyOf={({ code }) => code}
          />
        </Panel>
      )}
    </>
  );
}
