import { lazy, useEffect, useRef } from "react";
import { hasInbox, type Role } from "#kernel/actor.ts";
import { goSignIn } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { homeOf } from "../shared/me.ts";
import { Part, Waiting } from "../shared/states.tsx";
import { Banners } from "./parts/Banners.tsx";
import { Tabs } from "./parts/Tabs.tsx";
import { go, paths, type Screen, screenOf, useHash } from "./paths.ts";
import { Shield } from "./safety/Shield.tsx";
import { ActivateScreen } from "./screens/ActivateScreen.tsx";
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
import { useLocal } from "./store/local.ts";
import { startSync } from "./store/sync.ts";
import { setNewPin, setUpVault } from "./store/vault.ts";
import { ChoosePin } from "./vault/ChoosePin.tsx";
import { useIdle } from "./vault/idle.ts";
import { ErasedNotice, LockScreen } from "./vault/LockScreen.tsx";
import { words } from "./words.ts";
import { vaultWords } from "./words-vault.ts";

/** The worker's phone: one screen at a time, the bar at the thumb below, what is unusual above. */
export function FieldApp() {
  const hash = useHash();
  const screen = screenOf(hash);
  const { title } = useWords(words);
  const who = useLocal(({ kept }) => kept.me?.value);
  const vault = useLocal((local) => local.vault.is);
  const isCurtained = useLocal((local) => local.isCurtained);
  const isActivating = screen.name === "activate";
  useEffect(() => {
    // Begun anew when the vault opens: what waited for it goes on.
    void vault;
    return isActivating ? undefined : startSync();
  }, [isActivating, vault]);
  useIdle(vault === "open");
  useEffect(() => {
    // Each screen starts at its top, and a screen reader starts there too.
    window.scrollTo(0, 0);
    void hash;
  }, [hash]);
  if (isActivating) return <ActivateScreen onDone={() => go(paths.inbox, { instead: true })} />;
  if (vault === "locked") return <LockScreen />;
  if (vault === "new-pin") return <NewPin isForgotten />;
  if (who === undefined) return <Entry />;
  if (homeOf(who.post.role) !== "/field/") return <Elsewhere to={homeOf(who.post.role)} />;
  if (vault === "none") return <NewPin />;
  const isMain = MAIN.has(screen.name);
  const isOwnSafety = screen.name === "section" && screen.section === "safety";
  return (
    <>
      <title>{title}</title>
      {isCurtained && (
        <div className="curtain">
          <LockScreen />
        </div>
      )}
      {/* Behind the curtain everything stays as it was, half-typed forms too, out of reach. */}
      <div inert={isCurtained} hidden={isCurtained}>
        <Banners />
        <main className={isMain ? "screen screen-main" : "screen"}>
          <Part of={hash}>
            <ScreenOf screen={screen} role={who.post.role} />
          </Part>
        </main>
        {!isOwnSafety && <Shield />}
        {isMain && <Tabs screen={screen.name} />}
      </div>
    </>
  );
}

/** The PIN of this phone: at the first sign-in, and after it was forgotten. */
function NewPin({ isForgotten = false }: { readonly isForgotten?: boolean }) {
  const { newPin } = useWords(vaultWords);
  return (
    <main className="lock">
      <ErasedNotice />
      {isForgotten ? <ChoosePin title={newPin} onChosen={setNewPin} /> : <ChoosePin onChosen={setUpVault} />}
    </main>
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

/** Nobody known on this phone yet: to the sign-in as soon as the server says so. */
function Entry() {
  const { title, offline, signedOut, signIn } = useWords(words);
  const isSignedOut = useLocal((local) => local.isSignedOut);
  const isReached = useLocal((local) => local.isReached);
  const erased = useLocal((local) => local.erased);
  const hasLeft = useRef(false);
  useEffect(() => {
    // Whose phone was erased reads why first.
    if (!isSignedOut || hasLeft.current || erased !== null) return;
    hasLeft.current = true;
    goSignIn();
  }, [isSignedOut, erased]);
  if (isSignedOut)
    return (
      <main className="screen">
        <h1 className="visually-hidden">{title}</h1>
        <ErasedNotice />
        {erased === null && <p className="empty">{signedOut}</p>}
        <button type="button" className="button button-wide" onClick={goSignIn}>
          {signIn}
        </button>
      </main>
    );
  return <main className="screen">{isReached === false ? <p className="empty">{offline}</p> : <Waiting />}</main>;
}

/** A post that works at a desk has its pages elsewhere. */
function Elsewhere({ to }: { readonly to: string }) {
  useEffect(() => location.replace(to), [to]);
  return <Waiting />;
}
