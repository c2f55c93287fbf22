import { lazy } from "react";
import { hasInbox, type Role } from "#kernel/actor.ts";
import { Part } from "../shared/states.tsx";
import { Banners } from "./parts/Banners.tsx";
import { Tabs } from "./parts/Tabs.tsx";
import type { Screen } from "./paths.ts";
import { Shield } from "./safety/Shield.tsx";
import { AreaScreen } from "./screens/AreaScreen.tsx";
import { AwayScreen } from "./screens/AwayScreen.tsx";
import { InboxScreen } from "./screens/InboxScreen.tsx";
import { MineScreen } from "./screens/MineScreen.tsx";
import { NotMineScreen } from "./screens/NotMineScreen.tsx";
import { OutboxScreen } from "./screens/OutboxScreen.tsx";
import { PinScreen } from "./screens/PinScreen.tsx";
import { ReportedScreen } from "./screens/ReportedScreen.tsx";
import { CorrectScreen, ReportScreen } from "./screens/ReportScreens.tsx";
import { ResidentScreen } from "./screens/ResidentScreen.tsx";
import { SectionScreen, WorkScreen } from "./screens/WorkScreen.tsx";

/** What an opened phone shows: one screen, the bar at the thumb below, what is unusual above. */
export function Opened({
  screen,
  hash,
  role,
}: {
  readonly screen: Screen;
  readonly hash: string;
  readonly role: Role;
}) {
  const isMain = MAIN.has(screen.name);
  const isOwnSafety = screen.name === "section" && screen.section === "safety";
  return (
    <>
      <Banners />
      <main className={isMain ? "screen screen-main" : "screen"}>
        <Part of={hash}>
          <ScreenOf screen={screen} role={role} />
        </Part>
      </main>
      {!isOwnSafety && <Shield />}
      {isMain && <Tabs screen={screen.name} />}
    </>
  );
}

/** Rarely opened, with its codes: loaded when it is. */
const Transfer = lazy(async () => ({ default: (await import("./screens/TransferScreen.tsx")).TransferScreen }));

/** The screens of the bar at the thumb. */
const MAIN: ReadonlySet<Screen["name"]> = new Set(["inbox", "work", "outbox", "mine"]);

function ScreenOf({ screen, role }: { readonly screen: Screen; readonly role: Role }) {
  switch (screen.name) {
    case "task":
      return <ResidentScreen taskId={screen.taskId} />;
    case "report":
      return <ReportScreen taskId={screen.taskId} />;
    case "not-mine":
      return <NotMineScreen taskId={screen.taskId} />;
    case "correct":
      return <CorrectScreen reportId={screen.reportId} />;
    case "reported":
      return <ReportedScreen reportId={screen.reportId} />;
    case "outbox":
      return <OutboxScreen />;
    case "mine":
      return <MineScreen />;
    case "transfer":
      return <Transfer />;
    case "pin":
      return <PinScreen />;
    case "area":
      return <AreaScreen />;
    case "away":
      return <AwayScreen />;
    case "work":
      return <WorkScreen />;
    case "section":
      return <SectionScreen name={screen.section} rest={screen.rest} />;
    default:
      return hasInbox(role) ? <InboxScreen /> : <WorkScreen />;
  }
}
