/** Figures side by side: what each is called, and how much it is. */
export function Tiles({ of }: { readonly of: readonly (readonly [name: string, value: string])[] }) {
  return (
    <div className="tiles">
      {of.map(([name, value]) => (
        <div key={name} className="tile">
          <span className="tile-name">{name}</span>
          <span className="tile-value">{value}</span>
        </div>
      ))}
    </div>
  );
}
