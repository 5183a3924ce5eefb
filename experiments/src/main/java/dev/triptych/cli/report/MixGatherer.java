package dev.triptych.cli.report;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.mixing.MixRequest;
import dev.triptych.workflows.mixing.MixStylesRequest;
import dev.triptych.workflows.mixing.Mixture;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the mixes that were made of a run's models. */
final class MixGatherer {
  private static final Logger LOG = LoggerFactory.getLogger(MixGatherer.class);

  private final ArtifactStore store;
  private final RunStages stages;
  private final KeptReport report;

  MixGatherer(ArtifactStore store, RunStages stages, KeptReport report) {
    this.store = store;
    this.stages = stages;
    this.report = report;
  }

  /**
   * @param parts of the run whose stages are recorded
   */
  List<MixReport> gather(List<Cell> cells, Collection<String> parts) {
    List<MixReport> mixes = new ArrayList<>();
    for (Cell cell : cells) {
      parts.stream()
          .filter(part -> part.startsWith(MixRequest.parts(cell.slug())))
          .sorted()
          .forEach(part -> readable(cell, part).ifPresent(mixes::add));
    }
    return mixes;
  }

  /** Empty if it was not finished, or some of it is gone. */
  private Optional<MixReport> readable(Cell cell, String part) {
    try {
      return mix(cell, part);
    } catch (DamagedDocument | CorruptArtifact e) {
      LOG.warn("{} is left out of the report: {}", part, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<MixReport> mix(Cell cell, String part) {
    KeptResults kept = new KeptResults(store);
    SortedMap<Double, ViewSet> byShare = new TreeMap<>();
    Mixture mixture = null;
    for (StageRecord record : stages.part(part)) {
      Optional<MixStylesRequest> asked = kept.request(record, MixStylesRequest.class);
      Optional<ViewSet> views = kept.result(record, ViewSet.class);
      if (record.state() != State.DONE || asked.isEmpty() || views.isEmpty()) {
        return Optional.empty();
      }
      mixture = asked.get().mixture();
      byShare.put(asked.get().share(), views.get());
    }
    return mixture == null ? Optional.empty() : Optional.of(mix(cell, mixture, byShare));
  }

  private MixReport mix(Cell cell, Mixture mixture, SortedMap<Double, ViewSet> byShare) {
    List<MixReport.Step> steps = new ArrayList<>();
    SortedMap<String, Sprite> sprites = new TreeMap<>();
    byShare.forEach(
        (share, views) -> {
          Map<ViewAngle, ArtifactRef> pictures = new LinkedHashMap<>();
          views.views().forEach(view -> pictures.put(view.angle(), view.image()));
          String sprite = report.sprite(pictures, sprites);
          if (sprite != null) {
            steps.add(new MixReport.Step(share, sprite));
          }
        });
    List<Page> pages = DatabaseManifest.get(store, mixture.database()).pages();
    Page from = pages.get(mixture.from());
    return new MixReport(
        cell.slug(),
        from.style(),
        pages.get(mixture.to()).style(),
        about(mixture, DatabaseManifest.page(store, from)),
        steps,
        sprites);
  }

  private static String about(Mixture mixture, List<PageLine> faces) {
    boolean heldOut =
        faces.stream()
            .map(PageLine::member)
            .anyMatch(face -> face.identity() == mixture.identity() && face.heldOut());
    return faces.size() == 1
        ? ""
        : "face " + mixture.identity() + (heldOut ? ", which was never trained on" : "");
  }
}
