import { hasInbox } from "#kernel/actor.ts";
import { useWords } from "../../shared/language.ts";
import { paths, type Screen } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { isTyped } from "../store/outbox-rules.ts";
import { words } from "../words.ts";

const ICONS = {
  inbox: "M4 5h16M4 12h16M4 19h10",
  work: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  outbox: "M12 19V5m-6 6 6-6 6 6",
  mine: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 8c1-4 4.5-5 8-5s7 1 8 5",
} as const;

const TABS = ["inbox", "work", "outbox", "mine"] as const;

/** The four main screens, at the thumb; sending counts what is not sent yet. */
export function Tabs({ screen }: { readonly screen: Screen["name"] }) {
  const { tabs, tabsLabel } = useWords(words);
  const waiting = useLocal((local) => local.outbox.filter(({ command }) => isTyped(command)).length);
  const isRefused = useLocal((local) => local.outbox.some(({ refusal }) => refusal !== null));
  const isPartner = useLocal(({ kept }) => kept.me !== undefined && !hasInbox(kept.me.value.post.role));
  const at = isPartner && screen === "inbox" ? "work" : screen;
  return (
    <nav className="tabs" aria-label={tabsLabel}>
      {TABS.filter((name) => name !== "inbox" || !isPartner).map((name) => (
        <a key={name} href={paths[name]} className="tab" {...(at === name ? { "aria-current": "page" } : {})}>
          <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
            <path d={ICONS[name]} />
          </svg>
          {tabs[name]}
          {name === "outbox" && waiting > 0 && (
            <span className={`tab-count${isRefused ? " tab-count-refused" : ""}`}>{waiting}</span>
          )}
        </a>
      ))}
    </nav>
  );
}
