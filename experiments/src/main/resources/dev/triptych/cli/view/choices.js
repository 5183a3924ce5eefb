/* ---- What there is to choose from. ---- */

/** Every head by a name of its own: the plain faces, then portraits and the styles of models. */
function choices() {
  const all = [];
  const persons = new Set();
  for (const exhibit of data.exhibits) {
    if (exhibit.person && !persons.has(exhibit.person)) {
      persons.add(exhibit.person);
      all.push({ group: "Plain faces", title: data.exhibits.length > 1 && exhibit.styles.length ? `plain face, ${title(exhibit)}` : "plain face", exhibit, plain: 1, from: 0 });
    }
  }
  if (persons.size > 1) all.filter((c) => !c.exhibit.styles.length).forEach((c) => (c.title = `plain face, ${c.exhibit.seeds}`));
  for (const exhibit of data.exhibits) {
    if (exhibit.styles.length) {
      exhibit.styles.forEach((style, from) => all.push({ group: title(exhibit), title: style, exhibit, plain: 0, from }));
    } else {
      all.push({ group: "Portraits", title: title(exhibit), exhibit, plain: 0, from: 0 });
    }
  }
  return all;
}

/** As much as tells it from the others. */
function title(exhibit) {
  const differ = (key) => data.exhibits.some((other) => other[key] !== exhibit[key]);
  const parts = [exhibit.styles.length ? `one model, ${exhibit.variant}` : exhibit.style];
  if (!exhibit.styles.length && differ("variant")) parts.push(exhibit.variant);
  if (differ("seeds")) parts.push(exhibit.seeds);
  return parts.join(", ");
}

/** The first to be shown: three styles, or two with their mix between them. */
function first() {
  const portraits = all.filter((choice) => !choice.plain);
  const model = portraits.find((choice) => choice.exhibit.styles.length > 1);
  if (model) {
    const [one, other] = portraits.filter((choice) => choice.exhibit === model.exhibit);
    return [{ choice: one }, { choice: one, to: other.from, share: 50 }, { choice: other }];
  }
  const styles = new Set();
  const shown = portraits.filter(({ exhibit }) => !styles.has(exhibit.style) && styles.add(exhibit.style));
  const rest = portraits.filter((choice) => !shown.includes(choice));
  return [...shown, ...rest].slice(0, 3).map((choice) => ({ choice }));
}
