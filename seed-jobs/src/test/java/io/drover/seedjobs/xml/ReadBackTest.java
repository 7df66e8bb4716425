package io.drover.seedjobs.xml;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.seedjobs.Projects;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadBackTest {
  private static final Rendered.Project WHOLE =
      ItemXml.of(
          ProjectItems.of(
              Projects.read(Path.of("src/test/resources/io/drover/seedjobs/golden/whole/project")),
              SeedSettings.DEFAULT));

  private static String job(String name) {
    return WHOLE.jobs().stream().filter(j -> j.name().equals(name)).findFirst().orElseThrow().xml();
  }

  @Test
  void otherWordsForTheSameAreTheSame() {
    Stream.concat(WHOLE.jobs().stream(), WHOLE.views().stream())
        .forEach(
            item -> {
              assertThat(ReadBack.holds(item.xml(), Rewriting.of(item.xml())))
                  .as(item.name())
                  .isTrue();
              assertThat(Rewriting.of(item.xml())).isNotEqualTo(item.xml());
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "droverTask('build:catalog')|sh 'x'",
        "<sandbox>true</sandbox>|<sandbox>false</sandbox>",
        "<disabled>false</disabled>|<disabled>true</disabled>",
        "<numToKeep>50|<numToKeep>51",
        "<triggers/>|<triggers><hudson.triggers.TimerTrigger/></triggers>",
        "<properties>|<properties><another.Property/>",
        "<name>branch|<name>other",
        "Builds the|Builds no",
        "cps.CpsFlowDefinition|cps.CpsScmFlowDefinition"
      })
  void whatSomebodyChangedIsSeen(String ours, String changed) {
    String xml = job("build-catalog");
    assertThat(xml).contains(ours);
    assertThat(ReadBack.holds(xml, Rewriting.of(xml.replace(ours, changed)))).isFalse();
  }

  @Test
  void anotherOrderOfChoicesIsSeen() {
    String xml = job("pipeline");
    String other =
        xml.replace("<string>prd</string>", "<string>x</string>")
            .replace("<string>dev</string>", "<string>prd</string>")
            .replace("<string>x</string>", "<string>dev</string>");
    assertThat(ReadBack.holds(xml, other)).isFalse();
  }
}
