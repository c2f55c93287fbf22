import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { AbnormalScreen, CareScreen, EndScreen, LadderScreen } from "./Acts.tsx";
import { CheckScreen } from "./Check.tsx";
import { ExtendScreen, HandleScreen, IncomingScreen, ReceiveScreen } from "./Doctor.tsx";
import { FilePersonScreen, FileScreen } from "./File.tsx";
import { FindScreen } from "./Find.tsx";
import { HomeScreen } from "./Home.tsx";
import { HouseholdScreen } from "./Household.tsx";
import { useHome } from "./here.ts";
import { ListScreen } from "./List.tsx";
import { NotesScreen } from "./Notes.tsx";
import { NoticeScreen } from "./Notice.tsx";
import { PapersScreen } from "./Papers.tsx";
import { ReachScreen } from "./Reach.tsx";
import { SignScreen } from "./Sign.tsx";
import { TeamScreen } from "./Team.tsx";
import "../../shared/observation.css";
import { words } from "./words.ts";

const ACTS = {
  notice: NoticeScreen,
  check: CheckScreen,
  ladder: LadderScreen,
  abnormal: AbnormalScreen,
  handle: HandleScreen,
  receive: ReceiveScreen,
  extend: ExtendScreen,
  papers: PapersScreen,
  sign: SignScreen,
  care: CareScreen,
  team: TeamScreen,
  household: HouseholdScreen,
  reach: ReachScreen,
  notes: NotesScreen,
  end: EndScreen,
} as const;
const isAct = (text: string): text is keyof typeof ACTS => Object.hasOwn(ACTS, text);

/** The section: the list of homes, one home, and what can be done there. */
export function Section({ rest }: { readonly rest: readonly string[] }) {
  const [first = "", second = ""] = rest;
  if (first === "") return <ListScreen />;
  if (first === "file") return <FileScreen taskId={second} />;
  if (first === "incoming") return <IncomingScreen />;
  if (first === "find") return <FindScreen />;
  if (first === "person") return <FilePersonScreen personId={second} />;
  return <OfHome id={first} act={second} />;
}

function OfHome({ id, act }: { readonly id: string; readonly act: string }) {
  const w = useWords(words);
  const home = useHome(id);
  if (home === null)
    return (
      <>
        <Bar title={w.title} back={paths.section("observation")} />
        <p className="empty">{w.gone}</p>
      </>
    );
  if (!isAct(act)) return <HomeScreen home={home} />;
  const Act = ACTS[act];
  return <Act home={home} />;
}
