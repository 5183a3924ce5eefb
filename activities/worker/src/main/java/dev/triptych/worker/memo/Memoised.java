package dev.triptych.worker.memo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an activity implementation's method whose result is kept and returned again for an equal
 * request. The interface's method is a {@link dev.triptych.workflows.stage.StageMethod}.
 *
 * <p>Where that takes a list of requests, the implementation sees those without a kept result. It
 * may do the first of them only, as many as go together; it is asked again for the rest. Its
 * version must be that of the method for a single request, for they share their results.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Memoised {
  /** Raise it whenever the same request would give another result than before. */
  int version();

  /**
   * Whether equal requests wait for each other in all processes that share the store, rather than
   * in each process alone. Trainings ask for it: two equal ones would take twice the time, and
   * prune one another's checkpoints. Steps of a second do not: the claim costs more requests than
   * it saves, and done twice they are harmless, since results are deterministic and named by their
   * content.
   */
  boolean claimed() default false;
}
