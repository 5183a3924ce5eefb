package dev.triptych.cli.datasets;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.priors.PriorException;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych dataset export [RUN] --to DIR}. */
@Command(
    name = "export",
    description = {
      "Write the edited views of a run, and the faces they were made from, to a folder.",
      "As PNG files with metadata.jsonl, which Hugging Face datasets reads as an image folder,",
      "or as tar files. An export that was stopped goes on when it is repeated."
    })
public final class DatasetExportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  @Option(names = "--to", paramLabel = "DIR", required = true, description = "Where to.")
  private Path to;

  @Option(
      names = "--webdataset",
      description = "Write tar files of a thousand pairs each, in the layout of WebDataset.")
  private boolean webdataset;

  public DatasetExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    RunDatasets datasets = new RunDatasets(store, new RunFolder(store, entry.run()));
    List<String> missing = datasets.missing();
    if (!missing.isEmpty()) {
      throw UserError.usage(
          "The run "
              + entry.run()
              + " has not made these datasets yet: "
              + String.join(", ", missing.subList(0, Math.min(3, missing.size())))
              + (missing.size() > 3 ? " and " + (missing.size() - 3) + " more" : "")
              + ". Go on with: triptych resume "
              + entry.run());
    }
    String form = webdataset ? "webdataset" : "images";
    ExportTarget target = ExportTarget.open(to, new ExportTarget.Mark(entry.run(), form));
    Samples samples = new Samples(rig(store, entry));
    int pairs = export(datasets, store, samples, target);
    target.finish();
    tell(entry.run(), form, pairs, target);
    return ExitCode.OK;
  }

  private int export(
      RunDatasets datasets, ArtifactStore store, Samples samples, ExportTarget target) {
    if (webdataset) {
      return new TarShards(datasets, store, samples, target).write();
    }
    try {
      return new ImageFolder(datasets, store, samples, target).write();
    } catch (IOException e) {
      throw StorageFailures.writing(to, e);
    }
  }

  /** Where the cameras stood; a set that is not here leaves them out. */
  private Camera.@Nullable Rig rig(ArtifactStore store, RunEntry entry) {
    try {
      return InstalledPriors.in(store.local())
          .find(entry.priors().name())
          .config("eg3d", Eg3dConfig.class)
          .cameras();
    } catch (MissingPrior | PriorException e) {
      console
          .err()
          .println("The export has no cameras: " + e.getMessage() + " The angles are there.");
      return null;
    }
  }

  private void tell(String name, String form, int pairs, ExportTarget target) {
    if (common.json()) {
      console.json(
          Map.of(
              "run",
              name,
              "folder",
              to.toString(),
              "form",
              form,
              "pairs",
              pairs,
              "written",
              target.written(),
              "kept",
              target.kept()));
      return;
    }
    String before = target.kept() == 0 ? "" : ", " + target.kept() + " files were there already";
    console.out().println(pairs + " edited views in " + to + before);
  }
}
