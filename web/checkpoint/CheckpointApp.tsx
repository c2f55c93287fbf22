import { lazy, Suspense } from "react";
import { useWords } from "../shared/language.ts";
import { Choose } from "./screens/Choose.tsx";
import { Gate } from "./screens/Gate.tsx";
import { SignIn } from "./screens/SignIn.tsx";
import { useLocal } from "./store/local.ts";
import type { Screen } from "./store/shapes.ts";
import { words } from "./words.ts";

/** Screens beside the gate come after the first one; the service worker has kept them by then. */
const forms = () => import("./screens/Forms.tsx");
const more = () => import("./screens/More.tsx");
const SCREENS: Readonly<Record<Screen, React.ComponentType>> = {
  gate: Gate,
  manual: lazy(() => import("./screens/Manual.tsx").then(({ Manual }) => ({ default: Manual }))),
  visitor: lazy(() => import("./screens/Visitor.tsx").then(({ Visitor }) => ({ default: Visitor }))),
  vehicle: lazy(() => forms().then(({ Vehicle }) => ({ default: Vehicle }))),
  count: lazy(() => forms().then(({ Count }) => ({ default: Count }))),
  rests: lazy(() => import("./screens/Rests.tsx").then(({ Rests }) => ({ default: Rests }))),
  alarm: lazy(() => import("./screens/Alarm.tsx").then(({ Alarm }) => ({ default: Alarm }))),
  more: lazy(() => more().then(({ More }) => ({ default: More }))),
  presence: lazy(() => import("./screens/Presence.tsx").then(({ Presence }) => ({ default: Presence }))),
  outbox: lazy(() => more().then(({ Outbox }) => ({ default: Outbox }))),
  "hand-over": lazy(() => forms().then(({ HandOver }) => ({ default: HandOver }))),
};

/** Sign in, choose, stand at the gate. A shift that is open goes on whatever the network or the sign-in. */
export function CheckpointApp() {
  const w = useWords(words);
  const isKnown = useLocal((local) => local.kept.me !== undefined);
  const isSignedOut = useLocal((local) => local.isSignedOut);
  const hasShift = useLocal((local) => local.kept.shift !== undefined);
  const screen = useLocal((local) => local.screen);
  const isBroken = useLocal((local) => local.isStorageBroken);
  const Shown = SCREENS[screen];
  return (
    <>
      <title>{w.title}</title>
      {isBroken && (
        <p className="broken" role="alert">
          {w.storageBroken}
        </p>
      )}
      {!isKnown || (isSignedOut && screen === "outbox") || (isSignedOut && !hasShift) ? (
        <SignIn />
      ) : hasShift ? (
        <Suspense>
          <Shown />
        </Suspense>
      ) : (
        <Choose />
      )}
    </>
  );
}
