import { useSuspenseQuery } from "@tanstack/react-query";
import { showClue } from "#capabilities/clues/contract.ts";
import { clueWords } from "../../field/clues/words.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Attachments, Course } from "../kit/record.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { ClueDeeds } from "./ClueDeeds.tsx";
import { words } from "./words.ts";

/** One clue: what happened, what is to be solved, who found it how grave, who was warned, who deals with it. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const names = useWords(clueWords);
  const { moment } = useFormat();
  const [county = "", id = ""] = location.parts;
  const { data: one } = useSuspenseQuery({ ...query(showClue, { county, id }), staleTime: 30_000 });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.clues()}>{word.back}</a>
        </p>
        <PageHead
          title={names.category[one.category]}
          lead={
            <span className="row">
              <Pill tone={one.closedAt === null ? "accent" : "plain"}>{names.state[one.state]}</Pill>
              {one.level !== null && <Pill>{names.level[one.level - 1]}</Pill>}
              {one.isOverdue && <Pill tone="bad">{word.late}</Pill>}
              <PlaceLine code={one.place} />
            </span>
          }
          actions={<ClueDeeds one={one} />}
        />
      </div>
      <div className="columns">
        <div className="page-stack">
          <Panel title={word.what}>
            <div className="stack">
              <p>{one.words}</p>
              <Facts>
                <Fact name={word.grievance}>{one.grievance}</Fact>
                <Fact name={word.reporter}>{one.reporterName ?? "—"}</Fact>
                <Fact name={word.owner}>{one.ownerName ?? "—"}</Fact>
                <Fact name={word.due}>{one.dueAt === null ? "—" : moment(one.dueAt)}</Fact>
                <Fact name={word.done}>{one.done ?? "—"}</Fact>
              </Facts>
            </div>
          </Panel>
          <Attachments of={one.attachments} title={word.attachments} photo={word.photo} voice={word.voice} />
          <Panel title={word.assessments}>
            <ul className="list-plain">
              {one.assessed.map((each) => (
                <li key={each.at}>
                  {`${each.byName ?? "—"} · ${word.impact} ${word.grade[each.impact - 1]} · ${word.likelihood} ${word.grade[each.likelihood - 1]} → ${names.level[each.level - 1]}`}
                  <p className="quiet">{each.reason}</p>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <div className="page-stack">
          {one.warned.length > 0 && (
            <Panel title={word.warned}>
              <ul className="list-plain">
                {one.warned.map((each) => (
                  <li key={each.desk}>
                    <PlaceLine code={each.desk} />
                    <p className="quiet">
                      {each.receivedAt === null ? word.notReceived : word.received(moment(each.receivedAt))}
                    </p>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel title={word.history}>
            <Course of={one.events} words={word.events} />
          </Panel>
        </div>
      </div>
    </div>
  );
}
