package dev.triptych.cli.explain;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.StageName;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.stage.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code triptych explain [RUN] [CELL] [STAGE]}. */
@Command(
    name = "explain",
    description = {
      "Say of each step of a run whether it ran or was taken, from whom, and why.",
      "A step runs if no kept result has the same inputs; shown is how they differ from the nearest."
    })
public final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CELL",
      description = "A portrait of the run, as status --json names it (default: all).")
  private @Nullable String cell;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "STAGE",
      converter = StageName.class,
      description = "A stage, for instance edit-view; may stand in place of CELL (default: all).")
  private @Nullable Stage stage;

  public ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunFolder folder = new RunFolder(store, run.entry(store).run());
    List<Cell> all = folder.spec().cells();
    List<Cell> cells = all;
    Stage only = stage;
    String named = cell;
    if (named != null) {
      Optional<Stage> alone = stageOf(named);
      boolean stageInItsPlace = only == null && alone.isPresent();
      only = stageInItsPlace ? alone.get() : only;
      cells = stageInItsPlace ? all : List.of(find(all, named));
    }
    ExplainedRun explained = new Explainer(store, folder).explain(cells, only);
    if (common.json()) {
      console.json(explained);
    } else {
      console.out().println("Run " + explained.run());
      console.out().print(ExplanationText.of(explained));
    }
    return ExitCode.OK;
  }

  private static Optional<Stage> stageOf(String name) {
    return Arrays.stream(Stage.values()).filter(stage -> stage.slug().equals(name)).findFirst();
  }

  private static Cell find(List<Cell> cells, String name) {
    List<String> slugs = cells.stream().map(Cell::slug).toList();
    List<Cell> matching =
        slugs.contains(name)
            ? cells.stream().filter(each -> each.slug().equals(name)).toList()
            : cells.stream().filter(each -> each.slug().startsWith(name)).toList();
    if (matching.size() != 1) {
      throw UserError.usage(
          matching.isEmpty()
              ? "The run has no portrait \""
                  + name
                  + "\""
                  + Suggestion.didYouMean(name, slugs, "; status --json shows all")
              : "Several portraits begin with \"" + name + "\"");
    }
    return matching.get(0);
  }
}
