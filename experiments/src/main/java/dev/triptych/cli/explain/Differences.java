package dev.triptych.cli.explain;

import dev.triptych.cli.explain.Inputs.Leaf;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.workflows.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells in what two requests differ, and follows other results to the steps that made them. */
final class Differences {
  private static final int DEEPEST = 8; // stages stand behind one another
  private static final int FOLLOWED = 128; // results of one input: the views of a usual dataset

  private final KeptCatalog catalog;
  private final Map<List<KeptCatalog.Name>, List<Difference>> known = new HashMap<>();

  Differences(KeptCatalog catalog) {
    this.catalog = catalog;
  }

  List<Difference> between(KeptStage before, KeptStage now) {
    return between(before, now, DEEPEST);
  }

  /** Two results, one in place of the other. */
  private record Exchange(String before, String now) {}

  private List<Difference> between(KeptStage before, KeptStage now, int depth) {
    Map<String, Leaf> old = Inputs.of(before).leaves();
    Map<String, Leaf> fresh = Inputs.of(now).leaves();
    Set<String> paths = new LinkedHashSet<>(fresh.keySet());
    paths.addAll(old.keySet());
    List<Difference> settings = new ArrayList<>();
    Map<String, List<Exchange>> artefacts = new LinkedHashMap<>();
    for (String path : paths) {
      Leaf was = old.get(path);
      Leaf is = fresh.get(path);
      String pattern = path.replaceAll("\\[[0-9]+]", "[]");
      if (was == null || is == null || was.sha256() == null || is.sha256() == null) {
        if (is == null || !is.equals(was)) {
          settings.add(setting(now.stage(), pattern, was, is));
        }
      } else if (!was.equals(is)) {
        artefacts
            .computeIfAbsent(pattern, p -> new ArrayList<>())
            .add(new Exchange(was.sha256(), is.sha256()));
      }
    }
    List<Difference> all = new ArrayList<>(Difference.merged(settings));
    artefacts.forEach(
        (pattern, exchanges) -> all.add(artefact(now.stage(), pattern, exchanges, depth)));
    return all;
  }

  private static Difference setting(
      Stage stage, String input, @Nullable Leaf before, @Nullable Leaf now) {
    boolean artefact =
        (before != null && before.sha256() != null) || (now != null && now.sha256() != null);
    return new Difference(
        input,
        SpecWords.of(stage, input),
        1,
        before == null ? null : before.text(),
        now == null ? null : now.text(),
        artefact,
        List.of(),
        null);
  }

  private Difference artefact(Stage stage, String input, List<Exchange> exchanges, int depth) {
    List<Difference> causes = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    exchanges.stream()
        .limit(FOLLOWED)
        .distinct()
        .forEach(exchange -> follow(exchange, depth, causes, notes));
    if (exchanges.size() > FOLLOWED) {
      notes.add("the first " + FOLLOWED + " of them were followed");
    }
    return new Difference(
        input,
        SpecWords.of(stage, input),
        exchanges.size(),
        null,
        null,
        true,
        Difference.merged(causes),
        notes.isEmpty() ? null : String.join("; ", notes));
  }

  private void follow(Exchange exchange, int depth, List<Difference> causes, Set<String> notes) {
    Optional<KeptCatalog.Name> was = catalog.maker(exchange.before());
    Optional<KeptCatalog.Name> is = catalog.maker(exchange.now());
    if (was.isEmpty() || is.isEmpty()) {
      notes.add("no record that was read tells what made " + (is.isEmpty() ? "it" : "the earlier"));
      return;
    }
    if (was.equals(is)) {
      notes.add(is.get().stage().slug() + " came out otherwise from the same inputs");
      return;
    }
    if (was.get().stage() != is.get().stage()) {
      notes.add("made by " + is.get().stage().slug() + " instead of " + was.get().stage().slug());
      return;
    }
    if (depth == 0) {
      notes.add("not followed any further");
      return;
    }
    List<KeptCatalog.Name> pair = List.of(was.get(), is.get());
    List<Difference> found = known.get(pair);
    if (found == null) {
      Optional<KeptStage> before = catalog.find(was.get());
      Optional<KeptStage> now = catalog.find(is.get());
      if (before.isEmpty() || now.isEmpty()) {
        notes.add("a result of " + is.get().stage().slug() + " is not kept any more");
        return;
      }
      found = between(before.get(), now.get(), depth - 1);
      known.put(pair, found);
    }
    causes.addAll(found);
  }
}
