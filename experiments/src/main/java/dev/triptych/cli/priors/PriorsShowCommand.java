package dev.triptych.cli.priors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.Words;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.TensorContent;
import dev.triptych.models.priors.imports.ImportReport.Source;
import dev.triptych.models.priors.imports.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code triptych priors show SET}. */
@Command(
    name = "show",
    description = {
      "Show what a prior set has.",
      "Its files, what each network is, where it came from, what the set recommends and what it"
          + " lacks. Files are not compared with their digests: see priors check."
    })
public final class PriorsShowCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "SET", description = "Name of the prior set: see priors list.")
  private String set;

  public PriorsShowCommand(Console console) {
    this.console = console;
  }

  /**
   * @param sources what it was made from, if that is known
   */
  private record Shown(
      String role,
      String path,
      long bytes,
      String sha256,
      int tensors,
      long parameters,
      String precision,
      List<Source> sources) {}

  private record Set(
      String name,
      String description,
      String digest,
      String location,
      int imageSize,
      boolean comparableWithPaper,
      List<Shown> files,
      Map<String, JsonNode> networks,
      JsonNode recommendations,
      List<PriorPart> missing) {}

  @Override
  public Integer call() {
    PriorSet found = InstalledPriors.in(common.data(console.environment()).local()).find(set);
    PriorManifest manifest = found.manifest();
    Set shown =
        new Set(
            found.name(),
            manifest.description(),
            found.digest(),
            found.location(),
            manifest.imageSize(),
            manifest.comparableWithPaper(),
            files(found),
            manifest.networks(),
            manifest.recommendations(),
            PriorPart.missing(manifest));
    if (common.json()) {
      console.json(shown);
    } else {
      print(shown);
    }
    return ExitCode.OK;
  }

  private static List<Shown> files(PriorSet set) {
    Map<String, List<Source>> sources = SourceFiles.of(Path.of(set.location()));
    List<Shown> files = new ArrayList<>();
    set.manifest()
        .files()
        .forEach(
            (role, entry) -> {
              TensorContent content = set.content(role);
              files.add(
                  new Shown(
                      role,
                      entry.path(),
                      entry.bytes(),
                      entry.sha256(),
                      content.tensors(),
                      content.parameters(),
                      content.precision(),
                      sources.getOrDefault(entry.path(), List.of())));
            });
    return files;
  }

  private void print(Set shown) {
    console.out().println(shown.name() + ": " + shown.description());
    console.out().println("digest " + shown.digest() + ", in " + shown.location());
    console
        .out()
        .println(
            "pictures of "
                + shown.imageSize()
                + " pixels; scores "
                + (shown.comparableWithPaper() ? "can" : "cannot")
                + " be compared with the paper's");
    TextTable table =
        new TextTable(
            4, "network", "file", "sha256", "numbers", "tensors", "parameters", "size", "from");
    for (Shown file : shown.files()) {
      String from = file.sources().isEmpty() ? "" : file.sources().get(0).file();
      table.row(
          List.of(
              file.role(),
              file.path(),
              file.sha256().substring(0, 12),
              file.precision(),
              file.tensors() == 0 ? "" : Integer.toString(file.tensors()),
              file.tensors() == 0 ? "" : String.format(Locale.ROOT, "%,d", file.parameters()),
              Words.bytes(file.bytes()),
              file.sources().size() > 1 ? from + ", …" : from));
    }
    console.out().print(table);
    console.out().println("recommends " + shown.recommendations());
    if (!shown.missing().isEmpty()) {
      console
          .out()
          .println(
              "missing: "
                  + IncompleteSets.words(shown.missing())
                  + ". Import the rest: "
                  + IncompleteSets.command(shown.name(), shown.missing()));
    }
  }
}
