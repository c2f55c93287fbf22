/**
 * A twin of zod that describes nothing: every property and every call gives the twin again. The schemas of capabilities
 * are evaluated with it in the browser (vite.config.ts), where only paths, methods and problems of routes are read.
 * Whoever needs the values of a schema there (`options`, `parse`) takes them from a constant of kernel or rules.
 */
const silent: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (typeof name === "symbol" ? undefined : silent),
  apply: () => silent,
});

export const z = silent;
