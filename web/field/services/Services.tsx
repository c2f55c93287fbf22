import { askService } from "#capabilities/services/contract.ts";
import { isOpen } from "#capabilities/services/rules/states.ts";
import { isoInstant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { GoodsLines, isWaitingForGoods, type Lines } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { supplyWords } from "../../shared/supply-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { OnTheWay } from "../parts/OnTheWay.tsx";
import { usePlaceName } from "../parts/place.ts";
import { paths } from "../paths.ts";
import { useGiven } from "../store/give.ts";
import { useWaiting } from "../store/steps.ts";
import { attachWords } from "../words-attach.ts";
import { useServices } from "./here.ts";
import { NewService } from "./NewService.tsx";
import type { ServiceView } from "./overlay.ts";
import { ServiceSteps } from "./ServiceSteps.tsx";
import { serviceWords } from "./words.ts";

type Line = readonly [string, ServiceView];
export const HOME = paths.section("services");

/** Help at home: what is in my hands, what waits to be taken, writing down a request; all without a network. */
export function Services({ rest: [first] }: { readonly rest: readonly string[] }) {
  if (first === "new") return <NewService />;
  return first === undefined ? <ServiceList /> : <OneService id={first} />;
}

function ServiceList() {
  const w = useWords(serviceWords);
  const { refusedHere } = useWords(attachWords);
  const refused = useGiven(askService).filter(({ refusal }) => refusal !== null);
  const all: Line[] = [...useServices()].sort(([, a], [, b]) => (a.dueAt < b.dueAt ? -1 : 1));
  const of = (keep: (one: ServiceView) => boolean) => all.filter(([, one]) => keep(one));
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      {all.length + refused.length === 0 && <p className="empty">{w.none}</p>}
      <Cards title={w.mine} lines={of((one) => one.isTakenByMe && one.state === "TAKEN")} />
      <Cards title={w.open} lines={of((one) => one.state === "REQUESTED")} />
      {refused.length > 0 && (
        <ul className="cards">
          {refused.map(({ id, body }) => (
            <li key={id} className="card card-done">
              <div className="card-link">
                <div className="card-main">{w.kind[body.kind]}</div>
                <div className="card-foot">{refusedHere}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Cards title={w.unconfirmed} lines={of((one) => one.state === "DELIVERED")} />
      <Cards title={w.ended} lines={of((one) => !isOpen(one.state))} />
      <div className="dock">
        <a className="button button-main" href={paths.section("services", "new")}>
          {w.add}
        </a>
      </div>
    </>
  );
}

function Cards({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  const w = useWords(serviceWords);
  const { time } = useFormat();
  const { onItsWay } = useWords(attachWords);
  const waits = useWaiting();
  if (lines.length === 0) return null;
  const now = isoInstant(platformNow());
  return (
    <section aria-label={title}>
      <h2 className="list-title">{title}</h2>
      <ul className="cards">
        {lines.map(([id, one]) => {
          const isLate = (one.state === "REQUESTED" || one.state === "TAKEN") && one.dueAt <= now;
          return (
            <li key={id} className="card">
              <a className="card-link" href={paths.section("services", id)}>
                <div className="card-main">
                  {w.kind[one.kind]}
                  <span className="chevron" aria-hidden="true" />
                </div>
                {one.words !== null && <div>{one.words}</div>}
                <div className="card-foot">
                  <span>{w.state[one.state]}</span>
                  {waits("requestId", id) && <span>{onItsWay}</span>}
                  {isOpen(one.state) && one.goods !== undefined && (
                    <span>{isWaitingForGoods(one.goods) ? w.goodsWaiting : w.goodsReady}</span>
                  )}
                  {isOpen(one.state) && (
                    <span className={isLate ? "due due-over" : "due"}>
                      {isLate ? w.late : w.dueBy(time(one.dueAt))}
                    </span>
                  )}
                </div>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function OneService({ id }: { readonly id: string }) {
  const w = useWords(serviceWords);
  const { time } = useFormat();
  const one = useServices().get(id);
  const place = usePlaceName(one?.place ?? "");
  if (one === undefined)
    return (
      <>
        <Bar title={w.title} back={HOME} />
        <p className="empty">{w.gone}</p>
      </>
    );
  const taker = one.takenBy?.is === "volunteer" ? w.volunteer(one.takenBy.name ?? "") : (one.takenBy?.name ?? null);
  return (
    <>
      <Bar title={w.kind[one.kind]} back={HOME} />
      <section className="pad">
        <p>
          <strong>{w.state[one.state]}</strong>
          {taker !== null && ` · ${w.takenBy(taker)}`}
        </p>
        <p className="quiet">{`${place} · ${w.dueBy(time(one.dueAt))}`}</p>
        {one.words !== null && <p>{one.words}</p>}
        {one.goods !== undefined && <Supplies goods={one.goods} isOpen={isOpen(one.state)} />}
        {one.isContactless && <p>{w.contactless}</p>}
        {one.contact !== null && (
          <>
            <p>
              <strong>{one.contact.door}</strong>
              {one.contact.name !== null && ` · ${one.contact.name}`}
            </p>
            {one.contact.phone !== null && (
              <a className="button" href={`tel:${one.contact.phone}`}>
                {w.call}
              </a>
            )}
          </>
        )}
      </section>
      <OnTheWay field="requestId" id={id} />
      <ServiceSteps id={id} service={one} />
    </>
  );
}

/** What to fetch, and where. */
function Supplies({ goods, isOpen: isStill }: { readonly goods: Lines; readonly isOpen: boolean }) {
  const w = useWords(supplyWords);
  const from = goods.find(({ fromPlace }) => fromPlace !== null)?.fromPlace ?? "";
  const place = usePlaceName(from);
  return (
    <>
      <GoodsLines goods={goods} />
      {isStill && from !== "" && <p>{w.fetchFrom(place)}</p>}
    </>
  );
}
