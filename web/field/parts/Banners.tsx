import { goSignIn } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useLocal } from "../store/local.ts";
import { words } from "../words.ts";

/** What stands above every screen when something is not as usual: no storage, no network, no sign-in. */
export function Banners() {
  const { noStorage, offline, asOf, signedOut, signIn } = useWords(words);
  const { moment } = useFormat();
  const isStorageBroken = useLocal((local) => local.isStorageBroken);
  const isReached = useLocal((local) => local.isReached);
  const isSignedOut = useLocal((local) => local.isSignedOut);
  const at = useLocal(({ kept }) =>
    kept.me === undefined ? null : (kept[`inbox/${kept.me.value.post.id}`]?.at ?? null),
  );
  return (
    <div className="banners" role="status">
      {isStorageBroken && <p className="banner banner-refused">{noStorage}</p>}
      {isReached === false && (
        <p className="banner banner-offline">
          {offline}
          {at !== null && <span className="banner-age">{asOf(moment(at))}</span>}
        </p>
      )}
      {isSignedOut && (
        <p className="banner banner-refused">
          {signedOut}
          <button type="button" className="button" onClick={goSignIn}>
            {signIn}
          </button>
        </p>
      )}
    </div>
  );
}
