package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Sample.Subject;
import dev.triptych.cli.report.CellReport;
import dev.triptych.cli.report.KeptReport;
import dev.triptych.cli.report.PageParts;
import dev.triptych.cli.report.Sprite;
import dev.triptych.worker.store.ArtifactStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The same subject by all rows, side by side, as figure 7 of the paper has it.
 *
 * @param strips one for each subject
 * @param sprites by their ids
 * @param sources URLs of their pictures, by the same
 * @param left how many subjects found no room
 */
record Figure(
    List<Strip> strips, Map<String, Sprite> sprites, Map<String, String> sources, int left) {
  private static final long HEAVIEST = 14 << 20; // bytes; a third more as text

  /**
   * @param panels the plain face and the edits first
   */
  record Strip(String title, List<Panel> panels) {}

  /**
   * One head, in one of two forms; in neither if there is nothing to show.
   *
   * @param sprite that turns
   * @param still address of a picture with the face, its edit and the portrait from side to side,
   *     which is what there is of a model of many styles
   */
  record Panel(String label, @Nullable String sprite, @Nullable String still) {}

  /** Whether any of it turns. */
  boolean turning() {
    return !sprites.isEmpty();
  }

  static Figure of(ArtifactStore store, List<Row> rows) {
    Map<String, Set<String>> cells = new TreeMap<>();
    rows.stream()
        .flatMap(row -> row.samples().stream())
        .forEach(s -> cells.computeIfAbsent(s.run(), run -> new HashSet<>()).add(s.cell()));
    Map<String, KeptReport> reports = new HashMap<>();
    cells.forEach((run, slugs) -> reports.put(run, KeptReport.with(store, run, slugs)));
    return new Gathering(reports).figure(rows);
  }

  private static final class Gathering {
    private final Map<String, KeptReport> reports;
    private final Map<String, Sprite> sprites = new TreeMap<>();
    private final Map<String, String> sources = new TreeMap<>();
    private long weight;

    Gathering(Map<String, KeptReport> reports) {
      this.reports = reports;
    }

    Figure figure(List<Row> rows) {
      Map<Subject, Map<String, Sample>> subjects = new LinkedHashMap<>();
      for (Row row : rows) {
        for (Sample sample : row.samples()) {
          subjects
              .computeIfAbsent(sample.subject(), s -> new LinkedHashMap<>())
              .put(row.label(), sample);
        }
      }
      List<Strip> strips = new ArrayList<>();
      int left = 0;
      for (Map.Entry<Subject, Map<String, Sample>> subject : subjects.entrySet()) {
        if (weight < HEAVIEST) {
          strips.add(strip(subject.getKey(), subject.getValue(), rows));
        } else {
          left++;
        }
      }
      return new Figure(strips, sprites, sources, left);
    }

    private Strip strip(Subject subject, Map<String, Sample> byRow, List<Row> rows) {
      List<Panel> panels = new ArrayList<>();
      Sample any = byRow.values().iterator().next();
      CellReport first = cell(any);
      if (first != null && first.styles().isEmpty()) {
        panels.add(turning("plain face", any, first, first.source()));
        panels.add(turning("edits", any, first, first.edited()));
      }
      for (Row row : rows) {
        Sample sample = byRow.get(row.label());
        if (sample != null) {
          panels.add(panel(row.label(), sample));
        }
      }
      return new Strip(subject.title(), panels);
    }

    private Panel panel(String label, Sample sample) {
      CellReport cell = cell(sample);
      if (cell == null || cell.styles().isEmpty()) {
        return turning(label, sample, cell, cell == null ? null : cell.portrait());
      }
      String file =
          cell.styles().stream()
              .filter(style -> style.style().equals(sample.style()))
              .flatMap(
                  style ->
                      Stream.ofNullable(sample.heldOut() ? style.heldOutStrip() : style.strip()))
              .findFirst()
              .orElse(null);
      byte[] picture = file == null ? null : report(sample).picture(file).orElse(null);
      if (file == null || picture == null) {
        return new Panel(label, null, null);
      }
      weight += picture.length;
      return new Panel(label, null, PageParts.inline(file, picture));
    }

    private Panel turning(
        String label, Sample sample, @Nullable CellReport cell, @Nullable String sprite) {
      return new Panel(label, cell == null ? null : shown(report(sample), cell, sprite), null);
    }

    private KeptReport report(Sample sample) {
      return Objects.requireNonNull(reports.get(sample.run()));
    }

    private @Nullable CellReport cell(Sample sample) {
      return report(sample).cell(sample.cell()).orElse(null);
    }

    /** Takes the sprite into the figure. */
    private @Nullable String shown(KeptReport report, CellReport cell, @Nullable String id) {
      if (id == null || sources.containsKey(id)) {
        return id;
      }
      Sprite sprite = report.detail(cell.id()).sprites().get(id);
      byte[] picture = sprite == null ? null : report.picture(sprite.file()).orElse(null);
      if (sprite == null || picture == null) {
        return null;
      }
      sprites.put(id, sprite);
      sources.put(id, PageParts.inline(sprite.file(), picture));
      weight += picture.length;
      return id;
    }
  }
}
