package dev.triptych.cli.compare;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.spec.Suggestion;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.workflows.spec.Variant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code triptych compare RUN…}. */
@Command(
    name = "compare",
    description = {
      "Compare variants over styles, seeds and identities, of one run or several: means with standard"
          + " errors, and paired differences with intervals.",
      "What several runs share counts once."
    })
public final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "Names of runs, or how they begin (default: the newest).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description =
          "One table over all (variant), or one for each style or seed: variant, style, seed.")
  private Comparison.By by = Comparison.By.VARIANT;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Only this metric; more than once for several.")
  private List<String> metrics = new ArrayList<>();

  @Option(names = "--times", description = "Compare seconds of work in each stage.")
  private boolean times;

  @Option(
      names = "--minus",
      paramLabel = "VARIANT",
      description = "The variant that others are compared with (default: ours).")
  private String minus = Variant.OURS.slug();

  @Option(names = "--only-changed", description = "Show only the settings in which rows differ.")
  private boolean onlyChanged;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, markdown, latex, csv, json, html (default: table; --json is json).")
  private Format format = Format.TABLE;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write to a file (html: default is compare.html).")
  private @Nullable Path to;

  public CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    List<RunEntry> entries = entries(store);
    List<Sample> samples = samples(store, entries);
    List<String> runs = entries.stream().map(RunEntry::run).toList();
    Comparison comparison = Comparison.of(runs, samples, by, minus, quantities(samples));
    Format wanted = common.json() ? Format.JSON : format;
    String text =
        switch (wanted) {
          case TABLE -> onlyChanged ? changed(comparison) : TextWriter.write(comparison);
          case MARKDOWN -> MarkdownWriter.write(comparison);
          case LATEX -> LatexWriter.write(comparison);
          case CSV -> CsvWriter.write(comparison);
          case JSON -> Console.jsonText(ComparisonJson.of(comparison)) + "\n";
          case HTML -> ComparePage.render(comparison, Figure.of(store, Rows.of(samples)));
        };
    Path file = to == null && wanted == Format.HTML ? Path.of("compare.html") : to;
    if (file == null) {
      console.out().print(text);
    } else {
      write(file, text);
      console.out().println(file);
    }
    return ExitCode.OK;
  }

  private List<RunEntry> entries(ArtifactStore store) {
    if (names.isEmpty()) {
      return List.of(new RunParameter().entry(store));
    }
    return names.stream().map(name -> RunParameter.of(name).entry(store)).distinct().toList();
  }

  private static List<Sample> samples(ArtifactStore store, List<RunEntry> entries) {
    SampleReader reader = new SampleReader(store);
    List<Sample> samples = entries.stream().flatMap(entry -> reader.read(entry).stream()).toList();
    if (samples.isEmpty()) {
      throw UserError.usage(
          "There is no finished portrait to compare yet; triptych status shows how far a run is");
    }
    return samples;
  }

  private List<Quantity> quantities(List<Sample> samples) {
    Set<String> known = new TreeSet<>();
    samples.forEach(sample -> known.addAll(sample.values().keySet()));
    List<Quantity> all = times ? Quantity.times(known) : Quantity.metrics(known);
    List<String> names = all.stream().map(Quantity::name).toList();
    for (String name : metrics) {
      if (!names.contains(name)) {
        throw UserError.usage(
            "There is no metric \""
                + name
                + "\""
                + Suggestion.didYouMean(name, names, "; there are " + String.join(", ", names)));
      }
    }
    return metrics.isEmpty()
        ? all
        : all.stream().filter(quantity -> metrics.contains(quantity.name())).toList();
  }

  private static String changed(Comparison comparison) {
    String text = TextWriter.changed(comparison);
    return text.isEmpty() ? "The rows differ in no setting.\n" : text.stripLeading();
  }

  private static void write(Path to, String text) {
    Path target = to.toAbsolutePath();
    Path folder = AtomicFiles.parent(target);
    try {
      Files.createDirectories(folder);
      new AtomicFiles(folder)
          .write(target, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }
}
