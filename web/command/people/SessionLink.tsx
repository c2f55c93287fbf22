import { levelOf } from "#kernel/places.ts";
import { useMe } from "../../shared/me.ts";
import { paths } from "../shell/paths.ts";

/** A joint session belongs to the province: for posts of smaller areas its number is text, not a way there. */
export function SessionLink({ id, children }: { readonly id: string; readonly children: string }) {
  const { post } = useMe();
  return levelOf(post.area) === "province" ? <a href={paths.session(id)}>{children}</a> : <span>{children}</span>;
}
