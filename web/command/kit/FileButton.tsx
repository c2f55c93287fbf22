type Props = {
  readonly word: string;
  readonly accept: string;
  readonly isBusy?: boolean;
  readonly onFile: (file: File) => void;
};

/** Chooses one file. The browser's own button speaks the system's language: ours stands for it. */
export function FileButton({ word, accept, isBusy = false, onFile }: Props) {
  return (
    <label className="file-button">
      <input
        type="file"
        className="visually-hidden"
        accept={accept}
        disabled={isBusy}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // Emptied, so that the same file can be chosen again after it was corrected.
          target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
      <span>{word}</span>
    </label>
  );
}
