import { ConfigProvider, App as Messages, type ThemeConfig } from "antd";
import { useEffect, useRef } from "react";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing, Part } from "../../shared/states.tsx";
import { AlarmBar } from "../safety/AlarmBar.tsx";
import "../shell.css";
import "../kit.css";
import "../tables.css";
import "../figures.css";
import "../pages.css";
import "../narrow.css";
import { Menu } from "./Menu.tsx";
import { PAGES } from "./pages.ts";
import { useLocation } from "./router.ts";
import { TopBar } from "./TopBar.tsx";
import { words } from "./words.ts";

/** Hints and menus open beside what opened them, inside the page's landmarks. */
const inPlace = (trigger?: HTMLElement): HTMLElement => trigger?.parentElement ?? document.body;

/** antd's defaults fail axe's contrast (stack.md): text and placeholders darker, one accent, our own font list. */
const theme: ThemeConfig = {
  token: {
    colorPrimary: "#0b5f5a",
    colorInfo: "#0b5f5a",
    colorLink: "#0b5f5a",
    colorError: "#b3261e",
    colorWarning: "#7a5200",
    colorSuccess: "#1d6b3a",
    colorText: "#16211f",
    colorTextSecondary: "#45524f",
    colorTextTertiary: "#5c6a67",
    colorTextQuaternary: "#5c6a67",
    colorTextPlaceholder: "#5c6a67",
    colorTextDescription: "#5c6a67",
    colorTextDisabled: "#5c6a67",
    colorBorder: "#8a9797",
    colorBorderSecondary: "#dde3e3",
    borderRadius: 8,
    fontFamily: "var(--font)",
    fontSize: 15,
    controlHeight: 38,
    motion: false,
  },
};

export function CommandApp() {
  const { close } = useWords(words);
  return (
    <ConfigProvider
      theme={theme}
      button={{ autoInsertSpace: false }}
      modal={{ closable: { "aria-label": close } }}
      getPopupContainer={inPlace}
    >
      <Messages>
        <Shell />
      </Messages>
    </ConfigProvider>
  );
}

function Shell() {
  const { title, skip, unknownPage } = useWords(words);
  const location = useLocation();
  const { post } = useMe();
  const name = location.page === "" ? "overview" : location.page;
  const Page = PAGES[name];
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // A new page takes the focus, so that a screen reader begins there and not in the menu.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page changes, whatever else does.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [name]);
  return (
    <div className="shell">
      <title>{title}</title>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {skip}
      </button>
      <Menu current={name} />
      <div className="shell-body">
        <TopBar />
        <AlarmBar />
        <main ref={main} tabIndex={-1} className="page">
          <Part of={name} isPage>
            {Page ? <Page location={location} area={post.area} /> : <Nothing>{unknownPage}</Nothing>}
          </Part>
        </main>
      </div>
    </div>
  );
}
