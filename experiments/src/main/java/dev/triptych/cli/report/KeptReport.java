package dev.triptych.cli.report;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ViewAngle;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code report/} of a run: what was gathered of each portrait once, so that a page need
 * not gather it again, and the pictures that a page shows.
 *
 * <pre>
 * cells/&lt;cell&gt;.json     {@link CellReport}
 * cells/&lt;cell&gt;.js       {@link CellDetail}, as a script: a page from the disk may load no other
 * pictures/&lt;id&gt;.json    {@link Sprite}
 * pictures/&lt;id&gt;.png     or {@code .jpg}, its picture
 * shapes.json           {@link ShapeReport}, if somebody has asked for shapes
 * </pre>
 */
public final class KeptReport {
  private static final Logger LOG = LoggerFactory.getLogger(KeptReport.class);

  /** How the names of pictures begin. */
  static final String PICTURES = "pictures/";

  private static final String SHAPES = "shapes.json";

  private static final String BEFORE = "detail(";
  private static final String AFTER = ");\n";

  private final ArtifactStore store;
  private final RunFolder folder;

  KeptReport(ArtifactStore store, RunFolder folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * That of a run, with these cells in it: programs that knew no such folder kept none.
   *
   * @param slugs of cells that are done
   */
  public static KeptReport with(ArtifactStore store, String run, Collection<String> slugs) {
    KeptReport kept = new KeptReport(store, new RunFolder(store, run));
    Set<String> missing = new HashSet<>(slugs);
    kept.cells().forEach(missing::remove);
    if (!missing.isEmpty()) {
      new ReportGatherer(store, run).keep(missing);
    }
    return kept;
  }

  /** Slugs of the cells that are kept. */
  List<String> cells() {
    return folder.reportFiles("cells/").stream()
        .filter(name -> name.endsWith(".json"))
        .map(name -> name.substring("cells/".length(), name.length() - ".json".length()))
        .toList();
  }

  /** A kept cell; empty if there is none, or it cannot be understood and is to be made anew. */
  public Optional<CellReport> cell(String slug) {
    return read("cells/" + slug + ".json", CellReport.class);
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    try {
      return folder.reportFile(name).map(json -> Json.parse(json, type));
    } catch (UncheckedIOException e) {
      LOG.info("{} of the report is made anew: {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  /** The detail of a kept cell. */
  public CellDetail detail(String slug) {
    Optional<byte[]> script = folder.reportFile(script(slug));
    try {
      return script
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .map(text -> text.substring(BEFORE.length(), text.length() - AFTER.length()))
          .map(json -> Json.parse(json.getBytes(StandardCharsets.UTF_8), CellDetail.class))
          .orElseGet(() -> CellDetail.empty(slug));
    } catch (UncheckedIOException | IndexOutOfBoundsException e) {
      LOG.info("{} of the report is damaged: {}", script(slug), e.getMessage());
      return CellDetail.empty(slug);
    }
  }

  /** Keeps what is shown of a cell; returns the cell with its weight. */
  CellReport keep(CellReport cell, CellDetail detail) {
    String script = BEFORE + Json.text(detail).replace("<", "\\u003c") + AFTER;
    byte[] content = script.getBytes(StandardCharsets.UTF_8);
    Map<String, Long> weight = new TreeMap<>(cell.weight());
    weight.put(script(cell.id()), (long) content.length);
    detail.sprites().values().forEach(sprite -> weight.put(sprite.file(), sprite.bytes()));
    CellReport weighed = cell.weighing(weight);
    folder.writeReportFile(script(cell.id()), content);
    folder.writeReportFile("cells/" + cell.id() + ".json", Json.bytes(weighed));
    return weighed;
  }

  private static String script(String slug) {
    return "cells/" + slug + ".js";
  }

  /** The shapes that were drawn last; none if nobody has asked for any. */
  List<ShapeReport> shapes() {
    return read(SHAPES, ShapeReport.All.class).map(ShapeReport.All::shapes).orElse(List.of());
  }

  void keepShapes(List<ShapeReport> shapes) {
    folder.writeReportFile(SHAPES, Json.bytes(new ShapeReport.All(shapes)));
  }

  /** The content of one of the pictures; empty if it is gone. */
  public Optional<byte[]> picture(String file) {
    return folder.reportFile(file);
  }

  /**
   * The pictures of a portrait, drawn if nobody has drawn them before.
   *
   * @param into takes them by their ids
   * @return id of the picture; null if there are no views, or one of them is damaged
   */
  @Nullable String sprite(Map<ViewAngle, ArtifactRef> views, SortedMap<String, Sprite> into) {
    if (views.isEmpty()) {
      return null;
    }
    String digests = views.values().stream().map(ArtifactRef::sha256).collect(Collectors.joining());
    String id = Digests.sha256(digests.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    try {
      String about = PICTURES + id + ".json";
      into.put(id, read(about, Sprite.class).orElseGet(() -> draw(id, about, views)));
      return id;
    } catch (CorruptArtifact e) {
      LOG.warn("left out of the report: {}", e.getMessage());
      return null; // all else can still be shown
    }
  }

  /**
   * Pictures side by side, drawn anew: they are few.
   *
   * @param into takes its bytes by its file
   * @return its file; null if one of them is damaged
   */
  @Nullable String strip(List<ArtifactRef> pictures, Map<String, Long> into) {
    try {
      return keep(SpriteSheet.row(pictures, store::get), into);
    } catch (CorruptArtifact e) {
      LOG.warn("left out of the report: {}", e.getMessage());
      return null;
    }
  }

  /**
   * Keeps a sheet under a name by its content.
   *
   * @param into takes its bytes by its file
   * @return its file
   */
  String keep(SpriteSheet sheet, Map<String, Long> into) {
    String id = Digests.sha256(sheet.content()).substring(0, 12);
    String file = PICTURES + id + "." + sheet.type();
    folder.writeReportFile(file, sheet.content());
    into.put(file, (long) sheet.content().length);
    return file;
  }

  private Sprite draw(String id, String about, Map<ViewAngle, ArtifactRef> views) {
    SpriteSheet sheet = SpriteSheet.of(views, store::get);
    String file = PICTURES + id + "." + sheet.type();
    folder.writeReportFile(file, sheet.content());
    Sprite sprite =
        new Sprite(file, sheet.content().length, sheet.tile(), sheet.columns(), sheet.poses());
    folder.writeReportFile(about, Json.bytes(sprite));
    return sprite;
  }
}
