package dev.triptych.workflows.stage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the activity method that runs a stage. Its one request decides the result together with the
 * implementation's version, so a key computed from the request may stand for the result. A method
 * from a list of requests to a list of results runs the stage once for each of them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface StageMethod {
  Stage value();
}
