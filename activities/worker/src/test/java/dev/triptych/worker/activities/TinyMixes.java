package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.images.Image;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.json.JsonLines;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.methods.PortraitMethod;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.mixing.MixRequest;
import dev.triptych.workflows.mixing.MixWorkflow;
import dev.triptych.workflows.mixing.Mixed;
import dev.triptych.workflows.mixing.Mixture;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mixes of the models of a run, and what they begin and end with. */
final class TinyMixes {
  private final TinyRuns runs;
  private final FolderStore store;
  private final Journal journal;

  TinyMixes(TinyRuns runs, FolderStore store, Journal journal) {
    this.runs = runs;
    this.store = store;
    this.journal = journal;
  }

  Mixture mixture(ExperimentResult run, int variant, int face) {
    return new Mixture(
        runs.priors(),
        new GeneratorShape(variant == 0 ? Method.I2T : Method.MODULATED_BACKBONE, true),
        run.cells().get(variant).portrait().checkpoint(),
        run.cells().get(variant).dataset().manifest(),
        0,
        1,
        face,
        AngleMode.TRUE,
        new ViewsSpec(2, 10, 10, AngleMode.TRUE).list()); // scored ones, and the front
  }

  Mixed mix(String part, Mixture mixture) {
    MixRequest request = new MixRequest("mix", part, "an elf to a clown", mixture, 3);
    return runs.with(
        store,
        journal,
        client ->
            client
                .newWorkflowStub(
                    MixWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(MixWorkflow.id(request))
                        .setTaskQueue(TaskQueues.CPU)
                        .build())
                .mix(request));
  }

  /** What was scored and shown of both styles' portraits, which a mix looks at too. */
  List<Map<ViewAngle, ArtifactRef>> portraits(String run, String cell, boolean heldOut) {
    return StyleScores.of(store, new RunStages(store, run).part(cell)).stream()
        .flatMap(style -> style.samples().stream())
        .filter(sample -> sample.heldOut() == heldOut)
        .map(sample -> pictures(sample.pictures()))
        .toList();
  }

  Map<ViewAngle, ArtifactRef> pictures(Stream<View> views) {
    return views.collect(Collectors.toMap(View::angle, View::image));
  }

  List<Map<ViewAngle, ArtifactRef>> steps(Mixed mixed) {
    return mixed.steps().stream().map(step -> pictures(step.views().stream())).toList();
  }

  /** The same with other frontal views: random networks edit all styles alike. */
  Mixture unlike(Mixture mixture) {
    List<Page> pages = new ArrayList<>();
    for (Page page : DatabaseManifest.get(store, mixture.database()).pages()) {
      PageLine line = DatabaseManifest.page(store, page).get(mixture.identity());
      float[] noise = new CounterNoise(pages.size()).gaussian(0, 3 * 64 * 64);
      Image picture = Image.of(noise, 64, 64, Image.Range.SIGNED);
      ViewPair front =
          new ViewPair(
              0, 0, line.data().frontal().source(), new Pictures(store).put(picture, "noise"));
      DatasetManifest data =
          new DatasetManifest(
              page.style(), line.data().latent(), line.data().angles(), List.of(front));
      ArtifactRef lines =
          store.put(JsonLines.write(List.of(new PageLine(line.member(), data))), "text/plain");
      pages.add(new Page(page.style(), page.slug(), lines, 1, front.source(), front.edited()));
    }
    return new Mixture(
        mixture.priors(),
        mixture.shape(),
        mixture.checkpoint(),
        new DatabaseManifest(pages).put(store),
        0,
        1,
        mixture.identity(),
        mixture.angles(),
        mixture.views());
  }

  /** What the generator makes of both frontal views, without any mixing. */
  List<Map<ViewAngle, ArtifactRef>> unmixed(Mixture mixture) throws IOException {
    List<Map<ViewAngle, ArtifactRef>> portraits = new ArrayList<>();
    Tensors tensors = new Tensors(store, runs.scratch());
    try (Networks networks = new Networks(PriorSet.find(TinyPriors.NAME, runs.sets()));
        GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      PortraitGenerator generator =
          PortraitMethod.of(mixture.shape().kind())
              .load(networks, true, tensors.get(mixture.checkpoint()), manager);
      ViewRendering rendering = new ViewRendering(networks.generator(), mixture.angles());
      for (Page page : DatabaseManifest.get(store, mixture.database()).pages()) {
        NDArray frontal = new Pictures(store).get(page.frontal()).toArray(manager);
        NDArray planes = generator.network().planes(frontal);
        NDArray style = networks.generator().renderStyle(generator.ws());
        portraits.add(
            mixture.views().stream()
                .collect(
                    Collectors.toMap(
                        view -> view,
                        view ->
                            new Pictures(store)
                                .put(rendering.render(planes, style, view), "a view"))));
      }
    }
    return portraits;
  }
}
