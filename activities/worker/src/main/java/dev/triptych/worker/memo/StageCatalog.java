package dev.triptych.worker.memo;

import com.fasterxml.jackson.databind.JavaType;
import dev.triptych.worker.json.Json;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.common.metadata.POJOActivityImplMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which activity types are memoised stages. */
public final class StageCatalog {
  /**
   * @param result type inside {@link Staged}
   */
  record Entry(Stage stage, int version, JavaType result) {}

  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * @param activities implementations that a worker registers
   * @throws IllegalArgumentException if a method is {@link Memoised} but is no {@link StageMethod}
   *     with one request and a {@link Staged} result
   */
  public StageCatalog(Collection<?> activities) {
    for (Object activity : activities) {
      Class<?> type = activity.getClass();
      for (POJOActivityMethodMetadata method :
          POJOActivityImplMetadata.newInstance(type).getActivityMethods()) {
        version(type, method.getMethod())
            .ifPresent(
                version ->
                    entries.put(method.getActivityTypeName(), entry(method.getMethod(), version)));
      }
    }
  }

  private static Optional<Integer> version(Class<?> type, Method contract) {
    try {
      Memoised memoised =
          type.getMethod(contract.getName(), contract.getParameterTypes())
              .getAnnotation(Memoised.class);
      return Optional.ofNullable(memoised).map(Memoised::version);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " does not implement " + contract, e);
    }
  }

  private static Entry entry(Method contract, int version) {
    StageMethod stage = contract.getAnnotation(StageMethod.class);
    if (stage == null
        || contract.getParameterCount() != 1
        || contract.getReturnType() != Staged.class) {
      throw new IllegalArgumentException(
          contract + " is memoised, so it must be a @StageMethod from one request to Staged");
    }
    JavaType result = Json.type(contract.getGenericReturnType()).containedType(0);
    return new Entry(stage.value(), version, result);
  }

  Optional<Entry> find(String activityType) {
    return Optional.ofNullable(entries.get(activityType));
  }

  /** The version of {@code stage} among these implementations, empty if it is not memoised. */
  public Optional<Integer> version(Stage stage) {
    return entries.values().stream()
        .filter(entry -> entry.stage() == stage)
        .map(Entry::version)
        .findFirst();
  }
}
