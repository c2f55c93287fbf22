import { lazy, useEffect } from "react";
import { useWords } from "../shared/language.ts";
import { Part } from "./parts/states.tsx";
import { Tabs } from "./parts/Tabs.tsx";
import { type Place, placeOf, useHash } from "./paths.ts";
import { SignInScreen } from "./screens/SignInScreen.tsx";
import { markHere, useLocal } from "./store/local.ts";
import { useKeptMe } from "./store/me.ts";
import { words } from "./words.ts";

// Loaded when needed, and all of them once the first screen stands: then they are on the phone without a network.
const load = {
  code: () => import("./code/CodeScreen.tsx"),
  why: () => import("./code/WhyScreen.tsx"),
  people: () => import("./people/PeopleScreens.tsx"),
  add: () => import("./people/AddScreen.tsx"),
  declare: () => import("./declare/DeclareScreen.tsx"),
  checkIn: () => import("./declare/CheckInScreen.tsx"),
  appeal: () => import("./appeal/AppealScreens.tsx"),
  mine: () => import("./mine/MineScreen.tsx"),
  more: () => import("./mine/MoreScreens.tsx"),
  elsewhere: () => import("./elsewhere/ElsewhereScreen.tsx"),
  consents: () => import("./mine/ConsentsScreen.tsx"),
  units: () => import("./unit/UnitScreen.tsx"),
  observation: () => import("./observation/ObservationScreen.tsx"),
  services: () => import("./services/ServicesScreen.tsx"),
  volunteer: () => import("./services/VolunteerScreen.tsx"),
};
const CodeScreen = lazy(async () => ({ default: (await load.code()).CodeScreen }));
const WhyScreen = lazy(async () => ({ default: (await load.why()).WhyScreen }));
const PeopleScreen = lazy(async () => ({ default: (await load.people()).PeopleScreen }));
const PersonScreen = lazy(async () => ({ default: (await load.people()).PersonScreen }));
const AddScreen = lazy(async () => ({ default: (await load.add()).AddScreen }));
const DeclareScreen = lazy(async () => ({ default: (await load.declare()).DeclareScreen }));
const DeclareHome = lazy(async () => ({ default: (await load.checkIn()).DeclareHome }));
const CheckInScreen = lazy(async () => ({ default: (await load.checkIn()).CheckInScreen }));
const HistoryScreen = lazy(async () => ({ default: (await load.checkIn()).HistoryScreen }));
const AppealScreen = lazy(async () => ({ default: (await load.appeal()).AppealScreen }));
const AppealsScreen = lazy(async () => ({ default: (await load.appeal()).AppealsScreen }));
const AppealCaseScreen = lazy(async () => ({ default: (await load.appeal()).AppealCaseScreen }));
const MineScreen = lazy(async () => ({ default: (await load.mine()).MineScreen }));
const NoticesScreen = lazy(async () => ({ default: (await load.more()).NoticesScreen }));
const LogScreen = lazy(async () => ({ default: (await load.more()).LogScreen }));
const HelpScreen = lazy(async () => ({ default: (await load.more()).HelpScreen }));
const ElsewhereScreen = lazy(async () => ({ default: (await load.elsewhere()).ElsewhereScreen }));
const ServicesScreen = lazy(async () => ({ default: (await load.services()).ServicesScreen }));
const VolunteerScreen = lazy(async () => ({ default: (await load.volunteer()).VolunteerScreen }));
const ConsentsScreen = lazy(async () => ({ default: (await load.consents()).ConsentsScreen }));
const UnitScreen = lazy(async () => ({ default: (await load.units()).UnitScreen }));
const ObservationScreen = lazy(async () => ({ default: (await load.observation()).ObservationScreen }));

export const loadCode = (): void => void load.code().catch(() => undefined);

const loadAll = (): void => {
  for (const one of Object.values(load)) void one().catch(() => undefined);
};

function screenFor({ screen, id }: Place) {
  switch (screen) {
    case "people":
      return <PeopleScreen />;
    case "person":
      return <PersonScreen personKey={id} />;
    case "add":
      return <AddScreen />;
    case "declare":
      return id === "" ? <DeclareHome /> : <DeclareScreen personKey={id} />;
    case "check-in":
      return <CheckInScreen personKey={id} />;
    case "history":
      return <HistoryScreen personKey={id} />;
    case "why":
      return <WhyScreen personKey={id} />;
    case "appeal":
      return <AppealScreen personKey={id} />;
    case "appeals":
      return <AppealsScreen />;
    case "appeal-case":
      return <AppealCaseScreen appealId={id} />;
    case "mine":
      return <MineScreen />;
    case "notices":
      return <NoticesScreen />;
    case "log":
      return <LogScreen personKey={id} />;
    case "help":
      return <HelpScreen />;
    case "elsewhere":
      return <ElsewhereScreen />;
    case "observation":
      return <ObservationScreen />;
    case "services":
      return <ServicesScreen />;
    case "volunteer":
      return <VolunteerScreen />;
    case "consents":
      return <ConsentsScreen />;
    case "units":
      return <UnitScreen />;
    default:
      return <CodeScreen personKey={id} />;
  }
}

const TAB_OF: Readonly<Record<string, "code" | "people" | "declare" | "mine">> = {
  home: "code",
  code: "code",
  why: "code",
  people: "people",
  person: "people",
  add: "people",
  declare: "declare",
  "check-in": "declare",
  history: "declare",
};

/** All screens, one at a time. Who was ever signed in on this phone reads and shows codes without a network. */
export function ResidentApp() {
  const hash = useHash();
  const me = useKeptMe();
  const isSignedOut = useLocal((local) => local.isSignedOut);
  const place = placeOf(hash);
  const isKnown = me !== null;
  useEffect(() => {
    if (!isKnown) return;
    markHere(true);
    const timer = setTimeout(loadAll, 1500);
    return () => clearTimeout(timer);
  }, [isKnown]);
  if (me === null || (isSignedOut && place.screen === "sign-in")) {
    return (
      <div className="app">
        <Strips isSignedIn={false} />
        <SignInScreen />
      </div>
    );
  }
  return (
    <div className="app">
      <Strips isSignedIn />
      <Part of={hash}>{screenFor(place)}</Part>
      <Tabs current={TAB_OF[place.screen] ?? "mine"} />
    </div>
  );
}

/** What the reader must know on every screen, in one line each. */
function Strips({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const w = useWords(words);
  const isReached = useLocal((local) => local.isReached);
  const canKeep = useLocal((local) => local.canKeep);
  const isSignedOut = useLocal((local) => local.isSignedOut);
  return (
    <div role="status" aria-live="polite">
      {isReached === false && <p className="strip">{isSignedIn ? w.offline : w.notReached}</p>}
      {!canKeep && <p className="strip">{w.cannotKeep}</p>}
      {isSignedIn && isSignedOut && (
        <p className="strip">
          {w.signedOutElsewhere} <a href="#/sign-in">{w.signInAgain}</a>
        </p>
      )}
    </div>
  );
}
