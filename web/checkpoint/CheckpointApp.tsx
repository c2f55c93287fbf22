import { useWords } from "../shared/language.ts";
import { Choose } from "./screens/Choose.tsx";
import { Count, HandOver, Vehicle } from "./screens/Forms.tsx";
import { Gate } from "./screens/Gate.tsx";
import { Manual } from "./screens/Manual.tsx";
import { More, Outbox } from "./screens/More.tsx";
import { Presence } from "./screens/Presence.tsx";
import { Rests } from "./screens/Rests.tsx";
import { SignIn } from "./screens/SignIn.tsx";
import { Visitor } from "./screens/Visitor.tsx";
import { useLocal } from "./store/local.ts";
import type { Screen } from "./store/shapes.ts";
import { words } from "./words.ts";

const SCREENS: Readonly<Record<Screen, () => React.JSX.Element>> = {
  gate: Gate,
  manual: Manual,
  visitor: Visitor,
  vehicle: Vehicle,
  count: Count,
  rests: Rests,
  more: More,
  presence: Presence,
  outbox: Outbox,
  "hand-over": HandOver,
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
        <Shown />
      ) : (
        <Choose />
      )}
    </>
  );
}
