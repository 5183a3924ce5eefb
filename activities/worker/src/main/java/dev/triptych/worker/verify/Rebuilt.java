package dev.triptych.worker.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.workflows.database.DatabaseActivities;
import dev.triptych.workflows.dataset.DatasetActivities;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.dataset.GenerationActivities;
import dev.triptych.workflows.mixing.MixingActivities;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.InversionActivities;
import dev.triptych.workflows.portrait.ModelActivities;
import dev.triptych.workflows.priors.TrainPriorActivities;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A stage's request out of its canonical inputs, which lack what does not change the result. */
final class Rebuilt {
  private static final Map<Stage, Class<?>> REQUESTS = requests();
  private static final String CHECKPOINTS = "checkpointEvery";

  private Rebuilt() {}

  /**
   * @throws UncheckedIOException if the inputs were said by another version of Triptych, and are no
   *     request of this one
   */
  static JsonNode request(KeptStage kept) {
    JsonNode request = Json.tree(CanonicalJson.read(kept.inputs(), requestOf(kept.stage())));
    for (JsonNode part : request) {
      if (part instanceof ObjectNode training && training.has(CHECKPOINTS)) {
        training.set(CHECKPOINTS, training.get("steps"));
      }
    }
    return request;
  }

  static Class<?> requestOf(Stage stage) {
    return Objects.requireNonNull(REQUESTS.get(stage), stage.slug());
  }

  private static Map<Stage, Class<?>> requests() {
    Map<Stage, Class<?>> requests = new EnumMap<>(Stage.class);
    Stream.of(
            GenerationActivities.class,
            EditingActivities.class,
            DatasetActivities.class,
            DatabaseActivities.class,
            I2tActivities.class,
            InversionActivities.class,
            EvaluationActivities.class,
            ModelActivities.class,
            MixingActivities.class,
            TrainPriorActivities.class)
        .flatMap(activities -> Stream.of(activities.getMethods()))
        .filter(method -> method.isAnnotationPresent(StageMethod.class))
        .filter(method -> method.getParameterTypes()[0] != List.class) // of several requests
        .forEach(
            method ->
                requests.put(
                    method.getAnnotation(StageMethod.class).value(),
                    method.getParameterTypes()[0]));
    return requests;
  }
}
