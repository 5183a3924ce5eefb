package dev.triptych.models.photos;

import java.io.IOException;

/**
 * A file that is no photo which can be used. Its message follows the file's name: "is a HEIC
 * picture, …".
 */
public class InvalidPhoto extends IOException {
  private static final long serialVersionUID = 1;

  public InvalidPhoto(String message) {
    super(message);
  }

  public InvalidPhoto(String message, Throwable cause) {
    super(message, cause);
  }
}
