import { ANSWERING_ROLES } from "#capabilities/safety/rules/alarm.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import type { PageProps } from "../shell/page.ts";
import { Alarms } from "./Alarms.tsx";
import { Equipment } from "./Equipment.tsx";
import { Figures } from "./Figures.tsx";
import { Lines } from "./Lines.tsx";
import { Rests } from "./Rests.tsx";
import { safetyWords } from "./words.ts";

/** Who is in need now, then how the workers fare: each role its own part of it. */
export function Page({ area }: PageProps) {
  const w = useWords(safetyWords);
  const { role } = useMe().post;
  const isOperator = role === "operator";
  return (
    <div className="page-stack">
      <PageHead title={w.title} lead={w.lead} />
      {ANSWERING_ROLES.some((one) => one === role) && (
        <Panel title={w.alarms}>
          <Alarms area={area} />
        </Panel>
      )}
      {role === "health-worker" && (
        <Panel title={w.rests} note={w.restsNote}>
          <Rests area={area} />
        </Panel>
      )}
      {(isOperator || role === "analyst" || role === "auditor") && (
        <Panel title={w.figures}>
          <Figures area={area} />
        </Panel>
      )}
      {isOperator && (
        <Panel title={w.equipment}>
          <Equipment area={area} />
        </Panel>
      )}
      {(isOperator || role === "analyst") && (
        <Panel title={w.lines} note={w.linesNote}>
          <Lines area={area} mayEnter={isOperator} />
        </Panel>
      )}
    </div>
  );
}
