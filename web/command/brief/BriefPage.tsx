import { useSuspenseQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { type Brief, showBrief } from "#capabilities/brief/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Crumbs } from "../kit/place.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { CasesBelow, CaseTiles } from "./Cases.tsx";
import { WorkPanels } from "./Work.tsx";
import { words } from "./words.ts";

/** What the morning meeting is told: the text to read out, cases, days without a new one, work of the day. */
export function Page({ location, area }: PageProps) {
  const place = (location.parts[0] ?? area).slice(0, 12);
  const day = location.search.get("day") ?? platformToday();
  const { data } = useSuspenseQuery({ ...query(showBrief, { place, day }), refetchInterval: 60_000 });
  const word = useWords(words);
  const format = useFormat();
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={word.crumbs} href={(code) => paths.brief(code, day)} />
        <PageHead
          title={`${data.name} · ${word.title}`}
          lead={`${format.day(data.day)} ${format.weekday(data.day)}`}
          actions={
            <div className="filters no-print">
              <label className="field">
                <span>{word.day}</span>
                <input
                  className="input input-small"
                  type="date"
                  value={day}
                  onChange={({ target }) => setSearch({ day: target.value })}
                />
              </label>
              <Button onClick={() => print()}>{word.print}</Button>
            </div>
          }
        />
      </div>
      <CaseTiles line={data.cases.own} />
      <div className="columns">
        <div className="page-stack">
          <CasesBelow cases={data.cases} day={day} area={area} />
          <WorkPanels work={data.work} />
        </div>
        <BriefText brief={data} />
      </div>
    </div>
  );
}

function BriefText({ brief }: { readonly brief: Brief }) {
  const { text: title, copy, copied } = useWords(words);
  const { message } = App.useApp();
  const text = useLanguage() === "zh" ? brief.textZh : brief.textEn;
  const onCopy = async () => {
    await navigator.clipboard.writeText(text);
    void message.success(copied);
  };
  return (
    <Panel
      title={title}
      side={
        <Button size="small" className="no-print" onClick={() => void onCopy()}>
          {copy}
        </Button>
      }
    >
      <div className="brief-text">
        {text.split("\n").map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other name and never move.
          <p key={index}>{line}</p>
        ))}
      </div>
    </Panel>
  );
}
