package dev.triptych.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.GenerationActivities;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import io.temporal.common.converter.DefaultDataConverter;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private static final ArtifactRef IMAGE =
      new ArtifactRef("blobs/sha256/ab/ab", "ab".repeat(32), 1234, "image/png");

  @Test
  void aSpecSurvivesTemporalsConverter() {
    ExperimentSpec spec = ExperimentSpec.paper("elves", "mannequin-64", List.of("an elf"));
    assertThat(roundTrip(spec, ExperimentSpec.class)).isEqualTo(spec);
  }

  @Test
  void aSpecSurvivesPlainJackson() throws Exception {
    ExperimentSpec spec = ExperimentSpec.paper("elves", "mannequin-64", List.of("an elf"));
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsString(spec), ExperimentSpec.class)).isEqualTo(spec);
    assertThat(json.valueToTree(spec).at("/variants/0").asText()).isEqualTo("ours");
  }

  @Test
  void aStagedResultKeepsItsType() throws Exception {
    Staged<ViewSet> staged =
        Staged.unkeyed(
            Stage.RENDER_VIEWS, new ViewSet(List.of(new View(ViewAngle.FRONTAL, IMAGE))));
    Type declared =
        GenerationActivities.class
            .getMethod("renderViews", RenderViewsRequest.class)
            .getGenericReturnType();
    assertThat(roundTrip(staged, declared)).isEqualTo(staged);
  }

  private static Object roundTrip(Object value, Type type) {
    var converter = DefaultDataConverter.STANDARD_INSTANCE;
    Class<?> raw = value.getClass();
    return converter.fromPayload(converter.toPayload(value).orElseThrow(), raw, type);
  }
}
