import { lazy, Suspense, useEffect, useRef } from "react";
import { goSignIn } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { homeOf } from "../shared/me.ts";
import { Waiting } from "../shared/states.tsx";
import { go, paths, screenOf, useHash } from "./paths.ts";
import { useLocal } from "./store/local.ts";
import { setNewPin, setUpVault } from "./store/vault.ts";
import { ChoosePin } from "./vault/ChoosePin.tsx";
import { useIdle } from "./vault/idle.ts";
import { ErasedNotice, LockScreen } from "./vault/LockScreen.tsx";
import { words } from "./words.ts";
import { vaultWords } from "./words-vault.ts";

const loadOpened = () => import("./Opened.tsx");
const Opened = lazy(async () => ({ default: (await loadOpened()).Opened }));
const Ring = lazy(async () => ({ default: (await import("./safety/Ring.tsx")).Ring }));
const Activate = lazy(async () => ({ default: (await import("./screens/ActivateScreen.tsx")).ActivateScreen }));

/** Fetches and reads what comes after the PIN, while it is being typed. */
export const loadNext = (): void => void loadOpened().catch(() => undefined);

/** The worker's phone: locked, or one screen at a time. */
export function FieldApp() {
  const hash = useHash();
  const screen = screenOf(hash);
  const { title } = useWords(words);
  const who = useLocal(({ kept }) => kept.me?.value);
  const vault = useLocal((local) => local.vault.is);
  const isCurtained = useLocal((local) => local.isCurtained);
  const isActivating = screen.name === "activate";
  useSync(isActivating ? null : vault);
  useIdle(vault === "open");
  useEffect(() => {
    // Each screen starts at its top, and a screen reader starts there too.
    window.scrollTo(0, 0);
    void hash;
  }, [hash]);
  if (isActivating)
    return (
      <Suspense fallback={<Waiting />}>
        <Activate onDone={() => go(paths.inbox, { instead: true })} />
      </Suspense>
    );
  if (vault === "locked") return <LockScreen />;
  if (vault === "new-pin") return <NewPin isForgotten />;
  if (who === undefined) return <Entry />;
  if (homeOf(who.post.role) !== "/field/") return <Elsewhere to={homeOf(who.post.role)} />;
  if (vault === "none") return <NewPin />;
  return (
    <>
      <title>{title}</title>
      {/* Before the curtain: a colleague's alarm waits for no PIN. */}
      <Suspense fallback={null}>
        <Ring />
      </Suspense>
      {isCurtained && (
        <div className="curtain">
          <LockScreen />
        </div>
      )}
      {/* Behind the curtain everything stays as it was, half-typed forms too, out of reach. */}
      <div inert={isCurtained} hidden={isCurtained}>
        <Suspense fallback={<Waiting />}>
          <Opened screen={screen} hash={hash} role={who.post.role} />
        </Suspense>
      </div>
    </>
  );
}

/** The going to and fro with the server, begun anew when the vault opens: what waited for it goes on. Null: none. */
function useSync(vault: string | null): void {
  useEffect(() => {
    if (vault === null) return;
    let stop: (() => void) | null = null;
    let isOver = false;
    // Not part of the first screen: the PIN can be typed before it has loaded.
    void import("./store/sync.ts").then(({ startSync }) => {
      if (!isOver) stop = startSync();
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [vault]);
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
