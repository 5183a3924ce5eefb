package dev.triptych.workflows.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Marks an enum constant whose meaning has changed. Keys of kept results tell its revisions apart,
 * so that what was made with the old meaning is made anew, and nothing else is; specs, payloads and
 * documents show the bare name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Revision {
  /** Counted from 2: what has no mark is in its first. */
  int value();

  /** Reads the mark. */
  final class Of {
    private Of() {}

    /** The revision of an enum constant; null if it has no mark. */
    public static @Nullable Integer constant(Enum<?> constant) {
      try {
        Revision mark =
            constant.getDeclaringClass().getField(constant.name()).getAnnotation(Revision.class);
        return mark == null ? null : mark.value();
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException("an enum constant is a field", e);
      }
    }
  }
}
