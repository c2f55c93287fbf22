import { useWords } from "../../shared/language.ts";
import { Views } from "../kit/filters.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import type { PageProps } from "../shell/page.ts";
import { setSearch } from "../shell/router.ts";
import { Ledger } from "./Ledger.tsx";
import { AskUp, Orders } from "./Orders.tsx";
import { Enter, Shortages, Stock } from "./Stock.tsx";
import { words } from "./words.ts";

const VIEWS = ["stock", "orders", "ledger"] as const;

/** Relief supplies of a centre: what lies where and who waits for it, orders up and down, the ledger. */
export function Page({ location, area }: PageProps) {
  const w = useWords(words);
  const view = VIEWS.find((one) => one === location.search.get("view")) ?? "stock";
  return (
    <div className="page-stack">
      <PageHead title={w.title} lead={w.lead} />
      <Views label={w.views} views={VIEWS} words={w.view} value={view} onChange={(one) => setSearch({ view: one })} />
      {view === "stock" && (
        <>
          <Panel title={w.enter}>
            <Enter area={area} />
          </Panel>
          <Panel title={w.shortages} note={w.shortagesNote}>
            <Shortages area={area} />
          </Panel>
          <Panel title={w.stock}>
            <Stock area={area} />
          </Panel>
        </>
      )}
      {view === "orders" && (
        <>
          {area.length > 2 && (
            <Panel title={w.askUp}>
              <AskUp area={area} />
            </Panel>
          )}
          <Panel title={w.below2}>
            <Orders area={area} isMine={false} />
          </Panel>
          {area.length > 2 && (
            <Panel title={w.mine}>
              <Orders area={area} isMine />
            </Panel>
          )}
        </>
      )}
      {view === "ledger" && (
        <Panel note={w.ledgerNote}>
          <Ledger area={area} />
        </Panel>
      )}
    </div>
  );
}
