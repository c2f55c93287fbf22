import { levelOf } from "#kernel/places.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { words as common } from "../../shared/words.ts";
import { MENU } from "./pages.ts";
import { words } from "./words.ts";

/** One line a page: what it is for, drawn with a 24-unit pen. */
const ICON: Readonly<Record<(typeof MENU)[number]["name"], string>> = {
  overview: "M4 13h6V4H4zM14 20h6V4h-6zM4 20h6v-4H4z",
  brief: "M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3",
  sessions: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 11a3 3 0 1 0 0-6M3 20c0-3 2-6 5-6s5 3 5 6M15 14c3 0 6 2 6 6",
  observation: "M4 11l8-7 8 7v9H4zM9 14h6M12 11v6",
  enterprises: "M4 21V9l6 4V9l6 4V4h4v17zM8 17h2M13 17h2",
  desk: "M4 5h16v11H4zM2 20h20M8 9h8M8 12h5",
  instructions: "M4 9v6h4l8 5V4L8 9zM19 9c1.5 2 1.5 4 0 6",
  forms: "M6 3h9l4 4v14H6zM9 12l2 2 4-4M9 18h6",
  reports: "M5 4h14v16H5zM5 9h14M10 9v11M5 14h14",
  campaigns: "M3 11l5-5 5 5v8H3zM13 11l4-4 4 4v8h-8M6 14h4M16 14l1.5 1.5L20 13",
  units: "M3 11l4.5-4 4.5 4v8H3zM12 11l4.5-4 4.5 4v8h-9M6.5 19v-4h2v4M15.5 19v-4h2v4",
  people: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3-7 8-7s8 3 8 7",
  paper: "M6 3h12v18H6zM9 7h6v6H9zM9 16h6",
  checkpoints: "M4 21V8M20 21V8M4 10h16M4 8l8-4 8 4M9 15h6",
  workers: "M4 20v-3c0-2 2-4 5-4s5 2 5 4v3M9 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 8v8M21 12h-8",
  publicity: "M5 4h14v16H5zM8 8h8M8 12h8M8 16h5",
  safety: "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z",
  feeds: "M4 6c0-2 16-2 16 0v12c0 2-16 2-16 0zM4 6c0 2 16 2 16 0M4 12c0 2 16 2 16 0",
  "rule-sets": "M5 6h14M5 12h14M5 18h14M9 4v4M15 10v4M8 16v4",
  "false-greens": "M4 5h7v14H4zM13 5h7v14h-7M7 9h1M16 9h1M7 13h1M16 13h1",
  clues: "M12 3l9 16H3zM12 9v5M12 17v.5",
  disputes: "M12 3v18M6 7h12M6 7l-3 7h6zM18 7l-3 7h6z",
  services: "M4 12l8-8 8 8M6 10v10h12V10M12 18c-3-2-4-3-4-5a2 2 0 0 1 4-1 2 2 0 0 1 4 1c0 2-1 3-4 5z",
  supplies: "M3 8l9-5 9 5v9l-9 5-9-5zM3 8l9 5 9-5M12 13v9",
  appeals: "M12 3v18M5 7h14M5 7l-3 7h6zM19 7l-3 7h6zM8 21h8",
  recognition: "M7 7h13l-3-3M17 17H4l3 3M7 12h10",
  households: "M4 11 12 4l8 7M6 10v10h12V10M10 20v-6h4v6",
  "look-backs": "M12 8v4l3 2M4 12a8 8 0 1 0 3-6.2M4 4v4h4",
  purposes: "M7 10V7a5 5 0 0 1 10 0v3M5 10h14v11H5zM12 14v3",
  codes: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2",
  audit: "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM9 12l2 2 4-4",
};

export function Menu({ current }: { readonly current: string }) {
  const { menu, menuLabel } = useWords(words);
  const { product } = useWords(common);
  const { post } = useMe();
  const isProvince = levelOf(post.area) === "province";
  const items = MENU.filter(
    ({ roles, isProvincial }) => roles.includes(post.role) && (isProvince || isProvincial !== true),
  );
  return (
    <nav className="menu" aria-label={menuLabel}>
      <p className="menu-brand">
        <img src="/mark.svg" alt="" width="28" height="28" />
        <span>{product}</span>
      </p>
      <ul>
        {items.map(({ name, covers }) => (
          <li key={name}>
            <a href={`#/${name}`} aria-current={covers.includes(current) ? "page" : undefined}>
              <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                <path d={ICON[name]} />
              </svg>
              {menu[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
