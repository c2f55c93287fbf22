import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useSentence } from "../../shared/states.tsx";

type Options<Result> = {
  /** Said when it is done. */
  readonly done?: string;
  readonly onDone?: (result: Result) => void;
};

/**
 * Something that a page does: says when it is done, says why when it is refused, and lets every open query ask again,
 * since what was done may show anywhere.
 */
export function useAct<Input, Result>(act: (input: Input) => Promise<Result>, { done, onDone }: Options<Result> = {}) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const sentence = useSentence();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => {
      if (done !== undefined) void message.success(done);
      onDone?.(result);
    },
    onError: (error) => void message.error({ content: sentence(error), duration: 8 }),
    onSettled: () => queries.invalidateQueries(),
  });
}
