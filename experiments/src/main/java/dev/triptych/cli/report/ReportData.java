package dev.triptych.cli.report;

import dev.triptych.cli.console.Words;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Measure;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report shows.
 *
 * @param run id of the launch
 * @param experiment name of the spec
 * @param updated when this was gathered
 * @param regime what a cell is trained on
 * @param cells in the spec's order; cells that are not finished have what there is by now
 * @param photo whose face the portraits are of; null if it was sampled, or is not found yet
 * @param mixes of styles of its models
 * @param inside what the page holds of its portraits; null if there is too much of it, and the page
 *     takes it from the folder beside it
 * @param shapes surfaces of heads; none unless somebody has asked for them
 * @param pretraining losses of the I2T network's pre-training, one list for each shape
 * @param spec the resolved spec as YAML
 * @param provenance versions and digests by name
 * @param warnings what is odd about the spec
 */
public record ReportData(
    String run,
    String experiment,
    State state,
    Instant updated,
    PriorsUsed priors,
    Regime regime,
    List<CellReport> cells,
    @Nullable PhotoReport photo,
    List<MixReport> mixes,
    List<ShapeReport> shapes,
    @Nullable Inside inside,
    List<Training> pretraining,
    String spec,
    Map<String, String> provenance,
    List<Warning> warnings) {
  public ReportData {
    cells = List.copyOf(cells);
    mixes = List.copyOf(mixes);
    shapes = List.copyOf(shapes);
    pretraining = List.copyOf(pretraining);
    provenance = new TreeMap<>(provenance);
    warnings = List.copyOf(warnings);
  }

  /**
   * @param details in the order of the cells
   * @param pictures their content by file; cells that share pictures share sprites
   */
  public record Inside(List<CellDetail> details, Map<String, byte[]> pictures) {
    public Inside {
      details = List.copyOf(details);
      pictures = new TreeMap<>(pictures);
    }
  }

  /** The same of a page that takes everything about its portraits from beside it. */
  ReportData beside() {
    return new ReportData(
        run,
        experiment,
        state,
        updated,
        priors,
        regime,
        cells,
        photo,
        mixes,
        shapes,
        null,
        pretraining,
        spec,
        provenance,
        warnings);
  }

  /** Where a page finds a picture of the report's folder: in itself, or beside it. */
  public String picture(String file) {
    byte[] content = inside == null ? null : inside.pictures().get(file);
    return content == null ? "report/" + file : PageParts.inline(file, content);
  }

  /** Artefacts by the cell's id; empty if the page does not hold them. */
  public Map<String, List<CellReport.Artefact>> artefacts() {
    Map<String, List<CellReport.Artefact>> artefacts = new LinkedHashMap<>();
    if (inside != null) {
      inside.details().forEach(each -> artefacts.put(each.id(), each.artefacts()));
    }
    return artefacts;
  }

  /** The prior set, and whether its scores may be compared with the paper's. */
  public record PriorsUsed(String name, String digest, boolean comparableWithPaper) {}

  /**
   * Losses of one training.
   *
   * @param title for instance {@code w_s 8×8}
   */
  public record Training(String title, List<Curve> curves) {
    public Training {
      curves = List.copyOf(curves);
    }
  }

  /** The cells that show the same style, in order. */
  public Map<String, List<CellReport>> byStyle() {
    Map<String, List<CellReport>> styles = new LinkedHashMap<>();
    for (CellReport cell : cells) {
      styles.computeIfAbsent(cell.style(), style -> new ArrayList<>()).add(cell);
    }
    return styles;
  }

  /** The shapes of each style, in order. */
  public Map<String, List<ShapeReport>> shapesByStyle() {
    Map<String, List<ShapeReport>> styles = new LinkedHashMap<>();
    for (ShapeReport shape : shapes) {
      styles.computeIfAbsent(shape.style(), style -> new ArrayList<>()).add(shape);
    }
    return styles;
  }

  /** The roughness of the surface that a portrait's shape shows; null if it was not measured. */
  public @Nullable MeanStd roughness(ShapeReport shape) {
    return cells.stream()
        .filter(cell -> cell.id().equals(shape.cell()) && cell.styles().isEmpty())
        .map(cell -> Metric.SURFACE_ROUGHNESS.in(cell.metrics()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * Portraits of one style that several variants have made of the same face with the same seed, a
   * list for each seed; none where there is but one variant.
   */
  public static List<List<CellReport>> sideBySide(List<CellReport> ofStyle) {
    Map<String, List<CellReport>> bySeed = new LinkedHashMap<>();
    for (CellReport cell : ofStyle) {
      if (cell.portrait() != null) {
        bySeed.computeIfAbsent(cell.seeds(), seed -> new ArrayList<>()).add(cell);
      }
    }
    return bySeed.values().stream().filter(cells -> cells.size() > 1).toList();
  }

  /** The cells that are one model of many styles and have scores, in order. */
  public List<CellReport> models() {
    return cells.stream().filter(cell -> !cell.styles().isEmpty()).toList();
  }

  /** Names of all stages that any cell has run, in the order in which they run. */
  public List<String> stages() {
    return cells.stream()
        .flatMap(cell -> cell.stages().stream().map(CellReport.StageTime::stage))
        .distinct()
        .toList();
  }

  /** The metrics that any cell has, in the order of tables; the primary one at least. */
  public List<Metric> metrics() {
    return Arrays.stream(Metric.values())
        .filter(
            metric ->
                metric == Metric.primary()
                    || cells.stream().anyMatch(cell -> metric.in(cell.metrics()) != null))
        .toList();
  }

  /**
   * Those of {@link #metrics} that are about portraits, rather than what they are compared with.
   */
  public List<Metric> portraitMetrics() {
    return metrics().stream().filter(metric -> metric.of() == Metric.Of.PORTRAIT).toList();
  }

  /** What is measured of portraits, in the order of tables. */
  public List<Measure> measures() {
    return portraitMetrics().stream().map(Metric::measure).toList();
  }

  /**
   * The same of what a portrait was made from, and of what it should be: {@code edits 0.79 ± 0.02};
   * empty if there is none.
   */
  public static String compared(CellReport cell, Metric metric) {
    return Arrays.stream(Metric.values())
        .filter(other -> other.reference() == metric && other.in(cell.metrics()) != null)
        .map(other -> other.of().word() + " " + Words.score(other.in(cell.metrics())))
        .collect(Collectors.joining(", "));
  }

  /** Names of all variants, in order. */
  public List<String> variantNames() {
    return cells.stream().map(CellReport::variant).distinct().toList();
  }

  /** Names of the states that cells have. */
  public List<String> states() {
    return cells.stream().map(cell -> cell.state().slug()).distinct().toList();
  }

  /** What each variant sets, by its name, without those that set nothing. */
  public Map<String, String> variants() {
    Map<String, String> variants = new LinkedHashMap<>();
    cells.stream()
        .filter(cell -> !cell.settings().isEmpty())
        .forEach(cell -> variants.put(cell.variant(), cell.settings()));
    return variants;
  }

  /** Whether any cell has a head that turns. */
  public boolean turns() {
    return cells.stream().anyMatch(cell -> cell.source() != null || cell.portrait() != null);
  }

  /** What a cell is called: portrait, or model. */
  public String cell() {
    return regime.cells(1);
  }

  /** What all cells together are called. */
  public String counted() {
    return cells.size() + " " + regime.cells(cells.size());
  }

  /** How many cells are done. */
  public long finished() {
    return cells.stream().filter(cell -> cell.state() == State.DONE).count();
  }
}
