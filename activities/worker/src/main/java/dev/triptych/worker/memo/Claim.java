package dev.triptych.worker.memo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.json.Json;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The document {@code claims/<stage>/<key>.json}: somebody runs this stage. Its content changes
 * with every beat.
 *
 * @param id of this claim, by which its owner knows it
 * @param beat counts how often it was renewed
 * @param host of the owner's process
 * @param pid of the owner's process
 */
record Claim(String id, long beat, String host, long pid, Claimant owner) {
  Claim {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(host, "host is null");
    Objects.requireNonNull(owner, "owner is null");
  }

  /** A new claim of this process. */
  static Claim of(Claimant owner) {
    return new Claim(UUID.randomUUID().toString(), 0, Host.name(), Host.pid(), owner);
  }

  /** Empty if it is no claim: damaged, or of another form. */
  static Optional<Claim> parse(byte[] content) {
    try {
      return Optional.of(Json.parse(content, Claim.class));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  Claim renewed() {
    return new Claim(id, beat + 1, host, pid, owner);
  }

  /** Whether nobody needs to wait for its silence: its owner is known to be gone. */
  @JsonIgnore
  boolean isOverFor(Claimant claimant) {
    return claimant.follows(owner) || Host.gone(host, pid);
  }
}
