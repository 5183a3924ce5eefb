package dev.triptych.cli.launch;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.triptych.cli.console.UserError;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Which Temporal service to use, as Temporal's own variables and configuration file say. What it
 * says of wrong settings never holds their values: some are secrets.
 */
final class ServiceSettings {
  static final String ADDRESS = "TEMPORAL_ADDRESS";
  static final String NAMESPACE = "TEMPORAL_NAMESPACE";
  private static final String FILE = "TEMPORAL_CONFIG_FILE";
  private static final String PROFILE = "TEMPORAL_PROFILE";
  // A configuration file in its usual place belongs to Temporal's own tools: it alone changes
  // nothing here.
  private static final List<String> ASKED = List.of(ADDRESS, PROFILE, FILE);

  private ServiceSettings() {}

  /** Whether the environment asks for a service. */
  static boolean present(Map<String, String> environment) {
    return ASKED.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  /**
   * @throws UserError if variables or file cannot be understood, or name no address
   */
  static ClientConfigProfile load(Map<String, String> environment) {
    LoadClientConfigProfileOptions.Builder options =
        LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment);
    ClientConfigProfile profile;
    try {
      profile = ClientConfigProfile.load(options.build());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw UserError.surroundings(
          "Temporal's configuration file is no valid TOML" + place + ". " + where(environment));
    } catch (IOException e) {
      throw UserError.surroundings(
          "Temporal's configuration file cannot be read. " + where(environment));
    } catch (RuntimeException e) {
      throw UserError.surroundings(wrong(environment));
    }
    checkAddress(profile.getAddress());
    return profile;
  }

  private static String wrong(Map<String, String> environment) {
    String profile = environment.getOrDefault(PROFILE, "");
    return profile.isBlank()
        ? "Temporal's settings contradict themselves. Look at the variables that begin with"
            + " TEMPORAL_. "
            + where(environment)
        : "There is no profile \""
            + profile
            + "\" in Temporal's configuration file. Correct "
            + PROFILE
            + ". "
            + where(environment);
  }

  private static String where(Map<String, String> environment) {
    String file = environment.getOrDefault(FILE, "");
    return file.isBlank()
        ? "The file is Temporal's own, or the one that " + FILE + " names."
        : FILE + " names " + file + ".";
  }

  private static void checkAddress(@org.jspecify.annotations.Nullable String address) {
    if (address == null || address.isBlank()) {
      throw UserError.surroundings(
          "No address of a Temporal service is set. Set " + ADDRESS + " to its host and port.");
    }
    if (!address.matches("[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+\\]:\\d{1,5}")) {
      throw UserError.surroundings(
          ADDRESS
              + " must be a host and a port, for instance localhost:7233, but is \""
              + address
              + "\"");
    }
  }
}
