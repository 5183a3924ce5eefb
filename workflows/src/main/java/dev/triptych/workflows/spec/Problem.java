package dev.triptych.workflows.spec;

import java.io.Serializable;

/**
 * One thing that is wrong with a spec.
 *
 * @param path dotted path of the field, list items in brackets: {@code styles[2]}
 * @param message what is wrong and what would be right, without the path
 */
public record Problem(String path, String message) implements Serializable {
  @Override
  public String toString() {
    return path + " " + message;
  }
}
