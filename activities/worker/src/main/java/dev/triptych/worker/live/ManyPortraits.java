package dev.triptych.worker.live;

import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.spec.GeneratorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Portraits by a model that knows many styles, and what lies between two of them.
 *
 * @param checkpoint of the model
 */
record ManyPortraits(
    Exhibit exhibit, GeneratorShape shape, ArtifactRef checkpoint, Database database)
    implements Gallery.Sitter {
  @Override
  public Optional<Subject> head(Choice choice) {
    Optional<Sitting> from = database.sitting(choice.from(), choice.face());
    if (choice.plain()) {
      return from.map(sitting -> new Subject.Plain(sitting.latent()));
    }
    Optional<Subject.Portrait> portrait =
        from.map(
            sitting ->
                new Subject.Portrait(shape, checkpoint, sitting.frontal(), sitting.latent()));
    if (choice.share() == 0) {
      return portrait.map(Subject.class::cast);
    }
    return database
        .sitting(choice.to(), choice.face())
        .flatMap(
            to ->
                portrait.map(
                    one ->
                        new Subject.Mix(
                            one, to.frontal(), choice.share() / (double) Choice.WHOLE)));
  }

  /** What a model makes a portrait of. */
  record Sitting(ArtifactRef frontal, ArtifactRef latent) {}

  /** The edited faces of many styles; those of some styles are kept in memory. */
  static final class Database {
    private static final int PAGES = 32;

    private final ArtifactStore store;
    private final List<Page> pages;
    private final Map<Integer, Map<Integer, Sitting>> known =
        new LinkedHashMap<>(16, .75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Map<Integer, Sitting>> eldest) {
            return size() > PAGES;
          }
        };

    Database(ArtifactStore store, List<Page> pages) {
      this.store = store;
      this.pages = List.copyOf(pages);
    }

    List<String> styles() {
      return pages.stream().map(Page::style).toList();
    }

    /** All styles are of the same. */
    List<Exhibit.Face> faces() {
      return pages.isEmpty()
          ? List.of()
          : DatabaseManifest.page(store, pages.get(0)).stream()
              .map(PageLine::member)
              .map(member -> new Exhibit.Face(member.identity(), member.heldOut()))
              .toList();
    }

    /** Empty if there is no such style or face. */
    synchronized Optional<Sitting> sitting(int style, int face) {
      if (style < 0 || style >= pages.size()) {
        return Optional.empty();
      }
      return Optional.ofNullable(known.computeIfAbsent(style, this::read).get(face));
    }

    private Map<Integer, Sitting> read(int style) {
      Map<Integer, Sitting> sittings = new LinkedHashMap<>();
      for (PageLine line : DatabaseManifest.page(store, pages.get(style))) {
        sittings.put(
            line.member().identity(),
            new Sitting(line.data().frontal().edited(), line.data().latent()));
      }
      return sittings;
    }
  }
}
