/**
 * A twin of zod that describes nothing: every property and every call gives the twin again. Contracts are evaluated
 * with it in the browser (vite.config.ts), where only their paths, methods and problems are read. Whoever needs the
 * values of a schema there (`options`, `parse`) must take them from kernel or rules instead.
 */
const silent: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (typeof name === "symbol" ? undefined : silent),
  apply: () => silent,
});

export const z = silent;
