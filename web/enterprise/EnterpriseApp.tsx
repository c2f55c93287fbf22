import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { confirmManager, myEnterprises } from "#capabilities/enterprises/contract.ts";
import { signInThenBack } from "../resident/next.ts";
import { query, send } from "../shared/api.ts";
import { LanguageSwitch } from "../shared/LanguageSwitch.tsx";
import { useWords } from "../shared/language.ts";
import { isRefusal } from "../shared/refusal.ts";
import { Part, Refused, Waiting } from "../shared/states.tsx";
import { Employers } from "./Employers.tsx";
import { EnterprisePage } from "./EnterprisePage.tsx";
import { Failed, useDeed } from "./parts.tsx";
import { Register } from "./Register.tsx";
import { words } from "./words.ts";

const subscribe = (listener: () => void) => {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
};

export function EnterpriseApp() {
  const w = useWords(words);
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const parts = hash.replace(/^#\/?/, "").split("/");
  return (
    <div className="ent">
      <title>{w.title}</title>
      <header className="ent-top">
        <a href="#/">{w.title}</a>
        <LanguageSwitch />
      </header>
      <main>
        <Door hash={hash}>
          <Part of={hash}>
            <Screen parts={parts} />
          </Part>
        </Door>
      </main>
    </div>
  );
}

/** Whoever is not signed in is shown the way, and comes back here. */
function Door({ children, hash }: { readonly children: React.ReactNode; readonly hash: string }) {
  const w = useWords(words);
  const { data, error, refetch } = useQuery(query(myEnterprises, {}));
  if (data !== undefined) return children;
  if (error === null) return <Waiting />;
  if (!isRefusal(error, "common/not-signed-in")) return <Refused error={error} again={() => void refetch()} isPage />;
  return (
    <section className="card">
      <h1>{w.title}</h1>
      <p>{w.signIn}</p>
      <p className="ent-row">
        <a className="ent-button ent-main" href={signInThenBack(`/enterprise/${hash}`)}>
          {w.goSignIn}
        </a>
      </p>
    </section>
  );
}

function Screen({ parts }: { readonly parts: readonly string[] }) {
  const [first = "", second = "", third = ""] = parts;
  if (first === "register") return <Register />;
  if (first === "employers") return <Employers />;
  if (first === "e" && second !== "") return <EnterprisePage id={second} tab={third} />;
  return <Mine />;
}

function Mine() {
  const w = useWords(words);
  const { data } = useSuspenseQuery(query(myEnterprises, {}));
  const answering = useDeed((input: { enterpriseId: string; accepts: boolean }) =>
    send(confirmManager, { enterpriseId: input.enterpriseId }, { accepts: input.accepts }),
  );
  return (
    <>
      <h1>{w.mine}</h1>
      <Failed of={answering} />
      {data.invitations.map((one) => (
        <section key={one.enterpriseId} className="card">
          <p>{w.invitation(one.name)}</p>
          <p className="ent-row">
            {[true, false].map((accepts) => (
              <button
                key={String(accepts)}
                type="button"
                className={accepts ? "ent-button ent-main" : "ent-button"}
                onClick={() => answering.mutate({ enterpriseId: one.enterpriseId, accepts })}
              >
                {accepts ? w.accept : w.decline}
              </button>
            ))}
          </p>
        </section>
      ))}
      <section className="card">
        {data.enterprises.length === 0 && <p>{w.none}</p>}
        <ul className="ent-list">
          {data.enterprises.map((one) => (
            <li key={one.id}>
              <a href={`#/e/${one.id}/status`}>{one.name}</a>
              <span className="quiet">{one.placeName}</span>
              <span className="ent-state">{one.state === null ? w.noApplication : w.states[one.state]}</span>
            </li>
          ))}
        </ul>
      </section>
      <p className="ent-row">
        <a className="ent-button ent-main" href="#/register">
          {w.register}
        </a>
        <a className="ent-button" href="#/employers">
          {w.employers}
        </a>
      </p>
    </>
  );
}
