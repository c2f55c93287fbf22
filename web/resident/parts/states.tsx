/** What a screen shows when it has nothing to show, and what went wrong, in words. */
import { Component, type ReactNode, Suspense, useRef, useState } from "react";
import { useLanguage, useWords } from "../../shared/language.ts";
import { isRefusal, Unreachable } from "../../shared/refusal.ts";
import { words } from "../words.ts";

export function Waiting() {
  const { waiting } = useWords(words);
  return (
    <p className="state" role="status">
      <span className="state-dot" aria-hidden="true" />
      {waiting}
    </p>
  );
}

/** The sentence of an error in the reader's language. */
export function useSentence(): (error: unknown) => string {
  const language = useLanguage();
  const { notReached, partBroken } = useWords(words);
  return (error) => {
    if (error instanceof Unreachable) return notReached;
    return isRefusal(error) ? error[language] : partBroken;
  };
}

export function Refused({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const { refused, tryAgain, code } = useWords(words);
  const sentence = useSentence();
  if (error === null || error === undefined) return null;
  return (
    <div className="notice notice-refused" role="alert">
      <strong>{refused}</strong>
      <p>{sentence(error)}</p>
      {isRefusal(error) && <p className="quiet">{code(error.code)}</p>}
      {again && (
        <button type="button" className="button" onClick={again}>
          {tryAgain}
        </button>
      )}
    </div>
  );
}

type AnsweredProps = {
  readonly of: { readonly data: unknown; readonly error: unknown; readonly again: () => Promise<void> };
};

/** While nothing is known of an answer: waiting, or why not. What is known is shown by the screen, whatever the network. */
export function Missing({ of }: AnsweredProps) {
  const { notReachedEmpty } = useWords(words);
  if (of.data !== null) return isRefusal(of.error) && of.error.status < 500 ? <Refused error={of.error} /> : null;
  if (of.error === null) return <Waiting />;
  if (of.error instanceof Unreachable) {
    return (
      <p className="notice" role="status">
        {notReachedEmpty}
      </p>
    );
  }
  return <Refused error={of.error} again={() => void of.again()} />;
}

/** Something that is done by a button: runs once at a time, and remembers why it did not work. */
export function useDeed<A extends readonly unknown[]>(deed: (...given: A) => Promise<unknown>) {
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
  const isRunning = useRef(false);
  const run = async (...given: A): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ isBusy: true, error: null });
    try {
      await deed(...given);
      setState({ isBusy: false, error: null });
    } catch (error) {
      setState({ isBusy: false, error });
    } finally {
      isRunning.current = false;
    }
  };
  return { ...state, run: (...given: A) => void run(...given), clear: () => setState({ isBusy: false, error: null }) };
}

type GuardProps = { readonly children: ReactNode; readonly fallback: (error: unknown, again: () => void) => ReactNode };

/** React catches what a screen throws only in a class. */
class Guard extends Component<GuardProps, { readonly error: unknown }> {
  override state = { error: null as unknown };
  static getDerivedStateFromError = (error: unknown) => ({ error });
  override render() {
    if (this.state.error === null) return this.props.children;
    return this.props.fallback(this.state.error, () => this.setState({ error: null }));
  }
}

/** A screen that is loaded when needed, and fails without the rest. */
export function Part({ children, of }: { readonly children: ReactNode; readonly of: string }) {
  const { product } = useWords(words);
  return (
    <Guard
      key={of}
      fallback={(error, again) => (
        <main>
          <Refused error={error} again={again} />
        </main>
      )}
    >
      <Suspense
        fallback={
          <>
            <header className="bar">
              <h1>{product}</h1>
            </header>
            <main>
              <Waiting />
            </main>
          </>
        }
      >
        {children}
      </Suspense>
    </Guard>
  );
}
