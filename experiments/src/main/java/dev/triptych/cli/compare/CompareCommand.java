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
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  @Option(
      names = "--at-steps",
      description =
          "A table for each step of fine-tuning at which the spec asks for scores"
              + " (evaluation.atSteps), and for the end.")
  private boolean atSteps;

  @Option(
      names = "--order",
      description =
          "Add the order of the rows, and gaps and differences in standard errors of paired"
              + " differences.")
  private boolean order;

  @Option(names = "--each", description = "Compare each run for itself, one after the other.")
  private boolean each;

  @Option(
      names = "--origin",
      description =
          "Add where the numbers are from: program, machine, runs, digests; JSON then leaves single"
              + " portraits out.")
  private boolean origin;

  @Option(
      names = "--times",
      description =
          "Compare seconds of work in each stage, and of a portrait in a new style beside what the"
              + " paper says (its Table 1).")
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
    if (atSteps && times) {
      throw UserError.usage("--at-steps and --times do not go together: times have no steps");
    }
    SampleReader reader = new SampleReader(store);
    Comparison comparison =
        compared(entries, atSteps ? entry -> bySteps(reader, entry) : reader::read)
            .orElseThrow(
                () ->
                    UserError.usage(
                        atSteps
                            ? "No finished portrait has scores at steps; evaluation.atSteps in a spec"
                                + " asks for them"
                            : "There is no finished portrait to compare yet; triptych status shows"
                                + " how far a run is"))
            .telling(order, origin ? Origin.of(store, entries, Clock.systemUTC()) : null)
            .on(times ? Devices.of(store, entries) : Set.of());
    Format wanted = common.json() ? Format.JSON : format;
    String text =
        switch (wanted) {
          case TABLE -> onlyChanged ? changed(comparison) : TextWriter.write(comparison);
          case MARKDOWN -> MarkdownWriter.write(comparison);
          case LATEX -> LatexWriter.write(comparison);
          case CSV -> CsvWriter.write(comparison);
          case JSON -> Console.jsonText(ComparisonJson.of(comparison)) + "\n";
          case HTML -> page(comparison, reader, store, entries);
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

  /** Of runs for themselves, those that have no scores at steps are compared at their end. */
  private List<Sample> bySteps(SampleReader reader, RunEntry entry) {
    List<Sample> samples = reader.bySteps(entry);
    return samples.isEmpty() && each ? reader.read(entry) : samples;
  }

  /** Empty if there is nothing to compare. */
  private Optional<Comparison> compared(
      List<RunEntry> entries, Function<RunEntry, List<Sample>> read) {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    entries.forEach(entry -> samples.put(entry.run(), read.apply(entry)));
    List<Sample> all = samples.values().stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Set<String> asked = names(quantities(all)); // refuses what none of them has
    if (!each) {
      return Optional.of(compared(List.copyOf(samples.keySet()), all, asked));
    }
    List<Comparison> comparisons = new ArrayList<>();
    samples.forEach(
        (run, own) -> {
          if (!own.isEmpty()) {
            comparisons.add(compared(List.of(run), own, asked));
          }
        });
    return Optional.of(Comparison.each(comparisons));
  }

  private Comparison compared(List<String> runs, List<Sample> samples, Set<String> asked) {
    List<Quantity> quantities =
        available(samples).stream().filter(quantity -> asked.contains(quantity.name())).toList();
    return Comparison.of(runs, samples, by, minus, quantities);
  }

  private static Set<String> names(List<Quantity> quantities) {
    return quantities.stream().map(Quantity::name).collect(Collectors.toSet());
  }

  private List<Quantity> available(List<Sample> samples) {
    Set<String> known = new TreeSet<>();
    samples.forEach(sample -> known.addAll(sample.values().keySet()));
    if (times) {
      return Quantity.times(known);
    }
    return metrics.isEmpty() ? Quantity.metrics(known) : Quantity.allMetrics(known);
  }

  private List<Quantity> quantities(List<Sample> samples) {
    List<Quantity> all = available(samples);
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

  /** Scores at steps become curves; the heads are those of the end. */
  private String page(
      Comparison comparison, SampleReader reader, ArtifactStore store, List<RunEntry> entries) {
    Comparison bySteps =
        times ? null : atSteps ? comparison : compared(entries, reader::bySteps).orElse(null);
    List<Sample> ends = entries.stream().flatMap(e -> reader.read(e).stream()).toList();
    return ComparePage.render(comparison, bySteps, Figure.of(store, Rows.of(ends)));
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
