import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listCampaigns } from "#capabilities/campaigns/contract.ts";
import { type EXPORT_PURPOSES, exportList } from "#capabilities/reports/contract.ts";
import { addressOf, query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { words } from "./words.ts";

const LISTS = ["doors", "supplies", "answers", "campaign-doors"] as const;
type List = (typeof LISTS)[number];
const PURPOSES = ["check", "report", "plan", "archive"] as const satisfies typeof EXPORT_PURPOSES;
type Purpose = (typeof PURPOSES)[number];

/** Rows that are taken away: which, for what, and of which form or screening. */
export function ExportRows({ area }: { readonly area: string }) {
  const word = useWords(words);
  const [list, setList] = useState<List>("doors");
  const [purpose, setPurpose] = useState<Purpose>("check");
  const [form, setForm] = useState("");
  const [campaignId, setCampaign] = useState("");
  const campaigns = useQuery({ ...query(listCampaigns, { area }), enabled: list === "campaign-doors" }).data?.campaigns;
  const isWhole = list === "answers" ? form.trim() !== "" : list !== "campaign-doors" || campaignId !== "";
  const of = {
    area,
    list,
    purpose,
    ...(list === "answers" ? { form: form.trim() } : {}),
    ...(list === "campaign-doors" ? { campaignId } : {}),
  };
  return (
    <div className="filters">
      <label className="field">
        <span>{word.list}</span>
        <select
          className="input input-small"
          value={list}
          onChange={({ target }) => setList(LISTS.find((one) => one === target.value) ?? list)}
        >
          {LISTS.map((one) => (
            <option key={one} value={one}>
              {word.lists[one]}
            </option>
          ))}
        </select>
      </label>
      {list === "answers" && (
        <label className="field">
          <span>{word.formKey}</span>
          <input
            className="input input-small"
            maxLength={40}
            value={form}
            onChange={({ target }) => setForm(target.value)}
          />
        </label>
      )}
      {list === "campaign-doors" && (
        <label className="field">
          <span>{word.campaign}</span>
          <select className="input input-small" value={campaignId} onChange={({ target }) => setCampaign(target.value)}>
            <option value="" />
            {campaigns?.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        <span>{word.exportPurpose}</span>
        <select
          className="input input-small"
          value={purpose}
          onChange={({ target }) => setPurpose(PURPOSES.find((one) => one === target.value) ?? purpose)}
        >
          {PURPOSES.map((one) => (
            <option key={one} value={one}>
              {word.exportPurposes[one]}
            </option>
          ))}
        </select>
      </label>
      {isWhole && (
        <span className="row">
          <a href={addressOf(exportList, { ...of, format: "csv" })}>{word.csv}</a>
          <a href={addressOf(exportList, { ...of, format: "xlsx" })}>{word.xlsx}</a>
        </span>
      )}
    </div>
  );
}
