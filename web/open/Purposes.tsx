import { useSuspenseQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { listPurposes, type Purpose as PurposeShape } from "#capabilities/purposes/contract.ts";
import { query } from "../shared/api.ts";
import { useFormat } from "../shared/format.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { words } from "./words.ts";

export function Purposes() {
  const { data } = useSuspenseQuery(query(listPurposes, {}));
  const { purposes, purposesLead } = useWords(words);
  return (
    <section aria-labelledby="purposes">
      <h2 id="purposes">{purposes}</h2>
      <p>{purposesLead}</p>
      <ul className="purposes">
        {data.purposes.map((purpose) => (
          <Line key={purpose.id} purpose={purpose} />
        ))}
      </ul>
    </section>
  );
}

type Purpose = z.output<typeof PurposeShape>;

function Line({ purpose }: { readonly purpose: Purpose }) {
  const { state, basis, data, keptFor, since, until, kinds } = useWords(words);
  const language = useLanguage();
  const format = useFormat();
  return (
    <li className={`purpose purpose-${purpose.state}`}>
      <h3>
        {language === "zh" ? purpose.titleZh : purpose.titleEn}{" "}
        <span className="purpose-state">{state[purpose.state]}</span>
      </h3>
      <dl>
        <dt>{basis}</dt>
        <dd lang="zh-CN">{purpose.legalBasis.map((one) => `《${one.title}》${one.article}`).join("、")}</dd>
        <dt>{data}</dt>
        <dd>
          {purpose.dataKinds.map((kind) => kinds[kind] ?? kind).join(language === "zh" ? "、" : ", ")}
          {language === "zh" ? "；" : "; "}
          {keptFor(purpose.retentionDays)}
        </dd>
      </dl>
      <p className="quiet">
        <code>{purpose.id}</code>
        {purpose.inForceFrom !== null && ` · ${since(format.day(purpose.inForceFrom.slice(0, 10)))}`}
        {purpose.endedAt !== null && ` · ${until(format.day(purpose.endedAt.slice(0, 10)))}`}
      </p>
    </li>
  );
}
