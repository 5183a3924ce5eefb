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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which activity types are memoised stages. */
public final class StageCatalog {
  /**
   * @param claimed as {@link Memoised#claimed}
   * @param batch whether there is a list of requests, with a list of results
   * @param result type inside {@link Staged}
   */
  record Entry(Stage stage, int version, boolean claimed, boolean batch, JavaType result) {}

  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * @param activities implementations that a worker registers
   * @throws IllegalArgumentException if a method is {@link Memoised} but is no {@link StageMethod}
   *     with one request and a {@link Staged} result, or a list of each
   */
  public StageCatalog(Collection<?> activities) {
    for (Object activity : activities) {
      Class<?> type = activity.getClass();
      for (POJOActivityMethodMetadata method :
          POJOActivityImplMetadata.newInstance(type).getActivityMethods()) {
        memoised(type, method.getMethod())
            .ifPresent(
                memoised ->
                    entries.put(method.getActivityTypeName(), entry(method.getMethod(), memoised)));
      }
    }
  }

  private static Optional<Memoised> memoised(Class<?> type, Method contract) {
    try {
      return Optional.ofNullable(
          type.getMethod(contract.getName(), contract.getParameterTypes())
              .getAnnotation(Memoised.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " does not implement " + contract, e);
    }
  }

  private static Entry entry(Method contract, Memoised memoised) {
    StageMethod stage = contract.getAnnotation(StageMethod.class);
    boolean one = contract.getParameterCount() == 1;
    boolean batch = one && contract.getParameterTypes()[0] == List.class;
    JavaType returned = Json.type(contract.getGenericReturnType());
    JavaType staged =
        batch && returned.hasRawClass(List.class) ? returned.containedType(0) : returned;
    if (stage == null
        || !one
        || !staged.hasRawClass(Staged.class)
        || (batch && memoised.claimed())) {
      throw new IllegalArgumentException(
          contract
              + " is memoised, so it must be a @StageMethod from one request to Staged, or from a"
              + " list to a list without a claim");
    }
    return new Entry(
        stage.value(), memoised.version(), memoised.claimed(), batch, staged.containedType(0));
  }

  /** The stage that activities of this type are, if they are one. */
  public Optional<Stage> stage(String activityType) {
    return find(activityType).map(Entry::stage);
  }

  Optional<Entry> find(String activityType) {
    return Optional.ofNullable(entries.get(activityType));
  }

  /** Whether activities of this type are trainings: long, and run once at a time. */
  public boolean isTraining(String activityType) {
    return find(activityType).filter(Entry::claimed).isPresent();
  }

  /** The version of {@code stage} among these implementations, empty if it is not memoised. */
  public Optional<Integer> version(Stage stage) {
    return entries.values().stream()
        .filter(entry -> entry.stage() == stage)
        .map(Entry::version)
        .findFirst();
  }
}
