package dev.triptych.cli.report;

import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.images.Png;
import dev.triptych.models.priors.PriorException;
import dev.triptych.worker.activities.Truth;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws contact sheets of what was scored. */
final class ContactSheets {
  private static final Logger LOG = LoggerFactory.getLogger(ContactSheets.class);

  private final ArtifactStore store;
  private final KeptReport report;

  ContactSheets(ArtifactStore store, KeptReport report) {
    this.store = store;
    this.report = report;
  }

  /**
   * @param scored null if it is not known
   * @param into takes the sheet's bytes by its file
   * @return null if nothing can be shown
   */
  @Nullable ContactSheet of(@Nullable EvaluateRequest scored, Map<String, Long> into) {
    if (scored == null || scored.portrait().isEmpty()) {
      return null;
    }
    try {
      Map<String, List<byte[]>> rows = rows(scored);
      List<byte[]> tiles = rows.values().stream().flatMap(List::stream).toList();
      int columns = scored.portrait().size();
      String file = report.keep(SpriteSheet.contact(tiles, columns), into);
      return new ContactSheet(file, List.copyOf(rows.keySet()), columns);
    } catch (CorruptArtifact e) {
      LOG.warn("left out of the report: {}", e.getMessage());
      return null;
    }
  }

  private Map<String, List<byte[]>> rows(EvaluateRequest scored) {
    Map<String, List<byte[]>> rows = new LinkedHashMap<>();
    List<ViewAngle> angles = scored.portrait().stream().map(View::angle).toList();
    DatasetManifest dataset = DatasetManifest.read(store, scored.dataset());
    List<ViewPair> pairs = new ArrayList<>();
    if (dataset.angles() == scored.angles()) {
      angles.forEach(angle -> dataset.at(angle).ifPresent(pairs::add));
    }
    if (pairs.size() == angles.size()) {
      rows.put("plain face", pictures(pairs.stream().map(ViewPair::source).toList()));
      rows.put("edits", pictures(pairs.stream().map(ViewPair::edited).toList()));
    }
    rows.put("portrait", pictures(scored.portrait().stream().map(View::image).toList()));
    truth(scored).ifPresent(truth -> rows.put("truth", truth));
    return rows;
  }

  private List<byte[]> pictures(List<ArtifactRef> pictures) {
    return pictures.stream().map(store::get).toList();
  }

  private Optional<List<byte[]>> truth(EvaluateRequest scored) {
    try {
      Eg3dConfig generator =
          InstalledPriors.in(store.local())
              .find(scored.priors().name())
              .config("eg3d", Eg3dConfig.class);
      return Truth.pictures(scored, generator)
          .map(all -> all.stream().map(image -> Png.encode(image.toBufferedImage())).toList());
    } catch (MissingPrior | PriorException e) {
      return Optional.empty(); // the set is on another machine
    }
  }
}
