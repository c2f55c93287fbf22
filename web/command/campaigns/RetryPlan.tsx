import { useSuspenseQuery } from "@tanstack/react-query";
import { retryPlan } from "#capabilities/campaigns/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words } from "./words.ts";

/** What is left to do at doors that were tried, by day and time of day. */
export function RetryPlan({ campaignId, place }: { readonly campaignId: string; readonly place: string }) {
  const w = useWords(words);
  const { count, shortDay } = useFormat();
  const { data } = useSuspenseQuery({ ...query(retryPlan, { campaignId, area: place }), refetchInterval: 30_000 });
  if (data.total === 0) return <p>{w.planNone}</p>;
  const whenOf = ({ on, window }: (typeof data.slots)[number]) =>
    on === null ? w.anyTime : `${shortDay(on)} ${window === null ? "" : (w.window[window] ?? w.agreed)}`;
  return (
    <>
      <p>{w.planLead(count(data.total))}</p>
      {data.slots.map((slot) => (
        <details key={`${slot.step} ${slot.on} ${slot.window}`}>
          <summary>{`${whenOf(slot)} · ${w.step[slot.step]} · ${count(slot.total)}`}</summary>
          <ol className="campaign-plan">
            {slot.doors.map(({ campaignDoorId, name }) => (
              <li key={campaignDoorId}>{name}</li>
            ))}
          </ol>
        </details>
      ))}
    </>
  );
}
