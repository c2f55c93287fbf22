import { useSuspenseQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { showService } from "#capabilities/services/contract.ts";
import { serviceWords } from "../../field/services/words.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Signed } from "../../shared/Signature.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Attachments, Course } from "../kit/record.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { Goods } from "./Goods.tsx";
import { words } from "./words.ts";

type Service = z.output<(typeof showService)["result"]>;

/** One request: what is needed and where, its supplies, who does it, its course. Opening it is on record. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const names = useWords(serviceWords);
  const [county = "", id = ""] = location.parts;
  const { data: one } = useSuspenseQuery({ ...query(showService, { county, id }), staleTime: 30_000 });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.services()}>{word.back}</a>
        </p>
        <PageHead
          title={names.kind[one.kind]}
          lead={
            <span className="row">
              <Pill tone={one.state === "CONFIRMED" ? "good" : "accent"}>{names.state[one.state]}</Pill>
              <PlaceLine code={one.place} />
            </span>
          }
        />
      </div>
      <div className="columns">
        <div className="page-stack">
          <Panel title={word.need}>
            <Need of={one} />
          </Panel>
          {one.goods !== undefined && (
            <Panel title={word.goods} side={<a href={paths.supplies()}>{word.toSupplies}</a>}>
              <Goods key={JSON.stringify(one.goods)} of={one} goods={one.goods} />
            </Panel>
          )}
          <Attachments of={one.attachments} title={word.attachments} photo={word.photo} voice={word.voice} />
          {one.signature !== null && (
            <Panel title={word.signature}>
              <Signed label={word.signature} path={one.signature} />
            </Panel>
          )}
        </div>
        <div className="page-stack">
          <Panel title={word.course}>
            <Course of={one.events} words={word.events} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Need({ of }: { readonly of: Service }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const { contact, takenBy } = of;
  const taker = takenBy?.is === "volunteer" ? word.volunteer(takenBy.name ?? "") : (takenBy?.name ?? word.nothing);
  return (
    <div className="stack">
      <p>{of.words}</p>
      <Facts>
        {contact !== null && (
          <>
            <Fact name={word.door}>{contact.door}</Fact>
            <Fact name={word.name}>{contact.name ?? word.nothing}</Fact>
            <Fact name={word.phone}>
              {contact.phone === null ? word.nothing : <a href={`tel:${contact.phone}`}>{contact.phone}</a>}
            </Fact>
          </>
        )}
        <Fact name={word.source}>{word.sources[of.source]}</Fact>
        <Fact name={word.contactless}>{of.isContactless ? word.yes : word.no}</Fact>
        <Fact name={word.mayVolunteer}>{of.mayVolunteer ? word.yes : word.no}</Fact>
        <Fact name={word.asked}>{moment(of.askedAt)}</Fact>
        <Fact name={word.due}>{moment(of.dueAt)}</Fact>
        <Fact name={word.taker}>{taker}</Fact>
        <Fact name={word.confirmed}>
          {of.confirmedAt === null || of.confirmedHow === null
            ? word.nothing
            : `${moment(of.confirmedAt)} · ${word.how[of.confirmedHow]}`}
        </Fact>
      </Facts>
    </div>
  );
}
