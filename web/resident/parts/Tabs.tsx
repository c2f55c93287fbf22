import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import { words } from "../words.ts";

const ICONS = {
  code: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2z",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 5a3 3 0 0 1 0 6M17.500 14c2.500.5 3.500 2.500 3.500 6",
  declare: "M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3",
  mine: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.500 3.500-7 8-7s8 2.500 8 7",
} as const;

type Tab = keyof typeof ICONS;
const HREF: Readonly<Record<Tab, string>> = {
  code: paths.home,
  people: paths.people,
  declare: "#/declare",
  mine: paths.mine,
};

export function Tabs({ current }: { readonly current: Tab | null }) {
  const { tabs, mainMenu } = useWords(words);
  return (
    <nav className="tabs" aria-label={mainMenu}>
      {(["code", "declare", "people", "mine"] as const).map((tab) => (
        <a key={tab} href={HREF[tab]} aria-current={tab === current ? "page" : undefined}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={ICONS[tab]} />
          </svg>
          {tabs[tab]}
        </a>
      ))}
    </nav>
  );
}
