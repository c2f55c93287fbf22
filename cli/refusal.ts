/** A verb's refusal that the person at the keyboard can act on: one message, one exit code. */
export class Refusal extends Error {
  readonly exitCode: number;

  /** Exit codes: 1 the answer is no, 64 wrong words, 65 bad input data, 66 input missing, 69 a service is away, 78 bad setting. */
  constructor(message: string, exitCode: 1 | 64 | 65 | 66 | 69 | 78) {
    super(message);
    this.exitCode = exitCode;
  }
}
