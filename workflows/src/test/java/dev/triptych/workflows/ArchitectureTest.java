package dev.triptych.workflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.triptych.workflows.stage.Queries;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.triptych.workflows", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule knowsNeitherNetworksNorServices =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.djl..",
              "io.minio..",
              "software.amazon..",
              "org.mlflow..",
              "java.net..",
              "dev.triptych.mannequin..",
              "dev.triptych.models..",
              "dev.triptych.worker..",
              "dev.triptych.cli..");

  /** A replayed workflow must decide as it did the first time. */
  @ArchTest
  static final ArchRule decidesNothingByClockOrChance =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, SecureRandom.class, UUID.class, Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule touchesNeitherFilesNorThreads =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Queries.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio..", "java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(?!Serializable).*");

  @ArchTest
  static final ArchRule onlyWhoLooksOnFromOutsideWaitsForAnAnswer =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Monitor")
          .and()
          .doNotBelongToAnyOf(Queries.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Queries.class);

  @ArchTest
  static final ArchRule workflowsAreNamedAfterTheirInterfaces =
      classes()
          .that()
          .areAnnotatedWith(WorkflowInterface.class)
          .should()
          .haveSimpleNameEndingWith("Workflow");

  @ArchTest
  static final ArchRule stepsAreOnlyPromised =
      classes()
          .that()
          .areAnnotatedWith(ActivityInterface.class)
          .should()
          .beInterfaces()
          .andShould()
          .haveSimpleNameEndingWith("Activities");

  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      slices().matching("dev.triptych.workflows.(*)..").should().beFreeOfCycles();
}
