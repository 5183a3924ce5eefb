package dev.triptych.worker.activities;

import dev.triptych.worker.json.JsonLines;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.AssembleDatabaseRequest;
import dev.triptych.workflows.database.DatabaseActivities;
import dev.triptych.workflows.database.FinishedPage;
import dev.triptych.workflows.database.Member;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.database.PageRequest;
import dev.triptych.workflows.database.StageSums;
import dev.triptych.workflows.database.StyleDatabase;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.ArrayList;
import java.util.List;

/** Writes the manifests of databases. */
public final class DatabaseSteps implements DatabaseActivities {
  private final ArtifactStore store;

  public DatabaseSteps(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public FinishedPage finishPage(PageRequest request) {
    List<PageLine> lines = new ArrayList<>();
    for (Member member : request.members()) {
      lines.add(new PageLine(member, DatasetManifest.get(store, member.dataset())));
    }
    RunStages stages = new RunStages(store, request.run());
    StageSums sums = new StageSums();
    request.parts().forEach(part -> sums.add(stages.part(part)));
    ViewPair first = lines.get(0).data().frontal();
    ArtifactRef members = store.put(JsonLines.write(lines), JsonLines.MEDIA_TYPE);
    int trained =
        request.members().stream()
            .filter(member -> !member.heldOut())
            .mapToInt(Member::views)
            .sum();
    return new FinishedPage(
        new Page(request.style(), request.slug(), members, trained, first.source(), first.edited()),
        sums.records());
  }

  @Override
  @Memoised(version = 1)
  public Staged<StyleDatabase> assembleDatabase(AssembleDatabaseRequest request) {
    List<Page> pages = request.pages();
    Page first = pages.get(0);
    return Staged.unkeyed(
        Stage.ASSEMBLE_DATABASE,
        new StyleDatabase(
            new DatabaseManifest(pages).put(store),
            pages.stream().map(Page::members).toList(),
            first.plainFrontal(),
            first.frontal(),
            pages.stream().mapToInt(Page::trained).sum()));
  }
}
