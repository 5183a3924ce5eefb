package dev.triptych.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.doctor.Finding.Level;
import dev.triptych.cli.temporal.FakeCloud;
import dev.triptych.workflows.experiment.SearchKeys;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.api.enums.v1.IndexedValueType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TemporalChecksTest {
  private static final String KEY = "tmprl-secret-key";

  private FakeCloud cloud;

  @BeforeEach
  void startCloud(@TempDir Path folder) throws Exception {
    cloud = FakeCloud.start(folder, KEY, "portraits.x1y2z");
  }

  @AfterEach
  void stopCloud() {
    cloud.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TEMPORAL_ADDRESS", cloud.address());
    environment.put("TEMPORAL_NAMESPACE", "portraits.x1y2z");
    environment.put("TEMPORAL_API_KEY", KEY);
    environment.put("TEMPORAL_TLS_SERVER_CA_CERT_PATH", cloud.authority().toString());
    return environment;
  }

  private static Finding find(List<Finding> findings, String what) {
    return findings.stream().filter(f -> f.what().equals(what)).findFirst().orElseThrow();
  }

  @Test
  void countsTheWorkersOfAServiceThatHasEverything() {
    SearchKeys.ALL.forEach(key -> cloud.know(key.getName(), key.getValueType()));
    cloud.serve(TaskQueues.GPU, "1@a", "2@b");
    cloud.serve(TaskQueues.CPU, "1@a");

    List<Finding> findings = TemporalChecks.look(environment());

    assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
    assertThat(find(findings, "workflows").said())
        .isEqualTo("Temporal 1.29.1, namespace portraits.x1y2z at " + cloud.address());
    assertThat(find(findings, TaskQueues.GPU).said()).isEqualTo("2 workers take work");
    assertThat(find(findings, TaskQueues.CPU).said()).isEqualTo("1 worker takes work");
  }

  @Test
  void saysHowToStartTheWorkersThatAreMissing() {
    cloud.serve(TaskQueues.CPU, "1@a");

    List<Finding> findings = TemporalChecks.look(environment());

    assertThat(find(findings, TaskQueues.GPU).level()).isEqualTo(Level.WARN);
    assertThat(find(findings, TaskQueues.GPU).mend()).contains("triptych worker --queue gpu");
    assertThat(find(findings, TaskQueues.CPU).level()).isEqualTo(Level.OK);
  }

  @Test
  void namesTheSearchAttributesThatAreMissingOrOfAnotherKind() {
    cloud.know("TriptychStyle", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    Finding missing = find(TemporalChecks.look(environment()), "search attributes");
    assertThat(missing.level()).isEqualTo(Level.WARN);
    assertThat(missing.said()).contains("TriptychSeed (Int)").doesNotContain("TriptychStyle");
    assertThat(missing.mend()).contains("triptych run", "search-attribute create");

    cloud.know("TriptychStyle", IndexedValueType.INDEXED_VALUE_TYPE_TEXT);
    Finding other = find(TemporalChecks.look(environment()), "search attributes");
    assertThat(other.said()).contains("TriptychStyle with another type");
  }

  @Test
  void saysWhatIsWrongAndHowToMendItWithoutSecrets() throws IOException {
    Map<String, String> wrong = environment();
    wrong.put("TEMPORAL_API_KEY", "wrong-key");
    Finding key = TemporalChecks.look(wrong).get(0);
    assertThat(key.level()).isEqualTo(Level.FAIL);
    assertThat(key.said()).contains(cloud.address()).doesNotContain("wrong-key");
    assertThat(key.mend()).startsWith("Set TEMPORAL_API_KEY");

    Map<String, String> nowhere = environment();
    nowhere.put("TEMPORAL_NAMESPACE", "portrait");
    assertThat(TemporalChecks.look(nowhere).get(0).mend()).contains("TEMPORAL_NAMESPACE");

    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + free.getLocalPort();
      free.close();
      Finding away = TemporalChecks.look(Map.of("TEMPORAL_ADDRESS", address)).get(0);
      assertThat(away.said()).contains(address, "connection refused");
      assertThat(away.mend()).startsWith("Start it");
    }
  }

  @Test
  void asksNobodyWithoutAService() {
    assertThat(TemporalChecks.look(Map.of()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.said()).contains("inside this process"));
  }
}
