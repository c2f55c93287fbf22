import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown, Tooltip } from "antd";
import { useSyncExternalStore } from "react";
import { signOut, switchPost } from "#capabilities/workers/contract.ts";
import { isoInstant } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useWords } from "../../shared/language.ts";
import { homeOf, platformNow, useMe } from "../../shared/me.ts";
import { words as common } from "../../shared/words.ts";
import { words } from "./words.ts";

const everySecond = (listener: () => void) => {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
};

/** The platform's time, to the minute: it is what the figures go by, and in the demo not the wall clock's. */
function Clock() {
  const minute = useSyncExternalStore(everySecond, () => Math.floor(platformNow() / 60_000));
  const { moment } = useFormat();
  const iso = new Date(minute * 60_000).toISOString();
  return (
    <time dateTime={iso} className="quiet" title={isoInstant(platformNow())}>
      {moment(iso)}
    </time>
  );
}

export function TopBar() {
  const { demo, demoHint } = useWords(words);
  const { role, department, signOut: signOutWord } = useWords(common);
  const { displayName, post, isDemo } = useMe();
  const queries = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => send(signOut, {}),
    onSettled: () => {
      queries.clear();
      location.assign("/");
    },
  });
  return (
    <header className="top">
      <p className="top-post">
        <strong>{post.areaName}</strong>
        <span>
          {role[post.role]}
          {post.department !== null && ` · ${department[post.department]}`}
        </span>
      </p>
      {isDemo && (
        <Tooltip title={demoHint}>
          <span className="top-demo">{demo}</span>
        </Tooltip>
      )}
      <div className="top-side">
        <Clock />
        <LanguageSwitch />
        <PostSwitch />
        <span>{displayName}</span>
        <Button type="text" onClick={() => leaving.mutate()} loading={leaving.isPending}>
          {signOutWord}
        </Button>
      </div>
    </header>
  );
}

/** Rights follow the post: whoever holds several says which one acts. */
function PostSwitch() {
  const { switchPost: switchWord } = useWords(words);
  const { role } = useWords(common);
  const { posts } = useMe();
  const queries = useQueryClient();
  const switching = useMutation({
    mutationFn: (postId: string) => send(switchPost, {}, { postId }),
    onSuccess: ({ post }) => {
      queries.clear();
      location.assign(homeOf(post.role));
      location.reload();
    },
  });
  if (posts.length === 0) return null;
  const items = posts.map((post) => ({ key: post.id, label: `${role[post.role]} · ${post.areaName}` }));
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => switching.mutate(key) }} trigger={["click"]}>
      <Button type="text" loading={switching.isPending}>
        {switchWord}
      </Button>
    </Dropdown>
  );
}
