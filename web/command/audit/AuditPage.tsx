import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import type { PageProps } from "../shell/page.ts";
import { setSearch } from "../shell/router.ts";
import { Entries, Mine } from "./Entries.tsx";
import { Heads } from "./Heads.tsx";
import { Openings } from "./Openings.tsx";
import { words } from "./words.ts";

const VIEWS = ["entries", "openings", "heads", "mine"] as const;

/** The auditor sees the log of his area; everybody else his own deeds. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  const isAuditor = post.role === "auditor";
  const view = isAuditor ? (VIEWS.find((one) => one === location.search.get("view")) ?? "entries") : "mine";
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={isAuditor ? word.lead : word.mineLead} />
      {isAuditor && (
        <nav className="tabs" aria-label={word.viewsLabel}>
          {VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => setSearch({ view: one })}>
              {word.views[one]}
            </button>
          ))}
        </nav>
      )}
      <Panel key={view}>
        {view === "entries" && <Entries search={location.search} />}
        {view === "openings" && <Openings />}
        {view === "heads" && <Heads />}
        {view === "mine" && <Mine />}
      </Panel>
    </div>
  );
}
