import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { z } from "zod";
import { type Me, signIn, switchPost } from "#capabilities/workers/contract.ts";
import { send } from "../shared/api.ts";
import { LanguageSwitch } from "../shared/LanguageSwitch.tsx";
import { useWords } from "../shared/language.ts";
import { homeOf } from "../shared/me.ts";
import { useSentence } from "../shared/states.tsx";
import { keptTerminal } from "../shared/terminal.ts";
import { words as common } from "../shared/words.ts";
import "./sign-in.css";
import { words } from "./words.ts";

type Who = z.output<typeof Me>;

/** Where the page was asked for before signing in, when the post may go there; else the home of its role. */
function nextOf(role: string): string {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  return next.startsWith(homeOf(role)) ? next : homeOf(role);
}

/** A registered phone signs its own worker in as itself; anybody else signs in as in any browser. */
function thisTerminal(username: string): { readonly terminalId?: string } {
  const kept = keptTerminal();
  return kept?.username === username.trim().toLowerCase() ? { terminalId: kept.terminalId } : {};
}

export function SignInPage() {
  const { title, heading, lead, loop, forgot, activate, others, entrances } = useWords(words);
  const { product, tagline } = useWords(common);
  const entering = useMutation({
    mutationFn: (of: { username: string; password: string }) =>
      send(signIn, {}, { ...of, ...thisTerminal(of.username) }),
    onSuccess: (who) => {
      if (who.posts.length === 0) location.assign(nextOf(who.post.role));
    },
  });
  return (
    <main className="sign-in">
      <title>{title}</title>
      <section className="sign-in-story" aria-label={product}>
        <p className="sign-in-brand">
          <img src="/mark.svg" alt="" width="36" height="36" />
          <span>{product}</span>
        </p>
        <p className="sign-in-lead">{lead}</p>
        <ol className="sign-in-loop">
          {loop.map(([name, text]) => (
            <li key={name}>
              <strong>{name}</strong>
              <span>{text}</span>
            </li>
          ))}
        </ol>
        <p className="sign-in-tagline">{tagline}</p>
      </section>
      <section className="sign-in-form">
        <div className="sign-in-language">
          <LanguageSwitch />
        </div>
        <h1>{heading}</h1>
        {entering.data && entering.data.posts.length > 0 ? (
          <ChoosePost who={entering.data} />
        ) : (
          <PasswordForm
            enter={entering.mutate}
            isBusy={entering.isPending || entering.isSuccess}
            error={entering.error}
          />
        )}
        <p className="quiet">{forgot}</p>
        <p>
          <a href="/field/#/activate">{activate}</a>
        </p>
        <nav className="others" aria-label={others}>
          {ENTRANCES.map((name) => (
            <a key={name} href={`/${name}/`}>
              {entrances[name]}
            </a>
          ))}
        </nav>
      </section>
    </main>
  );
}

/** Those who are not staff have entrances of their own. */
const ENTRANCES = ["resident", "enterprise", "open"] as const;

type FormProps = {
  readonly enter: (of: { username: string; password: string }) => void;
  readonly isBusy: boolean;
  readonly error: unknown;
};

function PasswordForm({ enter, isBusy, error }: FormProps) {
  const { username, password, submit, submitting } = useWords(words);
  const sentence = useSentence();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    enter({ username: String(form.get("username")), password: String(form.get("password")) });
  };
  return (
    <form onSubmit={onSubmit}>
      <label className="field">
        <span>{username}</span>
        <input
          className="input"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          required
          maxLength={60}
        />
      </label>
      <label className="field">
        <span>{password}</span>
        <input
          className="input"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
        />
      </label>
      {error !== null && (
        <p className="notice notice-refused" role="alert">
          {sentence(error)}
        </p>
      )}
      <button type="submit" className="button button-main" disabled={isBusy}>
        {isBusy ? submitting : submit}
      </button>
    </form>
  );
}

/** An account with several posts says which one acts: rights follow the post, not the person. */
function ChoosePost({ who }: { readonly who: Who }) {
  const { choosePost } = useWords(words);
  const { role, department } = useWords(common);
  const sentence = useSentence();
  const choosing = useMutation({
    mutationFn: async (post: Who["post"]) => {
      if (post.id !== who.post.id) await send(switchPost, {}, { postId: post.id });
      location.assign(nextOf(post.role));
    },
  });
  return (
    <div className="sign-in-posts">
      <p>{choosePost}</p>
      {choosing.isError && (
        <p className="notice notice-refused" role="alert">
          {sentence(choosing.error)}
        </p>
      )}
      {[who.post, ...who.posts].map((post) => (
        <button key={post.id} type="button" className="button sign-in-post" onClick={() => choosing.mutate(post)}>
          <strong>
            {role[post.role]}
            {post.department !== null && ` · ${department[post.department]}`}
          </strong>
          <span className="quiet">{`${post.areaName} · ${post.organisation}`}</span>
        </button>
      ))}
    </div>
  );
}
