package dev.triptych.cli.priors;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.Words;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.imports.ImportException;
import dev.triptych.models.priors.imports.ImportReport;
import dev.triptych.models.priors.imports.ImportRequest;
import dev.triptych.models.priors.imports.PriorImport;
import dev.triptych.models.priors.imports.Problem;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.folder.FolderLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych priors import --name NAME …}. */
@Command(
    name = "import",
    description = {
      "Make public checkpoints a prior set.",
      "Files are read as data and compared with the networks here before anything is written. Parts"
          + " may come one after another, and take the place of those that are there."
    })
public final class PriorsImportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of the set, for instance ffhq512-128; new, or one that is there.")
  private String name;

  @Option(names = "--eg3d", paramLabel = "FILE", description = "EG3D's pickle.")
  private @Nullable Path eg3d;

  @Option(
      names = "--edit",
      paramLabel = "DIR",
      description =
          "InstructPix2Pix: the folder of a pipeline of diffusers, also in the hub's cache; or a"
              + " .ckpt of the original code.")
  private @Nullable Path edit;

  @Option(
      names = "--clip",
      paramLabel = "DIR",
      description = "CLIP: the folder of a model of transformers, or OpenAI's .pt file.")
  private @Nullable Path clip;

  @Option(names = "--lpips-vgg", paramLabel = "FILE", description = "torchvision's VGG16.")
  private @Nullable Path lpipsVgg;

  @Option(
      names = "--lpips-lin",
      paramLabel = "FILE",
      description = "LPIPS's own weights, version 0.1 for VGG.")
  private @Nullable Path lpipsLin;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description = "CLIP's vocabulary, where --edit and --clip are files without one.")
  private @Nullable Path tokenizer;

  @Option(names = "--eg3d-from", paramLabel = "SET", description = "The generator of another set.")
  private @Nullable String eg3dFrom;

  @Option(names = "--edit-from", paramLabel = "SET", description = "The editor of another set.")
  private @Nullable String editFrom;

  @Option(names = "--clip-from", paramLabel = "SET", description = "The CLIP of another set.")
  private @Nullable String clipFrom;

  @Option(names = "--lpips-from", paramLabel = "SET", description = "The LPIPS of another set.")
  private @Nullable String lpipsFrom;

  @Option(
      names = "--precision",
      paramLabel = "BITS",
      description =
          "How the numbers are kept: fp32, fp16, bf16 (default: as a file has them, if they all have"
              + " the same 16 bits, and else fp32). What comes from another set stays as it is.")
  private @Nullable KeptPrecision precision;

  @Option(names = "--dry-run", description = "Compare everything, and write nothing.")
  private boolean dryRun;

  public PriorsImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    InstalledPriors priors = InstalledPriors.in(common.data(console.environment()).local());
    ImportRequest request =
        new ImportRequest(
            name,
            eg3d,
            edit,
            clip,
            lpipsVgg,
            lpipsLin,
            tokenizer,
            others(priors),
            precision == null ? null : precision.precision());
    ImportReport report = run(request, priors.folder());
    if (common.json()) {
      console.json(report);
    } else {
      print(report);
    }
    return ExitCode.OK;
  }

  private Map<PriorPart, PriorSet> others(InstalledPriors priors) {
    Map<PriorPart, PriorSet> others = new EnumMap<>(PriorPart.class);
    add(others, PriorPart.EG3D, eg3dFrom, priors);
    add(others, PriorPart.EDIT, editFrom, priors);
    add(others, PriorPart.CLIP, clipFrom, priors);
    add(others, PriorPart.LPIPS, lpipsFrom, priors);
    return others;
  }

  private static void add(
      Map<PriorPart, PriorSet> others,
      PriorPart part,
      @Nullable String set,
      InstalledPriors priors) {
    if (set != null) {
      others.put(part, priors.find(set));
    }
  }

  private ImportReport run(ImportRequest request, Path folder) {
    PriorImport importer = new PriorImport(folder, this::tell);
    try {
      if (dryRun) {
        return importer.run(request, true);
      }
      try (FolderLock lock = FolderLock.acquire(folder)) { // one import or removal at a time
        return importer.run(request, false);
      }
    } catch (ImportException e) {
      throw UserError.usage(
          "The import is refused: " + e.getMessage(),
          e.problems().stream().flatMap(Problem::troubles).toList());
    } catch (IOException e) {
      throw StorageFailures.writing(folder.resolve(name), e);
    }
  }

  private void tell(String step) {
    console.err().println(step);
    console.err().flush();
  }

  private void print(ImportReport report) {
    console.out().println(report.name() + " in " + report.folder());
    TextTable table =
        new TextTable(
            4, "part", "network", "file", "format", "tensors", "parameters", "kept as", "size");
    for (ImportReport.Part part : report.parts()) {
      for (ImportReport.Network network : part.networks()) {
        table.row(row(part, network));
      }
    }
    console.out().print(table);
    for (ImportReport.Part part : report.parts()) {
      part.notes().forEach(note -> console.out().println(part.part().word() + ": " + note));
    }
    report.parts().stream()
        .flatMap(part -> part.networks().stream())
        .flatMap(network -> network.files().stream())
        .distinct()
        .forEach(
            file ->
                console
                    .out()
                    .println(
                        "sha256 "
                            + file.sha256()
                            + "  "
                            + file.file()
                            + ", "
                            + Words.bytes(file.bytes())));
    console.out().println(outcome(report));
  }

  private static List<String> row(ImportReport.Part part, ImportReport.Network network) {
    String files =
        network.files().stream().map(ImportReport.Source::file).collect(Collectors.joining(" "));
    String format =
        network.files().stream()
            .map(ImportReport.Source::format)
            .distinct()
            .collect(Collectors.joining(", "));
    return List.of(
        part.part().word(),
        network.role(),
        network.files().size() > 2 ? network.files().size() + " shards" : files,
        format,
        Integer.toString(network.tensors()),
        String.format(Locale.ROOT, "%,d", network.parameters()),
        network.precision(),
        Words.bytes(network.bytes()));
  }

  private String outcome(ImportReport report) {
    String state =
        report.digest() == null
            ? "Nothing is written; it would take " + Words.bytes(report.bytes()) + "."
            : "Written, digest " + report.digest() + ".";
    if (!report.missing().isEmpty()) {
      return state
          + "\nStill missing: "
          + IncompleteSets.words(report.missing())
          + ". Next: "
          + IncompleteSets.command(report.name(), report.missing());
    }
    String comparable =
        report.comparableWithPaper() ? " Scores can be compared with the paper's." : "";
    return report.digest() == null
        ? state + comparable
        : state
            + comparable
            + "\nThe set is complete. Next: triptych priors check "
            + report.name();
  }
}
