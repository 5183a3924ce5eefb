package dev.triptych.worker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.triptych.models.images.Png;

@AnalyzeClasses(packages = "dev.triptych", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modelsKnowNeitherTheMannequinNorServices =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.models..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.triptych.mannequin..",
              "dev.triptych.worker..",
              "dev.triptych.workflows..",
              "dev.triptych.cli..",
              "io.temporal..",
              "io.minio..",
              "software.amazon..",
              "org.mlflow..",
              "okhttp3..",
              "java.net.http..");

  @ArchTest
  static final ArchRule theMannequinKnowsTheModelsAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.mannequin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.triptych.worker..",
              "dev.triptych.workflows..",
              "dev.triptych.cli..",
              "io.temporal..",
              "io.minio..",
              "org.mlflow..",
              "okhttp3..",
              "java.net.http..");

  @ArchTest
  static final ArchRule packagesOfTheMannequinFormNoCycles =
      slices().matching("dev.triptych.mannequin.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule workflowsKnowNeitherNetworksNorServices =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.workflows..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.triptych.worker..",
              "dev.triptych.mannequin..",
              "dev.triptych.models..",
              "dev.triptych.cli..",
              "ai.djl..",
              "io.minio..",
              "software.amazon..",
              "org.mlflow..",
              "java.net.http..");

  @ArchTest
  static final ArchRule theWorkerKnowsNoCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.triptych.cli..", "picocli..");

  @ArchTest
  static final ArchRule theStoreKnowsNeitherTemporalNorNetworks =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.triptych.worker.store..",
              "dev.triptych.worker.runs..",
              "dev.triptych.worker.tracking..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.temporal..",
                      "ai.djl..",
                      "dev.triptych.models..",
                      "dev.triptych.mannequin..")
                  .and(not(belongToAnyOf(Png.class)))); // a file format, without any network

  @ArchTest
  static final ArchRule packagesOfTheWorkerFormNoCycles =
      slices().matching("dev.triptych.worker.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule contractsOfTheStoreKnowNoneOfItsKinds =
      noClasses()
          .that()
          .resideInAnyPackage("dev.triptych.worker.store", "dev.triptych.worker.store.files")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.triptych.worker.store.folder..",
              "dev.triptych.worker.store.s3..",
              "dev.triptych.worker.store.place..");

  @ArchTest
  static final ArchRule aFolderIsNoBucket =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.worker.store.folder..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.triptych.worker.store.s3..", "dev.triptych.worker.store.place..");

  @ArchTest
  static final ArchRule aBucketIsNoFolder =
      noClasses()
          .that()
          .resideInAPackage("dev.triptych.worker.store.s3..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.triptych.worker.store.folder..", "dev.triptych.worker.store.place..");
}
