package io.drover.seedjobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.drover", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule nothing_below_knows_of_jobs =
      noClasses()
          .that()
          .resideInAnyPackage("io.drover.config..", "io.drover.aptly..", "io.drover.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.drover.seedjobs..");

  @ArchTest
  static final ArchRule jobs_are_made_without_jenkins_and_groovy =
      noClasses()
          .that()
          .resideInAPackage("io.drover.seedjobs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("hudson..", "jenkins..", "groovy..", "picocli..", "io.drover.cli..");

  @ArchTest
  static final ArchRule what_jobs_are_is_a_pure_function =
      noClasses()
          .that()
          .resideInAnyPackage("io.drover.seedjobs.item..", "io.drover.seedjobs.xml..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..", "io.drover.engine.process..");

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("io.drover.seedjobs.(*)..").should().beFreeOfCycles();
}
