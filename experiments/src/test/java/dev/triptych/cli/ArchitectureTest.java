package dev.triptych.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.triptych", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final int LONGEST = 400; // lines
  private static final List<String> KINDS = List.of(".java", ".js", ".css", ".jte", ".py");

  /** Of all modules, tests too: bytecode does not say how long a file is. */
  @Test
  void noFileIsTooLongToBeReadAtOnce() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path sources : sources()) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(ArchitectureTest::written).toList()) {
          long lines = Files.readString(file).lines().count();
          if (lines > LONGEST) {
            tooLong.add(file + " has " + lines + " lines");
          }
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String parent : List.of("..", "../activities", "../infra")) {
      try (Stream<Path> modules = Files.list(Path.of(parent))) {
        modules
            .map(module -> module.resolve("src"))
            .filter(Files::isDirectory)
            .forEach(sources::add);
      }
    }
    assertThat(sources).hasSizeGreaterThan(4);
    return sources;
  }

  private static boolean written(Path file) {
    return KINDS.stream().anyMatch(file.toString()::endsWith);
  }

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.triptych.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theSpecLoaderKnowsNoServicesAndNoNetworks =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.cli.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.temporal..", "ai.djl..", "dev.triptych.worker..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.triptych.cli..")
          .and()
          .resideOutsideOfPackage("gg.jte..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.triptych.cli..");
}
