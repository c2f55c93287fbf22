/** The terminal that this browser was registered as, and whose: kept by web/field, used at the sign-in. */
const KEY = "wangge-terminal";

export type KeptTerminal = { readonly terminalId: string; readonly username: string };

export function keptTerminal(): KeptTerminal | null {
  try {
    const [terminalId = "", username = ""] = (localStorage.getItem(KEY) ?? "").split(" ");
    return terminalId === "" || username === "" ? null : { terminalId, username };
  } catch {
    // A window without storage is no registered phone.
    return null;
  }
}

export function keepTerminal({ terminalId, username }: KeptTerminal): void {
  try {
    localStorage.setItem(KEY, `${terminalId} ${username}`);
  } catch {
    // Without storage the next sign-in is one of a browser, not of this terminal.
  }
}
