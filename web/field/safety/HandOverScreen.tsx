import { useQuery } from "@tanstack/react-query";
import { showHandOver } from "#capabilities/safety/contract.ts";
import { SERVICES } from "#capabilities/visits/rules/answers.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { usePlaceName } from "../parts/place.ts";
import { shortOf } from "../parts/short.ts";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { reportWords } from "../words-report.ts";
import { safetyWords } from "./words.ts";

/** For whoever takes over: on the screen, or on paper. */
export function HandOverScreen() {
  const w = useWords(safetyWords);
  const postId = useLocal(({ kept }) => kept.me?.value.post.id ?? "");
  const { moment } = useFormat();
  const { service } = useWords(reportWords);
  const { data } = useQuery({ ...query(showHandOver, { postId }), enabled: postId !== "", retry: false });
  const reasons: Readonly<Record<string, string>> = useWords(sharedSafetyWords).because;
  return (
    <>
      <Bar title={w.handOver} back={paths.section("safety")} />
      <p className="quiet pad">{w.handOverLead}</p>
      {data === undefined ? (
        <p className="empty">{w.online}</p>
      ) : (
        <>
          <p className="pad">{`${data.worker} · ${moment(data.now)}`}</p>
          <Part
            title={w.open}
            lines={data.open.map((one) => ({
              id: one.taskId,
              place: one.place,
              text: [w.number(shortOf(one.taskId)), w.due(moment(one.dueAt)), w.tries(one.tries), one.holder]
                .filter(Boolean)
                .join(" · "),
            }))}
          />
          <Part
            title={w.promised}
            lines={data.promised.map((one) => ({
              id: `${one.place} ${one.service} ${one.askedAt}`,
              place: one.place,
              text: `${service[SERVICES.find((name) => name === one.service) ?? "other"]} · ${moment(one.askedAt)}`,
            }))}
          />
          <Part
            title={w.careful}
            lines={data.careful.map((one) => ({
              id: one.at,
              place: one.place,
              text: `${reasons[one.because] ?? w.alarmKind} · ${moment(one.at)}`,
            }))}
          />
          <div className="dock no-print">
            <button type="button" className="button button-main" onClick={() => window.print()}>
              {w.print}
            </button>
          </div>
        </>
      )}
    </>
  );
}

type Line = { readonly id: string; readonly place: string; readonly text: string };

function Part({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  const { nothing } = useWords(safetyWords);
  return (
    <section className="panel" aria-label={title}>
      <h2>{`${title}（${lines.length}）`}</h2>
      {lines.length === 0 && <p className="quiet">{nothing}</p>}
      <ul className="contacts">
        {lines.map(({ id, place, text }) => (
          <li key={id}>
            <strong>{text}</strong>
            <Where code={place} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Where({ code }: { readonly code: string }) {
  return <span>{usePlaceName(code)}</span>;
}
