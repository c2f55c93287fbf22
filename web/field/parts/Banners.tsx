import { goSignIn } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { countOf, RECORDS_ON_A_PHONE } from "../store/copy-rules.ts";
import { useLocal } from "../store/local.ts";
import { takeUpdate } from "../store/page.ts";
import { words } from "../words.ts";
import { vaultWords } from "../words-vault.ts";

/** What stands above every screen when something is not as usual: no storage, no network, no sign-in, half a copy. */
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
      <CopyBanner />
      <UpdateBanner />
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

/** Never "done" before it is: how much of the area has come, and as of when it was last whole. */
function CopyBanner() {
  const w = useWords(vaultWords);
  const { count, moment } = useFormat();
  const copy = useLocal(({ kept }) => kept.copy);
  const isFull = useLocal((local) => local.isStorageFull);
  const isTooMuch = useLocal(({ copies }) => countOf(copies) > RECORDS_ON_A_PHONE);
  if (isFull) return <p className="banner banner-refused">{w.storageFull}</p>;
  if (isTooMuch) return <p className="banner banner-refused">{w.tooMany(count(RECORDS_ON_A_PHONE))}</p>;
  if (copy === undefined || copy.isWhole !== false) return null;
  return (
    <p className="banner banner-offline">
      {w.copying(count(copy.done), count(copy.total))}
      {copy.wholeAt !== null && <span className="banner-age">{w.copyingWhole(moment(copy.wholeAt))}</span>}
    </p>
  );
}

function UpdateBanner() {
  const { update, updateNow } = useWords(vaultWords);
  const isReady = useLocal((local) => local.isUpdateReady);
  if (!isReady) return null;
  return (
    <p className="banner banner-offline">
      {update}
      <button type="button" className="button" onClick={() => void takeUpdate()}>
        {updateNow}
      </button>
    </p>
  );
}
