/** What a screen shows when it has nothing to show: waiting, nothing yet, refused, offline. */
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, type ReactNode, Suspense } from "react";
import { useLanguage, useWords } from "./language.ts";
import { isRefusal, Unreachable } from "./refusal.ts";
import { words } from "./words.ts";

export function Waiting() {
  const { waiting } = useWords(words);
  return (
    <p className="state" role="status">
      <span className="state-dot" aria-hidden="true" />
      {waiting}
    </p>
  );
}

export function Nothing({ children }: { readonly children?: ReactNode }) {
  const { nothing } = useWords(words);
  return <p className="state state-nothing">{children ?? nothing}</p>;
}

/** The sentence of an error in the reader's language; a fault of the page itself says its message. */
export function useSentence(): (error: unknown) => string {
  const language = useLanguage();
  const { offline } = useWords(words);
  return (error) => {
    if (error instanceof Unreachable) return offline;
    if (isRefusal(error)) return error[language];
    return error instanceof Error ? error.message : String(error);
  };
}

type RefusedProps = {
  readonly error: unknown;
  readonly again?: () => void;
  /** It is all that the page shows: then its title is the page's heading. */
  readonly isPage?: boolean;
};

/** A refusal as people need it: the sentence, the code to quote, and a way on. */
export function Refused({ error, again, isPage = false }: RefusedProps) {
  const { refused, tryAgain, code, requestId } = useWords(words);
  const sentence = useSentence();
  return (
    <div className="notice notice-refused" role="alert">
      {isPage ? <h1>{refused}</h1> : <strong>{refused}</strong>}
      <p>{sentence(error)}</p>
      {isRefusal(error) && (
        <p className="quiet">
          {code(error.code)}
          {error.status >= 500 && error.requestId !== null && <span>{` · ${requestId(error.requestId)}`}</span>}
        </p>
      )}
      {again && (
        <button type="button" className="button" onClick={again}>
          {tryAgain}
        </button>
      )}
    </div>
  );
}

type GuardProps = { readonly children: ReactNode; readonly reset: () => void; readonly isPage: boolean };

/** React catches what a screen throws only in a class. */
class Guard extends Component<GuardProps, { readonly error: unknown }> {
  override state = { error: null as unknown };
  static getDerivedStateFromError = (error: unknown) => ({ error });
  override render() {
    if (this.state.error === null) return this.props.children;
    const again = () => {
      this.props.reset();
      this.setState({ error: null });
    };
    return <Refused error={this.state.error} again={again} isPage={this.props.isPage} />;
  }
}

type PartProps = { readonly children: ReactNode; readonly of?: string; readonly isPage?: boolean };

/** A part of a page that waits and fails by itself, without the rest; a new `of` starts it afresh. */
export function Part({ children, of = "", isPage = false }: PartProps) {
  const { reset } = useQueryErrorResetBoundary();
  return (
    <Guard key={of} reset={reset} isPage={isPage}>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </Guard>
  );
}
