// Names of resources: readable, and the same whenever the same source is read.

/** Letters, digits and dashes of a name. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);

/** Makes names that differ: a second one of the same letters gets a number. */
export function nameMaker(): (wanted: string, fallback: string) => string {
  const taken = new Set<string>();
  return (wanted, fallback) => {
    const base = slug(wanted) || slug(fallback);
    let name = base;
    for (let next = 2; taken.has(name); next += 1) name = `${base}-${next}`;
    taken.add(name);
    return name;
  };
}
