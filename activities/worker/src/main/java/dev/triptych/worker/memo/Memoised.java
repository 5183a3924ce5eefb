package dev.triptych.worker.memo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an activity implementation's method whose result is kept and returned again for an equal
 * request. The interface's method is a {@link dev.triptych.workflows.stage.StageMethod}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Memoised {
  /** Raise it whenever the same request would give another result than before. */
  int version();
}
