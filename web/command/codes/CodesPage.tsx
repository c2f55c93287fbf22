import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead } from "../kit/Panel.tsx";
import type { PageProps } from "../shell/page.ts";
import { setSearch } from "../shell/router.ts";
import { Alarms } from "./Alarms.tsx";
import { Holds } from "./Holds.tsx";
import { PersonCode } from "./PersonCode.tsx";
import { Proposals } from "./Proposals.tsx";
import { words } from "./words.ts";

const ALL = ["holds", "proposals", "alarms", "person"] as const;

/** Health: what is held, what waits for a second person, what failed its check, and one person's code. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  // An operator reads a code; what decides it is the business of health and of the auditor.
  const views = post.role === "operator" ? (["person"] as const) : ALL;
  const view = views.find((one) => one === location.search.get("view")) ?? views[0];
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <nav className="tabs" aria-label={word.viewsLabel}>
        {views.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setSearch({ view: one })}>
            {word.views[one]}
          </button>
        ))}
      </nav>
      {view === "holds" && <Holds />}
      {view === "proposals" && <Proposals />}
      {view === "alarms" && <Alarms />}
      {view === "person" && <PersonCode personKey={location.search.get("key")} />}
    </div>
  );
}
