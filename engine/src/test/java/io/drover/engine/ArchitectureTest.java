package io.drover.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.drover", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modules_depend_in_one_direction =
      noClasses()
          .that()
          .resideInAnyPackage("io.drover.config..", "io.drover.aptly..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.drover.engine..", "io.drover.seedjobs..", "io.drover.cli..");

  @ArchTest
  static final ArchRule the_engine_knows_neither_jenkins_nor_the_command_line =
      noClasses()
          .that()
          .resideInAPackage("io.drover.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "hudson..", "jenkins..", "picocli..", "io.drover.seedjobs..", "io.drover.cli..");

  @ArchTest
  static final ArchRule the_model_knows_no_kubernetes_client =
      noClasses()
          .that()
          .resideInAPackage("io.drover.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");

  @ArchTest
  static final ArchRule packages_of_the_engine_form_no_cycles =
      slices().matching("io.drover.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothing_but_the_runner_puts_the_packages_together =
      noClasses()
          .that()
          .resideInAPackage("io.drover.engine..")
          .and()
          .resideOutsideOfPackage("io.drover.engine.run..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.drover.engine.run..");

  @ArchTest
  static final ArchRule manifests_are_a_pure_function =
      noClasses()
          .that()
          .resideInAPackage("io.drover.engine.kubernetes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..", "io.drover.engine.process..");

  @ArchTest
  static final ArchRule only_the_version_package_speaks_git =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.drover.engine.version..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jgit..");
}
