import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { endStaff, listStaff, recordTemperatures } from "#capabilities/enterprises/contract.ts";
import { ask, send } from "../shared/api.ts";
import { ColourMark } from "../shared/ColourMark.tsx";
import { useLanguage, useWords } from "../shared/language.ts";
import { Refused, Waiting } from "../shared/states.tsx";
import { Failed, Sure, useDeed } from "./parts.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

const ONLY = ["all", "held", "not-agreed"] as const;
type StaffDay = z.output<typeof listStaff.result>["staff"][number];

/** The day's list: may enter, colour and day of those who agreed; temperature at the gate. */
export function Staff({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const [only, setOnly] = useState<(typeof ONLY)[number]>("all");
  const enterpriseId = mine.enterprise.id;
  const pages = useInfiniteQuery({
    queryKey: [listStaff.path, enterpriseId, only],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      ask(listStaff, { enterpriseId, only, ...(pageParam === "" ? {} : { after: pageParam }) }, signal),
    getNextPageParam: (last) => last.after,
    // Each look is written into people's logs: it is not repeated because a window was touched.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: 60_000,
  });
  const measuring = useDeed((item: { staffId: string; isFit: boolean }) =>
    send(recordTemperatures, { enterpriseId }, { items: [item] }),
  );
  const ending = useDeed((staffId: string) => send(endStaff, { enterpriseId, staffId }));
  const staff = pages.data?.pages.flatMap((page) => page.staff) ?? [];
  return (
    <section className="card">
      <h2>{w.tabs.staff}</h2>
      <p className="quiet">{w.staffNote}</p>
      <p className="ent-row">
        {ONLY.map((one) => (
          <button
            key={one}
            type="button"
            className={one === only ? "ent-button ent-main" : "ent-button"}
            aria-pressed={one === only}
            onClick={() => setOnly(one)}
          >
            {w.only[one]}
          </button>
        ))}
      </p>
      <Failed of={measuring} />
      <Failed of={ending} />
      {pages.isPending && <Waiting />}
      {pages.error !== null && <Refused error={pages.error} />}
      {pages.isSuccess && staff.length === 0 && <p>{w.nobody}</p>}
      <ul className="ent-list">
        {staff.map((one) => (
          <Person
            key={one.id}
            one={one}
            isBusy={ending.isPending}
            onMeasure={(isFit) => measuring.mutate({ staffId: one.id, isFit })}
            onEnd={() => ending.mutate(one.id)}
          />
        ))}
      </ul>
      {pages.hasNextPage && (
        <button type="button" className="ent-button" onClick={() => void pages.fetchNextPage()}>
          {w.more}
        </button>
      )}
    </section>
  );
}

type PersonProps = {
  readonly one: StaffDay;
  readonly isBusy: boolean;
  readonly onMeasure: (isFit: boolean) => void;
  readonly onEnd: () => void;
};

function Person({ one, isBusy, onMeasure, onEnd }: PersonProps) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <li>
      <span>
        <strong>{one.name}</strong> <span className="quiet">{w.lastFour(one.lastFour)}</span>
        {one.dormitory !== null && <span className="quiet">{` · ${one.dormitory}`}</span>}
      </span>
      <span className="ent-row">
        {one.colour !== null && <ColourMark colour={one.colour} />}
        <span>{one.sentence[language]}</span>
      </span>
      <span className="ent-row">
        {one.fitSource !== "check-in" &&
          [true, false].map((isFit) => (
            <button
              key={String(isFit)}
              type="button"
              className={one.isFit === isFit ? "ent-button ent-main" : "ent-button"}
              aria-pressed={one.isFit === isFit}
              aria-label={`${one.name} ${isFit ? w.fit : w.unfit}`}
              onClick={() => onMeasure(isFit)}
            >
              {isFit ? w.fit : w.unfit}
            </button>
          ))}
        {one.fitSource === "check-in" && <span>{`${one.isFit ? w.fit : w.unfit} · ${w.fitBy["check-in"]}`}</span>}
        <Sure label={w.removeStaff} of={one.name} isBusy={isBusy} onSure={onEnd} />
      </span>
    </li>
  );
}
