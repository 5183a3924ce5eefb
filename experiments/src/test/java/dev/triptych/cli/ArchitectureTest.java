package dev.triptych.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.triptych", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
