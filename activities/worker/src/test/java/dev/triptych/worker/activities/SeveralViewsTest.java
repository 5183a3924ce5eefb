package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.memo.SoleStage;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a GPU does with several views in a call, done here by the processor. */
class SeveralViewsTest {
  private static final int LEVEL = 1; // of 255: one call for all rounds otherwise than one for each

  @TempDir Path folder;

  /** An activity, for only within one there are heartbeats. */
  @ActivityInterface
  public interface Work {
    void run();
  }

  @Test
  void severalViewsInACallGiveThePicturesThatOneInACallGives() throws IOException {
    PriorRef priors = TinyPriors.write(folder.resolve("priors"));
    FolderStore store = FolderStore.open(folder.resolve("data"));
    List<Integer> edited = new ArrayList<>();
    Work work =
        () -> {
          try (LoadedPriors loaded = new LoadedPriors(folder.resolve("priors"))) {
            StepResources resources =
                new StepResources(store, new Journal(store), loaded, folder.resolve("scratch"));
            List<View> alone = render(resources, priors, new ViewsAtOnce());
            List<View> together = render(resources, priors, new ViewsAtOnce(device -> 1L << 40));
            assertThat(alone).hasSize(5);
            for (int i = 0; i < alone.size(); i++) {
              assertAlike(resources, together.get(i).image(), alone.get(i).image());
            }
            List<EditViewRequest> requests = edits(priors, alone);
            List<EditedView> edits = edit(resources, requests, new ViewsAtOnce(device -> 1L << 40));
            edited.add(edits.size());
            edited.add(edit(resources, requests, new ViewsAtOnce()).size());
            for (int i = 0; i < requests.size(); i++) {
              EditedView one = edit(resources, List.of(requests.get(i)), new ViewsAtOnce()).get(0);
              assertAlike(resources, edits.get(i).image(), one.image());
            }
          }
        };
    TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    try {
      temporal.registerActivitiesImplementations(work);
      temporal.newActivityStub(Work.class).run();
    } finally {
      temporal.close();
    }
    assertThat(edited).as("views of a call with room, and of one without").containsExactly(5, 1);
  }

  private static List<View> render(StepResources resources, PriorRef priors, ViewsAtOnce together) {
    SampleIdentityRequest sample = new SampleIdentityRequest(priors, 3, 0.7);
    try (StageContext stage = SoleStage.enter(Stage.RENDER_VIEWS, sample)) {
      GenerationSteps steps = new GenerationSteps(resources, together);
      ArtifactRef latent = steps.sampleIdentity(sample).result().latent();
      ViewsSpec views = new ViewsSpec(2, 20, 20, AngleMode.TRUE);
      return steps.renderViews(new RenderViewsRequest(priors, latent, views)).result().views();
    }
  }

  private static List<EditViewRequest> edits(PriorRef priors, List<View> views) {
    EditSettings settings =
        new EditSettings("an elf", "ugly", 3, 2.5, 1.5, EditSettings.Start.IMG2IMG, 0.9, 7, null);
    return views.stream().map(view -> new EditViewRequest(priors, view.image(), settings)).toList();
  }

  private static List<EditedView> edit(
      StepResources resources, List<EditViewRequest> requests, ViewsAtOnce together) {
    try (StageContext stage = SoleStage.enter(Stage.EDIT_VIEW, requests.get(0))) {
      return new EditingSteps(resources, together)
          .editViews(requests).stream().map(Staged::result).toList();
    }
  }

  private static void assertAlike(StepResources resources, ArtifactRef one, ArtifactRef other) {
    int[] levels = resources.pictures().get(one).levels();
    int[] others = resources.pictures().get(other).levels();
    assertThat(levels).hasSameSizeAs(others);
    int greatest =
        IntStream.range(0, levels.length).map(i -> Math.abs(levels[i] - others[i])).max().orElse(0);
    assertThat(greatest).isLessThanOrEqualTo(LEVEL);
  }
}
