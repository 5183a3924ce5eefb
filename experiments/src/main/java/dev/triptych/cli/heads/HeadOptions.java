package dev.triptych.cli.heads;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Exhibit;
import dev.triptych.worker.live.Gallery;
import dev.triptych.worker.store.ArtifactStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which heads of a run are meant. */
public final class HeadOptions {
  private static final int MOST = 1_000_000;

  /** Of a face in a database. */
  static final class Face extends WholeNumber {
    Face() {
      super(0, MOST);
    }
  }

  @Option(
      names = "--cell",
      paramLabel = "CELL",
      description = "A portrait or model of the run, as status names it (default: the first).")
  private @Nullable String cell;

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description = "The portrait in this style, or what a model of many styles makes of it.")
  private @Nullable String style;

  @Option(
      names = "--face",
      paramLabel = "N",
      converter = Face.class,
      description = "Of a model of many faces: which one (default: the first).")
  private @Nullable Integer face;

  @Option(
      names = "--plain",
      description = "The face before any editing; in a grid, as its first column.")
  private boolean plain;

  /**
   * The one head that is meant.
   *
   * @throws UserError if the run has none such, or none yet
   */
  public Head one(ArtifactStore store, String run) {
    Heads heads = new Heads(store, run);
    Head head = heads.asked(heads.edited()).get(0);
    return plain ? heads.plainOf(head) : head;
  }

  /**
   * All heads that are meant, row by row and in the order of styles.
   *
   * @throws UserError if there are none
   */
  public List<Head> all(ArtifactStore store, String run) {
    Heads heads = new Heads(store, run);
    Map<String, List<Head>> rows = new LinkedHashMap<>();
    for (Head head : heads.asked(heads.edited())) {
      List<Head> row = rows.computeIfAbsent(head.row(), title -> new ArrayList<>());
      if (row.isEmpty() && plain) {
        row.add(heads.plainOf(head));
      }
      row.add(head);
    }
    return rows.values().stream().flatMap(List::stream).toList();
  }

  /** What there is of a run, and what is asked for of it. */
  private final class Heads {
    private final String run;
    private final Gallery gallery;
    private final Map<Head, Choice> choices = new LinkedHashMap<>();

    Heads(ArtifactStore store, String run) {
      this.run = run;
      this.gallery = Gallery.of(store, run);
    }

    /** In the order of the spec. */
    List<Head> edited() {
      for (Exhibit exhibit : gallery.exhibits()) {
        if (exhibit.styles().isEmpty()) {
          add(exhibit, exhibit.style(), Choice.portrait());
        }
        for (int number = 0; number < exhibit.styles().size(); number++) {
          Choice choice = new Choice(false, number, 0, 0, face(exhibit));
          add(exhibit, exhibit.styles().get(number), choice);
        }
      }
      if (choices.isEmpty()) {
        throw UserError.usage(
            "The run " + run + " has no portrait yet. See how far it is: triptych status " + run);
      }
      return List.copyOf(choices.keySet());
    }

    private int face(Exhibit exhibit) {
      List<Integer> known = exhibit.faces().stream().map(Exhibit.Face::number).toList();
      Integer wanted = face;
      if (wanted == null) {
        return known.get(0);
      }
      if (!known.contains(wanted)) {
        throw UserError.usage(
            "The model " + exhibit.id() + " has no --face " + wanted + "; there are " + known);
      }
      return wanted;
    }

    private void add(Exhibit exhibit, String ofStyle, Choice choice) {
      gallery
          .find(exhibit.id(), choice)
          .ifPresent(
              sight ->
                  choices.put(
                      new Head(
                          exhibit.id(),
                          ofStyle,
                          exhibit.variant() + ", " + exhibit.seeds(),
                          sight.subject(),
                          sight.angles()),
                      choice));
    }

    List<Head> asked(List<Head> all) {
      List<Head> left = all;
      String wantedCell = cell;
      if (wantedCell != null) {
        Set<String> cells = new LinkedHashSet<>();
        all.forEach(head -> cells.add(head.cell()));
        if (gallery.unfinished().contains(wantedCell)) {
          throw UserError.usage(
              wantedCell + " is not finished. Go on with it: triptych resume " + run);
        }
        require("portrait or model", wantedCell, cells);
        left = left.stream().filter(head -> head.cell().equals(wantedCell)).toList();
      }
      String wantedStyle = style;
      if (wantedStyle != null) {
        Set<String> styles = new LinkedHashSet<>();
        left.forEach(head -> styles.add(head.style()));
        String known =
            styles.stream()
                .filter(each -> each.equalsIgnoreCase(wantedStyle.strip()))
                .findFirst()
                .orElse(wantedStyle);
        require("finished portrait in the style", known, styles);
        left = left.stream().filter(head -> head.style().equals(known)).toList();
      }
      return left;
    }

    private void require(String what, String given, Set<String> known) {
      if (!known.contains(given)) {
        throw UserError.usage(
            "The run "
                + run
                + " has no "
                + what
                + " \""
                + given
                + "\""
                + Suggestion.didYouMean(
                    given, List.copyOf(known), "; it has " + String.join(", ", known) + "."));
      }
    }

    Head plainOf(Head head) {
      Choice of = choices.getOrDefault(head, Choice.portrait());
      Choice wanted = new Choice(true, of.from(), 0, 0, of.face());
      return gallery
          .find(head.cell(), wanted)
          .map(
              sight ->
                  new Head(head.cell(), Head.PLAIN, head.row(), sight.subject(), sight.angles()))
          .orElseThrow(
              () ->
                  UserError.usage(
                      "The run " + run + " no longer knows the face behind " + head.cell() + "."));
    }
  }
}
