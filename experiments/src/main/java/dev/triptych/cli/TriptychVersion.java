package dev.triptych.cli;

import dev.triptych.worker.memo.Versions;
import picocli.CommandLine.IVersionProvider;

/** Versions of Triptych and of what it runs on. */
final class TriptychVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return Versions.current().entrySet().stream()
        .map(version -> version.getKey() + " " + version.getValue())
        .toArray(String[]::new);
  }
}
