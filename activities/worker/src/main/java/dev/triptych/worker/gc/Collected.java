package dev.triptych.worker.gc;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was freed, or would be, and what stays; every kind is there. */
public record Collected(Map<Kind, Amount> freed, Map<Kind, Amount> kept) {
  public Collected {
    freed = whole(freed);
    kept = whole(kept);
  }

  private static Map<Kind, Amount> whole(Map<Kind, Amount> some) {
    Map<Kind, Amount> all =
        Arrays.stream(Kind.values())
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    kind -> some.getOrDefault(kind, Amount.NONE),
                    Amount::plus,
                    () -> new EnumMap<>(Kind.class)));
    return Collections.unmodifiableMap(all);
  }

  /** Over all kinds. */
  public Amount allFreed() {
    return freed.values().stream().reduce(Amount.NONE, Amount::plus);
  }
}
