package dev.triptych.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineChecksTest {
  @Test
  void saysWhichLibraryJavaMissesForPictures() {
    Finding finding =
        MachineChecks.pictures(
                () -> {
                  throw new UnsatisfiedLinkError(
                      "/jre/lib/libjavajpeg.so: libjpeg.so.62: cannot open shared object file");
                })
            .orElseThrow();
    assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
    assertThat(finding.said()).contains("libjpeg.so.62", System.getProperty("java.home"));
    assertThat(finding.mend()).contains("JAVA_HOME");
    assertThat(MachineChecks.pictures(() -> {})).isEmpty();
  }

  @Test
  void thisJavaIsWhole() {
    assertThat(MachineChecks.look())
        .extracting(Finding::what)
        .contains("java")
        .doesNotContain("pictures");
  }
}
