/** A problem document (RFC 9457) as the pages see it: a code, the sentence in both languages, facts. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly requestId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, document: Readonly<Record<string, unknown>>) {
    const text = (name: string) => (typeof document[name] === "string" ? document[name] : "");
    super(text("code") || `http/${status}`);
    this.name = "Refusal";
    this.status = status;
    this.code = this.message;
    this.zh = text("title") || "系统没有给出回答，请稍后再试。";
    this.en = text("detail") || "The system gave no proper answer. Try again later.";
    this.requestId = text("requestId") || null;
    this.facts = document;
  }
}

/** The network gave no answer at all; nothing is known of whether the server heard us. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

export const isRefusal = (error: unknown, code?: string): error is Refusal =>
  error instanceof Refusal && (code === undefined || error.code === code);
