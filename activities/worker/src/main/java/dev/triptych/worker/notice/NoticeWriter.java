package dev.triptych.worker.notice;

import dev.triptych.worker.runs.CellResult;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.tracking.NoticeRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what is told of a run that has ended, from what its folder holds. */
public final class NoticeWriter {
  private static final int MOST = 50; // variants, so that a sweep does not make a notice a book
  private static final double MILLIS = 1e3;

  private final ArtifactStore store;
  private final Clock clock;

  public NoticeWriter(ArtifactStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @throws dev.triptych.worker.errors.TriptychException.DamagedDocument if the run's documents
   *     cannot be understood
   */
  public Notice write(NoticeRequest request) {
    String run = request.run();
    Optional<RunEntry> entry = new RunIndex(store).find(run);
    double seconds =
        entry
            .map(RunEntry::started)
            .map(started -> Duration.between(started, clock.instant()).toMillis() / MILLIS)
            .orElse(0.0);
    List<Notice.Score> scores = scores(new RunFolder(store, run));
    return new Notice(
        Notice.FORMAT,
        text(request, scores),
        run,
        entry.map(RunEntry::name).orElse(run),
        request.state(),
        new Notice.Cells(request.cells(), request.done(), request.failed()),
        scores,
        Math.max(0, seconds),
        request.report());
  }

  private static List<Notice.Score> scores(RunFolder folder) {
    Map<String, DoubleSummaryStatistics> byVariant = new LinkedHashMap<>();
    for (Cell cell : folder.spec().cells()) {
      MeanStd score =
          folder.cell(cell.slug()).map(CellResult::metrics).map(NoticeWriter::primary).orElse(null);
      String variant = cell.variant().slug();
      if (score != null && (byVariant.containsKey(variant) || byVariant.size() < MOST)) {
        byVariant
            .computeIfAbsent(variant, fresh -> new DoubleSummaryStatistics())
            .accept(score.mean());
      }
    }
    List<Notice.Score> scores = new ArrayList<>();
    byVariant.forEach(
        (variant, all) ->
            scores.add(
                new Notice.Score(
                    variant, Metric.primary().slug(), all.getAverage(), (int) all.getCount())));
    return scores;
  }

  private static @Nullable MeanStd primary(Map<String, MeanStd> metrics) {
    return Metric.primary().in(metrics);
  }

  /** {@code elves: done, 3 of 3 portraits, CLIP score ours 0.776}. */
  private static String text(NoticeRequest request, List<Notice.Score> scores) {
    StringBuilder text = new StringBuilder(request.run()).append(": ");
    text.append(request.state().slug()).append(", ").append(request.done()).append(" of ");
    text.append(request.cells()).append(request.cells() == 1 ? " portrait" : " portraits");
    if (request.failed() > 0) {
      text.append(", ").append(request.failed()).append(" failed");
    }
    for (int i = 0; i < scores.size(); i++) {
      Notice.Score score = scores.get(i);
      text.append(i == 0 ? ", " + Metric.primary().title() + " " : ", ");
      text.append(score.variant()).append(String.format(Locale.ROOT, " %.3f", score.mean()));
    }
    return text.toString();
  }
}
